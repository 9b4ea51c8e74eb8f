"""`redress curate`: the queue on a terminal."""

import sys
from collections.abc import Sequence

import typer
from rich.console import Console

from bot import running
from bot.app import utc_now
from bot.core.likeness import merged
from bot.core.match.index import vectors
from bot.core.queue import Group, severities, untouched
from bot.edges.editing import Folders
from bot.edges.editor import edited
from bot.edges.library import Shelf
from bot.edges.store import database_file
from bot.edges.store.queue import Proposal
from bot.errors import SettingsError, StoreError
from bot.settings import Settings
from bot.verbs.book import Book
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
    if not database_file(settings.data_dir).exists():
        raise StoreError(f"there is no database at {database_file(settings.data_dir)} yet")
    hands = Hands(typer.getchar, input, edited)
    sit_down(settings, hands, Console())


def sit_down(settings: Settings, hands: Hands, console: Console) -> None:
    """The same with any hands and any screen."""
    source, book = running.shelf(settings), Book(settings.data_dir)
    with console.status("Reading the log and the knowledge ..."):
        logged = book.ask(lambda queue: queue.recent(LOGGED))
        bench = Bench(source, Folders(settings.bundled, EXAMS), logged, utc_now().date())
        severe = severities(bench.knowledge.deadlines.values())
        proposals = book.ask(lambda queue: queue.proposals("attach", "answer"))
        groups = joined(book.ask(lambda queue: queue.groups(severe)), source, len(bench.library.matcher.index.encoders))
    cards = laid_out(proposals, groups)
    if not cards:
        console.print("The queue is empty.")
        return
    Desk(cards, bench, book, hands, console).run()


def joined(groups: tuple[Group, ...], source: Shelf, encoders: int) -> tuple[Group, ...]:
    """Groups in different words or languages that mean the same, where there are encoders to tell."""
    if not encoders or not groups:
        return groups
    first = [group.wordings[0].text for group in groups[:_MERGED]]
    return merged(groups, vectors(source.part(encoders).encoders, first))


def laid_out(proposals: Sequence[Proposal], groups: Sequence[Group]) -> list[Card]:
    """The proposals of the chat first, then the groups that nobody has proposed anything for."""
    by_id = {wording.id: group for group in groups for wording in group.wordings}
    proposed = [
        Card(proposal.wordings, by_id.get(proposal.wordings[0].id), proposal=proposal) for proposal in proposals
    ]
    rest = untouched(groups, (wording for proposal in proposals for wording in proposal.wordings))
    return [*proposed, *(Card(group.wordings, group) for group in rest[:_CARDS])]
