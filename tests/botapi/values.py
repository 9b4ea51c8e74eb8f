"""The values of the stand-in: people, chats, messages, files, requests and refusals. All are frozen but the clock."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson

Json = dict[str, Any]
Clock = Callable[[], float]

TOKEN = "7000000001:a-stand-in-token-that-opens-nothing"
DAY = 86_400.0


class ManualClock:
    """Unix seconds that pass only when a test says so. It starts on 5 January 2026, 09:00 UTC."""

    def __init__(self, start: float = 1_767_603_600.0) -> None:
        self._now = start

    def __call__(self) -> float:
        return self._now

    def advance(self, seconds: float) -> None:
        """Let so many seconds pass."""
        self._now += seconds


class ApiError(Exception):
    """An answer with `ok: false`: the code, the description and the parameters that Telegram would send."""

    def __init__(self, code: int, description: str, parameters: Mapping[str, int] | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters or {}


def bad_request(reason: str) -> ApiError:
    """The commonest refusal: 400."""
    return ApiError(400, f"Bad Request: {reason}")


@dataclass(frozen=True, slots=True)
class Person:
    """A user: a human being or the bot."""

    id: int
    first_name: str = "Ann"
    language: str = "en"
    username: str = ""
    is_bot: bool = False


@dataclass(frozen=True, slots=True)
class Chat:
    """`type` is private, group or supergroup; `name` a person's first name or a group's title."""

    id: int
    type: str
    name: str


@dataclass(frozen=True, slots=True)
class Entity:
    """A marked range in UTF-16 units. `detail` is the link, language, emoji or user id that some types carry."""

    type: str
    offset: int
    length: int
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """What is read (`text`), what was sent (`html`) and the marked ranges."""

    text: str = ""
    html: str = ""
    entities: tuple[Entity, ...] = ()


@dataclass(frozen=True, slots=True)
class Button:
    """A button below a message; `data` comes back, `url` opens."""

    label: str
    data: str = ""
    url: str = ""


Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came in."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class File:
    """A file that Telegram keeps; `path` is where /file/ serves it."""

    id: str
    path: str
    name: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Media:
    """What a message carries besides text: voice, photo, video, document, sticker, location, contact or dice."""

    kind: str
    file: File | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """A message as it stands now; with media, `text` is the caption. Dates are Unix seconds."""

    id: int
    chat: int
    sender: int
    from_bot: bool
    date: int
    text: str = ""
    html: str = ""
    entities: tuple[Entity, ...] = ()
    rows: Rows = ()
    media: Media | None = None
    reply_to: int | None = None
    forwarded: tuple[int, int] | None = None
    edit_date: int | None = None
    thread: int | None = None

    @property
    def edited(self) -> bool:
        """Whether it was changed since it was sent."""
        return self.edit_date is not None

    @property
    def labels(self) -> tuple[str, ...]:
        """What stands on its buttons, row by row."""
        return tuple(button.label for row in self.rows for button in row)


@dataclass(frozen=True, slots=True)
class Toast:
    """What a person saw for a press of theirs: a short notice, or an alert."""

    query: str
    chat: int
    text: str
    alert: bool


@dataclass(frozen=True, slots=True)
class Call:
    """One request of the bot and what it got: `code` 200, an error's code, or 0 for no answer at all."""

    at: float
    method: str
    args: Mapping[str, str]
    code: int
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Counts:
    """What `deliver` queued and what the bot sent into those chats.

    `lost` and `duplicated` compare the two per chat; `named` counts, per number of an update, the answers that reply
    to it or repeat its `#number`.
    """

    delivered: int
    answered: int
    lost: int
    duplicated: int
    named: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where updates go instead of getUpdates."""

    url: str
    secret: str = ""
    max_connections: int = 40


@dataclass(frozen=True, slots=True)
class Ask:
    """The arguments of one request, each as text, however they were encoded."""

    method: str
    args: Mapping[str, str]
    files: Mapping[str, Upload] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """The argument, or nothing."""
        return self.args.get(name, "")

    def number(self, name: str, default: int = 0) -> int:
        """The argument as an integer; what is none counts as absent, as at Telegram's."""
        try:
            return int(self.args[name])
        except (KeyError, ValueError):
            return default

    def flag(self, name: str) -> bool:
        """The argument as yes or no."""
        return self.text(name).lower() in {"true", "yes", "1"}

    def json(self, name: str) -> Any:
        """The argument as JSON, None when it is absent.

        Raises:
            ApiError: it is no JSON.
        """
        try:
            return orjson.loads(self.args[name]) if self.args.get(name) else None
        except orjson.JSONDecodeError:
            raise bad_request(f"can't parse {name} JSON object") from None
