"""The settings of a chat are remembered, and nothing else about it."""

from datetime import timedelta

from bot.core.model import Person
from bot.core.standing import Expecting, Standing, may
from bot.edges.store import Store
from tests.conftest import NOW


async def test_a_stranger_has_no_settings(store: Store) -> None:
    """Nobody is on record before they chose something."""
    assert await store.people.get("tg:1") is None


async def test_settings_come_back_as_they_were_kept(store: Store) -> None:
    """A worker who chose Spanish and Italy is not asked again."""
    await store.people.save(Person("tg:1", "es", "it"), NOW)
    await store.people.save(Person("tg:2", "en"), NOW)
    assert await store.people.get("tg:1") == Person("tg:1", "es", "it", known=True)
    assert await store.people.get("tg:2") == Person("tg:2", "en", None, known=True)


async def test_the_newest_choice_counts(store: Store) -> None:
    """Choosing again replaces the choice: one row for a chat."""
    await store.people.save(Person("tg:1", "es", "it"), NOW)
    await store.people.save(Person("tg:1", "fr", "gb"), NOW + timedelta(days=1))
    assert await store.people.get("tg:1") == Person("tg:1", "fr", "gb", known=True)
    async with store.database.reader.execute("SELECT count(*), max(seen) FROM people") as cursor:
        row = await cursor.fetchone()
    assert row is not None
    assert tuple(row) == (1, "2026-11-25T09:30:00+00:00")


async def test_chats_of_different_hosts_are_different_people(store: Store) -> None:
    """Number 7 on Telegram is not number 7 in the browser."""
    await store.people.save(Person("tg:7", "es"), NOW)
    assert await store.people.get("web:7") is None


async def test_where_a_chat_stands_is_one_look(store: Store) -> None:
    """Settings, roles of whoever acts in the chat, and what is expected of it next."""
    assert await store.people.standing("tg:1", "tg:1", NOW) == Standing()
    await store.people.save(Person("tg:1", "es", "it"), NOW)
    await store.team.add("tg:1", "organiser", "tg:9", NOW)
    await store.team.add("tg:1", "maintainer", "tg:9", NOW)
    await store.people.expect("tg:1", Expecting("human", "abc"), NOW)
    known = Person("tg:1", "es", "it", known=True)
    expected = Standing(known, frozenset({"organiser", "maintainer"}), Expecting("human", "abc"))
    assert await store.people.standing("tg:1", "tg:1", NOW) == expected
    assert (await store.people.standing("tg:-9", "tg:1", NOW)).roles == expected.roles


async def test_what_was_expected_ends_with_an_hour_or_with_a_word(store: Store) -> None:
    """Tomorrow's question is not taken for the end of yesterday's form."""
    await store.people.expect("tg:1", Expecting("human"), NOW)
    assert (await store.people.standing("tg:1", "tg:1", NOW + timedelta(hours=2))).expecting is None
    await store.people.expect("tg:1", None, NOW)
    assert (await store.people.standing("tg:1", "tg:1", NOW)).expecting is None


def test_owners_may_all_and_others_what_they_were_given() -> None:
    """An organiser is no maintainer; a worker needs no role."""
    assert may(frozenset(), "worker")
    assert may(frozenset({"owner"}), "organiser")
    assert may(frozenset({"organiser"}), "organiser")
    assert not may(frozenset({"organiser"}), "maintainer")
    assert not may(frozenset(), "owner")


async def test_what_was_just_told_is_known_for_some_minutes(store: Store) -> None:
    """A short "and how long?" leans on the answer before it; an hour later it does not, and nothing is kept."""
    store.people.dwell("tg:1", "severance", NOW)
    store.people.dwell("tg:1", "guarantee-fund", NOW + timedelta(minutes=1))
    await store.database.flush()
    assert await store.people.recent("tg:1", NOW + timedelta(minutes=9)) == "guarantee-fund"
    assert await store.people.recent("tg:1", NOW + timedelta(minutes=30)) is None
    assert await store.people.recent("tg:2", NOW) is None
    store.people.dwell("tg:2", "severance", NOW + timedelta(hours=1))
    await store.database.flush()
    async with store.database.reader.execute("SELECT chat FROM recent") as cursor:
        assert [row["chat"] async for row in cursor] == ["tg:2"]
