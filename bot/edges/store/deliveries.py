"""The rows of broadcasts as the runner sees them: claim, settle, finish; the same for corrections and withdrawals."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

import aiosqlite

from bot.core.broadcast import LATE, Fate, State
from bot.edges.store import delivery_rows
from bot.edges.store.broadcast_rows import contents
from bot.edges.store.database import Database
from bot.edges.store.delivery_rows import Batch, End, Job, Row, too_old
from bot.edges.store.moments import millisecond
from bot.edges.store.outbox import Outbox, Post

__all__ = ["Batch", "Deliveries", "Job", "Row", "Word", "too_old"]

Word = Callable[[Job], Awaitable[Post]]
"""What its author is told about a job."""


class Deliveries:
    """The runner's side of the tables. Each method is one transaction."""

    def __init__(self, database: Database, outbox: Outbox) -> None:
        self._database = database
        self._outbox = outbox
        self._ended: list[End] = []
        self._settling: asyncio.Future[None] | None = None

    async def recover(self, *, started: bool = True) -> int:
        """After a start: what a crash left in `sending` waits again and is counted; returns how many rows that is.

        A launch that was being written is a draft again; not so when it is only the sending that starts anew.
        """

        async def work(connection: aiosqlite.Connection) -> int:
            if started:
                await connection.execute("UPDATE broadcasts SET preparing = '' WHERE preparing <> ''")
            query = "SELECT id, state FROM broadcasts WHERE state IN ('running', 'paused', 'stopped')"
            async with connection.execute(query) as cursor:
                found = [(row["id"], row["state"]) async for row in cursor]
            return sum([await delivery_rows.recover(connection, number, state) for number, state in found])

        count: int = await self._database.write(work)
        return count

    async def due(self, now: datetime, ask: Word) -> bool:
        """Start what waited until now; what is too late asks its author instead. Says whether there was any."""

        async def work(connection: aiosqlite.Connection) -> bool:
            query = f"{delivery_rows.SENDING} WHERE b.state = 'waiting' AND b.start_at <= ? AND b.preparing = ''"
            async with connection.execute(query, (millisecond(now),)) as cursor:
                found = [(delivery_rows.job_of(row), datetime.fromisoformat(row["start_at"])) async for row in cursor]
            for job, start_at in found:
                late = now - start_at > LATE
                query = "UPDATE broadcasts SET state = ?, at = ? WHERE id = ?"
                await connection.execute(query, ("late" if late else "running", millisecond(now), job.broadcast))
                if late:
                    await self._outbox.insert(connection, await ask(job), now)
            return bool(found)

        return bool(await self._database.write(work))

    async def next_due(self) -> datetime | None:
        """When the next one starts."""
        query = "SELECT min(start_at) FROM broadcasts WHERE state = 'waiting'"
        async with self._database.reader.execute(query) as cursor:
            row = await cursor.fetchone()
        return datetime.fromisoformat(row[0]) if row and row[0] else None

    async def jobs(self) -> list[Job]:
        """What runs: withdrawals first, then corrections, then what is being sent."""
        async with self._database.reader.execute(
            f"{delivery_rows.SENDING} WHERE b.state = 'running' ORDER BY b.id"
        ) as cursor:
            sending = [delivery_rows.job_of(row) async for row in cursor]
        async with self._database.reader.execute(delivery_rows.CHANGING) as cursor:
            return [delivery_rows.job_of(row) async for row in cursor] + sending

    async def runs(self, job: Job) -> bool:
        """Whether it is still to be done."""
        return await delivery_rows.runs(self._database.reader, job)

    async def claim(self, job: Job, most: int) -> Batch:
        """Take the next rows. For a sending they are committed as being sent before anything leaves.

        An edit or deletion may be done twice, so those rows are only read: wait for a batch before claiming the next.
        """

        async def work(connection: aiosqlite.Connection) -> Batch:
            if not await delivery_rows.runs(connection, job):
                return Batch((), {})
            said = await contents(connection, job.broadcast)
            if job.kind == "send":
                rows, more = await delivery_rows.claim(connection, job, most)
                return Batch(rows, said, more)
            return Batch(await delivery_rows.changeable(connection, job, tuple(said), most), said)

        found: Batch = await self._database.write(work)
        return found

    async def settle(self, job: Job, row: Row, fate: Fate, now: datetime) -> None:
        """Note what became of a row, and of the subscription behind it. Comes back when that is committed.

        What ends while others wait for the writer is written with them: at a hundred messages a second each in a
        write of its own would keep answers waiting.
        """
        self._ended.append(End(job, row, fate, now))
        if self._settling is None or self._settling.done():  # done without a word to us: the writer could not begin
            self._settling = asyncio.ensure_future(self._database.write(self._settle_all))
        await asyncio.shield(self._settling)

    async def _settle_all(self, connection: aiosqlite.Connection) -> None:
        self._settling = None  # what ends from here on is for the next one
        ended, self._ended = self._ended, []
        await delivery_rows.settle(connection, [end for end in ended if end.job.kind == "send"])
        await delivery_rows.unsubscribe(connection, [end.row.chat for end in ended if end.fate.leaves])
        for end in ended:
            if end.job.change and end.fate.moved_to:
                await delivery_rows.move(connection, end.row.chat, end.fate.moved_to)
            elif end.job.change and end.fate.state != "queued":
                await delivery_rows.settle_change(connection, end.job, end.row, end.fate)

    async def release(self, job: Job, rows: Sequence[Row]) -> None:
        """Let claimed rows wait again that were not begun, or that were refused for a fault of ours."""
        query = "UPDATE deliveries SET state = 'queued', reason = '' WHERE broadcast = ? AND chat = ?"
        values = [(job.broadcast, row.chat) for row in rows]
        if job.kind == "send" and values:
            await self._database.write(lambda connection: connection.executemany(query, values))

    async def halt(self, job: Job, note: str, word: Word, now: datetime) -> bool:
        """Pause it for a fault of ours, and tell its author; says whether it ran. `note` says which fault."""

        async def work(connection: aiosqlite.Connection) -> bool:
            if not await delivery_rows.runs(connection, job):
                return False
            if job.change:
                await connection.execute("UPDATE changes SET state = 'paused' WHERE id = ?", (job.change,))
            else:
                query = "UPDATE broadcasts SET state = 'paused', note = ?, at = ? WHERE id = ?"
                await connection.execute(query, (note, millisecond(now), job.broadcast))
            await self._outbox.insert(connection, await word(job), now)
            return True

        return bool(await self._database.write(work))

    async def finish(self, job: Job, report: Post, now: datetime) -> bool:
        """End it where nothing is left to do, and report; says whether it ended."""

        async def work(connection: aiosqlite.Connection) -> bool:
            if not await delivery_rows.runs(connection, job) or await delivery_rows.is_left(connection, job):
                return False
            if job.change:
                await connection.execute("UPDATE changes SET state = 'done' WHERE id = ?", (job.change,))
            else:
                query = "UPDATE broadcasts SET state = 'done', at = ? WHERE id = ?"
                await connection.execute(query, (millisecond(now), job.broadcast))
            await self._outbox.insert(connection, report, now)
            return True

        return bool(await self._database.write(work))

    async def state(self, job: Job) -> State:
        """How it stands."""
        return await delivery_rows.state(self._database.reader, job)

    async def show(self, job: Job, shown: tuple[str, int]) -> None:
        """Note where the live progress stands now."""
        query = "UPDATE broadcasts SET shown_chat = ?, shown_message = ? WHERE id = ?"
        await self._database.write(lambda connection: connection.execute(query, (*shown, job.broadcast)))
