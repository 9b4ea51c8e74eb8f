"""The classifier: multinomial logistic regression over sparse features and, where there are encoders, dense ones.

Accelerated gradient over centred features; no randomness, so equal knowledge gives equal weights.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.core.match.features import Floats, Ints, Sparse

Numbers = NDArray[np.floating[Any]]

STEPS = 60
L2 = 1e-5  # on the mean log-loss
# The textbook's step is safe for any data and eight times too short for ours: topics are many, so their chances small.
_STRIDE = 8.0


@dataclass(frozen=True)
class Weights:
    """One column per topic. `sparse`: features x topics (half precision), `dense`: encoder size x topics."""

    sparse: NDArray[np.float16]
    dense: Floats
    bias: Floats

    def logits(self, text: Sparse, vector: Floats | None) -> Floats:
        """A score for each topic."""
        found = self.bias + text.value @ self.sparse[text.index].astype(np.float32)
        return np.asarray(found if vector is None else found + vector @ self.dense, np.float32)


@dataclass(frozen=True)
class Examples:
    """Training material: texts' sparse features, their vectors (n x size; size 0 without encoders) and labels."""

    texts: Sequence[Sparse]
    size: int
    vectors: Floats
    labels: Ints

    def part(self, chosen: NDArray[np.bool_]) -> "Examples":
        """Those examples only."""
        texts = [text for text, wanted in zip(self.texts, chosen, strict=True) if wanted]
        return Examples(texts, self.size, self.vectors[chosen], self.labels[chosen])


class _Centred:
    """The feature matrix less its column means, without ever making it dense."""

    def __init__(self, examples: Examples) -> None:
        from scipy.sparse import csr_array  # noqa: PLC0415 - only training needs it; it costs 25 MB

        counts = np.array([len(text.index) for text in examples.texts])
        starts = np.concatenate([[0], np.cumsum(counts)])
        index = np.concatenate([text.index for text in examples.texts])
        value = np.concatenate([text.value for text in examples.texts])
        shape = (len(counts), examples.size)
        self.sparse: Any = csr_array((value, index, starts), shape=shape)
        self.transposed: Any = self.sparse.T.tocsr()
        self.dense = examples.vectors
        self.sparse_mean = np.asarray(self.sparse.mean(axis=0), np.float32).ravel()
        self.dense_mean = self.dense.mean(axis=0)
        self.rows, self.width = len(counts), examples.size

    def times(self, weights: Numbers) -> Floats:
        """Scores of all rows."""
        top, bottom = weights[: self.width], weights[self.width :]
        found = self.sparse @ top + self.dense @ bottom - (self.sparse_mean @ top + self.dense_mean @ bottom)
        return np.asarray(found, np.float32)

    def back(self, residual: Numbers) -> Floats:
        """The transpose times a residual."""
        total = residual.sum(axis=0)
        top = self.transposed @ residual - np.outer(self.sparse_mean, total)
        bottom = self.dense.T @ residual - np.outer(self.dense_mean, total)
        return np.concatenate([top, bottom]).astype(np.float32)

    def curvature(self) -> float:
        """The largest eigenvalue of the covariance, by the power method."""
        vector = np.ones((self.width + self.dense.shape[1], 1), np.float32)
        size = 1.0
        for _ in range(12):
            vector = self.back(self.times(vector / np.float32(np.linalg.norm(vector)))) / np.float32(self.rows)
            size = float(np.linalg.norm(vector))
            if not size:  # a few phrasings may lie square to the ones: look again from elsewhere, divide by nothing
                vector = np.arange(1, len(vector) + 1, dtype=np.float32)[:, np.newaxis]
        return size


@dataclass(frozen=True)
class Start:
    """Weights to begin from, of the same shape as those to be found: saves most steps after a small change."""

    sparse: Floats
    dense: Floats
    bias: Floats
    steps: int = 12


def train(examples: Examples, topics: int, start: Start | None = None) -> Weights:
    """Fit the weights: accelerated gradient that starts over its momentum whenever it begins to climb."""
    matrix = _Centred(examples)
    rate = np.float32(_STRIDE / (0.5 * matrix.curvature() * 1.1 + L2))
    labels = (np.arange(matrix.rows), examples.labels)
    weights, bias = _initial(matrix, examples.labels, topics, start)
    ahead, momentum, least = weights, 1.0, np.inf
    for _ in range(start.steps if start else STEPS):
        chances = _softmax(matrix.times(ahead) + bias)
        loss = -float(np.log(chances[labels] + 1e-9).mean())
        if loss > 2 * least + 1e-3:  # the stride was too long for this knowledge: go on from here in smaller ones
            rate, momentum = rate * np.float32(0.5), 1.0
        least = min(least, loss)
        chances[labels] -= 1
        residual = chances / np.float32(matrix.rows)
        slope = matrix.back(residual) + np.float32(L2) * ahead
        moved = ahead - rate * slope
        step = moved - weights
        momentum = 1.0 if float(np.vdot(slope, step)) > 0 else momentum
        following = (1 + np.sqrt(1 + 4 * momentum**2)) / 2
        ahead = np.asarray(moved + np.float32((momentum - 1) / following) * step, np.float32)
        weights, momentum = np.asarray(moved, np.float32), following
        bias = np.asarray(bias - 2 * residual.sum(axis=0), np.float32)
    top, bottom = weights[: matrix.width], weights[matrix.width :]
    shift = bias - matrix.sparse_mean @ top - matrix.dense_mean @ bottom
    return Weights(top.astype(np.float16), bottom.astype(np.float32), shift.astype(np.float32))


def _initial(matrix: _Centred, labels: Ints, topics: int, start: Start | None) -> tuple[Floats, Floats]:
    if start is None:
        shares = np.bincount(labels, minlength=topics) / matrix.rows
        bias = np.log(np.maximum(shares, 1e-6)).astype(np.float32)
        return np.zeros((matrix.width + matrix.dense.shape[1], topics), np.float32), bias
    bias = start.bias + matrix.sparse_mean @ start.sparse + matrix.dense_mean @ start.dense
    return np.concatenate([start.sparse, start.dense]).astype(np.float32), bias.astype(np.float32)


def _softmax(scores: Floats) -> Floats:
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    found: Floats = raised / raised.sum(axis=1, keepdims=True)
    return found
