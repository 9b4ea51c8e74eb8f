"""Whole dialogues through the whole bot: the real knowledge, the lexical matcher, a fresh store for each."""

from pathlib import Path

import pytest

from bot.app import App, World
from bot.core.model import Doors, Person
from bot.core.texts import Texts
from bot.courier import Courier
from bot.edges.store import Store
from bot.flows.here import House, Library
from tests import real
from tests.conftest import NOW, RETENTION
from tests.dialogue import Player, Written, chat_of, read

FOLDER = Path(__file__).parent / "conversations"
DIALOGUES = [written for path in sorted(FOLDER.glob("*.yaml")) for written in read(path)]


@pytest.fixture(scope="session")
def real_library(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> Library:
    """The knowledge that people get, without encoders."""
    return real.library(real.cache(pytestconfig, tmp_path_factory.mktemp("index")))


@pytest.fixture
def whole_app(real_library: Library, texts: Texts, store: Store, world: World, written: Written) -> App:
    """The application over the real knowledge, owned by whom the dialogue says."""
    owners = frozenset(chat_of(name) for name, role in written.dialogue.roles.items() if role == "owner")
    return App(real_library, texts, store, House(RETENTION, owners), world)


@pytest.mark.parametrize("written", DIALOGUES, ids=lambda written: written.name)
async def test_a_dialogue_goes_as_written(written: Written, whole_app: App, store: Store) -> None:
    """What a person reads and can press is what the dialogue says, step by step."""
    dialogue = written.dialogue
    if dialogue.country:
        settled = Person(written.chat, whole_app.texts.known(dialogue.language), dialogue.country, known=True)
        await store.people.save(settled, NOW)
    for name, role in dialogue.roles.items():
        if role != "owner":
            await store.team.add(chat_of(name), role, "tg:1", NOW)

    async def after(doors: Doors) -> None:
        while await Courier(store, doors, lambda: NOW).round():
            pass

    await Player(whole_app, written, after).play()


def test_there_are_dialogues() -> None:
    """The dialogues were found: an empty folder would pass everything."""
    assert len(DIALOGUES) > 30
