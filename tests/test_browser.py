"""A worker's whole visit in a real browser, over the real application."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Page, async_playwright, expect

from bot.app import App
from bot.core.model import Incoming, Said
from bot.edges.store import Store
from bot.edges.web import serve
from tests.conftest import Ear
from tests.edges.test_web_page import CHROMIUM, QUIET

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed (Debian's package `chromium`)"),
]
SIZES = {"phone": (390, 844), "desk": (1280, 800)}


@pytest.fixture(params=SIZES)
async def page(app: App, request: pytest.FixtureRequest) -> AsyncIterator[Page]:
    """The chat page of the application, as wide as a phone and as a desk."""
    width, height = SIZES[request.param]
    async with serve(app, "127.0.0.1", 0) as site, async_playwright() as player:
        browser = await player.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        opened = await browser.new_page(viewport={"width": width, "height": height}, locale="en-GB")
        await opened.goto(site.url)
        yield opened
        await browser.close()


async def _ask(page: Page, text: str) -> None:
    await page.get_by_role("textbox").fill(text)
    await page.keyboard.press("Enter")


async def test_a_visit_from_the_first_word_to_the_last(
    page: Page, app: App, store: Store, ear: Ear, tmp_path: Path
) -> None:
    """A worker chooses a country, asks, reads on, sees the sources, says that it helped, and is forgotten."""
    await page.get_by_role("button", name="English").click()
    await page.get_by_role("button", name="United Kingdom").click()
    await _ask(page, "unpaid wages")
    await page.get_by_role("button", name="Read more").click()
    await expect(page.get_by_text("If you lack a paper")).to_be_visible()
    await page.get_by_role("button", name="Sources").last.click()
    await expect(page.get_by_text("not reviewed by a lawyer").last).to_be_visible()
    await page.get_by_role("button", name="Back").click()
    await page.get_by_role("button", name="This helped").last.click()
    await expect(page.get_by_text("That tells us what works")).to_be_visible()
    await store.database.flush()
    shot = await page.screenshot(path=tmp_path / "visit.png")
    assert len(shot) > 10_000
    await _ask(page, "/forget")
    await page.get_by_role("button", name="erase it all").click()
    await expect(page.get_by_text("your questions (1)")).to_be_visible()
    await app.handle(Incoming("web:other", Said("still here?")), ear)
    assert ear.heard


async def test_a_suggestion_is_tapped(page: Page, app: App) -> None:
    """Unsure, the bot offers topics; a tap on one brings its answer."""
    matcher = app.library.matcher
    matcher._caution = 2.0
    await page.get_by_role("button", name="English").click()
    await _ask(page, "can i get redundancy wages from somewhere")
    try:
        await page.get_by_role("button", name="Severance").first.click()
        await expect(page.get_by_text("money for the years that you worked")).to_be_visible()
    finally:
        matcher._caution = 0.0


def test_chromium_is_where_debian_puts_it() -> None:
    """The browser of these tests is the system's own."""
    assert shutil.which("chromium") == CHROMIUM
