"""The index: everything that matching needs, built from the ways to ask. Building takes seconds; it is cached."""

import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from bot.core.match.decide import UNKNOWN, Thresholds, confidence, per_language, quantiles
from bot.core.match.features import Floats, Ints, Vocabulary, vocabulary
from bot.core.match.fold import fold
from bot.core.match.model import Examples, Start, Weights, train

_ALIKE = 50  # a change below one phrasing in so many starts from the earlier weights
_URGENT = 1.0  # logits that an emergency must be ahead, when only the model speaks for it
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
    """A way to ask: as written, folded, its topic, its language."""

    text: str
    folded: str
    topic: str
    language: str = ""

    @property
    def words(self) -> tuple[str, ...]:
        """Its folded words."""
        return tuple(self.folded.split())


@dataclass(frozen=True)
class Index:
    """What a matcher works with.

    `topics` names the columns of the weights, `languages` those of `tongue`, which tells languages apart. `own` holds
    the thresholds of the languages that have some of their own.
    """

    topics: tuple[str, ...]
    phrasings: tuple[Phrasing, ...]
    vocabulary: Vocabulary
    weights: Weights
    thresholds: Thresholds
    encoders: tuple[str, ...]
    languages: tuple[str, ...]
    tongue: Weights
    own: Mapping[str, Thresholds]


def phrasings(asks: Iterable[tuple[str, str] | tuple[str, str, str]]) -> tuple[Phrasing, ...]:
    """(topic, text) or (topic, text, language), folded; empty ones and repetitions left out."""
    found: dict[tuple[str, str], Phrasing] = {}
    for topic, text, *language in asks:
        folded = fold(text)
        if folded:
            found.setdefault((topic, folded), Phrasing(text, folded, topic, "".join(language)))
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
    weights = _evened(train(examples, len(topics), start), labels, topics)
    measured = (before.thresholds, before.own) if before and start else calibrate(examples, asked, topics)
    languages, tongue = _tongue(examples, asked)
    return Index(topics, asked, known, weights, measured[0], names, languages, tongue, measured[1])


def _tongue(examples: Examples, asked: Sequence[Phrasing]) -> tuple[tuple[str, ...], Weights]:
    """A second, small model over the same features: which language a text is in."""
    languages = tuple(sorted({phrasing.language for phrasing in asked}))
    labels = np.array([languages.index(phrasing.language) for phrasing in asked], np.int32)
    bare = Examples(examples.texts, examples.size, examples.vectors[:, :0], labels)
    return languages, train(bare, len(languages))


def _head_start(labels: Ints, topics: Sequence[str]) -> Floats:
    """What is taken off each topic: half of its gain by mere number of phrasings, and a step for emergencies."""
    counts = np.maximum(np.bincount(labels, minlength=len(topics)), 1)
    urgent = np.array([topic.startswith("emergency.") for topic in topics])
    return np.asarray(_EVEN * (np.log(counts) - np.log(counts).mean()) + _URGENT * urgent, np.float32)


def _evened(weights: Weights, labels: Ints, topics: Sequence[str]) -> Weights:
    """Few phrasings are no fault: "my landlord throws me out", one of 40, lost to wages with its 200."""
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
    earlier = before.weights.bias + _head_start(labels, before.topics)
    bias = np.full(len(topics), float(earlier.min()), np.float32)
    bias[have] = earlier[chosen]
    return Start(sparse, dense, bias)


def _held_out(asked: Sequence[Phrasing]) -> NDArray[np.bool_]:
    """A fixed fifth: chosen by a hash of the words, so that an edit elsewhere does not reshuffle it."""
    return np.array([zlib.crc32(phrasing.folded.encode()) % 5 == 0 for phrasing in asked])


def calibrate(
    examples: Examples, asked: Sequence[Phrasing], topics: Sequence[str]
) -> tuple[Thresholds, Mapping[str, Thresholds]]:
    """Thresholds from how sure the model is of phrasings that it has not seen: for all, and per language."""
    held = _held_out(asked)
    if len(held) < _FEW or not held.any() or held.all():
        return UNKNOWN, {}
    seen, unseen = examples.part(~held), examples.part(held)
    weights = _evened(train(seen, len(topics)), seen.labels, topics)
    sure = [confidence(weights.logits(t, v)) for t, v in zip(unseen.texts, unseen.vectors, strict=True)]
    languages = [phrasing.language for phrasing, out in zip(asked, held, strict=True) if out]
    return quantiles(sure), per_language(sure, languages)


def by_topic(asked: Sequence[Phrasing]) -> Mapping[str, tuple[Phrasing, ...]]:
    """The phrasings of each topic."""
    found: dict[str, list[Phrasing]] = {}
    for phrasing in asked:
        found.setdefault(phrasing.topic, []).append(phrasing)
    return {topic: tuple(those) for topic, those in found.items()}
