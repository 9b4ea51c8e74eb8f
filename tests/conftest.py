"""What several tests share: a small knowledge, the application over a fresh store, a clock that stands still."""

import logging
import os
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Final

import pytest
import structlog
from hypothesis import settings

from bot.app import App, World
from bot.core.model import Delivered, Outgoing, SendResult
from bot.core.texts import Texts
from bot.edges.library import Shelf, texts as read_texts
from bot.edges.store import Store, open_store
from bot.flows.here import House, Library
from bot.settings import PREFIX
from tests import folder

NOW: Final = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
RETENTION: Final = 180

settings.register_profile("redress", deadline=None)  # a busy machine is no mistake of the code
settings.load_profile("redress")


@dataclass
class Ear:
    """One end of a chat: keeps what it was sent, numbered from 1."""

    heard: list[Outgoing] = field(default_factory=list)

    async def send(self, message: Outgoing) -> SendResult:
        """Take a message."""
        self.heard.append(message)
        return Delivered(len(self.heard))

    async def delete(self, message: int) -> SendResult:
        """Keep nothing of a message but its place."""
        self.heard[message - 1] = Outgoing("")
        return Delivered(message)


@dataclass
class Clock:
    """A clock that moves when a test says so; who waits moves only the timer, and never really waits."""

    moved: timedelta = timedelta(0)
    seconds: float = 0.0

    def now(self) -> datetime:
        """The time."""
        return NOW + self.moved

    def move(self, span: timedelta) -> None:
        """Let time pass."""
        self.moved += span
        self.seconds += span.total_seconds()

    async def sleep(self, seconds: float) -> None:
        """Wait for nothing."""
        self.seconds += seconds


@pytest.fixture(autouse=True)
def _own_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No setting of the developer's shell reaches a test."""
    for name in [name for name in os.environ if name.upper().startswith(PREFIX)]:
        monkeypatch.delenv(name)


@pytest.fixture(autouse=True)
def _own_logs() -> Iterator[None]:
    """What a test sets up for its logs ends with it."""
    before, root = structlog.get_config(), logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    structlog.configure(**before)
    root.handlers[:] = handlers
    root.setLevel(level)


@pytest.fixture(scope="session")
def small_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small knowledge on disk; read it, never write to it."""
    return folder.write(tmp_path_factory.mktemp("knowledge"))


@pytest.fixture
def own_folder(tmp_path: Path) -> Path:
    """A small knowledge that this test may spoil."""
    return folder.write(tmp_path / "knowledge")


@pytest.fixture(scope="session")
def small_library(small_folder: Path) -> Library:
    """The small knowledge with its matcher."""
    library, problems = Shelf(small_folder, None).read()
    assert not problems
    return library


@pytest.fixture(scope="session")
def texts() -> Texts:
    """The real texts of all languages."""
    return read_texts()


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    """A fresh store in `tmp_path / "data"`."""
    async with open_store(tmp_path / "data") as opened:
        yield opened


@pytest.fixture
def world() -> World:
    """It is always half past nine; questions are named one after another; nobody waits."""
    numbers = count(1)

    async def no_wait(_: float) -> None:
        pass

    return World(now=lambda: NOW, new_id=lambda: f"question{next(numbers):03}", sleep=no_wait, timer=lambda: 0.0)


@pytest.fixture
def clock() -> Clock:
    """Half past nine."""
    return Clock()


@pytest.fixture
def running(world: World, clock: Clock) -> World:
    """The world with that clock."""
    return replace(world, now=clock.now, sleep=clock.sleep, timer=lambda: clock.seconds)


@pytest.fixture
def app(small_library: Library, texts: Texts, store: Store, world: World) -> App:
    """The application over the small knowledge and a fresh store."""
    return App(small_library, texts, store, House(RETENTION), world)


@pytest.fixture
def ear() -> Ear:
    """A person who listens."""
    return Ear()
