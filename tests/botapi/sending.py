"""The methods of the Bot API that make, change, copy and delete messages."""

from tests.botapi import checks, wire
from tests.botapi.methods import chat, table
from tests.botapi.values import DAY, Ask, Json, Media, Message, Rows, Text, bad_request
from tests.botapi.world import World

_DELETABLE = 2 * DAY
_UNMODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)


def send_message(world: World, ask: Ask) -> Json:
    """Send text."""
    text = checks.message_text(ask)
    return wire.message(world, _post(world, ask, text))


def send_photo(world: World, ask: Ask) -> Json:
    """Send a photo."""
    return _send_file(world, ask, "photo")


def send_document(world: World, ask: Ask) -> Json:
    """Send a file."""
    return _send_file(world, ask, "document")


def send_video(world: World, ask: Ask) -> Json:
    """Send a video."""
    return _send_file(world, ask, "video")


def send_voice(world: World, ask: Ask) -> Json:
    """Send a voice note."""
    return _send_file(world, ask, "voice")


def _send_file(world: World, ask: Ask, kind: str) -> Json:
    text = checks.caption(ask)
    chat(world, ask)
    return wire.message(world, _post(world, ask, text, _media(world, ask, kind)))


def _media(world: World, ask: Ask, kind: str) -> Media:
    """A new upload, named by field or by attach://, or a file that Telegram has already."""
    name = ask.text(kind)
    upload = ask.files.get(name.removeprefix("attach://") or kind)
    if upload:
        return Media(kind, world.keep_file(kind, upload))
    if not name:
        raise bad_request(f"there is no {kind} in the request")
    if name.startswith(("http://", "https://")):
        raise bad_request("failed to get HTTP URL content")
    if name not in world.files:
        raise bad_request("wrong remote file identifier specified: can't unserialize it. Wrong last symbol")
    return Media(kind, world.files[name])


def _post(world: World, ask: Ask, text: Text, media: Media | None = None) -> Message:
    rows, chat_id = checks.rows(ask), chat(world, ask)
    reply_to, may_miss = checks.reply_to(ask)
    if reply_to and not world.find(chat_id, reply_to):
        if not may_miss:
            raise bad_request("message to be replied not found")
        reply_to = 0
    thread = ask.number("message_thread_id", 0) or None
    return world.post(chat_id, world.bot.id, text, rows=rows, media=media, reply_to=reply_to or None, thread=thread)


def edit_message_text(world: World, ask: Ask) -> Json:
    """Change text and buttons; buttons that are not named again go."""
    text, rows = checks.message_text(ask), checks.rows(ask)
    message = _own(world, ask)
    if message.media:
        raise bad_request("there is no text in the message to edit")
    return _amend(world, message, text, rows)


def edit_message_caption(world: World, ask: Ask) -> Json:
    """Change caption and buttons of a file's message."""
    text, rows = checks.caption(ask), checks.rows(ask)
    message = _own(world, ask)
    if not message.media:
        raise bad_request("there is no caption in the message to edit")
    return _amend(world, message, text, rows)


def edit_message_reply_markup(world: World, ask: Ask) -> Json:
    """Change the buttons alone."""
    rows = checks.rows(ask)
    message = _own(world, ask)
    return _amend(world, message, _content(message), rows)


def _own(world: World, ask: Ask) -> Message:
    message = _existing(world, ask, "edit")
    if not message.from_bot:
        raise bad_request("message can't be edited")
    return message


def _amend(world: World, message: Message, text: Text, rows: Rows) -> Json:
    if (text.text, text.entities, rows) == (message.text, message.entities, message.rows):
        raise bad_request(_UNMODIFIED)
    return wire.message(world, world.amend(message, text, rows))


def delete_message(world: World, ask: Ask) -> bool:
    """Take a message away within 48 hours."""
    message = _existing(world, ask, "delete")
    if world.clock() - message.date > _DELETABLE:
        raise bad_request("message can't be deleted for everyone")
    world.remove(message)
    return True


def copy_message(world: World, ask: Ask) -> Json:
    """Send a copy that does not name its author; only its id comes back."""
    source = _existing(world, ask, "copy", "from_chat_id")
    content = checks.caption(ask) if source.media and "caption" in ask.args else _content(source)
    return {"message_id": _post(world, ask, content, source.media).id}


def forward_message(world: World, ask: Ask) -> Json:
    """Send a copy that names its author."""
    source = _existing(world, ask, "forward", "from_chat_id")
    origin = source.forwarded or (source.sender, source.date)
    sent = world.post(chat(world, ask), world.bot.id, _content(source), media=source.media, forwarded=origin)
    return wire.message(world, sent)


def _content(message: Message) -> Text:
    return Text(message.text, message.html, message.entities)


def _existing(world: World, ask: Ask, verb: str, chat_name: str = "chat_id") -> Message:
    message = world.find(chat(world, ask, chat_name), ask.number("message_id"))
    if message is None:
        raise bad_request(f"message to {verb} not found")
    return message


METHODS = table(
    (
        send_message,
        send_photo,
        send_document,
        send_video,
        send_voice,
        edit_message_text,
        edit_message_caption,
        edit_message_reply_markup,
        delete_message,
        copy_message,
        forward_message,
    )
)
