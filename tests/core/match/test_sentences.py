"""The parts of a message: where it is cut, and what is a question."""

import pytest
from hypothesis import given, strategies as st

from bot.core.match.fold import fold
from bot.core.match.sentences import asks, parts
from tests.core.wild import ANY


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("who pays my wages now?", ()),
        ("Help. Who pays my wages now?", ()),
        (
            "The firm closed on Monday. Who pays my wages now?",
            ("The firm closed on Monday.", "Who pays my wages now?"),
        ),
        ("how do i claim my wages and do i get redundancy", ("how do i claim my wages", "do i get redundancy")),
        ("¿quién me paga? y cómo pido el paro ahora", ("¿quién me paga?", "y cómo pido el paro ahora")),
        (
            "comment je réclame mon salaire et qui paie le préavis",
            ("comment je réclame mon salaire", "qui paie le préavis"),
        ),
        (
            "come chiedo lo stipendio e quando arriva la disoccupazione",
            ("come chiedo lo stipendio", "quando arriva la disoccupazione"),
        ),
        ("my boss and my colleague and I wait", ()),
    ],
)
def test_a_message_is_cut_where_another_thing_is_said(text: str, found: tuple[str, ...]) -> None:
    """A story falls into its sentences; "and" alone cuts nothing, "and how" does."""
    assert parts(text) == found


@pytest.mark.parametrize(
    ("text", "question"),
    [("can I still claim", True), ("puedo reclamar", True), ("They closed the gate.", False), ("the date?", True)],
)
def test_a_question_is_known_by_its_mark_or_its_first_word(text: str, question: bool) -> None:
    """People on a phone leave the mark out."""
    assert asks(text) is question


@given(st.text(max_size=400))
def test_parts_say_nothing_that_was_not_said(text: str) -> None:
    """Whatever is typed, there are at most eight parts, each a piece of it with some words."""
    found = parts(text)
    assert len(found) <= 8
    assert len(found) != 1
    assert all(len(fold(part).split()) >= 3 for part in found)
    assert all(" ".join(part.split()) in " ".join(text.split()) for part in found)


@given(ANY)
def test_a_huge_text_is_cut_as_fast_as_a_short_one(text: str) -> None:
    """A hundred thousand spaces once kept the bot busy for minutes."""
    assert len(parts(text)) <= 8
