"""Telegram's pace: 30 messages a second in all, 1 a second per chat, 20 a minute per group. Off until switched on."""

from collections import defaultdict, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from math import ceil

from tests.botapi.values import Clock

_COUNTED = ("send", "copy", "forward", "edit")
_FREE = frozenset({"sendChatAction"})
_LONGEST = 300


@dataclass(slots=True)
class _Lane:
    most: int
    seconds: float
    sent: deque[float] = field(default_factory=deque)
    strikes: int = 0

    def wait(self, now: float) -> float:
        while self.sent and self.sent[0] + self.seconds <= now:
            self.sent.popleft()
        return self.sent[0] + self.seconds - now if len(self.sent) >= self.most else 0.0


class Limits:
    """Says how long a call is too early; who does not wait is told to wait twice as long each time."""

    def __init__(self, clock: Clock, *, overall: int = 30, per_chat: int = 1, per_group: int = 20) -> None:
        self.on = False
        self._clock = clock
        self._all = _Lane(overall, 1)
        self._chats: defaultdict[int, _Lane] = defaultdict(lambda: _Lane(per_chat, 1))
        self._groups: defaultdict[int, _Lane] = defaultdict(lambda: _Lane(per_group, 60))

    def retry_after(self, method: str, chat_id: int) -> int:
        """0 when the call may pass (it is counted then), else seconds to wait. Edits count, chat actions do not."""
        if not self.on or method in _FREE or not method.startswith(_COUNTED):
            return 0
        now = self._clock()
        lanes = list(self._lanes(chat_id))
        slow = [(ceil(wait), lane) for lane in lanes if (wait := lane.wait(now))]
        if not slow:
            for lane in lanes:
                lane.sent.append(now)
                lane.strikes = 0
            return 0
        seconds, lane = max(slow, key=lambda pair: pair[0])
        lane.strikes += 1
        return min(seconds << lane.strikes - 1, _LONGEST)

    def _lanes(self, chat_id: int) -> Iterator[_Lane]:
        yield self._all
        yield self._chats[chat_id]
        if chat_id < 0:
            yield self._groups[chat_id]
