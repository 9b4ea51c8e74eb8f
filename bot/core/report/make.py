"""Counting: rows of the log in, a `Report` out. One pass over the rows for each kind of slice."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import numpy as np

from bot.core import queue
from bot.core.coverage import Mark
from bot.core.floor import FLOOR
from bot.core.report.values import (
    Asked,
    Complaint,
    Day,
    Group,
    Outcomes,
    Report,
    Sent,
    Share,
    Slice,
    Split,
    Times,
)

MOST: Final = 12
"""Rows of a list: more are not read."""
_CHAT = "chat."


@dataclass(frozen=True, slots=True)
class Log:
    """What a report is made from: what was asked and sent from `since` to `until` (days, UTC), what had no answer."""

    since: date
    until: date
    asked: Sequence[Asked] = ()
    unanswered: Sequence[queue.Group] = ()
    sent: Sequence[Sent] = ()


def make(log: Log, marks: Mapping[tuple[str, str, str], Mark]) -> Report:
    """Count everything. Small talk is counted apart: a greeting that is answered is no success."""
    asked = [question for question in log.asked if not (question.topic or "").startswith(_CHAT) or question.unanswered]
    groups = sorted((_told(group) for group in log.unanswered), key=lambda group: (-group.count, group.text))
    return Report(
        since=log.since,
        until=log.until,
        outcomes=_outcomes(asked),
        small_talk=len(log.asked) - len(asked),
        days=_days(asked, log.since, log.until),
        helped=_helped(asked),
        offered=_taken(asked),
        languages=_split(asked, lambda question: question.language),
        countries=_split(asked, lambda question: question.country),
        topics=_split([question for question in asked if question.shown], lambda question: question.shown),
        unanswered=tuple(groups[:MOST]),
        groups=len(groups),
        complaints=_complaints(asked),
        times=_times(asked),
        broadcasts=tuple(log.sent),
        marks=marks,
    )


def _told(group: queue.Group) -> Group:
    return Group(group.wordings[0].shown, group.count, group.languages, group.countries)


def _outcomes(asked: Iterable[Asked]) -> Outcomes:
    counts = Counter(question.outcome for question in asked)
    return Outcomes(counts["answer"], counts["suggest"], counts["none"])


def _helped(asked: Iterable[Asked]) -> Share:
    told = [question.helped for question in asked if question.helped is not None]
    return Share(sum(told), len(told))


def _taken(asked: Iterable[Asked]) -> Share:
    chosen = [question.chosen for question in asked if question.outcome == "suggest" and question.chosen]
    return Share(sum(topic != "none" for topic in chosen), len(chosen))


def _days(asked: Sequence[Asked], since: date, until: date) -> tuple[Day, ...]:
    """Every day has a row, also one on which nobody asked."""
    found: dict[date, list[Asked]] = defaultdict(list)
    for question in asked:
        found[question.at.date()].append(question)
    days = (since + timedelta(days=number) for number in range((until - since).days + 1))
    return tuple(Day(day, _outcomes(found[day])) for day in days)


def _split(asked: Iterable[Asked], key: Callable[[Asked], str | None]) -> Split:
    found: dict[str | None, list[Asked]] = defaultdict(list)
    for question in asked:
        found[key(question)].append(question)
    slices = [Slice(name, _outcomes(members), _helped(members)) for name, members in found.items()]
    slices.sort(key=lambda piece: (-piece.outcomes.total, piece.key or ""))
    large = tuple(piece for piece in slices if piece.outcomes.total >= FLOOR)
    small = slices[len(large) :]
    return Split(large, len(small), sum(piece.outcomes.total for piece in small))


def _complaints(asked: Iterable[Asked]) -> tuple[Complaint, ...]:
    """Worst first: by what is certain, the lower bound of the share, so that one angry person is no finding."""
    told: dict[str, list[Asked]] = defaultdict(list)
    for question in asked:
        if question.helped is not None and question.shown:
            told[question.shown].append(question)
    found = [_complaint(topic, members) for topic, members in told.items() if len(members) >= FLOOR]
    found = [complaint for complaint in found if complaint.unhelped.count]
    return tuple(sorted(found, key=lambda complaint: (-complaint.unhelped.bounds[0], complaint.topic))[:MOST])


def _complaint(topic: str, members: Sequence[Asked]) -> Complaint:
    unhelped = [question for question in members if not question.helped]
    reasons = Counter(question.why for question in unhelped if question.why)
    return Complaint(topic, Share(len(unhelped), len(members)), tuple(reasons.most_common()))


def _times(asked: Iterable[Asked]) -> Times | None:
    took = [question.took_ms for question in asked if question.took_ms is not None]
    return Times(*(float(value) for value in np.quantile(took, (0.5, 0.95)))) if took else None
