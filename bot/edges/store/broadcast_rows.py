"""What the parts of the store that deal with broadcasts share: reading and writing their rows."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any

import aiosqlite
import orjson

from bot.core.broadcast import Audience, Broadcast, Content
from bot.core.model import File
from bot.edges.store.database import Database
from bot.edges.store.moments import millisecond

SELECT = "SELECT id, author, state, base, audience, training, start_at, approved_by, note FROM broadcasts"
IS_OPEN = "state IN ('draft', 'approval', 'returned') AND preparing = ''"
"""Not launched, and no launch of it is being written."""
CHUNK = 5_000
"""Rows in one transaction where there may be a million: some 30 ms."""
TO_A_CHAT = "broadcast IN (SELECT id FROM broadcasts) AND chat = ?"
"""The deliveries to a chat: they are found by broadcast, there is no index by chat."""


class Part:
    """A part of the table of broadcasts. `woken` wakes the runner."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.woken = asyncio.Event()

    async def _did(self, work: Callable[[aiosqlite.Connection], Awaitable[bool]]) -> bool:
        """Do something that may not be allowed any more; the runner looks when it was done."""
        done: bool = await self._database.write(work)
        if done:
            self.woken.set()
        return done

    async def _read(self, query: str, *values: object) -> list[Broadcast]:
        async with self._database.reader.execute(query, values) as cursor:
            rows = [row async for row in cursor]
        return [broadcast(row, await contents(self._database.reader, row["id"])) for row in rows]


def broadcast(row: aiosqlite.Row, said: Mapping[str, Content]) -> Broadcast:
    """A broadcast from its row and its texts."""
    start_at = row["start_at"]
    return Broadcast(
        id=row["id"],
        author=row["author"],
        state=row["state"],
        base=row["base"],
        contents=said,
        audience=_audience(orjson.loads(row["audience"])),
        training=bool(row["training"]),
        start_at=datetime.fromisoformat(start_at) if start_at else None,
        approved_by=row["approved_by"],
        note=row["note"],
    )


def _audience(found: Mapping[str, Any]) -> Audience:
    return Audience(
        countries=tuple(found.get("countries", ())),
        languages=tuple(found.get("languages", ())),
        workplaces=tuple(found.get("workplaces", ())),
        without_case=bool(found.get("without_case")),
    )


async def contents(connection: aiosqlite.Connection, number: int) -> dict[str, Content]:
    """What a broadcast says, by language."""
    query = "SELECT language, html, file_kind, file_id, file_name, file_data FROM contents WHERE broadcast = ?"
    async with connection.execute(query, (number,)) as cursor:
        return {row["language"]: Content(row["html"], _file(row)) async for row in cursor}


def _file(row: aiosqlite.Row) -> File | None:
    if not row["file_kind"]:
        return None
    return File(row["file_kind"], row["file_id"], row["file_data"] or b"", row["file_name"])


async def write_content(
    connection: aiosqlite.Connection, number: int, language: str, content: Content, change: int = 0
) -> None:
    """Put what a broadcast says in a language; `change` is the correction that says so."""
    file = content.file
    about_file = (file.kind, file.id, file.name, file.data) if file else (None, "", "", None)
    await connection.execute(
        "INSERT OR REPLACE INTO contents (broadcast, language, html, file_kind, file_id, file_name, file_data, change) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (number, language, content.html, *about_file, change),
    )


async def forget_rows(connection: aiosqlite.Connection, chat: str) -> None:
    """Erase what was sent, or was to be sent, to a chat; the counts stay."""
    query = (
        f"UPDATE deliveries SET state = 'failed', reason = 'left' WHERE {TO_A_CHAT} AND state IN ('queued', 'sending')"  # noqa: S608 - our own words
    )
    await connection.execute(query, (chat,))
    await connection.execute(f"DELETE FROM deliveries WHERE {TO_A_CHAT}", (chat,))  # noqa: S608 - our own words


async def clear_rows(database: Database, number: int) -> None:
    """Delete the rows of a broadcast, some at a time, so that answers find their turn between."""
    query = (
        "DELETE FROM deliveries WHERE broadcast = ?1 AND chat IN "
        "(SELECT chat FROM deliveries WHERE broadcast = ?1 LIMIT ?2)"
    )

    async def work(connection: aiosqlite.Connection) -> int:
        return (await connection.execute(query, (number, CHUNK))).rowcount

    while await database.write(work):
        pass


async def purge_rows(database: Database, before: datetime) -> None:
    """Erase who got the broadcasts that ended before a time; the counts stay."""
    query = "SELECT id FROM broadcasts WHERE state IN ('done', 'stopped') AND at < ?"
    async with database.reader.execute(query, (millisecond(before),)) as cursor:
        ended = [row["id"] async for row in cursor]
    for number in ended:
        await clear_rows(database, number)
