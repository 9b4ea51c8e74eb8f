"""Who is in the chat: each person's tabs, the order of what they do, and the numbers of our messages."""

import asyncio
import contextlib
import traceback
from collections import deque
from collections.abc import AsyncIterator, Iterator
from typing import Protocol

import structlog
from aiohttp import WSCloseCode, web

from bot.core.model import Delivered, Incoming, Outgoing, Retry, Sender, SendResult
from bot.edges.web import frames

_MOST_WAITING = 100
"""Events of one person that wait for their turn, and messages that wait for a tab; a person types fewer."""
_MOST_IDLE = 1000
"""Persons without a tab whose numbers and waiting messages are kept."""
_TYPING_EVERY = 4.0
"""Seconds; the page shows the three dots for six."""
_BACK_IN = 10.0
"""Seconds after which we look whether somebody has come back."""
_GRACE = 5.0
"""Seconds that answers under way are given at the end."""

log = structlog.get_logger()


class Conversation(Protocol):
    """What the chat needs of the bot."""

    async def handle(self, incoming: Incoming, sender: Sender) -> None:
        """Answer one event through `sender`."""
        ...

    def commands(self, language: str) -> tuple[tuple[str, str], ...]:
        """Name the commands for the menu: (name, description)."""
        ...

    async def menu(self, chat: str, language: str | None = None) -> tuple[tuple[str, str], ...]:
        """The same for one whose role gives more; empty for everybody else."""
        ...

    def ready(self) -> bool:
        """Tell whether questions can be answered."""
        ...


class Tab:
    """One open page of a person."""

    def __init__(self, socket: web.WebSocketResponse, home: str = "") -> None:
        self._socket = socket
        self.home = home
        self.language: str | None = None

    async def show(self, text: str) -> bool:
        """Send one frame; false when the page is gone."""
        try:
            await self._socket.send_str(text)
        except (ConnectionError, RuntimeError):  # aiohttp raises RuntimeError for a socket that is closed already
            return False
        return not self._socket.closed

    async def close(self) -> None:
        """Ask the page to come back later."""
        await self._socket.close(code=WSCloseCode.GOING_AWAY)


class Talk:
    """One person's talk. It is the `Sender` of its own answers."""

    def __init__(self, person: str, conversation: Conversation) -> None:
        self._chat = f"web:{person}"
        self._conversation = conversation
        self._tabs: list[Tab] = []
        self._last = 0
        self._todo: deque[Incoming] = deque()
        self._unseen: deque[str] = deque(maxlen=_MOST_WAITING)
        self._worker: asyncio.Task[None] | None = None
        self._dots: asyncio.Task[None] | None = None

    @property
    def idle(self) -> bool:
        """No tab is open and nothing is under way."""
        return not self._tabs and self._worker is None

    @property
    def open(self) -> bool:
        """Somebody looks at it now, or could."""
        return bool(self._tabs)

    @property
    def worker(self) -> asyncio.Task[None] | None:
        """The task that answers, while there is something to answer."""
        return self._worker

    @contextlib.asynccontextmanager
    async def joined(self, tab: Tab) -> AsyncIterator[None]:
        """Show the talk in `tab` too; it first gets what came while none was open."""
        await self._catch_up(tab)
        self._tabs.append(tab)
        try:
            yield
        finally:
            self._tabs.remove(tab)

    async def take(self, frame: frames.Frame, tab: Tab) -> None:
        """Do what the page asks; answers come later, in order."""
        if isinstance(frame, frames.Hello):
            tab.language = frame.tag
            self._last = max(self._last, frame.seen)
            await tab.show(frames.commands(await self._menu(frame.tag)))
            return
        event = frames.event(frame)
        if event is None or len(self._todo) >= _MOST_WAITING:
            return
        if not isinstance(frame, frames.Press):
            await self._show(frames.said(frame), but=tab)
        number = frame.message if isinstance(frame, frames.Press) else None
        answers = frame.answers if isinstance(frame, frames.Say) else None
        incoming = Incoming(self._chat, event, number, tab.language, answers=answers, home=tab.home)
        self._todo.append(incoming)
        self._wake()

    async def send(self, message: Outgoing) -> SendResult:
        """Number the message and show it in every tab, or in the next one that opens."""
        self._stop_dots()
        if message.edit is None:
            self._last += 1
        number = self._last if message.edit is None else message.edit
        text = frames.message(number, message)
        if not await self._show(text):
            self._unseen.append(text)
        return Delivered(number)

    async def delete(self, message: int) -> SendResult:
        """Take a message off every tab, or off the next one that opens."""
        text = frames.gone(message)
        if not await self._show(text):
            self._unseen.append(text)
        return Delivered(message)

    async def menu(self, commands: tuple[tuple[str, str], ...]) -> None:
        """Show another menu; an empty one is that of everybody."""
        for tab in self._tabs:
            await tab.show(frames.commands(commands or self._conversation.commands(tab.language or "en")))

    async def _menu(self, language: str | None) -> tuple[tuple[str, str], ...]:
        found = await self._conversation.menu(self._chat, language)
        return found or self._conversation.commands(language or "en")

    async def close(self) -> None:
        """End the tabs' connections."""
        await asyncio.gather(*(tab.close() for tab in self._tabs))

    async def _catch_up(self, tab: Tab) -> None:
        while self._unseen:
            text = self._unseen.popleft()
            if not await tab.show(text):
                self._unseen.appendleft(text)
                return

    async def _show(self, text: str, but: Tab | None = None) -> bool:
        shown = await asyncio.gather(*(tab.show(text) for tab in self._tabs if tab is not but))
        return any(shown)

    def _wake(self) -> None:
        if self._worker is None:
            self._worker = asyncio.create_task(self._work())

    async def _work(self) -> None:
        try:
            while self._todo:
                await self._answer(self._todo.popleft())
        finally:
            self._worker = None

    async def _answer(self, incoming: Incoming) -> None:
        await self._show(frames.typing())
        self._dots = asyncio.create_task(self._keep_typing())
        try:
            await self._conversation.handle(incoming, self)
        except Exception as error:  # noqa: BLE001 - a mistake in one flow must not end the talk
            _report(error)
        finally:
            self._stop_dots()

    async def _keep_typing(self) -> None:
        while True:
            await asyncio.sleep(_TYPING_EVERY)
            await self._show(frames.typing())

    def _stop_dots(self) -> None:
        # From the first message on: dots that come after the last one would promise more.
        if self._dots is not None:
            self._dots.cancel()
            self._dots = None


def _report(error: Exception) -> None:
    # Only where it broke: an exception's text may quote what the person typed.
    place = traceback.extract_tb(error.__traceback__)[-1]
    log.error("web.flow-failed", error=type(error).__name__, file=place.filename, line=place.lineno)


class Away:
    """The door to somebody who has no tab open: what was promised to them waits as a row, not in our memory."""

    async def send(self, _: Outgoing) -> SendResult:
        """Not now."""
        return Retry(_BACK_IN)

    async def delete(self, _: int) -> SendResult:
        """Not now."""
        return Retry(_BACK_IN)


class Hall:
    """All persons who talk, or talked since the start."""

    def __init__(self, conversation: Conversation) -> None:
        self._conversation = conversation
        self._talks: dict[str, Talk] = {}

    def talk(self, person: str) -> Talk:
        """The talk of this person, new or under way."""
        found = self._talks.pop(person, None) or Talk(person, self._conversation)
        self._forget_oldest()
        self._talks[person] = found
        return found

    async def close(self) -> None:
        """Let answers under way end, then the connections."""
        workers = list(self._workers())
        if workers:
            _, late = await asyncio.wait(workers, timeout=_GRACE)
            for worker in late:
                worker.cancel()
            await asyncio.gather(*late, return_exceptions=True)
        await asyncio.gather(*(talk.close() for talk in self._talks.values()))

    def _workers(self) -> Iterator[asyncio.Task[None]]:
        return (talk.worker for talk in self._talks.values() if talk.worker)

    def _forget_oldest(self) -> None:
        idle = [person for person, talk in self._talks.items() if talk.idle]
        for person in idle[: max(0, len(idle) - _MOST_IDLE)]:
            del self._talks[person]
