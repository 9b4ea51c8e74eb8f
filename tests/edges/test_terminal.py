"""A conversation on paper: what stands on the screen, and what a typed line means."""

import io
import re
from collections.abc import AsyncIterator

import pytest
from hypothesis import given, strategies as st
from rich.console import Console

from bot.app import App
from bot.core import markup
from bot.core.model import Button, Command, Delivered, Event, Incoming, Outgoing, Person, Pressed, Said, Sender
from bot.edges.store import Store
from bot.edges.terminal import CHAT, Screen, chat, styled, typed
from tests.conftest import NOW


def paper() -> Console:
    """A screen that keeps what is printed, wide enough to break no line."""
    return Console(file=io.StringIO(), width=4000, force_terminal=False)


def printed(console: Console) -> str:
    """What stands on it."""
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def spans(html: str) -> list[tuple[str, str]]:
    """The styled parts of a text: (words, style)."""
    text = styled(html)
    return [(text.plain[span.start : span.end], str(span.style)) for span in text.spans]


async def lines(*given: str) -> AsyncIterator[str]:
    """What the person types, line by line."""
    for line in given:
        yield line


# --- how a message looks ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("html", "plain", "styles"),
    [
        ("just words", "just words", []),
        ("a <b>bold</b> word", "a bold word", [("bold", "bold")]),
        ("<i>note</i> <code>RP1</code>", "note RP1", [("note", "italic"), ("RP1", "cyan")]),
        ("<b>one <i>two</i></b> three", "one two three", [("one ", "bold"), ("two", "bold italic")]),
        ("Tom &amp; Jerry &lt;3", "Tom & Jerry <3", []),
        ('<a href="https://x.org/?a&amp;b">law</a>!', "law (https://x.org/?a&b)!", [(" (https://x.org/?a&b)", "dim")]),
        ("<u>under</u> <s>struck</s>", "under struck", [("under", "underline")]),
        ("a [bold]rich[/bold] tag", "a [bold]rich[/bold] tag", []),
        ("</b>stray", "stray", []),
        ("", "", []),
    ],
)
def test_telegrams_html_becomes_styled_text(html: str, plain: str, styles: list[tuple[str, str]]) -> None:
    """Bold is bold, a link shows its address, and what a person typed is never taken for a style."""
    assert styled(html).plain == plain
    assert spans(html) == styles


@given(st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc")), max_size=80))
def test_typed_text_survives_the_way_to_the_screen(text: str) -> None:
    """Whatever characters an answer or a question holds, the screen shows them as they are."""
    assert styled(markup.fill("{x}", lambda _: text)).plain == text


async def test_buttons_are_numbered_through_all_rows() -> None:
    """A person sees which number stands for which button."""
    console = paper()
    screen = Screen(console)
    rows = ((Button("Yes", "a"), Button("No [b]", "b")), (Button("Back", "c"),))
    assert await screen.send(Outgoing("<b>Sure?</b>", rows)) == Delivered(1)
    assert await screen.send(Outgoing("plain")) == Delivered(2)
    assert printed(console) == "\nSure?\n  [1] Yes\n  [2] No [b]\n  [3] Back\n\nplain\n"


async def test_an_edit_is_printed_anew_under_its_number() -> None:
    """Paper cannot be changed; the number of the message stays, so that its buttons go on working."""
    console = paper()
    screen = Screen(console)
    await screen.send(Outgoing("first"))
    assert await screen.send(Outgoing("second").editing(1)) == Delivered(1)
    assert printed(console) == "\nfirst\n\nsecond\n"


# --- what a line means --------------------------------------------------------------------------------


@pytest.fixture
async def screen() -> Screen:
    """A screen on which a message without buttons and one with three of them stand."""
    found = Screen(paper())
    await found.send(Outgoing("hello"))
    await found.send(Outgoing("which?", tuple((Button(name, f"data-{name}"),) for name in "abc")))
    return found


@pytest.mark.parametrize(
    ("line", "event", "message"),
    [
        ("1", Pressed("data-a"), 2),
        ("3", Pressed("data-c"), 2),
        ("4", Said("4"), None),
        ("0", Said("0"), None),
        ("01", Said("01"), None),
        ("-1", Said("-1"), None),
        ("²", Said("²"), None),
        ("٣", Said("٣"), None),
        ("9" * 5000, Said("9" * 5000), None),
        ("1 month", Said("1 month"), None),
        ("/start", Command("start"), None),
        ("/Country  gb ", Command("country", "gb "), None),
        ("/help me please", Command("help", "me please"), None),
        ("/", Said("/"), None),
        ("/ help", Said("/ help"), None),
        ("what about / this", Said("what about / this"), None),
    ],
)
def test_a_line_is_a_press_a_command_or_a_question(
    screen: Screen, line: str, event: Event, message: int | None
) -> None:
    """A number presses the button that stands there; any other number is an ordinary text."""
    assert screen.event(line) == (event, message)


@given(st.text(max_size=40))
def test_no_line_is_a_mistake(line: str) -> None:
    """Whatever is typed, it means something."""
    event, message = Screen(paper()).event(line)
    assert isinstance(event, Said | Command)
    assert message is None


async def test_the_newest_buttons_are_the_ones_that_numbers_press(screen: Screen) -> None:
    """After a new question with buttons, 1 is its first one; a message without buttons changes nothing."""
    await screen.send(Outgoing("other", ((Button("x", "data-x"),),)))
    await screen.send(Outgoing("no buttons"))
    assert screen.event("1") == (Pressed("data-x"), 3)
    assert screen.event("2") == (Said("2"), None)


# --- talking ------------------------------------------------------------------------------------------


class Recorder:
    """A conversation that keeps what came in, and says one thing with a button."""

    def __init__(self) -> None:
        self.came: list[Incoming] = []

    async def handle(self, incoming: Incoming, sender: Sender) -> None:
        """Keep it, answer it."""
        self.came.append(incoming)
        await sender.send(Outgoing("well", ((Button("go on", "on"),),)))


async def test_the_chat_begins_by_itself_and_ends_with_the_lines() -> None:
    """The bot says hello first; empty lines say nothing; every event comes from the one chat of this terminal."""
    recorder = Recorder()
    await chat(recorder, paper(), lines("", "  hello ", "   ", "1"), "es")
    assert recorder.came == [
        Incoming(CHAT, Command("start"), language="es"),
        Incoming(CHAT, Said("hello"), language="es"),
        Incoming(CHAT, Pressed("on"), 2, "es"),
    ]


async def test_typed_lines_come_from_a_blocking_reader_until_it_ends() -> None:
    """Ctrl-D ends the chat."""
    given_lines = iter(["one", "two"])

    def read() -> str:
        for line in given_lines:
            return line
        raise EOFError

    assert [line async for line in typed(read)] == ["one", "two"]


async def person(console: Console, *steps: str) -> AsyncIterator[str]:
    """Types each step; a step in brackets is a button, and its number is read from the screen."""
    for step in steps:
        label = step.removeprefix("[").removesuffix("]")
        numbers = re.findall(rf"^  \[(\d+)\] .*{re.escape(label)}", printed(console), re.MULTILINE)
        yield numbers[-1] if step != label else step


def in_order(text: str, *marks: str) -> bool:
    """Whether the marks stand in a text, one after the other."""
    at = 0
    for mark in marks:
        found = text.find(mark, at)
        assert found >= 0, f"{mark!r} does not follow {text[max(0, at - 80) : at]!r}"
        at = found + len(mark)
    return True


async def test_a_whole_conversation_on_paper(app: App, store: Store) -> None:
    """A worker chooses, asks, reads on, looks at the source, says that it helped, asks again, and is forgotten."""
    console = paper()
    steps = (
        "[English]",
        "[United Kingdom]",
        "how do i aply to the fund",
        "[Read more]",
        "[Sources]",
        "[Back]",
        "[This helped]",
        "form rp1",
        "/forget",
        "[Yes]",
    )
    await chat(app, console, person(console, *steps), "en")
    assert in_order(
        printed(console),
        "Redress tells you what you can do",
        "Which language shall we use?",
        "Where do you work?",
        "Noted: United Kingdom.",
        "Claiming from the National Insurance Fund",
        "A week's pay counts up to £751",
        "Sources of “Claiming from the National Insurance Fund”",
        "Employment Rights Act 1996, s. 182-190 (https://www.legislation.gov.uk/ukpga/1996/18)",
        "Claiming from the National Insurance Fund",
        "Thank you.",
        "You have 6 months from the day your job ended.",
        "Erase everything that this bot keeps about you",
        "Erased: your settings, your questions (2)",
    )
    assert await store.people.get(CHAT) is None


async def test_settings_of_the_terminal_are_remembered(app: App, store: Store) -> None:
    """Who chose a country once is not asked again in the next chat."""
    await store.people.save(Person(CHAT, "en", "gb"), NOW)
    console = paper()
    await chat(app, console, lines("redundancy pay from a bankrupt company"), None)
    assert "Where do you work?" not in printed(console)
    assert "Did you work there for two years? Then you get redundancy pay." in printed(console)
