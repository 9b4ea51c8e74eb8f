"""The public holidays of countries, from the holidays library: others keep it, for a hundred countries."""

from datetime import date
from functools import lru_cache

_WITHOUT = {"int", "eu"}  # layers of law, no countries
_SPAN = 4  # years from the event: the longest limit that counts working days is far shorter


@lru_cache(64)
def holidays_of(country: str | None, year: int) -> frozenset[date]:
    """The national holidays of a country around a year; none for a country that is not known."""
    if country is None or country in _WITHOUT:
        return frozenset()
    import holidays  # noqa: PLC0415 - 5 MB that only this needs

    try:
        return frozenset(holidays.country_holidays(country.upper(), years=range(year - 1, year + _SPAN)))
    except NotImplementedError:
        return frozenset()
