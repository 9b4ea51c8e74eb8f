"""The bot on Telegram: poll, commit, confirm, answer.

PTB confirms updates while they sit in memory, so that a kill loses them. Here an update is committed to the inbox
first; the next poll, which confirms it to Telegram, comes after. What a crash left open is replayed at the start.
"""

import asyncio
import contextlib
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import escape
from typing import Any, Protocol
from urllib.parse import urlencode

import orjson
import structlog
from telegram import Bot, BotCommand, BotCommandScopeAllGroupChats, BotCommandScopeAllPrivateChats, Update
from telegram.error import BadRequest, Conflict, InvalidToken, NetworkError, RetryAfter, TelegramError
from telegram.ext import Application, ApplicationBuilder, ContextTypes, TypeHandler

from bot.core import markup
from bot.core.model import Incoming, Outgoing, Sender
from bot.edges.store import Inbox
from bot.edges.telegram.lanes import Lanes
from bot.edges.telegram.reading import chat_number, incoming
from bot.edges.telegram.request import AiohttpRequest
from bot.edges.telegram.results import seconds
from bot.edges.telegram.sending import ChatSender
from bot.errors import AnotherPollerError, TokenRefusedError

_POLL = 50  # seconds that Telegram holds a poll open
_WINDOW = 1000  # updates in hand at most
_FORGOTTEN = timedelta(hours=23)  # Telegram keeps updates for a day, and may then count from any number
_SLOWEST = 30.0  # seconds between tries when Telegram is away
_CONFLICTS = 10  # refused polls in a row before we believe that another program is there to stay
_KINDS = ("message", "edited_message", "callback_query")
Pause = Callable[[asyncio.Event, float], Awaitable[None]]
log = structlog.get_logger()


async def _pause(stop: asyncio.Event, seconds: float) -> None:
    """Wait, but no longer than until the stop."""
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), seconds)


class Conversation(Protocol):
    """What the runner needs of the application."""

    async def handle(self, incoming: Incoming, sender: Sender) -> None:
        """Answer one event."""
        ...

    def commands(self, language: str) -> tuple[tuple[str, str], ...]:
        """Name and description of each command."""
        ...


@dataclass(frozen=True, slots=True)
class Line:
    """How to reach Telegram: token, address, chats at once, languages and group part of the menus, who maintains it."""

    token: str
    api_url: str
    lanes: int
    languages: Sequence[str]
    group_commands: frozenset[str]
    owners: Sequence[int] = ()


class Runner:
    """Runs the conversation on Telegram until told to stop. `pause` is how it waits before trying again."""

    def __init__(
        self,
        conversation: Conversation,
        inbox: Inbox,
        line: Line,
        now: Callable[[], datetime],
        pause: Pause = _pause,
    ) -> None:
        self._conversation = conversation
        self._inbox = inbox
        self._line = line
        self._now = now
        self._pause = pause
        self._lanes = Lanes(line.lanes)
        self._polls = AiohttpRequest(4)
        self._application = _application(line, self._polls)
        self._application.add_handler(TypeHandler(Update, self._on_update))
        self._application.add_error_handler(self._on_error)
        self._heard = now()
        self.polled: datetime | None = None

    @property
    def bot(self) -> Bot:
        """PTB's bot."""
        bot: Bot = self._application.bot
        return bot

    def door(self, chat: str) -> ChatSender:
        """The door to a Telegram chat."""
        return ChatSender(self.bot, chat_number(chat))

    async def tell(self, text: str) -> None:
        """Write to those who maintain the bot. Who cannot be reached is passed over: the log has it too."""
        for owner in self._line.owners:
            await ChatSender(self.bot, owner).send(Outgoing(markup.split(escape(text))[0]))

    async def run(self, stop: asyncio.Event) -> None:
        """Answer until `stop` is set; then finish what was begun. Raises TokenRefusedError, AnotherPollerError."""
        async with self._connected(stop):
            if stop.is_set():
                return
            await self._replay()
            polling = asyncio.create_task(self._poll(stop))
            stopping = asyncio.create_task(stop.wait())
            await asyncio.wait([polling, stopping], return_when=asyncio.FIRST_COMPLETED)
            stopping.cancel()
            if not polling.done():
                polling.cancel()
            await self._lanes.finish()
            with contextlib.suppress(asyncio.CancelledError):
                await polling

    @contextlib.asynccontextmanager
    async def _connected(self, stop: asyncio.Event) -> AsyncIterator[None]:
        wait = 1.0
        try:
            while not stop.is_set():
                try:
                    await self._application.initialize()
                    await self.bot.delete_webhook()  # one that somebody set once would refuse every poll
                    await self._introduce()
                    break
                except InvalidToken:
                    raise TokenRefusedError(
                        "Telegram refuses the token: check REDRESS_TOKEN with @BotFather."
                    ) from None
                except (NetworkError, RetryAfter) as error:
                    wait = max(wait, seconds(error)) if isinstance(error, RetryAfter) else wait
                    log.warning("Telegram cannot be reached; trying again", error=type(error).__name__, seconds=wait)
                    await self._pause(stop, wait)
                    wait = min(wait * 2, _SLOWEST)
            yield
        finally:
            await self._application.shutdown()
            for request in self.bot._request:  # noqa: SLF001 - shutdown skips them when initialize had failed
                await request.shutdown()

    async def _introduce(self) -> None:
        """Register the menus. One that Telegram does not take must not keep people from being answered."""
        for language in (None, *self._line.languages):
            try:
                await self._register(language)
            except BadRequest as error:
                log.error("Telegram does not take a menu", language=language, reason=error.message)

    async def _register(self, language: str | None) -> None:
        """The menu in one language; in groups only what may be said there."""
        commands = self._conversation.commands(language or "en")
        everyone = [BotCommand(name, text) for name, text in commands]
        public = [command for command in everyone if command.command in self._line.group_commands]
        await self.bot.set_my_commands(everyone, BotCommandScopeAllPrivateChats(), language_code=language)
        await self.bot.set_my_commands(public, BotCommandScopeAllGroupChats(), language_code=language)

    async def _replay(self) -> None:
        waiting = await self._inbox.open()
        if waiting:
            log.info("answering what was left open", updates=len(waiting))
        for update_id, body in waiting:
            await self._lanes.room(_WINDOW)
            self._dispatch(update_id, orjson.loads(body))

    async def _poll(self, stop: asyncio.Event) -> None:
        offset, wait, conflicts = await self._inbox.next_offset(), 1.0, 0
        while not stop.is_set():
            try:
                updates = await self._ask(offset)
            except Conflict:
                conflicts += 1
                if conflicts >= _CONFLICTS:
                    raise AnotherPollerError("Another program reads this bot's messages: stop it first.") from None
                log.warning("another program reads this bot's messages; trying again", seconds=wait)
            except InvalidToken:
                raise TokenRefusedError("Telegram refuses the token: it was revoked.") from None
            except RetryAfter as error:
                wait = seconds(error)
            except TelegramError as error:
                log.warning("no updates from Telegram; trying again", error=type(error).__name__, seconds=wait)
            else:
                offset = await self._take(updates, offset)
                wait, conflicts = 1.0, 0
                continue
            await self._pause(stop, wait)
            wait = min(wait * 2, _SLOWEST)

    async def _ask(self, offset: int | None) -> list[dict[str, Any]]:
        """The next updates as Telegram sent them: PTB's objects would lose what PTB does not know yet."""
        arguments = {"timeout": _POLL, "limit": 100, "allowed_updates": orjson.dumps(_KINDS).decode()}
        query = urlencode(arguments if offset is None else {"offset": offset, **arguments})
        found: Any = await self._polls.post(f"{self.bot.base_url}/getUpdates?{query}", read_timeout=_POLL + 15)
        self.polled = self._now()
        return list(found)

    async def _take(self, updates: Sequence[dict[str, Any]], offset: int | None) -> int | None:
        """Commit a batch, hand out what is new, and move the offset, which confirms it with the next poll."""
        if not updates:
            return None if self._now() - self._heard > _FORGOTTEN else offset
        self._heard = self._now()
        fresh = await self._committed(updates)
        for update in updates:
            if update["update_id"] in fresh:
                await self._lanes.room(_WINDOW)
                self._dispatch(update["update_id"], update)
        return max(int(update["update_id"]) for update in updates) + 1

    async def _committed(self, updates: Sequence[dict[str, Any]]) -> set[int]:
        batch = [(int(update["update_id"]), orjson.dumps(update).decode()) for update in updates]
        try:
            return await self._inbox.take(batch, self._now())
        except sqlite3.Error as error:
            # A full disk must not silence the bot: these are answered from memory and would be lost by a kill.
            log.error("inbox not written; answering from memory", error=type(error).__name__)
            return {update_id for update_id, _ in batch}

    def _dispatch(self, update_id: int, body: dict[str, Any]) -> None:
        async def work() -> None:
            try:
                update = Update.de_json(body, self.bot)
                await self._application.process_update(update)
            except Exception as error:
                log.error("update failed", exc_info=error)
            await self._done(update_id)

        self._lanes.put(_lane(body), work)

    async def _done(self, update_id: int) -> None:
        try:
            await self._inbox.done(update_id)
        except sqlite3.Error as error:
            log.error("inbox not written; this may be answered again", error=type(error).__name__)

    async def _on_error(self, _: object, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Without this PTB logs the whole traceback, whose last line can hold what somebody typed."""
        log.error("update failed", exc_info=context.error)

    async def _on_update(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        if update.callback_query:
            with contextlib.suppress(TelegramError):  # too old, or answered before: the press itself still counts
                await update.callback_query.answer()
        event = incoming(update, self.bot)
        if event is not None:
            await self._conversation.handle(event, self.door(event.chat))


def _application(line: Line, polls: AiohttpRequest) -> Application[Any, Any, Any, Any, Any, Any]:
    return (
        ApplicationBuilder()
        .token(line.token)
        .base_url(line.api_url)
        .request(AiohttpRequest())
        .get_updates_request(polls)
        .updater(None)
        .build()
    )


def _lane(body: dict[str, Any]) -> object:
    """The chat that an update belongs to."""
    for part in body.values():
        if isinstance(part, dict):
            message = part.get("message", part)
            if isinstance(message, dict) and isinstance(message.get("chat"), dict):
                return message["chat"].get("id")
    return None
