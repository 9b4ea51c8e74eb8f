"""Questions that replied to a message to many, and the digest of them that its organiser gets once."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import aiosqlite

from bot.core.asked_back import Digest, Reply, digest
from bot.core.model import Outgoing
from bot.edges.store.database import Database
from bot.edges.store.moments import millisecond
from bot.edges.store.outbox import Outbox, Post
from bot.edges.store.questions import answered_with


@dataclass(frozen=True, slots=True)
class Due:
    """A broadcast whose organiser is to be told."""

    broadcast: int
    author: str
    language: str | None


class Replies:
    """Counts what was asked back."""

    def __init__(self, database: Database, outbox: Outbox) -> None:
        self._database = database
        self._outbox = outbox

    async def due(self, begun_before: datetime) -> list[Due]:
        """The broadcasts that went out before then and were not told about yet; rehearsals are none."""
        query = (
            "SELECT b.id, b.author, p.language FROM broadcasts AS b LEFT JOIN people AS p ON p.chat = b.author "
            "WHERE b.start_at <= ? AND b.state IN ('done', 'stopped') AND b.training = 0 "
            "AND NOT EXISTS (SELECT 1 FROM digests WHERE broadcast = b.id) ORDER BY b.id"
        )
        async with self._database.reader.execute(query, (millisecond(begun_before),)) as cursor:
            return [Due(row["id"], row["author"], row["language"]) async for row in cursor]

    async def tell(self, due: Due, word: Callable[[Digest], Outgoing], now: datetime) -> None:
        """Tell an organiser, once: the message and the note that it was written are one transaction."""

        async def work(connection: aiosqlite.Connection) -> None:
            query = "INSERT OR IGNORE INTO digests (broadcast, at) VALUES (?, ?)"
            if (await connection.execute(query, (due.broadcast, millisecond(now)))).rowcount:
                found = digest(await _replies(connection, due.broadcast))
                await self._outbox.insert(connection, Post(due.author, word(found)), now)

        await self._database.write(work)


async def _replies(connection: aiosqlite.Connection, broadcast: int) -> list[Reply]:
    query = "SELECT outcome, topics, chosen, asker FROM questions WHERE broadcast = ?"
    async with connection.execute(query, (broadcast,)) as cursor:
        return [Reply(answered_with(row), row["asker"]) async for row in cursor]
