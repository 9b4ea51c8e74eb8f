"""Who waits for what: kept with an end date, ended by the news, a button, or time."""

from dataclasses import replace
from datetime import timedelta

from bot.core.model import Outgoing
from bot.core.waiting import Shown, Wait
from bot.edges.store import Post, Store
from tests.conftest import NOW

UNTIL = NOW + timedelta(days=60)
WAIT = Wait("tg:7", "question001", "what now", "en", "gb", UNTIL, "severance", "abc")
SHOWN = Shown("tg:7", "severance", "gb", "en", "abc", UNTIL)
NEWS = Post("tg:7", Outgoing("news"))


async def test_what_waits_comes_back_as_it_was_kept(store: Store) -> None:
    """The question of today is asked again in a month, word by word."""
    number = await store.waits.add(WAIT, 20)
    assert number
    assert await store.waits.waiting(NOW) == [replace(WAIT, id=number)]
    assert await store.waits.waiting(NOW, "tg:7") == [replace(WAIT, id=number)]
    assert await store.waits.waiting(NOW, "tg:8") == []
    watched = await store.waits.watch(SHOWN, 20)
    assert watched
    assert await store.waits.watched(NOW, "tg:7") == [replace(SHOWN, id=watched)]
    assert await store.waits.watched(NOW, "tg:8") == []


async def test_asking_twice_waits_once(store: Store) -> None:
    """A second tap makes no second row; the text read last is the one that counts."""
    assert await store.waits.add(WAIT, 20) == await store.waits.add(WAIT, 20)
    assert await store.waits.watch(SHOWN, 20) == await store.waits.watch(replace(SHOWN, hash="new"), 20)
    assert len(await store.waits.waiting(NOW)) == 1
    assert [shown.hash for shown in await store.waits.watched(NOW)] == ["new"]


async def test_no_chat_fills_the_disk(store: Store) -> None:
    """Twenty questions wait in a chat and no more; one of them can still be asked for again."""
    for at in range(2):
        assert await store.waits.add(replace(WAIT, question=f"question{at}"), 2)
        assert await store.waits.watch(replace(SHOWN, topic=f"topic{at}"), 2)
    assert await store.waits.add(WAIT, 2) is None
    assert await store.waits.watch(SHOWN, 2) is None
    assert await store.waits.add(replace(WAIT, question="question0"), 2)
    assert await store.waits.add(replace(WAIT, chat="tg:8"), 2)


async def test_news_are_told_once(store: Store) -> None:
    """The wait ends in the transaction that promises the news."""
    number = await store.waits.add(WAIT, 20)
    wait = replace(WAIT, id=number or 0)
    later = NOW + timedelta(seconds=5)
    await store.waits.answer(wait, NEWS, NOW, later)
    await store.waits.answer(wait, NEWS, NOW, later)
    assert await store.waits.waiting(NOW) == []
    assert await store.outbox.due(NOW) == []
    assert len(await store.outbox.due(later)) == 1


async def test_a_correction_is_told_once_and_the_next_again(store: Store) -> None:
    """What was told is what was read from now on."""
    number = await store.waits.watch(SHOWN, 20)
    shown = replace(SHOWN, id=number or 0)
    await store.waits.correct(shown, "new", NEWS, NOW, NOW)
    await store.waits.correct(shown, "new", NEWS, NOW, NOW)
    assert len(await store.outbox.due(NOW)) == 1
    assert [each.hash for each in await store.waits.watched(NOW)] == ["new"]


async def test_only_its_own_chat_ends_a_wait(store: Store) -> None:
    """A button that somebody copied ends nothing of others."""
    number = await store.waits.add(WAIT, 20) or 0
    assert not await store.waits.cancel("waits", number, "tg:8")
    assert not await store.waits.cancel("shown", number, "tg:7")
    assert await store.waits.cancel("waits", number, "tg:7")
    assert not await store.waits.cancel("waits", number, "tg:7")


async def test_nothing_waits_for_ever(store: Store) -> None:
    """At the end date the handle is erased; before that it is not even looked at any more."""
    await store.waits.add(WAIT, 20)
    await store.waits.watch(SHOWN, 20)
    assert await store.waits.waiting(UNTIL) == []
    assert await store.waits.watched(UNTIL) == []
    assert await store.waits.lapse(NOW) == 0
    assert await store.waits.lapse(UNTIL) == 2


async def test_forgetting_ends_all_waiting(store: Store) -> None:
    """Who erased everything hears nothing more, also of what was on its way."""
    number = await store.waits.add(WAIT, 20)
    await store.waits.watch(SHOWN, 20)
    await store.waits.answer(replace(WAIT, id=number or 0), NEWS, NOW, NOW)
    await store.questions.forget("tg:7")
    assert await store.waits.watched(NOW) == []
    assert await store.outbox.due(NOW) == []


async def test_a_wait_that_ended_takes_nobody_elses_with_it(store: Store) -> None:
    """Who erased everything while the news were being written is told nothing, and the next one in line still waits."""
    number, watched = await store.waits.add(WAIT, 20), await store.waits.watch(SHOWN, 20)
    assert number
    assert watched
    await store.questions.forget("tg:7")
    other = replace(WAIT, chat="tg:8")
    assert await store.waits.add(other, 20) == number
    assert await store.waits.watch(replace(SHOWN, chat="tg:8"), 20) == watched
    await store.waits.answer(replace(WAIT, id=number), NEWS, NOW, NOW)
    await store.waits.correct(replace(SHOWN, id=watched), "new", NEWS, NOW, NOW)
    assert await store.outbox.due(NOW) == []
    assert await store.waits.waiting(NOW) == [replace(other, id=number)]
