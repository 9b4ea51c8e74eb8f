"""A message to many: what it is, to whom it goes, how far it is, and what becomes of a row when a send ends somehow.

Three parties can be at fault. The recipient (blocked, gone, moved): the row is settled, and the subscription with it.
The line (429, no network): the whole run waits and tries the same row again. We ourselves (a refused token, a message
that Telegram takes from nobody): the run stops, the organiser is told, and it can be resumed.
"""

import zlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import ceil
from typing import Final, Literal

from bot.core.model import Delivered, File, Refused, Retry, SendResult, Stop, Unknown

State = Literal["draft", "approval", "returned", "waiting", "late", "running", "paused", "stopped", "done"]
"""waiting: countdown or schedule. late: fell due while the bot was down, and asks first. stopped: for good."""

RowState = Literal["queued", "sending", "sent", "failed", "unknown"]
"""`sending` is committed before a message leaves; `unknown` may have arrived (read time-out, 502)."""

Kind = Literal["send", "correct", "withdraw"]
"""What is done to the recipients of a broadcast."""

LATE: Final = timedelta(hours=1)
"""A schedule that the bot slept through for longer asks before it starts."""
WITHDRAWABLE: Final = timedelta(hours=48)
"""How long Telegram lets a bot delete its messages."""
ROW_OF_BAD: Final = 5
"""So many recipients in a row, before the first success, whose message is refused as such: it is the message."""
FREE_RATE: Final = 30.0
"""Messages a second that Telegram carries for nothing."""
_STARS: Final = 0.1  # for each message above the free rate


@dataclass(frozen=True, slots=True)
class Audience:
    """Who is meant among the subscribers: an empty tuple means all, several fields mean all of them at once."""

    countries: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    workplaces: tuple[str, ...] = ()
    without_case: bool = False


@dataclass(frozen=True, slots=True)
class Content:
    """The message in one language: Telegram's HTML (a caption where there is a file)."""

    html: str
    file: File | None = None


@dataclass(frozen=True, slots=True)
class Broadcast:
    """A broadcast. `base` is the language of those whose own is not written; `note` why it was returned or halted."""

    id: int
    author: str
    state: State
    base: str
    contents: Mapping[str, Content]
    audience: Audience
    training: bool
    start_at: datetime | None
    approved_by: str
    note: str

    def within(self, workplaces: Collection[str] | None) -> bool:
        """Whether all whom it reaches belong to these workplaces; None stands for all."""
        places = self.audience.workplaces
        return workplaces is None or (bool(places) and set(places) <= set(workplaces))


@dataclass(frozen=True, slots=True)
class Counts:
    """How many people an audience has now, also by their own language."""

    total: int
    by_language: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Progress:
    """How many rows stand where. `doubled`: sent again because a crash left open whether they had been."""

    total: int = 0
    queued: int = 0
    sending: int = 0
    sent: int = 0
    failed: Mapping[str, int] = field(default_factory=dict)
    unknown: int = 0
    doubled: int = 0

    @property
    def left(self) -> int:
        """Rows that still wait."""
        return self.queued + self.sending

    @property
    def settled(self) -> int:
        """Rows of which no more comes by itself."""
        return self.total - self.left

    @property
    def share(self) -> float:
        """How much of it is done, from 0 to 1."""
        return self.settled / self.total if self.total else 1.0


@dataclass(frozen=True, slots=True)
class Fate:
    """What a send means for its row, its recipient and the run.

    `leaves` unsubscribes the recipient, `moved_to` is their new chat, `pause` holds the whole run for so many seconds,
    `halts` stops it, `shaky` says that the line may be down.
    """

    state: RowState
    reason: str = ""
    message: int | None = None
    leaves: bool = False
    moved_to: str = ""
    pause: float = 0.0
    halts: bool = False
    shaky: bool = False


def fate(result: SendResult) -> Fate:
    """What the sending of a message means."""
    match result:
        case Delivered(message):
            return Fate("sent", message=message)
        case Refused():
            return _refused(result)
        case Retry(after):
            return Fate("queued", pause=after, shaky=True)
        case Unknown():
            return Fate("unknown", shaky=True)
        case Stop():
            return Fate("queued", halts=True)


def _refused(result: Refused) -> Fate:
    if result.reason == "moved" and result.moved_to:
        return Fate("queued", moved_to=result.moved_to)
    return Fate("failed", result.reason, leaves=result.reason in {"blocked", "gone", "moved"})


def fate_of_change(result: SendResult) -> Fate:
    """What an edit or a deletion means: done twice it is the same as once, so an unknown one is simply tried again."""
    return Fate("queued", pause=1.0, shaky=True) if isinstance(result, Unknown) else fate(result)


def eta(left: int, rate: float) -> timedelta:
    """The time that `left` messages take at `rate` a second."""
    return timedelta(seconds=ceil(left / rate)) if rate > 0 else timedelta(0)


def cost(recipients: int, rate: float) -> int:
    """The Telegram Stars that a paid broadcast costs at most: what goes out above the free rate is charged."""
    return ceil(recipients * _STARS * (1 - FREE_RATE / rate)) if rate > FREE_RATE else 0


def mark(draft: Broadcast) -> str:
    """A short mark of what would be sent, and to whom: another text, another mark."""
    contents = sorted((language, content.html, repr(content.file)) for language, content in draft.contents.items())
    return f"{zlib.crc32(repr((contents, draft.base, draft.audience)).encode('utf-8', 'surrogatepass')):08x}"
