"""Which country a question is about."""

import pytest
from hypothesis import given, settings

from bot.core.match.fold import words
from bot.core.match.places import Places
from tests.core.wild import ANY

PLACES = Places(
    {
        "gb": ("UK", "United Kingdom", "Northern Ireland", "🇬🇧"),
        "it": ("Italy", "Italia"),
        "es": ("Spain", "España", "ley española"),
        "ie": ("Ireland",),
    }
)


def named(text: str, country: str | None = None) -> str | None:
    """The country that a text names, for a person of a country."""
    return PLACES.named(words(text), country)


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("severance in Italy", "it"),
        ("ITALIA?", "it"),
        ("¿qué dice la ley espanola?", "es"),
        ("wages in the united   kingdom", "gb"),
        ("my boss did not pay", None),
        ("", None),
        ("the italiano next door", None),
    ],
)
def test_a_country_is_read_out_of_the_question(text: str, country: str | None) -> None:
    """Who asks about Italy gets Italian law; who names no country keeps their own."""
    assert named(text) == country


def test_a_longer_name_is_no_mention_of_the_shorter() -> None:
    """Northern Ireland is British law, not Irish."""
    assert named("I work in Northern Ireland") == "gb"
    longer = Places({"us": ("America",), "ar": ("America del Sur",)})
    assert longer.named(words("trabajo en América del Sur"), None) == "ar"


def test_the_own_country_is_no_news() -> None:
    """A person in Italy who says so is told nothing about it."""
    assert named("I work in Italy", "it") is None
    assert named("I work in Italy", "gb") == "it"


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("I am from Spain and work in Italy", "it"),
        ("soy de España y trabajo en Italia", "it"),
        ("I am from Spain and work in the UK", "gb"),
        ("Italy or Spain?", None),
        ("I worked in Italy and in Spain", None),
        ("Italy, Italia, ITALY", "it"),
    ],
)
def test_where_one_works_counts_and_not_where_one_is_from(text: str, country: str | None) -> None:
    """The law of the place of work is answered, and between two such places nothing is guessed."""
    assert named(text) == country


def test_a_name_of_two_countries_is_nobodys() -> None:
    """A name that stands under two countries by mistake sends nobody to the wrong law."""
    places = Places({"it": ("Italy", "Georgia"), "us": ("GEORGIA", "Texas")})
    assert places.named(["georgia"], None) is None
    assert places.named(["texas"], None) == "us"


def test_without_names_nothing_is_named() -> None:
    """A knowledge whose countries have no names works."""
    assert Places({"it": (), "gb": ("🇬🇧",)}).named(["italy"], None) is None


@pytest.mark.parametrize(
    ("text", "own", "found"),
    [
        ("does the FOGASA pay me?", ("gb", "int"), ("es", "fogasa")),
        ("does the FOGASA pay me?", ("es", "eu", "int"), None),
        ("fogasa or companies house", ("gb", "int"), None),
        ("what is companies house", ("it", "int"), ("gb", "companies house")),
        ("who pays", ("it", "int"), None),
        ("", ("it",), None),
    ],
)
def test_an_institution_names_its_country(text: str, own: tuple[str, ...], found: tuple[str, str] | None) -> None:
    """A Briton who asks about the FOGASA asks about Spain; a Spaniard is not told so, and two names decide nothing."""
    places = Places({}, {"es": ("FOGASA",), "gb": ("Companies House",)})
    assert places.institution(words(text), own) == found


@given(ANY)
@settings(deadline=None)
def test_any_text_names_a_country_or_none(text: str) -> None:
    """Whatever is typed, the answer is one of the countries or nothing."""
    assert named(text) in {"gb", "it", "es", "ie", None}
