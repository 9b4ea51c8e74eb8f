"""The report in a real browser: on a telephone, on a desk and on paper."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Page, Request, async_playwright

from bot.core.report.sheet import sheet
from bot.core.report.voice import Voice
from bot.core.texts import Texts
from bot.edges.report.page import page as html_of
from tests import small
from tests.core.report import made
from tests.edges.test_web_page import CHROMIUM, QUIET

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed (Debian's package `chromium`)"),
]


@pytest.fixture
def file(texts: Texts, tmp_path: Path) -> Path:
    """A full report in the language with the longest words."""
    path = tmp_path / "report.html"
    path.write_text(html_of(sheet(made.report(), Voice(texts, "fr", small.KNOWLEDGE), 180)), encoding="utf-8")
    return path


@pytest.fixture
async def fresh() -> AsyncIterator[Page]:
    """An empty page on a telephone."""
    async with async_playwright() as player:
        browser = await player.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield await browser.new_page(viewport={"width": 390, "height": 844})
        await browser.close()


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
async def test_nothing_runs_off_the_side(fresh: Page, file: Path, width: int) -> None:
    """Only up and down: the wide matrix scrolls within itself, also with all tables open."""
    await fresh.set_viewport_size({"width": width, "height": 844})
    await fresh.goto(file.as_uri())
    await fresh.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert await fresh.evaluate("document.documentElement.scrollWidth") == width


async def test_nothing_is_fetched(fresh: Page, file: Path) -> None:
    """The page asks for itself alone, and complains of nothing."""
    asked: list[str] = []
    complaints: list[str] = []

    def note(request: Request) -> None:
        asked.append(request.url)

    fresh.on("request", note)
    fresh.on("console", lambda message: complaints.append(message.text))
    await fresh.goto(file.as_uri(), wait_until="networkidle")
    assert (asked, complaints) == ([file.as_uri()], [])


async def test_every_picture_can_be_heard(fresh: Page, file: Path) -> None:
    """Each chart is an image with words to whoever has the page read out; it is as wide as its card."""
    await fresh.goto(file.as_uri())
    images = await fresh.get_by_role("img").all()
    assert len(images) == 6
    for image in images:
        assert await image.get_attribute("aria-label")
        box = await image.bounding_box()
        assert box
        assert (box["width"] > 250, box["height"] > 40) == (True, True)


async def test_a_dark_page_has_light_letters(fresh: Page, file: Path) -> None:
    """In the charts too."""
    await fresh.emulate_media(color_scheme="dark")
    await fresh.goto(file.as_uri())
    fill = "getComputedStyle(document.querySelector('figure svg text')).fill"
    assert await fresh.evaluate(fill) == "rgb(232, 235, 238)"


async def test_the_report_prints(fresh: Page, file: Path) -> None:
    """On a few pages, without what can only be opened on a screen."""
    await fresh.goto(file.as_uri())
    await fresh.emulate_media(media="print", color_scheme="dark")
    assert await fresh.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert not await fresh.locator("details").first.is_visible()
    pdf = await fresh.pdf(prefer_css_page_size=True, print_background=True)
    assert pdf.startswith(b"%PDF")
    assert 2 <= pdf.count(b"/Type /Page\n") <= 6
