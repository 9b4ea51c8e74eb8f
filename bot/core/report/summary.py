"""A report in short: one picture and five lines, for staff in a chat. Below the floor nothing is said."""

from dataclasses import dataclass

from bot.core.floor import FLOOR
from bot.core.report import findings
from bot.core.report.charts import Bars, Columns
from bot.core.report.series import columns, split_bars
from bot.core.report.values import Report
from bot.core.report.voice import Voice


@dataclass(frozen=True, slots=True)
class Board:
    """One picture: a title, and charts below one another, each with its finding."""

    title: str
    span: str
    days: Columns
    days_heading: str
    languages: Bars
    languages_heading: str
    countries: Bars
    countries_heading: str


def enough(report: Report) -> bool:
    """Whether there are so many questions that nobody can be told apart."""
    return report.outcomes.total >= FLOOR


def board(report: Report, voice: Voice) -> Board:
    """The picture of a report."""
    return Board(
        title=voice.say("stats_title"),
        span=voice.say("report_span", since=voice.day(report.since), until=voice.day(report.until)),
        days=columns(report, voice),
        days_heading=findings.at_once(report.outcomes.at_once, voice),
        languages=split_bars(report.languages, voice.tongue, voice),
        languages_heading=findings.languages(report.languages, voice),
        countries=split_bars(report.countries, voice.country, voice),
        countries_heading=findings.countries(report.countries, voice),
    )


def lines(report: Report, voice: Voice) -> tuple[str, ...]:
    """Five lines, as HTML."""
    answer, suggest, none = voice.outcomes(report.outcomes)
    return (
        voice.html("stats_questions", count=voice.count(report.outcomes.total)),
        voice.html("stats_outcomes", answer=answer, suggest=suggest, none=none),
        _helped(report, voice),
        _lacking(report, voice),
        _worst(report, voice),
    )


def _helped(report: Report, voice: Voice) -> str:
    if report.helped.of < FLOOR:
        return voice.html("stats_helped_few", count=voice.count(FLOOR))
    rate, sure = voice.percent(report.helped.rate), voice.bounds(report.helped)
    return voice.html("stats_helped", rate=rate, range=sure, count=voice.count(report.helped.of))


def _lacking(report: Report, voice: Voice) -> str:
    first = report.unanswered[0] if report.unanswered else None
    if first is None or first.count < FLOOR:
        return voice.html("stats_lacking_none", count=voice.count(FLOOR))
    return voice.html("stats_lacking", text=first.text, count=voice.count(first.count))


def _worst(report: Report, voice: Voice) -> str:
    worst = report.complaints[0] if report.complaints else None
    if worst is None or worst.unhelped.count < FLOOR:
        return voice.html("report_complaints_none")
    count, of = voice.count(worst.unhelped.count), voice.count(worst.unhelped.of)
    return voice.html("stats_worst", topic=voice.topic(worst.topic), count=count, of=of)
