"""Whole dialogues through the whole bot: the real knowledge, the lexical matcher, a fresh store for each."""

from pathlib import Path

import pytest

from bot.app import App, World
from bot.broadcaster import Broadcaster, Pace
from bot.core import quiet
from bot.core.model import Doors, Person
from bot.core.texts import Texts
from bot.courier import Courier
from bot.edges.calendars import holidays_of
from bot.edges.office import desk
from bot.edges.store import Store
from bot.flows.here import House, Library
from bot.listener import Listener
from tests import real
from tests.conftest import NOW, RETENTION, Clock
from tests.dialogue import STAFF, Player, Written, chat_of, read

FOLDER = Path(__file__).parent / "conversations"
DIALOGUES = [written for path in sorted(FOLDER.glob("*.yaml")) for written in read(path)]


@pytest.fixture(scope="session")
def real_library(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> Library:
    """The knowledge that people get, without encoders."""
    return real.library(real.cache(pytestconfig, tmp_path_factory.mktemp("index")))


@pytest.fixture
def whole_app(real_library: Library, texts: Texts, store: Store, running: World, written: Written) -> App:
    """The application over the real knowledge, owned by whom the dialogue says."""
    owners = frozenset(chat_of(name) for name, role in written.dialogue.roles.items() if role == "owner")
    staff = STAFF.removeprefix("tg:") if written.has_staff else ""
    at_desk = desk(staff, written.dialogue.office_hours, 24, 30)
    house = House(
        RETENTION, owners, at_desk, approval=written.dialogue.approval, quiet=quiet.read("21-8"), holidays=holidays_of
    )
    return App(real_library, texts, store, house, running)


@pytest.mark.parametrize("written", DIALOGUES, ids=lambda written: written.name)
async def test_a_dialogue_goes_as_written(
    written: Written, whole_app: App, store: Store, clock: Clock, running: World
) -> None:
    """What a person reads and can press is what the dialogue says, step by step."""
    dialogue = written.dialogue
    if dialogue.country:
        settled = Person(written.chat, whole_app.texts.known(dialogue.language), dialogue.country, known=True)
        await store.people.save(settled, NOW)
    for name, role in dialogue.roles.items():
        if role != "owner":
            await store.team.add(chat_of(name), role, "tg:1", NOW)

    broadcaster: Broadcaster | None = None

    async def after(doors: Doors) -> None:
        nonlocal broadcaster
        broadcaster = broadcaster or Broadcaster(store, doors, whole_app.texts, whole_app.traffic, running, Pace(1000))
        while await broadcaster.round():
            await broadcaster.landed()
        await broadcaster._reporter.drawn()
        await Listener(whole_app, store, clock.now).round()
        while await Courier(store, doors, clock.now).round():
            pass

    await Player(whole_app, written, after, clock.move).play()


def test_there_are_dialogues() -> None:
    """The dialogues were found: an empty folder would pass everything."""
    assert len(DIALOGUES) > 30
