"""Telegram refuses: a wrong token, another poller, too many calls."""

import asyncio
import traceback

import pytest
from structlog.testing import capture_logs

from bot.errors import AnotherPollerError, TokenRefusedError
from tests.botapi import BotApi, Fault, faults
from tests.botapi.values import ApiError, Webhook
from tests.edges.telegram.conftest import (
    ANN,
    QUESTION,
    SOON,
    Telegram,
    answers,
    said,
)

CONFLICT = Fault("conflict", ApiError(409, "Conflict: terminated by other getUpdates request"))


async def test_a_wrong_token_ends_the_bot_with_a_sentence_that_does_not_show_it(telegram: Telegram) -> None:
    """The maintainer reads what to do; the token stands neither in the text nor in a traceback."""
    wrong = "7000000001:a-wrong-token"
    with pytest.raises(TokenRefusedError, match="REDRESS_TOKEN") as caught:
        await telegram.runner(wrong).run(asyncio.Event())
    assert wrong not in "".join(traceback.format_exception(caught.value))


async def test_a_token_that_is_revoked_while_running_ends_the_bot(api: BotApi, telegram: Telegram) -> None:
    """Somebody who found the token was locked out with /revoke: the old bot says so instead of trying for ever."""
    task = asyncio.create_task(telegram.runner().run(telegram.stop))
    await telegram.idle()
    old, api.world.token = api.world.token, "7000000001:a-new-token"
    api.world.say(ANN, QUESTION)
    async with asyncio.timeout(SOON):
        with pytest.raises(TokenRefusedError, match="revoked") as caught:
            await task
    assert old not in "".join(traceback.format_exception(caught.value))


async def test_another_poller_that_goes_away_is_got_over(api: BotApi, telegram: Telegram) -> None:
    """At a restart the old program may still be polling for a moment: a warning, and all goes on."""
    with capture_logs() as logs:
        async with telegram.running():
            await telegram.idle()
            api.world.updates.end_poll("terminated by other getUpdates request")
            api.world.say(ANN, QUESTION)
            await answers(api, ANN)
    warnings = [entry["event"] for entry in logs if entry["log_level"] == "warning"]
    assert warnings == ["another program reads this bot's messages; trying again"]


async def test_another_poller_that_stays_ends_the_bot(api: BotApi, telegram: Telegram) -> None:
    """Two programs with one token would each get half of the questions; ten refusals in a row are enough."""
    api.faults.rule(CONFLICT, "getUpdates")
    with pytest.raises(AnotherPollerError, match="stop it first"):
        await telegram.runner().run(telegram.stop)
    assert len(telegram.pauses.asked) == 9
    assert telegram.pauses.asked == sorted(telegram.pauses.asked)
    assert max(telegram.pauses.asked) == 30


async def test_a_webhook_that_was_left_behind_is_taken_away(api: BotApi, telegram: Telegram) -> None:
    """A bot that once ran with a webhook can be polled, and no question of the time between is lost."""
    await api.world.courier.deliver_to(Webhook("http://127.0.0.1:1/nobody-listens-here"))
    api.world.say(ANN, QUESTION)
    async with telegram.running():
        await answers(api, ANN)
    assert api.world.courier.hook is None


async def test_an_answer_that_was_too_early_is_sent_when_telegram_allows_it(api: BotApi, telegram: Telegram) -> None:
    """429 delays an answer, once and by as much as Telegram says; it does not lose or double it."""
    api.faults.script("sendMessage", faults.too_many(7))
    async with telegram.running():
        api.world.say(ANN, QUESTION)
        await answers(api, ANN)
        await telegram.idle()
    assert [call.code for call in api.world.calls_of("sendMessage")] == [429, 200]
    assert len(said(api, ANN)) == 1


async def test_polling_too_often_waits_as_long_as_telegram_says(api: BotApi, telegram: Telegram) -> None:
    """429 on getUpdates is obeyed."""
    api.faults.script("getUpdates", faults.too_many(11))
    async with telegram.running():
        await telegram.idle()
    assert telegram.pauses.asked == [11]


async def test_a_start_that_is_too_early_waits_as_long_as_telegram_says(api: BotApi, telegram: Telegram) -> None:
    """Registering the menus too often is answered with a wait of minutes."""
    api.faults.script("setMyCommands", faults.too_many(120))
    async with telegram.running():
        await telegram.idle()
    assert telegram.pauses.asked == [120]
