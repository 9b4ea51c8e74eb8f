"""Days as people type them."""

from datetime import date

import pytest
from hypothesis import given

from bot.core.dates import read
from tests.core.wild import ANY

TODAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("text", "country", "day"),
    [
        ("2026-03-12", None, date(2026, 3, 12)),
        ("12/3/2026", "gb", date(2026, 3, 12)),
        ("12.3.26", "it", date(2026, 3, 12)),
        ("3/12/2026", "us", date(2026, 3, 12)),
        ("25/3/2026", "us", date(2026, 3, 25)),
        ("12/3", "es", date(2026, 3, 12)),
        ("12/12", "es", date(2025, 12, 12)),
        ("12 March", "gb", date(2026, 3, 12)),
        ("March 12th, 2026", "us", date(2026, 3, 12)),
        ("3 de marzo de 2026", "es", date(2026, 3, 3)),
        ("le 1er août 2026", "fr", date(2026, 8, 1)),
        ("15 febbraio", "it", date(2026, 2, 15)),
        ("12 March 2025", "gb", date(2025, 3, 12)),
        ("3 de marzo de 2024", "es", date(2024, 3, 3)),
        ("le 1er août 2025", "fr", date(2025, 8, 1)),
        ("15-febbraio-2025", "it", date(2025, 2, 15)),
        ("12 mar 25", "gb", date(2025, 3, 12)),
        ("March 12 25", "us", date(2025, 3, 12)),
        ("on the 12th of March 2025, I think", "gb", date(2025, 3, 12)),
        ("in 2025, on 12 March", "gb", None),
        ("March 2025", "us", None),
        ("3 days ago", "gb", None),
        ("today", None, TODAY),
        ("Ayer", "ar", date(2026, 11, 24)),
        ("avant-hier", "fr", date(2026, 11, 23)),
        ("l'altro ieri", "it", date(2026, 11, 23)),
        ("31/2/2026", "gb", None),
        ("12/3/202", "gb", None),
        ("12 March 9999", "gb", None),
        ("next week some time", None, None),
        ("March", None, None),
        ("", None, None),
    ],
)
def test_a_day_is_read_as_it_is_typed(text: str, country: str | None, day: date | None) -> None:
    """In four languages, with the month first where people write it first; what is no day is asked again."""
    assert read(text, TODAY, country) == day


@given(ANY)
def test_any_text_is_a_day_or_none(text: str) -> None:
    """Whatever is typed, nothing breaks."""
    found = read(text, TODAY, "gb")
    assert found is None or isinstance(found, date)
