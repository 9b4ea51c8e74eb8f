"""Time limits, where dialogues do not reach: whose clock says which day it is."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.app import App
from bot.core.buttons import decode, encode
from bot.core.buttons.limits import FromDay, FromEvent
from bot.core.model import Incoming, Person, Pressed
from bot.edges.store import Store
from tests.conftest import NOW, Ear


async def test_today_is_the_day_where_the_worker_is(app: App, store: Store, ear: Ear) -> None:
    """In Mexico it is still Monday when Tuesday begins in UTC: a limit counted from Tuesday would be a day too long."""
    app._world = replace(app._world, now=lambda: datetime(2026, 11, 24, 3, 0, tzinfo=UTC))
    await store.people.save(Person("tg:7", "en", "mx"), NOW)
    await app.handle(Incoming("tg:7", Pressed(encode(FromEvent("dismissed"))), 1), ear)
    days = [decode(button.data) for button in ear.heard[-1].rows[0]]
    assert days == [FromDay("dismissed", "2026-11-23"), FromDay("dismissed", "2026-11-22")]


@pytest.mark.parametrize("day", ["2026-02-30", "9999-12-31", "0001-01-01"])
async def test_a_forged_day_is_an_old_button(app: App, store: Store, ear: Ear, day: str) -> None:
    """No limit can be counted from it, and it is no fault of ours."""
    await store.people.save(Person("tg:7", "en", "gb"), NOW)
    await app.handle(Incoming("tg:7", Pressed(f"1:day:dismissed:{day}"), 1), ear)
    assert "too old" in ear.heard[-1].html
