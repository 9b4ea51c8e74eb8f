"""The queue of the log for verbs that end: opened for each piece of work, since the bot may be running beside."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import TypeVar

from bot.app import utc_now
from bot.core.queue import Wording
from bot.edges.store import open_store
from bot.edges.store.queue import CurationQueue, Proposal, What

Found = TypeVar("Found")


class Book:
    """What waits in a data folder, and what was decided about it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def ask(self, work: Callable[[CurationQueue], Awaitable[Found]]) -> Found:
        """Some work with the queue."""

        async def inside() -> Found:
            async with open_store(self._folder) as store:
                return await work(store.queue)

        return asyncio.run(inside())

    def settle(self, what: What, topic: str, wordings: Sequence[Wording]) -> tuple[int, ...]:
        """A question is dealt with."""
        return self.ask(lambda queue: queue.settle(what, topic, wordings, utc_now()))

    def reopen(self, decisions: Sequence[int]) -> None:
        """It is not, after all."""
        self.ask(lambda queue: queue.reopen(decisions))

    def close(self, proposal: int) -> None:
        """A proposal from the chat is dealt with."""
        self.ask(lambda queue: queue.propose(proposal, "done", "terminal", utc_now()))

    def restore(self, kept: Proposal) -> None:
        """It is not, after all: what was proposed stands as it was."""
        self.ask(lambda queue: queue.propose(kept.id, kept.state, kept.author, utc_now(), kept.topic, kept.draft))
