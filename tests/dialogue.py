"""Dialogues as YAML: read with the line of every mistake, and played through the application.

How to write one is told in tests/conversations/README.md.
"""

import re
import zlib
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from bot.app import App
from bot.core import markup
from bot.core.model import (
    Button,
    Command,
    Delivered,
    Doors,
    Edited,
    Event,
    File,
    Incoming,
    Media,
    Outgoing,
    Pressed,
    Refused,
    Said,
    SendResult,
)
from bot.edges.yamlfile import Document, parse

_ADORNMENT = re.compile(r"^\W+")
HOME = "https://t.me/redress_bot?start="
PRIVATE, _GROUP, STAFF = "tg:7", "tg:-1000000000007", "tg:-1000000000009"


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


MediaKind = Literal["voice", "photo", "sticker", "document", "location", "contact", "other"]
Texts = Annotated[tuple[str, ...], BeforeValidator(_listed)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Step(_Strict):
    """What a person does, and then what there is to be seen on that person's telephone.

    `who` names the person, where a dialogue has several (else it is the worker); `where: staff` is the staff group,
    where all share one screen; `replies_to` the words of the message of ours that is answered. `later` lets time pass
    first: `61 seconds`, `2 hours`.
    """

    who: str = "worker"
    where: Literal["private", "staff"] = "private"
    replies_to: str | None = None
    says: str | None = None
    times: int = 1
    command: str | None = None
    taps: str | None = None
    presses: str | None = None
    sends: MediaKind | None = None
    caption: str = ""
    edits: str | None = None
    later: str | None = None
    mentioned: bool = False
    sees: Texts = ()
    sees_not: Texts = ()
    buttons: Texts = ()
    buttons_not: Texts = ()
    in_place: bool = False
    silence: bool = False


class Dialogue(_Strict):
    """One conversation, of one person or several. `language` is the hint of their telephones.

    `country` is what the worker chose before. `roles` says what others may do: {anna: owner}. `office_hours` is the
    setting; it is half past nine in London, on Tuesday, 24 November 2026. Without a step `where: staff` there is no
    staff group.
    """

    title: str
    language: str = "en"
    country: str | None = None
    in_group: bool = False
    office_hours: str = ""
    roles: dict[str, Literal["maintainer", "organiser", "owner"]] = {}
    approval: int | None = None
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Written:
    """A dialogue and where it stands."""

    dialogue: Dialogue
    lines: Sequence[int]
    file: str

    @property
    def chat(self) -> str:
        """Where it takes place."""
        return _GROUP if self.dialogue.in_group else PRIVATE

    @property
    def has_staff(self) -> bool:
        """Whether there is a staff group."""
        return any(step.where == "staff" for step in self.dialogue.steps)

    @property
    def name(self) -> str:
        """For pytest: `answers: a question in plain words`."""
        return f"{self.file.removesuffix('.yaml')}: {self.dialogue.title}"


def read(path: Path) -> Iterator[Written]:
    """The dialogues of a file. Raises AssertionError naming the line of a mistake."""
    document = parse(path.name, path.read_text(encoding="utf-8"))
    assert not document.problems, "\n".join(map(str, document.problems))
    assert isinstance(document.value, list), f"{path.name}: is no list of dialogues, each with title and steps"
    for at, value in enumerate(document.value):
        try:
            dialogue = Dialogue.model_validate(value)
        except ValidationError as error:
            raise AssertionError("\n".join(_mistakes(document, at, error))) from None
        lines = [document.line(at, "steps", number) for number in range(len(dialogue.steps))]
        yield Written(dialogue, lines, path.name)


def _mistakes(document: Document, at: int, error: ValidationError) -> Iterator[str]:
    for fault in error.errors(include_url=False):
        place = [part for part in fault["loc"] if isinstance(part, str | int)]
        known = sorted((Step if "steps" in place else Dialogue).model_fields)
        hint = f"; there are: {', '.join(known)}" if fault["type"] == "extra_forbidden" else ""
        yield f"{document.path}:{document.line(at, *place)}: {place[-1] if place else ''}: {fault['msg']}{hint}"


@dataclass
class Phone:
    """What a person has on the screen; an edited message changes where it stands."""

    screen: list[Outgoing] = field(default_factory=list)
    fresh: list[int] = field(default_factory=list)
    replaced: bool = False

    async def send(self, message: Outgoing) -> SendResult:
        """Show a message, or change one."""
        if message.edit is None:
            self.screen.append(message)
        elif message.edit in range(1, len(self.screen) + 1):
            self.screen[message.edit - 1] = message
            self.replaced = True
        else:
            return Refused("bad-message")
        number = message.edit or len(self.screen)
        self.fresh.append(number)
        return Delivered(number)

    async def delete(self, message: int) -> SendResult:
        """Take a message off the screen; its place stays empty."""
        self.screen[message - 1] = Outgoing("")
        return Delivered(message)

    def number(self, words: str) -> int:
        """The newest message with these words. Raises AssertionError."""
        for at in range(len(self.screen), 0, -1):
            if words in markup.plain(self.screen[at - 1].html):
                return at
        raise AssertionError(f"no message says {words!r}")

    def looked_away(self) -> None:
        """What comes from now on is new."""
        self.fresh, self.replaced = [], False

    @property
    def news(self) -> list[Outgoing]:
        """The messages that came or changed."""
        return [self.screen[number - 1] for number in dict.fromkeys(self.fresh)]

    @property
    def text(self) -> str:
        """Their words."""
        return "\n\n".join(markup.plain(message.html) for message in self.news)

    @property
    def labels(self) -> list[str]:
        """What stands on their buttons."""
        return [button.label for message in self.news for button in _buttons(message)]

    def find(self, label: str) -> tuple[int, str]:
        """The newest message with this button, and what the button carries. Raises AssertionError."""
        for number in range(len(self.screen), 0, -1):
            for button in _buttons(self.screen[number - 1]):
                if same(button.label, label):
                    return number, button.data
        raise AssertionError(f"there is no button {label!r}")


def _buttons(message: Outgoing) -> Iterator[Button]:
    return (button for row in message.rows for button in row)


def same(label: str, wanted: str) -> bool:
    """Whether a label is meant: its picture may be left out."""
    return wanted in {label, _ADORNMENT.sub("", label)}


def span(text: str) -> timedelta:
    """`61 seconds`, `2 hours` as a time. Raises AssertionError."""
    number, _, unit = text.partition(" ")
    assert number.isdigit(), f"{text!r} is no time: 61 seconds, 5 minutes, 2 hours"
    assert unit in {"seconds", "minutes", "hours"}, f"{unit!r}: there are seconds, minutes, hours"
    return timedelta(**{unit: int(number)})


def chat_of(name: str) -> str:
    """The private chat of somebody with a role in a dialogue, by name."""
    return PRIVATE if name == "worker" else f"tg:{100 + zlib.crc32(name.encode()) % 10**6}"


class Player:
    """Plays one dialogue: each person has a telephone, and the staff group has one for all."""

    def __init__(
        self,
        app: App,
        written: Written,
        after: Callable[[Doors], Awaitable[None]],
        wait: Callable[[timedelta], None],
    ) -> None:
        self._app = app
        self._written = written
        self._after = after
        self._wait = wait
        self._phones: dict[str, Phone] = defaultdict(Phone)
        self.phone = self._phones[written.chat]

    def door(self, chat: str) -> Phone:
        """The telephone of any chat."""
        return self._phones[chat]

    async def play(self) -> None:
        """All steps. Raises AssertionError that names the line, what is missing, and what there was instead."""
        for step, line in zip(self._written.dialogue.steps, self._written.lines, strict=True):
            try:
                await self._act(step)
                check(step, self.phone)
            except AssertionError as error:
                place = f"tests/conversations/{self._written.file}:{line}"
                raise AssertionError(f"{place}: {error}\n{self._shown()}") from None

    async def _act(self, step: Step) -> None:
        chat = self._written.chat if step.who == "worker" else chat_of(step.who)
        self.phone = self._phones[STAFF if step.where == "staff" else chat]
        event, message = self._event(step)
        if step.later:
            self.phone.looked_away()
            self._wait(span(step.later))
            await self._after(self.door)
        if event is None:
            return
        self.phone.looked_away()
        await self._app.handle(self._incoming(step, chat, event, message), self.phone)
        await self._after(self.door)

    def _incoming(self, step: Step, chat: str, event: Event, message: int | None) -> Incoming:
        dialogue = self._written.dialogue
        answers = self.phone.number(step.replies_to) if step.replies_to is not None else None
        private = not dialogue.in_group and step.where == "private"
        addressed = private or step.mentioned or isinstance(event, Command | Pressed) or answers is not None
        at = STAFF if step.where == "staff" else chat
        sender, name = (None, "") if private else (chat, step.who.title())
        return Incoming(at, event, message, dialogue.language, private, addressed, sender, name, answers, HOME)

    def _event(self, step: Step) -> tuple[Event | None, int | None]:
        if step.taps is not None:
            number, data = self.phone.find(step.taps)
            return Pressed(data), number
        if step.presses is not None:
            return Pressed(step.presses), len(self.phone.screen) or None
        if step.command is not None:
            name, _, args = step.command.removeprefix("/").partition(" ")
            return Command(name.lower(), args), None
        if step.says is not None:
            return Said(step.says * step.times), None
        if step.sends is not None:
            return Media(step.sends, step.caption, step.caption, _file(step.sends)), None
        return (Edited(), None) if step.edits is not None else (None, None)

    def _shown(self) -> str:
        shown = "\n".join(f"  | {line}" for line in self.phone.text.splitlines()) or "  | (nothing)"
        return f"what was shown:\n{shown}\n  buttons: {self.phone.labels}"


def _file(kind: MediaKind) -> File | None:
    match kind:
        case "voice" | "photo" | "document":
            return File(kind, f"file-of-a-{kind}")
        case _:
            return None


def check(step: Step, phone: Phone) -> None:
    """Compare what was shown with what a step wants. Raises AssertionError."""
    for text in step.sees:
        assert text in phone.text, f"{text!r} was not shown"
    for text in step.sees_not:
        assert text not in phone.text, f"{text!r} was shown"
    for wanted in step.buttons:
        assert any(same(label, wanted) for label in phone.labels), f"there is no button {wanted!r}"
    for wanted in step.buttons_not:
        assert not any(same(label, wanted) for label in phone.labels), f"there is a button {wanted!r}"
    if step.in_place:
        assert phone.replaced, "a new message came; the old one was to be changed in its place"
    if step.silence:
        assert not phone.news, "the bot said something"
