"""From a gesture to lines: the right file, one wording held back as a test, nothing that stands there already."""

import pytest

from bot.core.curation import area_of, asks_path, attach, search
from bot.core.exam import Task
from bot.core.problems import Place
from bot.core.queue import Wording
from bot.flows.here import Library

APPLY = "guarantee-apply"


def words(*texts: str, language: str = "en", count: int = 5) -> list[Wording]:
    """Wordings of a group."""
    return [Wording(str(at), text, language, count) for at, text in enumerate(texts)]


def test_one_wording_is_held_back_as_a_test(small_library: Library) -> None:
    """The most frequent ones teach, the last one tests."""
    found = attach(
        small_library.knowledge, (), words("fund form whereabouts", "my form, where", "post office?"), APPLY, None
    )
    assert [(edit.kind, edit.text) for edit in found] == [
        ("ask", "fund form whereabouts"),
        ("ask", "my form, where"),
        ("test", "post office?"),
    ]
    assert {edit.path for edit in found} == {"int/en/rights.asks.yaml", "en/rights.yaml"}


def test_each_language_goes_into_its_own_files(small_library: Library) -> None:
    """A group of two languages teaches both."""
    both = [*words("a form, please"), *words("el formulario", language="es")]
    found = attach(small_library.knowledge, (), both, APPLY, None)
    assert {edit.path for edit in found} == {"int/en/rights.asks.yaml", "int/es/rights.asks.yaml"}
    assert attach(small_library.knowledge, (), words("formulaire", language="fr"), APPLY, None) == ()


def test_what_is_known_is_not_written_again(small_library: Library) -> None:
    """Ways to ask, test questions and near repetitions are left out."""
    task = Task("The test question", APPLY, "en", None, Place("en/rights.yaml", 1))
    given = words("Wage arrears?", "the test question", "where is the fund office", "where is the fund  office??")
    found = attach(small_library.knowledge, [task], given, APPLY, None)
    assert [(edit.kind, edit.text) for edit in found] == [("ask", "where is the fund office")]


def test_the_country_of_those_who_asked_comes_first(small_library: Library) -> None:
    """The words of British workers stand in the British file, where the topic has one."""
    knowledge = small_library.knowledge
    british = asks_path(knowledge, APPLY, "en", "gb")
    assert british in {"gb/en/rights.asks.yaml", "int/en/rights.asks.yaml"}
    assert asks_path(knowledge, "worker-buyout", "en", "gb") == "int/en/buyout.asks.yaml"
    assert asks_path(knowledge, "worker-buyout", "es", "es") == "int/es/buyout.asks.yaml"


@pytest.mark.parametrize(
    ("topic", "area"),
    [(APPLY, "rights"), ("elsewhere.new-thing", "elsewhere"), ("chat.hello", "chat"), ("no-such", None), ("x.y", None)],
)
def test_a_topic_has_its_area(small_library: Library, topic: str, area: str | None) -> None:
    """Signposts and small talk carry it in their name; what does not exist has none."""
    assert area_of(small_library.knowledge, topic) == area


def test_a_topic_that_does_not_exist_teaches_nobody(small_library: Library) -> None:
    """No file is made up for it."""
    assert attach(small_library.knowledge, (), words("anything"), "no-such", None) == ()


@pytest.mark.parametrize(
    ("typed", "first"),
    [("severance", "severance"), ("landlord eviction", "elsewhere.rent-eviction"), ("buyout", "worker-buyout")],
)
def test_a_topic_is_found_by_words(small_library: Library, typed: str, first: str) -> None:
    """By its id, its title, or what it covers."""
    assert search(small_library.knowledge, typed)[0] == first
