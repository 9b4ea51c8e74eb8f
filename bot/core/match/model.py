"""The classifier: multinomial logistic regression over sparse features and, where there are encoders, dense ones.

Forty steps of accelerated gradient over centred features; no randomness, so equal knowledge gives equal weights.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.core.match.features import Floats, Ints, Sparse

Numbers = NDArray[np.floating[Any]]

STEPS = 40
L2 = 5e-5  # on the mean log-loss


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
        return size


def train(examples: Examples, topics: int, start: Weights | None = None) -> Weights:
    """Fit the weights; `start` (of the same shape) saves steps after a small change."""
    matrix = _Centred(examples)
    rate = 1 / (0.5 * matrix.curvature() * 1.1 + L2)
    target = np.zeros((matrix.rows, topics), np.float32)
    target[np.arange(matrix.rows), examples.labels] = 1
    weights = _initial(matrix, topics, start)
    bias = np.log(np.maximum(target.mean(axis=0), 1e-6)).astype(np.float32)
    ahead: Numbers = weights
    momentum = 1.0
    for _ in range(STEPS):
        residual = (_softmax(matrix.times(ahead) + bias) - target) / np.float32(matrix.rows)
        moved = np.asarray(ahead - np.float32(rate) * (matrix.back(residual) + np.float32(L2) * ahead), np.float32)
        following = (1 + np.sqrt(1 + 4 * momentum**2)) / 2
        ahead = moved + np.float32((momentum - 1) / following) * (moved - weights)
        weights, momentum = moved, following
        bias = np.asarray(bias - 2 * residual.sum(axis=0), np.float32)
    top, bottom = weights[: matrix.width], weights[matrix.width :]
    shift = bias - matrix.sparse_mean @ top - matrix.dense_mean @ bottom
    return Weights(top.astype(np.float16), bottom.astype(np.float32), shift.astype(np.float32))


def _initial(matrix: _Centred, topics: int, start: Weights | None) -> Floats:
    if start is None:
        return np.zeros((matrix.width + matrix.dense.shape[1], topics), np.float32)
    return np.concatenate([start.sparse.astype(np.float32), start.dense])


def _softmax(scores: Floats) -> Floats:
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    found: Floats = raised / raised.sum(axis=1, keepdims=True)
    return found
