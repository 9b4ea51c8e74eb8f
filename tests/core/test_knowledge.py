"""Whose answer a person gets, in which language, and what they are told about it."""

from datetime import date

import pytest
from hypothesis import given, strategies as st
from pydantic import ValidationError

from bot.core.knowledge import Country, Deadline, Entry, Figure, Knowledge, Topic
from tests import small

# topic, country and language of the person -> country and language of the page, other language?, other country?
ANSWERS = [
    ("severance", "gb", "en", "gb", "en", False, False),
    ("severance", "it", "it", "it", "it", False, False),
    ("severance", "it", "en", "it", "it", True, False),
    ("severance", "int", "en", "int", "en", False, False),
    ("severance", None, "en", "int", "en", False, True),
    ("severance", "gb", "it", "gb", "en", True, False),
    ("guarantee-fund", "it", "en", "eu", "en", False, True),
    ("guarantee-fund", "it", "it", "eu", "en", True, True),
    ("guarantee-fund", "gb", "en", "int", "en", False, True),
    ("guarantee-fund", "atlantis", "en", "int", "en", False, True),
    ("first-steps", "it", "it", "int", "it", False, False),
    ("first-steps", "gb", "fr", "int", "en", True, False),
    ("first-steps", None, "it", "int", "it", False, False),
    ("worker-buyout", "gb", "it", "int", "en", True, False),
    ("emergency.locked-out", "it", "en", "int", "en", False, False),
    ("chat.thanks", None, "it", "int", "en", True, False),
]


@pytest.mark.parametrize(
    ("topic", "country", "language", "their_country", "their_language", "other_language", "other_country"), ANSWERS
)
def test_who_answers_whom(
    topic: str,
    country: str | None,
    language: str,
    their_country: str,
    their_language: str,
    other_language: bool,
    other_country: bool,
) -> None:
    """The own country's law comes first, in any language; then the layers under it; what differs is known."""
    found = small.found(topic, country, language)
    assert (found.page.country, found.page.language) == (their_country, their_language)
    assert (found.other_language, found.other_country) == (other_language, other_country)


def test_within_a_layer_the_own_language_comes_first() -> None:
    """An Italian speaker in Britain reads the international page in Italian, though English is listed first."""
    assert small.found("first-steps", "gb", "it").page.entry.title == "Primi passi"


def test_without_it_a_layers_languages_come_in_its_order() -> None:
    """A French speaker in Italy gets Italy's first language where there are two."""
    both = small.knowledge(small.page("it/en/rights", small.entry("severance", "TFR in English")))
    assert small.found("severance", "it", "fr", both).page.language == "it"
    assert small.found("severance", "it", "en", both).page.language == "en"


def test_a_topic_without_a_page_is_not_found() -> None:
    """Nothing is made up for a topic that nobody wrote."""
    assert small.KNOWLEDGE.find("holiday-pay", "gb", "en") is None
    assert Knowledge(small.CATALOGUE).find("severance", "gb", "en") is None


@pytest.mark.parametrize(
    ("country", "layers"),
    [
        ("it", ("it", "eu", "int")),
        ("gb", ("gb", "int")),
        ("eu", ("eu", "int")),
        ("int", ("int",)),
        ("zz", ("int",)),
        ("", ("int",)),
        (None, ("int",)),
    ],
)
def test_layers(country: str | None, layers: tuple[str, ...]) -> None:
    """Italian law lies on European law, and everything on the international base."""
    assert small.CATALOGUE.chain(country) == layers


def test_layers_that_lie_on_each_other_come_to_an_end() -> None:
    """A slip in the catalogue (a country under itself, or two under each other) does not stop the bot."""
    one, other = (Country(id=a, languages=("en",), under=b) for a, b in (("aa", "bb"), ("bb", "aa")))
    itself = Country(id="aa", languages=("en",), under="aa")
    assert small.catalogue(countries=(one, other)).chain("aa") == ("aa", "bb", "int")
    assert small.catalogue(countries=(itself,)).chain("aa") == ("aa", "int")


def test_a_layer_that_does_not_exist_is_skipped() -> None:
    """A country under a missing layer still has its own law and the base."""
    lonely = Country(id="aa", languages=("en",), under="zz")
    assert small.catalogue(countries=(lonely,)).chain("aa") == ("aa", "int")


# --- figures ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "value"),
    [
        (date(2025, 4, 5), None),
        (date(2025, 4, 6), 719),
        (date(2026, 4, 5), 719),
        (date(2026, 4, 6), 751),
        (date(2030, 1, 1), 751),
    ],
)
def test_the_figure_of_the_day(on: date, value: int | None) -> None:
    """The amount that holds today is shown: from its first day, and not before."""
    row = small.KNOWLEDGE.figure("gb.week-pay-cap", on)
    assert (row.value if row else None) == value


def test_an_unknown_figure_has_no_value() -> None:
    """An amount that nobody looked up is none."""
    assert small.KNOWLEDGE.figure("gb.unheard-of", small.TODAY) is None


# --- areas --------------------------------------------------------------------------------------------


def titles(country: str | None, language: str) -> dict[str, list[str]]:
    """What a person can browse."""
    areas = small.KNOWLEDGE.areas(country, language)
    return {area: [page.entry.title for page in pages] for area, pages in areas.items()}


def test_topics_to_browse() -> None:
    """Areas and topics come in the catalogue's order, each with the page that would answer; emergencies do not."""
    assert titles("gb", "en") == {
        "before": ["First steps"],
        "rights": ["Redundancy pay", "The guarantee fund"],
        "buyout": ["A worker buyout"],
    }
    assert titles("it", "it")["rights"] == ["Il TFR", "The guarantee fund in the EU"]
    assert list(titles(None, "en")) == ["before", "rights", "buyout"]


def test_an_area_without_pages_is_not_shown() -> None:
    """No button leads to an empty list."""
    buyout = {key: page for key, page in small.KNOWLEDGE.pages.items() if page.area == "buyout"}
    assert list(Knowledge(small.CATALOGUE, buyout).areas("gb", "en")) == ["buyout"]


def test_a_topic_of_no_area_does_not_break_the_menu() -> None:
    """A misspelt area in the catalogue hides one topic, not all of them."""
    lost = Topic(id="severance", area="rigths", local=True, covers="A slip")
    topics = (lost, *(topic for topic in small.CATALOGUE.topics if topic.id != "severance"))
    areas = small.knowledge(catalogue=small.catalogue(topics=topics)).areas("gb", "en")
    assert [page.entry.topic for pages in areas.values() for page in pages] == [
        "first-steps",
        "guarantee-fund",
        "worker-buyout",
    ]


# --- the format of the files --------------------------------------------------------------------------

RIGHT = {"topic": "severance", "title": "Severance", "short": "Short.", "reviewed": {"on": date(2026, 11, 20)}}
WRONG = [
    {"topic": "Severance pay"},
    {"topic": "a" * 41},
    {"topic": "-severance"},
    {"title": ""},
    {"title": "   "},
    {"title": "a" * 61},
    {"short": "a" * 341},
    {"short": 5},
    {"tier": "urgent"},
    {"sources": [{"title": "A law", "url": "www.example.org"}]},
    {"sources": [{"title": "A law", "url": "javascript:alert(1)"}]},
    {"reviewed": {"on": "yesterday"}},
    {"reviewed": {"by": "A. Lawyer"}},
    {"answre": "a slip"},
]


def test_the_least_that_an_entry_needs() -> None:
    """A topic, a title, a short text and the day of the last check."""
    assert Entry.model_validate(RIGHT).answer == ""


@pytest.mark.parametrize("change", WRONG)
def test_an_entry_that_would_not_work_is_refused(change: dict[str, object]) -> None:
    """A slip in a file shows when it is read, not on a worker's phone."""
    with pytest.raises(ValidationError):
        Entry.model_validate(RIGHT | change)


@pytest.mark.parametrize("unit", ["gbp", "pounds", "week", "£", "GBPS", ""])
def test_a_figure_has_a_unit_that_can_be_written(unit: str) -> None:
    """A currency by its three letters, or one of the words that every language knows."""
    with pytest.raises(ValidationError):
        Figure.model_validate(small.CAPS[0].model_dump() | {"unit": unit})


@pytest.mark.parametrize("change", [{"period": "6 months"}, {"period": "P6"}, {"event": "fired"}, {"days": "bank"}])
def test_a_time_limit_can_be_counted(change: dict[str, str]) -> None:
    """From an event that the bot knows, by a period that it can add."""
    with pytest.raises(ValidationError):
        Deadline.model_validate(small.CLAIM.model_dump() | change)


@given(st.sampled_from([topic.id for topic in small.CATALOGUE.topics]), st.text(max_size=3), st.text(max_size=3))
def test_every_topic_has_an_answer_for_everybody(topic: str, country: str, language: str) -> None:
    """What the base answers is answered wherever and in whatever language a person asks."""
    assert small.KNOWLEDGE.find(topic, country, language)
