"""Putting the parts together once, and running them: what `redress run` and `redress chat` share."""

import asyncio
import contextlib
import secrets
import signal
from collections.abc import AsyncIterator
from datetime import timedelta

import structlog

from bot.app import App, World, utc_now
from bot.edges.encoders import chosen
from bot.edges.files import load
from bot.edges.library import Shelf, changes, texts
from bot.edges.store import Store, open_store
from bot.edges.web import serve
from bot.errors import KnowledgeError
from bot.flows.here import House
from bot.routes import COMMANDS
from bot.settings import Settings

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
    house = House(settings.retention_days, tuple(route.name for route in COMMANDS))
    async with open_store(settings.data_dir) as store:
        yield App(library, texts(), store, house, World(utc_now, new_id)), store


async def run(settings: Settings) -> None:
    """Run until SIGINT or SIGTERM: the browser chat, and Telegram where there is a token."""
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    source = shelf(settings)
    async with opened(settings, source) as (app, store), serve(app, settings.host, settings.port) as url:
        log.info("the chat is open", url=url)
        jobs = [
            asyncio.create_task(_learning(app, source)),
            asyncio.create_task(_purging(store, settings.retention_days)),
        ]
        try:
            await (_telegram(app, store, settings, stop) if settings.token else stop.wait())
        finally:
            for job in jobs:
                job.cancel()
            await asyncio.gather(*jobs, return_exceptions=True)


async def _telegram(app: App, store: Store, settings: Settings, stop: asyncio.Event) -> None:
    from bot.edges.telegram.runner import Line, Runner  # noqa: PLC0415 - PTB costs 0.5 s and 40 MB; a browser chat needs none

    assert settings.token is not None
    line = Line(
        token=settings.token.get_secret_value(),
        api_url=settings.api_url,
        lanes=settings.lanes,
        languages=tuple(app.texts.languages),
        group_commands=frozenset(route.name for route in COMMANDS if route.in_groups),
    )
    await Runner(app, store.inbox, line, utc_now).run(stop)


async def _learning(app: App, source: Shelf) -> None:
    """Bring in the encoders one after the other, then take in edited knowledge while running."""
    for count in range(1, len(source.encoders) + 1):
        if len(app.library.matcher.index.encoders) < count:
            app.library = await asyncio.to_thread(source.part(count).library, app.library.knowledge)
            log.info("the matcher has learnt", encoders=list(app.library.matcher.index.encoders))
    async for _ in changes(source.folder):
        await _reload(app, source)


async def _reload(app: App, source: Shelf) -> None:
    """Take in what was edited. A broken edit changes nothing, and is told."""
    loaded = await asyncio.to_thread(load, source.folder)
    if loaded.problems:
        log.error("the knowledge was not taken in", problems=len(loaded.problems), first=str(loaded.problems[0]))
        return
    knowledge, before = loaded.knowledge(), app.library.matcher.index
    try:
        app.library = await asyncio.to_thread(source.library, knowledge, None, before)
    except KnowledgeError as error:
        log.error("the knowledge was not taken in", problems=len(error.problems))
        return
    log.info("new knowledge", answers=len(knowledge.pages), ways_to_ask=len(knowledge.asks))


async def _purging(store: Store, days: int) -> None:
    """Erase what is too old: at the start, and then once a day."""
    while True:
        now = utc_now()
        done = await store.questions.purge(now - timedelta(days=days), now - UPDATES_KEPT)
        if done.questions:
            log.info("erased what was too old", questions=done.questions)
        await asyncio.sleep(_DAY)
