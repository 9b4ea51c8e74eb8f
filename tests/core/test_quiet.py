"""Quiet hours, and the times that organisers type."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, strategies as st

from bot.core.quiet import ZONES, Quiet, read, typed, zone_of

ROME = ZoneInfo("Europe/Rome")
NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)  # 10:30 in Rome


def test_people_sleep_by_their_own_clock() -> None:
    """At 21:30 in London it is 22:30 in Madrid, and afternoon in Buenos Aires."""
    at = datetime(2026, 11, 24, 21, 30, tzinfo=UTC)
    assert read("21-8 es=23-9").asleep(("gb", "es", "it", "ar"), at, ZoneInfo) == ("gb", "it")


@pytest.mark.parametrize(("hour", "quiet"), [(20, False), (21, True), (23, True), (0, True), (7, True), (8, False)])
def test_a_night_goes_over_midnight(hour: int, quiet: bool) -> None:
    """From nine in the evening to eight in the morning."""
    assert read("21-8").holds("it", datetime(2026, 11, 24, hour, tzinfo=UTC)) is quiet


def test_without_the_setting_no_hour_is_quiet() -> None:
    """An empty setting leaves it to the organiser."""
    assert not any(Quiet().holds("it", datetime(2026, 11, 24, hour, tzinfo=UTC)) for hour in range(24))
    assert read("") == Quiet()


@pytest.mark.parametrize("text", ["21", "21-25", "night", "es:21-8", "21:00-08:00"])
def test_a_setting_that_makes_no_sense_says_what_to_type(text: str) -> None:
    """The person who runs the bot reads how it is written."""
    with pytest.raises(ValueError, match="write them as: 21-8 es=22-9"):
        read(text)


@pytest.mark.parametrize("name", [*ZONES.values(), zone_of(None), zone_of("xx")])
def test_every_zone_exists(name: str) -> None:
    """A misspelt zone would fail only when somebody writes to that country."""
    assert ZoneInfo(name)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("18:30", "2026-11-24T17:30"),
        ("9:00", "2026-11-25T08:00"),
        ("10.31", "2026-11-24T09:31"),
        ("18h30", "2026-11-24T17:30"),
        ("tomorrow 9:00", "2026-11-25T08:00"),
        ("mañana, 9:00", "2026-11-25T08:00"),
        ("demain 09:00", "2026-11-25T08:00"),
        ("domani 9:00", "2026-11-25T08:00"),
        ("today 18:30", "2026-11-24T17:30"),
        ("26.11. 18:30", "2026-11-26T17:30"),
        ("26/11 18:30", "2026-11-26T17:30"),
        ("3/2 18:30", "2027-02-03T17:30"),
        ("2026-12-01 08:00", "2026-12-01T07:00"),
        ("08:00 2026-12-01", "2026-12-01T07:00"),
    ],
)
def test_a_typed_time_is_read_by_the_organisers_clock(text: str, expected: str) -> None:
    """A time alone is the next such time; a day may be written in the ways of our four languages."""
    assert typed(text, NOW, ROME) == datetime.fromisoformat(expected).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    ["", "soon", "25:00", "18", "31.2. 18:00", "yesterday 18:00", "2026-11-23 18:00", "today 9:00", "29.2. 18:00"],
)
def test_what_is_no_time_to_come_is_refused(text: str) -> None:
    """Nothing is scheduled into the past, nor at a guess."""
    assert typed(text, NOW, ROME) is None


@given(st.text(max_size=40))
def test_whatever_is_typed_is_judged(text: str) -> None:
    """No text breaks it, and what comes out lies ahead."""
    found = typed(text, NOW, ROME)
    assert found is None or found > NOW


@given(st.text(alphabet="0123456789-=es, ", max_size=20))
def test_a_setting_is_read_or_refused(text: str) -> None:
    """Nothing but quiet hours comes out of it."""
    try:
        found = read(text)
    except ValueError:
        return
    assert all(0 <= hour < 24 for pair in found.hours.values() for hour in pair)
