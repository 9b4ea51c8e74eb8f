"""`redress curate`: the queue on a terminal."""

import asyncio
import sys
from collections.abc import Sequence

import typer
from rich.console import Console

from bot import running
from bot.app import utc_now
from bot.core.comparing import Posed
from bot.core.likeness import merged
from bot.core.match.index import vectors
from bot.core.queue import Group, Wording, severities
from bot.edges.editing import Folders
from bot.edges.editor import edited
from bot.edges.library import Shelf
from bot.edges.store import open_store
from bot.edges.store.queue import Proposal, What
from bot.errors import SettingsError, StoreError
from bot.settings import Settings
from bot.verbs.desk import Card, Desk, Hands
from bot.verbs.examining import EXAMS
from bot.verbs.rehearsal import Bench

LOGGED = 300  # questions of the log, latest first, that are asked again before anything is written
_CARDS = 200
_MERGED = 300  # groups that encoders look at


def curate(settings: Settings) -> None:
    """Sit down at the desk. Raises SettingsError without a terminal, StoreError without a log."""
    if not sys.stdin.isatty():
        raise SettingsError("redress curate needs a terminal: it is driven by single keys")
    if not (settings.data_dir / "redress.sqlite3").exists():
        raise StoreError(f"there is no database at {settings.data_dir / 'redress.sqlite3'} yet")
    hands = Hands(typer.getchar, input, edited)
    sit_down(settings, hands, Console())


def sit_down(settings: Settings, hands: Hands, console: Console) -> None:
    """The same with any hands and any screen."""
    source = running.shelf(settings)
    with console.status("Reading the log and the knowledge ..."):
        logged = asyncio.run(_logged(settings))
        bench = Bench(source, Folders(settings.bundled, EXAMS), logged, utc_now().date())
        deadlines = (deadline.topic for deadline in bench.knowledge.deadlines.values())
        proposals, groups = asyncio.run(_waiting(settings, severities(deadlines)))
        groups = joined(groups, source, len(bench.library.matcher.index.encoders))
    cards = laid_out(proposals, groups)
    if not cards:
        console.print("The queue is empty.")
        return
    Desk(cards, bench, Book(settings), hands, console).run()


async def _logged(settings: Settings) -> list[Posed]:
    async with open_store(settings.data_dir) as store:
        return await store.queue.recent(LOGGED)


async def _waiting(settings: Settings, severe: dict[str, float]) -> tuple[list[Proposal], tuple[Group, ...]]:
    async with open_store(settings.data_dir) as store:
        return await store.queue.proposals("attach", "answer"), await store.queue.groups(severe)


def joined(groups: tuple[Group, ...], source: Shelf, encoders: int) -> tuple[Group, ...]:
    """Groups in different words or languages that mean the same, where there are encoders to tell."""
    if not encoders or not groups:
        return groups
    first = [group.wordings[0].text for group in groups[:_MERGED]]
    return merged(groups, vectors(source.part(encoders).encoders, first))


def laid_out(proposals: Sequence[Proposal], groups: Sequence[Group]) -> list[Card]:
    """The proposals of the chat first, then the groups that nobody has proposed anything for."""
    taken = {wording.id for proposal in proposals for wording in proposal.wordings}
    by_id = {wording.id: group for group in groups for wording in group.wordings}
    proposed = [
        Card(proposal.wordings, by_id.get(proposal.wordings[0].id), proposal=proposal) for proposal in proposals
    ]
    rest = [Card(group.wordings, group) for group in groups if taken.isdisjoint(one.id for one in group.wordings)]
    return [*proposed, *rest[:_CARDS]]


class Book:
    """The store, opened for each decision: the bot may be running beside."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def settle(self, what: What, topic: str, wordings: Sequence[Wording]) -> tuple[int, ...]:
        """A question is dealt with."""

        async def work() -> tuple[int, ...]:
            async with open_store(self._settings.data_dir) as store:
                return await store.queue.settle(what, topic, wordings, utc_now())

        return asyncio.run(work())

    def reopen(self, decisions: Sequence[int]) -> None:
        """It is not, after all."""

        async def work() -> None:
            async with open_store(self._settings.data_dir) as store:
                await store.queue.reopen(decisions)

        asyncio.run(work())

    def close(self, proposal: int) -> None:
        """A proposal from the chat is dealt with."""

        async def work() -> None:
            async with open_store(self._settings.data_dir) as store:
                await store.queue.propose(proposal, "done", "terminal", utc_now())

        asyncio.run(work())

    def restore(self, proposal: Proposal) -> None:
        """It is not, after all: what was proposed stands as it was."""

        async def work() -> None:
            async with open_store(self._settings.data_dir) as store:
                kept = proposal
                await store.queue.propose(kept.id, kept.state, kept.author, utc_now(), kept.topic, kept.draft)

        asyncio.run(work())
