"""The application: one event in, its answer out, then its record. Every host is an edge over this."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import structlog

from bot.core import buttons, leaving, markup
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
from bot.core.pacing import Traffic
from bot.core.render import Renderer
from bot.core.standing import Expecting, Role, Standing, may
from bot.core.texts import Texts
from bot.edges.store import Store
from bot.flows import ask, broadcasts, desk, other, person, subscribe
from bot.flows.here import Here, House, Library
from bot.routes import BY_NAME, COMMANDS, EXPECTED, PRESSES, REPLIES

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
        self._names = {texts.plain(known, r.called): r.name for r in COMMANDS for known in texts.languages}
        self._store = store
        self.house = house
        self._world = world
        self.traffic = Traffic(world.timer)

    @property
    def render(self) -> Renderer:
        """The renderer for the knowledge of this moment."""
        return Renderer(self.library.knowledge, self.texts)

    def ready(self) -> bool:
        """Whether questions can be answered."""
        return bool(self.library.knowledge.pages)

    def commands(self, language: str, roles: AbstractSet[Role] = frozenset()) -> tuple[tuple[str, str], ...]:
        """Name and description of each command that one with these roles may use, for menus, in their language."""
        known = self.texts.known(language)
        allowed = (route for route in COMMANDS if may(roles, route.role))
        return tuple((self.texts.plain(known, route.called), self.texts.plain(known, route.key)) for route in allowed)

    def group_commands(self) -> frozenset[str]:
        """The names, in every language, of the commands that work in groups."""
        public = [route for route in COMMANDS if route.in_groups]
        return frozenset(self.texts.plain(known, route.called) for route in public for known in self.texts.languages)

    async def menu(self, chat: str, language: str | None = None) -> tuple[tuple[str, str], ...]:
        """The menu of a private chat whose owner may do more than ask; empty for everybody else.

        `language` is the host's hint, for those who never chose one.
        """
        standing = await self._store.people.standing(chat, chat, self._world.now())
        roles = self._roles(standing, chat, chat)
        spoken = standing.person.language if standing.person else self.texts.known(language)
        return self.commands(spoken, roles) if roles else ()

    async def handle(self, incoming: Incoming, sender: Sender) -> None:
        """Answer one event. Nothing that a flow or the other side does is raised."""
        if not incoming.private and not incoming.addressed:
            return
        with self.traffic.answering():
            await self._answer(incoming, sender)

    async def _answer(self, incoming: Incoming, sender: Sender) -> None:
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
        if isinstance(incoming.event, Command):
            plain = self._names.get(incoming.event.name, incoming.event.name)
            incoming = replace(incoming, event=replace(incoming.event, name=plain))
        now = self._world.now()
        standing = await self._store.people.standing(incoming.chat, incoming.who, now)
        newcomer = Person(incoming.chat, self.texts.known(incoming.language))
        roles = self._roles(standing, incoming.chat, incoming.who)
        here = Here(
            incoming=incoming,
            person=standing.person or newcomer,
            library=self.library,
            texts=self.texts,
            store=self._store,
            house=self.house,
            now=now,
            new_id=self._world.new_id,
            roles=roles,
            expecting=standing.expecting,
            commands=tuple(route.name for route in COMMANDS if may(roles, route.role)),
            subscribed=standing.subscribed,
        )
        return await _route(here)

    def _roles(self, standing: Standing, chat: str, who: str) -> frozenset[Role]:
        owner: frozenset[Role] = frozenset({"owner"} if who in self.house.owners else ())
        roles: frozenset[Role] = standing.roles | owner
        at_desk = roles or chat in self.house.desk.chats
        return roles | frozenset[Role]({"staff"}) if at_desk else roles

    async def _deliver(self, message: Outgoing, sender: Sender) -> SendResult:
        """Send a message, in several where it is long: a file leads, the buttons stand below the last."""
        parts = markup.split(message.html)
        result: SendResult = Refused("bad-message")
        for at, part in enumerate(parts):
            first, last = at == 0, at == len(parts) - 1
            piece = replace(
                message,
                html=part,
                rows=message.rows if last else (),
                edit=message.edit if first else None,
                file=message.file if first else None,
            )
            result = await self._send(piece, sender)
        return result

    async def _send(self, message: Outgoing, sender: Sender) -> SendResult:
        tries, waited = 0, 0.0
        while True:
            result = await sender.send(message)
            self.traffic.sent()
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
        case Command() as command:
            return await _command(here, command)
        case Pressed(data):
            return await _pressed(here, data)
        case Edited() as event:
            return await other.edited(here, event)
        case Said() | Media() as event:
            return await _message(here, event)


async def _message(here: Here, event: Said | Media) -> Turn:
    """A message: for the matter that it replies to, for the flow that asked for it, or a question.

    A reply says itself whom it is for: colleagues who were about to answer one case may reply to another one's card.
    """
    if here.incoming.answers is not None:
        about = await here.store.outbox.about(here.incoming.chat, here.incoming.answers) or ""
        if flow := REPLIES.get(about.partition(":")[0]):
            if here.expecting and here.expecting.about != about.partition(":")[2]:
                await here.store.people.expect(here.incoming.chat, None, here.now)
            return await flow(here, event, about.partition(":")[2])
    if here.expecting and here.expecting.kind in EXPECTED:
        return await EXPECTED[here.expecting.kind](here, event)
    if here.incoming.answers is not None:
        cause = await here.store.broadcasts.about(here.incoming.chat, here.incoming.answers)
        here = replace(here, broadcast=cause)
    if here.subscribed and isinstance(event, Said) and leaving.meant(event.text):
        return await subscribe.leave(here, event)
    if isinstance(event, Said):
        return await ask.ask(here, event.text)
    return await ask.ask(here, event.caption) if event.caption.strip() else await other.media(here, event)


async def _pressed(here: Here, data: str) -> Turn:
    action = buttons.decode(data)
    if action is None or not may(here.roles, buttons.needed(action)):
        return await other.old_button(here)
    if not here.incoming.private and not buttons.in_groups(action):
        return here.reply("group_only_private")
    if here.expecting and _turns_away(here.expecting, action):
        await here.store.people.expect(here.incoming.chat, None, here.now)
    return await PRESSES[type(action)](here, action)


def _turns_away(expecting: Expecting, action: buttons.Action) -> bool:
    """Who looks at something else has changed their mind: what they type then is not for that person any more."""
    if expecting.kind == person.ASKING:
        return not isinstance(action, buttons.cases.SendQuestion)
    if expecting.kind == broadcasts.CORRECTING:  # else it would replace at once what thousands have
        return True
    return expecting.kind == desk.ANSWERING and getattr(action, "number", "") != expecting.about


async def _command(here: Here, command: Command) -> Turn:
    if here.expecting:  # a command ends what we were waiting for; /cancel does nothing else
        await here.store.people.expect(here.incoming.chat, None, here.now)
    route = BY_NAME.get(command.name)
    if route is None or not may(here.roles, route.role):
        return await other.unknown(here, command)
    if not here.incoming.private and not route.in_groups:
        return here.reply("group_only_private")
    return await route.flow(here, command)
