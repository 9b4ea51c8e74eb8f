"""The person's side: what tests do in place of people with phones."""

import html
import re
from collections.abc import Sequence

from tests.botapi import wire
from tests.botapi.html import utf16
from tests.botapi.state import State
from tests.botapi.values import Chat, Entity, Media, Message, Person, Text, Upload

_MARKED = re.compile(
    r"(?<![\w/@])(?P<command>/[A-Za-z0-9_]{1,64}(?:@\w{4,32})?)(?![\w/])|(?<![\w/@])(?P<mention>@\w{4,32})"
)
_WITHOUT_FILE = frozenset({"location", "contact", "other"})
BLOCKED = "Forbidden: bot was blocked by the user"
DEACTIVATED = "Forbidden: user is deactivated"
KICKED = "Forbidden: bot was kicked from the group chat"


class World(State):
    """Everything there is, and the hands of everybody in it."""

    def person(self, user_id: int, first_name: str = "Ann", language: str = "en", username: str = "") -> Person:
        """Make (or change) a person, with a private chat."""
        person = self.people[user_id] = Person(user_id, first_name, language, username)
        self.chats[user_id] = Chat(user_id, "private", first_name)
        return person

    def group(self, chat_id: int, title: str = "Works council", owner: int = 0) -> Chat:
        """Make a group that the bot is in; ids from -1,000,000,000,000 down are supergroups."""
        chat = self.chats[chat_id] = Chat(chat_id, "supergroup" if chat_id <= -(10**12) else "group", title)
        self.members[chat_id][self.bot.id] = "member"
        if owner:
            self.members[chat_id][self._known(owner).id] = "creator"
        return chat

    def say(self, chat_id: int, text: str, *, reply_to: int | None = None) -> Message:
        """A person writes in their private chat; who had blocked the bot unblocks it first."""
        self._known(chat_id)
        if chat_id in self.refusing:
            self.unblock(chat_id)
        return self._said(chat_id, chat_id, written(text), reply_to=reply_to)

    def group_say(
        self, chat_id: int, user_id: int, text: str, reply_to: int | None = None, *, mention: bool = False
    ) -> Message:
        """A member writes in a group; `mention` puts the bot's name in front."""
        if chat_id not in self.chats:
            self.group(chat_id)
        self._known(user_id)
        self.members[chat_id].setdefault(user_id, "member")
        said = f"@{self.bot.username} {text}" if mention else text
        return self._said(chat_id, user_id, written(said), reply_to=reply_to)

    def media(
        self,
        chat_id: int,
        kind: str,
        *,
        caption: str = "",
        content: bytes = b"\0" * 64,
        user_id: int | None = None,
        reply_to: int | None = None,
    ) -> Message:
        """A person sends a voice, photo, video, document, sticker, location, contact or something other.

        In a group, `user_id` says who.
        """
        self._known(user_id or chat_id)
        file = None if kind in _WITHOUT_FILE else self.keep_file(kind, Upload(f"{kind}.bin", content))
        return self._said(chat_id, user_id or chat_id, written(caption), media=Media(kind, file), reply_to=reply_to)

    def press(self, chat_id: int, message_id: int, button: str, *, user_id: int | None = None) -> str:
        """Press the button with this data or label; returns the query's id.

        Raises:
            LookupError: no such message, or no such button below it.
        """
        message = self._existing(chat_id, message_id)
        pressed = [each for row in message.rows for each in row if each.data and button in {each.data, each.label}]
        if not pressed:
            raise LookupError(f"no button {button!r}, only {message.labels}")
        query = str(next(self.ids.query))
        self.queries[query] = chat_id, self.clock()
        content = {
            "id": query,
            "from": wire.person(self._known(user_id or chat_id)),
            "message": wire.message(self, message),
            "chat_instance": str(chat_id * 7919),
            "data": pressed[0].data,
        }
        self.updates.push("callback_query", content)
        return query

    def edit(self, chat_id: int, message_id: int, text: str) -> Message:
        """A person changes what they wrote."""
        message = self.amend(self._existing(chat_id, message_id), written(text), ())
        self.updates.push("edited_message", wire.message(self, message))
        return message

    def block(self, user_id: int) -> None:
        """A person blocks the bot."""
        self._known(user_id)
        self.refusing[user_id] = BLOCKED
        self._bot_is(user_id, user_id, "member", "kicked")

    def unblock(self, user_id: int) -> None:
        """A person lets the bot write again."""
        self.refusing.pop(user_id, None)
        self._bot_is(user_id, user_id, "kicked", "member")

    def deactivate(self, user_id: int) -> None:
        """A person deletes their account; the bot is not told."""
        self._known(user_id)
        self.refusing[user_id] = DEACTIVATED

    def kick_bot(self, chat_id: int, user_id: int) -> None:
        """Somebody throws the bot out of a group."""
        self.refusing[chat_id] = KICKED
        self._known(user_id)
        self._bot_is(chat_id, user_id, "member", "kicked")

    def deliver(self, count: int, chats: Sequence[int], text: str = "What are my rights? #{number}") -> None:
        """Queue so many questions at once, spread over these private chats; `{number}` counts from 1."""
        start = self.tally.delivered
        for index in range(count):
            number = start + index + 1
            message = self.say(chats[index % len(chats)], text.replace("{number}", str(number)))
            self.tally.ask(message, number)

    def _known(self, user_id: int) -> Person:
        return self.people.get(user_id) or self.person(user_id)

    def _existing(self, chat_id: int, message_id: int) -> Message:
        message = self.find(chat_id, message_id)
        if message is None:
            raise LookupError(f"no message {message_id} in chat {chat_id}")
        return message

    def _said(
        self, chat_id: int, user_id: int, text: Text, *, media: Media | None = None, reply_to: int | None = None
    ) -> Message:
        message = self.post(chat_id, user_id, text, media=media, reply_to=reply_to)
        self.updates.push("message", wire.message(self, message))
        return message

    def _bot_is(self, chat_id: int, user_id: int, before: str, after: str) -> None:
        self.members[chat_id][self.bot.id] = after
        content = {
            "chat": wire.chat(self.chats[chat_id]),
            "from": wire.person(self.people[user_id]),
            "date": self.now,
            "old_chat_member": wire.member(self.bot, before),
            "new_chat_member": wire.member(self.bot, after),
        }
        self.updates.push("my_chat_member", content)


def written(text: str) -> Text:
    """What a person typed, with the commands and mentions that Telegram marks by itself."""
    marks = (
        Entity("bot_command" if found["command"] else "mention", utf16(text[: found.start()]), utf16(found[0]))
        for found in _MARKED.finditer(text)
    )
    return Text(text, html.escape(text, quote=False), tuple(marks))
