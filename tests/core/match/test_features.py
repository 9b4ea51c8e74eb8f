"""What of a text is weighed."""

import numpy as np
import pytest
from hypothesis import given, strategies as st

from bot.core.match.features import GRAMS, WORDS, Vocabulary, grams, vocabulary
from tests import small

TEXTS = (("unpaid", "wages"), ("unpaid", "leave"), ("redundancy", "pay"))
KNOWN = vocabulary(TEXTS)


def value(known: Vocabulary, words: list[str], feature: str) -> float:
    """What one feature weighs in a text."""
    features = known.features(words)
    names = (*known.words, *known.grams)
    weights = {names[i]: float(v) for i, v in zip(features.index, features.value, strict=True)}
    return weights.get(feature, 0.0)


def test_grams_lie_inside_words() -> None:
    """Pieces of three and four letters, the word's ends marked: "pay" and "pays" share most of them."""
    assert grams(["pay"]) == [" pa", "pay", "ay ", " pay", "pay "]
    assert grams(["a"]) == [" a "]
    assert grams(["a", "b"]) == [" a ", " b "]
    assert grams([]) == []


def test_the_vocabulary_counts_phrasings() -> None:
    """A word counts once for each way to ask that it stands in, however often it stands there."""
    known = vocabulary([("pay", "pay", "now"), ("pay",)])
    assert dict(zip(known.words, known.counts.tolist(), strict=True)) == {"now": 1, "pay": 2}


def test_a_rare_word_weighs_more() -> None:
    """The word "wages" tells more about a question than "unpaid", which stands in two of the three."""
    assert value(KNOWN, ["unpaid", "wages"], "wages") > value(KNOWN, ["unpaid", "wages"], "unpaid") > 0


def test_a_misspelt_word_still_weighs() -> None:
    """The slip "redundency" is no known word, yet most of its pieces are."""
    assert value(KNOWN, ["redundency"], "redundancy") == 0
    assert value(KNOWN, ["redundency"], "redu") > 0


def test_both_parts_have_their_weight() -> None:
    """A long story does not weigh more than three words: each part of a text has a fixed length."""
    for text in (["unpaid", "wages"], ["unpaid"] * 50 + ["wages", "leave", "pay"]):
        features = KNOWN.features(text)
        is_word = features.index < len(KNOWN.words)
        assert np.linalg.norm(features.value[is_word]) == pytest.approx(WORDS)
        assert np.linalg.norm(features.value[~is_word]) == pytest.approx(GRAMS)


def test_an_unknown_text_has_no_features() -> None:
    """A text in which nothing is known weighs nothing, and divides by nothing."""
    features = KNOWN.features(["zzz", "qqq"])
    assert len(features.index) == len(features.value) == 0


def test_positions_are_unique() -> None:
    """No two words or pieces share a weight."""
    known = small.index().vocabulary
    positions = [*known.word_index.values(), *known.gram_index.values()]
    assert sorted(positions) == list(range(known.size))
    assert len(known.idf) == known.size


def test_among_many_phrasings_what_is_seen_once_is_dropped() -> None:
    """In a large knowledge a piece of a single typing mistake costs memory and helps nobody."""
    many = [(f"w{i // 2}x",) for i in range(5000)]
    assert " q" not in {gram[:2] for gram in vocabulary([*many, ("qqq",)]).grams}
    assert " q" in {gram[:2] for gram in vocabulary([*many[:-1], ("qqq",)]).grams}


@given(st.lists(st.sampled_from([word for text in TEXTS for word in text] + ["zzz", "é", "工资"])))
def test_features_are_distinct_and_finite(words: list[str]) -> None:
    """Every known feature of any text stands there once, with a number."""
    features = KNOWN.features(words)
    assert len(set(features.index.tolist())) == len(features.index)
    assert np.isfinite(features.value).all()
    assert (features.value > 0).all()
