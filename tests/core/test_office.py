"""Office hours: what the setting may say, and when somebody is there."""

from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, strategies as st

from bot.core.office import Hours, closing, opening, read

TUESDAY = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


def _zone(name: str) -> tzinfo:
    return ZoneInfo(name)


def _hours(text: str) -> tuple[Hours, ...]:
    return tuple(hours for _, hours in read(text, _zone))


def test_hours_belong_to_a_country_or_to_all() -> None:
    """A team in Rome and one in London have their own hours, each by its own clock."""
    found = read("mon-fri 09:00-17:00 Europe/London; it: mon,wed 09:00-13:00,14:00-18:00 Europe/Rome", _zone)
    assert [(country, sorted(hours.days), f"{hours.start:%H:%M}") for country, hours in found] == [
        ("", [0, 1, 2, 3, 4], "09:00"),
        ("it", [0, 2], "09:00"),
        ("it", [0, 2], "14:00"),
    ]


def test_days_may_run_over_the_weekend() -> None:
    """`fri-mon` is four days."""
    (hours,) = _hours("fri-mon 09:00-17:00 Europe/London")
    assert hours.days == {4, 5, 6, 0}


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("always", "mon-fri 09:00-17:00"),
        ("mon-fri 09:00-17:00", "mon-fri 09:00-17:00"),
        ("mon-xyz 09:00-17:00 Europe/London", "mon,wed,fri"),
        ("mon 17:00-09:00 Europe/London", "09:00-17:00"),
        ("mon 25:00-26:00 Europe/London", "09:00-17:00"),
        ("mon 9-17 Europe/London", "09:00-17:00"),
    ],
)
def test_a_mistake_says_what_to_type(text: str, hint: str) -> None:
    """Whoever mistypes the hours reads how they are written."""
    with pytest.raises(ValueError, match="write") as error:
        read(text, _zone)
    assert hint in str(error.value)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("mon-fri 09:00-17:00 Europe/London", "2026-11-24T09:30", "2026-11-24T17:00"),
        ("mon-fri 10:00-17:00 Europe/London", "2026-11-24T10:00", None),
        ("mon-fri 09:00-10:00 Europe/Rome", "2026-11-25T08:00", None),
        ("tue 08:00-09:30 Europe/London", "2026-12-01T08:00", None),
        ("sun 09:00-17:00 Europe/London", "2026-11-29T09:00", None),
        ("tue 09:00-13:00,09:00-18:00 Europe/London", "2026-11-24T09:30", "2026-11-24T18:00"),
    ],
)
def test_when_somebody_is_there(text: str, start: str, end: str | None) -> None:
    """A worker is told when to come back, by the clock of the office: Rome is an hour ahead of London."""
    hours = _hours(text)
    begins, ends = opening(hours, TUESDAY), closing(hours, TUESDAY)
    assert begins is not None
    assert f"{begins.astimezone(UTC):%Y-%m-%dT%H:%M}" == start
    assert (f"{ends.astimezone(UTC):%Y-%m-%dT%H:%M}" if ends else None) == end


def test_the_clock_changes_with_the_season() -> None:
    """Nine o'clock in London is eight by UTC in summer."""
    begins = opening(_hours("mon-fri 09:00-17:00 Europe/London"), datetime(2026, 7, 4, tzinfo=UTC))
    assert begins is not None
    assert begins.astimezone(UTC) == datetime(2026, 7, 6, 8, 0, tzinfo=UTC)


def test_without_hours_nothing_is_promised() -> None:
    """No hours, no time."""
    assert opening((), TUESDAY) is None
    assert closing((), TUESDAY) is None


@given(st.text(max_size=60))
def test_nothing_that_is_typed_breaks_the_reading(text: str) -> None:
    """A setting is read or refused."""
    try:
        read(text, lambda _: UTC)
    except ValueError as error:
        assert "write" in str(error)  # noqa: PT017 - both ways out are right


@given(st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)))  # noqa: DTZ001 - hypothesis wants bounds without a zone
def test_a_span_is_never_over_already(now: datetime) -> None:
    """Nobody is told to come back yesterday."""
    hours = _hours("mon-fri 09:00-17:00 Europe/London; mon 10:00-12:00 Europe/Rome")
    begins, ends = opening(hours, now), closing(hours, now)
    assert begins is not None
    assert begins >= now
    assert (ends is not None) == (begins == now)
