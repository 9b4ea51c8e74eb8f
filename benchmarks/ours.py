"""Redress' own matcher as a contestant, through its one door, and a memory for what its encoders said."""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from benchmarks.ranking import BEST, Ranking
from benchmarks.sets import Example
from bot.core.match.features import Floats
from bot.core.match.index import Encoder, Index, build, phrasings
from bot.core.match.matcher import Matcher

_BATCH = 64


class Remembered:
    """An encoder that encodes no text twice, from one run to the next where it is given a folder."""

    def __init__(self, encoder: Encoder, folder: Path | None) -> None:
        self.name, self.size, self.weight, self.knows = encoder.name, encoder.size, encoder.weight, encoder.knows
        self.encoder = encoder
        self._path = folder / f"{encoder.name}.npz" if folder else None
        self._known: dict[str, Floats] = {}
        if self._path and self._path.exists():
            with np.load(self._path, allow_pickle=False) as file:
                self._known = dict(zip(json.loads(bytes(file["texts"])), file["rows"], strict=True))
        self._kept = len(self._known)

    def encode(self, texts: Sequence[str]) -> Floats:
        """One row per text."""
        fresh = [text for text in dict.fromkeys(texts) if text not in self._known]
        for at in range(0, len(fresh), _BATCH):
            batch = fresh[at : at + _BATCH]
            self._known.update(zip(batch, self.encoder.encode(batch), strict=True))
        return np.stack([self._known[text] for text in texts])

    def keep(self) -> None:
        """Write what is new to the folder."""
        if not self._path or len(self._known) == self._kept:
            return
        self._path.parent.mkdir(parents=True, exist_ok=True)
        texts = np.frombuffer(json.dumps(list(self._known)).encode(), np.uint8)
        fresh = self._path.with_suffix(".new.npz")
        np.savez(fresh, texts=texts, rows=np.stack(list(self._known.values())))
        fresh.replace(self._path)
        self._kept = len(self._known)


class Ours:
    """The matcher over a set's examples, as the bot would build it from a knowledge with these ways to ask."""

    def __init__(self, index: Index, encoders: Sequence[Encoder] = ()) -> None:
        self._index, self._encoders = index, encoders
        self._matcher = Matcher(index, encoders=encoders)

    def forgetful(self) -> "Ours":
        """The same without a memory: what a question really takes."""
        bare = [encoder.encoder if isinstance(encoder, Remembered) else encoder for encoder in self._encoders]
        return Ours(self._index, bare)

    @property
    def thresholds(self) -> tuple[float, float]:
        """From which sureness the bot would answer, and from which it would offer topics."""
        return self._matcher.thresholds()

    def rank(self, text: str) -> Ranking:
        """The topics of one question; one that stands among the examples is as sure as can be."""
        trace = self._matcher.trace(text, None, None)
        topics = tuple(candidate.topic for candidate in trace.verdict.reading.candidates[:BEST])
        return Ranking(topics, float("inf") if trace.hit else trace.sure)


def index_of(examples: Iterable[Example], encoders: Sequence[Encoder] = ()) -> Index:
    """The index of a set's examples."""
    return build(phrasings((example.topic, example.text) for example in examples), encoders)
