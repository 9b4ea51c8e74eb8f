"""How a bot gets its first owner: by a link that the machine prints, and nobody else's."""

from dataclasses import replace

from bot.app import App
from bot.core.model import Command, Incoming, Pressed
from bot.edges.store import Store
from bot.running import _first_owner
from tests.conftest import Ear

URL = "http://127.0.0.1:8484"


async def _printed(app: App, store: Store) -> list[str]:
    said: list[str] = []
    await _first_owner(app, store, URL, said.append)
    return said


async def test_the_link_makes_its_reader_the_owner(app: App, store: Store, ear: Ear) -> None:
    """Whoever starts the program opens the printed link, and owns the bot; after that nothing is printed."""
    (line,) = await _printed(app, store)
    link = line.split()[-1]
    assert link.startswith(f"{URL}/?start=own_")
    await app.handle(Incoming("web:me", Command("start", link.partition("=")[2])), ear)
    assert "invited here as <b>owner</b>" in ear.heard[-1].html
    await app.handle(Incoming("web:me", Pressed(ear.heard[-1].rows[0][0].data), message=1), ear)
    assert "You are <b>owner</b> now" in ear.heard[-1].html
    assert await _printed(app, store) == []


async def test_a_new_start_makes_the_old_link_worthless(app: App, store: Store, ear: Ear) -> None:
    """One that stands in an old log opens nothing."""
    (first,) = await _printed(app, store)
    await _printed(app, store)
    await app.handle(Incoming("web:eve", Command("start", first.partition("?start=")[2])), ear)
    assert "no longer works" in ear.heard[-1].html


async def test_with_owners_in_the_settings_no_link_is_printed(app: App, store: Store) -> None:
    """Who names owners has them."""
    app.house = replace(app.house, owners=frozenset({"tg:1"}))
    assert await _printed(app, store) == []
