"""Brings what waits in the outbox to its chats: staff cards, colleagues' replies, news that somebody asked for.

Answers to workers do not go this way; they are sent at once. What goes this way was promised, so it is a row until it
has arrived: a kill doubles at most what was just being sent.
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from datetime import datetime

import structlog

from bot.core.model import Delivered, Doors, Outgoing, Refused, SendResult, Unknown
from bot.edges.store import Post, Store
from bot.edges.store.outbox import Waiting, over

_LONGEST = 60.0  # seconds between looks: a clock that was set back must not silence it
log = structlog.get_logger()

Settled = Callable[[Waiting, SendResult], Awaitable[None]]


async def _nothing(_: Waiting, __: SendResult) -> None:
    """Nobody needs to know."""


class Courier:
    """Sends posts until cancelled. `settled` hears what became of each."""

    def __init__(self, store: Store, doors: Doors, now: Callable[[], datetime], settled: Settled = _nothing) -> None:
        self._store = store
        self._doors = doors
        self._now = now
        self._settled = settled

    async def run(self) -> None:
        """Send what is due, then wait for what comes."""
        outbox = self._store.outbox
        while True:
            outbox.woken.clear()
            try:
                wait = await self._all_due()
            except Exception as error:  # a disk that is full for a minute must not end this for good
                log.error("posts are held up", exc_info=error)
                wait = _LONGEST
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(outbox.woken.wait(), wait)

    async def _all_due(self) -> float:
        """Send all that is due; returns for how many seconds nothing is."""
        await self._store.database.flush()  # what woke us may not be committed yet
        while await self.round():
            pass
        due = await self._store.outbox.next_due()
        return min(_LONGEST, max(0.05, (due - self._now()).total_seconds())) if due else _LONGEST

    async def round(self) -> int:
        """Send what is due now, once; returns how much that was."""
        waiting = await self._store.outbox.due(self._now())
        held: set[str] = set()
        for post in waiting:
            chat = post.post.chat
            if chat in held or not await self._store.outbox.stands(post):
                continue
            result = await self._send(post)
            if await self._store.outbox.settle(post, result, self._now()):
                await self._settled(post, result)
            elif isinstance(result, Delivered) and post.post.about.startswith("case:"):
                await self._take_back(chat, result.message)
            if not isinstance(result, Delivered) and not over(post, result):
                held.add(chat)  # the messages of a chat keep their order
        if waiting:
            log.info("posts", count=len(waiting))
        return len(waiting)

    async def _send(self, waiting: Waiting) -> SendResult:
        door = self._doors(waiting.post.chat)
        if door is None:  # a chat of a host that does not run here any more
            return Refused("gone")
        message = waiting.post.message
        try:
            if message.edit is not None and not message.html and message.file is None:  # words that are erased
                return await door.delete(message.edit)
            return await door.send(message)
        except Exception as error:  # one message that breaks its door must not keep all others from leaving
            log.error("a post could not be sent", exc_info=error)
            return Unknown()

    async def _take_back(self, chat: str, message: int) -> None:
        """The case was erased while its words were on their way: nobody would find them any more to erase them."""
        await self._store.outbox.put(Post(chat, Outgoing("", edit=message)), now=self._now())
