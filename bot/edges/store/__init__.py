"""Everything that Redress remembers: settings of a chat, the redacted log, updates in hand. All the SQL there is."""

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

from bot.edges.store.broadcasts import Broadcasts
from bot.edges.store.cases import Cases
from bot.edges.store.database import Database, opened
from bot.edges.store.deliveries import Deliveries
from bot.edges.store.history import History
from bot.edges.store.inbox import Inbox
from bot.edges.store.keys import pseudonym_key
from bot.edges.store.outbox import Outbox, Post
from bot.edges.store.people import People
from bot.edges.store.questions import Questions
from bot.edges.store.queue import CurationQueue
from bot.edges.store.replies import Replies
from bot.edges.store.subscriptions import Subscriptions
from bot.edges.store.team import Team
from bot.edges.store.waits import Waits
from bot.edges.store.workplaces import Workplaces

__all__ = ["Inbox", "Post", "Store", "database_file", "open_store"]


@dataclass(frozen=True, slots=True)
class Store:
    """The parts of the store; each method of theirs is one transaction."""

    database: Database
    people: People
    questions: Questions
    inbox: Inbox
    outbox: Outbox
    team: Team
    subscriptions: Subscriptions
    workplaces: Workplaces
    replies: Replies
    broadcasts: Broadcasts
    deliveries: Deliveries
    cases: Cases
    waits: Waits
    queue: CurationQueue
    history: History


def database_file(folder: Path) -> Path:
    """Where the database of a data folder stands; no bot ever ran there where it does not exist."""
    return folder / "redress.sqlite3"


@contextlib.asynccontextmanager
async def open_store(folder: Path) -> AsyncIterator[Store]:
    """Open the store in a data folder. Raises StoreError."""
    async with opened(database_file(folder)) as database:
        key, outbox = pseudonym_key(folder), Outbox(database)
        yield Store(
            database=database,
            people=People(database),
            questions=Questions(database, key),
            inbox=Inbox(database),
            outbox=outbox,
            team=Team(database),
            subscriptions=Subscriptions(database),
            workplaces=Workplaces(database),
            replies=Replies(database, outbox),
            broadcasts=Broadcasts(database),
            deliveries=Deliveries(database, outbox),
            cases=Cases(database, outbox),
            waits=Waits(database, outbox),
            queue=CurationQueue(database, key),
            history=History(database),
        )
