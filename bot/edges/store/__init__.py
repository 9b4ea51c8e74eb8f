"""Everything that Redress remembers: settings of a chat, the redacted log, updates in hand. All the SQL there is."""

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

from bot.edges.store.database import Database, opened
from bot.edges.store.inbox import Inbox
from bot.edges.store.keys import pseudonym_key
from bot.edges.store.people import People
from bot.edges.store.questions import Questions

__all__ = ["Database", "Inbox", "People", "Questions", "Store", "open_store"]


@dataclass(frozen=True, slots=True)
class Store:
    """The parts of the store; each method of theirs is one transaction."""

    database: Database
    people: People
    questions: Questions
    inbox: Inbox


@contextlib.asynccontextmanager
async def open_store(folder: Path) -> AsyncIterator[Store]:
    """Open the store in a data folder. Raises StoreError."""
    async with opened(folder / "redress.sqlite3") as database:
        key = pseudonym_key(folder)
        yield Store(database, People(database), Questions(database, key), Inbox(database))
