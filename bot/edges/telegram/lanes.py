"""Different chats side by side, one chat in order, and never more in hand than we can finish."""

import asyncio
from collections.abc import Awaitable, Callable


class Lanes:
    """At most `width` pieces of work at once; those with equal keys one after another."""

    def __init__(self, width: int) -> None:
        self._slots = asyncio.Semaphore(width)
        self._last: dict[object, asyncio.Task[None]] = {}
        self._waiting: set[asyncio.Task[None]] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._moved = asyncio.Event()

    def put(self, key: object, work: Callable[[], Awaitable[None]]) -> None:
        """Add work at the end of its lane."""
        before = self._last.get(key)
        task = asyncio.create_task(self._run(before, work))
        self._last[key] = task
        self._waiting.add(task)
        self._tasks.add(task)
        task.add_done_callback(lambda done: self._ended(key, done))

    async def _run(self, before: asyncio.Task[None] | None, work: Callable[[], Awaitable[None]]) -> None:
        if before is not None:
            await asyncio.wait([before])
        async with self._slots:
            task = asyncio.current_task()
            if task is not None:
                self._waiting.discard(task)
            await work()

    def _ended(self, key: object, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        self._waiting.discard(task)
        if self._last.get(key) is task:
            del self._last[key]
        self._moved.set()

    async def room(self, window: int) -> None:
        """Wait until fewer than `window` pieces are in hand: the rest is safer with Telegram."""
        while len(self._tasks) >= window:
            self._moved.clear()
            await self._moved.wait()

    async def finish(self) -> None:
        """Let what has begun end; what only waits is dropped (it is in the inbox)."""
        for task in list(self._waiting):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
