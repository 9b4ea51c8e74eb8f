"""The staff's place and hours as settings."""

from datetime import timedelta

import pytest

from bot.core.cases import Desk, Place
from bot.edges.office import desk
from bot.errors import SettingsError


def test_nothing_set_is_nobody() -> None:
    """A fresh installation has no staff group and no hours."""
    assert desk("", "", 24, 30) == Desk((), (), timedelta(hours=24), timedelta(days=30))


def test_places_by_country_and_topic() -> None:
    """Groups per country, and topics of a group."""
    assert desk("gb:-1001, it:-1002/4,-1003", "", 24, 30).places == (
        ("gb", Place("tg:-1001")),
        ("it", Place("tg:-1002", 4)),
        ("", Place("tg:-1003")),
    )


@pytest.mark.parametrize("text", ["@ourgroup", "gb:", "-100x", "-1001/x", "uk:gb:-1"])
def test_a_wrong_place_is_explained(text: str) -> None:
    """Who types the group's name reads that its number is wanted."""
    with pytest.raises(SettingsError, match=r"REDRESS_STAFF_CHAT makes no sense.*group's number"):
        desk(text, "", 24, 30)


@pytest.mark.parametrize(
    ("text", "hint"), [("9 to 5", "mon-fri"), ("mon 09:00-17:00 Mars/Base", "Europe/London"), ("mon 9-5 UTC", "09:00")]
)
def test_wrong_hours_are_explained(text: str, hint: str) -> None:
    """Who mistypes the hours or the time zone reads what to type."""
    with pytest.raises(SettingsError, match="REDRESS_OFFICE_HOURS makes no sense") as error:
        desk("", text, 24, 30)
    assert hint in str(error.value)
