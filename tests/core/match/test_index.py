"""What matching works with."""

from typing import Final

import numpy as np
import pytest

from bot.core.match.decide import UNKNOWN
from bot.core.match.features import vocabulary
from bot.core.match.fold import words
from bot.core.match.index import Index, Phrasing, akin, build, by_topic, carried, phrasings, vector, vectors
from tests import small
from tests.small import Lengths

MANY: Final = small.many()


def test_phrasings_are_folded() -> None:
    """Each way to ask is kept as written, to be shown, and folded, to be compared."""
    assert phrasings([("severance", "Am I OWED it?")]) == (Phrasing("Am I OWED it?", "am i owed it", "severance"),)


def test_empty_and_repeated_phrasings_are_left_out() -> None:
    """A line of dots or the same wording twice weighs nothing; under another topic it stays."""
    found = phrasings([("a", "Pay me"), ("a", "pay me!"), ("a", "..."), ("b", "pay me")])
    assert [(phrasing.topic, phrasing.text) for phrasing in found] == [("a", "Pay me"), ("b", "pay me")]


def test_phrasings_by_topic() -> None:
    """Each topic keeps its ways to ask in their order."""
    found = by_topic(phrasings([("a", "one"), ("b", "two"), ("a", "three")]))
    assert {topic: [phrasing.text for phrasing in those] for topic, those in found.items()} == {
        "a": ["one", "three"],
        "b": ["two"],
    }


def test_topics_name_the_columns() -> None:
    """The index knows all topics that can be asked for, and has one column of weights for each."""
    index = small.index()
    assert index.topics == tuple(sorted(small.WAYS))
    assert index.weights.sparse.shape == (index.vocabulary.size, len(index.topics))
    assert index.weights.dense.shape == (0, len(index.topics))


def best(index: Index, phrasing: Phrasing) -> str:
    """The topic with the highest score for a phrasing."""
    return index.topics[int(index.weights.logits(index.vocabulary.features(phrasing.words), None).argmax())]


def test_what_was_learnt_is_known() -> None:
    """Every way to ask leads to its own topic."""
    index = small.index()
    assert [best(index, phrasing) for phrasing in index.phrasings] == [phrasing.topic for phrasing in index.phrasings]


def test_building_is_repeatable() -> None:
    """Equal knowledge gives equal answers, on every start."""
    again = build(small.index().phrasings)
    assert np.array_equal(again.weights.sparse, small.index().weights.sparse)
    assert np.array_equal(again.weights.bias, small.index().weights.bias)
    assert again.thresholds == small.index().thresholds


def test_the_order_of_topics_in_the_files_does_not_matter() -> None:
    """Moving entries about in the files renames no column."""
    assert build(tuple(reversed(MANY))).topics == build(MANY).topics


def test_a_small_knowledge_has_fixed_thresholds() -> None:
    """Below forty phrasings nothing can be held out: a new knowledge still answers."""
    assert len(small.index().phrasings) < 40
    assert small.index().thresholds == UNKNOWN


def test_thresholds_come_from_unseen_phrasings() -> None:
    """With enough phrasings the bot knows how sure it is of wordings it has not seen."""
    found = build(MANY).thresholds
    assert len(MANY) >= 40
    assert found != UNKNOWN
    assert found.offer < found.answer


@pytest.mark.parametrize("asks", [[("a", "pay")], [("a", "my boss")], [("a", "my boss"), ("b", "my boss")]])
def test_the_first_phrasing_of_a_new_knowledge(asks: list[tuple[str, str]]) -> None:
    """One way to ask is little, but it is an index, and its scores are numbers."""
    index = build(phrasings(asks))
    logits = index.weights.logits(index.vocabulary.features(words("my boss")), None)
    assert np.isfinite(logits).all()


def test_encoders_stand_side_by_side() -> None:
    """Each encoder's vectors count with its weight; without encoders there is nothing to count."""
    found = vectors([Lengths(weight=2.0), Lengths("again")], ["wages", "pay"])
    assert found.shape == (2, 4)
    assert np.linalg.norm(found[:, :2], axis=1) == pytest.approx([2, 2])
    assert np.linalg.norm(found[:, 2:], axis=1) == pytest.approx([1, 1])
    assert vectors([], ["wages", "pay"]).shape == (2, 0)
    one = vector([Lengths(weight=2.0)], "pay")
    assert one is not None
    assert np.allclose(one, found[1, :2])
    assert vector([], "pay") is None


def test_an_index_names_its_encoders() -> None:
    """An index that was built with an encoder is not used without it."""
    index = build(MANY, [Lengths()])
    assert index.encoders == ("lengths",)
    assert index.weights.dense.shape == (2, len(index.topics))


CHANGED = phrasings([("severance", "do I get a golden handshake")])


def test_a_small_edit_is_learnt_from_what_was_known() -> None:
    """One new phrasing is understood after a short training, and the thresholds stay as they were measured."""
    before = build(MANY)
    after = build((*MANY, *CHANGED), before=before)
    assert akin(before, (*MANY, *CHANGED))
    assert after.thresholds == before.thresholds
    assert best(after, CHANGED[0]) == "severance"
    assert [best(after, phrasing) for phrasing in MANY] == [phrasing.topic for phrasing in MANY]


def test_learning_the_same_again_changes_little() -> None:
    """An edit that comes to nothing leaves the answers as they were, however often it is made."""
    before = after = build(MANY)
    for _ in range(5):
        after = build(MANY, before=after)
    assert np.allclose(after.weights.bias, before.weights.bias, atol=0.1)


def test_a_large_edit_is_learnt_from_scratch() -> None:
    """Where much is new, nothing is carried over."""
    before = build(MANY[: len(MANY) // 2])
    assert not akin(before, MANY)
    assert np.array_equal(build(MANY, before=before).weights.sparse, build(MANY).weights.sparse)


def test_weights_of_other_encoders_are_not_carried_over() -> None:
    """An index from before an encoder came is no start for one with it."""
    assert build(MANY, [Lengths()], before=build(MANY)).weights.dense.shape == (2, len(set(small.WAYS)))


def test_carried_weights_find_their_places() -> None:
    """A new topic and new words move the others' columns and rows; what was known of these is kept."""
    before = small.index()
    asked = (*before.phrasings, *phrasings([("a-new-topic", "xylophone")]))
    known = vocabulary([phrasing.words for phrasing in asked])
    start = carried(before, known, ("a-new-topic", *before.topics))
    row, old = known.word_index["landlord"], before.vocabulary.word_index["landlord"]
    assert np.array_equal(start.sparse[row, 1:], before.weights.sparse[old].astype(np.float32))
    assert not start.sparse[:, 0].any()
    assert not start.sparse[known.word_index["xylophone"]].any()
    assert start.bias[0] == start.bias[1:].min()


def test_a_topic_that_is_gone_is_forgotten() -> None:
    """An entry that was deleted is never answered with again."""
    before = small.index()
    kept = tuple(phrasing for phrasing in before.phrasings if phrasing.topic != "chat.thanks")
    topics = tuple(topic for topic in before.topics if topic != "chat.thanks")
    start = carried(before, vocabulary([phrasing.words for phrasing in kept]), topics)
    assert start.sparse.shape[1] == start.dense.shape[1] == len(start.bias) == len(topics)


def test_vectors_from_a_cache_are_as_good() -> None:
    """What was encoded before need not be encoded again."""
    known = vectors([Lengths()], [phrasing.text for phrasing in MANY])
    assert np.array_equal(build(MANY, [Lengths()], known).weights.dense, build(MANY, [Lengths()]).weights.dense)
