"""Typing mistakes."""

import pytest
from hypothesis import given, settings, strategies as st

from bot.core.match.features import vocabulary
from bot.core.match.fold import words
from bot.core.match.repair import Repairer
from tests.core.wild import ANY

PHRASINGS = (
    ("severance", "payment"),
    ("severance", "wages"),
    ("wages", "unpaid"),
    ("boss", "left"),
    ("wagon", "driver"),
    ("tfr", "form"),
    ("fogasa",),
)
TERMS = frozenset({"tfr", "rp1", "fogasa"})
REPAIRER = Repairer(vocabulary(PHRASINGS), TERMS)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("severence", "severance"),
        ("severnce", "severance"),
        ("sevreance", "severance"),
        ("severancee", "severance"),
        ("wagse", "wages"),
        ("payement", "payment"),
        ("bosss", "boss"),
    ],
)
def test_slips_of_the_thumb_are_mended(typed: str, meant: str) -> None:
    """A worker who types on a phone in a hurry is understood."""
    assert REPAIRER.repair([typed]) == (meant,)


@pytest.mark.parametrize(
    "word",
    [
        "severance",
        "bos",
        "tfs",
        "rp2",
        "rp1",
        "fogas4",
        "fogasas",
        "worker",
        "sevvrranse",
        "x" * 31,
        "",
    ],
)
def test_what_stays(word: str) -> None:
    """A known, short or far-off word is nobody's typing mistake, and no word is bent into an acronym."""
    assert REPAIRER.repair([word]) == (word,)


def test_a_short_word_may_differ_in_one_letter_only() -> None:
    """Five letters with two slips are another word."""
    assert REPAIRER.repair(["wagss"]) == ("wages",)
    assert REPAIRER.repair(["wgass"]) == ("wgass",)


def test_the_commoner_word_wins() -> None:
    """Where two words are equally near, the one that stands in more phrasings is meant."""
    assert Repairer(vocabulary([("wages",), ("wagon",), ("wagon", "now")]), frozenset()).repair(["wagos"]) == ("wagon",)
    assert REPAIRER.repair(["wagos"]) == ("wages",)


def test_the_same_first_letter_wins() -> None:
    """People seldom miss the first letter."""
    repairer = Repairer(vocabulary([("might",), ("might", "x"), ("light",)]), frozenset())
    assert repairer.repair(["lmight"]) == ("light",)


def test_what_an_encoder_knows_stays() -> None:
    """A rare word that the sentence encoder reads as a whole is not bent into one of ours."""
    repairer = Repairer(vocabulary(PHRASINGS), TERMS, lambda word: word == "severence")
    assert repairer.repair(["severence", "severnce"]) == ("severence", "severance")


def test_an_encoder_reads_what_was_typed() -> None:
    """Accents, capitals and signs help an encoder: only the mended words are put in."""
    assert REPAIRER.text("Où est ma SEVERENCE?! 3 wagse, l'été…") == "Où est ma severance?! 3 wages, l'été…"


def test_an_encoder_is_not_given_a_document() -> None:
    """It reads the first thousand characters; a pasted contract costs no more time than that."""
    assert len(REPAIRER.text("a contract " * 1000)) == 1000


@given(ANY)
@settings(deadline=None, max_examples=50)
def test_any_text_can_be_repaired(text: str) -> None:
    """Repair never fails, never adds or drops a word, and has nothing left to do afterwards."""
    folded = words(text)
    repaired = REPAIRER.repair(folded)
    assert len(repaired) == len(folded)
    assert REPAIRER.repair(repaired) == repaired
    assert isinstance(REPAIRER.text(text), str)


@given(st.sampled_from(["severance", "payment", "unpaid"]), st.data())
def test_two_letters_swapped_are_one_slip(word: str, data: st.DataObject) -> None:
    """Two letters in the wrong order are mended, wherever they stand."""
    at = data.draw(st.integers(0, len(word) - 2))
    swapped = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    assert REPAIRER.repair([swapped]) == (word,)
