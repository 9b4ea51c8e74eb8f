"""Folding: the one form in which phrasings and questions are compared.

"L'employeur n'a PAS PAYÉ 😡" and "l'employeur n'a pas paye" are the same words.
"""

import re
import unicodedata

# Zero-width characters, bidi marks, soft hyphens: copied from web pages, invisible to the person who pasted them.
_INVISIBLE = dict.fromkeys(
    [0xAD, 0x61C, 0x180E, 0xFEFF, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070)]
)
_APOSTROPHES = str.maketrans(dict.fromkeys("’‘ʼ`´＇′", "'"))  # noqa: RUF001 - these are the look-alikes
_WORD = re.compile(r"[^\W_]+")
# "don't" and "dont" are one word, "l'usine" is two: the English endings are joined, all else is split.
_ENGLISH = re.compile(r"(?<=[a-z])'(?=(?:t|s|m|d|re|ve|ll)\b)")
LONGEST = 4000  # characters that are looked at; a longer text is a document, not a question


def fold(text: str) -> str:
    """Lower case, no accents, no punctuation, no emoji, single spaces."""
    return " ".join(words(text))


def words(text: str) -> list[str]:
    """The folded words of a text, in order."""
    plain = unicodedata.normalize("NFKC", text[:LONGEST]).translate(_INVISIBLE).translate(_APOSTROPHES).casefold()
    bare = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    return _WORD.findall(_ENGLISH.sub("", bare))
