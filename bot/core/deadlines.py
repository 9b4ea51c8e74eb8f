"""One date in, all dates out: from the day of an event, the last day of each time limit that runs from it.

Where a rule leaves room, the earlier day is told: who acts too early loses nothing.
"""

import re
from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from bot.core.knowledge import Deadline

_PERIOD = re.compile(r"P(\d+)([YMWD])")
_DAY = timedelta(days=1)
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Due:
    """A time limit and its last day. `act` is the last working day up to then: offices are shut on the others."""

    deadline: Deadline
    day: date
    act: date


def all_due(deadlines: Iterable[Deadline], event: str, begun: date, closed: Container[date]) -> tuple[Due, ...]:
    """Every time limit that runs from an event, the nearest first. `closed` holds the public holidays."""
    found = [due(deadline, begun, closed) for deadline in deadlines if deadline.event == event]
    return tuple(sorted(found, key=lambda item: (item.day, item.deadline.id)))


def due(deadline: Deadline, begun: date, closed: Container[date]) -> Due:
    """The last day of a time limit. The day of the event itself is not counted."""
    count, unit = _parts(deadline.period)
    working = deadline.days == "working" and unit == "D"
    day = _working(begun, count, closed) if working else _moved(begun, count, unit)
    if deadline.less:
        count, unit = _parts(deadline.less)
        day = _moved(day, -count, unit)
    return Due(deadline, day, _open_until(day, closed))


def _parts(period: str) -> tuple[int, str]:
    match = _PERIOD.fullmatch(period)
    assert match  # the knowledge was checked
    return int(match[1]), match[2]


def _moved(day: date, count: int, unit: str) -> date:
    """So many days, weeks, months or years on; from the 31st to a shorter month, to its last day."""
    if unit in "DW":
        return day + timedelta(days=count * (7 if unit == "W" else 1))
    months = day.year * 12 + day.month - 1 + count * (12 if unit == "Y" else 1)
    year, month = divmod(months, 12)
    last = date(year + (month == 11), (month + 1) % 12 + 1, 1) - _DAY
    return date(year, month + 1, min(day.day, last.day))


def _working(day: date, count: int, closed: Container[date]) -> date:
    while count:
        day += _DAY
        count -= is_open(day, closed)
    return day


def _open_until(day: date, closed: Container[date]) -> date:
    while not is_open(day, closed):
        day -= _DAY
    return day


def is_open(day: date, closed: Container[date]) -> bool:
    """Whether it is a working day: no Saturday, Sunday or public holiday."""
    return day.weekday() < _SATURDAY and day not in closed
