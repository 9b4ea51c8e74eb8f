"""Workplaces in the chat: the poster in the languages of the hall, and counts that point at nobody."""

from dataclasses import replace

import pytest

from bot.app import App
from bot.core.model import File, Incoming, Pressed
from bot.core.poster import Poster
from bot.edges.store import Store
from bot.edges.store.workplaces import Workplace
from tests.conftest import NOW, Ear

ANNA = "tg:5"
ACME = Workplace("acme0000001", "Acme", "gb", "code0000001")
HOME = "https://t.me/redress_bot?start="


@pytest.fixture
async def drawn(app: App, store: Store) -> list[Poster]:
    """What was drawn; an organiser and a workplace are there."""
    drawn: list[Poster] = []

    def printer(wanted: Poster) -> tuple[File, ...]:
        drawn.append(wanted)
        return (File("photo", data=b"png", name="poster.png"), File("document", data=b"pdf", name="poster.pdf"))

    app.house = replace(app.house, printer=printer)
    await store.workplaces.create(ACME, "tg:1", NOW)
    await store.team.add(ANNA, "organiser", "tg:1", NOW)
    return drawn


async def _press(app: App, ear: Ear, data: str, home: str = HOME) -> list[str]:
    await app.handle(Incoming(ANNA, Pressed(data), message=1, home=home), ear)
    return [button.label for row in ear.heard[-1].rows for button in row]


async def test_a_poster_is_made_in_the_languages_that_have_a_tick(app: App, ear: Ear, drawn: list[Poster]) -> None:
    """All have one at first; a tap takes it away."""
    await _press(app, ear, f"1:work:{ACME.id}")
    data = next(button.data for row in ear.heard[-1].rows for button in row if "Poster" in button.label)
    assert "✅ Français" in await _press(app, ear, data)
    data = next(button.data for row in ear.heard[-1].rows for button in row if "Français" in button.label)
    assert "⬜ Français" in await _press(app, ear, data)
    data = next(button.data for row in ear.heard[-1].rows for button in row if "Make the poster" in button.label)
    await _press(app, ear, data)
    (wanted,) = drawn
    assert (wanted.name, wanted.link, len(wanted.words)) == ("Acme", f"{HOME}join_{ACME.code}", 3)
    assert [message.file.name for message in ear.heard if message.file] == ["poster.png", "poster.pdf"]


@pytest.mark.parametrize("languages", ["", "xx", "en-xx"])
async def test_a_forged_language_draws_nothing(app: App, ear: Ear, drawn: list[Poster], languages: str) -> None:
    """Only what we speak is printed."""
    await _press(app, ear, f"1:poster@:{ACME.id}:{languages}")
    assert not drawn
    assert "too old" in ear.heard[-1].html


async def test_without_a_link_there_is_no_poster(app: App, ear: Ear, drawn: list[Poster]) -> None:
    """In a terminal there is nothing that a phone could open."""
    await _press(app, ear, f"1:poster@:{ACME.id}:en", home="")
    assert not drawn
    assert "made on Telegram or in the browser" in ear.heard[-1].html


async def test_five_are_counted_and_four_are_not(app: App, store: Store, ear: Ear, drawn: list[Poster]) -> None:
    """In a small shop a number is a name."""
    assert not drawn
    for number in range(4):
        await store.subscriptions.join(f"tg:9{number}", ACME.id, NOW)
    await _press(app, ear, f"1:work:{ACME.id}")
    assert "Joined so far: fewer than 5" in ear.heard[-1].html
    await store.subscriptions.join("tg:99", ACME.id, NOW)
    await _press(app, ear, f"1:work:{ACME.id}")
    assert "Joined so far: 5" in ear.heard[-1].html


async def test_a_limited_organiser_sees_no_other_workplace(
    app: App, store: Store, ear: Ear, drawn: list[Poster]
) -> None:
    """Neither its number nor its link, by whatever button."""
    (member,) = await store.team.members(NOW)
    await store.team.limit(member, (), "tg:1", NOW)
    for forged in (f"1:work:{ACME.id}", f"1:rotate:{ACME.id}:1", f"1:workx:{ACME.id}:1", f"1:poster@:{ACME.id}:en"):
        await _press(app, ear, forged)
        assert "too old" in ear.heard[-1].html
    assert await store.workplaces.get(ACME.id) == ACME
    assert not drawn
