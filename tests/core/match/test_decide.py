"""Sure, unsure or lost."""

import numpy as np
import pytest
from hypothesis import given, strategies as st

from bot.core.match.decide import UNKNOWN, Thresholds, confidence, per_language, quantiles


def sure(*logits: float) -> float:
    """How sure a reading with these scores is."""
    return confidence(np.array(logits, np.float32))


def test_nearer_to_the_topic_is_surer() -> None:
    """The better a question fits its topic, the surer the answer."""
    assert sure(3, -3, -3) > sure(1, -3, -3)


def test_nearer_to_another_topic_is_less_sure() -> None:
    """A question that fits two topics alike is offered both rather than answered with one."""
    assert sure(3, -3, -3) > sure(3, 2, -3) > sure(3, 3, -3)


@given(st.lists(st.floats(-50, 50, width=32), min_size=1, max_size=9))
def test_how_sure_is_a_number_and_never_more_than_the_score(logits: list[float]) -> None:
    """Other topics can only take away."""
    assert np.isfinite(sure(*logits))
    assert sure(*logits) <= max(logits) + 1e-3


def test_one_topic_alone_has_no_rival() -> None:
    """Where there is only one topic, its score is all there is."""
    assert sure(1.5) == pytest.approx(1.5)


def test_thresholds_are_shares_of_the_unseen() -> None:
    """Two in three unseen phrasings of ours are answered at once, and ninety-nine in a hundred are at least offered."""
    found = quantiles([float(value) for value in range(101)])
    assert found == Thresholds(answer=34.0, offer=1.0)
    assert UNKNOWN.offer < UNKNOWN.answer


def test_a_language_has_thresholds_of_its_own() -> None:
    """Where less was written, the bot is less sure of everything: its answers are not held back for that."""
    found = per_language(
        [1.0] * 60 + [5.0] * 60 + [9.0] * 59 + [7.0] * 60, ["it"] * 60 + ["en"] * 60 + ["fr"] * 59 + [""] * 60
    )
    assert found == {"en": Thresholds(5.0, 5.0), "it": Thresholds(1.0, 1.0)}
