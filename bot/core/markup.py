"""Text as maintainers write it (a small part of Markdown) -> Telegram's HTML, and HTML cut into messages.

What a person or a maintainer typed is escaped first; only the marks below become tags. Placeholders such as
`{figure:gb.week-pay-cap}` are filled after that, by name only: `str.format` would reach into attributes.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from html import escape, unescape

LIMIT = 4096  # UTF-16 units in one Telegram message, counted after the tags are parsed
CAPTION = 1024  # such units below a file

_LINK = re.compile(r"\[([^\[\]\n]+)\]\((https?://[^\s()]+(?:\([^\s()]*\)[^\s()]*)*)\)")
# What is marked holds whole tags or none: "**a *b** c*" would become tags that cross, and Telegram refuses the message.
_BOLD = re.compile(r"\*\*((?:[^<]|<a [^>]*>[^<]*</a>)+?)\*\*")
_ITALIC = re.compile(r"(?<![*\w])\*(?!\s)((?:[^*<]|<a [^>]*>[^*<]*</a>|<b>[^*<]*</b>)+)(?<!\s)\*(?![*\w])")
_ITEM = re.compile(r"(?:[-•]|\d{1,2}\.)\s+")
_HOLE = re.compile(r"\{([a-z_]+(?::[a-z0-9.-]+)?)\}")
_TAG = re.compile(r"(</?[a-z-]+(?:\s[^>]*)?>)")
_BREAK = re.compile(r"\s*\n\s*\n")


def html(text: str) -> str:
    """Markdown -> HTML. Lines of a paragraph are joined, list items keep their lines."""
    return "\n\n".join(_paragraph(part) for part in re.split(r"\n\s*\n", text.strip()) if part.strip())


def _paragraph(text: str) -> str:
    lines: list[str] = []
    for line in text.splitlines():
        stripped = line.strip()
        if lines and stripped and not _ITEM.match(stripped):
            lines[-1] += " " + stripped
        else:
            lines.append(stripped)
    return "\n".join(_inline(re.sub(r"^[-•]\s+", "• ", line)) for line in lines)


def _inline(line: str) -> str:
    safe = escape(line, quote=True)
    safe = _LINK.sub(_link, safe)
    return _ITALIC.sub(r"<i>\1</i>", _BOLD.sub(r"<b>\1</b>", safe))


def _link(found: re.Match[str]) -> str:
    address = found[2].replace("*", "&#42;")  # a star in an address marks nothing
    return f'<a href="{address}">{found[1]}</a>'


def fill(markup: str, value: Callable[[str], str | None]) -> str:
    """Put values into the holes of HTML; a value is plain text and gets escaped. An unknown hole stays as it is."""

    def put(match: re.Match[str]) -> str:
        found = value(match[1])
        return match[0] if found is None else escape(found, quote=True)

    return _HOLE.sub(put, markup)


def holes(text: str) -> list[str]:
    """The names of the placeholders in a text."""
    return _HOLE.findall(text)


def plain(markup: str) -> str:
    """HTML -> the text that a reader sees."""
    return unescape(_TAG.sub("", markup))


def units(text: str) -> int:
    """Length as Telegram counts it: in UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def split(markup: str, limit: int = LIMIT) -> list[str]:
    """Cut HTML into messages of at most `limit` units, between paragraphs or else words, with the tags balanced."""
    if units(plain(markup)) <= limit:
        return [markup]
    parts, current, size, opened = [], "", 0, list[str]()
    for token, needed in _needs(tuple(_pieces(markup, limit)), limit):
        if _TAG.fullmatch(token):
            current += token
            _track(opened, token)
            continue
        if size + needed > limit:
            parts.append(current.rstrip() + _closing(opened))
            current, size = "".join(opened), 0
            token = token.lstrip()  # noqa: PLW2901 - a new message does not begin with a space
        current, size = current + token, size + units(unescape(token))
    return [part for part in (*parts, current) if plain(part).strip()]


def _needs(tokens: Sequence[str], limit: int) -> Iterator[tuple[str, int]]:
    """Each token with the units it asks for: its own, or as a paragraph's first those of all of it where they fit."""
    needs, rest = [], 0
    for token in reversed(tokens):
        length = 0 if _TAG.fullmatch(token) else units(unescape(token))
        rest += length
        first = bool(_BREAK.match(token))
        needs.append(rest if first and rest <= limit else length)
        rest = 0 if first else rest
    return zip(tokens, reversed(needs), strict=True)


def _pieces(markup: str, limit: int) -> Iterator[str]:
    """Tags, and between them words with the space before them."""
    for token in _TAG.split(markup):
        if _TAG.fullmatch(token):
            yield token
            continue
        for word in re.findall(r"\s*(?:&[a-z#0-9]+;|[^\s&]|&)+|\s+", token):
            yield from _short(word, limit)


def _short(word: str, limit: int) -> Iterator[str]:
    """A word longer than a message, cut; an entity such as `&amp;` is never cut."""
    if units(unescape(word)) <= limit:
        yield word
        return
    current, size = "", 0
    for unit in re.findall(r"&[a-z#0-9]+;|.", word, re.DOTALL):
        length = units(unescape(unit))
        if size + length > limit:
            yield current
            current, size = "", 0
        current, size = current + unit, size + length
    yield current


def _track(opened: list[str], tag: str) -> None:
    if tag.startswith("</"):
        if opened:
            opened.pop()
    else:
        opened.append(tag)


def _closing(opened: list[str]) -> str:
    return "".join(f"</{re.split(r'[ >]', tag[1:])[0]}>" for tag in reversed(opened))


def with_addresses(markup: str) -> str:
    """HTML whose links show their address, for paper and terminals."""
    return re.sub(r'<a href="([^"]*)">(.*?)</a>', r"\2 (\1)", markup)
