"""Dates, amounts and names as a reader writes them."""

from datetime import date
from typing import get_args

import pytest

from bot.core import locale
from bot.core.knowledge import Start
from bot.core.texts import Texts
from tests import small

SPACES = str.maketrans("\u202f\u00a0", "  ")
"""Which kind of space stands in a number is the business of Babel and its tables."""


@pytest.mark.parametrize(
    ("value", "unit", "en", "it", "fr"),
    [
        (751, "GBP", "£751", "751 £", "751 £GB"),
        (1234.5, "EUR", "€1,234.50", "1.234,50 €", "1 234,50 €"),
        (75000, "EUR", "€75,000", "75.000 €", "75 000 €"),
        (1200.0, "count", "1,200", "1.200", "1 200"),
        (90, "percent", "90%", "90%", "90 %"),
        (57.5, "percent", "57.5%", "57,5%", "57,5 %"),
        (29, "percent", "29%", "29%", "29 %"),
        (1, "weeks", "1 week", "1 settimana", "1 semaine"),
        (8, "weeks", "8 weeks", "8 settimane", "8 semaines"),
        (6, "months", "6 months", "6 mesi", "6 mois"),
        (2, "years", "2 years", "2 anni", "2 ans"),
        (20, "days", "20 days", "20 giorni", "20 jours"),
        (48, "hours", "48 hours", "48 ore", "48 heures"),
    ],
)
def test_amounts(value: float, unit: str, en: str, it: str, fr: str) -> None:
    """Each reader sees their own points, commas and spaces, and no pence where there are none."""
    figure = small.CAPS[0].model_copy(update={"value": value, "unit": unit})
    amounts = [locale.amount(figure, language).translate(SPACES) for language in ("en", "it", "fr")]
    assert amounts == [en, it, fr]


def test_days() -> None:
    """The day comes first, as most readers of English write it."""
    day = date(2026, 4, 6)
    assert [locale.day(day, language) for language in ("en", "es", "it")] == [
        "6 April 2026",
        "6 de abril de 2026",
        "6 aprile 2026",
    ]


@pytest.mark.parametrize(
    ("iso", "en", "it"),
    [
        ("P6M", "6 months", "6 mesi"),
        ("P1Y", "1 year", "1 anno"),
        ("P2W", "2 weeks", "2 settimane"),
        ("P21D", "21 days", "21 giorni"),
        ("P1D", "1 day", "1 giorno"),
    ],
)
def test_periods(iso: str, en: str, it: str) -> None:
    """A time limit is told in words."""
    assert (locale.period(iso, "en"), locale.period(iso, "it")) == (en, it)


@pytest.mark.parametrize("iso", ["", "6 months", "P6", "PT6H", "P1Y6M", "P6M ", "P-6M"])
def test_what_is_no_period_is_refused(iso: str) -> None:
    """A time limit that cannot be read is never told wrongly."""
    with pytest.raises(ValueError, match="is not a period"):
        locale.period(iso, "en")


def test_a_yearly_figure_says_since_when(texts: Texts) -> None:
    """An amount that changes every April carries its date; a fixed one stands alone."""
    yearly = small.CAPS[1]
    assert locale.figure_text(yearly, texts, "en") == "£751 (since 6 April 2026)"
    assert locale.figure_text(yearly.model_copy(update={"yearly": False}), texts, "en") == "£751"


def test_a_yearly_figure_that_is_too_old_is_shown_with_a_warning(texts: Texts) -> None:
    """When nobody has looked up the new amount, the old one is still told, and that it may have changed."""
    yearly = small.CAPS[1]
    assert "may hold" not in locale.figure_text(yearly, texts, "en", date(2027, 4, 5))
    assert locale.figure_text(yearly, texts, "en", date(2027, 4, 6)) == (
        "£751 (since 6 April 2026; a newer amount may apply: check)"
    )


def test_money_reads_as_where_it_is_spent() -> None:
    """Seventeen thousand dollars must not read as seventeen to a worker in Texas."""
    dollars = small.CAPS[0].model_copy(update={"value": 17150, "unit": "USD"})
    assert locale.amount(dollars, "es") == "$17,150"


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({}, "6 months from the day your job ended"),
        ({"period": "P20D", "days": "working"}, "20 days (working days) from the day your job ended"),
        ({"period": "P3M", "less": "P1D"}, "3 months less 1 day from the day your job ended"),
        ({"event": "published"}, "6 months from the day it was published"),
    ],
)
def test_time_limits(texts: Texts, change: dict[str, str], text: str) -> None:
    """A time limit says how long and from when: without the second, the first is worth nothing."""
    assert locale.deadline_text(small.CLAIM.model_copy(update=change), texts, "en") == text


def test_every_event_has_words(texts: Texts) -> None:
    """No time limit begins at something that the bot cannot name, in any language."""
    for language in texts.languages:
        for event in get_args(Start):
            assert locale.deadline_text(small.CLAIM.model_copy(update={"event": event}), texts, language)


def test_names_of_countries(texts: Texts) -> None:
    """A country has its name in the reader's language; the layers have words of ours."""
    assert locale.country_name("gb", texts, "en") == "United Kingdom"
    assert locale.country_name("gb", texts, "it") == "Regno Unito"
    assert locale.country_name(None, texts, "en") == locale.country_name("int", texts, "en") == "another country"
    assert locale.country_name("eu", texts, "en") == "another EU country"


def test_names_of_laws(texts: Texts) -> None:
    """An answer says whose law it follows, also where it is no country's."""
    laws = [locale.law_name(country, texts, "en") for country in ("gb", "eu", "int")]
    assert laws == ["United Kingdom", "European Union law", "international rules"]


def test_names_of_languages() -> None:
    """A notice names a language to its reader; a choice names each in itself."""
    assert locale.language_name("it", "en") == "Italian"
    assert locale.language_name("en", "it") == "inglese"
    assert [locale.own_name(language) for language in ("en", "es", "fr", "it")] == [
        "English",
        "Español",
        "Français",
        "Italiano",
    ]


def test_numbers_of_a_report() -> None:
    """Counts, shares, days and times as a reader of each language writes them; little does not read as nothing."""
    assert [locale.whole(12345, language) for language in ("en", "it")] == ["12,345", "12.345"]
    assert [locale.percent(rate, "en") for rate in (0, 1e-5, 0.004, 0.663, 0.99999, 1)] == [
        "0%",
        "0.1%",
        "0.4%",
        "66%",
        "99.9%",
        "100%",
    ]
    assert locale.percent(0.663, "fr").replace("\u202f", " ").replace("\xa0", " ") == "66 %"
    assert locale.short_day(date(2026, 4, 6), "en") == "6 Apr"
    assert [locale.milliseconds(value, "en") for value in (12.3, 1540)] == ["12 ms", "1.5 secs"]
