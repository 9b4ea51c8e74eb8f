"""Which questions lean on what was said before."""

import pytest
from hypothesis import given

from bot.core.match.leaning import leans
from tests.core.wild import ANY


@pytest.mark.parametrize(
    "text",
    [
        "and how long does it take?",
        "how much is that",
        "y cuánto tarda?",
        "¿y dónde lo pido?",
        "et combien de temps ça prend",
        "mais qui paie alors",
        "e quanto ci vuole?",
        "ok and when",
    ],
)
def test_a_question_that_begins_in_the_middle_leans(text: str) -> None:
    """In four languages: an "and" before it, or an "it" inside it."""
    assert leans(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "how long does the procedure take",
        "who pays my wages",
        "they have not paid us since march",
        "and",
        "thanks, that helped",
        "and how do I claim my redundancy pay from the state fund in the end",
        "cuánto paga el fogasa",
    ],
)
def test_a_question_that_says_what_it_is_about_stands_alone(text: str) -> None:
    """A whole question is never bent towards the topic before it."""
    assert not leans(text)


@given(ANY)
def test_any_text_leans_or_not(text: str) -> None:
    """Whatever is typed, there is an answer to that."""
    assert leans(text) in {True, False}
