"""Test questions of the knowledge: which must reach which topic, and which must reach none."""

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
    """A test question, the topic it must reach (or "none"), and for whom it is asked."""

    text: str
    topic: str
    language: str
    country: str | None
    place: Place


@dataclass(frozen=True, slots=True)
class Marked:
    """A task and what came of it."""

    task: Task
    verdict: Verdict

    @property
    def topics(self) -> tuple[str, ...]:
        """The topics that the person was shown, best first."""
        shown = {Answer: 1, NoMatch: 0}.get(type(self.verdict), 3)
        return tuple(candidate.topic for candidate in self.verdict.reading.candidates[:shown])

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
        return tuple(mark for mark in self.marked if mark.task.topic != NONE)

    @property
    def others(self) -> tuple[Marked, ...]:
        """The questions that must reach none."""
        return tuple(mark for mark in self.marked if mark.task.topic == NONE)

    def rates(self) -> dict[str, float]:
        """Shares in per cent: answered at once, helped, wrong; fooled."""
        ours, others = self.ours, self.others
        return {
            "first": share(mark.first for mark in ours),
            "helped": share(mark.helped for mark in ours),
            "wrong": share(mark.wrong for mark in ours),
            "fooled": share(mark.fooled for mark in others),
        }


def share(flags: Iterable[bool]) -> float:
    """The share of true ones, in per cent; 0 for none at all."""
    values = list(flags)
    return 100 * sum(values) / len(values) if values else 0.0


def examine(matcher: Matcher, tasks: Iterable[Task]) -> tuple[Score, ...]:
    """Ask every question."""
    marked: dict[str, list[Marked]] = {}
    for task in tasks:
        verdict = matcher.match(task.text, task.language, task.country)
        marked.setdefault(task.language, []).append(Marked(task, verdict))
    return tuple(Score(language, tuple(marks)) for language, marks in sorted(marked.items()))


def leaked(tasks: Iterable[Task], asks: Iterable[str]) -> tuple[Task, ...]:
    """Tasks that stand among the ways to ask: they test nothing."""
    known = {fold(text) for text in asks}
    return tuple(task for task in tasks if task.topic != NONE and fold(task.text) in known)
