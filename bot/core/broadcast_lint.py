"""What an organiser should look at again before a message goes to thousands: hints, never a refusal.

The message lands on phones that a foreman may pick up. So it is read for what could hurt somebody (a number, a name,
where people will be at what hour), for what makes people distrust it (a bare link), and for who cannot read it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from bot.core import markup
from bot.core.broadcast import Content

Kind = Literal["phone", "name", "meeting", "link", "long", "missing"]

SCREEN: Final = 700
"""Characters that a phone shows without scrolling."""
_LINES: Final = 16
_DIGITS: Final = 8  # a telephone number has no fewer
_EXPLAINED: Final = 3  # words beside a link that say where it leads

_DATE = re.compile(r"\b\d{4}-\d{2}-\d{2}\b|\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b|\b\d{1,2}[:.h]\d{2}\b")
_PHONE = re.compile(r"(?<![\w/.,-])(?:\+|00|\()?\d(?:[\s()./-]{0,2}\d){6,15}(?![\w%€$£]|[.,]\d)")
_AMOUNT = re.compile(r"\d{1,3}(?:[.,]\d{3})+(?:[.,]\d{2})?(?!\d)|[€$£]\s?\d[\d.,\s]*|\d[\d.,\s]*\s?[€$£]")
_TITLES: Final = (
    r"Mr|Mrs|Ms|Miss|Mx|Dr|Sr|Sra|Srta|Don|Doña|Dña|Señor|Señora|Mme|Mlle|Monsieur|Madame|Mademoiselle|Maître|"
    r"Sig|Sig\.ra|Sig\.na|Signor|Signora|Signorina|Dott|Dott\.ssa|Avv|Ing|Geom"
)
_NAME = re.compile(rf"\b(?:(?i:{_TITLES})\.?|M\.)[ \u00a0]+[^\W\d_a-zß-ÿ][\w'\u2019-]*")
_HOUR = re.compile(
    r"\b(?:[01]?\d|2[0-3])(?:[:.][0-5]\d|[ ]?h(?:[0-5]\d)?)\b|\b(?:1[0-2]|[1-9])[ ]?(?:am|pm)\b|\b\d{1,2} o'clock\b"
    r"|\b(?:a las|alle(?: ore)?|ore|a la|vers|dalle) \d{1,2}\b|\b(?:noon|mediodía|midi|mezzogiorno|midnight)\b",
    re.IGNORECASE,
)
_PLACE = re.compile(
    r"\b(?:in front of|outside|room|hall|square|street|avenue|road|gate|canteen|car park|café|pub|bar|church|"
    r"calle|plaza|avenida|sala|salón|local|puerta|comedor|frente a|delante de|aparcamiento|iglesia|"
    r"rue|place|salle|cantine|portail|devant|parking|bourse du travail|église|"
    r"via|piazza|viale|corso|cancello|mensa|portineria|davanti|circolo|parrocchia|sede|parcheggio)\b",
    re.IGNORECASE,
)
_LINK = re.compile(r"https?://\S+|\bwww\.\S+|\bt\.me/\S+")
_ANCHOR = re.compile(r'<a href="[^"]*">(.*?)</a>', re.DOTALL)
_EMPTY_WORDS: Final = frozenset("here click this link aquí aqui pulse enlace ici cliquez lien qui clicca".split())


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to look at again, in the text of a language; `sample` quotes it."""

    kind: Kind
    language: str
    sample: str = ""


def lint(contents: Mapping[str, Content], read: Iterable[str]) -> tuple[Finding, ...]:
    """All hints, text by text; then the languages that recipients read and that are not written."""
    found = [finding for language, content in contents.items() for finding in _text(language, content.html)]
    found += [Finding("missing", language) for language in read if language not in contents]
    return tuple(found)


def _text(language: str, html: str) -> Iterator[Finding]:
    plain = markup.plain(html)
    yield from (Finding("phone", language, sample) for sample in _phones(plain))
    yield from (Finding("name", language, match[0]) for match in _NAME.finditer(plain))
    yield from (Finding("meeting", language, sample) for sample in _meetings(plain))
    yield from (Finding("link", language, sample) for sample in _links(html))
    if len(plain) > SCREEN or plain.count("\n") >= _LINES:
        yield Finding("long", language, str(len(plain)))


def _phones(plain: str) -> Iterator[str]:
    bare = _AMOUNT.sub(_blank, _DATE.sub(_blank, _LINK.sub(_blank, plain)))
    for match in _PHONE.finditer(bare):
        if sum(character.isdigit() for character in match[0]) >= _DIGITS:
            yield match[0].strip()


def _blank(match: re.Match[str]) -> str:
    """Something that is no telephone number, out of the way; letters keep its neighbours apart."""
    return "x" * len(match[0])


def _meetings(plain: str) -> Iterator[str]:
    for paragraph in plain.split("\n\n"):
        hour, place = _HOUR.search(paragraph), _PLACE.search(paragraph)
        if hour and place:
            yield f"{hour[0]} … {place[0]}"


def _links(html: str) -> Iterator[str]:
    """Links of which nothing says where they lead: bare ones without words beside them, and "click here"."""
    for match in _ANCHOR.finditer(html):
        label = markup.plain(match[1])
        said = {word.strip(".,:;!?").casefold() for word in label.split()}
        if said and said <= _EMPTY_WORDS:
            yield label
    for line in markup.plain(html).splitlines():
        links = _LINK.findall(line)
        beside = [word for word in _LINK.sub(" ", line).split() if word.strip(".,:;!?-•→").isalpha()]
        if links and len(beside) < _EXPLAINED:
            yield links[0]
