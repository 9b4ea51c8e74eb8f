"""The report as a file: whole in itself, sound HTML, and harmless whatever people typed."""

import re
from html.parser import HTMLParser

import pytest

from bot.core.report.sheet import sheet
from bot.core.report.voice import Voice
from bot.core.texts import Texts
from bot.edges.report.page import page
from tests import small
from tests.core.report import made


@pytest.fixture(scope="module")
def html(texts: Texts) -> str:
    """A full report."""
    return page(sheet(made.report(), Voice(texts, "en", small.KNOWLEDGE), 180, demo=True))


class Reader(HTMLParser):
    """Keeps every tag with its attributes, and what stays open."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag."""
        self.tags.append((tag, dict(attrs)))
        if tag != "meta":
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag that closes itself."""
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        """Close the innermost."""
        assert self.open.pop() == tag


def test_the_page_needs_nothing_from_elsewhere(html: str) -> None:
    """One file that can be mailed and opened without a network: no script, no link, no address."""
    tags = Reader(html).tags
    assert not {tag for tag, _ in tags} & {"script", "link", "img", "iframe", "object", "image"}
    assert "://" not in html
    targets = [target or "" for _, attrs in tags for name, target in attrs.items() if "href" in name or name == "src"]
    assert [target for target in targets if not target.startswith("#")] == []
    assert re.findall(r"url\((?!#)|@import|\bon[a-z]+=", html) == []


def test_the_page_is_sound(html: str) -> None:
    """Every element is closed where it should be, and no two have the same id."""
    reader = Reader(html)
    assert reader.open == []
    ids = [attrs["id"] for _, attrs in reader.tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    assert {"days", "coverage"} <= set(ids)


def test_what_people_typed_is_text(html: str) -> None:
    """A question cannot become a part of the page."""
    assert "<script" not in html
    assert "&lt;script&gt;alert(&#39;$x$" in html


def test_every_chart_says_what_it_shows(html: str) -> None:
    """For whoever hears the page; and the drawing itself is left out of that."""
    figures = [attrs for tag, attrs in Reader(html).tags if tag == "figure"]
    assert len(figures) == 6
    assert [figure for figure in figures if figure["role"] != "img" or len(figure["aria-label"] or "") < 40] == []
    assert html.count('aria-hidden="true">') >= len(figures)


def test_charts_take_the_colours_of_the_page(html: str) -> None:
    """Dark letters on a dark page could not be read."""
    assert "var(--ink)" in html
    assert not re.search("#010203|#040506|#fdfeff", html)


def test_equal_reports_give_equal_pages(texts: Texts) -> None:
    """Nothing of the moment or of chance is in the file."""
    laid_out = sheet(made.report(), Voice(texts, "it", small.KNOWLEDGE), 180)
    assert page(laid_out) == page(laid_out)


def test_an_empty_report_is_a_page_too(texts: Texts) -> None:
    """It says so kindly."""
    html = page(sheet(made.empty(), Voice(texts, "fr", small.KNOWLEDGE), 180))
    assert Reader(html).open == []
    assert "cette page se remplit toute seule" in html
    assert "<figure" not in html
