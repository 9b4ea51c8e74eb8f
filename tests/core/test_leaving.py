"""Leaving by a plain word, alone or with thanks, and never from inside a sentence."""

import pytest
from hypothesis import given, strategies as st

from bot.core.leaving import LEAVE, POLITE, meant
from bot.core.match.fold import words

LEAVING = [
    "stop",
    "STOP!",
    "Stop, thank you",
    "unsubscribe please",
    "please stop",
    "no more messages please",
    "opt out",
    "para",
    "basta",
    "Para, por favor",
    "darme de baja, gracias",
    "¡Baja!",
    "arrêt merci",
    "Arrêtez s'il vous plaît",
    "désabonnement",
    "stop svp",
    "basta, grazie",
    "basta così",
    "disiscrivimi per favore",
    "smettila",
    "🛑 stop 🛑",
    "ok stop",
]

STAYING = [
    "",
    "thanks",
    "grazie mille",
    "por favor",
    "can they stop my wages",
    "stop?",
    "they want to stop paying us",
    "he told me to leave the building",
    "para qué sirve el fondo",
    "para cobrar el fondo",
    "me han dado de baja",
    "estoy de baja médica",
    "basta pagare in nero",
    "arrêt maladie",
    "arrêt de travail",
    "l'arrêt de la machine",
    "stop stealing our machines",
    "we must not stop the strike",
    "enough money for all",
    "Non basta la busta paga",
    "merci beaucoup",
]


@pytest.mark.parametrize("text", LEAVING)
def test_a_word_of_leaving_alone_or_with_thanks_leaves(text: str) -> None:
    """Whoever says stop, in any of our languages and as politely as they like, is left alone."""
    assert meant(text)


@pytest.mark.parametrize("text", STAYING)
def test_a_question_with_such_a_word_in_it_is_a_question(text: str) -> None:
    """A worker who asks whether wages can be stopped gets an answer, and stays subscribed."""
    assert not meant(text)


@given(st.sampled_from(sorted(LEAVE)), st.lists(st.sampled_from(sorted(POLITE)), max_size=5), st.integers(0, 5))
def test_politeness_around_the_word_changes_nothing(word: str, around: list[str], at: int) -> None:
    """The word may stand before, between or after thanks and greetings."""
    around.insert(at, word)
    assert meant(" ".join(around))


@given(st.sampled_from(sorted(LEAVE)), st.text(min_size=1, max_size=40), st.booleans())
def test_any_other_word_makes_it_a_sentence(word: str, other: str, first: bool) -> None:
    """With one word more that is neither leaving nor polite, nobody is unsubscribed unless a phrase says so."""
    strange = [each for each in words(other) if each not in LEAVE | POLITE]
    if not strange or set(strange) & {"more", "mas", "piu", "out", "messaggi", "messages", "cosi", "no", "non"}:
        return
    assert not meant(f"{other} {word}" if first else f"{word} {other}")


@given(st.text(max_size=200))
def test_whatever_is_typed_is_judged(text: str) -> None:
    """No text breaks it, and politeness alone never leaves."""
    if meant(text):
        assert not set(words(text)) <= POLITE
