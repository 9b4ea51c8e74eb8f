"""The values that cross boundaries. All are frozen; none knows Telegram, SQL or a file.

A question goes: `Incoming` -> (a flow) -> `Turn` of `Outgoing` -> `SendResult`, with a `Verdict` on the way.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal, Protocol

# --- what comes in ------------------------------------------------------------------------------------


FileKind = Literal["photo", "document", "video", "voice", "audio", "animation"]


@dataclass(frozen=True, slots=True)
class File:
    """A file: `id` is the host's own name for one that it has already, `data` the bytes of one that we made."""

    kind: FileKind
    id: str = ""
    data: bytes = b""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """Text that a person typed; `html` is the same with its formatting, where the host has any."""

    text: str
    html: str = field(default="", compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Command:
    """`/name args`; the name in lower case, without the slash and without the bot's name."""

    name: str
    args: str = ""


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button below one of our messages. `data` is untrusted text: `core.buttons.decode` reads it."""

    data: str


@dataclass(frozen=True, slots=True)
class Edited:
    """A person changed a message that was answered already."""


@dataclass(frozen=True, slots=True)
class Media:
    """Something that is not text: a voice note, a photo ... `file` where it can be sent on, `html` its caption."""

    kind: Literal["voice", "photo", "sticker", "document", "location", "contact", "other"]
    caption: str = ""
    html: str = field(default="", compare=False, repr=False)
    file: File | None = field(default=None, compare=False, repr=False)


Event = Said | Command | Pressed | Edited | Media


@dataclass(frozen=True, slots=True)
class Incoming:
    """One thing that a person did.

    `chat` is the host and its chat id (`tg:12345`, `web:ab12`, `tty:me`): the address of the answer, and the key of
    the person's settings. It never enters a log. `message` is the message that the event belongs to (for `Pressed`,
    ours). `language` is the host's hint, an IETF tag. `private` is false in groups; `addressed` says whether a
    group message is meant for us (mention, reply or command). In a group `sender` is the private chat of who did it and
    `name` what the group calls them (for colleagues' eyes only); `answers` is our message that this one replies to.
    `home` is where a chat with us begins; a start parameter is put behind it. Empty where there is no such link.
    """

    chat: str
    event: Event
    message: int | None = None
    language: str | None = None
    private: bool = True
    addressed: bool = True
    sender: str | None = None
    name: str = ""
    answers: int | None = None
    home: str = field(default="", compare=False)

    @property
    def who(self) -> str:
        """The private chat of the person who did it."""
        return self.sender or self.chat


# --- what goes out ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Button:
    """A button below a message: `data` comes back as `Pressed`, `url` opens a page. One of the two is set."""

    label: str
    data: str = ""
    url: str = ""


Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message. `html` is Telegram's HTML; `edit` is the id of our message that it replaces.

    With a `file`, `html` is its caption (1,024 characters). `thread` is the topic of a group that has topics. `paid`
    allows the host to charge for what goes beyond its free rate.
    """

    html: str
    rows: Rows = ()
    edit: int | None = None
    file: File | None = None
    thread: int | None = None
    paid: bool = False

    def editing(self, message: int | None) -> "Outgoing":
        """The same, put in the place of `message` (or sent anew when there is none)."""
        return replace(self, edit=message)


@dataclass(frozen=True, slots=True)
class Delivered:
    """It arrived, as this message."""

    message: int


@dataclass(frozen=True, slots=True)
class Refused:
    """It will never arrive: the reason is the recipient's, or the message's."""

    reason: Literal["blocked", "gone", "bad-message", "moved", "not-allowed"]
    moved_to: str | None = None


@dataclass(frozen=True, slots=True)
class Retry:
    """It surely did not arrive; try again after so many seconds."""

    after: float


@dataclass(frozen=True, slots=True)
class Unknown:
    """It may have arrived: the line broke after it was sent."""


@dataclass(frozen=True, slots=True)
class Stop:
    """Nothing can be sent at all: the token is refused."""


SendResult = Delivered | Refused | Retry | Unknown | Stop


class Sender(Protocol):
    """The narrow door to one chat."""

    async def send(self, message: Outgoing) -> SendResult:
        """Send or edit; never raises for what the other side does."""
        ...

    async def delete(self, message: int) -> SendResult:
        """Take a message of ours away; never raises for what the other side does."""
        ...


Doors = Callable[[str], Sender | None]
"""The door to any chat by its address; None when no host of that kind runs here."""


# --- what a question means ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Candidate:
    """A topic that a question may mean: `score` is a logit."""

    topic: str
    score: float


@dataclass(frozen=True, slots=True)
class Reading:
    """How a question was read: candidates best first, the language it seems to be in, the country it names.

    `named_by` is the institution by which it names that country, folded; empty where it does so by name, or not at all.
    """

    candidates: tuple[Candidate, ...]
    language: str | None
    country: str | None
    layer: str = "model"
    named_by: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """Sure enough to answer with the first candidate."""

    reading: Reading

    @property
    def topic(self) -> str:
        """The topic to answer with."""
        return self.reading.candidates[0].topic


@dataclass(frozen=True, slots=True)
class Suggest:
    """Not sure: offer up to three and "none of these"."""

    reading: Reading

    @property
    def topics(self) -> tuple[str, ...]:
        """The topics to offer, best first."""
        return tuple(c.topic for c in self.reading.candidates[:3])


@dataclass(frozen=True, slots=True)
class NoMatch:
    """We do not know; the nearest topics are a way on, not an answer."""

    reading: Reading


Verdict = Answer | Suggest | NoMatch


# --- who asks, and what is kept -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Person:
    """The settings of one chat. `country` is None until chosen; "int" means "other"."""

    chat: str
    language: str
    country: str | None = None
    known: bool = False


Outcome = Literal["answer", "suggest", "none"]


@dataclass(frozen=True, slots=True)
class Question:
    """A row for the log. `text` is as typed until `core.privacy.redact` cleans it at the store's door.

    `broadcast` is the message to many that it replies to.
    """

    id: str
    chat: str
    at: datetime
    text: str
    language: str
    country: str | None
    outcome: Outcome
    topics: tuple[tuple[str, float], ...]
    layer: str
    broadcast: int | None = None


@dataclass(frozen=True, slots=True)
class Feedback:
    """What came of a question: a suggestion taken, help or no help and why."""

    question: str
    kind: Literal["helped", "not-helped", "chosen", "none-of-these", "reason"]
    detail: str = ""


Record = Question | Feedback


@dataclass(frozen=True, slots=True)
class Turn:
    """What a flow decided: messages to send in order, and at most one record to keep."""

    messages: tuple[Outgoing, ...] = ()
    record: Record | None = None
