"""Our values as Telegram's JSON objects."""

from tests.botapi.state import State
from tests.botapi.values import Button, Chat, Entity, File, Json, Media, Message, Person

_DETAILS = {"text_link": "url", "pre": "language", "custom_emoji": "custom_emoji_id"}


def person(value: Person) -> Json:
    """A `User`."""
    body: Json = {"id": value.id, "is_bot": value.is_bot, "first_name": value.first_name}
    if value.username:
        body["username"] = value.username
    if not value.is_bot:
        body["language_code"] = value.language
    return body


def chat(value: Chat) -> Json:
    """A `Chat`."""
    return {"id": value.id, "type": value.type, "first_name" if value.type == "private" else "title": value.name}


def full_chat(value: Chat) -> Json:
    """A `ChatFullInfo`."""
    gifts = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")
    return chat(value) | {
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(gifts, False),
    }


def member(value: Person, status: str) -> Json:
    """A `ChatMember`."""
    extra: dict[str, Json] = {"creator": {"is_anonymous": False}, "kicked": {"until_date": 0}}
    return {"user": person(value), "status": status} | extra.get(status, {})


def message(world: State, value: Message, *, replied: bool = True) -> Json:
    """A `Message`, with the one it replies to (and not the one that replied to)."""
    body: Json = {
        "message_id": value.id,
        "from": person(world.people[value.sender]),
        "chat": chat(world.chats[value.chat]),
        "date": value.date,
    }
    if value.edit_date is not None:
        body["edit_date"] = value.edit_date
    if value.thread:
        body |= {"message_thread_id": value.thread, "is_topic_message": True}
    if value.forwarded:
        sender, date = value.forwarded
        body["forward_origin"] = {"type": "user", "date": date, "sender_user": person(world.people[sender])}
    if value.media:
        body |= media(value.media)
    if value.text:
        body["caption" if value.media else "text"] = value.text
    if value.entities:
        body["caption_entities" if value.media else "entities"] = [entity(world, each) for each in value.entities]
    if value.rows:
        body["reply_markup"] = {"inline_keyboard": [[button(each) for each in row] for row in value.rows]}
    original = world.find(value.chat, value.reply_to) if replied and value.reply_to else None
    if original:
        body["reply_to_message"] = message(world, original, replied=False)
    return body


def entity(world: State, value: Entity) -> Json:
    """A `MessageEntity`."""
    body: Json = {"type": value.type, "offset": value.offset, "length": value.length}
    if value.type == "text_mention":
        body["user"] = person(world.people.get(int(value.detail)) or Person(int(value.detail)))
    elif value.detail:
        body[_DETAILS[value.type]] = value.detail
    return body


def button(value: Button) -> Json:
    """An `InlineKeyboardButton`."""
    return {"text": value.label} | ({"callback_data": value.data} if value.data else {"url": value.url})


def file(value: File) -> Json:
    """A `File`, and the part that all kinds of files share."""
    return {"file_id": value.id, "file_unique_id": f"u{value.id}", "file_size": len(value.content)}


def media(value: Media) -> Json:
    """The field of a `Message` that carries it."""
    shared = file(value.file) if value.file else {}
    size = {"width": 640, "height": 480}
    fields: Json = {
        "photo": [shared | size],
        "document": shared | {"file_name": value.file.name if value.file else ""},
        "video": shared | size | {"duration": 3},
        "voice": shared | {"duration": 3, "mime_type": "audio/ogg"},
        "sticker": shared | size | {"type": "regular", "is_animated": False, "is_video": False},
        "location": {"latitude": 45.07, "longitude": 7.69},
        "contact": {"phone_number": "+390000000", "first_name": "Ann"},
        "other": {"emoji": "\N{GAME DIE}", "value": 4},
    }
    return {"dice" if value.kind == "other" else value.kind: fields[value.kind]}
