"""The staff's place and hours, from what the settings say. Time zones come from the system, or else from `tzdata`."""

import re
from collections.abc import Iterator
from datetime import timedelta, tzinfo
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.core import office
from bot.core.cases import Desk, Place
from bot.errors import SettingsError

_PLACE: Final = re.compile(r"(?:(?P<country>[a-z]{2,3})\s*:\s*)?(?P<chat>-?\d{1,20})(?:/(?P<thread>\d{1,10}))?")


def desk(staff_chat: str, office_hours: str, hours: float, days: int) -> Desk:
    """How the staff is set up. Raises SettingsError: which setting makes no sense, and what to type."""
    try:
        spans = office.read(office_hours, _zone)
    except ValueError as error:
        raise SettingsError(f"REDRESS_OFFICE_HOURS makes no sense: {error}.") from None
    return Desk(tuple(_places(staff_chat)), spans, timedelta(hours=hours), timedelta(days=days))


def _places(text: str) -> Iterator[tuple[str, Place]]:
    """`gb:-1001/4, it:-1002` -> countries and places; without a country, a place is for all the others."""
    for part in text.replace(",", " ").split():
        match = _PLACE.fullmatch(part)
        if not match:
            raise SettingsError(
                f"REDRESS_STAFF_CHAT makes no sense: “{part}”; write the group's number, as -1001234567890, with /4 "
                "for its topic 4 and gb: before it for one country."
            )
        thread = int(match["thread"]) if match["thread"] else None
        yield match["country"] or "", Place(f"tg:{match['chat']}", thread)


def _zone(name: str) -> tzinfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f"“{name}” is no time zone; write one as Europe/London") from None
