"""`Outgoing` -> Bot API, and what became of it."""

import pytest
from telegram import Bot, BotCommandScopeChat

from bot.core.model import Button, Delivered, File, Outgoing, Refused, Retry, Unknown
from bot.edges.telegram.request import AiohttpRequest
from bot.edges.telegram.sending import ChatSender
from tests.botapi import BotApi, faults
from tests.edges.telegram.conftest import ANN, said

HELLO = Outgoing(
    "<b>Hello</b> &amp; welcome", ((Button("Topics", "1:menu"), Button("Law", url="https://example.org")),)
)


@pytest.fixture
def ann(bot: Bot) -> ChatSender:
    """The door to Ann's chat."""
    return ChatSender(bot, ANN)


async def test_html_and_buttons_arrive(api: BotApi, ann: ChatSender) -> None:
    """Bold print, signs and both kinds of buttons come out as they were meant, without a preview of the link."""
    result = await ann.send(HELLO)
    (message,) = said(api, ANN)
    assert result == Delivered(message.id)
    assert message.text == "Hello & welcome"
    assert message.entities[0].type == "bold"
    assert [(button.label, button.data, button.url) for button in message.rows[0]] == [
        ("Topics", "1:menu", ""),
        ("Law", "", "https://example.org/"),
    ]
    assert '"is_disabled":true' in api.world.calls_of("sendMessage")[0].args["link_preview_options"].replace(" ", "")


async def test_an_edit_changes_the_message_in_its_place(api: BotApi, ann: ChatSender) -> None:
    """Another view of an answer takes the place of the one before."""
    first = await ann.send(HELLO)
    assert isinstance(first, Delivered)
    assert await ann.send(Outgoing("<i>more</i>", edit=first.message)) == first
    (message,) = said(api, ANN)
    assert (message.text, message.edited, message.rows) == ("more", True, ())


async def test_an_edit_that_changes_nothing_counts_as_delivered(ann: ChatSender) -> None:
    """A person who presses a button twice does not get the answer a second time."""
    first = await ann.send(HELLO)
    assert isinstance(first, Delivered)
    assert await ann.send(HELLO.editing(first.message)) == first


async def test_a_message_to_edit_that_is_gone_is_told(ann: ChatSender) -> None:
    """The application then says it anew."""
    assert await ann.send(HELLO.editing(999)) == Refused("bad-message")


async def test_html_that_telegram_refuses_arrives_as_plain_text(api: BotApi, ann: ChatSender) -> None:
    """A maintainer's mistake in the markup costs the bold print, never the answer or its buttons."""
    assert isinstance(await ann.send(Outgoing("<b>bold <i>both</b></i> &lt;3", HELLO.rows)), Delivered)
    (message,) = said(api, ANN)
    assert (message.text, message.labels) == ("bold both <3", ("Topics", "Law"))
    assert not message.entities


async def test_a_plain_attempt_that_fails_is_told(api: BotApi, ann: ChatSender) -> None:
    """When the words alone do not get through either, the result says why."""
    api.faults.script("sendMessage", None, faults.blocked())
    assert await ann.send(Outgoing("<b>bold")) == Refused("blocked")


async def test_a_refused_edit_is_tried_as_plain_text_in_the_same_place(api: BotApi, ann: ChatSender) -> None:
    """The broken view still takes the place of the one before."""
    first = await ann.send(HELLO)
    assert isinstance(first, Delivered)
    assert await ann.send(Outgoing("<b>broken", edit=first.message)) == first
    assert [message.text for message in said(api, ANN)] == ["broken"]


@pytest.mark.parametrize(
    ("fault", "result"),
    [
        (faults.too_many(7), Retry(7.0)),
        (faults.blocked(), Refused("blocked")),
        (faults.deactivated(), Refused("gone")),
        (faults.kicked(), Refused("blocked")),
        (faults.chat_not_found(), Refused("gone")),
        (faults.migrated(-1000000000009), Refused("moved", "tg:-1000000000009")),
        (faults.bad_gateway(), Unknown()),
        (faults.bad_gateway(accepts=True), Unknown()),
        (faults.accept_then_drop(), Unknown()),
        (faults.cut(), Unknown()),
        (faults.refuse(), Unknown()),
    ],
    ids=lambda value: value.name if isinstance(value, faults.Fault) else "",
)
async def test_what_goes_wrong_is_told(api: BotApi, ann: ChatSender, fault: faults.Fault, result: object) -> None:
    """Nothing that Telegram or the line does is raised; the application decides by the result."""
    api.faults.script("sendMessage", fault)
    assert await ann.send(HELLO) == result
    assert len(said(api, ANN)) == (1 if fault.accepts and fault.error is None else 0)


async def test_no_connection_surely_sent_nothing(api: BotApi, ann: ChatSender) -> None:
    """A refused connection is tried again without fear of saying it twice."""
    async with api.unreachable():
        assert await ann.send(HELLO) == Retry(1.0)
    assert isinstance(await ann.send(HELLO), Delivered)
    assert len(said(api, ANN)) == 1


async def test_text_that_is_too_long_is_refused_not_raised(ann: ChatSender) -> None:
    """The application splits texts; one that slips through is an error of ours, not a crash."""
    assert await ann.send(Outgoing("x" * 4097)) == Refused("bad-message")


async def test_a_refused_token_stops_sending(api: BotApi) -> None:
    """With a token that was revoked no message can ever arrive."""
    client = Bot(api.world.token, api.base_url, request=AiohttpRequest(), get_updates_request=AiohttpRequest())
    async with client:
        api.world.token = "7000000001:another-token"
        result = await ChatSender(client, ANN).send(HELLO)
    assert type(result).__name__ == "Stop"


async def test_files_arrive_with_their_caption(api: BotApi, ann: ChatSender) -> None:
    """One that we made, and one that Telegram has already, are both sent; a caption is changed in its place."""
    made = await ann.send(Outgoing("<b>Poster</b>", HELLO.rows, file=File("document", data=b"%PDF", name="poster.pdf")))
    assert isinstance(made, Delivered)
    known = await ann.send(Outgoing("", file=File("photo", data=b"\x89PNG")))
    assert isinstance(known, Delivered)
    changed = Outgoing("Poster, corrected", file=File("document", id="x"), edit=made.message)
    assert await ann.send(changed) == made
    document, photo = said(api, ANN)
    assert (document.text, document.edited) == ("Poster, corrected", True)
    assert photo.text == ""


async def test_a_message_is_taken_away_once(api: BotApi, ann: ChatSender) -> None:
    """What was withdrawn is gone, and withdrawing it again changes nothing."""
    sent = await ann.send(HELLO)
    assert isinstance(sent, Delivered)
    assert await ann.delete(sent.message) == sent
    assert said(api, ANN) == []
    assert await ann.delete(sent.message) == sent


async def test_a_chat_gets_a_menu_of_its_own_and_loses_it(bot: Bot, ann: ChatSender) -> None:
    """An organiser's commands stand in one chat's menu; without them the chat has everybody's again."""
    await ann.menu((("broadcast", "write to many"),))
    scope = BotCommandScopeChat(ANN)
    assert [command.command for command in await bot.get_my_commands(scope)] == ["broadcast"]
    await ann.menu(())
    assert await bot.get_my_commands(scope) == ()


async def test_the_words_below_a_file_are_overwritten_too(api: BotApi, ann: ChatSender) -> None:
    """An erasure knows the number of a message only: what a worker wrote below a photo must not outlive it."""
    sent = await ann.send(Outgoing("my name is Ann", file=File("photo", data=b"\x89PNG")))
    assert isinstance(sent, Delivered)
    assert await ann.send(Outgoing("Erased.", edit=sent.message)) == sent
    assert [message.text for message in said(api, ANN)] == ["Erased."]
