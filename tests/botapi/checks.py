"""What Telegram checks in a request before it does anything: text, caption, buttons, commands."""

import html as std_html
import re
from typing import Any

from tests.botapi.html import ParseError, link, parse, trim, utf16
from tests.botapi.values import ApiError, Ask, Button, Entity, Json, Rows, Text, bad_request

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
DATA_LIMIT = 64
BUTTONS_LIMIT = 100
_BYTES_LIMIT = 1 << 15
_DETAILS = ("url", "language", "custom_emoji_id")
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")


def message_text(ask: Ask) -> Text:
    """The text of a message: 1 to 4,096 UTF-16 units after parsing.

    Raises:
        ApiError: empty, too long, or not Telegram's HTML.
    """
    text = _formatted(ask, "text", "entities")
    if not text.text:
        raise bad_request("message text is empty")
    if utf16(text.text) > TEXT_LIMIT:
        raise bad_request("message is too long")
    return text


def caption(ask: Ask) -> Text:
    """The caption of a file: at most 1,024 UTF-16 units after parsing.

    Raises:
        ApiError: too long, or not Telegram's HTML.
    """
    text = _formatted(ask, "caption", "caption_entities")
    if utf16(text.text) > CAPTION_LIMIT:
        raise bad_request("message caption is too long")
    return text


def _formatted(ask: Ask, name: str, entities: str) -> Text:
    raw, mode = ask.text(name), ask.text("parse_mode").lower()
    if len(raw.encode()) > _BYTES_LIMIT:
        raise bad_request("text is too long")
    if mode == "html":
        try:
            return parse(raw)
        except ParseError as error:
            raise bad_request(f"can't parse entities: {error}") from None
    if mode not in {"", "none"}:
        raise bad_request("unsupported parse_mode")
    marked = tuple(_entity(value) for value in ask.json(entities) or ())
    return trim(Text(raw, std_html.escape(raw, quote=False), marked))


def _entity(value: Json) -> Entity:
    detail = next((str(value[key]) for key in _DETAILS if value.get(key)), "")
    return Entity(str(value["type"]), int(value["offset"]), int(value["length"]), detail)


def rows(ask: Ask) -> Rows:
    """The inline buttons; other keyboards are accepted and do not come back, as at Telegram's.

    Raises:
        ApiError: a button without a label or a purpose, 65 bytes of data, a link that is none, too many buttons.
    """
    markup = ask.json("reply_markup")
    if markup is None:
        return ()
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    keyboard = tuple(tuple(_button(button) for button in row) for row in markup.get("inline_keyboard", ()) if row)
    if sum(map(len, keyboard)) > BUTTONS_LIMIT:
        raise bad_request("reply markup is too long")
    return keyboard


def _button(value: Json) -> Button:
    label = str(value.get("text", ""))
    if not label:
        raise bad_request("inline keyboard button text must be non-empty")
    if "callback_data" in value:
        data = str(value["callback_data"])
        if not 1 <= len(data.encode()) <= DATA_LIMIT:
            raise bad_request("BUTTON_DATA_INVALID")
        return Button(label, data=data)
    if "url" not in value:
        raise bad_request("text buttons are unallowed in the inline keyboard")
    url = link(str(value["url"]))
    if not url:
        raise bad_request(f"inline keyboard button URL '{value['url']}' is invalid: Wrong HTTP URL")
    return Button(label, url=url)


def reply_to(ask: Ask) -> tuple[int, bool]:
    """The message that is replied to (0: none), and whether it may be missing."""
    reply = ask.json("reply_parameters")
    if isinstance(reply, dict):
        return int(reply.get("message_id", 0)), bool(reply.get("allow_sending_without_reply"))
    return ask.number("reply_to_message_id"), ask.flag("allow_sending_without_reply")


def commands(ask: Ask) -> tuple[tuple[str, str], ...]:
    """Names and descriptions for the menu.

    Raises:
        ApiError: a name that is not 1 to 32 of a-z, 0-9 and _, a description not of 1 to 256 characters, over 100.
    """
    listed = ask.json("commands") or []
    if not isinstance(listed, list):
        raise bad_request("expected an Array of BotCommand")
    if len(listed) > 100:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    return tuple(_command(value) for value in listed)


def _command(value: Any) -> tuple[str, str]:
    name = str(value.get("command", "")).strip().removeprefix("/")
    description = str(value.get("description", "")).strip()
    if not _COMMAND.fullmatch(name):
        raise bad_request("BOT_COMMAND_INVALID")
    if not description:
        raise bad_request("command description must be non-empty")
    if len(description) > 256:
        raise bad_request("command description length must not exceed 256")
    return name, description


def too_many(retry_after: int) -> ApiError:
    """The refusal of somebody who is too fast."""
    return ApiError(429, f"Too Many Requests: retry after {retry_after}", {"retry_after": retry_after})
