"""Taking back what was sent: corrections and withdrawals, as rows that the runner works off."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import aiosqlite

from bot.core.broadcast import Content
from bot.edges.store.broadcast_rows import Part, write_content
from bot.edges.store.delivery_rows import IS_OPEN
from bot.edges.store.moments import millisecond
from bot.edges.store.team import note

Shown = tuple[str, int] | None
"""The message (chat, number) that becomes the live progress."""


@dataclass(frozen=True, slots=True)
class _Change:
    broadcast: int
    kind: Literal["correct", "withdraw"]
    language: str
    by: str
    now: datetime
    shown: Shown


class Changes(Part):
    """Second passes over what was sent. The methods return False (or 0) where the state did not allow it."""

    async def correct(
        self, number: int, language: str, content: Content, by: str, now: datetime, shown: Shown = None
    ) -> bool:
        """Change the text of a language for those who have it, and for those who are still to get it.

        A withdrawn broadcast cannot be corrected.
        """

        async def work(connection: aiosqlite.Connection) -> bool:
            if not await _correctable(connection, number, language):
                return False
            # This text takes the place of an unfinished one, so that pass ends here.
            query = "UPDATE changes SET state = 'stopped' WHERE broadcast = ? AND language = ? AND state <> 'done'"
            await connection.execute(query, (number, language))
            change = await _begin(connection, _Change(number, "correct", language, by, now, shown))
            await write_content(connection, number, language, content, change)
            return True

        return await self._did(work)

    async def withdraw(self, number: int, by: str, now: datetime, shown: Shown = None) -> bool:
        """Delete it from the chats of those who have it; what is still being sent ends."""

        async def work(connection: aiosqlite.Connection) -> bool:
            query = "UPDATE broadcasts SET state = 'stopped', at = ? WHERE id = ? AND state IN ('running', 'paused', 'stopped', 'done')"  # noqa: E501
            if not (await connection.execute(query, (millisecond(now), number))).rowcount:
                return False
            query = "UPDATE changes SET state = 'stopped' WHERE broadcast = ? AND state <> 'done'"
            await connection.execute(query, (number,))
            await _begin(connection, _Change(number, "withdraw", "", by, now, shown))
            return True

        return await self._did(work)

    async def resend_unknown(self, number: int, by: str, now: datetime) -> int:
        """Send again where it is not known whether it arrived; returns to how many. Not once it was stopped."""

        async def work(connection: aiosqlite.Connection) -> int:
            query = "SELECT 1 FROM broadcasts WHERE id = ? AND state IN ('done', 'running')"
            async with connection.execute(query, (number,)) as cursor:
                if await cursor.fetchone() is None:
                    return 0
            query = f"UPDATE deliveries SET state = 'queued' WHERE broadcast = ? AND state = 'unknown' AND {IS_OPEN}"  # noqa: S608 - our own words
            count = (await connection.execute(query, (number,))).rowcount
            if count:
                query = "UPDATE broadcasts SET state = 'running', at = ? WHERE id = ?"
                await connection.execute(query, (millisecond(now), number))
                await note(connection, by, "broadcast resent", f"{number}: {count} unknown", now)
            return count

        found: int = await self._database.write(work)
        self.woken.set()
        return found


async def _correctable(connection: aiosqlite.Connection, number: int, language: str) -> bool:
    query = (
        "SELECT 1 FROM broadcasts AS b JOIN contents AS t ON t.broadcast = b.id AND t.language = ? WHERE b.id = ? AND "
        "b.state IN ('running', 'paused', 'stopped', 'done') AND NOT EXISTS "
        "(SELECT 1 FROM changes AS c WHERE c.broadcast = b.id AND c.kind = 'withdraw')"
    )
    async with connection.execute(query, (language, number)) as cursor:
        return await cursor.fetchone() is not None


async def _begin(connection: aiosqlite.Connection, change: _Change) -> int:
    """Note a second pass over what was sent and what is just being sent; returns its number."""
    cursor = await connection.execute(
        "INSERT INTO changes (broadcast, kind, language, total, author, at) VALUES (?1, ?2, ?3, (SELECT "
        "coalesce(sum(count), 0) FROM tallies WHERE broadcast = ?1 AND change = 0 AND state IN ('sent', 'sending') "
        "AND ?3 IN ('', language)), ?4, ?5)",
        (change.broadcast, change.kind, change.language, change.by, millisecond(change.now)),
    )
    if change.shown:
        query = "UPDATE broadcasts SET shown_chat = ?, shown_message = ? WHERE id = ?"
        await connection.execute(query, (*change.shown, change.broadcast))
    what = "broadcast corrected" if change.kind == "correct" else "broadcast withdrawn"
    await note(connection, change.by, what, f"{change.broadcast} {change.language}".strip(), change.now)
    assert cursor.lastrowid is not None
    return cursor.lastrowid
