"""Putting the parts together once, and running them: what `redress run` and `redress chat` share."""

import asyncio
import contextlib
import functools
import gc
import secrets
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import structlog

from bot.app import App, World, utc_now
from bot.broadcaster import Broadcaster, Pace
from bot.caretaker import Caretaker
from bot.core import quiet
from bot.core.model import Doors, Sender
from bot.courier import Courier
from bot.edges.calendars import holidays_of
from bot.edges.encoders import chosen
from bot.edges.files import load
from bot.edges.library import Shelf, texts
from bot.edges.office import desk
from bot.edges.posters import poster
from bot.edges.report.picture import paint
from bot.edges.store import Store, open_store
from bot.edges.store.team import Invitation
from bot.edges.web import Site, serve
from bot.errors import SettingsError
from bot.flows.here import House
from bot.followup import FollowUp
from bot.librarian import Librarian
from bot.listener import Listener
from bot.menus import Commands, Menus, Show
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.edges.telegram.runner import Runner

_MINUTE, _DAY = 60.0, 24 * 3600.0
_SOON = 600.0
UPDATES_KEPT = timedelta(days=2)  # numbers of answered updates: longer than Telegram repeats one
log = structlog.get_logger()


def new_id() -> str:
    """An unguessable name for a question: eleven characters that fit into a button."""
    return secrets.token_urlsafe(8)


def shelf(settings: Settings) -> Shelf:
    """Where the knowledge of these settings comes from. Raises SettingsError for an encoder that cannot be had."""
    cache = settings.data_dir / "cache"
    return Shelf(settings.bundled, cache, chosen(settings.encoders, cache), settings.caution)


@contextlib.asynccontextmanager
async def opened(settings: Settings, source: Shelf) -> AsyncIterator[tuple[App, Store]]:
    """The application over an open store, with the best matcher there is. Raises KnowledgeError, StoreError."""
    loaded = load(source.folder)
    library = source.quick(loaded.knowledge())
    for problem in loaded.problems:
        log.warning("knowledge", problem=str(problem))
    there = settings.token is not None  # without Telegram nobody can be reached there
    at_desk = desk(settings.staff_chat, settings.office_hours, settings.case_hours, settings.case_days)
    house = House(
        retention_days=settings.retention_days,
        owners=frozenset(f"tg:{owner}" for owner in settings.owners if there),
        desk=at_desk if there else replace(at_desk, places=()),
        wait_days=settings.wait_days,
        printer=poster,
        painter=paint,
        approval=settings.approval_above,
        quiet=_quiet(settings.quiet_hours),
        holidays=holidays_of,
        paid_rate=settings.broadcast_rate if settings.broadcast_paid else 0.0,
    )
    async with open_store(settings.data_dir) as store:
        yield App(library, texts(), store, house, World(utc_now, new_id)), store


def _quiet(text: str) -> quiet.Quiet:
    try:
        return quiet.read(text)
    except ValueError as error:
        raise SettingsError(f"REDRESS_QUIET_HOURS makes no sense: {error}") from None


async def run(settings: Settings, say: Callable[[str], None]) -> None:
    """Run until SIGINT or SIGTERM: the browser chat, and Telegram where there is a token.

    `say` is how the first owner learns their link: it is a secret, and no line of a log.
    """
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    source = shelf(settings)
    async with opened(settings, source) as (app, store), serve(app, settings.host, settings.port) as site:
        gc.freeze()  # a full collection over the knowledge would take 30 to 40 ms, and nobody is answered meanwhile
        log.info("the chat is open", url=site.url)
        line = _line(app, store, settings) if settings.token else None
        follow_up = FollowUp(app, store, utc_now)
        librarian = Librarian(app, source, line.tell if line else _nobody, lambda: _careful(follow_up.news()))
        caretaker = Caretaker(app, store, app.house.desk, app.house.owners, utc_now)
        courier = Courier(store, _doors(site.patient_door, line), utc_now, caretaker.settled)
        jobs = [
            librarian.learn(),
            librarian.watch(),
            librarian.settle(),
            courier.run(),
            Menus(app, store, _menus(site, line), utc_now).run(),
            regularly("cases", caretaker.round, _MINUTE),
            regularly("digests", Listener(app, store, utc_now).round, _MINUTE),
            regularly("purge", functools.partial(_purge, store, settings.retention_days), _DAY),
        ]
        await _first_owner(app, store, site.url, say)
        tasks = [asyncio.create_task(_careful(job)) for job in jobs]
        pace = Pace(settings.broadcast_rate, settings.broadcast_paid)
        world = World(utc_now, new_id)
        broadcaster = Broadcaster(store, _doors(site.door, line), app.texts, app.traffic, world, pace)
        calm = asyncio.Event()
        tasks.append(asyncio.create_task(_broadcasting(broadcaster, stop, calm)))
        try:
            await (line.run(calm) if line else calm.wait())
        finally:
            librarian.end()
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)


async def _broadcasting(broadcaster: Broadcaster, stop: asyncio.Event, calm: asyncio.Event) -> None:
    """Broadcast until `stop`, and only then let the line close: a message that it cuts off may have arrived or not."""
    running = asyncio.create_task(_careful(broadcaster.run()))
    try:
        await stop.wait()
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        calm.set()


async def _careful(job: Coroutine[None, None, object]) -> None:
    """A job in the background that fails is logged; the bot answers on."""
    try:
        await job
    except Exception as error:
        log.error("a background job failed", exc_info=error)


def _doors(browser: Callable[[str], Sender], line: "Runner | None") -> Doors:
    """The door to any chat, by the host in its address."""

    def door(chat: str) -> Sender | None:
        if chat.startswith("web:"):
            return browser(chat)
        return line.door(chat) if line and chat.startswith("tg:") else None

    return door


def _menus(site: Site, line: "Runner | None") -> Show:
    """How to show a chat its menu, by the host in its address."""

    async def show(chat: str, commands: Commands) -> None:
        if chat.startswith("web:"):
            await site.menu(chat, commands)
        elif line and chat.startswith("tg:"):
            await line.door(chat).menu(commands)

    return show


async def _first_owner(app: App, store: Store, url: str, say: Callable[[str], None]) -> None:
    """While nobody owns the bot, a link that makes its reader the owner: once, for a day, and only the newest."""
    if app.house.owners or await store.team.has_owner():
        return
    code = new_id() + new_id()
    invitation = Invitation(code, "owner", "", utc_now() + timedelta(days=1))
    await store.team.invite(invitation, "", utc_now())
    say(f"Nobody owns this bot yet. Become its owner (works once): {url}/?start=own_{code}")


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
        group_commands=app.group_commands(),
        owners=settings.owners,
    )
    return runner.Runner(app, store.inbox, line, utc_now)


async def regularly(what: str, round_: Callable[[], Awaitable[None]], every: float) -> None:
    """Do something now and every so many seconds (sooner where it failed), until cancelled."""
    while True:
        wait = every
        try:
            await round_()
        except Exception as error:  # a disk that is full for a minute must not end this for good
            log.error("a regular job failed; trying again", job=what, exc_info=error)
            wait = min(every, _SOON)
        await asyncio.sleep(wait)


async def _purge(store: Store, days: int) -> None:
    """Erase what is too old."""
    now = utc_now()
    done = await store.questions.purge(now - timedelta(days=days), now - UPDATES_KEPT)
    if done.questions:
        log.info("erased what was too old", questions=done.questions)
