"""The index: everything that matching needs, built from the ways to ask. Building takes seconds; it is cached."""

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from bot.core.match.features import Floats, Ints, Vocabulary, vocabulary
from bot.core.match.fold import words
from bot.core.match.model import Examples, Weights, train

_ANSWER, _OFFER = 0.25, 0.05  # quantiles of the held-out phrasings' best logits
_FEW = 40  # phrasings below which nothing can be held out


class Encoder(Protocol):
    """Turns sentences into vectors of unit length in which meaning is nearness."""

    name: str
    size: int
    weight: float

    def encode(self, texts: Sequence[str]) -> Floats:
        """One row per text."""
        ...

    def knows(self, word: str) -> bool:
        """Whether a folded word is whole in its vocabulary, so that it needs no repair."""
        ...


@dataclass(frozen=True, slots=True)
class Phrasing:
    """A way to ask: as written, folded, and its topic."""

    text: str
    words: tuple[str, ...]
    topic: str


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From which best logit a question is answered, and from which topics are offered."""

    answer: float
    offer: float


@dataclass(frozen=True)
class Index:
    """What a matcher works with. `topics` names the columns of the weights."""

    topics: tuple[str, ...]
    phrasings: tuple[Phrasing, ...]
    vocabulary: Vocabulary
    weights: Weights
    thresholds: Thresholds
    encoders: tuple[str, ...]


def phrasings(asks: Sequence[tuple[str, str]]) -> tuple[Phrasing, ...]:
    """(topic, text) pairs, folded; empty ones and repetitions left out."""
    found: dict[tuple[str, tuple[str, ...]], Phrasing] = {}
    for topic, text in asks:
        folded = tuple(words(text))
        if folded:
            found.setdefault((topic, folded), Phrasing(text, folded, topic))
    return tuple(found.values())


def vectors(encoders: Sequence[Encoder], texts: Sequence[str]) -> Floats:
    """The encoders' vectors side by side, each times its weight; no columns without encoders."""
    if not encoders:
        return np.zeros((len(texts), 0), np.float32)
    return np.concatenate([encoder.encode(texts) * np.float32(encoder.weight) for encoder in encoders], axis=1)


def build(asked: tuple[Phrasing, ...], encoders: Sequence[Encoder] = (), encoded: Floats | None = None) -> Index:
    """Build the index. `encoded` holds the phrasings' vectors where they are known from a cache."""
    topics = tuple(sorted({phrasing.topic for phrasing in asked}))
    column = {topic: i for i, topic in enumerate(topics)}
    known = vocabulary([phrasing.words for phrasing in asked])
    labels = np.array([column[phrasing.topic] for phrasing in asked], np.int32)
    dense = vectors(encoders, [phrasing.text for phrasing in asked]) if encoded is None else encoded
    examples = Examples([known.features(phrasing.words) for phrasing in asked], known.size, dense, labels)
    weights = train(examples, len(topics))
    thresholds = calibrate(examples, _held_out(asked), len(topics))
    return Index(topics, asked, known, weights, thresholds, tuple(encoder.name for encoder in encoders))


def _held_out(asked: Sequence[Phrasing]) -> Ints:
    """A fixed fifth: chosen by a hash of the words, so that an edit elsewhere does not reshuffle it."""
    return np.array([zlib.crc32(" ".join(phrasing.words).encode()) % 5 for phrasing in asked], np.int32)


def calibrate(examples: Examples, folds: Ints, topics: int) -> Thresholds:
    """Thresholds from the best logits of phrasings that the model has not seen."""
    held = folds == 0
    if len(held) < _FEW or not held.any() or held.all():
        return Thresholds(answer=0.0, offer=-2.0)
    weights = train(examples.part(~held), topics)
    unseen = examples.part(held)
    best = [float(weights.logits(t, v).max()) for t, v in zip(unseen.texts, unseen.vectors, strict=True)]
    return Thresholds(answer=float(np.quantile(best, _ANSWER)), offer=float(np.quantile(best, _OFFER)))


def by_topic(asked: Sequence[Phrasing]) -> Mapping[str, tuple[Phrasing, ...]]:
    """The phrasings of each topic."""
    found: dict[str, list[Phrasing]] = {}
    for phrasing in asked:
        found.setdefault(phrasing.topic, []).append(phrasing)
    return {topic: tuple(those) for topic, those in found.items()}
