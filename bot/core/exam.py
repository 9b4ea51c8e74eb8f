"""Test questions of the knowledge: which must reach which topic, and which must reach none."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, field

from bot.core.knowledge import LIGHT
from bot.core.match.fold import fold
from bot.core.match.matcher import Matcher
from bot.core.model import Answer, NoMatch, Verdict
from bot.core.problems import Place

NONE = "none"
_LIGHT = tuple(f"{area}." for area in LIGHT)


@dataclass(frozen=True, slots=True)
class Task:
    """A test question, the topic it must reach (or "none"), and for whom it is asked.

    `known` says why it is known to fail: it then counts for nothing, and must go on failing until the reason is gone.
    """

    text: str
    topic: str
    language: str
    country: str | None
    place: Place
    known: str = ""


@dataclass(frozen=True, slots=True)
class Marked:
    """A task and what came of it. `spare` is how far above the threshold for an answer it was (layers: infinitely)."""

    task: Task
    verdict: Verdict
    spare: float = math.inf

    @property
    def ranked(self) -> tuple[str, ...]:
        """The topics as they came, whatever was decided."""
        return tuple(candidate.topic for candidate in self.verdict.reading.candidates)

    @property
    def right(self) -> bool:
        """What should have happened happened: the topic was answered or offered, or nothing where there is none."""
        return not self.fooled if self.task.topic == NONE else self.helped

    @property
    def topics(self) -> tuple[str, ...]:
        """The topics that the person was shown, best first."""
        shown = {Answer: 1, NoMatch: 0}.get(type(self.verdict), 3)
        return tuple(candidate.topic for candidate in self.verdict.reading.candidates[:shown])

    def answered_with(self, more: float) -> bool:
        """Whether it would be answered at once with so much more caution. Two questions in one are never."""
        return bool(self.ranked) and self.spare >= more and self.verdict.reading.layer != "parts"

    @property
    def first(self) -> bool:
        """Answered at once, and rightly."""
        return isinstance(self.verdict, Answer) and self.verdict.topic == self.task.topic

    @property
    def helped(self) -> bool:
        """The right topic was answered or offered."""
        return self.task.topic in self.topics

    @property
    def wrong(self) -> bool:
        """Answered at once, with a wrong topic. An emergency text on its subject's question is no wrong answer."""
        return isinstance(self.verdict, Answer) and not self.first and not self.verdict.topic.startswith("emergency.")

    @property
    def fooled(self) -> bool:
        """A question that is none of ours, answered as if it were. Signposts and small talk are no answers."""
        return isinstance(self.verdict, Answer) and not self.verdict.topic.startswith(_LIGHT)


@dataclass(frozen=True)
class Score:
    """The result of an exam in one language."""

    language: str
    marked: tuple[Marked, ...] = field(repr=False)

    @property
    def ours(self) -> tuple[Marked, ...]:
        """The questions that have an answer."""
        return tuple(mark for mark in self.marked if mark.task.topic != NONE and not mark.task.known)

    @property
    def others(self) -> tuple[Marked, ...]:
        """The questions that must reach none."""
        return tuple(mark for mark in self.marked if mark.task.topic == NONE and not mark.task.known)

    @property
    def mended(self) -> tuple[Marked, ...]:
        """Known failures that fail no more: their mark is to be taken away."""
        return tuple(mark for mark in self.marked if mark.task.known and mark.right)

    def rates(self) -> dict[str, float]:
        """Shares in per cent: answered at once, helped, wrong; recall at 1 and 3 whatever was decided; fooled."""
        ours, others = self.ours, self.others
        return {
            "first": share(mark.first for mark in ours),
            "helped": share(mark.helped for mark in ours),
            "wrong": share(mark.wrong for mark in ours),
            "fooled": share(mark.fooled for mark in others),
            "at1": share(mark.task.topic in mark.ranked[:1] for mark in ours),
            "at3": share(mark.task.topic in mark.ranked[:3] for mark in ours),
        }

    def with_caution(self, more: float) -> dict[str, float]:
        """What so much more caution would do: shares answered at once rightly, wrongly, and of others fooled."""
        answered = [mark for mark in self.ours if mark.answered_with(more)]
        right = sum(mark.task.topic == mark.ranked[0] for mark in answered)
        fooled = [mark.answered_with(more) and not mark.ranked[0].startswith(_LIGHT) for mark in self.others]
        every = max(len(self.ours), 1)
        return {
            "first": 100 * right / every,
            "wrong": 100 * (len(answered) - right) / every,
            "fooled": share(fooled),
        }


def share(flags: Iterable[bool]) -> float:
    """The share of true ones, in per cent; 0 for none at all."""
    values = list(flags)
    return 100 * sum(values) / len(values) if values else 0.0


def examine(matcher: Matcher, tasks: Iterable[Task]) -> tuple[Score, ...]:
    """Ask every question."""
    marked: dict[str, list[Marked]] = {}
    for task in tasks:
        marked.setdefault(task.language, []).append(mark(matcher, task))
    return tuple(Score(language, tuple(marks)) for language, marks in sorted(marked.items()))


def mark(matcher: Matcher, task: Task) -> Marked:
    """Ask one question."""
    trace = matcher.trace(task.text, task.language, task.country)
    answer_from, _ = matcher.thresholds(trace.verdict.reading.language or task.language, trace.look.index)
    return Marked(task, trace.verdict, math.inf if trace.hit else trace.sure - answer_from)


def leaked(tasks: Iterable[Task], asks: Iterable[str]) -> tuple[Task, ...]:
    """Tasks that stand among the ways to ask: they test nothing."""
    known = {fold(text) for text in asks}
    return tuple(task for task in tasks if task.topic != NONE and fold(task.text) in known)
