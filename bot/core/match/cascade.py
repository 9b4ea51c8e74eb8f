"""Cheap first, dear only when unsure: what the small index says clearly, the large one would say too.

The second encoder takes nine tenths of the time of a question. On our test questions six in ten are so clear to the
first that it need not be asked, and neither more nor fewer answers are wrong for it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bot.core.match.decide import Thresholds, confidence
from bot.core.match.features import Floats, Sparse
from bot.core.match.index import Encoder, Index, vectors

_CLEAR = 2.0  # how far above its threshold the small index must be; measured: from 1.5 on no answer gets worse


@dataclass(frozen=True, slots=True)
class Look:
    """What an index says of a text: logits of the topics, and how sure the best one is."""

    index: Index
    vector: Floats | None
    logits: Floats
    sure: float


class Cascade:
    """An index with all its encoders, and before it, where there is one, a smaller one with only the first of them."""

    def __init__(
        self, index: Index, encoders: Sequence[Encoder] = (), quick: Index | None = None, caution: float = 0.0
    ) -> None:
        self.index = index
        self.quick = quick
        self._caution = max(caution, 0.0)  # who is less cautious answers more, but no doubt becomes clear by that
        self._encoders = encoders
        self._first = encoders[: len(quick.encoders)] if quick else ()

    def look(self, features: Sparse, text: str, language: str | None) -> Look:
        """What is to be believed of a text."""
        first = self.glance(features, text)
        if self.quick is None or self.clear(first, language):
            return first
        rest = vectors(self._encoders[len(self._first) :], [text])[0]
        known = first.vector if first.vector is not None else rest[:0]
        return _look(self.index, features, np.concatenate([known, rest]))

    def glance(self, features: Sparse, text: str) -> Look:
        """What the smaller index says, or the only one there is."""
        index, encoders = (self.quick, self._first) if self.quick else (self.index, self._encoders)
        return _look(index, features, vectors(encoders, [text])[0] if encoders else None)

    def clear(self, look: Look, language: str | None) -> bool:
        """Whether a look is beyond doubt."""
        return look.sure >= thresholds(look.index, language).answer + self._caution + _CLEAR


def thresholds(index: Index, language: str | None) -> Thresholds:
    """The thresholds of an index for a language."""
    return index.own.get(language or "", index.thresholds)


def _look(index: Index, features: Sparse, vector: Floats | None) -> Look:
    logits = index.weights.logits(features, vector)
    return Look(index, vector, logits, confidence(logits) if len(features.index) else float("-inf"))
