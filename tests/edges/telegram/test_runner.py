"""The bot on Telegram, end to end: the real application and PTB over HTTP against a stand-in for the Bot API."""

import asyncio
import traceback
from collections import defaultdict
from dataclasses import replace

import orjson
import pytest
from structlog.testing import capture_logs

from bot.app import App
from bot.core.model import Incoming, Said, Sender
from bot.edges.store import Store
from bot.edges.telegram.runner import _pause
from bot.errors import AnotherPollerError, TokenRefusedError
from tests.botapi import BotApi, Fault, ManualClock, faults
from tests.botapi.values import ApiError, Webhook
from tests.edges.telegram.conftest import ANN, BEN, SOON, Telegram, answers, said

QUESTION = "how do i apply to the wage guarantee fund"
TITLE = "Applying to the guarantee fund"
OTHER, OTHER_TITLE = "do i get severance", "Severance"
GROUP = -1000000000007
CONFLICT = Fault("conflict", ApiError(409, "Conflict: terminated by other getUpdates request"))


class Door:
    """The application behind a door that can be shut for a chat: what is inside has begun and does not end."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._gates: defaultdict[str, asyncio.Event] = defaultdict(asyncio.Event)
        self._shut: set[str] = set()
        self._entered: defaultdict[str, asyncio.Event] = defaultdict(asyncio.Event)

    def shut(self, chat: int) -> None:
        """Answers in this chat wait from now on."""
        self._shut.add(f"tg:{chat}")

    def open(self, chat: int) -> None:
        """They go on."""
        self._shut.discard(f"tg:{chat}")
        self._gates[f"tg:{chat}"].set()

    async def entered(self, chat: int) -> None:
        """Come back when an answer in this chat has begun."""
        async with asyncio.timeout(SOON):
            await self._entered[f"tg:{chat}"].wait()

    async def handle(self, incoming: Incoming, sender: Sender) -> None:
        """Wait at the door, then answer."""
        self._entered[incoming.chat].set()
        if incoming.chat in self._shut:
            await self._gates[incoming.chat].wait()
        await self._app.handle(incoming, sender)

    def commands(self, language: str) -> tuple[tuple[str, str], ...]:
        """As the application's."""
        return self._app.commands(language)


@pytest.fixture
def door(app: App, telegram: Telegram) -> Door:
    """The door; the bot goes through it."""
    made = Door(app)
    telegram.conversation = made
    return made


# --- answering ----------------------------------------------------------------------------------------


async def test_a_question_is_answered(api: BotApi, telegram: Telegram) -> None:
    """A worker writes, and the answer stands in the same chat with its buttons."""
    async with telegram.running():
        api.world.say(ANN, QUESTION)
        (answer,) = await answers(api, ANN)
    assert answer.text.startswith(TITLE)
    assert answer.rows


async def test_a_button_changes_its_message_and_stops_turning(api: BotApi, telegram: Telegram) -> None:
    """Read more takes the place of the short answer, and the button does not show the clock any longer."""
    async with telegram.running():
        api.world.say(ANN, QUESTION)
        (answer,) = await answers(api, ANN)
        more = next(label for label in answer.labels if "Read more" in label)
        api.world.press(ANN, answer.id, more)
        await api.world.wait_for(lambda: said(api, ANN)[0].edited)
    (changed,) = said(api, ANN)
    assert changed.text.startswith(TITLE)
    assert changed.text != answer.text
    assert len(api.world.toasts) == 1


async def test_a_press_that_telegram_thinks_too_old_still_counts(
    api: BotApi, telegram: Telegram, clock: ManualClock
) -> None:
    """After a night without the bot a press can no longer be confirmed, but what it asks for is done."""
    async with telegram.running():
        api.world.say(ANN, QUESTION)
        (answer,) = await answers(api, ANN)
        await telegram.idle()
    api.world.press(ANN, answer.id, next(label for label in answer.labels if "Read more" in label))
    clock.advance(3600)
    async with telegram.running():
        await api.world.wait_for(lambda: said(api, ANN)[0].edited)
    assert not api.world.toasts


async def test_the_menus_are_registered_in_each_language_and_kept_short_in_groups(
    api: BotApi, telegram: Telegram, app: App
) -> None:
    """What Telegram offers after a slash is ours, in the reader's language; a group is not offered what is private."""
    async with telegram.running():
        await telegram.idle()
    private, group = '{"type":"all_private_chats"}', '{"type":"all_group_chats"}'
    languages = {"", *app.texts.languages}
    assert set(api.world.commands) == {(scope, language) for scope in (private, group) for language in languages}
    assert api.world.commands[private, ""] == app.commands("en")
    assert [name for name, _ in api.world.commands[group, "en"]] == ["start", "topics"]
    for language in app.texts.languages:
        assert api.world.commands[private, language] == app.commands(language)


async def test_a_menu_that_telegram_refuses_does_not_silence_the_bot(api: BotApi, telegram: Telegram) -> None:
    """A description that is too long costs a menu, not the answers."""
    api.faults.rule(faults.chat_not_found(), "setMyCommands", times=1)
    with capture_logs() as logs:
        async with telegram.running():
            api.world.say(ANN, QUESTION)
            await answers(api, ANN)
    assert [entry["event"] for entry in logs if entry["log_level"] == "error"] == ["Telegram does not take a menu"]


async def test_a_group_is_left_in_peace_until_the_bot_is_named(api: BotApi, telegram: Telegram) -> None:
    """Colleagues talk; only the message that names the bot is answered."""
    api.world.group(GROUP, owner=ANN)
    async with telegram.running():
        api.world.group_say(GROUP, ANN, OTHER)
        api.world.group_say(GROUP, BEN, QUESTION, mention=True)
        await answers(api, GROUP)
        await telegram.idle()
    (answer,) = said(api, GROUP)
    assert answer.text.startswith(TITLE)


async def test_chats_are_answered_side_by_side_and_each_in_order(api: BotApi, telegram: Telegram, door: Door) -> None:
    """While Ann's first answer takes its time, Ben gets his; then Ann gets hers in the order of her questions."""
    door.shut(ANN)
    async with telegram.running():
        for text in (QUESTION, OTHER, "/help"):
            api.world.say(ANN, text)
        api.world.say(BEN, OTHER)
        await answers(api, BEN)
        assert said(api, ANN) == []
        door.open(ANN)
        first, second, third = await answers(api, ANN, 3)
    assert first.text.startswith(TITLE)
    assert second.text.startswith(OTHER_TITLE)
    assert "/topics" in third.text


async def test_nothing_personal_is_logged(api: BotApi, telegram: Telegram) -> None:
    """No text, no name, no chat number and no token in what a maintainer reads."""
    api.world.person(4711, "Zaphod", username="zaphod")
    with capture_logs() as logs:
        async with telegram.running():
            api.world.say(4711, "Beeblebrox does not pay me")
            await answers(api, 4711)
    assert logs
    shown = repr(logs).casefold()
    for secret in ("4711", "zaphod", "beeblebrox", api.world.token):
        assert secret not in shown


async def test_those_who_maintain_the_bot_can_be_told(api: BotApi, telegram: Telegram) -> None:
    """Each owner gets the words as they are; one who cannot be reached does not keep them from the others."""
    telegram.owners = (999, BEN)
    async with telegram.running() as runner:
        await telegram.idle()
        await runner.tell("line 3: <topic> & more")
    assert [message.text for message in said(api, BEN)] == ["line 3: <topic> & more"]


# --- mistakes -----------------------------------------------------------------------------------------


class Failing:
    """A conversation with a mistake in it."""

    def __init__(self, app: App) -> None:
        self._app = app

    async def handle(self, incoming: Incoming, sender: Sender) -> None:
        """Fail at one text, answer the others."""
        if incoming.event == Said("a secret"):
            raise RuntimeError("a secret")
        await self._app.handle(incoming, sender)

    def commands(self, language: str) -> tuple[tuple[str, str], ...]:
        """As the application's."""
        return self._app.commands(language)


async def test_a_mistake_of_ours_is_logged_without_the_text_and_the_next_question_answered(
    api: BotApi, telegram: Telegram, app: App, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    """An error in the code costs one answer; what was typed is in no log, PTB's included."""
    telegram.conversation = Failing(app)
    with capture_logs() as logs:
        async with telegram.running():
            api.world.say(ANN, "a secret")
            api.world.say(ANN, QUESTION)
            await answers(api, ANN)
    assert [entry["event"] for entry in logs if entry["log_level"] == "error"] == ["update failed"]
    assert "a secret" not in caplog.text
    assert await store.inbox.open() == []


async def test_an_update_that_cannot_be_read_is_passed_over(api: BotApi, telegram: Telegram, store: Store) -> None:
    """A kind of message that the library does not know yet does not come back for ever."""
    await store.inbox.take([(1, '{"update_id": 1, "message": {"chat": 5}}')], telegram.calendar())
    with capture_logs() as logs:
        async with telegram.running():
            api.world.say(ANN, QUESTION)
            await answers(api, ANN)
    assert "update failed" in [entry["event"] for entry in logs]
    assert await store.inbox.open() == []


async def test_a_person_who_blocked_the_bot_does_not_hold_up_others(api: BotApi, telegram: Telegram) -> None:
    """The answer to Ann cannot be delivered; Ben gets his."""
    async with telegram.running():
        api.world.say(ANN, QUESTION)
        api.world.block(ANN)
        api.world.say(BEN, QUESTION)
        await answers(api, BEN)
        await telegram.idle()
    assert said(api, ANN) == []


# --- Telegram refuses ---------------------------------------------------------------------------------


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


# --- the line breaks ----------------------------------------------------------------------------------


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


# --- nothing is lost, nothing is doubled ---------------------------------------------------------------


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
    api.world.updates._ids = iter((900_000, 5))
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
