"""The bot on Telegram, end to end: the real application and PTB over HTTP against a stand-in for the Bot API."""

import pytest
from structlog.testing import capture_logs

from bot.app import App
from bot.core.model import Incoming, Said, Sender
from bot.edges.store import Store
from tests.botapi import BotApi, ManualClock, faults
from tests.edges.telegram.conftest import ANN, BEN, OTHER, OTHER_TITLE, QUESTION, TITLE, Door, Telegram, answers, said

GROUP = -1000000000007


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


async def test_a_press_below_a_message_that_is_gone_is_answered_anew(api: BotApi, telegram: Telegram) -> None:
    """What cannot be changed in its place is said in a new message."""
    async with telegram.running():
        api.world.say(ANN, QUESTION)
        (answer,) = await answers(api, ANN)
        await telegram.idle()
    api.world.press(ANN, answer.id, next(label for label in answer.labels if "Read more" in label))
    api.world.remove(answer)
    async with telegram.running():
        (anew,) = await answers(api, ANN)
    assert anew.id != answer.id
    assert anew.text.startswith(TITLE)


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
