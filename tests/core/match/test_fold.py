"""The one form in which questions and phrasings meet."""

import pytest
from hypothesis import given, settings, strategies as st

from bot.core.match.fold import fold, words
from tests.core.wild import ANY, SHORT

SAME = [
    ("L'employeur n'a PAS PAYÉ 😡", "l'employeur n\u2019a pas paye"),
    ("don't", "dont"),
    ("they've", "theyve"),
    ("the boss's car", "the bosss car"),
    ("wa\u00adges and p\u200ba\u2060y", "wages and pay"),
    ("\u202eseverance\u202c", "severance"),
    ("\uff32\uff30\uff11", "rp1"),
    ("ﬁred", "fired"),
    ("Straße", "strasse"),
    ("e\u0301conomie", "économie"),
    ("İstanbul", "istanbul"),
    ("p.a.y — now!!", "p a y now"),
    ("snake_case", "snake case"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_how_it_is_typed_does_not_matter(one: str, other: str) -> None:
    """Case, accents, emoji, invisible characters and the kind of apostrophe make no other question."""
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("😡 ... !!!", []),
        ("l'usine", ["l", "usine"]),
        ("dov'è il curatore", ["dov", "e", "il", "curatore"]),
        ("I can't wait 6 months", ["i", "cant", "wait", "6", "months"]),
        ("الأجور 工资", ["الاجور", "工资"]),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    """French and Italian elisions are two words, English contractions one, and every script has words."""
    assert words(text) == expected


def test_a_document_is_read_only_at_its_beginning() -> None:
    """Somebody who pastes a whole letter is not kept waiting: 4,000 characters are looked at."""
    assert fold("wages " + "x" * 5000 + " severance") == "wages " + "x" * 3994


@given(ANY)
@settings(deadline=None)
def test_any_text_can_be_folded(text: str) -> None:
    """Whatever is pasted, what is compared is words of letters and digits with single spaces between them."""
    folded = fold(text)
    assert folded.split() == words(text)
    assert all(word.isalnum() for word in words(text))


@given(SHORT)
def test_folding_the_folded_changes_nothing(text: str) -> None:
    """A phrasing that is kept folded is still the same phrasing."""
    assert fold(fold(text)) == fold(text)


@given(st.text(st.characters(categories=["Ll", "Lu"], max_codepoint=0x17F)))
def test_shouting_is_the_same_question(text: str) -> None:
    """A question in capitals gets the answer of the same question in small letters."""
    assert fold(text.lower()) == fold(text)
