"""Everything that Redress remembers: settings of a chat, the redacted log, updates in hand. All the SQL there is."""

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

from bot.edges.store.database import Database, opened
from bot.edges.store.inbox import Inbox
from bot.edges.store.keys import pseudonym_key
from bot.edges.store.outbox import Outbox, Post
from bot.edges.store.people import People
from bot.edges.store.questions import Questions
from bot.edges.store.team import Team

__all__ = ["Database", "Inbox", "Outbox", "People", "Post", "Questions", "Store", "Team", "open_store"]


@dataclass(frozen=True, slots=True)
class Store:
    """The parts of the store; each method of theirs is one transaction."""

    database: Database
    people: People
    questions: Questions
    inbox: Inbox
    outbox: Outbox
    team: Team


@contextlib.asynccontextmanager
async def open_store(folder: Path) -> AsyncIterator[Store]:
    """Open the store in a data folder. Raises StoreError."""
    async with opened(folder / "redress.sqlite3") as database:
        key = pseudonym_key(folder)
        yield Store(
            database, People(database), Questions(database, key), Inbox(database), Outbox(database), Team(database)
        )
