"""How easy a text is to read."""

import pytest

from bot.core.reading import TARGET, ease
from bot.edges.syllables import counter

EASY = {
    "en": "Write to the boss today. Ask for your pay. Keep a copy of the letter.",
    "es": "Escriba hoy al jefe. Pida su paga. Guarde una copia de la carta.",
    "fr": "Écrivez au patron ce soir. Dites ce qui manque. Gardez une copie de la lettre.",
    "it": "Scrivi oggi al capo. Chiedi la paga. Tieni una copia della lettera.",
}
HARD = {
    "en": "Notwithstanding contractual provisions, administrators may renegotiate remuneration entitlements.",
    "es": "Independientemente de las disposiciones contractuales, la administración podrá renegociar ulteriormente.",
    "fr": "Indépendamment des dispositions contractuelles, l'administrateur pourra ultérieurement renégocier.",
    "it": "Indipendentemente dalle disposizioni contrattuali, l'amministrazione potrà successivamente rinegoziare.",
}


@pytest.mark.parametrize("language", TARGET)
def test_easy_texts_meet_the_target_and_hard_ones_do_not(language: str) -> None:
    """A note to a colleague passes, a clause of a contract does not."""
    easy = ease(EASY[language], language, counter(language))
    hard = ease(HARD[language], language, counter(language))
    assert easy is not None
    assert hard is not None
    assert hard.index < TARGET[language] < easy.index


def test_holes_and_commands_are_no_words() -> None:
    """A placeholder is filled later; it makes no text harder."""
    bare = ease(EASY["en"], "en", counter("en"))
    assert ease(EASY["en"] + " {figure:gb.week-pay-cap} /country", "en", counter("en")) == bare


def test_too_little_text_is_not_judged() -> None:
    """Three words have no reading level."""
    assert ease("Call your union.", "en", counter("en")) is None
