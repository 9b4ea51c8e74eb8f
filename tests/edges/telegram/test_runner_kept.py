"""Whatever ends the bot, and when: no question is lost, and no answer is given twice."""

import asyncio

import orjson

from bot.edges.store import Store
from bot.edges.telegram.runner import _pause
from tests.botapi import BotApi, faults
from tests.edges.telegram.conftest import (
    ANN,
    BEN,
    OTHER,
    OTHER_TITLE,
    QUESTION,
    SOON,
    TITLE,
    Door,
    Telegram,
    answers,
    said,
)


async def test_an_answer_is_given_once_though_the_confirmation_was_lost(api: BotApi, telegram: Telegram) -> None:
    """Telegram keeps an update that was never confirmed; the next start confirms it and does not answer it again."""
    api.faults.rule(faults.refuse(), "getUpdates", every=2)
    with telegram.pauses.held():
        async with telegram.running():
            api.world.say(ANN, QUESTION)
            await answers(api, ANN)
            await telegram.pauses.begun(1)
    api.faults.clear()
    assert len(api.world.updates) == 1
    async with telegram.running():
        await telegram.idle()
        api.world.say(BEN, QUESTION)
        await answers(api, BEN)
    assert len(said(api, ANN)) == 1


async def test_numbers_that_start_anew_after_a_quiet_week_are_read(api: BotApi, telegram: Telegram) -> None:
    """Telegram may count from any number after a week without updates: the bot is not deaf to lower ones."""
    api.world.updates._ids = iter((900_000, 899_995))
    async with telegram.running():
        api.world.say(ANN, QUESTION)
        await answers(api, ANN)
        await telegram.idle()
        telegram.calendar.advance(days=8)
        api.world.say(BEN, QUESTION)
        await answers(api, BEN)
        await telegram.idle()


async def test_an_update_that_comes_again_after_a_day_is_answered_once(api: BotApi, telegram: Telegram) -> None:
    """Asking without an offset brings old updates too: those that the inbox knows are left alone."""
    api.world.updates._ids = iter((5, 5, 6))
    async with telegram.running():
        api.world.say(ANN, QUESTION)
        await answers(api, ANN)
        await telegram.idle()
        telegram.calendar.advance(days=1)
        api.world.say(ANN, QUESTION)
        await api.world.wait_for(lambda: not len(api.world.updates), SOON)
        api.world.say(BEN, QUESTION)
        await answers(api, BEN)
        await telegram.idle()
    assert len(said(api, ANN)) == 1


async def test_a_stop_ends_what_was_begun_and_keeps_the_rest(
    api: BotApi, telegram: Telegram, door: Door, store: Store
) -> None:
    """SIGTERM in the middle: the answer under way arrives, the next start gives the others, none twice."""
    door.shut(ANN)
    async with telegram.running():
        for text in (QUESTION, OTHER, "/help"):
            api.world.say(ANN, text)
        await door.entered(ANN)
        await telegram.idle()
        telegram.stop.set()
        door.open(ANN)
    assert len(said(api, ANN)) == 1
    assert len(await store.inbox.open()) == 2
    async with telegram.running():
        first, second, third = await answers(api, ANN, 3)
        await telegram.idle()
    assert first.text.startswith(TITLE)
    assert second.text.startswith(OTHER_TITLE)
    assert "/topics" in third.text
    assert len(said(api, ANN)) == 3
    assert await store.inbox.open() == []


async def test_a_stop_does_not_wait_for_the_poll(telegram: Telegram) -> None:
    """A poll is held open for 50 seconds; a stop ends it at once."""
    async with telegram.running():
        await telegram.idle()


async def test_a_stop_before_the_start_sends_nothing(api: BotApi, telegram: Telegram) -> None:
    """Ctrl-C during the start is obeyed."""
    telegram.stop.set()
    await telegram.runner().run(telegram.stop)
    assert api.world.calls == []


async def test_a_stop_ends_the_waiting_for_a_network(api: BotApi, telegram: Telegram) -> None:
    """A bot that tries to reach Telegram can be stopped."""
    with telegram.pauses.held():
        async with api.unreachable(), telegram.running():
            await telegram.pauses.begun(1)


async def test_what_a_crash_left_open_is_answered_at_the_start(api: BotApi, telegram: Telegram, store: Store) -> None:
    """An update that was confirmed to Telegram and not answered stands in the inbox alone; it is not lost."""
    message = {
        "message_id": 1,
        "date": 1_767_603_600,
        "chat": {"id": ANN, "type": "private", "first_name": "Ann"},
        "from": {"id": ANN, "is_bot": False, "first_name": "Ann", "language_code": "en"},
        "text": QUESTION,
    }
    await store.inbox.take([(9, orjson.dumps({"update_id": 9, "message": message}).decode())], telegram.calendar())
    async with telegram.running():
        (answer,) = await answers(api, ANN)
        api.world.say(BEN, OTHER)
        await answers(api, BEN)
        await telegram.idle()
    assert answer.text.startswith(TITLE)
    assert await store.inbox.open() == []
    assert api.world.calls_of("getUpdates")[0].args["offset"] == "10"


async def test_only_what_is_stored_is_confirmed(api: BotApi, telegram: Telegram, door: Door, store: Store) -> None:
    """At the moment when Telegram forgets an update, the inbox holds it."""
    door.shut(ANN)
    async with telegram.running():
        api.world.say(ANN, QUESTION)
        await door.entered(ANN)
        await telegram.idle()
        assert len(api.world.updates) == 0
        assert len(await store.inbox.open()) == 1
        door.open(ANN)


async def test_the_moment_of_the_last_poll_is_known(api: BotApi, telegram: Telegram) -> None:
    """A health check can tell a bot that hears from one that does not."""
    async with telegram.running() as runner:
        assert runner.polled is None
        api.world.say(ANN, QUESTION)
        await answers(api, ANN)
        assert runner.polled == telegram.calendar()


async def test_a_pause_ends_with_its_seconds_or_with_the_stop() -> None:
    """Waiting for Telegram never holds up a stop."""
    stop = asyncio.Event()
    await _pause(stop, 0)
    stop.set()
    async with asyncio.timeout(SOON):
        await _pause(stop, 3600)
