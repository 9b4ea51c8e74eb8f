"""What is known letter by letter, before anything is weighed."""

import pytest

from bot.core.knowledge import Term
from bot.core.match.fold import words
from bot.core.match.index import phrasings
from bot.core.match.layers import Hit, Layers
from tests import small


def term(text: str, *topics: str, also: tuple[str, ...] = (), national: bool = True) -> Term:
    """A term that leads to topics."""
    return Term(term=text, also=also, topics=topics, meaning={"en": text}, national=national)


LAYERS = Layers(
    phrasings(
        [
            ("severance", "What about severance?"),
            ("guarantee-fund", "RP1 help"),
            ("emergency.locked-out", "they changed the locks overnight"),
            ("emergency.locked-out", "locked out now"),
        ]
    ),
    [
        ("gb", term("RP1", "guarantee-fund", also=("form RP1",))),
        ("int", term("RP1", "first-steps", national=False)),
        ("it", term("TFR", "severance", "guarantee-fund")),
        ("int", term("pari passu", "severance", national=False)),
        ("it", term("preavviso", "severance", national=False)),
        ("gb", term("😡", "severance")),
    ],
)


def hit(text: str, country: str | None = None, repaired: str | None = None) -> Hit | None:
    """The first layer that knows a text."""
    return LAYERS.hit(words(text), words(text if repaired is None else repaired), country)


def test_a_phrasing_is_known_as_it_stands() -> None:
    """Who asks in the very words of a maintainer gets that topic, whatever the model would say."""
    assert hit("what about SEVERANCE") == Hit("phrasing", ("severance",), "What about severance?")
    assert hit("what about severance then") is None


def test_an_emergency_is_heard_inside_a_story() -> None:
    """A panicked message of ten lines still gets the emergency text at once."""
    found = hit("please help, last friday they changed the locks overnight and took the stock")
    assert found == Hit("emergency", ("emergency.locked-out",), "they changed the locks overnight")


def test_an_emergency_is_heard_in_spite_of_slips() -> None:
    """Who types with shaking hands is heard too: the repaired words are looked at."""
    assert hit("they chnged the loks overnight") is None
    found = hit("they chnged the loks overnight", repaired="they changed the locks overnight")
    assert found
    assert found.layer == "emergency"


def test_three_common_words_are_no_emergency_inside_a_longer_text() -> None:
    """The words "locked out now" alone are one, but not inside another question."""
    assert hit("am I paid for days on which I was locked out now and then") is None
    found = hit("locked out now")
    assert found
    assert found.topics == ("emergency.locked-out",)


def test_an_emergency_comes_before_everything() -> None:
    """Where a text is both, the emergency wins."""
    layers = Layers(
        phrasings([("severance", "they locked us out today"), ("emergency.x", "they locked us out")]),
        [("gb", term("they locked us out today", "severance"))],
    )
    text = words("they locked us out today")
    found = layers.hit(text, text, "gb")
    assert found
    assert found.layer == "emergency"


def test_part_of_a_word_is_no_emergency() -> None:
    """A phrase counts in whole words only."""
    assert hit("they changed the locks overnightly") is None


@pytest.mark.parametrize("text", ["TFR", "tfr?", "what is the TFR", "che cos'è il tfr?", "qu'est-ce que le TFR"])
def test_an_acronym_alone_is_a_question(text: str) -> None:
    """An acronym, with or without the words that stand around it in a question, leads to its topics."""
    assert hit(text) == Hit("term", ("severance", "guarantee-fund"), "tfr", "it")


@pytest.mark.parametrize("text", ["TFS", "tfrr", "T F R", "rp 1", "RP2", "tfr not paid by my boss"])
def test_an_acronym_is_never_guessed(text: str) -> None:
    """A near miss of an acronym is another acronym, and one inside a question does not decide it."""
    assert hit(text) is None


def test_other_names_of_a_term_count() -> None:
    """The form is found under each of its names."""
    found = hit("form RP1", "gb")
    assert found
    assert found.topics == ("guarantee-fund",)


def test_a_term_means_what_it_means_in_the_own_country() -> None:
    """Where two countries use one term, the person's own meaning comes first, then the base's."""
    ours, others = hit("rp1", "gb"), hit("rp1", "it")
    assert ours
    assert ours.topics == ("guarantee-fund",)
    assert others
    assert (others.topics, others.country) == (("first-steps",), None)


@pytest.mark.parametrize(("country", "named"), [("gb", None), ("it", "gb"), (None, "gb")])
def test_a_term_brings_its_country_along(country: str | None, named: str | None) -> None:
    """Who asks for a British form gets British law; a Briton is not told that they named their country."""
    found = hit("form rp1", country)
    assert found
    assert found.country == named


@pytest.mark.parametrize("text", ["pari passu", "preavviso"])
def test_a_term_of_everywhere_names_no_country(text: str) -> None:
    """Latin of lawyers belongs to nobody; a plain word that one country explains brings no law along."""
    found = hit(text, "gb")
    assert found
    assert found.country is None


def test_the_words_of_terms_are_known() -> None:
    """Repair leaves them alone; a term without letters has none."""
    assert LAYERS.term_words == {"rp1", "form", "tfr", "pari", "passu", "preavviso"}


@pytest.mark.parametrize("text", ["", "what is the"])
def test_nothing_is_no_term(text: str) -> None:
    """A text of fillers alone means nothing."""
    assert hit(text) is None


def test_the_first_phrasing_of_two_alike_wins() -> None:
    """A wording that stands under two topics by mistake leads to one of them, every time the same."""
    layers = Layers(phrasings([("a", "Same words"), ("b", "same words!")]), small.TERMS)
    assert layers.hit(["same", "words"], [], None) == Hit("phrasing", ("a",), "Same words")


def test_a_word_of_several_countries_brings_nobody_anothers_law() -> None:
    """A person whose own layers lack a word that two others share gets its topic, and the law of their own country."""
    term = Term(term="concurso", topics=("severance",), meaning={"es": "procedimiento"})
    layers = Layers((), [("es", term), ("gb", term)])
    found = layers.hit(["concurso"], ["concurso"], "ar")
    assert found is not None
    assert found.country is None


def test_a_layer_under_the_country_is_the_persons_own() -> None:
    """A Frenchman who types a term of EU law is not told that he named another country."""
    term = Term(term="COMI", topics=("severance",), meaning={"en": "centre of main interests"})
    layers = Layers((), [("eu", term)], lambda country: (country or "int", "eu", "int"))
    found = layers.hit(["comi"], ["comi"], "fr")
    assert found is not None
    assert found.country is None


def test_a_word_of_one_other_country_brings_its_law() -> None:
    """FOGASA is Spanish, wherever the person lives."""
    term = Term(term="FOGASA", national=True, topics=("severance",), meaning={"es": "fondo"})
    found = Layers((), [("es", term)]).hit(["fogasa"], ["fogasa"], "gb")
    assert found is not None
    assert found.country == "es"
