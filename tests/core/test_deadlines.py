"""One date in, all dates out."""

from datetime import date, timedelta

import pytest
from hypothesis import given, strategies as st

from bot.core.deadlines import all_due, due, is_open
from bot.core.knowledge import Deadline
from tests import small

DAYS = st.dates(date(1990, 1, 1), date(2100, 1, 1))


def limit(period: str, **fields: object) -> Deadline:
    """A time limit that runs from the dismissal."""
    return small.CLAIM.model_copy(
        update={"period": period, "event": "dismissed", "days": "calendar", "less": None} | fields
    )


@pytest.mark.parametrize(
    ("period", "less", "begun", "day"),
    [
        ("P6M", None, date(2026, 8, 31), date(2027, 2, 28)),
        ("P3M", "P1D", date(2026, 3, 10), date(2026, 6, 9)),
        ("P1Y", None, date(2024, 2, 29), date(2025, 2, 28)),
        ("P2W", None, date(2026, 12, 24), date(2027, 1, 7)),
        ("P20D", None, date(2026, 11, 25), date(2026, 12, 15)),
    ],
)
def test_a_limit_ends_on_its_day(period: str, less: str | None, begun: date, day: date) -> None:
    """Months end on the same day, or on the last of a shorter month; the day of the event is not counted."""
    assert due(limit(period, less=less), begun, ()).day == day


def test_working_days_leave_out_weekends_and_holidays() -> None:
    """Twenty working days from a Friday before Christmas reach into the last week of January."""
    closed = {date(2026, 12, 25), date(2027, 1, 1), date(2027, 1, 6)}
    assert due(limit("P20D", days="working"), date(2026, 12, 18), closed).day == date(2027, 1, 20)


def test_who_may_act_until_a_sunday_is_told_the_friday() -> None:
    """The office is shut on the last day: the earlier one is safe."""
    found = due(limit("P2D"), date(2026, 11, 27), ())
    assert (found.day, found.act) == (date(2026, 11, 29), date(2026, 11, 27))


def test_only_the_limits_of_the_event_are_told_nearest_first() -> None:
    """Who was dismissed is not told what runs from the opening."""
    limits = [limit("P6M"), limit("P3M", id="gb.sooner"), limit("P1M", event="procedure-opened")]
    found = all_due(limits, "dismissed", date(2026, 1, 1), ())
    assert [item.deadline.id for item in found] == ["gb.sooner", small.CLAIM.id]


@given(DAYS, st.integers(0, 400), st.sampled_from("DWMY"), st.booleans())
def test_a_limit_never_ends_before_it_begins(begun: date, count: int, unit: str, working: bool) -> None:
    """Whatever the period, its last day comes after the event, and one can act on a working day up to it."""
    count = count if unit == "D" else count % 30
    found = due(limit(f"P{count}{unit}", days="working" if working else "calendar"), begun, ())
    assert found.day >= begun
    assert found.act <= found.day
    assert is_open(found.act, ())
    assert found.day - found.act <= timedelta(days=2)
