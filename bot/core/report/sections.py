"""The sections of a report: each a finding, what it rests on as a chart, and the same in figures."""

from collections.abc import Callable, Sequence
from typing import Literal

from bot.core import locale
from bot.core.floor import FLOOR
from bot.core.queue import OFTEN
from bot.core.report import findings
from bot.core.report.charts import Bars, Series
from bot.core.report.layout import Picture, Section, Table
from bot.core.report.series import BARS, columns, split_bars, spread
from bot.core.report.values import Group, Report, Slice, Split
from bot.core.report.voice import Voice, cut

Column = Literal[
    "day", "language", "country", "topic", "count", "helped", "unhelped", "range", "people", "told", "why", "text",
    "recipients", "arrived", "failed", "unknown",
]  # fmt: skip
"""What a column of a table can be: the end of its key."""

_NOTHING = "-"  # in a cell
_NAMES = 3
Name = Callable[[str | None], str]


def _head(voice: Voice, *columns: Column) -> tuple[str, ...]:
    return tuple(voice.say(f"report_col_{column}") for column in columns)


def days(report: Report, voice: Voice) -> Section:
    """How many questions came, and what became of them."""
    found, chart = report.outcomes, columns(report, voice)
    lead = voice.say(
        "report_days_lead",
        count=voice.count(found.total),
        days=voice.count(len(report.days)),
        answer=voice.count(found.answer),
        suggest=voice.count(found.suggest),
        none=voice.count(found.none),
    )
    if report.small_talk:
        lead += " " + voice.say("report_days_talk", count=voice.count(report.small_talk))
    if report.offered.of >= FLOOR:
        rate, sure = voice.percent(report.offered.rate), voice.bounds(report.offered)
        lead += " " + voice.say("report_days_taken", rate=rate, range=sure)
    since, until = chart.labels[0], chart.labels[-1]
    bars = list(zip(*(series.values for series in chart.series), strict=True))
    alt = voice.say("report_days_alt", since=since, until=until, count=voice.count(int(max(map(sum, bars)))))
    rows = tuple(
        (label, *(voice.count(int(value)) for value in values))
        for label, values in zip(chart.labels, bars, strict=True)
    )
    head = (*_head(voice, "day"), *(series.label for series in chart.series))
    return Section("days", findings.at_once(found.at_once, voice), lead, Picture(chart, alt), Table(head, rows))


# --- languages and countries --------------------------------------------------------------------------


def languages(report: Report, voice: Voice) -> Section:
    """How each language fares."""
    split, heading = report.languages, findings.languages(report.languages, voice)
    table = _fared("language", split, voice.tongue, voice)
    alt = voice.say("report_languages_alt", values=_values(table))
    return Section("languages", heading, _lead(split, voice), _bars(split, voice.tongue, alt, voice), table)


def countries(report: Report, voice: Voice) -> Section:
    """How each country fares."""
    split, heading = report.countries, findings.countries(report.countries, voice)
    table = _fared("country", split, voice.country, voice)
    alt = voice.say("report_countries_alt", values=_values(table))
    return Section("countries", heading, _lead(split, voice), _bars(split, voice.country, alt, voice), table)


def _lead(split: Split, voice: Voice) -> str:
    lead = voice.say("report_split_lead")
    if split.small:
        values = {"groups": split.small, "floor": FLOOR, "count": split.small_total}
        lead += " " + voice.say("report_split_small", **{key: voice.count(value) for key, value in values.items()})
    return lead


def _fared(column: Column, split: Split, name: Name, voice: Voice) -> Table:
    outcomes = (voice.say("report_answer"), voice.say("report_suggest"), voice.say("report_none"))
    rows = tuple(
        (name(piece.key), *voice.outcomes(piece.outcomes), voice.count(piece.outcomes.total), _told(piece, voice))
        for piece in split.slices
    )
    return Table((*_head(voice, column), *outcomes, *_head(voice, "count", "helped")), rows)


def _bars(split: Split, name: Name, alt: str, voice: Voice) -> Picture | None:
    return Picture(split_bars(split, name, voice), alt) if split.slices else None


def _told(piece: Slice, voice: Voice) -> str:
    return (
        f"{voice.percent(piece.helped.rate)} ({voice.bounds(piece.helped)})" if piece.helped.of >= FLOOR else _NOTHING
    )


def _values(table: Table) -> str:
    return "; ".join(f"{row[0]} {row[1]}" for row in table.rows[:BARS])


# --- help ---------------------------------------------------------------------------------------------


def helped(report: Report, voice: Voice) -> Section:
    """Whether it helped, as far as people told."""
    shares = [(voice.say("report_helped_all"), report.helped)]
    shares += [(voice.tongue(piece.key), piece.helped) for piece in report.languages.slices]
    shares += [(voice.country(piece.key), piece.helped) for piece in report.countries.slices]
    shares = [(name, share) for name, share in shares if share.of >= FLOOR]
    lead = voice.say("report_helped_lead", count=voice.few(report.helped.of))
    heading = findings.helped(report.helped, voice)
    if not shares:
        return Section("helped", heading, lead if report.helped.of else "")
    rows = tuple((name, voice.percent(s.rate), voice.bounds(s), voice.count(s.of)) for name, s in shares)
    head = ("", *_head(voice, "helped", "range", "told"))
    table = Table(head, rows)
    alt = voice.say("report_helped_alt", values=_values(table))
    return Section("helped", heading, lead, Picture(spread(shares[:BARS], voice), alt), table)


def complaints(report: Report, voice: Voice) -> Section:
    """Which answers help least, and why."""
    heading = findings.complaints(report, voice)
    if not report.complaints:
        return Section("complaints", heading, "")
    lead = voice.say("report_complaints_lead", floor=voice.count(FLOOR))
    rows = tuple(
        (
            voice.topic(complaint.topic),
            f"{voice.count(complaint.unhelped.count)} / {voice.count(complaint.unhelped.of)}",
            voice.bounds(complaint.unhelped),
            ", ".join(f"{voice.say(f'why_{why}')} ({voice.count(count)})" for why, count in complaint.reasons)
            or _NOTHING,
        )
        for complaint in report.complaints
    )
    table = Table(_head(voice, "topic", "unhelped", "range", "why"), rows)
    shares = [(voice.topic(complaint.topic), complaint.unhelped) for complaint in report.complaints[:BARS]]
    alt = voice.say("report_complaints_alt", values=_values(table))
    return Section("complaints", heading, lead, Picture(spread(shares, voice), alt), table)


# --- topics, and what lacks one -----------------------------------------------------------------------


def topics(report: Report, voice: Voice) -> Section:
    """What is asked most."""
    slices = report.topics.slices[:BARS]
    heading = findings.topics(report.topics, voice)
    if not slices:
        return Section("topics", heading, "")
    names = [voice.topic(piece.key or "") for piece in slices]
    counts = [piece.outcomes.total for piece in slices]
    series = Series(voice.say("report_col_count"), "plain", tuple(map(float, counts)))
    chart = Bars(tuple(map(cut, names)), (series,), tuple(map(voice.count, counts)))
    rows = tuple((*named, _told(piece, voice)) for *named, piece in zip(names, chart.notes, slices, strict=True))
    head = _head(voice, "topic", "count", "helped")
    table = Table(head, rows)
    alt = voice.say("report_topics_alt", values=_values(table))
    return Section("topics", heading, voice.say("report_topics_lead"), Picture(chart, alt), table)


def unanswered(report: Report, voice: Voice) -> Section:
    """What lacks an answer."""
    heading = findings.unanswered(report, voice)
    if not report.unanswered:
        return Section("unanswered", heading, "")
    lead = voice.say("report_unanswered_lead", count=voice.count(report.groups), rare=voice.count(OFTEN))
    rows = tuple(_group(group, voice) for group in report.unanswered)
    head = _head(voice, "text", "people", "language", "country")
    return Section("unanswered", heading, lead, table=Table(head, rows))


def _group(group: Group, voice: Voice) -> tuple[str, str, str, str]:
    languages = _first([voice.tongue(name) for name, _ in group.languages])
    countries = _first([voice.country(None if name == "?" else name) for name, _ in group.countries])
    return group.text, voice.count(group.count), languages, countries


def _first(names: Sequence[str]) -> str:
    """The first few, and how many more: a cell must stay small on a telephone."""
    more = len(names) - _NAMES
    return ", ".join(names[:_NAMES]) + (f" +{more}" if more > 0 else "")


def reach(report: Report, voice: Voice) -> Section:
    """What the broadcasts reached."""
    heading = findings.reach(report, voice)
    if not report.broadcasts:
        return Section("reach", heading, "")
    head = _head(voice, "day", "recipients", "arrived", "failed", "unknown")
    rows = tuple(
        (
            locale.short_day(sent.day, voice.language),
            *(voice.few(count) for count in (sent.recipients, sent.arrived, sent.failed, sent.unknown)),
        )
        for sent in report.broadcasts
    )
    return Section("reach", heading, voice.say("report_reach_lead"), table=Table(head, rows))
