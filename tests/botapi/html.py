"""Telegram's HTML: its own tags only, entities in UTF-16 units, and its refusals with byte offsets."""

import re
from dataclasses import dataclass, replace
from urllib.parse import parse_qs, urlsplit

from tests.botapi.values import Entity, Text

_TYPES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "code": "code",
    "pre": "pre",
    "a": "text_link",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
}
_ARGUMENTS = {"a": "href", "code": "class", "span": "class", "tg-emoji": "emoji-id", "blockquote": "expandable"}
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}

_MARK = re.compile(r"[<&]")
_REFERENCE = re.compile(r"&(?:#x(?P<hex>[0-9a-fA-F]+)|#(?P<dec>[0-9]+)|(?P<name>[a-zA-Z]+));?")
_END_TAG = re.compile(r"</([^\s>]*)\s*(>?)")
_START_NAME = re.compile(r"<([^\s>]*)(?=[\s>])")
_ATTRIBUTE = re.compile(r"""\s*([^\s=>/"']+)\s*(?:=\s*(?:"([^"]*)"|'([^']*)'|([A-Za-z0-9.-]*)(?=[\s>])))?""")
_TAG_END = re.compile(r"\s*>")


class ParseError(ValueError):
    """The reason that Telegram names after "can't parse entities:"."""


@dataclass(frozen=True, slots=True)
class _Open:
    tag: str
    argument: str
    offset: int
    part: int


def utf16(text: str) -> int:
    """The length in UTF-16 units, which is how Telegram counts."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def parse(html: str) -> Text:
    """Text and entities, trimmed as Telegram trims them.

    Raises:
        ParseError: an unsupported, unclosed or mismatched tag.
    """
    if "<" not in html and "&" not in html:
        return Text(html.strip(), html)
    reader = _Reader(html)
    reader.read()
    # Telegram keeps a language only for a whole block: <code class="language-x"> alone has none.
    entities = tuple(replace(entity, detail="") if entity.type == "code" else entity for entity in reader.entities)
    return trim(Text("".join(reader.parts), html, entities))


def trim(text: Text) -> Text:
    """The same without white space around it; entities move along."""
    kept = text.text.strip()
    shift = utf16(text.text[: len(text.text) - len(text.text.lstrip())])
    end = utf16(kept)
    moved = (_clip(entity, shift, end) for entity in text.entities)
    entities = sorted((entity for entity in moved if entity.length > 0), key=lambda e: (e.offset, -e.length))
    return Text(kept, text.html, tuple(entities))


def _clip(entity: Entity, shift: int, end: int) -> Entity:
    first = max(entity.offset - shift, 0)
    last = min(entity.offset + entity.length - shift, end)
    return Entity(entity.type, first, last - first, entity.detail)


def link(url: str) -> str:
    """The link as Telegram stores it, or nothing when it would make no link of it (`tel:`, a host without a dot)."""
    scheme, separator, _ = url.partition("://")
    full = url if separator else f"http://{url}"
    try:
        parts = urlsplit(full)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        return ""
    if scheme.lower() in {"tg", "ton", "tonsite"}:
        return full
    if parts.scheme not in {"http", "https"} or "." not in host:
        return ""
    return full if parts.path or parts.query or parts.fragment else f"{full}/"


class _Reader:
    def __init__(self, html: str) -> None:
        self.html = html
        self.parts: list[str] = []
        self.entities: list[Entity] = []
        self._open: list[_Open] = []
        self._length = 0

    def read(self) -> None:
        at = 0
        while mark := _MARK.search(self.html, at):
            self._add(self.html[at : mark.start()])
            at = mark.start()
            if self.html[at] == "&":
                at = self._reference(at)
            elif self.html.startswith("/", at + 1):
                at = self._end(at)
            else:
                at = self._start(at)
        self._add(self.html[at:])
        if self._open:
            raise ParseError(f'Can\'t find end tag corresponding to start tag "{self._open[-1].tag}"')

    def _add(self, text: str) -> None:
        self.parts.append(text)
        self._length += utf16(text)

    def _bytes(self, at: int) -> str:
        return f"at byte offset {len(self.html[:at].encode())}"

    def _reference(self, at: int) -> int:
        found = _REFERENCE.match(self.html, at)
        decoded = _decode(found) if found else None
        if not found or decoded is None:
            self._add("&")
            return at + 1
        self._add(decoded)
        return found.end()

    def _start(self, at: int) -> int:
        name = _START_NAME.match(self.html, at)
        if not name:
            raise ParseError(f"Unclosed start tag {self._bytes(at)}")
        tag = name[1].lower()
        if tag not in _TYPES:
            raise ParseError(f'Unsupported start tag "{tag}" {self._bytes(at)}')
        argument, end = self._attributes(tag, at, name.end())
        if tag == "span" and argument != "tg-spoiler":
            raise ParseError(f'Tag "span" must have class "tg-spoiler" {self._bytes(at)}')
        self._open.append(_Open(tag, argument, self._length, len(self.parts)))
        return end

    def _attributes(self, tag: str, start: int, at: int) -> tuple[str, int]:
        argument = ""
        while not (end := _TAG_END.match(self.html, at)):
            found = _ATTRIBUTE.match(self.html, at)
            if not self.html[at:].strip():
                raise ParseError(f'Unclosed start tag "{tag}" {self._bytes(start)}')
            if not found:
                raise ParseError(f'Empty attribute name in the tag "{tag}" {self._bytes(start)}')
            at = found.end()
            if self.html.startswith("=", at):
                raise ParseError(f"Unclosed start tag {self._bytes(start)}")
            if found[1] == _ARGUMENTS.get(tag):
                argument = _unescape(found[2] or found[3] or (found[4] or "").lower())
                argument = "expandable" if tag == "blockquote" else argument
        return argument, end.end()

    def _end(self, at: int) -> int:
        if not self._open:
            raise ParseError(f"Unexpected end tag {self._bytes(at)}")
        found = _END_TAG.match(self.html, at)
        if not found or not found[2]:
            raise ParseError(f"Unclosed end tag {self._bytes(at)}")
        expected, tag = self._open[-1].tag, found[1].lower()
        if tag not in {"", expected}:
            raise ParseError(f'Unmatched end tag {self._bytes(at)}, expected "</{expected}>", found "</{tag}>"')
        self._close(self._open.pop())
        return found.end()

    def _close(self, opened: _Open) -> None:
        length = self._length - opened.offset
        kind, detail = _meaning(opened, "".join(self.parts[opened.part :]))
        if not length or not kind:
            return
        last = self.entities[-1] if self.entities else None
        # <pre><code class="language-x"> is one entity: a block of code in that language.
        if kind == "pre" and last and (last.type, last.offset, last.length) == ("code", opened.offset, length):
            detail = self.entities.pop().detail
        self.entities.append(Entity(kind, opened.offset, length, detail))


def _meaning(opened: _Open, inner: str) -> tuple[str, str]:
    """The entity's type and detail; no type for a link that leads nowhere."""
    argument = opened.argument
    match opened.tag:
        case "a":
            url = argument or inner
            if user := parse_qs(urlsplit(url).query).get("id") if url.startswith("tg://user?") else None:
                return "text_mention", user[0]
            checked = link(url)
            return ("text_link" if checked else ""), checked
        case "code":
            return "code", argument.removeprefix("language-") if argument.startswith("language-") else ""
        case "blockquote" if argument:
            return "expandable_blockquote", ""
        case "tg-emoji" if not argument.isdecimal():
            raise ParseError("Invalid custom emoji identifier specified")
        case "tg-emoji":
            return "custom_emoji", argument
    return _TYPES[opened.tag], ""


def _decode(found: re.Match[str]) -> str | None:
    if found["name"]:
        return _NAMED.get(found["name"])
    digits = found["hex"] or found["dec"]
    code = int(digits, 16 if found["hex"] else 10) if len(digits) < 8 else 0
    if 0xD800 <= code <= 0xDFFF:
        raise ParseError("Text contains invalid Unicode characters after decoding HTML entities")
    return chr(code) if 0 < code < 0x10FFFF else None


def _unescape(value: str) -> str:
    return _REFERENCE.sub(lambda found: _decode(found) or found[0], value)
