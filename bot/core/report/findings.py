"""What a report found, as the sentences that stand over its charts. A difference is named only where it is certain."""

from collections.abc import Callable
from typing import Final, get_args

from bot.core.coverage import Mark
from bot.core.report.values import Report, Share, Split
from bot.core.report.voice import Voice

FRACTIONS: Final[tuple[tuple[str, float], ...]] = (
    ("hardly", 0.0),
    ("1_10", 0.1),
    ("1_4", 0.25),
    ("1_3", 1 / 3),
    ("1_2", 0.5),
    ("2_3", 2 / 3),
    ("3_4", 0.75),
    ("4_5", 0.8),
    ("9_10", 0.9),
    ("nearly", 1.0),
)
"""Shares as people say them, by the end of their key `report_at_once_`."""


def at_once(share: Share, voice: Voice) -> str:
    """`Two in three questions were answered at once`."""
    name = min(FRACTIONS, key=lambda fraction: abs(fraction[1] - share.rate))[0]
    return voice.say(f"report_at_once_{name}")


def helped(share: Share, voice: Voice) -> str:
    """How many in a hundred were helped; nothing is claimed where nobody told."""
    if not share.of:
        return voice.say("report_helped_nobody")
    return voice.say("report_helped", rate=voice.percent(share.rate))


def languages(split: Split, voice: Voice) -> str:
    """Which language is served worst, if any surely is."""
    return _worst(split, voice.tongue, voice) or voice.say("report_languages_alike")


def countries(split: Split, voice: Voice) -> str:
    """Which country is served worst, if any surely is."""
    return _worst(split, voice.country, voice) or voice.say("report_countries_alike")


def _worst(split: Split, name: Callable[[str | None], str], voice: Voice) -> str:
    """The worst slice and the best, where their ranges do not touch; else nothing."""
    order = sorted(split.slices, key=lambda piece: piece.outcomes.at_once.rate)
    if not order or order[0].outcomes.at_once.bounds[1] >= order[-1].outcomes.at_once.bounds[0]:
        return ""
    worst, best = (voice.percent(piece.outcomes.at_once.rate) for piece in (order[0], order[-1]))
    return voice.say("report_worst", name=name(order[0].key), rate=worst, best=best)


def topics(split: Split, voice: Voice) -> str:
    """What is asked most."""
    if not split.slices:
        return voice.say("report_topics_none")
    first, total = split.slices[0], sum(piece.outcomes.total for piece in split.slices) + split.small_total
    share = voice.percent(first.outcomes.total / total)
    return voice.say("report_topics", topic=voice.topic(first.key or ""), rate=share)


def unanswered(report: Report, voice: Voice) -> str:
    """What lacks an answer most."""
    if not report.unanswered:
        return voice.say("report_unanswered_none")
    first = report.unanswered[0]
    return voice.say("report_unanswered", text=first.text, count=voice.count(first.count))


def complaints(report: Report, voice: Voice) -> str:
    """Which answer disappoints most, if one is surely worse than answers are on the whole."""
    usual = 1 - report.helped.rate
    if not report.complaints or report.complaints[0].unhelped.bounds[0] <= usual:
        return voice.say("report_complaints_none")
    worst = report.complaints[0]
    count, of = voice.count(worst.unhelped.count), voice.count(worst.unhelped.of)
    return voice.say("report_complaints", topic=voice.topic(worst.topic), count=count, of=of)


def reach(report: Report, voice: Voice) -> str:
    """How much of what was sent arrived."""
    recipients = sum(sent.recipients for sent in report.broadcasts)
    if not recipients:
        return voice.say("report_reach_none")
    arrived = sum(sent.arrived for sent in report.broadcasts)
    return voice.say("report_reach", rate=voice.percent(arrived / recipients), count=voice.few(recipients))


def coverage(report: Report, voice: Voice) -> str:
    """How much of what should be answered is, and how much of that a lawyer has seen."""
    values = list(report.marks.values())
    have: dict[Mark, int] = {mark: values.count(mark) for mark in get_args(Mark)}
    written = have["answered"] + have["reviewed"] + have["stale"]
    wanted = written + have["missing"]
    share = voice.percent(written / wanted if wanted else 0)
    return voice.say("report_coverage", rate=share, reviewed=voice.percent(have["reviewed"] / (written or 1)))
