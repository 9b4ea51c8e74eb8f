"""Messages are checked, changed, copied and deleted as at Telegram's."""

from typing import Any

import pytest

from tests.botapi import BotApi, ManualClock
from tests.botapi.conftest import Client

FLAG = "\U0001f6a9"


def _keyboard(**button: str) -> dict[str, Any]:
    return {"inline_keyboard": [[{"text": "Yes", **button}]]}


@pytest.mark.parametrize(
    ("args", "reason"),
    [
        ({"text": ""}, "message text is empty"),
        ({"text": "<b> </b>"}, "message text is empty"),
        ({"text": "x" * 4097}, "message is too long"),
        ({"text": FLAG * 2049}, "message is too long"),
        ({"text": "<p>"}, 'can\'t parse entities: Unsupported start tag "p" at byte offset 0'),
        ({"text": "x", "parse_mode": "Markdown"}, "unsupported parse_mode"),
        ({"text": "x", "chat_id": 99}, "chat not found"),
        ({"text": "x", "chat_id": ""}, "chat_id is empty"),
        ({"text": "x", "reply_markup": _keyboard(callback_data="x" * 65)}, "BUTTON_DATA_INVALID"),
        ({"text": "x", "reply_markup": _keyboard(callback_data="")}, "BUTTON_DATA_INVALID"),
        ({"text": "x", "reply_markup": _keyboard()}, "text buttons are unallowed in the inline keyboard"),
        (
            {"text": "x", "reply_markup": _keyboard(url="tel:112")},
            "inline keyboard button URL 'tel:112' is invalid: Wrong HTTP URL",
        ),
        ({"text": "x", "reply_markup": "{"}, "can't parse reply_markup JSON object"),
        ({"text": "x", "reply_parameters": {"message_id": 99}}, "message to be replied not found"),
    ],
)
async def test_what_telegram_refuses_is_refused(client: Client, args: dict[str, Any], reason: str) -> None:
    """Each of these messages is answered with 400 and Telegram's words for it."""
    message = {"chat_id": 7, "parse_mode": "HTML"} | args
    assert await client.refused("sendMessage", **message) == f"Bad Request: {reason}"


async def test_lengths_count_after_parsing(client: Client) -> None:
    """4,096 UTF-16 units of text in bold are fine; a caption may have 1,024."""
    await client.ok("sendMessage", chat_id=7, text=f"<b>{'x' * 4096}</b>", parse_mode="HTML")
    await client.ok("sendMessage", chat_id=7, text=FLAG * 2048)
    reason = await client.refused("sendPhoto", chat_id=7, photo="file-1", caption="x" * 1025)
    assert reason == "Bad Request: message caption is too long"


async def test_an_edit_replaces_text_and_buttons(api: BotApi, client: Client) -> None:
    """Buttons that an edit does not name are gone, and an edit that changes nothing is refused."""
    sent = await client.ok("sendMessage", chat_id=7, text="one", reply_markup=_keyboard(callback_data="y"))
    place = {"chat_id": 7, "message_id": sent["message_id"]}
    edited = await client.ok("editMessageText", **place, text="<i>two</i>", parse_mode="HTML")
    assert "reply_markup" not in edited
    [message] = api.world.transcript(7)
    assert (message.text, message.html, message.labels, message.edited) == ("two", "<i>two</i>", (), True)
    again = await client.refused("editMessageText", **place, text="<i>two</i>", parse_mode="HTML")
    assert again.startswith("Bad Request: message is not modified: specified new message content")
    await client.ok("editMessageReplyMarkup", **place, reply_markup=_keyboard(url="https://example.org/x"))
    assert "not modified" in await client.refused(
        "editMessageReplyMarkup", **place, reply_markup=_keyboard(url="https://example.org/x")
    )


async def test_only_the_bots_own_messages_can_be_edited(api: BotApi, client: Client) -> None:
    """A person's message cannot be edited, nor can one that is not there."""
    theirs = api.world.say(7, "mine")
    refused = await client.refused("editMessageText", chat_id=7, message_id=theirs.id, text="x")
    assert refused == "Bad Request: message can't be edited"
    missing = await client.refused("editMessageText", chat_id=7, message_id=99, text="x")
    assert missing == "Bad Request: message to edit not found"


async def test_messages_can_be_deleted_for_two_days(api: BotApi, client: Client, clock: ManualClock) -> None:
    """After 48 hours a message stays for ever."""
    ids = [(await client.ok("sendMessage", chat_id=7, text=text))["message_id"] for text in ("one", "two")]
    await client.ok("deleteMessage", chat_id=7, message_id=ids[0])
    assert await client.refused("deleteMessage", chat_id=7, message_id=ids[0]) == (
        "Bad Request: message to delete not found"
    )
    clock.advance(48 * 3600 + 1)
    late = await client.refused("deleteMessage", chat_id=7, message_id=ids[1])
    assert late == "Bad Request: message can't be deleted for everyone"
    assert [message.text for message in api.world.transcript(7)] == ["two"]


async def test_a_copy_hides_and_a_forward_names_the_author(api: BotApi, client: Client) -> None:
    """A copied photo keeps file and caption; a forwarded message says where it came from."""
    photo = api.world.media(7, "photo", caption="dismissal letter")
    api.world.group(-50)
    source = {"chat_id": -50, "from_chat_id": 7, "message_id": photo.id}
    assert set(await client.ok("copyMessage", **source)) == {"message_id"}
    forwarded = await client.ok("forwardMessage", **source)
    assert forwarded["forward_origin"]["sender_user"]["id"] == 7
    assert [message.text for message in api.world.transcript(-50)] == ["dismissal letter"] * 2
    gone = await client.refused("copyMessage", **source | {"message_id": 99})
    assert gone == "Bad Request: message to copy not found"


async def test_a_press_is_answered_in_time_or_refused(api: BotApi, client: Client, clock: ManualClock) -> None:
    """The toast reaches the person who pressed; after 15 seconds, or for an unknown query, it is too late."""
    sent = await client.ok("sendMessage", chat_id=7, text="Sure?", reply_markup=_keyboard(callback_data="v1:yes"))
    first, second = (api.world.press(7, sent["message_id"], button) for button in ("Yes", "v1:yes"))
    updates = await client.ok("getUpdates")
    assert [update["callback_query"]["data"] for update in updates] == ["v1:yes", "v1:yes"]
    await client.ok("answerCallbackQuery", callback_query_id=first, text="Noted")
    assert [toast.text for toast in api.world.toasts] == ["Noted"]
    clock.advance(16)
    for query in (second, "1"):
        assert "query is too old" in await client.refused("answerCallbackQuery", callback_query_id=query)
    with pytest.raises(LookupError, match="no button 'No', only"):
        api.world.press(7, sent["message_id"], "No")
