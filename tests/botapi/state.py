"""What exists: people, chats, messages, files, calls; and the only ways to change it."""

import asyncio
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import count
from typing import TypeVar

from tests.botapi.updates import Updates
from tests.botapi.values import (
    TOKEN,
    ApiError,
    Call,
    Chat,
    Clock,
    Counts,
    File,
    ManualClock,
    Media,
    Message,
    Person,
    Rows,
    Text,
    Toast,
    Upload,
    bad_request,
)
from tests.botapi.webhook import Courier

T = TypeVar("T")
_NUMBER = re.compile(r"#(\d+)\b")
_FOLDERS = {"photo": "photos", "video": "videos", "voice": "voice"}


@dataclass(frozen=True, slots=True)
class Ids:
    """Where numbers come from; hand in others for other starts."""

    update: Iterator[int] = field(default_factory=lambda: count(500_000_001))
    query: Iterator[int] = field(default_factory=lambda: count(4_000_000_000_000_001))
    file: Iterator[int] = field(default_factory=lambda: count(1))


class Tally:
    """Counts what `deliver` queued and what came back."""

    def __init__(self) -> None:
        self.delivered = 0
        self.answered = 0
        self._asked: Counter[int] = Counter()
        self._got: Counter[int] = Counter()
        self._named: Counter[int] = Counter()
        self._numbers: dict[tuple[int, int | None], int] = {}

    def ask(self, message: Message, number: int) -> None:
        """A delivered update."""
        self.delivered += 1
        self._asked[message.chat] += 1
        self._numbers[message.chat, message.id] = number

    def answer(self, message: Message) -> None:
        """A message of the bot."""
        if message.chat not in self._asked:
            return
        self.answered += 1
        self._got[message.chat] += 1
        number = self._numbers.get((message.chat, message.reply_to))
        if number is None and (found := _NUMBER.search(message.text)):
            number = int(found[1])
        if number is not None:
            self._named[number] += 1

    def counts(self) -> Counts:
        """All of it, as it stands."""
        lost, twice = self._asked - self._got, self._got - self._asked
        return Counts(self.delivered, self.answered, lost.total(), twice.total(), dict(self._named))


class State:
    """The world without hands: methods of the Bot API and of the person's side change it through these."""

    def __init__(self, *, clock: Clock | None = None, ids: Ids | None = None, token: str = TOKEN) -> None:
        self.clock = clock or ManualClock()
        self.ids = ids or Ids()
        self.token = token
        self.bot = Person(int(token.partition(":")[0]), "Redress", username="redress_bot", is_bot=True)
        self.people: dict[int, Person] = {self.bot.id: self.bot}
        self.chats: dict[int, Chat] = {}
        self.members: defaultdict[int, dict[int, str]] = defaultdict(dict)
        self.refusing: dict[int, str] = {}
        self.files: dict[str, File] = {}
        self.commands: dict[tuple[str, str], tuple[tuple[str, str], ...]] = {}
        self.descriptions: dict[tuple[str, str], str] = {}
        self.queries: dict[str, tuple[int, float]] = {}
        self.toasts: list[Toast] = []
        self.calls: list[Call] = []
        self.tally = Tally()
        self.updates = Updates(self.ids.update, self.clock, self.changed)
        self.courier = Courier(self.updates)
        self._messages: defaultdict[int, dict[int, Message]] = defaultdict(dict)
        self._numbers: defaultdict[int, Iterator[int]] = defaultdict(lambda: count(1))
        self._change = asyncio.Event()

    @property
    def now(self) -> int:
        """Unix seconds, whole, as dates are at Telegram's."""
        return int(self.clock())

    def find(self, chat_id: int, message_id: int) -> Message | None:
        """The message, unless it is gone."""
        return self._messages[chat_id].get(message_id)

    def transcript(self, chat_id: int) -> list[Message]:
        """The messages of a chat as they stand, oldest first."""
        return list(self._messages[chat_id].values())

    def reach(self, chat_id: int) -> Chat:
        """The chat, if the bot may write there.

        Raises:
            ApiError: 400 for an unknown chat, 403 where the bot is blocked or was kicked.
        """
        if chat_id not in self.chats:
            raise bad_request("chat not found")
        if chat_id in self.refusing:
            raise ApiError(403, self.refusing[chat_id])
        return self.chats[chat_id]

    def post(
        self,
        chat_id: int,
        sender: int,
        text: Text,
        *,
        rows: Rows = (),
        media: Media | None = None,
        reply_to: int | None = None,
        forwarded: tuple[int, int] | None = None,
        thread: int | None = None,
    ) -> Message:
        """Put a message into a chat. Supergroups number their own messages; all other chats share one sequence."""
        number = next(self._numbers[chat_id if self.chats[chat_id].type == "supergroup" else 0])
        message = Message(
            number,
            chat_id,
            sender,
            sender == self.bot.id,
            self.now,
            text.text,
            text.html,
            text.entities,
            rows,
            media,
            reply_to,
            forwarded,
            thread=thread,
        )
        self._messages[chat_id][number] = message
        if message.from_bot:
            self.tally.answer(message)
        self.changed()
        return message

    def amend(self, message: Message, text: Text, rows: Rows) -> Message:
        """Change a message in its place."""
        new = replace(message, text=text.text, html=text.html, entities=text.entities, rows=rows, edit_date=self.now)
        self._messages[message.chat][message.id] = new
        self.changed()
        return new

    def toast(self, query: str, chat_id: int, text: str, *, alert: bool) -> None:
        """Show a person what became of a press."""
        self.toasts.append(Toast(query, chat_id, text, alert))
        self.changed()

    def remove(self, message: Message) -> None:
        """Take a message away."""
        del self._messages[message.chat][message.id]
        self.changed()

    def keep_file(self, kind: str, upload: Upload) -> File:
        """Keep a file; its id and its path are new."""
        number = next(self.ids.file)
        folder, _, suffix = _FOLDERS.get(kind, "documents"), *upload.name.rpartition(".")[1:]
        file = File(f"file-{number}", f"{folder}/file_{number}.{suffix or 'bin'}", upload.name, upload.content)
        self.files[file.id] = file
        return file

    def record(self, method: str, args: Mapping[str, str], code: int, fault: str = "") -> None:
        """Write down a request and what it got."""
        self.calls.append(Call(self.clock(), method, args, code, fault))
        self.changed()

    def calls_of(self, method: str) -> list[Call]:
        """All requests of this method, oldest first."""
        return [call for call in self.calls if call.method.lower() == method.lower()]

    def changed(self) -> None:
        """Wake all who wait for something."""
        self._change.set()
        self._change = asyncio.Event()

    async def wait_for(self, predicate: Callable[[], T], seconds: float = 5) -> T:
        """What `predicate` returns as soon as it is true; it is asked after every change, never by the clock.

        Raises:
            AssertionError: it did not come true within so many seconds.
        """
        try:
            async with asyncio.timeout(seconds):
                while not (value := predicate()):
                    change = self._change
                    await change.wait()
        except TimeoutError:
            raise AssertionError(f"nothing came within {seconds} s; {self._story()}") from None
        return value

    def _story(self) -> str:
        calls = [f"{call.method} {call.code}" for call in self.calls[-5:]]
        said = {chat: [message.text for message in self.transcript(chat)[-3:]] for chat in list(self._messages)[:5]}
        return f"last calls {calls}, last messages {said}"
