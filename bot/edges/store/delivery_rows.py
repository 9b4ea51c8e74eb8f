"""The SQL behind `deliveries`: each of these runs inside a transaction of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

import aiosqlite

from bot.core.broadcast import WITHDRAWABLE, Content, Fate, Kind, State
from bot.edges.store.broadcast_rows import TO_A_CHAT, contents


@dataclass(frozen=True, slots=True)
class Job:
    """Something to be done to the recipients of a broadcast. `change` is 0 for the sending itself.

    `author` is told how it goes, in `shown` (chat, message) where there is such a message.
    """

    broadcast: int
    kind: Kind
    change: int
    language: str
    author: str
    training: bool
    shown: tuple[str, int] | None


@dataclass(frozen=True, slots=True)
class Row:
    """A recipient in a batch. `message` is what they have already, `at` since when (seconds)."""

    chat: str
    language: str
    message: int | None = None
    at: int | None = None


@dataclass(frozen=True, slots=True)
class End:
    """What became of a row, and when."""

    job: Job
    row: Row
    fate: Fate
    now: datetime


@dataclass(frozen=True, slots=True)
class Batch:
    """Claimed rows, and what is to be said in each language at this moment. `more` when there may be more to claim."""

    rows: Sequence[Row]
    contents: Mapping[str, Content]
    more: bool = False


IS_OPEN = "state IN ('queued', 'sending', 'unknown')"
"""The words of the index of open rows: SQLite takes it only where a query repeats them, else it reads all rows."""

SENDING = (
    "SELECT b.id AS broadcast, 'send' AS kind, 0 AS change, '' AS language, b.author AS author, b.training, "
    "b.start_at, b.shown_chat, b.shown_message FROM broadcasts AS b"
)

CHANGING = (
    "SELECT b.id AS broadcast, c.kind, c.id AS change, c.language, c.author, b.training, b.shown_chat, "
    "b.shown_message FROM changes AS c JOIN broadcasts AS b ON b.id = c.broadcast WHERE c.state = 'running' "
    "ORDER BY c.kind DESC, c.id"
)


def job_of(row: aiosqlite.Row) -> Job:
    """The job in a row of `SENDING` or `CHANGING`."""
    shown = (row["shown_chat"], row["shown_message"]) if row["shown_chat"] else None
    return Job(
        row["broadcast"], row["kind"], row["change"], row["language"], row["author"], bool(row["training"]), shown
    )


async def recover(connection: aiosqlite.Connection, number: int, state: str) -> int:
    """What was stopped for good is not sent again: nobody knows whether it arrived."""
    to: Literal["unknown", "queued"] = "unknown" if state == "stopped" else "queued"
    query = f"UPDATE deliveries SET state = ? WHERE broadcast = ? AND state = 'sending' AND {IS_OPEN}"  # noqa: S608 - our own words
    count = (await connection.execute(query, (to, number))).rowcount
    if to == "queued":
        await connection.execute("UPDATE broadcasts SET doubled = doubled + ? WHERE id = ?", (count, number))
    return count


async def state(connection: aiosqlite.Connection, job: Job) -> State:
    """How it stands."""
    table, number = ("changes", job.change) if job.change else ("broadcasts", job.broadcast)
    query = f"SELECT state FROM {table} WHERE id = ?"  # noqa: S608 - our own table names
    async with connection.execute(query, (number,)) as cursor:
        row = await cursor.fetchone()
    found: State = row["state"] if row else "stopped"
    return found


async def runs(connection: aiosqlite.Connection, job: Job) -> bool:
    """Whether it is still to be done."""
    return await state(connection, job) == "running"


async def claim(connection: aiosqlite.Connection, job: Job, most: int) -> tuple[list[Row], bool]:
    """The next rows of those who still want to be reached; who left since the launch is not written to any more.

    Also whether there were any: when a workplace was closed, thousands in a row have left.
    """
    query = (
        "SELECT chat, language, EXISTS (SELECT 1 FROM subscriptions AS s WHERE s.chat = d.chat) AS stays FROM "  # noqa: S608 - our own words
        f"deliveries AS d WHERE broadcast = ? AND state = 'queued' AND {IS_OPEN} ORDER BY tries LIMIT ?"
    )
    async with connection.execute(query, (job.broadcast, most)) as cursor:
        found = [row async for row in cursor]
    await connection.executemany(
        "UPDATE deliveries SET state = 'failed', reason = 'left' WHERE broadcast = ? AND chat = ?",
        [(job.broadcast, row["chat"]) for row in found if not row["stays"]],
    )
    await connection.executemany(
        "UPDATE deliveries SET state = 'sending', tries = tries + 1, change = (SELECT change FROM contents AS c "
        "WHERE c.broadcast = deliveries.broadcast AND c.language = deliveries.language) "
        "WHERE broadcast = ? AND chat = ?",
        [(job.broadcast, row["chat"]) for row in found if row["stays"]],
    )
    return [Row(row["chat"], row["language"]) for row in found if row["stays"]], bool(found)


async def changeable(connection: aiosqlite.Connection, job: Job, languages: tuple[str, ...], most: int) -> list[Row]:
    """The next rows that have a message which this correction or withdrawal has not reached yet."""
    query = (
        "SELECT chat, language, message, at FROM deliveries WHERE broadcast = ? AND state = 'sent' AND language = ? "
        "AND change < ? LIMIT ?"
    )
    for language in (job.language,) if job.language else languages:
        async with connection.execute(query, (job.broadcast, language, job.change, most)) as cursor:
            found = [Row(row["chat"], row["language"], row["message"], row["at"]) async for row in cursor]
        if found:
            return found
    return []


async def is_left(connection: aiosqlite.Connection, job: Job) -> bool:
    """Whether there is more to do; a change also waits for what is just being sent with the old text."""
    open_ = "('sending')" if job.change else "('queued', 'sending')"
    query = (
        f"SELECT 1 FROM deliveries INDEXED BY deliveries_open WHERE broadcast = ? AND state IN {open_} AND {IS_OPEN} "  # noqa: S608 - our own words
        "AND (?2 = 0 OR change < ?2) LIMIT 1"
    )
    async with connection.execute(query, (job.broadcast, job.change)) as cursor:
        if await cursor.fetchone() is not None:
            return True
    said = tuple(await contents(connection, job.broadcast))
    return bool(job.change and await changeable(connection, job, said, 1))


async def settle(connection: aiosqlite.Connection, ended: Sequence[End]) -> None:
    """Settle rows that were being sent. Who moved keeps their row under the new address."""
    for end in ended:
        if end.fate.moved_to:
            await move(connection, end.row.chat, end.fate.moved_to)
    await connection.executemany(
        "UPDATE deliveries SET state = ?, reason = ?, message = ?, at = ? WHERE broadcast = ? AND chat = ? AND "
        "state = 'sending'",
        [
            (
                end.fate.state,
                end.fate.reason,
                end.fate.message,
                int(end.now.timestamp()) if end.fate.state == "sent" else None,
                end.job.broadcast,
                end.fate.moved_to or end.row.chat,
            )
            for end in ended
        ],
    )


async def unsubscribe(connection: aiosqlite.Connection, chats: Sequence[str]) -> None:
    """Nobody is there any more."""
    await connection.executemany("DELETE FROM subscriptions WHERE chat = ?", [(chat,) for chat in chats])


async def settle_change(connection: aiosqlite.Connection, job: Job, row: Row, fate: Fate) -> None:
    """Note that a second pass has reached a row, and count it once."""
    query = "UPDATE deliveries SET change = ?3 WHERE broadcast = ?1 AND chat = ?2 AND change < ?3"
    if (await connection.execute(query, (job.broadcast, row.chat, job.change))).rowcount:
        await connection.execute(
            "INSERT INTO tallies (broadcast, change, language, state, reason, count) VALUES (?, ?, ?, ?, ?, 1) "
            "ON CONFLICT (broadcast, change, language, state, reason) DO UPDATE SET count = count + 1",
            (job.broadcast, job.change, row.language, fate.state, fate.reason),
        )


async def move(connection: aiosqlite.Connection, chat: str, to: str) -> None:
    """A group became a supergroup: the same people at another address, which may have a row of its own already."""
    for table in ("people", "subscriptions"):
        await connection.execute(f"UPDATE OR IGNORE {table} SET chat = ? WHERE chat = ?", (to, chat))  # noqa: S608 - our own table names
    await connection.execute(f"UPDATE OR IGNORE deliveries SET chat = ? WHERE {TO_A_CHAT}", (to, chat))  # noqa: S608 - our own words
    query = f"UPDATE deliveries SET state = 'failed', reason = 'moved' WHERE {TO_A_CHAT} AND state <> 'sent'"  # noqa: S608
    await connection.execute(query, (chat,))
    await connection.execute("DELETE FROM subscriptions WHERE chat = ?", (chat,))


def too_old(row: Row, now: datetime) -> bool:
    """Whether Telegram deletes the message no more."""
    return row.at is not None and now - datetime.fromtimestamp(row.at, UTC) > WITHDRAWABLE
