"""Cheap first: the dear encoder is asked only where the cheap one leaves a doubt."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pytest

from bot.core.match.cascade import Cascade
from bot.core.match.decide import Thresholds
from bot.core.match.features import Floats
from bot.core.match.index import build
from bot.core.match.matcher import Matcher
from tests import small


@dataclass
class Dear(small.Lengths):
    """An encoder that counts how often it is asked."""

    name: str = "dear"
    asked: list[str] = field(default_factory=list)

    def encode(self, texts: Sequence[str]) -> Floats:
        """One row per text."""
        self.asked += texts
        return super().encode(texts)


def two(answer: float, caution: float = 0.0) -> tuple[Matcher, Dear]:
    """A matcher with a cheap and a dear encoder, whose cheap index answers from this sureness; and the dear one."""
    cheap, dear = small.Lengths(), Dear()
    quick = replace(build(small.many(), [cheap]), thresholds=Thresholds(answer, -9.0), own={})
    whole = build(small.many(), [cheap, dear])
    matcher = Matcher(whole, encoders=[cheap, dear], quick=replace(quick, vocabulary=whole.vocabulary), caution=caution)
    dear.asked.clear()
    return matcher, dear


def test_what_is_clear_costs_only_the_cheap_encoder() -> None:
    """A question beyond doubt is answered without the encoder that takes nine tenths of the time."""
    matcher, dear = two(answer=-99.0)
    trace = matcher.trace("can we buy the company today", "en", None)
    assert trace.look.index is matcher.cascade.quick
    assert dear.asked == []


def test_in_doubt_both_are_asked() -> None:
    """The vectors of both stand side by side, as they were learnt."""
    matcher, dear = two(answer=99.0)
    trace = matcher.trace("can we buy the company today", "en", None)
    assert trace.look.index is matcher.index
    assert dear.asked == ["can we buy the company today"]
    assert trace.look.vector is not None
    assert np.allclose(trace.look.vector[2:], dear.encode(["can we buy the company today"])[0])


@pytest.mark.parametrize(("caution", "asked"), [(0.0, 0), (5.0, 1), (-5.0, 0)])
def test_caution_leaves_more_in_doubt(caution: float, asked: int) -> None:
    """Who wants to be surer has the dear encoder asked more often; less caution does not make a doubt clear."""
    matcher, _ = two(answer=0.0)
    features = matcher.index.vocabulary.features(("can", "we", "buy", "the", "company"))
    barely = matcher.cascade.glance(features, "can we buy the company").sure - 2.0
    matcher, dear = two(answer=barely, caution=caution)
    matcher.cascade.look(features, "can we buy the company", None)
    assert len(dear.asked) == asked


def test_a_layer_that_has_decided_needs_no_dear_encoder() -> None:
    """An exact way to ask, or an emergency, is answered at once."""
    matcher, dear = two(answer=99.0)
    known = matcher.index.phrasings[0].text
    assert matcher.trace(known, "en", None).hit is not None
    assert dear.asked == []


def test_one_index_alone_is_asked_once() -> None:
    """Without a smaller index there is nothing to save."""
    dear = Dear()
    index = build(small.many(), [dear])
    dear.asked.clear()
    Cascade(index, [dear]).look(index.vocabulary.features(("buy",)), "buy", None)
    assert dear.asked == ["buy"]
