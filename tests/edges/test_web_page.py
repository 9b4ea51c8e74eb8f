"""The page of the browser chat, driven in Chromium against a small conversation."""

import html
import re
import shutil
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import (
    Browser,
    BrowserContext,
    Locator,
    Page,
    ViewportSize,
    async_playwright,
    expect,
)

from bot.core.model import Button, Command, Edited, Event, Incoming, Media, Outgoing, Pressed, Said, Sender
from bot.edges.web import serve

CHROMIUM = shutil.which("chromium")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PHONE = ViewportSize(width=390, height=844)
expect.set_options(timeout=15_000)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed (Debian's package `chromium`)"),
]

WELCOME = Outgoing(
    "<b>Hello. I am Redress.</b>\nI tell you what you can do when your employer goes bankrupt: your pay, your job, "
    "your rights, and how to take the business over together.\n\nIn which country do you work?",
    rows=(
        (Button("United Kingdom", "c:gb"), Button("Italy", "c:it")),
        (Button("France", "c:fr"), Button("Spain", "c:es")),
        (Button("Another country", "c:int"),),
    ),
)

GUARANTEE = Outgoing(
    "<b>Claiming from the National Insurance Fund</b>\n\n"
    "If your employer cannot pay, a public fund pays part of what you are owed. You must claim it yourself.\n\n"
    "<b>What to do now</b>\n"
    "1. Ask the insolvency practitioner for your <b>case reference</b> (<code>CN12345678</code>).\n"
    '2. Claim on <a href="https://www.gov.uk/claim-redundancy">gov.uk/claim-redundancy</a>. It is free.\n'
    "3. Keep payslips, your contract and the dismissal letter.\n\n"
    "• A week's pay counts up to <b>£751</b> <i>(since 6 April 2026)</i>\n"
    "• Up to <b>8 weeks</b> of unpaid wages\n"
    "• Up to <b>6 weeks</b> of holiday pay\n\n"
    "<blockquote>You have <b>6 months</b> from the day your job ended. After that you can lose the redundancy pay."
    "</blockquote>\n"
    "<i>Not checked by a lawyer yet. Source: Employment Rights Act 1996, s. 182-190. Other questions: /help</i>",
    rows=(
        (Button("This helped", "helped"), Button("Not what I asked", "not")),
        (Button("Claim on gov.uk", url="https://www.gov.uk/claim-redundancy"),),
    ),
)


FIXED: dict[Event, tuple[Outgoing, ...]] = {
    Command("start"): (WELCOME,),
    Said("my wages"): (GUARANTEE,),
    Said("twice"): (Outgoing("the first"), Outgoing("the second")),
    Said("twice as long"): (GUARANTEE, Outgoing("Did this help?")),
    Said("think"): (),
    Edited(): (Outgoing("I do not read changes. Please send your question again."),),
}


class Sample:
    """Answers like the bot does, from a handful of fixed messages; "raw ..." sends the rest as HTML."""

    async def handle(self, incoming: Incoming, sender: Sender) -> None:
        """Answer at once."""
        for message in FIXED.get(incoming.event) or self._made(incoming):
            await sender.send(message)

    def _made(self, incoming: Incoming) -> tuple[Outgoing, ...]:
        match incoming.event:
            case Said(text) if text.startswith("raw "):
                return (Outgoing(text.removeprefix("raw ")),)
            case Said(text) if text != "think":
                return (Outgoing(f"You said: {html.escape(text)}", ((Button("Yes", "yes"), Button("No", "no")),)),)
            case Pressed(data):
                again = ((Button("Back", "back"),),)
                return (Outgoing(f"You chose <b>{html.escape(data)}</b>.", again).editing(incoming.message),)
            case Command(name):
                return (Outgoing(f"This was the command {name}."),)
            case Media(kind):
                return (Outgoing(f"I cannot read a {kind}. Please type your question."),)
            case _:
                return ()

    async def menu(self, chat: str, language: str | None = None) -> tuple[tuple[str, str], ...]:
        """Nobody has a role."""
        del chat, language
        return ()

    def commands(self, language: str) -> tuple[tuple[str, str], ...]:
        """Four commands, described in English."""
        del language
        return (
            ("help", "What I can do"),
            ("country", "Choose your country"),
            ("deadlines", "Work out your dates"),
            ("person", "Ask a person from the union"),
        )

    def ready(self) -> bool:
        """Nothing has to be loaded."""
        return True


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    """One Chromium for all tests of this file."""
    async with async_playwright() as playwright:
        running = await playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield running
        await running.close()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def url() -> AsyncIterator[str]:
    """Where the chat is."""
    async with serve(Sample(), "127.0.0.1", 0) as site:
        yield site.url


@pytest_asyncio.fixture(loop_scope="module")
async def context(browser: Browser) -> AsyncIterator[BrowserContext]:
    """A phone that was never here before. Errors in its console, refusals of the page's policy too, fail the test."""
    fresh = await browser.new_context(viewport=PHONE, locale="en-GB", reduced_motion="reduce")
    errors: list[str] = []
    fresh.on("console", lambda line: errors.append(line.text) if line.type == "error" else None)
    fresh.on("weberror", lambda error: errors.append(str(error.error)))
    yield fresh
    await fresh.close()
    assert [error for error in errors if "ERR_CONNECTION_REFUSED" not in error] == []


@pytest_asyncio.fixture(loop_scope="module")
async def page(context: BrowserContext, url: str) -> Page:
    """The chat, for a person nobody was before; the greeting has arrived."""
    return await visit(context, url)


async def visit(context: BrowserContext, url: str) -> Page:
    """Open the chat and wait for the greeting."""
    page = await context.new_page()
    await page.goto(url)
    await expect(answers(page).first).to_contain_text("I am Redress")
    return page


def answers(page: Page) -> Locator:
    """The bot's messages."""
    return page.locator(".message.bot")


def own(page: Page) -> Locator:
    """The person's messages."""
    return page.locator(".message.me")


def field(page: Page) -> Locator:
    """Where text is typed."""
    return page.get_by_role("textbox", name="Message")


async def say(page: Page, text: str) -> None:
    """Type and send."""
    await field(page).fill(text)
    await field(page).press("Enter")


async def choose(page: Page, menu: str, item: str) -> None:
    """Open a menu and choose from it."""
    await page.get_by_role("button", name=menu).click()
    await page.get_by_role("menuitem", name=item).click()


# --- saying and answering -----------------------------------------------------------------------------


async def test_a_first_visit_greets_by_itself(page: Page) -> None:
    """A newcomer sees the bot's greeting and its choices without having typed anything."""
    await expect(page.get_by_role("status")).to_have_text("online")
    await expect(page.get_by_role("button", name="United Kingdom")).to_be_visible()
    await expect(own(page)).to_have_count(0)
    await expect(field(page)).to_be_focused()


async def test_enter_sends_and_the_answer_appears(page: Page) -> None:
    """What is typed stands right, the answer left, and the field is ready for the next question."""
    await field(page).press_sequentially("hello <b>there</b>")
    await field(page).press("Enter")
    await expect(own(page).locator(".text")).to_have_text("hello <b>there</b>")
    await expect(answers(page).last.locator(".text")).to_have_text("You said: hello <b>there</b>")
    await expect(field(page)).to_have_value("")
    await expect(field(page)).to_be_focused()


async def test_shift_enter_makes_a_line_and_the_field_grows(page: Page) -> None:
    """A longer question can be written in lines, and is seen whole while it is written."""
    before = await field(page).bounding_box()
    await field(page).press_sequentially("one")
    await field(page).press("Shift+Enter")
    await field(page).press_sequentially("two")
    after = await field(page).bounding_box()
    assert before is not None
    assert after is not None
    assert after["height"] > before["height"]
    await page.get_by_role("button", name="Send").click()
    assert await own(page).locator(".text").inner_text() == "one\ntwo"
    await expect(field(page)).to_be_focused()


async def test_nothing_is_sent_when_nothing_is_typed(page: Page) -> None:
    """White space is no question."""
    await expect(page.get_by_role("button", name="Send")).to_be_disabled()
    await say(page, "  ")
    await say(page, "hello")
    await expect(own(page)).to_have_count(1)


async def test_a_pressed_button_changes_its_message_in_place(page: Page) -> None:
    """The message with the buttons becomes the answer to them, and shows that it changed."""
    await page.get_by_role("button", name="Italy").click()
    await expect(answers(page)).to_have_count(1)
    await expect(answers(page).locator(".text")).to_have_text("You chose c:it.")
    await expect(answers(page)).to_contain_class("changed")
    await expect(page.get_by_role("button", name="Italy")).to_have_count(0)


async def test_a_button_shows_that_it_was_pressed(page: Page) -> None:
    """While the answer is awaited the button looks pressed, and cannot be pressed twice."""
    await page.evaluate("() => { WebSocket.prototype.send = (text) => (window.sent ??= []).push(text) }")
    await page.get_by_role("button", name="Italy").click()
    await expect(page.get_by_role("button", name="Italy")).to_contain_class("pressed")
    await page.get_by_role("button", name="Italy").click()
    assert await page.evaluate("window.sent") == ['{"type":"press","message":1,"data":"c:it"}']


async def test_three_dots_show_that_the_bot_is_at_work(page: Page) -> None:
    """A worker who waits sees that something is happening."""
    await say(page, "think")
    await expect(page.locator("#typing")).to_be_visible()
    await say(page, "hello")
    await expect(answers(page).last).to_contain_text("You said: hello")
    await expect(page.locator("#typing")).to_be_hidden()


async def test_the_commands_are_in_a_menu(page: Page) -> None:
    """Commands need not be known by heart."""
    await choose(page, "Commands", "/deadlines")
    await expect(own(page)).to_contain_text("/deadlines")
    await expect(answers(page).last).to_contain_text("This was the command deadlines.")


async def test_a_command_in_an_answer_can_be_pressed(page: Page) -> None:
    """As in Telegram, a command in a text is a button; a path is not."""
    await say(page, "raw Ask /help or see and/or 1/2 /srv/x")
    await expect(page.locator(".command")).to_have_text(["/help"])
    await page.get_by_role("button", name="/help").click()
    await expect(answers(page).last).to_contain_text("This was the command help.")


@pytest.mark.parametrize(("item", "kind"), [("Photo", "photo"), ("Voice message", "voice"), ("Sticker", "sticker")])
async def test_what_is_not_text_can_be_tried(page: Page, item: str, kind: str) -> None:
    """How the bot takes a photo, a voice note or a sticker can be seen here."""
    await choose(page, "Attach", item)
    await expect(own(page)).to_contain_text(item)
    await expect(answers(page).last).to_contain_text(f"I cannot read a {kind}.")


async def test_what_was_sent_can_be_changed(page: Page) -> None:
    """ArrowUp takes the last question back; the bot is told, and the draft under way is not lost."""
    await say(page, "my wagse")
    await field(page).press("ArrowUp")
    await expect(field(page)).to_have_value("my wagse")
    await say(page, "my pay")
    await expect(own(page)).to_have_count(1)
    await expect(own(page).locator(".text")).to_have_text("my pay")
    await expect(own(page)).to_contain_text("edited")
    await expect(answers(page).last).to_contain_text("I do not read changes.")
    await field(page).fill("a draft")
    await own(page).hover()
    await page.get_by_role("button", name="Edit this message").click()
    await expect(field(page)).to_have_value("my pay")
    await field(page).press("Escape")
    await expect(field(page)).to_have_value("a draft")


# --- what may be shown --------------------------------------------------------------------------------

HOSTILE = [
    "<script>window.hacked = 1</script>",
    "<img src=x onerror='window.hacked = 1'>",
    "<a href='javascript:window.hacked = 1'>press</a>",
    "<a href=' java\tscript:window.hacked = 1'>press</a>",
    "<a href='data:text/html,hi'>press</a>",
    "<a href='/ws'>press</a>",
    "<b onclick='window.hacked = 1' style='position:fixed' class='app' id='log'>press</b>",
    "<svg><a href='javascript:window.hacked = 1'><text>press</text></a></svg>",
    "<math><mi><style><img src=x onerror='window.hacked = 1'></style></mi></math>",
    "<iframe srcdoc='<script>parent.hacked = 1</script>'></iframe>",
    "<style>.app { display: none }</style>",
    "<form action='https://evil.example'><button>press</button></form>",
    "<noscript><p title='</noscript><img src=x onerror=window.hacked=1>'></p></noscript>",
]
ATTRIBUTES = "(text) => [...text.querySelectorAll('*')].flatMap((each) => each.getAttributeNames())"
NAMES = "(text) => [...text.querySelectorAll('*')].map((each) => each.tagName)"


async def test_hostile_markup_is_dropped(browser: Browser, url: str) -> None:
    """Nothing that reaches a message can run, load, submit or dress up as the page."""
    # Not the fixture: the policy rightly complains about what the parser meets, before we drop it.
    page = await visit(await browser.new_context(), url)
    for number, markup in enumerate(HOSTILE, start=1):
        await say(page, f"raw before {markup} <u>after</u>")
        text = answers(page).nth(number).locator(".text")
        await expect(text, markup).to_contain_text("after")
        for shown in await text.locator("b, a, button").all():
            await shown.click()
        assert await text.evaluate(ATTRIBUTES) == [], markup
        assert set(await text.evaluate(NAMES)) <= {"U", "B"}, markup
    assert await page.evaluate("window.hacked") is None
    await page.context.close()


async def test_telegrams_markup_is_shown(page: Page) -> None:
    """Bold, italics, code, quotes, links and line breaks look like what they are."""
    marked = (
        "<b>b</b><strong>s</strong><i>i</i><em>e</em><u>u</u><s>s</s><code>c</code><pre>p\n  q</pre>"
        '<a href="https://example.org/a?b=1&amp;c=2">l</a><a href="tg://resolve?domain=x">t</a>'
        '<a href="mailto:a@example.org">m</a><blockquote>q</blockquote>one\ntwo<br>three'
    )
    await say(page, f"raw {marked}")
    text = answers(page).nth(1).locator(".text")
    await expect(text).to_contain_text("three")
    names = await text.evaluate(NAMES)
    assert names == ["B", "STRONG", "I", "EM", "U", "S", "CODE", "PRE", "A", "A", "A", "BLOCKQUOTE", "BR"]
    assert await text.locator("a").first.get_attribute("href") == "https://example.org/a?b=1&c=2"
    assert await text.locator("a").first.get_attribute("rel") == "noopener noreferrer nofollow"
    assert (await text.inner_text()).endswith("one\ntwo\nthree")


async def test_a_list_is_indented_and_keeps_its_words(page: Page) -> None:
    """The steps of an answer are easy to tell apart on a narrow screen."""
    await say(page, "my wages")
    await expect(page.locator(".hang")).to_have_count(6)
    await expect(page.locator(".hang").nth(1)).to_have_text("2. Claim on gov.uk/claim-redundancy. It is free.")


async def test_a_button_that_opens_a_page_does_so_in_a_new_tab(page: Page) -> None:
    """Following a source does not lose the talk."""
    await say(page, "my wages")
    link = page.get_by_role("link", name="Claim on gov.uk (opens a page)")
    await expect(link).to_have_attribute("target", "_blank")
    await expect(link).to_have_attribute("href", "https://www.gov.uk/claim-redundancy")


# --- reading ------------------------------------------------------------------------------------------

TOP = "() => document.getElementById('log').scrollTop"


async def test_who_reads_further_up_is_left_there(page: Page) -> None:
    """A new message does not tear a reader away, and a button leads down to it."""
    await say(page, "my wages")
    await say(page, "my wages")
    await expect(answers(page)).to_have_count(3)
    await page.locator("#log").evaluate("(log) => log.scrollTo(0, 40)")
    down = page.get_by_role("button", name="Go to the newest message")
    await expect(down).to_be_visible()
    elsewhere = await page.context.new_page()
    await elsewhere.goto(page.url)
    await expect(answers(page)).to_have_count(4)
    assert await page.evaluate(TOP) == 40
    await expect(down).to_contain_text("2")
    await down.click()
    await expect(down).to_be_hidden()
    await expect(answers(page).last).to_be_in_viewport()


async def test_a_long_answer_is_shown_from_its_beginning(page: Page) -> None:
    """An answer that is higher than the screen starts at the top of it."""
    await page.set_viewport_size({"width": 390, "height": 500})
    await say(page, "my wages")
    await expect(page.get_by_text("Claiming from the National Insurance Fund")).to_be_in_viewport(ratio=1)
    await expect(page.get_by_role("button", name="This helped")).not_to_be_in_viewport()


async def test_an_answer_of_several_messages_is_shown_from_its_beginning(page: Page) -> None:
    """Two messages that belong together do not push the first one out of sight."""
    await page.set_viewport_size({"width": 390, "height": 400})
    await say(page, "twice as long")
    await expect(page.get_by_text("Claiming from the National Insurance Fund")).to_be_in_viewport(ratio=1)
    await expect(page.get_by_role("button", name="Go to the newest message")).to_contain_text("1")
    await say(page, "twice")
    await expect(page.get_by_text("the second")).to_be_in_viewport(ratio=1)


# --- persons, tabs and reloads ------------------------------------------------------------------------


async def test_another_person_has_a_talk_of_their_own(page: Page) -> None:
    """Several workers can be played in one browser, each with their own talk and address."""
    await say(page, "hello")
    await expect(answers(page)).to_have_count(2)
    first = page.url
    await choose(page, "Worker 1", "New person")
    await expect(page.get_by_role("button", name="Worker 2")).to_be_visible()
    await expect(answers(page)).to_have_count(1)
    await expect(own(page)).to_have_count(0)
    assert page.url != first
    await page.get_by_role("button", name="Worker 2").click()
    await page.get_by_role("menuitemradio", name="Worker 1").click()
    await expect(own(page)).to_have_text(re.compile("hello"))
    await expect(answers(page)).to_have_count(2)
    assert page.url == first


async def test_the_address_says_who_one_is(page: Page, url: str) -> None:
    """A link leads to a certain person, and an odd one to nobody's harm."""
    await page.goto(f"{url}/#anna")
    await expect(page.get_by_role("button", name="anna")).to_be_visible()
    await expect(answers(page)).to_have_count(1)
    await page.goto(f"{url}/#<b>")
    await expect(page.get_by_role("button", name="anna")).to_be_visible()


async def test_a_reload_keeps_the_talk_and_the_draft(page: Page) -> None:
    """Nothing is lost, and nobody is greeted twice."""
    await say(page, "hello")
    await expect(answers(page)).to_have_count(2)
    await field(page).fill("half a question")
    await page.reload()
    await expect(page.get_by_role("status")).to_have_text("online")
    await expect(field(page)).to_have_value("half a question")
    await expect(own(page)).to_have_count(1)
    await page.get_by_role("button", name="Yes").click()
    await expect(answers(page).last.locator(".text")).to_have_text("You chose yes.")
    await expect(answers(page)).to_have_count(2)


async def test_a_talk_can_be_cleared(page: Page) -> None:
    """After a question back the talk is gone, and begins anew."""
    await say(page, "hello")
    await expect(answers(page)).to_have_count(2)
    await choose(page, "Worker 1", "Clear this chat")
    await page.get_by_role("button", name="Cancel").click()
    await expect(answers(page)).to_have_count(2)
    await choose(page, "Worker 1", "Clear this chat")
    await page.get_by_role("button", name="Clear", exact=True).click()
    await expect(own(page)).to_have_count(0)
    await expect(answers(page)).to_have_count(1)
    await page.reload()
    await expect(answers(page)).to_have_count(1)


async def test_two_tabs_of_a_person_show_the_same(page: Page) -> None:
    """What is said in one tab stands in the other, with its answer."""
    other = await visit(page.context, page.url)
    await say(other, "hello")
    await expect(own(page).last).to_contain_text("hello")
    await expect(answers(page).last).to_contain_text("You said: hello")


async def test_what_is_written_while_the_line_is_down_is_sent_later(context: BrowserContext) -> None:
    """A server that restarts costs a worker nothing: the page says so, waits, and sends."""
    async with serve(Sample(), "127.0.0.1", 0) as site:
        page = await visit(context, site.url)
    await expect(page.get_by_role("status")).to_have_text("reconnecting …")
    await say(page, "are you there?")
    await expect(own(page)).to_contain_text("waiting to be sent")
    async with serve(Sample(), "127.0.0.1", int(site.url.rpartition(":")[2])):
        await expect(page.get_by_role("status")).to_have_text("online")
        await expect(answers(page).last).to_contain_text("You said: are you there?")
        await expect(own(page)).not_to_contain_text("waiting to be sent")
        await expect(answers(page)).to_have_count(2)
        await page.close()


# --- without a mouse, without English -----------------------------------------------------------------


async def test_all_can_be_done_with_the_keyboard(page: Page) -> None:
    """Buttons, menus and the field are reached and used without a mouse, and the focus is never lost."""
    keyboard = page.keyboard
    await expect(field(page)).to_be_focused()
    await keyboard.type("hello")
    await keyboard.press("Enter")
    await expect(answers(page)).to_have_count(2)
    await keyboard.press("Shift+Tab")
    await expect(page.get_by_role("button", name="Commands")).to_be_focused()
    await keyboard.press("Shift+Tab")
    await expect(page.get_by_role("button", name="No", exact=True)).to_be_focused()
    await keyboard.press("Enter")
    await expect(answers(page).last.locator(".text")).to_have_text("You chose no.")
    await expect(page.get_by_role("button", name="Back")).to_be_focused()
    await keyboard.press("Tab")
    await keyboard.press("ArrowDown")
    await expect(page.get_by_role("menuitem").first).to_be_focused()
    await keyboard.press("Escape")
    await expect(page.get_by_role("button", name="Commands")).to_be_focused()
    await keyboard.press("ArrowUp")
    await keyboard.press("Enter")
    await expect(answers(page).last).to_contain_text("This was the command person.")
    await expect(field(page)).to_be_focused()


async def test_every_control_has_a_name_and_the_log_is_one(page: Page) -> None:
    """A screen reader can say what each control does, and reads new messages out."""
    await say(page, "my wages")
    await expect(page.get_by_role("log", name="Conversation")).to_have_attribute("aria-live", "polite")
    await expect(page.get_by_role("banner")).to_have_count(1)
    await expect(page.get_by_role("main")).to_have_count(1)
    await expect(page.get_by_role("contentinfo")).to_have_count(1)
    for control in await page.locator("button:visible, textarea:visible, a:visible").all():
        await expect(control).to_have_accessible_name(re.compile(r"\S"))


async def test_the_page_speaks_the_readers_language(browser: Browser, url: str) -> None:
    """An Italian sees Italian labels, and a screen reader reads them as Italian."""
    context = await browser.new_context(viewport=PHONE, locale="it-IT")
    page = await visit(context, url)
    await expect(page.locator("html")).to_have_attribute("lang", "it")
    await expect(page.get_by_role("button", name="Invia")).to_be_attached()
    await context.close()


@pytest.mark.parametrize("width", [320, 390, 1280])
async def test_nothing_is_cut_off(page: Page, width: int) -> None:
    """From the smallest phone to a desk nothing scrolls sideways."""
    await page.set_viewport_size({"width": width, "height": 700})
    await say(page, "my wages")
    await say(page, "raw " + "supercalifragilistic" * 20)
    await expect(answers(page)).to_have_count(3)
    assert await page.evaluate("document.documentElement.scrollWidth") <= width
    assert await page.locator("#log").evaluate("(log) => log.scrollWidth - log.clientWidth") == 0
