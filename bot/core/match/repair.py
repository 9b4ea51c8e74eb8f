"""Repair of typing mistakes: an unknown word becomes the nearest word of the phrasings.

rapidfuzz is a poor judge of meaning and a very good one of spelling: this is where it earns its place.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.core.match.features import Vocabulary
from bot.core.match.fold import fold

_SHORTEST = 4  # a word of three letters has too many neighbours, and acronyms are never repaired
_SHORT = 5  # up to here one slip is allowed, above two
_TYPED = re.compile(r"[^\W\d_]+")
_LONGEST = 1000  # characters that the encoders read: they only know the first 128 pieces
_MANY = 20_000  # distinct unknown words that are remembered


class Repairer:
    """Repairs words against a vocabulary. `keep` names further words that need no repair (an encoder's own)."""

    def __init__(
        self, vocabulary: Vocabulary, terms: frozenset[str], keep: Callable[[str], bool] | None = None
    ) -> None:
        self._vocabulary = vocabulary
        self._terms = terms
        self._keep = keep or (lambda _: False)
        self.word = lru_cache(_MANY)(self._word)

    def repair(self, words: Sequence[str]) -> tuple[str, ...]:
        """The words, with the unknown ones replaced where a near one is known."""
        return tuple(self.word(word) for word in words)

    def text(self, text: str) -> str:
        """The text as typed, accents and all, with the repaired words put in: what the encoders read."""
        return _TYPED.sub(self._typed, text[:_LONGEST])

    def _typed(self, match: re.Match[str]) -> str:
        folded = fold(match[0])
        repaired = self.word(folded) if " " not in folded else folded
        return match[0] if repaired == folded else repaired

    def _word(self, word: str) -> str:
        if len(word) < _SHORTEST or len(word) > 30 or word in self._vocabulary.word_index or self._stays(word):
            return word
        slips = 1 if len(word) <= _SHORT else 2
        near = [w for n in range(len(word) - slips, len(word) + slips + 1) for w in self._by_length.get(n, ())]
        found = process.extract(word, near, scorer=OSA.distance, score_cutoff=slips, limit=8)
        return min(found, key=lambda hit: self._rank(word, hit[0], hit[1]))[0] if found else word

    def _stays(self, word: str) -> bool:
        return word in self._terms or not word.isalpha() or self._keep(word)

    def _rank(self, word: str, other: str, distance: float) -> tuple[float, bool, int, str]:
        """Fewest slips, then the same first letter, then the commoner word, then the alphabet."""
        count = int(self._vocabulary.counts[self._vocabulary.word_index[other]])
        return distance, word[0] != other[0], -count, other

    @cached_property
    def _by_length(self) -> Mapping[int, tuple[str, ...]]:
        lengths: dict[int, list[str]] = {}
        for word in self._vocabulary.words:
            if word.isalpha() and word not in self._terms:
                lengths.setdefault(len(word), []).append(word)
        return {length: tuple(found) for length, found in lengths.items()}
