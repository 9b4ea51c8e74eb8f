"""What others do: rapidfuzz, BM25, SQLite's full-text search, ChatterBot's comparison, padatious.

Each gets the same examples. Those that compare with phrasings take a topic's best phrasing for the topic.
"""

import contextlib
import importlib
import io
import re
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process, utils

from benchmarks.ranking import BEST, Ranking
from benchmarks.sets import Example

_TOKEN = re.compile(r"\w+")
_K1, _B = 1.5, 0.75  # the usual ones
_HITS = 50  # phrasings that the full-text search gives back
_TRAINED = 3600  # seconds that padatious gets: after its own 20 it answers half taught
_SYNTAX = re.compile(r"[(){}\[\]|:#<>]")  # what means something in padatious' own files


class _Labels:
    """The topics of the phrasings, and how scores of phrasings become a ranking."""

    def __init__(self, examples: Sequence[Example]) -> None:
        self.names = sorted({example.topic for example in examples})
        self.of = np.array([self.names.index(example.topic) for example in examples], np.int64)

    def ranking(self, scores: NDArray[np.float64]) -> Ranking:
        """Each topic at its best phrasing."""
        best = np.full(len(self.names), -np.inf)
        np.maximum.at(best, self.of, scores)
        order = np.argsort(-best, kind="stable")[:BEST]
        return Ranking(tuple(self.names[at] for at in order), float(best[order[0]]))


class Fuzzy:
    """rapidfuzz: the phrasing with the highest score of one of its scorers."""

    def __init__(self, examples: Sequence[Example], scorer: Callable[..., float]) -> None:
        self._labels, self._scorer = _Labels(examples), scorer
        self._texts = [utils.default_process(example.text) for example in examples]

    def rank(self, text: str) -> Ranking:
        """Scores are 0 to 100."""
        scores = process.cdist([utils.default_process(text)], self._texts, scorer=self._scorer, dtype=np.float64)
        return self._labels.ranking(scores[0])


class Bm25:
    """Okapi BM25 over the phrasings' words."""

    def __init__(self, examples: Sequence[Example]) -> None:
        self._labels, self._size = _Labels(examples), len(examples)
        counted = [Counter(_tokens(example.text)) for example in examples]
        mean = sum(map(Counter.total, counted)) / len(counted)
        found: dict[str, tuple[list[int], list[float]]] = {}
        for at, counts in enumerate(counted):
            for word, times in counts.items():
                rows, values = found.setdefault(word, ([], []))
                rows.append(at)
                values.append(times * (_K1 + 1) / (times + _K1 * (1 - _B + _B * counts.total() / mean)))
        self._postings = {word: (np.array(rows), self._idf(rows) * np.array(v)) for word, (rows, v) in found.items()}

    def _idf(self, rows: Sequence[int]) -> float:
        return float(np.log1p((self._size - len(rows) + 0.5) / (len(rows) + 0.5)))

    def rank(self, text: str) -> Ranking:
        """Words that no phrasing has add nothing."""
        scores = np.zeros(self._size)
        for word in _tokens(text):
            if word in self._postings:
                rows, values = self._postings[word]
                scores[rows] += values
        return self._labels.ranking(scores)


class FullText:
    """SQLite's FTS5 with the Porter stemmer, any of the words, its own rank."""

    def __init__(self, examples: Sequence[Example]) -> None:
        self._topics = [example.topic for example in examples]
        self._base = sqlite3.connect(":memory:")
        self._base.execute("CREATE VIRTUAL TABLE asks USING fts5(text, tokenize='porter unicode61')")
        rows = [(at, example.text) for at, example in enumerate(examples)]
        self._base.executemany("INSERT INTO asks(rowid, text) VALUES (?, ?)", rows)

    def rank(self, text: str) -> Ranking:
        """No topic at all where no word is known."""
        query = " OR ".join(f'"{word}"' for word in _tokens(text))
        order = "SELECT rowid, rank FROM asks WHERE asks MATCH ? ORDER BY rank LIMIT ?"
        hits = self._base.execute(order, (query, _HITS)).fetchall() if query else []
        topics = tuple(dict.fromkeys(self._topics[row] for row, _ in hits))[:BEST]
        return Ranking(topics, -hits[0][1] if hits else float("-inf"))

    def close(self) -> None:
        """Let the table go."""
        self._base.close()


class Chatty:
    """ChatterBot's comparison (`LevenshteinDistance`, which is difflib's ratio of lower-cased texts in two digits).

    Written anew, since its bot wants a spaCy model from the network; here it may compare with every phrasing, as its
    `TextSearch` does.
    """

    def __init__(self, examples: Sequence[Example]) -> None:
        self._labels = _Labels(examples)
        self._texts = [example.text.lower() for example in examples]

    def rank(self, text: str) -> Ranking:
        """Scores are 0 to 1."""
        asked = text.lower()
        scores = [round(SequenceMatcher(None, asked, known).ratio(), 2) for known in self._texts]
        return self._labels.ranking(np.array(scores))


class Padatious:
    """Mycroft's padatious: a small network per topic. Raises ImportError where it is not installed."""

    def __init__(self, examples: Sequence[Example]) -> None:
        module = importlib.import_module("padatious")
        self._folder = tempfile.TemporaryDirectory()
        self._container: Any = module.IntentContainer(self._folder.name)
        for topic in sorted({example.topic for example in examples}):
            lines = [_SYNTAX.sub(" ", example.text) for example in examples if example.topic == topic]
            self._container.add_intent(topic, lines)
        with contextlib.redirect_stdout(io.StringIO()):
            self._container.train(single_thread=True, debug=False, timeout=_TRAINED)

    def rank(self, text: str) -> Ranking:
        """Scores are 0 to 1."""
        found = sorted(self._container.calc_intents(text), key=lambda intent: -intent.conf)[:BEST]
        return Ranking(tuple(intent.name for intent in found), found[0].conf if found else float("-inf"))

    def close(self) -> None:
        """Remove what it wrote."""
        self._folder.cleanup()


def _tokens(text: str) -> list[str]:
    return _TOKEN.findall(text.lower())


def ratio(examples: Sequence[Example]) -> Fuzzy:
    """What rapidfuzz does unless told otherwise."""
    return Fuzzy(examples, fuzz.WRatio)


def token_set(examples: Sequence[Example]) -> Fuzzy:
    """The best of rapidfuzz' scorers for questions."""
    return Fuzzy(examples, fuzz.token_set_ratio)
