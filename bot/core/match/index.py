"""The index: everything that matching needs, built from the ways to ask. Building takes seconds; it is cached."""

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np

from bot.core.match.features import Floats, Ints, Vocabulary, vocabulary
from bot.core.match.fold import words
from bot.core.match.model import Examples, Start, Weights, train

_ANSWER, _OFFER = 0.25, 0.05  # quantiles of the held-out phrasings' best logits
_ALIKE = 50
_EVEN = 0.5  # how much of the advantage of many phrasings is taken back; measured
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


def vector(encoders: Sequence[Encoder], text: str) -> Floats | None:
    """One text's vectors side by side, each times its encoder's weight; None without encoders."""
    if not encoders:
        return None
    found: Floats = vectors(encoders, [text])[0]
    return found


def build(
    asked: tuple[Phrasing, ...],
    encoders: Sequence[Encoder] = (),
    encoded: Floats | None = None,
    before: Index | None = None,
) -> Index:
    """Build the index. `encoded` holds the phrasings' vectors where they are known from a cache.

    `before` is the index of slightly other knowledge: its weights are where the search begins, its thresholds stay.
    """
    topics = tuple(sorted({phrasing.topic for phrasing in asked}))
    column = {topic: i for i, topic in enumerate(topics)}
    known = vocabulary([phrasing.words for phrasing in asked])
    dense = vectors(encoders, [phrasing.text for phrasing in asked]) if encoded is None else encoded
    labels = np.array([column[phrasing.topic] for phrasing in asked], np.int32)
    examples = Examples([known.features(phrasing.words) for phrasing in asked], known.size, dense, labels)
    names = tuple(encoder.name for encoder in encoders)
    start = carried(before, known, topics) if before and before.encoders == names and akin(before, asked) else None
    weights = _evened(train(examples, len(topics), start), labels, len(topics))
    thresholds = before.thresholds if before and start else calibrate(examples, _held_out(asked), len(topics))
    return Index(topics, asked, known, weights, thresholds, names)


def _head_start(labels: Ints, topics: int) -> Floats:
    """What a topic gains by nothing but its number of phrasings, as far as that is taken back."""
    counts = np.maximum(np.bincount(labels, minlength=topics), 1)
    found: Floats = (_EVEN * (np.log(counts) - np.log(counts).mean())).astype(np.float32)
    return found


def _evened(weights: Weights, labels: Ints, topics: int) -> Weights:
    """Take back half of it: "my landlord throws me out", with 40 ways to ask, lost to wages with 200."""
    return replace(weights, bias=weights.bias - _head_start(labels, topics))


def akin(before: Index, asked: Sequence[Phrasing]) -> bool:
    """Whether two states of the knowledge differ in fewer than one phrasing in fifty."""
    old, new = set(before.phrasings), set(asked)
    return len(old ^ new) * _ALIKE < len(new)


def carried(before: Index, known: Vocabulary, topics: Sequence[str]) -> Start:
    """The weights of an earlier index, laid out for a new vocabulary and new topics; what is new starts at nothing."""
    columns = [before.topics.index(topic) if topic in before.topics else -1 for topic in topics]
    have = [at for at, column in enumerate(columns) if column >= 0]
    chosen = [column for column in columns if column >= 0]
    old = {**before.vocabulary.word_index, **before.vocabulary.gram_index}
    rows = np.array([old.get(item, -1) for item in (*known.words, *known.grams)], np.int64)
    sparse = np.zeros((known.size, len(topics)), np.float32)
    picked = before.weights.sparse[rows[rows >= 0]].astype(np.float32)[:, chosen]
    sparse[np.ix_(np.flatnonzero(rows >= 0), np.array(have, np.int64))] = picked
    dense = np.zeros((before.weights.dense.shape[0], len(topics)), np.float32)
    dense[:, have] = before.weights.dense[:, chosen]
    labels = np.array([before.topics.index(phrasing.topic) for phrasing in before.phrasings], np.int32)
    earlier = before.weights.bias + _head_start(labels, len(before.topics))
    bias = np.full(len(topics), float(earlier.min()), np.float32)
    bias[have] = earlier[chosen]
    return Start(sparse, dense, bias)


def _held_out(asked: Sequence[Phrasing]) -> Ints:
    """A fixed fifth: chosen by a hash of the words, so that an edit elsewhere does not reshuffle it."""
    return np.array([zlib.crc32(" ".join(phrasing.words).encode()) % 5 for phrasing in asked], np.int32)


def calibrate(examples: Examples, folds: Ints, topics: int) -> Thresholds:
    """Thresholds from the best logits of phrasings that the model has not seen."""
    held = folds == 0
    if len(held) < _FEW or not held.any() or held.all():
        return Thresholds(answer=0.0, offer=-2.0)
    seen = examples.part(~held)
    weights = _evened(train(seen, topics), seen.labels, topics)
    unseen = examples.part(held)
    best = [float(weights.logits(t, v).max()) for t, v in zip(unseen.texts, unseen.vectors, strict=True)]
    return Thresholds(answer=float(np.quantile(best, _ANSWER)), offer=float(np.quantile(best, _OFFER)))


def by_topic(asked: Sequence[Phrasing]) -> Mapping[str, tuple[Phrasing, ...]]:
    """The phrasings of each topic."""
    found: dict[str, list[Phrasing]] = {}
    for phrasing in asked:
        found.setdefault(phrasing.topic, []).append(phrasing)
    return {topic: tuple(those) for topic, those in found.items()}
