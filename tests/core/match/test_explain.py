"""Why a question got its answer."""

import pytest
from hypothesis import given, settings

from bot.core.match.explain import Explanation, explain
from tests import small
from tests.core.wild import ANY


def why(text: str, caution: float = 0.0) -> Explanation:
    """The explanation of a question."""
    return explain(small.matcher(caution), text, "en", None)


def test_repairs_and_unknown_words_are_told() -> None:
    """A maintainer sees which words were mended and which are in no phrasing at all."""
    found = why("severence for Zebras")
    assert found.repairs == (("severence", "severance"),)
    assert found.unknown == ("zebras",)


def test_the_word_that_decided_comes_first() -> None:
    """What weighed most stands first, with how much."""
    found = why("the buyout")
    assert found.trace.verdict.reading.candidates[0].topic == "worker-buyout"
    assert found.weighed[0].word == "buyout"
    assert found.weighed[0].weight > 0


def test_a_word_is_weighed_once() -> None:
    """A word that is typed three times is one line, and there are eight lines at most."""
    assert [item.word for item in why("buyout buyout buyout").weighed] == ["buyout"]
    assert len(why("my employer may go bankrupt what do I do now in trouble and then").weighed) == 8


def test_the_thresholds_in_force_are_told() -> None:
    """The operator's caution is part of them."""
    found = why("buyout", caution=1.0)
    assert (found.answer_from, found.offer_from) == (1.0, -1.0)


@pytest.mark.parametrize(
    ("caution", "change"),
    [
        (-1.0, "it is answered; 1.00 less and it would be offered; the next topic is "),
        (1.0, "it is offered; 1.00 more and it would be answered"),
        (3.0, "it is refused; 1.00 more and it would be offered: add this wording to the topic's asks"),
    ],
)
def test_what_would_change_it(caution: float, change: str) -> None:
    """A maintainer reads how far it is from another outcome, and what to do for it."""
    sure = why("buyout").trace.sure
    assert why("buyout", sure + caution).change.startswith(change)


def test_without_its_layer_it_would_be_weighed() -> None:
    """Where a text is known by heart, the maintainer reads which layer knew it, and by what."""
    assert why("what is the RP1").change == "the layer 'term' decided; without 'rp1' the model would"


def test_the_explanation_is_of_the_very_answer() -> None:
    """What is explained is what the person was told."""
    for text in ("can we buy the company", "rp1", "xyzzy", ""):
        assert why(text).trace.verdict == small.matcher().match(text, "en", None)


@given(ANY)
@settings(deadline=None, max_examples=30)
def test_any_text_can_be_explained(text: str) -> None:
    """`redress why` fails on nothing."""
    assert why(text).change
