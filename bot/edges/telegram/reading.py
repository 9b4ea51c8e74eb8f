"""`Update` -> `Incoming`, or None for what is not meant for us."""

import re
from typing import Any, Literal

from telegram import Bot, Message, MessageEntity, Update
from telegram.constants import ChatType

from bot.core.model import Command, Edited, Event, File, FileKind, Incoming, Media, Pressed, Said

_COMMAND = re.compile(r"/([A-Za-z0-9_]{1,32})(?:@(\w+))?(?:\s+(.*))?$", re.DOTALL)
_KINDS: tuple[
    tuple[tuple[str, ...], Literal["voice", "photo", "sticker", "document", "location", "contact", "other"]], ...
] = (
    (("voice", "audio", "video_note"), "voice"),
    (("photo",), "photo"),
    (("sticker", "animation", "dice"), "sticker"),
    (("document", "video"), "document"),
    (("location", "venue"), "location"),
    (("contact",), "contact"),
    (("poll", "story", "game", "invoice", "paid_media", "checklist"), "other"),
)
_FILES: tuple[FileKind, ...] = ("photo", "animation", "document", "video", "voice", "audio")


def chat_key(chat: int) -> str:
    """The key of a Telegram chat."""
    return f"tg:{chat}"


def _home(bot: Bot) -> str:
    """The link that begins a chat with us."""
    return f"https://t.me/{bot.username}?start="


def chat_number(key: str) -> int:
    """The Telegram chat with this key."""
    return int(key.removeprefix("tg:"))


def incoming(update: Update, bot: Bot) -> Incoming | None:
    """What a person did, or None: service messages, channels, other bots' commands, our own messages."""
    if update.callback_query:
        return _pressed(update, bot)
    message = update.message or update.edited_message
    if message is None or message.from_user is None or message.from_user.is_bot:
        return None
    event = _edited(message) if update.edited_message else _event(message, bot)
    if event is None:
        return None
    private = message.chat.type == ChatType.PRIVATE
    return Incoming(
        chat=chat_key(message.chat.id),
        event=event,
        message=message.message_id,
        language=message.from_user.language_code,
        private=private,
        addressed=private or (not isinstance(event, Edited) and _addressed(message, event, bot)),
        sender=None if private else chat_key(message.from_user.id),
        name="" if private else message.from_user.full_name,
        answers=_answers(message, bot),
        home=_home(bot),
    )


def _pressed(update: Update, bot: Bot) -> Incoming | None:
    query = update.callback_query
    if query is None or query.message is None or not query.data:
        return None
    private = query.message.chat.type == ChatType.PRIVATE
    return Incoming(
        chat=chat_key(query.message.chat.id),
        event=Pressed(query.data),
        message=query.message.message_id,
        language=query.from_user.language_code,
        private=private,
        sender=None if private else chat_key(query.from_user.id),
        name="" if private else query.from_user.full_name,
        home=_home(bot),
    )


def _edited(message: Message) -> Event | None:
    """Words that changed; a live location is "edited" every few seconds, and nobody wants an answer to that."""
    return Edited() if message.text or message.caption else None


def _event(message: Message, bot: Bot) -> Event | None:
    if message.text:
        return _text(message, message.text, bot)
    for attributes, kind in _KINDS:
        if any(getattr(message, attribute, None) for attribute in attributes):
            return Media(kind, _without_name(message.caption or "", bot), message.caption_html or "", _file(message))
    return None


def _file(message: Message) -> File | None:
    """What can be sent on. A photo comes in several sizes, the largest last."""
    for kind in _FILES:
        found: Any = getattr(message, kind, None)
        if found:
            return File(kind, (found[-1] if kind == "photo" else found).file_id)
    return None


def _text(message: Message, text: str, bot: Bot) -> Event | None:
    match = _COMMAND.match(text)
    if match is None:
        return Said(_without_name(text, bot), message.text_html)
    name, address, args = match[1].lower(), match[2], match[3] or ""
    if address and address.casefold() != bot.username.casefold():
        return None
    return Command(name, args.strip())


def _without_name(text: str, bot: Bot) -> str:
    return re.sub(rf"@{re.escape(bot.username)}\b", "", text, flags=re.IGNORECASE).strip()


def _answers(message: Message, bot: Bot) -> int | None:
    """Our message that this one replies to."""
    replied = message.reply_to_message
    return replied.message_id if replied and replied.from_user and replied.from_user.id == bot.id else None


def _addressed(message: Message, event: Event, bot: Bot) -> bool:
    """In a group: a command, a mention of our name, or a reply to one of our messages."""
    if isinstance(event, Command) or _answers(message, bot) is not None:
        return True
    mentions = message.parse_entities([MessageEntity.MENTION]) | message.parse_caption_entities([MessageEntity.MENTION])
    return any(mention.casefold() == f"@{bot.username}".casefold() for mention in mentions.values())
