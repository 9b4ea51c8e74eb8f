"""The line to Telegram breaks, and the disk is full: the bot answers on."""

import asyncio
from dataclasses import replace

import pytest
from structlog.testing import capture_logs

from bot.app import App
from bot.edges.store import Store
from tests.botapi import BotApi, Fault, faults
from tests.edges.telegram.conftest import (
    ANN,
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


@pytest.mark.parametrize(
    "fault",
    [faults.bad_gateway(), faults.bad_gateway(accepts=True), faults.cut(), faults.refuse(), faults.accept_then_drop()],
    ids=["502", "502 after the work", "cut", "refused", "dropped"],
)
@pytest.mark.parametrize("method", ["getUpdates", "sendMessage", "getMe", "setMyCommands", "deleteWebhook"])
async def test_a_call_that_fails_once_costs_no_answer(
    api: BotApi, telegram: Telegram, method: str, fault: Fault
) -> None:
    """Whatever breaks, the question is answered; twice at most, and only where the first may have arrived."""
    api.faults.script(method, fault)
    async with telegram.running():
        api.world.say(ANN, QUESTION)
        await answers(api, ANN)
        await telegram.idle()
    assert len(said(api, ANN)) == (2 if method == "sendMessage" and fault.accepts else 1)


async def test_a_bot_that_starts_without_a_network_waits_for_it(api: BotApi, telegram: Telegram) -> None:
    """After a power cut the router comes up later than the bot: it tries again, ever more rarely."""
    with capture_logs() as logs, telegram.pauses.held():
        async with api.unreachable():
            task = asyncio.create_task(telegram.runner().run(telegram.stop))
            await telegram.pauses.begun(1)
        telegram.pauses.release()
        await telegram.idle()
        api.world.say(ANN, QUESTION)
        await answers(api, ANN)
        telegram.stop.set()
        await task
    warnings = [entry for entry in logs if entry["log_level"] == "warning"]
    assert warnings
    assert "cannot be reached" in warnings[0]["event"]


async def test_a_network_that_goes_and_comes_back_costs_nothing(api: BotApi, telegram: Telegram) -> None:
    """What was asked while the line was down is answered when it is up again."""
    async with telegram.running():
        await telegram.idle()
        with telegram.pauses.held():
            async with api.unreachable():
                await telegram.pauses.begun(1)
                api.world.say(ANN, QUESTION)
        (answer,) = await answers(api, ANN)
    assert answer.text.startswith(TITLE)


class Waits:
    """The application's waiting: over at once for some times, then until the test lets it go."""

    def __init__(self, short: int) -> None:
        self.asked: list[float] = []
        self.tired = asyncio.Event()
        self.go = asyncio.Event()
        self._short = short

    async def __call__(self, seconds: float) -> None:
        """Wait."""
        self.asked.append(seconds)
        if len(self.asked) >= self._short:
            self.tired.set()
            await self.go.wait()


async def test_an_answer_outlives_a_network_that_is_away_for_a_minute(
    api: BotApi, telegram: Telegram, door: Door, app: App
) -> None:
    """The line breaks between question and answer: the answer is kept until it is back, and said once."""
    waits = Waits(60)
    app._world = replace(app._world, sleep=waits)
    door.shut(ANN)
    async with telegram.running():
        api.world.say(ANN, QUESTION)
        await door.entered(ANN)
        async with api.unreachable():
            door.open(ANN)
            async with asyncio.timeout(SOON):
                await waits.tired.wait()
        waits.go.set()
        await answers(api, ANN)
    assert sum(waits.asked) == 60
    assert len(said(api, ANN)) == 1


async def test_an_answer_that_never_gets_through_is_given_up(
    api: BotApi, telegram: Telegram, app: App, store: Store
) -> None:
    """A gateway that is ill answers nothing: after a few tries, ever further apart, the next question has its turn."""
    waits = Waits(99)
    app._world = replace(app._world, sleep=waits)
    api.faults.rule(faults.bad_gateway(), "sendMessage", times=4)
    async with telegram.running():
        api.world.say(ANN, QUESTION)
        api.world.say(ANN, OTHER)
        (answer,) = await answers(api, ANN)
    assert waits.asked == [1, 2, 3]
    assert answer.text.startswith(OTHER_TITLE)
    assert await store.inbox.open() == []


async def test_waiting_grows_and_ends_with_the_first_answer(api: BotApi, telegram: Telegram) -> None:
    """An outage is not hammered at; after it the bot is as quick as before."""
    api.faults.rule(faults.bad_gateway(), "getUpdates", times=7)
    async with telegram.running():
        await telegram.idle()
        api.faults.script("getUpdates", faults.bad_gateway())
        api.world.say(ANN, QUESTION)
        await answers(api, ANN)
        await telegram.pauses.begun(8)
    assert telegram.pauses.asked == [1, 2, 4, 8, 16, 30, 30, 1]


async def test_a_disk_that_is_full_does_not_silence_the_bot(api: BotApi, telegram: Telegram, store: Store) -> None:
    """Updates that cannot be stored are answered from memory: worse than safe, better than silence."""
    await store.database._writer.execute("PRAGMA max_page_count = 1")
    with capture_logs() as logs:
        async with telegram.running():
            for number in range(3):
                api.world.say(ANN, f"{QUESTION} {'?' * 4000} {number}")
            await answers(api, ANN, 3)
            await telegram.idle()
    assert "inbox not written; answering from memory" in [entry["event"] for entry in logs]
    assert len(said(api, ANN)) >= 3
