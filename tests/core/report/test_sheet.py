"""The report in words: whole in every language, the same in the chart and in its table."""

import re

import pytest

from bot.core.report.charts import Columns
from bot.core.report.layout import Sheet
from bot.core.report.series import columns
from bot.core.report.sheet import sheet
from bot.core.report.summary import board, enough, lines
from bot.core.report.voice import Voice
from bot.core.texts import Texts
from tests import small
from tests.core.report import made

LANGUAGES = ("en", "es", "fr", "it")


def voice(texts: Texts, language: str = "en") -> Voice:
    """A voice over the small knowledge."""
    return Voice(texts, language, small.KNOWLEDGE)


def full(texts: Texts, language: str = "en") -> Sheet:
    """The sheet of a full report."""
    return sheet(made.report(), voice(texts, language), 180)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_everything(texts: Texts, language: str) -> None:
    """No hole is left open, and every section has its words."""
    found = full(texts, language)
    assert [section.id for section in found.sections] == (
        "days helped languages countries topics unanswered complaints reach".split()
    )
    words = [section.heading + section.lead for section in found.sections]
    words += [section.picture.alt for section in found.sections if section.picture]
    words += [found.title, found.span, found.notes, found.coverage.heading]
    assert [text for text in words if re.search(r"\{|\}", text.replace(made.WILD, "")) or not text] == []


def test_a_chart_and_its_table_tell_the_same(texts: Texts) -> None:
    """Whoever cannot see the chart has its figures, a row for each bar, and a sentence that says what it shows."""
    for section in full(texts).sections:
        if section.picture:
            assert section.table
            assert len(section.table.rows) >= len(section.picture.chart.labels)
            assert {len(row) for row in section.table.rows} == {len(section.table.head)}
            assert len(section.picture.alt) > 40


def test_a_long_time_is_shown_by_weeks(texts: Texts) -> None:
    """A hundred bars cannot be told apart on a telephone; no question is lost by summing them."""
    report = made.report(100)
    chart = columns(report, voice(texts))
    assert (len(chart.labels), chart.axis) == (15, "questions a week")
    assert sum(sum(series.values) for series in chart.series) == report.outcomes.total
    assert len(columns(made.report(), voice(texts)).labels) == 30


def test_an_empty_time_is_told_kindly(texts: Texts) -> None:
    """No empty charts; what the page will be, how to see that, and the coverage, which needs no question."""
    found = sheet(made.empty(), voice(texts), 180)
    assert (found.sections, found.tiles) == ((), ())
    assert found.empty[0].startswith("Nobody asked anything in this time")
    assert "redress demo-log" in found.empty[1]
    assert len(found.coverage.rows) == len(small.CATALOGUE.topics)


def test_a_demonstration_is_marked(texts: Texts) -> None:
    """Made-up figures are never taken for real ones."""
    assert sheet(made.report(), voice(texts), 180, demo=True).banner.startswith("Demonstration")
    assert full(texts).banner == ""


def test_broadcast_counts_below_five_are_not_told(texts: Texts) -> None:
    """In a small hall everybody knows the two who blocked the bot."""
    (row,) = next(section for section in full(texts).sections if section.id == "reach").table.rows  # type: ignore[union-attr]
    assert row[1:] == ("400", "390", "8", "fewer than 5")


def test_the_matrix_needs_no_colours(texts: Texts) -> None:
    """Each mark has its own sign, and words for whoever hears the page."""
    grid = full(texts).coverage
    assert len({cell.sign for cell in grid.legend}) == len(grid.legend) == 5
    assert {len(row.cells) for row in grid.rows} == {grid.columns}
    assert [row.area for row in grid.rows if row.area] == [
        "Before it happens",
        "Your rights and your money",
        "Taking the business over",
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_summary_is_five_lines(texts: Texts, language: str) -> None:
    """For staff in a chat, in their language; what people typed is escaped."""
    found = lines(made.report(), voice(texts, language))
    assert len(found) == 5
    assert "<script>" not in "".join(found)
    assert "&lt;script&gt;" in found[3]


def test_the_summary_tells_nothing_about_a_few(texts: Texts) -> None:
    """Below five neither a question nor a complaint is named."""
    report = made.empty()
    assert not enough(report)
    assert lines(report, voice(texts))[2:] == (
        "Fewer than 5 people told us whether it helped",
        "No question without an answer came 5 times or more",
        "No answer stands out as bad",
    )


def test_the_picture_has_its_findings(texts: Texts) -> None:
    """Every chart of it states what it shows."""
    found = board(made.report(7), voice(texts))
    assert isinstance(found.days, Columns)
    assert len(found.days.labels) == 7
    assert found.days_heading.endswith("answered at once")
    assert all((found.languages_heading, found.countries_heading))
