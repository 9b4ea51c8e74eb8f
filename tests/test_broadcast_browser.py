"""A whole broadcast in a real browser: the owner's link, an organiser, three workers, and the way back."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.async_api import BrowserContext, Page, async_playwright, expect

from bot.app import App, World
from bot.broadcaster import Broadcaster, Pace
from bot.core.texts import Texts
from bot.courier import Courier
from bot.edges.posters import poster
from bot.edges.store import Store
from bot.edges.web import Site, serve
from bot.flows.here import House, Library
from bot.menus import Menus
from bot.running import _first_owner
from tests.conftest import RETENTION, Clock
from tests.edges.test_web_page import CHROMIUM, QUIET

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed (Debian's package `chromium`)"),
]


@dataclass
class Union:
    """The bot as it runs, and the browser that everybody uses."""

    app: App
    store: Store
    site: Site
    context: BrowserContext
    clock: Clock
    broadcaster: Broadcaster

    async def visit(self, name: str, start: str = "") -> Page:
        """Open the chat as somebody, by a link where there is one."""
        page = await self.context.new_page()
        await page.goto(f"{self.site.url}/{start}#{name}")
        return page

    async def work(self) -> None:
        """Everything that runs beside the answers, until it has nothing left to do."""
        await Menus(self.app, self.store, self.site.menu, self.clock.now).round()
        while await self.broadcaster.round():
            await self.broadcaster.landed()
        await self.broadcaster._reporter.drawn()
        while await Courier(self.store, self.site.door, self.clock.now).round():
            pass

    async def later(self, span: timedelta) -> None:
        """Let time pass, and what is due then be done."""
        self.clock.move(span)
        await self.work()


@pytest.fixture
async def union(
    small_library: Library, texts: Texts, store: Store, clock: Clock, running: World
) -> AsyncIterator[Union]:
    """Nobody owns the bot yet."""
    app = App(small_library, texts, store, House(RETENTION, printer=poster), running)
    async with serve(app, "127.0.0.1", 0) as site, async_playwright() as player:
        browser = await player.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        context = await browser.new_context(viewport={"width": 390, "height": 844}, locale="en-GB")
        broadcaster = Broadcaster(store, site.door, texts, app.traffic, running, Pace(1000))
        yield Union(app, store, site, context, clock, broadcaster)
        await browser.close()


async def _say(page: Page, text: str) -> None:
    await page.get_by_role("textbox").fill(text)
    await page.keyboard.press("Enter")


async def _tap(page: Page, label: str) -> None:
    await page.locator(".key", has_text=label).last.click()


async def _link(page: Page, kind: str) -> str:
    """The start parameter of the newest link of a kind on a page."""
    link = page.locator(".message.bot a", has_text=f"start={kind}_").last
    found = re.search(r"\?start=\w+[\w-]*", await link.inner_text())
    assert found
    return found[0]


async def test_from_the_owners_link_to_the_withdrawal(union: Union, tmp_path: Path) -> None:
    """One browser is enough to try it all: owner, organiser and three workers."""
    said: list[str] = []
    await _first_owner(union.app, union.store, union.site.url, said.append)
    owner = await union.visit("olga", said[0].partition(union.site.url + "/")[2])
    await _tap(owner, "I accept")
    await expect(owner.get_by_text("You are owner now")).to_be_visible()
    await union.work()
    await owner.get_by_role("button", name="Commands").click()
    await expect(owner.get_by_role("menuitem", name="/team")).to_be_visible()
    await owner.keyboard.press("Escape")
    organiser = await _organiser(union, owner)
    join = await _workplace(organiser, tmp_path)
    workers = [await _worker(union, f"worker-{number}", join) for number in (1, 2, 3)]
    await _broadcast(organiser)
    await union.later(timedelta(seconds=61))
    for worker in workers:
        await expect(worker.get_by_text("The hearing moved to Tuesday.")).to_be_visible()
    await expect(organiser.get_by_text("Reached: fewer than 5 people in all").last).to_be_visible()
    await organiser.screenshot(path=tmp_path / "organiser.png")
    await workers[0].screenshot(path=tmp_path / "worker.png")
    await _reply(union, workers[0])
    await _say(workers[1], "stop, thanks")
    await expect(workers[1].get_by_text("You have left")).to_be_visible()
    await _withdraw(union, organiser)
    for worker in workers:
        await expect(worker.locator(".message", has_text="The hearing moved")).to_have_count(0)
        await expect(worker.locator(".message", has_text="you will be kept informed")).to_have_count(1)


async def _organiser(union: Union, owner: Page) -> Page:
    """The owner invites an organiser, who comes by the link."""
    await _say(owner, "/team")
    await _tap(owner, "Invite an organiser")
    await expect(owner.get_by_text("Whom is this link for?")).to_be_visible()
    await _say(owner, "Marta")
    await expect(owner.get_by_text("It works once")).to_be_visible()
    organiser = await union.visit("marta", await _link(owner, "team"))
    await _tap(organiser, "I accept")
    await expect(organiser.get_by_text("You are organiser now")).to_be_visible()
    return organiser


async def _workplace(organiser: Page, tmp_path: Path) -> str:
    """A workplace with its poster: the picture is shown, the papers can be saved."""
    await _say(organiser, "/workplace")
    await _tap(organiser, "New workplace")
    await expect(organiser.get_by_text("What is it called?")).to_be_visible()
    await _say(organiser, "Acme Foundry")
    await _tap(organiser, "Spain")
    await expect(organiser.get_by_text("Joined so far: fewer than 5")).to_be_visible()
    join = await _link(organiser, "join")
    await _tap(organiser, "Poster with QR code")
    await _tap(organiser, "Français")
    await _tap(organiser, "Make the poster")
    picture = organiser.get_by_role("img", name="poster.png")
    await expect(picture).to_be_visible()
    assert await picture.evaluate("(image) => image.decode().then(() => image.naturalWidth)") > 1000
    await expect(organiser.locator("a[download='poster.pdf']")).to_be_visible()
    await expect(organiser.locator("a[download='poster.svg']")).to_be_visible()
    await organiser.screenshot(path=tmp_path / "poster.png")
    return join


async def _worker(union: Union, name: str, join: str) -> Page:
    """A worker scans the poster, reads what is kept, and says yes."""
    page = await union.visit(name, join)
    await expect(page.get_by_text("your workplace: Acme Foundry")).to_be_visible()
    await _tap(page, "Yes, keep me informed")
    await expect(page.get_by_text("you will be kept informed here")).to_be_visible()
    assert "start=" not in page.url
    return page


async def _broadcast(organiser: Page) -> None:
    """From the command to the countdown."""
    await _say(organiser, "/broadcast")
    await expect(organiser.get_by_text("Send me the message now")).to_be_visible()
    await _say(organiser, "The hearing moved to **Tuesday**.")
    await _tap(organiser, "Go on: send")
    await _tap(organiser, "60 seconds to stop it")
    await expect(organiser.get_by_text("goes out in 60 seconds")).to_be_visible()


async def _reply(union: Union, worker: Page) -> None:
    """A worker replies to the message: that is a question, and it is marked as caused by it."""
    message = worker.locator(".message.bot", has_text="The hearing moved").last
    await message.hover()
    await message.get_by_role("button", name="Reply to this message").click()
    await _say(worker, "unpaid wages")
    await expect(worker.get_by_role("button", name="This helped")).to_be_visible()
    await union.store.database.flush()
    async with union.store.database.reader.execute("SELECT broadcast FROM questions") as cursor:
        assert [row["broadcast"] async for row in cursor] == [1]


async def _withdraw(union: Union, organiser: Page) -> None:
    """It is taken back from every chat."""
    await _say(organiser, "/broadcasts")
    await _tap(organiser, "1 · sent")
    await _tap(organiser, "Take it back from everybody")
    await _tap(organiser, "Yes, delete it everywhere")
    await expect(organiser.get_by_text("It is being taken back now")).to_be_visible()
    await union.work()
