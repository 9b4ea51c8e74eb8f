"""/stats: the last seven days for the staff, as one picture and five lines; nothing about a few."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.app import App
from bot.core.model import Command, File, Incoming, Person
from bot.core.report.summary import Board
from bot.edges.store import Store
from tests.conftest import NOW, Ear
from tests.edges.store.test_questions import question

STAFF = "tg:42"
PICTURE = File("photo", data=b"picture")


@pytest.fixture
async def painted(app: App, store: Store) -> list[Board]:
    """What was painted; a maintainer who reads Italian is there."""
    boards: list[Board] = []

    def painter(board: Board) -> tuple[File, ...]:
        boards.append(board)
        return (PICTURE,)

    app.house = replace(app.house, painter=painter)
    await store.people.save(Person(STAFF, "it", "it"), NOW)
    await store.team.add(STAFF, "maintainer", "", NOW)
    return boards


async def keep(store: Store, count: int, days_ago: int = 0) -> None:
    """So many questions of so many people."""
    for number in range(count):
        name = f"q{days_ago}.{number}"
        at = NOW - timedelta(days=days_ago)
        store.questions.record(question(name, chat=f"tg:9{number}", outcome="none", text="my visa", at=at))
    await store.database.flush()


async def test_staff_see_the_week_in_their_language(app: App, store: Store, ear: Ear, painted: list[Board]) -> None:
    """One message: the picture, and five lines below it."""
    await keep(store, 6)
    await app.handle(Incoming(STAFF, Command("stats")), ear)
    (message,) = ear.heard
    assert message.file == PICTURE
    first, *others = message.html.split("\n")
    assert first == "<b>6</b> domande in sette giorni"
    assert len(others) == 4
    assert "La più chiesta senza risposta: «my visa» (6)" in message.html
    assert painted[0].title == "Gli ultimi sette giorni"


async def test_nothing_is_told_about_a_few(app: App, store: Store, ear: Ear, painted: list[Board]) -> None:
    """Four questions would point at who asked; what is older than a week does not fill the number up."""
    await keep(store, 4)
    await keep(store, 9, days_ago=7)
    await app.handle(Incoming(STAFF, Command("stats")), ear)
    assert "meno di 5 domande" in ear.heard[0].html
    assert "my visa" not in ear.heard[0].html
    assert painted == []


async def test_workers_do_not_see_it(app: App, store: Store, ear: Ear, painted: list[Board]) -> None:
    """To them the command does not exist."""
    await keep(store, 9)
    await app.handle(Incoming("tg:7", Command("stats")), ear)
    assert "I do not know the command /stats" in ear.heard[0].html
    assert painted == []


async def test_without_a_picture_the_lines_come_alone(app: App, store: Store, ear: Ear, painted: list[Board]) -> None:
    """An installation that cannot draw still tells."""
    app.house = replace(app.house, painter=lambda _: ())
    await keep(store, 5)
    await app.handle(Incoming(STAFF, Command("stats")), ear)
    assert (ear.heard[0].file, painted) == (None, [])
    assert ear.heard[0].html.startswith("<b>5</b>")
