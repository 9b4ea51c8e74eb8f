"""The classifier: it learns what it is shown, and nothing by chance."""

from dataclasses import replace

import numpy as np
import pytest

from bot.core.match.features import Sparse
from bot.core.match.model import Examples, Start, train


def text(**features: float) -> Sparse:
    """A text whose features are named `f0`, `f1`, ..."""
    index = [int(name.removeprefix("f")) for name in features]
    return Sparse(np.array(index, np.int32), np.array(list(features.values()), np.float32))


EXAMPLES = Examples(
    texts=[text(f0=1), text(f0=1, f2=0.5), text(f1=1), text(f1=1, f2=0.5)],
    size=3,
    vectors=np.zeros((4, 0), np.float32),
    labels=np.array([0, 0, 1, 1], np.int32),
)
SEEN_BY_ENCODER = replace(
    EXAMPLES,
    texts=[text(f2=1)] * 4,
    vectors=np.array([[1, 0], [1, 0], [0, 1], [0, 1]], np.float32),
)


def test_it_learns_what_tells_topics_apart() -> None:
    """A text with the first topic's word belongs to the first topic, and vice versa."""
    weights = train(EXAMPLES, 2)
    assert weights.logits(text(f0=1), None).argmax() == 0
    assert weights.logits(text(f1=1), None).argmax() == 1


def test_a_word_of_both_topics_tells_nothing() -> None:
    """What stands in both topics alike leans to neither."""
    first, second = train(EXAMPLES, 2).logits(text(f2=1), None)
    assert first == pytest.approx(second, abs=0.02)


def test_it_learns_from_an_encoder_too() -> None:
    """Where the words say nothing, the meaning of the sentence decides."""
    weights = train(SEEN_BY_ENCODER, 2)
    assert weights.logits(text(f2=1), np.array([1, 0], np.float32)).argmax() == 0
    assert weights.logits(text(f2=1), np.array([0, 1], np.float32)).argmax() == 1


def test_a_topic_with_more_phrasings_is_likelier() -> None:
    """With nothing else to go by, the topic that more people ask about comes first."""
    labels = np.array([0, 1, 1, 1], np.int32)
    first, second = train(replace(EXAMPLES, texts=[text(f2=1)] * 4, labels=labels), 2).logits(text(), None)
    assert second > first


def test_equal_knowledge_gives_equal_weights() -> None:
    """No chance is involved: the same question gets the same answer tomorrow."""
    one, other = train(EXAMPLES, 2), train(EXAMPLES, 2)
    assert np.array_equal(one.sparse, other.sparse)
    assert np.array_equal(one.bias, other.bias)


def test_it_can_go_on_from_former_weights() -> None:
    """After a small change of the knowledge, a few steps from what was known are enough."""
    known = train(EXAMPLES, 2)
    again = train(EXAMPLES, 2, Start(known.sparse.astype(np.float32), known.dense, known.bias, steps=1))
    assert again.logits(text(f0=1), None).argmax() == 0
    assert again.logits(text(f1=1), None).argmax() == 1


def test_nothing_to_tell_apart_is_no_error() -> None:
    """Equal texts under two topics give scores that are numbers."""
    same = replace(EXAMPLES, texts=[text(f0=1)] * 4)
    assert np.isfinite(train(same, 2).logits(text(f0=1), None)).all()


def test_part_of_the_examples() -> None:
    """Held-out examples leave with their vectors and labels."""
    part = SEEN_BY_ENCODER.part(np.array([True, False, True, False]))
    assert len(part.texts) == 2
    assert part.labels.tolist() == [0, 1]
    assert part.vectors.tolist() == [[1, 0], [0, 1]]
