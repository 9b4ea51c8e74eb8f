"""When somebody is there: office hours as a setting says them, and when they begin and end next.

`mon-fri 09:00-13:00,14:00-17:00 Europe/London; it: mon-thu 09:00-13:00 Europe/Rome`
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_RULE = re.compile(r"(?:(?P<country>[a-z]{2,3})\s*:\s*)?(?P<days>[a-z,-]+)\s+(?P<times>[\d:,-]+)\s+(?P<zone>[\w/+-]+)")
_TIMES = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)")
_AHEAD = 8  # days to look ahead: a week, and the same day again


@dataclass(frozen=True, slots=True)
class Hours:
    """On these days (0 is Monday), from `start` to `end`, by the clock of `zone`."""

    days: frozenset[int]
    start: time
    end: time
    zone: tzinfo


def read(text: str, zone: Callable[[str], tzinfo]) -> tuple[tuple[str, Hours], ...]:
    """Office hours by country, "" for all others. `zone` finds a time zone. Raises ValueError, saying what to type."""
    return tuple(found for rule in text.split(";") if rule.strip() for found in _rule(rule.strip(), zone))


def _rule(rule: str, zone: Callable[[str], tzinfo]) -> Iterator[tuple[str, Hours]]:
    match = _RULE.fullmatch(rule)
    if not match:
        raise ValueError(f"“{rule}” are no office hours; write them as: mon-fri 09:00-17:00 Europe/London")
    days, place = frozenset(_days(match["days"])), zone(match["zone"])
    for span in match["times"].split(","):
        found = _TIMES.fullmatch(span)
        start, end = (time(int(found[1]), int(found[2])), time(int(found[3]), int(found[4]))) if found else (None, None)
        if start is None or end is None or start >= end:
            raise ValueError(f"“{span}” is no time of day; write it as: 09:00-17:00")
        yield match["country"] or "", Hours(days, start, end, place)


def _days(text: str) -> Iterator[int]:
    for part in text.split(","):
        first, _, last = part.partition("-")
        if first not in _DAYS or (last or first) not in _DAYS:
            raise ValueError(f"“{part}” are no days; write them as: mon-fri or mon,wed,fri")
        begin, end = _DAYS.index(first), _DAYS.index(last or first)
        yield from (day % 7 for day in range(begin, end + 1 + (7 if end < begin else 0)))


def opening(hours: Sequence[Hours], now: datetime) -> datetime | None:
    """When somebody is there next, `now` if somebody is there. None without hours."""
    return min((max(start, now) for start, _ in _spans(hours, now)), default=None)


def closing(hours: Sequence[Hours], now: datetime) -> datetime | None:
    """Until when somebody is there; None when nobody is there now."""
    return max((end for start, end in _spans(hours, now) if start <= now), default=None)


def _spans(hours: Sequence[Hours], now: datetime) -> Iterator[tuple[datetime, datetime]]:
    """The spans of the next days that have not ended yet."""
    for each in hours:
        today = now.astimezone(each.zone).date()
        for day in (today + timedelta(days=ahead) for ahead in range(_AHEAD)):
            end = datetime.combine(day, each.end, each.zone)
            if day.weekday() in each.days and end > now:
                yield datetime.combine(day, each.start, each.zone), end
