"""Dates, amounts, periods, names of countries and languages, as a reader of a language writes them (Babel)."""

import re
from datetime import date, datetime, timedelta

from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.numbers import format_currency, format_decimal, format_percent
from babel.units import format_unit

from bot.core.knowledge import Deadline, Figure
from bot.core.texts import Texts

_UNITS = {"Y": "year", "M": "month", "W": "week", "D": "day"}
_PERIOD = re.compile(r"P(\d+)([YMWD])")
_LOCALES = {"en": "en_GB"}  # 6 April 2026, not April 6, 2026: most of our readers of English write the day first
# Money as it is written where it is spent: "17.150 US$" would read as seventeen dollars in Texas.
_MONEY = {("es", "USD"): "es_US", ("es", "ARS"): "es_AR", ("fr", "CAD"): "fr_CA"}
_YEAR = timedelta(days=365)
_LAYERS = {"int": "country_other", "eu": "country_eu"}


def _locale(language: str) -> Locale:
    return Locale.parse(_LOCALES.get(language, language))


def measure(value: float, unit: str, language: str) -> str:
    """`6 months`.

    Babel lacks the long Italian forms of some units and shows their key instead; its short ones are whole words.
    """
    long = format_unit(value, f"duration-{unit}", locale=_locale(language))
    return format_unit(value, f"duration-{unit}", "short", locale=_locale(language)) if "duration-" in long else long


def day(value: date, language: str) -> str:
    """`6 April 2026`."""
    return format_date(value, format="long", locale=_locale(language))


def moment(at: datetime, language: str) -> str:
    """`Mon, 30 Nov, 09:00 (London)`: by the clock of its own zone, named by its city."""
    short = format_skeleton("MMMEd", at, locale=_locale(language))
    city = str(getattr(at.tzinfo, "key", at.tzname() or "")).rpartition("/")[2].replace("_", " ")
    return f"{short}, {at:%H:%M} ({city})"


def amount(figure: Figure, language: str) -> str:
    """`£751`, `8 weeks`, `90%`, `1,200`."""
    value, local = figure.value, _locale(_MONEY.get((language, figure.unit), language))
    if figure.unit.isupper():
        style = local.currency_formats["standard"].pattern
        whole = value % 1 == 0
        pattern = re.sub(r"\.0+", "", style) if whole else style
        return format_currency(value, figure.unit, format=pattern, locale=local, currency_digits=False)
    if figure.unit == "percent":
        style = local.percent_formats[None].pattern.replace("#,##0", "#,##0.##")
        return format_percent(value / 100, locale=local, format=style)
    if figure.unit == "count":
        return format_decimal(value, locale=local)
    return measure(value, figure.unit.removesuffix("s"), language)


def period(iso: str, language: str) -> str:
    """`P6M` -> `6 months`. Raises ValueError for what is no such period."""
    match = _PERIOD.fullmatch(iso)
    if not match:
        raise ValueError(f"{iso} is not a period such as P6M")
    return measure(int(match[1]), _UNITS[match[2]], language)


def figure_text(figure: Figure, texts: Texts, language: str, today: date | None = None) -> str:
    """The amount, and since when it holds where it is adjusted every year (the sources card dates all of them).

    One that is older than its year is still shown, with the word that a newer one may hold: silence would help nobody.
    """
    value = amount(figure, language)
    if not figure.yearly:
        return value
    old = today is not None and not figure.valid_until and figure.valid_from + _YEAR <= today
    return texts.plain(language, "since_old" if old else "since", value=value, date=day(figure.valid_from, language))


def deadline_text(deadline: Deadline, texts: Texts, language: str) -> str:
    """`6 months from the day your job ended`."""
    event = texts.plain(language, f"event_{deadline.event}")
    length = period(deadline.period, language)
    if deadline.days == "working":
        length = texts.plain(language, "working_days", period=length)
    if deadline.less:
        less = period(deadline.less, language)
        return texts.plain(language, "deadline_less", period=length, less=less, event=event)
    return texts.plain(language, "deadline", period=length, event=event)


def country_name(country: str | None, texts: Texts, language: str) -> str:
    """The name of a country, or of the layer under countries."""
    if country is None or country in _LAYERS:
        return texts.plain(language, _LAYERS[country or "int"])
    return str(_locale(language).territories.get(country.upper(), country.upper()))


def law_name(country: str, texts: Texts, language: str) -> str:
    """Whose law an answer follows: a country's, the EU's, or the general base's."""
    return texts.plain(language, f"law_{country}") if country in _LAYERS else country_name(country, texts, language)


def language_name(language: str, reader: str) -> str:
    """The name of a language, in the reader's."""
    return str(Locale.parse(reader).languages.get(language, language))


def own_name(language: str) -> str:
    """The name of a language in itself: `Español`."""
    name = language_name(language, language)
    return name[:1].upper() + name[1:]


def whole(value: int, language: str) -> str:
    """`12,345`."""
    return format_decimal(value, locale=_locale(language))


def percent(rate: float, language: str) -> str:
    """`66%`, of 0.66; `0.4%` and `99.6%` at the ends, so that little does not read as nothing, nor much as all."""
    local = _locale(language)
    pattern = local.percent_formats[None].pattern
    if 0 < rate < 0.01 or 0.99 < rate < 1:  # where whole numbers would lie
        return format_percent(min(max(rate, 0.001), 0.999), locale=local, format=pattern.replace("#,##0", "0.#"))
    return format_percent(rate, locale=local, format=pattern)


def short_day(value: date, language: str) -> str:
    """`6 Apr`."""
    return str(format_skeleton("MMMd", value, locale=_locale(language)))


def milliseconds(value: float, language: str) -> str:
    """`12 ms`; `1.5 s` from a second on."""
    if value >= 1000:
        return format_unit(round(value / 1000, 1), "duration-second", "short", locale=_locale(language))
    return format_unit(round(value), "duration-millisecond", "short", locale=_locale(language))
