"""Features of a text: tf-idf of words and of character 3-4-grams, each part of unit length.

One vocabulary for all languages: each profits from the others, and no language needs to be guessed.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]

WORDS, GRAMS = 0.5, 0.5  # weight of either part


def grams(words: Sequence[str]) -> list[str]:
    """The character 3- and 4-grams inside the words, their ends marked."""
    found: list[str] = []
    for word in words:
        marked = f" {word} "
        found += [marked[i : i + 3] for i in range(len(marked) - 2)]
        found += [marked[i : i + 4] for i in range(len(marked) - 3)]
    return found


@dataclass(frozen=True)
class Sparse:
    """One text's non-zero features: `index` into the vocabulary (words first, then n-grams), `value` beside it."""

    index: Ints
    value: Floats


@dataclass(frozen=True)
class Vocabulary:
    """Words and n-grams with their idf. `counts` is in how many phrasings each word stands."""

    words: tuple[str, ...]
    counts: Ints
    grams: tuple[str, ...]
    idf: Floats

    @cached_property
    def word_index(self) -> Mapping[str, int]:
        """Position of each word."""
        return {word: i for i, word in enumerate(self.words)}

    @cached_property
    def gram_index(self) -> Mapping[str, int]:
        """Position of each n-gram, after the words."""
        return {gram: len(self.words) + i for i, gram in enumerate(self.grams)}

    @property
    def size(self) -> int:
        """How many features there are."""
        return len(self.words) + len(self.grams)

    def features(self, words: Sequence[str]) -> Sparse:
        """The features of a text given as folded (and repaired) words."""
        index, value = self._part(words, self.word_index, WORDS)
        more_index, more_value = self._part(grams(words), self.gram_index, GRAMS)
        return Sparse(np.concatenate([index, more_index]), np.concatenate([value, more_value]))

    def _part(self, items: Iterable[str], known: Mapping[str, int], weight: float) -> tuple[Ints, Floats]:
        counts = Counter(i for item in items if (i := known.get(item)) is not None)
        index = np.fromiter(counts.keys(), np.int32, len(counts))
        times = np.fromiter(counts.values(), np.float32, len(counts))
        value = (1 + np.log(times)) * self.idf[index] if len(counts) else times
        norm = float(np.sqrt(value @ value))
        return index, (value * np.float32(weight / norm) if norm else value).astype(np.float32)


def vocabulary(texts: Sequence[Sequence[str]]) -> Vocabulary:
    """The vocabulary of the phrasings; where they are many, n-grams seen once are dropped: they only cost."""
    word_counts = Counter(word for text in texts for word in set(text))
    gram_counts = Counter(gram for text in texts for gram in set(grams(text)))
    least = 2 if len(texts) > 5000 else 1
    words = tuple(sorted(word_counts))
    kept = tuple(sorted(gram for gram, count in gram_counts.items() if count >= least))
    seen = [word_counts[w] for w in words] + [gram_counts[g] for g in kept]
    idf = np.log((1 + len(texts)) / (1 + np.asarray(seen, np.float32))) + 1
    return Vocabulary(words, np.asarray(seen[: len(words)], np.int32), kept, idf.astype(np.float32))
