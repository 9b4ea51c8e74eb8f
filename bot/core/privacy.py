"""What is taken out of a question before it is stored, and names for chats that lead nowhere.

A question is kept so that maintainers can see what was not answered. Who asked is of no use to them and of use to an
employer. So what points at a person is replaced by a word in brackets, and what the law needs (sums, dates, articles)
stays. In doubt the digits go: a lost figure costs a maintainer a guess, a kept telephone number can cost a job.

`privacy_tables` says what is looked for.
"""

import re
import unicodedata
from functools import lru_cache
from hashlib import blake2b
from itertools import groupby
from typing import Final

from bot.core import privacy_tables as tables

LIMIT: Final = 500
"""Characters of a stored question."""

_FEWEST_DIGITS: Final = 6
_CARD_DIGITS: Final = range(13, 20)
_CONTEXT: Final = 40
_SHORTEST_KEY: Final = 16
_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs"})
# No control or format characters, yet they show nothing: joiners, fillers, the frame of a keycap emoji.
_UNSEEN_TOO: Final = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u20e3\u3164\uffa0")
_FULL_WIDTH: Final = range(0xFF01, 0xFF5F)
_NO_BRACKETS: Final = str.maketrans("", "", "()")
_HALF_A_WORD: Final = re.compile(r"\[[a-z]{0,6}$")


def redact(text: str) -> str:
    """`text` without what points at a person, on one line of at most 500 characters.

    Redacting what was redacted changes nothing.
    """
    # Again until nothing changes: a replacement or the cut at the end can lay bare what hid behind its neighbour.
    # It ends, as each round that changes anything leaves fewer characters of the original.
    done = _plain(text)
    while (cleaner := _cut(_replaced(done))) != done:
        done = cleaner
    return done


def pseudonym(key: bytes, chat: str) -> str:
    """16 hexadecimal digits that stand for `chat`: the same for the same key, and no way back without it.

    Raises:
        ValueError: the key has fewer than 16 bytes or more than 64.
    """
    if len(key) < _SHORTEST_KEY:
        raise ValueError("the key of the pseudonyms needs at least 16 bytes")
    return blake2b(chat.encode("utf-8", "surrogatepass"), key=key, digest_size=8, person=b"redress.chat").hexdigest()


def _plain(text: str) -> str:
    """White space as single spaces, every digit as 0-9, nothing that cannot be seen."""
    return " ".join("".join(map(_plain_character, text)).split())


@lru_cache(maxsize=4096)
def _plain_character(character: str) -> str:
    if character.isspace():
        return " "
    if unicodedata.category(character) in _UNSEEN or character in _UNSEEN_TOO or _selects_variant(character):
        return ""
    if ord(character) in _FULL_WIDTH:
        return chr(ord(character) - 0xFEE0)
    return str(unicodedata.digit(character, character))


def _selects_variant(character: str) -> bool:
    return "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"


def _replaced(text: str) -> str:
    for pattern, word in tables.RULES:
        text = pattern.sub(word, text)
    return tables.GLUED.sub("[id]", tables.STRETCH.sub(_stretch, text))


def _cut(text: str) -> str:
    return text if len(text) <= LIMIT else _HALF_A_WORD.sub("", text[:LIMIT]).rstrip()


def _stretch(found: re.Match[str]) -> str:
    """Digits with only separators between them: dates and laws stay, each run between them is judged as one."""
    if len(_digits(found.group())) < _FEWEST_DIGITS:
        return found.group()
    before = found.string[max(0, found.start() - _CONTEXT) : found.start()]
    after = found.string[found.end() : found.end() + _CONTEXT]
    runs = groupby(found.group().split(" "), key=lambda word: bool(tables.CERTAIN.fullmatch(word.strip("()"))))
    texts = ((certain, " ".join(words)) for certain, words in runs)
    return " ".join(run if certain or _stays(run, before, after) else _label(run) for certain, run in texts)


def _stays(run: str, before: str, after: str) -> bool:
    bare = run.translate(_NO_BRACKETS)
    if len(_digits(bare)) < _FEWEST_DIGITS or tables.ALONE.fullmatch(bare):
        return True
    if tables.SECTION.fullmatch(bare) and tables.SECTION_BEFORE.search(before):
        return True
    beside_currency = tables.CURRENCY_BEFORE.search(before) or tables.CURRENCY_AFTER.match(after)
    return bool(beside_currency and tables.MONEY.fullmatch(bare))


def _label(run: str) -> str:
    digits = _digits(run)
    if run.startswith(("+", "(+", "00")) or tables.PHONE.fullmatch(digits) or tables.PHONE.fullmatch(run):
        return "[phone]"
    return "[card]" if len(digits) in _CARD_DIGITS else "[number]"


def _digits(run: str) -> str:
    return "".join(filter(str.isdigit, run))
