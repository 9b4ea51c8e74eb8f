"""One file, one writer: what fails is undone alone, and a database that cannot be used is told in a sentence."""

import asyncio
import sqlite3
import stat
from pathlib import Path
from typing import Any

import aiosqlite
import pytest
from structlog.testing import capture_logs

from bot.app import App
from bot.core.model import Incoming, Person, Said
from bot.edges.store import Store, open_store
from bot.edges.store.database import Database, Work, migrations, opened
from bot.errors import StoreError
from tests.conftest import NOW, Ear

TABLES = {"people", "questions", "inbox"}


def adding(number: int, log: list[str] | None = None) -> Work:
    """A write that leaves a number in the inbox, and a mark in `log` when it runs."""

    async def work(connection: aiosqlite.Connection) -> int:
        if log is not None:
            log.append(f"work {number}")
        await connection.execute("INSERT INTO inbox (update_id, at) VALUES (?, 'now')", (number,))
        return number

    return work


def failing(error: Exception) -> Work:
    """A write that leaves a number, and then fails."""

    async def work(connection: aiosqlite.Connection) -> None:
        await connection.execute("INSERT INTO inbox (update_id, at) VALUES (99, 'now')")
        raise error

    return work


async def numbers(database: Database) -> list[int]:
    """The numbers that are committed."""
    async with database.reader.execute("SELECT update_id FROM inbox ORDER BY 1") as cursor:
        return [row[0] async for row in cursor]


async def one(database: Database, query: str) -> Any:
    """The first value of the first row."""
    async with database.reader.execute(query) as cursor:
        row = await cursor.fetchone()
    return row[0] if row else None


def rights(folder: Path) -> dict[str, int]:
    """Who may do what with the files of a folder."""
    return {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}


# --- writing ------------------------------------------------------------------------------------------


async def test_a_write_returns_what_its_work_returns_once_it_is_committed(store: Store) -> None:
    """Who waits for a write may tell the person that it is kept."""
    assert await store.database.write(adding(7)) == 7
    assert await numbers(store.database) == [7]


async def test_what_waits_is_committed_as_one_group(tmp_path: Path) -> None:
    """A hundred answers in a burst cost one commit and not a hundred."""
    async with opened(tmp_path / "x.sqlite3") as database:
        traced: list[str] = []
        await database._writer.set_trace_callback(traced.append)
        for number in range(100):
            database.later(adding(number))
        await database.flush()
        assert await numbers(database) == list(range(100))
        assert [line for line in traced if line in {"BEGIN IMMEDIATE", "COMMIT"}] == ["BEGIN IMMEDIATE", "COMMIT"]


async def test_writes_run_in_the_order_in_which_they_came(store: Store) -> None:
    """Feedback on a question is never written before the question."""
    order: list[str] = []
    for number in range(5):
        store.database.later(adding(number, order))
    await store.database.write(adding(5, order))
    assert order == [f"work {number}" for number in range(6)]


@pytest.mark.parametrize("error", [ValueError("wrong"), sqlite3.IntegrityError("twice"), KeyError("x")])
async def test_a_failing_write_is_undone_alone(store: Store, error: Exception) -> None:
    """One broken record takes none of its neighbours with it, and leaves nothing half done."""
    store.database.later(adding(1))
    broken = asyncio.ensure_future(store.database.write(failing(error)))
    store.database.later(adding(2))
    with pytest.raises(type(error)):
        await broken
    await store.database.flush()
    assert await numbers(store.database) == [1, 2]


async def test_a_failing_write_that_nobody_waits_for_is_logged_without_its_values(store: Store) -> None:
    """The log names the kind of the error; the value that could not be stored is somebody's question."""
    with capture_logs() as logs:
        store.database.later(failing(ValueError("what Anna typed")))
        await store.database.flush()
    assert logs == [{"event": "not stored", "error": "ValueError", "log_level": "error"}]


async def test_a_caller_who_gave_up_does_not_stop_the_writer(store: Store) -> None:
    """A person who closed the page in the middle of a write harms nobody else's."""
    gone = asyncio.ensure_future(store.database.write(adding(1)))
    await asyncio.sleep(0)
    gone.cancel()
    assert await store.database.write(adding(2)) == 2


async def test_what_waits_is_written_on_leaving(tmp_path: Path) -> None:
    """A restart loses no record that was handed over."""
    async with opened(tmp_path / "x.sqlite3") as database:
        for number in range(700):
            database.later(adding(number))
    async with opened(tmp_path / "x.sqlite3") as database:
        assert len(await numbers(database)) == 700


async def test_a_locked_database_fails_the_group_and_not_the_writer(tmp_path: Path) -> None:
    """Another program that holds the file for long costs records, never answers: later writes go on."""
    path = tmp_path / "x.sqlite3"
    async with opened(path) as database, aiosqlite.connect(path, isolation_level=None) as other:
        await database._writer.execute("PRAGMA busy_timeout = 0")
        await other.execute("BEGIN IMMEDIATE")
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            await database.write(adding(1))
        await other.execute("ROLLBACK")
        assert await database.write(adding(2)) == 2
        assert await numbers(database) == [2]


# --- a full disk --------------------------------------------------------------------------------------


async def _fill(store: Store) -> None:
    """From now on the file may not grow, as on a full disk."""

    async def limit(connection: aiosqlite.Connection) -> None:
        await connection.execute("PRAGMA max_page_count = 1")  # SQLite takes the pages that there are

    await store.database.write(limit)


async def _free(store: Store) -> None:
    async def limit(connection: aiosqlite.Connection) -> None:
        await connection.execute("PRAGMA max_page_count = 1000000")

    await store.database.write(limit)


async def test_a_full_disk_does_not_silence_the_bot(app: App, store: Store, ear: Ear) -> None:
    """When nothing can be stored any more, every question is still answered, and the log says what is wrong."""
    await _fill(store)
    with capture_logs() as logs:
        for number in range(200):
            await app.handle(Incoming(f"tg:{number}", Said("how do i get my unpaid wages")), ear)
        await store.database.flush()
    assert len(ear.heard) == 200
    assert all("Getting back unpaid wages" in message.html for message in ear.heard)
    faults = [line for line in logs if line["log_level"] == "error"]
    assert faults
    assert {(line["event"], line["error"]) for line in faults} == {("not stored", "OperationalError")}


async def test_storing_goes_on_when_there_is_room_again(app: App, store: Store, ear: Ear) -> None:
    """Nobody needs to restart the bot after tidying up the disk."""
    await _fill(store)
    with capture_logs():
        for number in range(100):
            await app.handle(Incoming(f"tg:{number}", Said("wage arrears " * 30)), ear)
        await store.database.flush()
    before = await one(store.database, "SELECT count(*) FROM questions")
    assert before < 100
    await _free(store)
    await app.handle(Incoming("tg:1", Said("wage arrears")), ear)
    await store.database.flush()
    assert await one(store.database, "SELECT count(*) FROM questions") == before + 1


# --- opening ------------------------------------------------------------------------------------------


async def test_a_new_database_is_made_with_all_its_tables(tmp_path: Path) -> None:
    """The first start needs no set-up, not even the folder."""
    async with opened(tmp_path / "new" / "deep" / "x.sqlite3") as database:
        names = {row[0] async for row in await database.reader.execute("SELECT name FROM sqlite_master")}
        assert names >= TABLES
        assert await one(database, "PRAGMA user_version") == migrations()[-1][0]
        assert await one(database, "PRAGMA journal_mode") == "wal"
        assert await one(database, "PRAGMA secure_delete") == 1


async def test_opening_again_changes_nothing(tmp_path: Path) -> None:
    """A migration is applied once; what was stored stays."""
    for number in range(3):
        async with opened(tmp_path / "x.sqlite3") as database:
            await database.write(adding(number))
            assert await numbers(database) == list(range(number + 1))


def test_migrations_are_numbered_without_a_gap() -> None:
    """Two branches that both add a migration clash in the tests and not in somebody's database."""
    assert [number for number, _ in migrations()] == list(range(1, len(migrations()) + 1))


async def test_a_migration_that_fails_is_undone_as_a_whole(tmp_path: Path) -> None:
    """A foreign database with a table of the same name is refused, and left as it was."""
    path = tmp_path / "x.sqlite3"
    with sqlite3.connect(path) as foreign:
        foreign.execute("CREATE TABLE questions (theirs)")
    foreign.close()
    with pytest.raises(StoreError, match="questions already exists"):
        async with opened(path):
            pass
    with sqlite3.connect(path) as foreign:
        assert foreign.execute("SELECT name FROM sqlite_master").fetchall() == [("questions",)]
        assert foreign.execute("PRAGMA user_version").fetchone() == (0,)
    foreign.close()


async def test_a_newer_database_is_refused(tmp_path: Path) -> None:
    """An old program does not touch what a newer one wrote."""
    path = tmp_path / "x.sqlite3"
    async with opened(path):
        pass
    with sqlite3.connect(path) as newer:
        newer.execute("PRAGMA user_version = 999")
    newer.close()
    with pytest.raises(StoreError, match="written by a newer version of Redress; update the program"):
        async with opened(path):
            pass


async def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    """A wrong file in the data folder is named, and not overwritten."""
    path = tmp_path / "x.sqlite3"
    path.write_text("a shopping list\n" * 100, encoding="utf-8")
    with pytest.raises(StoreError, match=r"cannot open the database .*x\.sqlite3: file is not a database"):
        async with opened(path):
            pass
    assert path.read_text(encoding="utf-8").startswith("a shopping list")


async def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    """A data folder that is a file is told in a sentence."""
    (tmp_path / "data").write_text("no folder", encoding="utf-8")
    with pytest.raises(StoreError, match=r"cannot open the database .*redress\.sqlite3"):
        async with open_store(tmp_path / "data"):
            pass


async def test_nobody_else_on_the_machine_can_read_the_database(tmp_path: Path) -> None:
    """The files are the owner's alone, whatever the folder and the umask allow."""
    path = tmp_path / "x.sqlite3"
    async with opened(path) as database:
        await database.write(adding(1))
        await database.copy_to(tmp_path / "copy.sqlite3")
        assert rights(tmp_path) == dict.fromkeys(("copy.sqlite3", "x.sqlite3", "x.sqlite3-shm", "x.sqlite3-wal"), 0o600)


# --- a copy -------------------------------------------------------------------------------------------


async def test_a_copy_is_whole_while_others_write(tmp_path: Path) -> None:
    """A backup of a running bot holds everything handed over before it, and can be opened."""
    async with opened(tmp_path / "x.sqlite3") as database:
        for number in range(300):
            database.later(adding(number))
        copying = asyncio.ensure_future(database.copy_to(tmp_path / "copy.sqlite3"))
        await asyncio.sleep(0)
        for number in range(300, 400):
            database.later(adding(number))
        await copying
    async with opened(tmp_path / "copy.sqlite3") as database:
        assert (await numbers(database))[:300] == list(range(300))
        assert await one(database, "PRAGMA integrity_check") == "ok"


async def test_who_waits_for_what_was_written_does_not_wait_for_what_comes_after(store: Store) -> None:
    """While a launch writes a million rows, somebody who asks for a person gets their answer."""
    stopped = asyncio.Event()

    async def busy(_: aiosqlite.Connection) -> None:
        if not stopped.is_set():
            store.database.later(busy)

    store.database.later(busy)
    store.database.later(busy)
    await asyncio.wait_for(store.database.flush(), 10)
    stopped.set()


async def test_answers_read_on_while_something_is_erased(store: Store, tmp_path: Path) -> None:
    """The erasure waits for a report that is being read, for a moment, and nobody's answer waits with it."""
    path = tmp_path / "data" / "redress.sqlite3"
    async with aiosqlite.connect(path, isolation_level=None) as report:
        await report.execute("BEGIN")
        async with report.execute("SELECT count(*) FROM people") as cursor:
            await cursor.fetchone()
        await store.people.save(Person("tg:1", "en"), NOW)
        await store.database.counter.execute("PRAGMA busy_timeout = 60000")
        scrubbing = asyncio.create_task(store.database.scrub())
        await store.database.flush()
        for _ in range(3):
            assert await store.people.get("tg:1")
        assert not scrubbing.done()
        await report.execute("ROLLBACK")
        await scrubbing
