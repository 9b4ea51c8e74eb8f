"""Updates in hand: committed first, confirmed to Telegram afterwards, so that a kill loses none."""

from collections.abc import Sequence
from datetime import datetime

import aiosqlite

from bot.edges.store.database import Database
from bot.edges.store.moments import second


class Inbox:
    """The durable queue of updates."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def take(self, updates: Sequence[tuple[int, str]], now: datetime) -> set[int]:
        """Commit a batch of (update_id, JSON); returns the ids that were new: only those are to be handled."""
        moment = second(now)

        async def work(connection: aiosqlite.Connection) -> set[int]:
            fresh: set[int] = set()
            for update_id, body in updates:
                cursor = await connection.execute(
                    "INSERT OR IGNORE INTO inbox (update_id, at, body) VALUES (?, ?, ?)", (update_id, moment, body)
                )
                if cursor.rowcount:
                    fresh.add(update_id)
            return fresh

        found: set[int] = await self._database.write(work)
        return found

    async def done(self, update_id: int) -> None:
        """An update is answered: erase its text, keep its number. Comes back when that is committed.

        Who waits for it before the next answer bounds what a kill can double: the answers under way, not a backlog.
        """

        async def work(connection: aiosqlite.Connection) -> None:
            await connection.execute("UPDATE inbox SET done = 1, body = NULL WHERE update_id = ?", (update_id,))

        await self._database.write(work)

    async def open(self) -> list[tuple[int, str]]:
        """The updates that a stop or a crash left unanswered, in order."""
        query = "SELECT update_id, body FROM inbox WHERE done = 0 AND body IS NOT NULL ORDER BY update_id"
        async with self._database.reader.execute(query) as cursor:
            return [(row["update_id"], row["body"]) async for row in cursor]

    async def next_offset(self) -> int | None:
        """The offset to ask Telegram from: one above the highest update that is safe here."""
        async with self._database.reader.execute("SELECT max(update_id) FROM inbox") as cursor:
            row = await cursor.fetchone()
        return int(row[0]) + 1 if row and row[0] is not None else None
