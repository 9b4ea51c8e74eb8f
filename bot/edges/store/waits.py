"""Who waits for what: a delivery handle with an end date, and nothing else about the person."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal

import aiosqlite

from bot.core.waiting import Shown, Wait
from bot.edges.store.database import Database
from bot.edges.store.moments import millisecond
from bot.edges.store.outbox import Outbox, Post

Table = Literal["waits", "shown"]


class Waits:
    """Questions that wait for an answer, and answers whose correction somebody wants to hear of."""

    def __init__(self, database: Database, outbox: Outbox) -> None:
        self._database = database
        self._outbox = outbox

    async def add(self, wait: Wait, most: int) -> int | None:
        """Keep a wait, once for a question; its number. None when the chat has `most` already."""
        values = (wait.chat, wait.question, wait.text, wait.language, wait.country, wait.had_topic, wait.had_hash)
        query = (
            "INSERT INTO waits (chat, question, text, language, country, had_topic, had_hash, until) "
            "SELECT ?, ?, ?, ?, ?, ?, ?, ? WHERE (SELECT count(*) FROM waits WHERE chat = ? AND question <> ?) < ? "
            "ON CONFLICT (chat, question) DO UPDATE SET until = excluded.until RETURNING id"
        )
        return await self._added(query, (*values, millisecond(wait.until), wait.chat, wait.question, most))

    async def watch(self, shown: Shown, most: int) -> int | None:
        """Keep that corrections of an answer are wanted; its number. None when the chat has `most` already."""
        page = (shown.topic, shown.country, shown.language)
        query = (
            "INSERT INTO shown (chat, topic, country, language, hash, until) SELECT ?, ?, ?, ?, ?, ? "
            "WHERE (SELECT count(*) FROM shown WHERE chat = ? AND (topic, country, language) <> (?, ?, ?)) < ? "
            "ON CONFLICT (chat, topic, country, language) DO UPDATE SET hash = excluded.hash, until = excluded.until "
            "RETURNING id"
        )
        values = (shown.chat, *page, shown.hash, millisecond(shown.until), shown.chat, *page, most)
        return await self._added(query, values)

    async def _added(self, query: str, values: Sequence[object]) -> int | None:
        async def work(connection: aiosqlite.Connection) -> int | None:
            async with connection.execute(query, tuple(values)) as cursor:
                row = await cursor.fetchone()
            return int(row["id"]) if row else None

        number: int | None = await self._database.write(work)
        return number

    async def waiting(self, now: datetime, chat: str | None = None) -> list[Wait]:
        """The questions that wait, the oldest first; of one chat, or of all."""
        return [Wait(**row) for row in await self._rows("waits", now, chat)]

    async def watched(self, now: datetime, chat: str | None = None) -> list[Shown]:
        """The answers whose corrections are wanted; by one chat, or by anybody."""
        return [Shown(**row) for row in await self._rows("shown", now, chat)]

    async def _rows(self, table: Table, now: datetime, chat: str | None) -> list[dict[str, Any]]:
        own, values = (" AND chat = ?", (chat,)) if chat else ("", ())
        query = f"SELECT * FROM {table} WHERE until > ?{own} ORDER BY id"  # noqa: S608 - our own names
        async with self._database.reader.execute(query, (millisecond(now), *values)) as cursor:
            return [{**dict(row), "until": datetime.fromisoformat(row["until"])} async for row in cursor]

    async def cancel(self, table: Table, number: int, chat: str) -> bool:
        """End what waits; false when it was none of this chat's."""

        async def work(connection: aiosqlite.Connection) -> bool:
            cursor = await connection.execute(f"DELETE FROM {table} WHERE id = ? AND chat = ?", (number, chat))  # noqa: S608
            return cursor.rowcount > 0

        ended: bool = await self._database.write(work)
        return ended

    async def answer(self, wait: Wait, post: Post, now: datetime, due: datetime) -> None:
        """Tell the answer, once: the wait ends in the same transaction.

        Not when it was ended meanwhile; its number may be somebody else's by now.
        """

        async def work(connection: aiosqlite.Connection) -> None:
            cursor = await connection.execute("DELETE FROM waits WHERE id = ? AND chat = ?", (wait.id, wait.chat))
            if cursor.rowcount:
                await self._outbox.insert(connection, post, now, due)

        await self._database.write(work)

    async def correct(self, shown: Shown, told: str, post: Post, now: datetime, due: datetime) -> None:
        """Tell a correction, once: from now on the corrected text, whose hash is `told`, is the one that was read."""

        async def work(connection: aiosqlite.Connection) -> None:
            query = "UPDATE shown SET hash = ? WHERE id = ? AND chat = ? AND hash = ?"
            cursor = await connection.execute(query, (told, shown.id, shown.chat, shown.hash))
            if cursor.rowcount:
                await self._outbox.insert(connection, post, now, due)

        await self._database.write(work)

    async def lapse(self, now: datetime) -> int:
        """Erase what has waited too long; returns how much that was."""

        async def work(connection: aiosqlite.Connection) -> int:
            found = 0
            for table in ("waits", "shown"):
                cursor = await connection.execute(f"DELETE FROM {table} WHERE until <= ?", (millisecond(now),))  # noqa: S608
                found += cursor.rowcount
            return found

        count: int = await self._database.write(work)
        return count
