"""Choices as buttons: what has a tick and what has none, rows of two, countries with their flags."""

from collections.abc import Callable, Sequence

from bot.core import buttons as b, locale
from bot.core.knowledge import BASE
from bot.core.model import Button, Rows
from bot.flows.here import Here


def ticked(chosen: bool, name: str) -> str:
    """The label of a choice that can be set or taken away."""
    return f"{'✅' if chosen else '⬜'} {name}"


def pairs(buttons: Sequence[Button]) -> Rows:
    """Buttons in rows of two."""
    return tuple(tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2))


def countries(here: Here, press: Callable[[str], b.Action], layers: Sequence[str] = ()) -> Rows:
    """Countries with their flags; `layers` of law, which are no countries, stand last."""
    catalogue = here.library.knowledge.catalogue
    own = [country for country in catalogue.countries if country.id not in {BASE, "eu"}]
    last = [catalogue.by_country[name] for name in layers if name in catalogue.by_country]
    return pairs(
        [
            Button(
                f"{country.flag} {locale.country_name(country.id, here.texts, here.person.language)}",
                b.encode(press(country.id)),
            )
            for country in (*own, *last)
        ]
    )
