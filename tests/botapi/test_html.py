"""Telegram's HTML is parsed as Telegram does."""

import html

import pytest
from hypothesis import given, settings, strategies as st

from tests.botapi.html import ParseError, link, parse, utf16
from tests.botapi.values import Entity


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("plain", "plain", []),
        ("<b>bold</b> <EM>it</EM>", "bold it", [Entity("bold", 0, 4), Entity("italic", 5, 2)]),
        ("<u><s>x</s></u>", "x", [Entity("strikethrough", 0, 1), Entity("underline", 0, 1)]),
        ("\U0001f6a9<i>x</i>", "\U0001f6a9x", [Entity("italic", 2, 1)]),
        ("a &lt;b&gt; &amp; &#x27;&#39; &nbsp;", "a <b> & '' &nbsp;", []),
        ('<a href="https://e.org/?a=1&amp;b=2">x</a>', "x", [Entity("text_link", 0, 1, "https://e.org/?a=1&b=2")]),
        ('<a href="tel:+441234">x</a>', "x", []),
        ('<a href="tg://user?id=7">x</a>', "x", [Entity("text_mention", 0, 1, "7")]),
        ('<pre><code class="language-py">x</code></pre>', "x", [Entity("pre", 0, 1, "py")]),
        ('<span class="tg-spoiler">x</span>', "x", [Entity("spoiler", 0, 1)]),
        ("<blockquote expandable>x</blockquote>", "x", [Entity("expandable_blockquote", 0, 1)]),
        ('<tg-emoji emoji-id="53">x</tg-emoji>', "x", [Entity("custom_emoji", 0, 1, "53")]),
        (" \n<b>x </b> ", "x", [Entity("bold", 0, 1)]),
        ("<b></b>x", "x", []),
    ],
)
def test_markup_becomes_text_and_entities(source: str, text: str, entities: list[Entity]) -> None:
    """Tags become entities in UTF-16 units; links that lead nowhere, and empty marks, vanish."""
    parsed = parse(source)
    assert (parsed.text, list(parsed.entities), parsed.html) == (text, entities, source)


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("<p>x</p>", 'Unsupported start tag "p" at byte offset 0'),
        ("\u00e9 <br/>", 'Unsupported start tag "br/" at byte offset 3'),
        ("1 < 2", 'Unsupported start tag "" at byte offset 2'),
        ("I <3", "Unclosed start tag at byte offset 2"),
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b><i>x</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ('<a href="x"/>', 'Empty attribute name in the tag "a" at byte offset 0'),
        ('<a href="x', "Unclosed start tag at byte offset 0"),
        ("<a ", 'Unclosed start tag "a" at byte offset 0'),
        ("<tg-emoji>x</tg-emoji>", "Invalid custom emoji identifier specified"),
        ("&#xd800;", "Text contains invalid Unicode characters after decoding HTML entities"),
    ],
)
def test_bad_markup_is_refused_with_telegrams_reason(source: str, reason: str) -> None:
    """A tag that Telegram does not know, or that does not close, refuses the whole text and says where."""
    with pytest.raises(ParseError) as error:
        parse(source)
    assert str(error.value) == reason


@settings(deadline=None)
@given(st.text())
def test_escaped_text_comes_back_as_it_was(text: str) -> None:
    """What html.escape made of any text reads as that text, apart from the white space around it."""
    assert parse(html.escape(text)).text == text.strip()


@settings(deadline=None)
@given(st.lists(st.sampled_from([*'<>/&#x;=" \U0001f6a9', "b", "a", "pre", "code", "href"])))
def test_any_markup_is_read_or_refused(pieces: list[str]) -> None:
    """No text breaks the parser, and every entity lies within the text."""
    try:
        parsed = parse("".join(pieces))
    except ParseError:
        return
    assert all(e.offset >= 0 and 0 < e.length <= utf16(parsed.text) - e.offset for e in parsed.entities)


def test_a_link_needs_a_host_with_a_dot() -> None:
    """Telegram completes a bare host and makes nothing of mere words."""
    assert link("example.org") == "http://example.org/"
    assert [link("localhost"), link("tel:112"), link("ftp://e.org"), link("http://[")] == ["", "", "", ""]
