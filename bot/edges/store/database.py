"""One SQLite file, one writer. All that waits to be written goes into one transaction (group commit).

A write is a coroutine that gets the connection while it has it alone, inside BEGIN IMMEDIATE. Coroutines on one
aiosqlite connection would otherwise share a transaction. A failing write is undone by itself (a savepoint); the others
of its group stay.
"""

import asyncio
import contextlib
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

import aiosqlite
import structlog

from bot.errors import StoreError

Work = Callable[[aiosqlite.Connection], Awaitable[Any]]
_GROUP = 500  # writes in one transaction at most
_PATIENCE = 200  # milliseconds that a checkpoint waits for those who read
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class _Job:
    work: Work
    done: asyncio.Future[Any] | None


class Database:
    """An open database. Use `opened`."""

    def __init__(
        self, writer: aiosqlite.Connection, reader: aiosqlite.Connection, counter: aiosqlite.Connection
    ) -> None:
        self._writer = writer
        self.reader = reader
        self.counter = counter  # for what takes seconds: answers read on the other one
        self._jobs: asyncio.Queue[_Job] = asyncio.Queue()

    async def write(self, work: Work) -> Any:  # noqa: ANN401 - whatever the work returns
        """Run a write and wait for its commit. Raises what the work or SQLite raises."""
        done: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._jobs.put_nowait(_Job(work, done))
        return await done

    def later(self, work: Work) -> None:
        """Run a write when its turn comes, without waiting. A failure is logged, never raised: answers go first."""
        self._jobs.put_nowait(_Job(work, None))

    async def flush(self) -> None:
        """Wait until everything handed over before is committed or failed; what others hand over later may wait."""

        async def nothing(_: aiosqlite.Connection) -> None:
            """The last of a queue."""

        with contextlib.suppress(sqlite3.Error):
            await self.write(nothing)

    async def drained(self) -> None:
        """Wait until nothing waits to be written."""
        await self._jobs.join()

    async def scrub(self) -> None:
        """Take what was erased out of the write-ahead log too: it holds the old pages until a checkpoint, for weeks."""
        await self.flush()
        # It waits for readers: not on the connection of the answers, and not for long, for it keeps the writer waiting.
        with contextlib.suppress(sqlite3.OperationalError):  # somebody is reading: the next time will do
            async with self.counter.execute("PRAGMA wal_checkpoint(TRUNCATE)") as cursor:
                await cursor.fetchone()

    async def copy_to(self, target: Path) -> None:
        """A consistent copy into a new file, while others go on writing."""
        await self.flush()
        _private(target)
        async with aiosqlite.connect(target) as copy:
            await self.reader.backup(copy)

    async def run(self) -> None:
        """The writer; runs until cancelled."""
        while True:
            group = [await self._jobs.get()]
            while not self._jobs.empty() and len(group) < _GROUP:
                group.append(self._jobs.get_nowait())
            await self._commit(group)
            for _ in group:
                self._jobs.task_done()

    async def _commit(self, group: list[_Job]) -> None:
        results: list[tuple[_Job, Any, Exception | None]] = []
        try:
            await self._writer.execute("BEGIN IMMEDIATE")
            results = [await self._one(job) for job in group]
            await self._writer.commit()
        except sqlite3.Error as error:
            with contextlib.suppress(sqlite3.Error):
                await self._writer.rollback()
            results = [(job, None, error) for job in group]
        for job, value, fault in results:
            _settle(job, value, fault)

    async def _one(self, job: _Job) -> tuple[_Job, Any, Exception | None]:
        await self._writer.execute("SAVEPOINT job")
        try:
            value = await job.work(self._writer)
        except Exception as error:  # noqa: BLE001 - the waiting caller gets it, or the log does
            await self._writer.execute("ROLLBACK TO job")
            return job, None, error
        await self._writer.execute("RELEASE job")
        return job, value, None


def _settle(job: _Job, value: Any, error: Exception | None) -> None:  # noqa: ANN401
    if job.done is None:
        if error:
            log.error("not stored", error=type(error).__name__)
    elif not job.done.done():
        job.done.set_exception(error) if error else job.done.set_result(value)


@contextlib.asynccontextmanager
async def opened(path: Path) -> AsyncIterator[Database]:
    """Open (and if need be make or migrate) the database; on leaving, write what waits.

    Raises StoreError when the file cannot be opened, is no database, or comes from a newer version.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _private(path)
        writer = await _migrated(path)
        reader, counter = await _connect(path), await _connect(path)
        await counter.execute(f"PRAGMA busy_timeout = {_PATIENCE}")
    except (sqlite3.Error, OSError) as error:
        raise StoreError(f"cannot open the database {path}: {error}") from error
    database = Database(writer, reader, counter)
    task = asyncio.create_task(database.run())
    try:
        yield database
    finally:
        await database.drained()
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
        for connection in (reader, counter, writer):
            await connection.close()


def _private(path: Path) -> None:
    """Make the file, if need be, so that its owner alone can read it; SQLite's -wal and -shm get the same rights."""
    path.touch(mode=0o600)


async def _migrated(path: Path) -> aiosqlite.Connection:
    connection = await _connect(path)
    try:
        await migrate(connection)
    except BaseException:
        await connection.close()  # its thread would keep the program from ending
        raise
    return connection


async def _connect(path: Path) -> aiosqlite.Connection:
    connection = await aiosqlite.connect(path, isolation_level=None)
    connection.row_factory = sqlite3.Row
    try:
        for pragma in ("journal_mode = WAL", "synchronous = NORMAL", "busy_timeout = 5000", "secure_delete = ON"):
            await connection.execute(f"PRAGMA {pragma}")
    except sqlite3.Error:
        await connection.close()
        raise
    return connection


def migrations() -> list[tuple[int, str]]:
    """The numbered SQL files beside this module, in order."""
    files = resources.files(__package__).joinpath("migrations").iterdir()
    found = sorted((file.name, file.read_text(encoding="utf-8")) for file in files if file.name.endswith(".sql"))
    return [(int(name.split("_")[0]), sql) for name, sql in found]


async def migrate(connection: aiosqlite.Connection) -> None:
    """Apply the migrations that this file lacks, each in a transaction of its own with its number."""
    async with connection.execute("PRAGMA user_version") as cursor:
        row = await cursor.fetchone()
    have, known = int(row[0]) if row else 0, migrations()
    if have > known[-1][0]:
        raise StoreError("the database was written by a newer version of Redress; update the program")
    for number, sql in known:
        if number > have:
            # executescript would commit what is open; this way a half-applied migration is undone as a whole.
            await connection.execute("BEGIN IMMEDIATE")
            for statement in _statements(sql):
                await connection.execute(statement)
            await connection.execute(f"PRAGMA user_version = {number}")
            await connection.commit()


def _statements(sql: str) -> list[str]:
    found, current = [], ""
    for line in sql.splitlines(keepends=True):
        current += line
        if sqlite3.complete_statement(current):
            found.append(current)
            current = ""
    return found
