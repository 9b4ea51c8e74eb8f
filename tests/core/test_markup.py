"""From a maintainer's text to what Telegram shows, and into messages that it takes."""

import pytest
from hypothesis import given, settings, strategies as st

from bot.core import markup
from tests.botapi.html import parse, utf16
from tests.botapi.values import Entity
from tests.core.wild import ANY, CHARACTERS, SHORT

PLAIN = st.text(st.sampled_from("ab é😡工 <>&\"'.;#x{}/\\\u200b\u202e"), max_size=60)


def shown(text: str) -> str:
    """What a reader sees of a maintainer's text."""
    return parse(markup.html(text)).text


def marked(text: str) -> list[tuple[str, str, str]]:
    """Type, words and detail of what is marked in a maintainer's text."""
    return [_entity(parse(markup.html(text)).text, entity) for entity in parse(markup.html(text)).entities]


def _entity(text: str, entity: Entity) -> tuple[str, str, str]:
    raw = text.encode("utf-16-le")[2 * entity.offset : 2 * (entity.offset + entity.length)]
    return entity.type, raw.decode("utf-16-le"), entity.detail


# --- marks --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "<b>not bold</b>",
        "5 < 6 & 7 > 6",
        "&amp; &lt;b&gt; &#x27;",
        "\"quoted\" and 'quoted'",
        '<a href="https://evil.example">click</a>',
        "2*3*4 and 2 * 3 * 4",
        "** not bold",
        "* neither *",
        "[not a link]",
        "[x](javascript:alert(1))",
        "[x](www.example.org)",
        "[](https://example.org)",
        "snake_case_name",
        "1990. A year",
    ],
)
def test_what_is_no_mark_is_shown_as_typed(text: str) -> None:
    """Signs that mean something to Telegram are signs like others, and nobody can slip in a tag."""
    assert shown(text) == text
    assert not marked(text)


@pytest.mark.parametrize(
    ("text", "entities"),
    [
        ("**bold** and *italic*", [("bold", "bold", ""), ("italic", "italic", "")]),
        ("*a **b** c*", [("italic", "a b c", ""), ("bold", "b", "")]),
        ("**a** & **b**", [("bold", "a", ""), ("bold", "b", "")]),
        ("**a & b 😡**", [("bold", "a & b 😡", "")]),
        ("[RP1](https://gov.uk/rp1)", [("text_link", "RP1", "https://gov.uk/rp1")]),
        ("[a](https://x.org/?a=1&b=2)", [("text_link", "a", "https://x.org/?a=1&b=2")]),
        ("[a](https://x.org/y_(z))", [("text_link", "a", "https://x.org/y_(z)")]),
        ('[a](https://x.org/"><b>)', [("text_link", "a", 'https://x.org/"><b>')]),
        ("[a](https://x.org/*b*/**c**)", [("text_link", "a", "https://x.org/*b*/**c**")]),
        ("**[a](https://x.org/)**", [("bold", "a", ""), ("text_link", "a", "https://x.org/")]),
        ("[**a**](https://x.org/)", [("text_link", "a", "https://x.org/"), ("bold", "a", "")]),
    ],
)
def test_marks(text: str, entities: list[tuple[str, str, str]]) -> None:
    """Bold, italic and links come out as meant, also one inside the other."""
    assert sorted(marked(text)) == sorted(entities)


@pytest.mark.parametrize("text", ["**a *b** c*", "***a***", "[a **b](https://x.org/) c**", "*a [b* c](https://x.org/)"])
def test_marks_that_cross_do_not_break_a_message(text: str) -> None:
    """A slip of a maintainer shows as stars, and the answer still arrives."""
    assert "*" in shown(text)


def test_the_lines_of_a_paragraph_are_joined() -> None:
    """A text that was wrapped in its file is not wrapped on a phone; an empty line begins a paragraph."""
    assert shown("one\n  two\nthree\n\n  four\n \n\nfive\n") == "one two three\n\nfour\n\nfive"


def test_list_items_keep_their_lines() -> None:
    """Steps stand below each other, a long one on as many lines as it needs."""
    text = "Do this:\n- first\n  still first\n- second\n\n1. one\n2. two\n10. ten\nstill ten"
    assert shown(text) == "Do this:\n• first still first\n• second\n\n1. one\n2. two\n10. ten still ten"


@given(ANY)
@settings(deadline=None, max_examples=60)
def test_any_text_becomes_a_message_that_telegram_takes(text: str) -> None:
    """Whatever a file holds, its tags are balanced and no word of it is lost."""
    html = markup.html(text)
    assert parse(html).text == markup.plain(html).strip()
    assert {entity.type for entity in parse(html).entities} <= {"bold", "italic", "text_link"}


@given(st.text(st.sampled_from("ab *[]()\n") | CHARACTERS).map(lambda text: f"**{text}* [a]({text}) https://x.org/*a"))
def test_half_open_marks_never_cross(text: str) -> None:
    """Marks in any disorder give balanced tags."""
    parse(markup.html(text))


@given(PLAIN)
def test_without_marks_a_text_is_shown_word_for_word(text: str) -> None:
    """Escaping adds nothing and loses nothing."""
    assert markup.plain(markup.html(text)).split() == text.split()


# --- holes --------------------------------------------------------------------------------------------


def test_holes_are_filled_by_name() -> None:
    """An answer names a figure, and the reader sees its value; what has no value stays as it is."""
    values = {"figure:gb.week-pay-cap": "£751", "name": "Ann"}
    html = markup.fill("{name}: <b>{figure:gb.week-pay-cap}</b>, {figure:gb.other}", values.get)
    assert html == "Ann: <b>£751</b>, {figure:gb.other}"


@pytest.mark.parametrize("value", ["<b>", "&", '" onclick="x', "{name}", "</b>", "\\1"])
def test_a_value_is_only_text(value: str) -> None:
    """What somebody typed cannot bring a tag or another hole along."""
    html = markup.fill("<b>{name}</b>", {"name": value}.get)
    assert parse(html).text == value.strip()
    assert [entity.type for entity in parse(html).entities] == ["bold"]


@pytest.mark.parametrize("text", ["{}", "{0}", "{name.__class__}", "{name!r}", "{name:>9}", "{Name}", "{ name }", "{{"])
def test_a_hole_is_a_name_and_nothing_else(text: str) -> None:
    """No text can reach into the program."""
    assert markup.holes(text) == []
    assert markup.fill(text, lambda _: "x") == text


def test_the_names_of_holes() -> None:
    """Lint can look up what an answer names."""
    text = "{figure:gb.a-b} {deadline:it.c} {name} {unclosed"
    assert markup.holes(text) == ["figure:gb.a-b", "deadline:it.c", "name"]


@given(SHORT, SHORT)
def test_any_value_in_any_text(text: str, value: str) -> None:
    """Filling never breaks a message."""
    parse(markup.fill(markup.html(f"**{{name}}** {text}"), lambda _: value))


# --- lengths and paper --------------------------------------------------------------------------------


@pytest.mark.parametrize(("text", "length"), [("", 0), ("abc", 3), ("é", 1), ("😡", 2), ("\ud83d", 1), ("🇬🇧", 4)])
def test_lengths_are_telegrams(text: str, length: int) -> None:
    """An emoji counts twice, as Telegram counts it."""
    assert markup.units(text) == length == utf16(text)


def test_on_paper_a_link_shows_its_address() -> None:
    """In a terminal one can see where to go."""
    html = markup.html("See [the **form**](https://gov.uk/*rp1*?a=1&b=2).")
    assert markup.plain(markup.with_addresses(html)) == "See the form (https://gov.uk/*rp1*?a=1&b=2)."


# --- long texts ---------------------------------------------------------------------------------------

WORD = st.sampled_from(["pay", "l'usine", "&", "<b>", "😡😡", "a&b" * 5, "x" * 30, "**bold**", "*so*"])
MARKED = st.lists(WORD, min_size=1, max_size=8).map(" ".join)
LINK = MARKED.map(lambda text: f"[{text.replace('*', '')}](https://x.org/?a=1&b=2)")
LINES = st.lists(MARKED | LINK | MARKED.map(lambda text: f"**{text.replace('*', '')}**"), min_size=1, max_size=5)
PARAGRAPH = LINES.map(" ".join) | LINES.map(lambda lines: "\n".join(f"- {line}" for line in lines))
LONG = st.lists(PARAGRAPH, min_size=1, max_size=8).map("\n\n".join).map(markup.html)
LIMIT = st.integers(2, 90)


def assert_whole(html: str, parts: list[str], limit: int) -> None:
    """Each part is a message by itself, and together they say the same."""
    rest = markup.plain(html)
    for part in parts:
        text = parse(part).text
        assert utf16(markup.plain(part)) <= limit
        assert text
        assert rest.lstrip().startswith(text)
        rest = rest.lstrip()[len(text) :]
    assert not rest.strip()


@given(LONG, LIMIT)
@settings(deadline=None)
def test_a_long_answer_arrives_whole(html: str, limit: int) -> None:
    """In several messages, each within the limit, with its tags balanced, no entity cut and no word lost."""
    assert_whole(html, markup.split(html, limit), limit)


@given(ANY)
@settings(deadline=None, max_examples=40)
def test_any_text_can_be_cut(text: str) -> None:
    """100 kB of anything come out as messages that Telegram takes."""
    html = markup.html(text)
    if markup.plain(html).strip():
        assert_whole(html, markup.split(html), markup.LIMIT)


@given(LONG, st.integers(40, 90))
def test_a_word_that_fits_is_never_cut(html: str, limit: int) -> None:
    """Messages end between words."""
    words = [word for part in markup.split(html, limit) for word in markup.plain(part).split()]
    assert words == markup.plain(html).split()


@given(LONG, st.integers(60, 400))
def test_a_paragraph_that_fits_is_never_cut(html: str, limit: int) -> None:
    """A message ends between paragraphs wherever one can hold the next as a whole."""
    parts = [markup.plain(part) for part in markup.split(html, limit)]
    for paragraph in markup.plain(html).split("\n\n"):
        if utf16(paragraph) + 2 <= limit:
            assert any(paragraph in part for part in parts)


def test_a_text_that_fits_is_one_message() -> None:
    """4,096 units are one message, tags and escapes not counted; one more makes two."""
    fits = "<b>" + "&amp;" * 4096 + "</b>"
    assert markup.split(fits) == [fits]
    assert [markup.plain(part) for part in markup.split("a" * 4097)] == ["a" * 4096, "a"]


def test_an_emoji_is_never_cut() -> None:
    """A sign of two units goes into the next message as a whole."""
    assert markup.split("a" + "😡" * 3, 4) == ["a😡", "😡😡"]


def test_an_entity_is_never_cut() -> None:
    """What Telegram reads as "&" is one sign, however the text is cut."""
    assert markup.split("&lt;&amp;&#x27;&gt;", 1) == ["&lt;", "&amp;", "&#x27;", "&gt;"]


def test_what_is_marked_stays_marked() -> None:
    """A bold passage or a link that runs over the end of a message goes on in the next."""
    html = '<b>one <a href="https://x.org/">two three</a> four</b>'
    assert markup.split(html, 8) == [
        '<b>one <a href="https://x.org/">two</a></b>',
        '<b><a href="https://x.org/">three</a></b>',
        "<b>four</b>",
    ]


@pytest.mark.parametrize("html", ["", " \n ", "<b></b>"])
def test_nothing_stays_nothing(html: str) -> None:
    """An empty text is left as it is: whoever sends it hears so from Telegram."""
    assert markup.split(html) == [html]
