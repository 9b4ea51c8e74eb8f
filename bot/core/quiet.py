"""Clocks for those who write to many: where a country's clock stands, when people there sleep, what a typed time means.

Zones come in from outside, as a function from a name such as `Europe/Rome`: looking one up reads files.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Final

Zones = Callable[[str], tzinfo]

ZONES: Final[Mapping[str, str]] = {
    "ar": "America/Argentina/Buenos_Aires",
    "at": "Europe/Vienna",
    "be": "Europe/Brussels",
    "br": "America/Sao_Paulo",
    "ca": "America/Toronto",
    "ch": "Europe/Zurich",
    "cl": "America/Santiago",
    "de": "Europe/Berlin",
    "es": "Europe/Madrid",
    "fr": "Europe/Paris",
    "gb": "Europe/London",
    "gr": "Europe/Athens",
    "ie": "Europe/Dublin",
    "it": "Europe/Rome",
    "mx": "America/Mexico_City",
    "nl": "Europe/Amsterdam",
    "ph": "Asia/Manila",
    "pl": "Europe/Warsaw",
    "pt": "Europe/Lisbon",
    "ro": "Europe/Bucharest",
    "us": "America/New_York",
    "uy": "America/Montevideo",
}
"""Where most of a country's people live; a country with several zones is asked by its largest city."""

_RULE = re.compile(r"(?:(?P<country>[a-z]{2,3})=)?(?P<start>[01]?\d|2[0-3])-(?P<end>[01]?\d|2[0-3])")
_DAY = re.compile(r"(?P<day>\d{1,2})[./-](?P<month>\d{1,2})(?:[./-](?P<year>\d{4})|[./-])?")
_ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})")
_CLOCK = re.compile(r"(?P<hour>[01]?\d|2[0-3])[:.h](?P<minute>[0-5]\d)")
_TOMORROW: Final = frozenset({"tomorrow", "mañana", "demain", "domani"})
_TODAY: Final = frozenset({"today", "hoy", "aujourd'hui", "oggi"})


@dataclass(frozen=True, slots=True)
class Quiet:
    """The hours in which nobody is written to, by country; "" for all others. `(21, 8)`: from 21:00 to 08:00."""

    hours: Mapping[str, tuple[int, int]] = field(default_factory=dict)

    def holds(self, country: str, local: datetime) -> bool:
        """Whether people of a country are left alone at this time of theirs."""
        start, end = self.hours.get(country) or self.hours.get("") or (0, 0)
        inside = start <= local.hour < end
        return inside if start <= end else local.hour >= start or local.hour < end

    def asleep(self, countries: Iterable[str], at: datetime, zones: Zones) -> tuple[str, ...]:
        """Those of some countries in which it is quiet at a time."""
        return tuple(each for each in countries if self.holds(each, at.astimezone(zones(zone_of(each)))))


def zone_of(country: str | None) -> str:
    """The zone of a country; UTC for one that we do not know."""
    return ZONES.get(country or "", "UTC")


def read(text: str) -> Quiet:
    """`21-8 es=22-9` -> quiet hours; an empty text: none. Raises ValueError, saying what to type."""
    hours = {}
    for rule in text.replace(",", " ").split():
        match = _RULE.fullmatch(rule)
        if not match:
            raise ValueError(f"“{rule}” are no quiet hours; write them as: 21-8 es=22-9")
        hours[match["country"] or ""] = (int(match["start"]), int(match["end"]))
    return Quiet(hours)


def typed(text: str, now: datetime, zone: tzinfo) -> datetime | None:
    """The moment that somebody typed, by the clock of a zone.

    `18:30`, `tomorrow 9:00`, `25.11. 18:30`, `2026-11-25 18:30`. A time alone is the next such time. None for anything
    else, for a day that does not exist, and for what is past.
    """
    words = text.casefold().replace(",", " ").split()
    clock = next((match for word in words if (match := _CLOCK.fullmatch(word))), None)
    if clock is None or len(words) > 2:
        return None
    others = [word for word in words if not _CLOCK.fullmatch(word)]
    local = now.astimezone(zone)
    when = time(int(clock["hour"]), int(clock["minute"]), tzinfo=zone)
    day = _day(others[0], local.date()) if others else local.date()
    if day is None:
        return None
    found = datetime.combine(day, when)
    if not others and found <= now:
        found = datetime.combine(day + timedelta(days=1), when)
    return found.astimezone(UTC) if found > now else None


def _day(word: str, today: date) -> date | None:
    if word in _TOMORROW:
        return today + timedelta(days=1)
    if word in _TODAY:
        return today
    match = _ISO.fullmatch(word) or _DAY.fullmatch(word)
    if match is None:
        return None
    try:
        found = date(int(match["year"] or today.year), int(match["month"]), int(match["day"]))
        return found if match["year"] or found >= today else found.replace(year=today.year + 1)
    except ValueError:  # no such day
        return None
