"""Days as people type them: "12/3", "3 marzo 2026", "yesterday", "2026-03-12"."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache

from babel import Locale

from bot.core.match.fold import fold

_LONGEST = 80  # characters: a day needs no more
_MONTH_FIRST = frozenset({"us", "ph"})  # where 3/12 is the twelfth of March
_RELATIVE = {
    "today": 0, "hoy": 0, "aujourd hui": 0, "oggi": 0,
    "yesterday": 1, "ayer": 1, "hier": 1, "ieri": 1,
    "anteayer": 2, "antier": 2, "avant hier": 2, "altro ieri": 2, "day before yesterday": 2,
}  # fmt: skip
_YEARS = range(1900, 2200)
_NUMBERS = re.compile(r"(\d{1,4})\W+(\d{1,2})(?:\W+(\d{2,4}))?")
_YEAR = re.compile(r"\b\d{4}\b")


def read(text: str, today: date, country: str | None) -> date | None:
    """The day that a text names, or None. Without a year it is the latest that has been."""
    text = text[:_LONGEST]
    folded = fold(text)
    for words, back in _RELATIVE.items():
        if folded in {words, f"l {words}"}:
            return today - timedelta(days=back)
    return _numbers(text, today, country) or _words(folded, today)


def _numbers(text: str, today: date, country: str | None) -> date | None:
    match = _NUMBERS.fullmatch(text.strip())
    if not match:
        return None
    first, second, third = int(match[1]), int(match[2]), match[3]
    if len(match[1]) == 4:
        return _day(first, second, int(third or 1)) if third else None
    day, month = (second, first) if country in _MONTH_FIRST else (first, second)
    if month > 12 >= day:  # 25/3 typed where the month comes first, or the other way round
        day, month = month, day
    return _in_year(day, month, third, today)


def _words(folded: str, today: date) -> date | None:
    for match in _dated().finditer(folded):
        before, month, after, year = match[1], _months()[match[2]], match[3], match[4] or match[5]
        if before and after and not year:  # 12 mar 25
            after, year = "", after
        if (before and after) or (not year and _YEAR.search(folded)):
            return None  # a year that stands elsewhere is not to be passed over: it is asked again
        if before or after:
            return _in_year(int(before or after), month, year, today)
    return None


def _in_year(day: int, month: int, year: str | None, today: date) -> date | None:
    if year:
        return _day(int(year) + (2000 if len(year) <= 2 else 0), month, day)
    this = _day(today.year, month, day)
    return this if this is None or this <= today else _day(today.year - 1, month, day)


def _day(year: int, month: int, day: int) -> date | None:
    if year not in _YEARS:  # "12/3/202" is a slip, and from 9999 on no time limit can be counted
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


@cache
def _months() -> Mapping[str, int]:
    """The names of months in our languages, whole and short."""
    found: dict[str, int] = {}
    for language in ("en", "es", "fr", "it"):
        for width in ("wide", "abbreviated"):
            names = Locale.parse(language).months["format"][width]
            found |= {fold(str(name)): number for number, name in names.items()}
    return found


@cache
def _dated() -> re.Pattern[str]:
    """A month by its name, the day before or after it, and the year.

    Only few words may stand between: "3 days ago" ends with the Spanish for August.
    """
    names = "|".join(sorted(map(re.escape, _months()), key=len, reverse=True))
    return re.compile(
        r"(?:\b(\d{1,2})(?:st|nd|rd|th|er|o)?(?:\s+(?:of|de|di|del))?\s*)?"
        rf"\b({names})\b(?:\s+(?:the\s+)?(\d{{1,2}})(?:st|nd|rd|th)?\b)?(?:\D{{1,15}}(\d{{4}})\b|\s+(\d{{2}})$)?"
    )
