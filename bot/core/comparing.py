"""The same questions to two states of the knowledge: which are answered otherwise, and whether that is better."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from bot.core.exam import NONE, Marked, Task
from bot.core.match.matcher import Matcher
from bot.core.model import Answer, NoMatch, Suggest
from bot.core.problems import Place
from bot.core.queue import OFTEN, shortened

_NOWHERE: Final = Place("", 0)
_DECISIONS: Final = {Answer: "answer", Suggest: "offer", NoMatch: "none"}
_SHARED: Final = 2  # topics of three by which two offers are the same to a person
Judgement = Literal["worse", "other", "better"]


@dataclass(frozen=True, slots=True)
class Posed:
    """A question to compare by: a test question with the topic that it wants, or a logged one with its askers."""

    text: str
    language: str
    country: str | None
    count: int = 1
    wanted: str = ""

    @property
    def shown(self) -> str:
        """What may be shown: a test question whole, a logged one as the queue shows it."""
        return self.text if self.wanted or self.count >= OFTEN else shortened(self.text)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a person would be shown: the decision, and the topics. `good` is 0 (wrong) to 3 (right at once)."""

    decision: str
    topics: tuple[str, ...]
    good: int = 0

    def __str__(self) -> str:
        """`answer guarantee-wait`; `offer a, b, c`; `none`."""
        return f"{self.decision} {', '.join(self.topics)}".strip()


@dataclass(frozen=True, slots=True)
class Moved:
    """A question that is answered otherwise."""

    posed: Posed
    before: Outcome
    after: Outcome

    @property
    def judgement(self) -> Judgement:
        """For a test question whether it is better or worse; of a logged one a program cannot tell."""
        if not self.posed.wanted or self.before.good == self.after.good:
            return "other"
        return "better" if self.after.good > self.before.good else "worse"


def tests(tasks: Iterable[Task]) -> list[Posed]:
    """The test questions."""
    return [Posed(task.text, task.language, task.country, 1, task.topic) for task in tasks]


def outcomes(matcher: Matcher, posed: Sequence[Posed]) -> list[Outcome]:
    """What each of them would be shown."""
    return [_outcome(matcher, one) for one in posed]


def _outcome(matcher: Matcher, posed: Posed) -> Outcome:
    verdict = matcher.match(posed.text, posed.language, posed.country)
    mark = Marked(Task(posed.text, posed.wanted, posed.language, posed.country, _NOWHERE), verdict)
    topics = mark.topics if isinstance(verdict, Answer) else tuple(sorted(mark.topics))
    return Outcome(_DECISIONS[type(verdict)], topics, _good(mark))


def _good(mark: Marked) -> int:
    if mark.task.topic == NONE:
        return 0 if mark.fooled else 3
    if mark.first:
        return 3
    return 2 if mark.helped else 0 if mark.wrong else 1


def _alike(was: Outcome, now: Outcome) -> bool:
    """Whether nobody would mind: the same, or an offer that swapped one topic for another unwanted one."""
    offers = was.decision == now.decision == "offer" and was.good == now.good
    return was == now or (offers and len(set(was.topics) & set(now.topics)) >= _SHARED)


def moved(posed: Sequence[Posed], before: Sequence[Outcome], after: Sequence[Outcome]) -> tuple[Moved, ...]:
    """Those that are answered otherwise: what got worse first, then by how many asked."""
    pairs = zip(posed, before, after, strict=True)
    found = [Moved(one, was, now) for one, was, now in pairs if not _alike(was, now)]
    order = {"worse": 0, "other": 1, "better": 2}
    return tuple(sorted(found, key=lambda one: (order[one.judgement], -one.posed.count, one.posed.text)))
