"""Broadcasts that are being written: rows from the first word on, so that they survive restarts and a lost phone."""

from datetime import datetime

import aiosqlite
import orjson

from bot.core.broadcast import Audience, Broadcast, Content
from bot.edges.store.broadcast_rows import IS_OPEN, SELECT, Part, clear_rows, write_content
from bot.edges.store.moments import millisecond


class Drafts(Part):
    """Writing. The methods that change a draft return False once it is launched."""

    async def begin(self, author: str, base: str, now: datetime) -> int:
        """A new draft; returns its number."""

        async def work(connection: aiosqlite.Connection) -> int:
            query = "INSERT INTO broadcasts (author, base, at) VALUES (?, ?, ?)"
            cursor = await connection.execute(query, (author, base, millisecond(now)))
            assert cursor.lastrowid is not None
            return cursor.lastrowid

        made: int = await self._database.write(work)
        return made

    async def get(self, number: int) -> Broadcast | None:
        """One broadcast."""
        found = await self._read(f"{SELECT} WHERE id = ?", number)
        return found[0] if found else None

    async def drafts(self, author: str) -> list[Broadcast]:
        """What somebody has not sent yet, newest first."""
        return await self._read(f"{SELECT} WHERE author = ? AND {IS_OPEN} ORDER BY id DESC", author)

    async def recent(self, limit: int) -> list[Broadcast]:
        """What was launched, newest first."""
        return await self._read(f"{SELECT} WHERE NOT ({IS_OPEN}) ORDER BY id DESC LIMIT ?", limit)

    async def set_content(self, number: int, language: str, content: Content) -> bool:
        """Put what it says in a language."""

        async def work(connection: aiosqlite.Connection) -> bool:
            if not await _open(connection, number):
                return False
            await write_content(connection, number, language, content)
            return True

        return await self._did(work)

    async def drop_content(self, number: int, language: str) -> bool:
        """Take a language away."""
        return await self._change(number, "DELETE FROM contents WHERE broadcast = ? AND language = ?", language)

    async def set_audience(self, number: int, audience: Audience) -> bool:
        """Choose to whom it goes."""
        return await self._change(
            number, "UPDATE broadcasts SET audience = ?2 WHERE id = ?1", orjson.dumps(audience).decode()
        )

    async def set_training(self, number: int, training: bool) -> bool:
        """Choose whether it only seems to be sent."""
        return await self._change(number, "UPDATE broadcasts SET training = ?2 WHERE id = ?1", int(training))

    async def discard(self, number: int) -> bool:
        """Throw a draft away."""

        async def work(connection: aiosqlite.Connection) -> bool:
            if not await _open(connection, number):
                return False
            await connection.execute("DELETE FROM contents WHERE broadcast = ?", (number,))
            await connection.execute("DELETE FROM broadcasts WHERE id = ?", (number,))
            return True

        done = await self._did(work)
        if done:  # a launch that a crash cut short may have left some: nothing would lead to them any more
            await clear_rows(self._database, number)
        return done

    async def _change(self, number: int, query: str, value: object) -> bool:
        async def work(connection: aiosqlite.Connection) -> bool:
            if not await _open(connection, number):
                return False
            await connection.execute(query, (number, value))
            return True

        return await self._did(work)


async def _open(connection: aiosqlite.Connection, number: int) -> bool:
    async with connection.execute(f"{SELECT} WHERE id = ? AND {IS_OPEN}", (number,)) as cursor:
        return await cursor.fetchone() is not None
