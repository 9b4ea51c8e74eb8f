"""A report laid out: sections with their words said and numbers written. What draws it knows no language."""

from dataclasses import dataclass

from bot.core.report.charts import Chart
from bot.core.report.grid import Grid


@dataclass(frozen=True, slots=True)
class Table:
    """A table: what the columns are, and rows of the same length; the first column names the row."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart, and its content in words for those who do not see it."""

    chart: Chart
    alt: str


@dataclass(frozen=True, slots=True)
class Tile:
    """A number that stands alone, what it counts, and how sure it is."""

    value: str
    label: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A finding and what it rests on. With a picture the table is the same in figures; without, it is the section."""

    id: str
    heading: str
    lead: str
    picture: Picture | None = None
    table: Table | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A whole report. `banner` marks a demonstration; `empty` is said instead of the sections when nobody asked."""

    language: str
    title: str
    span: str
    banner: str
    empty: tuple[str, ...]
    tiles: tuple[Tile, ...]
    sections: tuple[Section, ...]
    coverage: Grid
    in_figures: str
    notes: str
