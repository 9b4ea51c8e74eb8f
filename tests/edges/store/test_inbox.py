"""What Telegram handed over is safe here before it is confirmed, and gone once it is answered."""

from pathlib import Path

import pytest

from bot.edges.store import Inbox, Store, open_store
from tests.conftest import NOW


@pytest.fixture
def inbox(store: Store) -> Inbox:
    return store.inbox


async def test_a_delivery_that_is_repeated_is_known_as_such(inbox: Inbox) -> None:
    """Telegram sends an update again when our confirmation got lost: it is answered once."""
    assert await inbox.take([(1, "a"), (2, "b")], NOW) == {1, 2}
    assert await inbox.take([(2, "b"), (3, "c"), (3, "c")], NOW) == {3}
    assert await inbox.open() == [(1, "a"), (2, "b"), (3, "c")]


async def test_an_answered_update_is_not_answered_again_after_a_restart(store: Store, inbox: Inbox) -> None:
    """Its number stays, so that a late repetition is dropped too."""
    await inbox.take([(1, "a"), (2, "b")], NOW)
    await inbox.done(1)
    await store.database.flush()
    assert await inbox.open() == [(2, "b")]
    assert await inbox.take([(1, "a")], NOW) == set()
    assert await inbox.open() == [(2, "b")]


async def test_open_updates_come_back_in_the_order_in_which_they_were_sent(inbox: Inbox) -> None:
    """After a crash the messages of one person are answered in their order, however they arrived."""
    await inbox.take([(5, "e"), (3, "c")], NOW)
    await inbox.take([(4, "d")], NOW)
    assert [number for number, _ in await inbox.open()] == [3, 4, 5]


async def test_updates_survive_a_crash(tmp_path: Path) -> None:
    """What was committed is there for the next start: nobody has to type it again."""
    async with open_store(tmp_path) as store:
        await store.inbox.take([(1, "a")], NOW)
        crashed = (tmp_path / "redress.sqlite3").read_bytes(), (tmp_path / "redress.sqlite3-wal").read_bytes()
    again = tmp_path / "again"
    again.mkdir()
    for name, content in zip(("redress.sqlite3", "redress.sqlite3-wal"), crashed, strict=True):
        (again / name).write_bytes(content)
    async with open_store(again) as store:
        assert await store.inbox.open() == [(1, "a")]


async def test_nothing_is_taken_without_updates(inbox: Inbox) -> None:
    """An empty batch is no work."""
    assert await inbox.take([], NOW) == set()
    assert await inbox.open() == []


async def test_the_offset_is_one_above_the_highest_update(store: Store, inbox: Inbox) -> None:
    """Telegram is asked for what comes next, also when everything here is answered."""
    assert await inbox.next_offset() is None
    await inbox.take([(41, "a"), (40, "b")], NOW)
    await inbox.done(41)
    await store.database.flush()
    assert await inbox.next_offset() == 42


async def test_an_answered_update_loses_its_text(store: Store, inbox: Inbox) -> None:
    """What a person typed is not kept once it is answered; the number stays."""
    await inbox.take([(1, "my boss Anna Rossi owes me 900")], NOW)
    await inbox.done(1)
    await store.database.flush()
    async with store.database.reader.execute("SELECT update_id, body, done FROM inbox") as cursor:
        assert [tuple(row) async for row in cursor] == [(1, None, 1)]
