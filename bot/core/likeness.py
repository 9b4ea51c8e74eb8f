"""Which questions are the same question: leaders and followers by the likeness of their words and n-grams.

A hundred thousand texts cannot be compared each with each. They come most frequent first, block by block; each joins
the leader most like it, or becomes one. Leaders are found by the rarest features that two texts share; then all
their features decide, and rapidfuzz where these leave a doubt. Features are hashed with a key, so that what was settled
for good can be kept as a sketch from which no words can be read.
"""

import hashlib
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz

from bot.core.match.features import GRAMS, WORDS, Floats, grams
from bot.core.match.fold import fold
from bot.core.queue import Asked, Group, collect, counted

_BUCKETS = 1 << 20
_BLOCK = 1000
_BACKGROUND = 500  # texts that a small log is thought to hold besides: in three texts no word is rare or common
_RAREST = 12  # features by which leaders are found
_SKETCHED = 80  # features of a settled text that are kept: all, for a question of usual length
_ALIKE = 0.55  # cosine of all features from which two texts are one question
_PERHAPS, _SPELT = 0.35, 82  # below it rapidfuzz has the last word, down to this cosine
_MEANT_ALIKE = 0.84  # cosine of sentence vectors from which two groups are one question

Sketch = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Settled:
    """A question that was dealt with: `until` is when (ISO), None when it is to be ignored for good."""

    sketch: Sketch
    until: str | None = None


class Sketcher:
    """Hashes the features of texts; the key keeps outsiders from trying words."""

    def __init__(self, key: bytes) -> None:
        self._key = key[:64]
        self._words: dict[str, tuple[int, tuple[int, ...]]] = {}

    def sketch(self, text: str) -> Sketch:
        """The features of one text, to be kept."""
        found = sorted({number for word in fold(text).split() for number in (self.word(word)[0], *self.word(word)[1])})
        return tuple(found[:_SKETCHED])

    def word(self, word: str) -> tuple[int, tuple[int, ...]]:
        """The number of a word (even), and those of its n-grams (odd)."""
        known = self._words.get(word)
        if known is None:
            known = self._number(word) & ~1, tuple(self._number(gram) | 1 for gram in grams([word]))
            self._words[word] = known
        return known

    def _number(self, item: str) -> int:
        digest = hashlib.blake2b(item.encode("utf-8", "surrogatepass"), digest_size=4, key=self._key).digest()
        return int.from_bytes(digest, "big") % _BUCKETS


def grouped(
    asked: Iterable[Asked],
    sketcher: Sketcher,
    settled: Sequence[Settled] = (),
    severe: Mapping[str, float] | None = None,
) -> tuple[Group, ...]:
    """The groups, most pressing first. What is like a settled question and no younger is left out."""
    rows: dict[str, list[Asked]] = {}
    for one in asked:
        folded = fold(one.text)
        if folded:
            rows.setdefault(folded, []).append(one)
    texts = sorted(rows, key=lambda text: (-sum(row.count for row in rows[text]), text))
    members: dict[int, list[Asked]] = {}
    for text, leader in zip(texts, _leaders(texts, sketcher, settled) if texts else (), strict=True):
        fresh = rows[text] if leader >= len(settled) else _after(rows[text], settled[leader].until)
        if fresh:
            members.setdefault(leader, []).extend(fresh)
    return ranked(collect(those, severe or {}) for those in members.values())


def ranked(groups: Iterable[Group]) -> tuple[Group, ...]:
    """Most pressing first."""
    return tuple(sorted(groups, key=lambda group: (-group.rank, -group.count, group.wordings[0].text)))


def _after(rows: Sequence[Asked], until: str | None) -> list[Asked]:
    """The rows younger than the day on which their question was settled; none when that holds for good."""
    return [row for row in rows if until is not None and row.last > until]


def merged(groups: Sequence[Group], vectors: Floats) -> tuple[Group, ...]:
    """The groups, with those joined whose first wordings mean the same. `vectors`: a row for each of the first groups.

    This is what joins a question with itself in another language.
    """
    first = groups[: len(vectors)]
    unit = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    leader: dict[int, list[Group]] = {}
    for at, row in enumerate(unit):
        near = max(((float(row @ unit[other]), other) for other in leader), default=(0.0, at))
        leader.setdefault(near[1] if near[0] >= _MEANT_ALIKE else at, []).append(first[at])
    joined = [those[0] if len(those) == 1 else _joined(those) for those in leader.values()]
    return ranked([*joined, *groups[len(first) :]])


def _joined(groups: Sequence[Group]) -> Group:
    """One group of several."""
    return Group(
        wordings=tuple(sorted((w for group in groups for w in group.wordings), key=lambda w: (-w.count, w.text))),
        count=sum(group.count for group in groups),
        languages=counted(pair for group in groups for pair in group.languages),
        countries=counted(pair for group in groups for pair in group.countries),
        kinds=counted(pair for group in groups for pair in group.kinds),
        nearest=counted(pair for group in groups for pair in group.nearest),
        meant=counted(pair for group in groups for pair in group.meant),
        first=min(group.first for group in groups),
        last=max(group.last for group in groups),
        severity=max(group.severity for group in groups),
    )


# --- leaders and followers ------------------------------------------------------------------------------


def _leaders(texts: Sequence[str], sketcher: Sketcher, settled: Sequence[Settled]) -> list[int]:
    """For each text the number of its leader: first come the settled ones, then the texts in their order."""
    matrix = _matrix(texts, sketcher, settled)
    rare = _rarest(matrix)
    names = [*("" for _ in settled), *texts]
    following = np.arange(len(names))
    leaders = np.arange(len(settled))
    for start in range(len(settled), len(names), _BLOCK):
        block = np.arange(start, min(start + _BLOCK, len(names)))
        if len(leaders):
            following[block] = _joining(matrix, rare, names, block, leaders)
        free = block[following[block] == block]
        following[free] = _among(matrix, names, free)
        leaders = np.concatenate([leaders, free[following[free] == free]])
    found: list[int] = following[len(settled) :].tolist()
    return found


def _joining(matrix: Any, rare: Any, names: Sequence[str], block: NDArray[Any], leaders: NDArray[Any]) -> NDArray[Any]:  # noqa: ANN401 - scipy's arrays have no useful types
    """For each text of a block the leader that it joins, or itself."""
    shared = (rare[block] @ rare[leaders].T).tocsr()
    joined = block.copy()
    best: list[int] = [-1] * len(block)
    for row in range(len(block)):
        start, end = shared.indptr[row], shared.indptr[row + 1]
        if end > start:
            best[row] = int(leaders[shared.indices[start + int(shared.data[start:end].argmax())]])
    rows = [row for row in range(len(block)) if best[row] >= 0]
    scores = matrix[block[rows]].multiply(matrix[[best[row] for row in rows]]).sum(axis=1) if rows else ()
    for row, score in zip(rows, np.asarray(scores).ravel(), strict=True):
        if _same(names[block[row]], names[best[row]], float(score)):
            joined[row] = best[row]
    return joined


def _among(matrix: Any, names: Sequence[str], free: NDArray[Any]) -> NDArray[Any]:  # noqa: ANN401
    """The same for texts that joined no earlier leader: the more frequent ones lead."""
    leader = free.copy()
    if not len(free):
        return leader
    scores = (matrix[free] @ matrix[free].T).toarray()
    waiting = np.ones(len(free), bool)
    for at in range(len(free)):
        if waiting[at]:
            waiting[at] = False
            for other in np.flatnonzero(waiting & (scores[at] >= _PERHAPS)):
                if _same(names[free[other]], names[free[at]], float(scores[at, other])):
                    leader[other], waiting[other] = free[at], False
    return leader


def _same(text: str, other: str, cosine: float) -> bool:
    return cosine >= _ALIKE or (cosine >= _PERHAPS and fuzz.token_sort_ratio(text, other) >= _SPELT)


class _Rows:
    """Lists of features laid end to end: a hundred thousand lists would cost more memory than a small host has."""

    def __init__(self) -> None:
        self.numbers, self.lengths = array("i"), array("i")

    def add(self, numbers: Iterable[int]) -> None:
        """One more row."""
        before = len(self.numbers)
        self.numbers.extend(numbers)
        self.lengths.append(len(self.numbers) - before)

    def unit(self, share: float) -> Any:  # noqa: ANN401
        """The rows by their features' rarity, each of length `share` squared: a cosine is the sum of both halves."""
        from scipy.sparse import csr_array  # noqa: PLC0415 - it costs 25 MB, and only a maintainer groups

        index, lengths = np.frombuffer(self.numbers, np.int32), np.frombuffer(self.lengths, np.int32)
        seen = np.bincount(index, minlength=_BUCKETS)
        rarity = np.log((_BACKGROUND + len(lengths)) / (1 + seen)).astype(np.float32)
        starts = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32)
        value = rarity[index]
        squares = np.add.reduceat(np.append(value * value, np.float32(0)), starts[:-1])
        value *= np.repeat(np.sqrt(np.float32(share) / np.where(lengths > 0, squares, 1)), lengths)
        return csr_array((value, index, starts), shape=(len(lengths), _BUCKETS))


def _matrix(texts: Sequence[str], sketcher: Sketcher, settled: Sequence[Settled]) -> Any:  # noqa: ANN401
    """A row of unit length for each settled sketch and each text: its words, and its n-grams."""
    words, inside = _Rows(), _Rows()
    for one in settled:
        words.add(n for n in one.sketch if n % 2 == 0)
        inside.add(n for n in one.sketch if n % 2)
    for text in texts:
        found = [sketcher.word(word) for word in dict.fromkeys(text.split())]
        words.add(word for word, _ in found)
        inside.add({gram for _, those in found for gram in those})
    return (words.unit(WORDS) + inside.unit(GRAMS)).tocsr()


def _rarest(matrix: Any) -> Any:  # noqa: ANN401
    """The same rows with their heaviest features alone."""
    kept = matrix.copy()
    for row in range(kept.shape[0]):
        start, end = kept.indptr[row], kept.indptr[row + 1]
        if end - start > _RAREST:
            values = kept.data[start:end]
            values[values < np.partition(values, -_RAREST)[-_RAREST]] = 0
    kept.eliminate_zeros()
    return kept
