"""What a contestant is, and what is measured of it: right topics, sureness, time. Shares are in per cent."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from benchmarks.sets import Example

Values = NDArray[np.float64]
BEST = 3  # topics that are looked at, as many as a person is offered


@dataclass(frozen=True, slots=True)
class Ranking:
    """The nearest topics of a question, best first, and how sure the first is: higher is surer, on any scale."""

    topics: tuple[str, ...]
    sure: float


class Ranker(Protocol):
    """Something that finds the topics of a question."""

    def rank(self, text: str) -> Ranking:
        """The topics of one question."""
        ...


@dataclass(frozen=True, slots=True)
class Asked:
    """Questions with topics, asked: the place of the right one (0, 1, 2; 3 for none of them), and the sureness."""

    places: NDArray[np.int64]
    sure: Values

    def within(self, first: int) -> float:
        """Share of questions with the right topic among so many."""
        return 100 * float((self.places < first).mean())


@dataclass(frozen=True, slots=True)
class Operating:
    """One threshold: share of topics' questions accepted and right, share of strays refused."""

    right: float
    refused: float


def ask(ranker: Ranker, examples: Sequence[Example]) -> Asked:
    """Ask questions whose topics are known."""
    found = [ranker.rank(example.text) for example in examples]
    places = [_place(ranking.topics, example.topic) for ranking, example in zip(found, examples, strict=True)]
    return Asked(np.array(places, np.int64), np.array([ranking.sure for ranking in found], np.float64))


def sureness(ranker: Ranker, texts: Sequence[str]) -> Values:
    """How sure a ranker is of each text."""
    return np.array([ranker.rank(text).sure for text in texts], np.float64)


def milliseconds(ranker: Ranker, texts: Sequence[str]) -> tuple[float, float]:
    """Time of one question after another: median and 99th percentile. The first ten only warm the caches.

    The processor's time, not the clock's: on a shared machine a question also waits for other people's work.
    """
    taken = []
    for text in texts:
        began = time.process_time()
        ranker.rank(text)
        taken.append((time.process_time() - began) * 1000)
    counted = taken[10:] or taken
    return float(np.median(counted)), float(np.quantile(counted, 0.99))


def auroc(ours: Values, strays: Values) -> float:
    """Chance that a question of ours is surer than a stray; a tie counts half."""
    ordered = np.sort(ours)
    below = np.searchsorted(ordered, strays, "left") + np.searchsorted(ordered, strays, "right")
    return 100 * (1 - float(below.mean()) / 2 / len(ours))


def refused(ours: Values, strays: Values, kept: float = 0.95) -> float:
    """Share of strays below the threshold that keeps so much of ours."""
    return 100 * float((strays < np.quantile(ours, 1 - kept, method="lower")).mean())


def operating(ours: Asked, strays: Values, threshold: float) -> Operating:
    """What a threshold does; a question of ours that is refused counts as wrong."""
    right = (ours.places == 0) & (ours.sure >= threshold)
    return Operating(100 * float(right.mean()), 100 * float((strays < threshold).mean()))


def most_right(ours: Asked, strays: Values, worth: float = 1.0) -> float:
    """The threshold with most questions treated rightly, a stray counting as `worth` questions of ours."""
    candidates = np.unique(np.concatenate([ours.sure, strays]))
    right = np.sort(ours.sure[ours.places == 0])
    kept = len(right) - np.searchsorted(right, candidates, "left")
    gone = np.searchsorted(np.sort(strays), candidates, "left")
    return float(candidates[int(np.argmax(kept + worth * gone))])


def giving_up(ours: Asked, points: float = 2.0) -> float:
    """The highest threshold that costs so many points of right answers and no more; it needs to see no stray."""
    right = np.sort(ours.sure[ours.places == 0])
    return float(right[min(int(points / 100 * len(ours.places)), len(right) - 1)]) if len(right) else float("-inf")


def _place(topics: Sequence[str], wanted: str) -> int:
    return topics.index(wanted) if wanted in topics[:BEST] else BEST
