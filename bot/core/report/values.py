"""The values of a report: what is read from the log, and what is made of it. No field holds a chat or a pseudonym."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from math import sqrt
from typing import Final

from bot.core.coverage import Mark
from bot.core.model import Outcome

_Z: Final = 1.96  # 95 %


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as the log keeps it: redacted, and without whoever asked. `at` is UTC, `took_ms` may be missing.

    `topic` is the best candidate; `chosen` the topic that was picked from those offered, or "none".
    """

    at: datetime
    text: str
    language: str
    country: str | None
    outcome: Outcome
    topic: str | None = None
    took_ms: float | None = None
    chosen: str | None = None
    helped: bool | None = None
    why: str | None = None

    @property
    def shown(self) -> str | None:
        """The topic that the person was answered with, at once or after a choice."""
        if self.outcome == "answer":
            return self.topic
        return self.chosen if self.chosen != "none" else None

    @property
    def unanswered(self) -> bool:
        """Whether we had nothing, or nothing that fitted."""
        return self.outcome == "none" or self.chosen == "none"


@dataclass(frozen=True, slots=True)
class Share:
    """`count` of `of`, and between what bounds the true share lies, as far as so few can tell."""

    count: int
    of: int

    @property
    def rate(self) -> float:
        """From 0 to 1; 0 for none at all."""
        return self.count / self.of if self.of else 0.0

    @property
    def bounds(self) -> tuple[float, float]:
        """Wilson's 95 % confidence interval; everything is possible when nobody was asked."""
        if not self.of:
            return 0.0, 1.0
        rate, n, square = self.rate, self.of, _Z * _Z
        middle = (rate + square / (2 * n)) / (1 + square / n)
        half = _Z / (1 + square / n) * sqrt(rate * (1 - rate) / n + square / (4 * n * n))
        return max(0.0, middle - half), min(1.0, middle + half)


@dataclass(frozen=True, slots=True)
class Outcomes:
    """How many questions were answered at once, offered topics, not known."""

    answer: int = 0
    suggest: int = 0
    none: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.answer + self.suggest + self.none

    @property
    def at_once(self) -> Share:
        """The share that was answered at once."""
        return Share(self.answer, self.total)


@dataclass(frozen=True, slots=True)
class Day:
    """A day (UTC) and its questions."""

    day: date
    outcomes: Outcomes


@dataclass(frozen=True, slots=True)
class Slice:
    """The questions of one language, country or topic; `key` is None for a country that nobody chose."""

    key: str | None
    outcomes: Outcomes
    helped: Share


@dataclass(frozen=True, slots=True)
class Split:
    """Slices of `FLOOR` questions and more, biggest first; how many slices were too small to show, and their sum."""

    slices: tuple[Slice, ...]
    small: int = 0
    small_total: int = 0


@dataclass(frozen=True, slots=True)
class Complaint:
    """A topic whose answer did not help: how often of those that said so, and why, most frequent first."""

    topic: str
    unhelped: Share
    reasons: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Questions that are alike and had no answer: `text` stands for them, shortened where few asked in these words.

    `count` says how many people asked, the others how many of these in each language and country ("?" for none).
    """

    text: str
    count: int
    languages: tuple[tuple[str, int], ...] = ()
    countries: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Times:
    """Milliseconds within which half of the answers were ready, and 19 in 20."""

    half: float
    most: float


@dataclass(frozen=True, slots=True)
class Sent:
    """A broadcast: its day (UTC), recipients, and how many copies arrived, failed, or may have arrived."""

    day: date
    recipients: int
    arrived: int
    failed: int
    unknown: int


@dataclass(frozen=True)
class Report:
    """Everything that the report tells, from `since` to `until` (days, UTC, both included).

    `small_talk` greetings and thanks are counted nowhere else. `offered` is how many of those who were offered topics
    took one, of those that did anything. `marks` is the state of the knowledge: (topic, country, language) -> mark.
    """

    since: date
    until: date
    outcomes: Outcomes = Outcomes()
    small_talk: int = 0
    days: tuple[Day, ...] = ()
    helped: Share = Share(0, 0)
    offered: Share = Share(0, 0)
    languages: Split = Split(())
    countries: Split = Split(())
    topics: Split = Split(())
    unanswered: tuple[Group, ...] = ()
    groups: int = 0
    complaints: tuple[Complaint, ...] = ()
    times: Times | None = None
    broadcasts: tuple[Sent, ...] = ()
    marks: Mapping[tuple[str, str, str], Mark] = field(default_factory=dict)
