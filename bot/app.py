"""The application: one event in, its answer out, then its record. Every host is an edge over this."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import structlog

from bot.core import buttons, markup
from bot.core.model import (
    Command,
    Delivered,
    Edited,
    Incoming,
    Media,
    Outgoing,
    Person,
    Pressed,
    Refused,
    Retry,
    Said,
    Sender,
    SendResult,
    Stop,
    Turn,
    Unknown,
)
from bot.core.texts import Texts
from bot.edges.store import Store
from bot.flows import ask, other
from bot.flows.here import Here, House, Library
from bot.routes import BY_NAME, COMMANDS, PRESSES

_AGAIN = 3  # more tries for a message that may have arrived or not
_PATIENCE = 120.0  # seconds in all that an answer waits for Telegram, or for the network to come back
log = structlog.get_logger()


def utc_now() -> datetime:
    """The clock of a running bot."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class World:
    """Time and chance, so that tests can bring their own."""

    now: Callable[[], datetime]
    new_id: Callable[[], str]
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    timer: Callable[[], float] = time.perf_counter


class App:
    """Routes what people do to flows, sends what these decide, and keeps the record."""

    def __init__(self, library: Library, texts: Texts, store: Store, house: House, world: World) -> None:
        self.library = library
        self.texts = texts
        self._store = store
        self._house = house
        self._world = world

    def ready(self) -> bool:
        """Whether questions can be answered."""
        return bool(self.library.knowledge.pages)

    def commands(self, language: str) -> tuple[tuple[str, str], ...]:
        """Name and description of each command, for menus."""
        known = self.texts.known(language)
        return tuple((route.name, self.texts.plain(known, route.key)) for route in COMMANDS)

    async def handle(self, incoming: Incoming, sender: Sender) -> None:
        """Answer one event. Nothing that a flow or the other side does is raised."""
        if not incoming.private and not incoming.addressed:
            return
        started = self._world.timer()
        try:
            turn = await self.turn(incoming)
        except Exception as error:
            log.error("flow failed", exc_info=error)
            turn = Turn((Outgoing(self.texts.html(self.texts.known(incoming.language), "failed")),))
        took = (self._world.timer() - started) * 1000
        results = [await self._deliver(message, sender) for message in turn.messages]
        if turn.record:
            self._store.questions.record(turn.record, round(took, 2))
        self._log(incoming, results, took)

    async def turn(self, incoming: Incoming) -> Turn:
        """What is to be said to an event, without saying it."""
        person = await self._store.people.get(incoming.chat)
        newcomer = Person(incoming.chat, self.texts.known(incoming.language))
        here = Here(
            incoming=incoming,
            person=person or newcomer,
            library=self.library,
            texts=self.texts,
            store=self._store,
            house=self._house,
            now=self._world.now(),
            new_id=self._world.new_id,
        )
        return await _route(here)

    async def _deliver(self, message: Outgoing, sender: Sender) -> SendResult:
        """Send a message, in several where it is long; the buttons stand below the last."""
        parts = markup.split(message.html)
        result: SendResult = Refused("bad-message")
        for at, part in enumerate(parts):
            last = at == len(parts) - 1
            piece = Outgoing(part, message.rows if last else (), message.edit if at == 0 else None)
            result = await self._send(piece, sender)
        return result

    async def _send(self, message: Outgoing, sender: Sender) -> SendResult:
        tries, waited = 0, 0.0
        while True:
            result = await sender.send(message)
            match result:
                case Retry(after) if waited + after <= _PATIENCE:
                    waited += after
                    await self._world.sleep(after)
                case Refused("bad-message") if message.edit is not None:
                    message = replace(message, edit=None)  # the message to edit is gone: say it anew
                case Unknown() if tries < _AGAIN:  # it may have arrived: an answer said twice is better than none
                    tries += 1
                    await self._world.sleep(tries)
                case Delivered() | Refused() | Retry() | Unknown() | Stop():
                    return result

    def _log(self, incoming: Incoming, results: list[SendResult], took: float) -> None:
        outcome = type(results[-1]).__name__.lower() if results else "silent"
        host = incoming.chat.split(":")[0]
        log.info("handled", host=host, kind=type(incoming.event).__name__.lower(), sent=outcome, ms=round(took, 1))


async def _route(here: Here) -> Turn:
    match here.incoming.event:
        case Said(text):
            return await ask.ask(here, text)
        case Command() as command:
            return await _command(here, command)
        case Pressed(data):
            action = buttons.decode(data)
            return await PRESSES[type(action)](here, action) if action else await other.old_button(here)
        case Edited() as event:
            return await other.edited(here, event)
        case Media(caption=caption) as event:
            return await ask.ask(here, caption) if caption.strip() else await other.media(here, event)


async def _command(here: Here, command: Command) -> Turn:
    route = BY_NAME.get(command.name)
    if route is None:
        return await other.unknown(here, command)
    if not here.incoming.private and not route.in_groups:
        return here.reply("group_only_private")
    return await route.flow(here, command)
