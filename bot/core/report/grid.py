"""The coverage matrix as a reader sees it: topic by topic, country and language across."""

from dataclasses import dataclass
from typing import Final, get_args

from bot.core.coverage import Mark
from bot.core.report import findings
from bot.core.report.values import Report
from bot.core.report.voice import Voice

SIGNS: Final[dict[Mark, str]] = {"reviewed": "★", "answered": "●", "stale": "◐", "missing": "○", "base": "·"}
"""Marks as signs, so that nobody needs the colours."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A mark, its sign, and what it means for whoever hears the page read out."""

    mark: Mark
    sign: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Row:
    """A topic and its cells; `area` is set where a new area begins."""

    area: str
    topic: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Head:
    """A country and how many languages stand below it."""

    country: str
    name: str
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """The matrix with its legend."""

    heading: str
    lead: str
    topic: str
    heads: tuple[Head, ...]
    rows: tuple[Row, ...]
    legend: tuple[Cell, ...]

    @property
    def columns(self) -> int:
        """How many columns of cells there are."""
        return sum(len(head.languages) for head in self.heads)


def grid(report: Report, voice: Voice) -> Grid:
    """The matrix of a report, in the words of `voice`."""
    columns = list(dict.fromkeys((country, language) for _, country, language in report.marks))
    countries = list(dict.fromkeys(country for country, _ in columns))
    legend = tuple(_cell(mark, voice) for mark in get_args(Mark))
    cells = {cell.mark: cell for cell in legend}
    return Grid(
        heading=findings.coverage(report, voice),
        lead=voice.say("report_coverage_lead"),
        topic=voice.say("report_col_topic"),
        heads=tuple(
            Head(country, voice.law(country), tuple(language for name, language in columns if name == country))
            for country in countries
        ),
        rows=tuple(_rows(report, voice, columns, cells)),
        legend=legend,
    )


def _cell(mark: Mark, voice: Voice) -> Cell:
    return Cell(mark, SIGNS[mark], voice.say(f"report_mark_{mark}"))


def _rows(report: Report, voice: Voice, columns: list[tuple[str, str]], cells: dict[Mark, Cell]) -> list[Row]:
    rows, last = [], ""
    known = voice.knowledge.catalogue.by_topic
    for topic in dict.fromkeys(name for name, _, _ in report.marks):
        area = known[topic].area if topic in known else ""
        title = voice.say(f"area_{area}") if area and area != last else ""
        rows.append(Row(title, voice.topic(topic), tuple(cells[report.marks[topic, *column]] for column in columns)))
        last = area
    return rows
