"""How fast a broadcast may go: under Telegram's limits, and after the answers to workers."""

import contextlib
from collections import deque
from collections.abc import Callable, Iterator
from typing import Final

from bot.core.broadcast import Fate

_SECOND: Final = 1.0
_BURST: Final = 0.05  # seconds' worth of messages that may leave at once: a timer is not exact
_EXACT: Final = 1e-6  # a wait that is shorter would never end on a clock that cannot show it
_LEAST: Final = 0.2  # the share of its rate that a broadcast keeps however many answers there are: it may be urgent too
_SHAKY: Final = 3  # sends in a row that may have failed for the line's sake, before everything waits for it
_TOO_LONG: Final = 60.0  # seconds that it waits at most of its own accord
_HIGHEST: Final = 6


class Traffic:
    """The answers to workers: how many are under way, and how many messages left in the last second."""

    def __init__(self, timer: Callable[[], float]) -> None:
        self._timer = timer
        self._under_way = 0
        self._sent: deque[float] = deque()

    @contextlib.contextmanager
    def answering(self) -> Iterator[None]:
        """An answer is under way."""
        self._under_way += 1
        try:
            yield
        finally:
            self._under_way -= 1

    def sent(self) -> None:
        """A message of an answer left."""
        self._sent.append(self._timer())

    @property
    def busy(self) -> bool:
        """Whether somebody waits for an answer."""
        return self._under_way > 0

    def lately(self) -> int:
        """Messages of answers in the last second."""
        since = self._timer() - _SECOND
        while self._sent and self._sent[0] < since:
            self._sent.popleft()
        return len(self._sent)


class Pacer:
    """A bucket of tokens that fills at `rate` a second, less what answers take; and one a second for each chat."""

    def __init__(self, rate: float) -> None:
        self._rate = rate
        self._most = max(1.0, rate * _BURST)
        self._tokens = self._most
        self._filled: float | None = None
        self._last: dict[str, float] = {}

    def wait(self, chat: str, now: float, answers: int) -> float:
        """Seconds until a message to a chat may leave; 0: it may now, and is counted.

        `answers` are the messages to others in the last second, `now` any clock in seconds that only goes on.
        """
        allowed = max(self._rate - answers, self._rate * _LEAST)
        self._fill(now, allowed)
        own = self._last.get(chat, now - _SECOND) + _SECOND - now
        missing = (1 - self._tokens) / allowed
        wait = max(own, missing, 0.0)
        if wait > _EXACT:
            return wait
        self._tokens -= 1
        self._note(chat, now)
        return 0.0

    def _fill(self, now: float, allowed: float) -> None:
        past = 0.0 if self._filled is None else max(0.0, now - self._filled)
        self._tokens = min(self._most, self._tokens + past * allowed)
        self._filled = now

    def _note(self, chat: str, now: float) -> None:
        self._last.pop(chat, None)
        self._last[chat] = now
        for old in list(self._last):  # in the order of their times, so this looks at few
            if self._last[old] + _SECOND > now:
                break
            del self._last[old]


class Line:
    """Whether the line to the host carries. It is held after a 429, and longer each time while nothing gets through.

    One message of unknown fate means little; several in a row would make every recipient unknown during an outage.
    """

    def __init__(self, timer: Callable[[], float]) -> None:
        self._timer = timer
        self._until = 0.0
        self._streak = 0
        self._level = 0

    def held(self) -> float:
        """Seconds for which nothing is to be sent."""
        return max(0.0, self._until - self._timer())

    def heard(self, fate: Fate) -> None:
        """Learn from what became of a message."""
        if not fate.shaky:
            self._streak = self._level = 0
            return
        now, held = self._timer(), self.held() > 0
        if held:  # what was in flight when the line broke says nothing new
            self._until = max(self._until, now + fate.pause)
            return
        self._streak += 1
        if fate.pause or self._streak >= _SHAKY:
            self._until = now + max(fate.pause, min(_TOO_LONG, (fate.pause or 1.0) * 2**self._level))
            self._level = min(self._level + 1, _HIGHEST)
