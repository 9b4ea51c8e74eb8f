"""A person behind the bot, in a real browser: a worker in one, a colleague in another."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, async_playwright, expect

from bot.app import App, World, utc_now
from bot.caretaker import Caretaker
from bot.core.texts import Texts
from bot.courier import Courier
from bot.edges.library import Shelf
from bot.edges.store import Store
from bot.edges.web import Site, serve
from bot.flows.here import House
from bot.followup import FollowUp
from bot.librarian import Librarian
from tests.conftest import RETENTION
from tests.edges.test_web_page import CHROMIUM, QUIET
from tests.verbs.desk import Maintainer, checkout, sit

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed (Debian's package `chromium`)"),
]
QUESTION = "Πότε θα με πληρώσουν;"


@dataclass
class Place:
    """The bot as it runs without Telegram."""

    site: Site
    browser: Browser
    store: Store
    librarian: Librarian

    async def visitor(self) -> Page:
        """Somebody with a browser of their own."""
        context = await self.browser.new_context(locale="en-GB", viewport={"width": 390, "height": 844})
        page = await context.new_page()
        await page.goto(self.site.url)
        await page.get_by_role("button", name="English").click()
        await page.get_by_role("button", name="United Kingdom").click()
        await expect(page.get_by_text("Ask in your own words").last).to_be_visible()
        return page

    async def newest(self) -> str:
        """The chat of the newest visitor."""
        async with self.store.database.reader.execute("SELECT chat FROM people ORDER BY rowid DESC") as cursor:
            row = await cursor.fetchone()
        assert row
        return str(row["chat"])


@pytest.fixture
async def place(own_folder: Path, texts: Texts, store: Store, world: World) -> AsyncIterator[Place]:
    """The chat page over a knowledge that can be edited, with courier, caretaker and librarian at work."""
    source = Shelf(own_folder, None)
    library, _ = source.read()
    app = App(library, texts, store, House(RETENTION), World(utc_now, world.new_id))
    async with serve(app, "127.0.0.1", 0) as site, async_playwright() as player:
        browser = await player.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        caretaker = Caretaker(app, store, app.house.desk, app.house.owners, utc_now)
        courier = asyncio.create_task(Courier(store, site.door, utc_now, caretaker.settled).run())
        yield Place(site, browser, store, Librarian(app, source, _nobody, FollowUp(app, store, utc_now).news))
        courier.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await courier
        await browser.close()


async def _nobody(text: str) -> None:
    raise AssertionError(text)


async def _ask(page: Page, text: str) -> None:
    await page.get_by_role("textbox").fill(text)
    await page.keyboard.press("Enter")


async def test_a_case_between_two_browsers(place: Place, store: Store, tmp_path: Path) -> None:
    """A newcomer tries both sides without Telegram: ask a person, take the case, answer it, and read the answer."""
    colleague = await place.visitor()
    await store.team.add(await place.newest(), "organiser", "tg:1", utc_now())
    worker = await place.visitor()
    await _ask(worker, "/human")
    await expect(worker.get_by_text("Write your question to the team now")).to_be_visible()
    await _ask(worker, "Is my severance safe?")
    await expect(worker.get_by_text("Your question is with the team")).to_be_visible()
    await expect(colleague.get_by_text("Is my severance safe?")).to_be_visible()
    await colleague.get_by_role("button", name="I take it").click()
    await expect(worker.get_by_text("is looking after your case")).to_be_visible()
    await colleague.get_by_role("button", name="Answer").click()
    await _ask(colleague, "The fund pays it.")
    await expect(worker.get_by_text("The fund pays it.")).to_be_visible()
    await worker.get_by_role("button", name="Add to my case").last.click()
    await _ask(worker, "All of it?")
    await expect(colleague.get_by_text("All of it?")).to_be_visible()
    await worker.get_by_role("button", name="That is all").last.click()
    await _ask(colleague, "/tickets")
    await expect(colleague.get_by_text("Open cases: 1")).to_be_visible()
    assert len(await colleague.screenshot(path=tmp_path / "desk.png")) > 10_000
    await colleague.get_by_role("button", name="Close").first.click()
    await expect(worker.get_by_text("The team has closed your case")).to_be_visible()


async def test_tell_me_here_in_the_browser(
    place: Place, own_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A question nobody can answer, two keys at the desk, and the answer on the page that is still open."""
    worker = await place.visitor()
    await _ask(worker, QUESTION)
    await worker.get_by_role("button", name="Tell me here when you know").click()
    await expect(worker.get_by_text("as soon as there is an answer")).to_be_visible()
    await place.store.database.flush()
    office = checkout(tmp_path / "home", own_folder, tmp_path / "data", monkeypatch)
    await asyncio.to_thread(sit, office, Maintainer(list("1wyq")))
    await place.librarian.reload()
    await expect(worker.get_by_text("There is an answer now.")).to_be_visible()
    await worker.get_by_role("button", name="This helped").last.click()
    await expect(worker.get_by_text("That tells us what works")).to_be_visible()
