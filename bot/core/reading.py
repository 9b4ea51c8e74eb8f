"""How easy a text is to read: an established index per language, all on a scale where higher is easier.

English: the grade of Flesch and Kincaid (1975), taken from 100. Spanish: Fernandez Huerta (1959). French: Kandel and
Moles (1958). Italian: Gulpease (1988). The targets are what a pupil of the eighth grade reads without help.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from bot.core import markup

_SENTENCE = re.compile(r"[^.!?:;\n]+")
_WORD = re.compile(r"[^\W\d_]+")
_HOLE = re.compile(r"\{[^}]*\}|/\w+|https?://\S+")
TARGET = {"en": 92.0, "es": 60.0, "fr": 60.0, "it": 50.0}


@dataclass(frozen=True, slots=True)
class Ease:
    """The index of a text, and the mean length of its sentences in words."""

    index: float
    sentence: float


def ease(text: str, language: str, syllables: Callable[[str], int]) -> Ease | None:
    """Measure a text; `syllables` counts those of a word. None for a language without an index, or too little text."""
    bare = _HOLE.sub("", markup.plain(markup.html(text)))
    sentences = [part for part in _SENTENCE.findall(bare) if _WORD.search(part)]
    words = _WORD.findall(bare)
    if language not in TARGET or len(words) < 8:
        return None
    length = len(words) / len(sentences)
    beats = sum(map(syllables, words)) / len(words)
    letters = sum(map(len, words)) / len(words)
    indexes = {
        "en": 100 - (0.39 * length + 11.8 * beats - 15.59),
        "es": 206.84 - 60.0 * beats - 1.02 * length,
        "fr": 207.0 - 1.015 * length - 73.6 * beats,
        "it": 89.0 + 300 / length - 10 * letters,
    }
    return Ease(indexes[language], length)
