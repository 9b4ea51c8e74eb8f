"""Putting the parts together once, and running them: what `redress run` and `redress chat` share."""

import asyncio
import contextlib
import secrets
import signal
from collections.abc import AsyncIterator, Coroutine
from datetime import timedelta
from typing import TYPE_CHECKING

import structlog

from bot.app import App, World, utc_now
from bot.core.model import Doors, Sender
from bot.courier import Courier
from bot.edges.encoders import chosen
from bot.edges.files import load
from bot.edges.library import Shelf, texts
from bot.edges.store import Store, open_store
from bot.edges.web import Site, serve
from bot.flows.here import House
from bot.librarian import Librarian
from bot.routes import COMMANDS
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.edges.telegram.runner import Runner

_DAY = 24 * 3600.0
UPDATES_KEPT = timedelta(days=2)  # numbers of answered updates: longer than Telegram repeats one
log = structlog.get_logger()


def new_id() -> str:
    """An unguessable name for a question: eleven characters that fit into a button."""
    return secrets.token_urlsafe(8)


def shelf(settings: Settings) -> Shelf:
    """Where the knowledge of these settings comes from. Raises SettingsError for an encoder that cannot be had."""
    return Shelf(settings.bundled, settings.data_dir / "cache", chosen(settings.encoders), settings.caution)


@contextlib.asynccontextmanager
async def opened(settings: Settings, source: Shelf) -> AsyncIterator[tuple[App, Store]]:
    """The application over an open store, with the best matcher there is. Raises KnowledgeError, StoreError."""
    loaded = load(source.folder)
    library = source.quick(loaded.knowledge())
    for problem in loaded.problems:
        log.warning("knowledge", problem=str(problem))
    house = House(settings.retention_days, frozenset(f"tg:{owner}" for owner in settings.owners))
    async with open_store(settings.data_dir) as store:
        yield App(library, texts(), store, house, World(utc_now, new_id)), store


async def run(settings: Settings) -> None:
    """Run until SIGINT or SIGTERM: the browser chat, and Telegram where there is a token."""
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    source = shelf(settings)
    async with opened(settings, source) as (app, store), serve(app, settings.host, settings.port) as site:
        log.info("the chat is open", url=site.url)
        line = _line(app, store, settings) if settings.token else None
        librarian = Librarian(app, source, line.tell if line else _nobody)
        courier = Courier(store, _doors(site, line), utc_now)
        jobs = [librarian.learn(), librarian.watch(), courier.run(), _purging(store, settings.retention_days)]
        tasks = [asyncio.create_task(_careful(job)) for job in jobs]
        try:
            await (line.run(stop) if line else stop.wait())
        finally:
            librarian.end()
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)


async def _careful(job: Coroutine[None, None, None]) -> None:
    """A job in the background that fails is logged; the bot answers on."""
    try:
        await job
    except Exception as error:
        log.error("a background job failed", exc_info=error)


def _doors(site: Site, line: "Runner | None") -> Doors:
    """The door to any chat, by the host in its address."""

    def door(chat: str) -> Sender | None:
        if chat.startswith("web:"):
            return site.door(chat)
        return line.door(chat) if line and chat.startswith("tg:") else None

    return door


async def _nobody(_: str) -> None:
    """Without Telegram the log is where the maintainers look."""


def _line(app: App, store: Store, settings: Settings) -> "Runner":
    from bot.edges.telegram import runner  # noqa: PLC0415 - PTB costs 0.5 s and 40 MB; a browser chat needs none

    assert settings.token is not None
    line = runner.Line(
        token=settings.token.get_secret_value(),
        api_url=settings.api_url,
        lanes=settings.lanes,
        languages=tuple(app.texts.languages),
        group_commands=frozenset(route.name for route in COMMANDS if route.in_groups),
        owners=settings.owners,
    )
    return runner.Runner(app, store.inbox, line, utc_now)


async def _purging(store: Store, days: int) -> None:
    """Erase what is too old: at the start, and then once a day."""
    while True:
        now = utc_now()
        done = await store.questions.purge(now - timedelta(days=days), now - UPDATES_KEPT)
        if done.questions:
            log.info("erased what was too old", questions=done.questions)
        await asyncio.sleep(_DAY)
