"""What the organiser of a running broadcast sees: one message that is edited, and the words when something ends."""

import asyncio
import contextlib
import sqlite3
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass

from bot.app import World
from bot.core import progress
from bot.core.broadcast import eta
from bot.core.model import Delivered, Doors, Outgoing, Refused, Retry
from bot.core.progress import View
from bot.core.texts import FALLBACK, Texts
from bot.edges.store import Post, Store
from bot.edges.store.deliveries import Job

EVERY = 3.0  # seconds between edits: Telegram counts them like messages


@dataclass(slots=True)
class _Shown:
    """A live message: when it may be edited next, what it said last, where it stands."""

    job: Job
    where: tuple[str, int | None]
    not_before: float = 0.0
    said: Outgoing | None = None
    ended: bool = False


class Reporter:
    """Keeps organisers informed."""

    def __init__(self, store: Store, doors: Doors, texts: Texts, world: World, rate: float) -> None:
        self._store = store
        self._doors = doors
        self._texts = texts
        self._world = world
        self._rate = rate
        self._live: dict[tuple[int, int], _Shown] = {}
        self._task: asyncio.Task[None] | None = None

    async def late(self, job: Job) -> Post:
        """The question whether a broadcast that is late is to start."""
        return self._post(job, progress.late(job.broadcast, self._texts, await self._language(job.author)))

    async def report(self, job: Job) -> Post:
        """What came of it."""
        view, language = await self._view(job), await self._language(job.author)
        return self._post(job, progress.report(view, self._texts, language))

    def halted(self, why: str) -> Callable[[Job], Awaitable[Post]]:
        """The words for a job that is paused for this reason."""

        async def word(job: Job) -> Post:
            language = await self._language(job.author)
            return self._post(job, progress.halted(job.broadcast, why, self._texts, language))

        return word

    def draw(self, running: Iterable[Job]) -> None:
        """Bring the live messages up to date, beside the sending: a slow chat must not hold it up."""
        jobs = {(job.broadcast, job.change): job for job in running}
        for key, job in jobs.items():
            self._live.setdefault(key, _Shown(job, job.shown or (job.author, None))).ended = False
        for key, shown in self._live.items():
            if key not in jobs and not shown.ended:
                shown.ended, shown.said = True, None
        if self._live and (self._task is None or self._task.done()):
            self._task = asyncio.create_task(self._draw_all())

    @property
    def busy(self) -> bool:
        """Whether a live message is not at its end yet."""
        return bool(self._live)

    async def drawn(self) -> None:
        """Come back when nothing is being drawn."""
        if self._task:
            await asyncio.wait([self._task])

    def end(self) -> None:
        """Draw no more."""
        if self._task:
            self._task.cancel()

    async def _draw_all(self) -> None:
        with contextlib.suppress(sqlite3.Error):  # the next time will do
            await self._draw_due()

    async def _draw_due(self) -> None:
        now = self._world.timer()
        for key, shown in list(self._live.items()):
            if shown.not_before <= now:
                over = shown.ended
                drawn = await self._draw(shown)
                shown.not_before = max(shown.not_before, self._world.timer() + EVERY)
                if drawn and over and shown.ended:
                    self._live.pop(key, None)

    async def _draw(self, shown: _Shown) -> bool:
        """Edit one; says whether no more is to be tried."""
        chat, number = shown.where
        door = self._doors(chat)
        if door is None:
            return True
        message = progress.live(await self._view(shown.job), self._texts, await self._language(chat))
        if message == shown.said:
            return True
        result = await door.send(message.editing(number))
        if isinstance(result, Refused) and number is not None:  # the message is gone: a new one takes its place
            result = await door.send(message)
        if isinstance(result, Retry):
            shown.not_before = self._world.timer() + max(EVERY, result.after)
            return False
        if isinstance(result, Delivered):
            shown.said = message
            await self._moved(shown, result.message)
        return True

    async def _moved(self, shown: _Shown, number: int) -> None:
        chat, before = shown.where
        if number != before:
            shown.where = (chat, number)
            await self._store.deliveries.show(shown.job, (chat, number))

    async def _view(self, job: Job) -> View:
        state = await self._store.deliveries.state(job)
        found = await self._store.broadcasts.progress_of(job.broadcast, job.kind)
        return View(job.broadcast, job.kind, state, found, eta(found.left, self._rate), job.training)

    async def _language(self, chat: str) -> str:
        person = await self._store.people.get(chat)
        return self._texts.known(person.language) if person else FALLBACK

    @staticmethod
    def _post(job: Job, message: Outgoing) -> Post:
        return Post(job.author, message, f"broadcast:{job.broadcast}")
