"""The queue of updates: long polling, confirming by offset, one poller at a time."""

import asyncio
from collections import deque
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from tests.botapi.values import DAY, ApiError, Clock, Json

OTHER_POLLER = "terminated by other getUpdates request; make sure that only one bot instance is running"


@dataclass(frozen=True, slots=True)
class _Update:
    id: int
    at: float
    body: Json


class Updates:
    """What waits for the bot. Nothing is forgotten before a later offset confirms it, or a day has passed."""

    def __init__(self, ids: Iterator[int], clock: Clock, changed: Callable[[], None]) -> None:
        self.allowed: Collection[str] = ()
        self._ids = ids
        self._clock = clock
        self._changed = changed
        self._queue: deque[_Update] = deque()
        self._next = 0
        self._poller: asyncio.Future[None] | None = None

    def __len__(self) -> int:
        return len(self._queue)

    @property
    def waiting(self) -> bool:
        """Whether a poll waits for the next update."""
        return self._poller is not None

    def push(self, kind: str, content: Json) -> None:
        """Queue an update, unless the bot did not ask for this kind; a waiting poll is answered at once."""
        if self.allowed and kind not in self.allowed:
            return
        number = next(self._ids)
        self._queue.append(_Update(number, self._clock(), {"update_id": number, kind: content}))
        self._next = number + 1
        if self._poller and not self._poller.done():
            self._poller.set_result(None)

    async def poll(self, offset: int, limit: int, timeout: float) -> list[Json]:  # noqa: ASYNC109 - Telegram's own
        """Updates from `offset` on; waits up to `timeout` seconds for the first, and ends a poll that waited before.

        Raises:
            ApiError: 409, another poll took over while this one waited.
        """
        offset = self._confirm(offset)
        batch = self._batch(offset, limit)
        if batch or not timeout:
            return batch
        self.end_poll(OTHER_POLLER)
        poller = self._poller = asyncio.get_running_loop().create_future()
        self._changed()
        try:
            async with asyncio.timeout(timeout):
                await poller
        except TimeoutError:
            return []
        finally:
            if self._poller is poller:
                self._poller = None
        return self._batch(offset, limit)

    def end_poll(self, reason: str) -> None:
        """Answer the poll that waits with 409."""
        if self._poller and not self._poller.done():
            self._poller.set_exception(ApiError(409, f"Conflict: {reason}"))

    def clear(self) -> None:
        """Drop all that waits."""
        self._queue.clear()

    def _confirm(self, offset: int) -> int:
        """Forget what the offset confirms; one from the far future confirms nothing."""
        while self._queue and self._queue[0].at + DAY < self._clock():
            self._queue.popleft()
        while offset < 0 and len(self._queue) > -offset:
            self._queue.popleft()
        if offset < 0 or offset > self._next + 10:
            return 0
        while self._queue and self._queue[0].id < offset:
            self._queue.popleft()
        self._changed()
        return offset

    def _batch(self, offset: int, limit: int) -> list[Json]:
        batch = (update.body for update in self._queue if update.id >= offset)
        return [body for body, _ in zip(batch, range(limit), strict=False)]
