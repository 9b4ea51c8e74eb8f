"""A Bot API on loopback, a client of it, and the runner under the test's control."""

import asyncio
import contextlib
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from telegram import Bot

from bot.app import App
from bot.core.model import Incoming, Sender
from bot.edges.store import Store
from bot.edges.telegram.request import AiohttpRequest
from bot.edges.telegram.runner import Conversation, Line, Runner
from tests.botapi import BotApi, ManualClock, Message, World

ANN, BEN = 7, 8
QUESTION = "how do i apply to the wage guarantee fund"
TITLE = "Applying to the guarantee fund"
OTHER, OTHER_TITLE = "do i get severance", "Severance"
SOON = 10.0
"""Seconds after which something that should have happened counts as missing. Nothing waits for them to pass."""


@pytest.fixture
def clock() -> ManualClock:
    """The time at Telegram's."""
    return ManualClock()


@pytest.fixture
async def api(clock: ManualClock) -> AsyncIterator[BotApi]:
    """A server whose world has two people, Ann and Ben."""
    async with BotApi(World(clock=clock)) as server:
        server.world.person(ANN, "Ann")
        server.world.person(BEN, "Ben")
        yield server


@pytest.fixture
async def bot(api: BotApi) -> AsyncIterator[Bot]:
    """PTB's bot over our client."""
    client = Bot(api.world.token, api.base_url, request=AiohttpRequest(), get_updates_request=AiohttpRequest())
    async with client:
        yield client


def said(api: BotApi, chat: int) -> list[Message]:
    """What the bot said in a chat, oldest first."""
    return [message for message in api.world.transcript(chat) if message.from_bot]


async def answers(api: BotApi, chat: int, count: int = 1) -> list[Message]:
    """What the bot said in a chat, as soon as it said so much."""
    await api.world.wait_for(lambda: len(said(api, chat)) >= count, SOON)
    return said(api, chat)


class Pauses:
    """The runner's waiting: over at once, unless it is held. `asked` are the seconds it wanted to wait."""

    def __init__(self) -> None:
        self.asked: list[float] = []
        self._over = asyncio.Event()
        self._over.set()
        self._change = asyncio.Event()

    async def __call__(self, stop: asyncio.Event, seconds: float) -> None:
        """Wait as the test wants it, or until the stop."""
        self.asked.append(seconds)
        self._change.set()
        waits = [asyncio.ensure_future(event.wait()) for event in (stop, self._over)]
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """Inside, a pause lasts until the end of the block."""
        self._over.clear()
        try:
            yield
        finally:
            self.release()

    def release(self) -> None:
        """End the pause, and let none hold from now on."""
        self._over.set()

    async def begun(self, count: int) -> None:
        """Come back when the runner began its so-manieth pause."""
        async with asyncio.timeout(SOON):
            while len(self.asked) < count:
                self._change.clear()
                await self._change.wait()


class Calendar:
    """The runner's clock: a day that changes when the test says so."""

    def __init__(self) -> None:
        self._now = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self._now

    def advance(self, **time: float) -> None:
        """Let time pass: `days=1`."""
        self._now += timedelta(**time)


class Telegram:
    """Starts runners of one bot, one after the other, over one store and one server."""

    def __init__(self, api: BotApi, app: App, store: Store) -> None:
        self.conversation: Conversation = app
        self.pauses = Pauses()
        self.calendar = Calendar()
        self.stop = asyncio.Event()
        self.lanes = 8
        self.owners: tuple[int, ...] = ()
        self._api = api
        self._app = app
        self._store = store

    def runner(self, token: str = "") -> Runner:
        """A runner that does not run yet."""
        line = Line(
            token=token or self._api.world.token,
            api_url=self._api.base_url,
            lanes=self.lanes,
            languages=tuple(self._app.texts.languages),
            group_commands=frozenset({"start", "topics"}),
            owners=self.owners,
        )
        return Runner(self.conversation, self._store.inbox, line, self.calendar, self.pauses)

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[Runner]:
        """Inside, the bot runs; at the end it is stopped as SIGTERM would, and must have come to its end."""
        self.stop = asyncio.Event()
        runner = self.runner()
        task = asyncio.create_task(runner.run(self.stop))
        try:
            yield runner
        finally:
            self.stop.set()
            async with asyncio.timeout(SOON):
                await task

    async def idle(self) -> None:
        """Come back when the bot has nothing to do but wait for the next update, and all is stored."""
        world = self._api.world
        await world.wait_for(lambda: world.updates.waiting, SOON)
        await self._store.database.flush()


@pytest.fixture
def telegram(api: BotApi, app: App, store: Store) -> Telegram:
    """The bot on Telegram."""
    return Telegram(api, app, store)


class Door:
    """The application behind a door that can be shut for a chat: what is inside has begun and does not end."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._gates: defaultdict[str, asyncio.Event] = defaultdict(asyncio.Event)
        self._shut: set[str] = set()
        self._entered: defaultdict[str, asyncio.Event] = defaultdict(asyncio.Event)

    def shut(self, chat: int) -> None:
        """Answers in this chat wait from now on."""
        self._shut.add(f"tg:{chat}")

    def open(self, chat: int) -> None:
        """They go on."""
        self._shut.discard(f"tg:{chat}")
        self._gates[f"tg:{chat}"].set()

    async def entered(self, chat: int) -> None:
        """Come back when an answer in this chat has begun."""
        async with asyncio.timeout(SOON):
            await self._entered[f"tg:{chat}"].wait()

    async def handle(self, incoming: Incoming, sender: Sender) -> None:
        """Wait at the door, then answer."""
        self._entered[incoming.chat].set()
        if incoming.chat in self._shut:
            await self._gates[incoming.chat].wait()
        await self._app.handle(incoming, sender)

    def commands(self, language: str) -> tuple[tuple[str, str], ...]:
        """As the application's."""
        return self._app.commands(language)


@pytest.fixture
def door(app: App, telegram: Telegram) -> Door:
    """The door; the bot goes through it."""
    made = Door(app)
    telegram.conversation = made
    return made
