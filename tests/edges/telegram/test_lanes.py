"""One chat in order, different chats side by side, and never more in hand than can be finished."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import pytest

from bot.edges.telegram.lanes import Lanes

SOON = 10.0


@dataclass
class Jobs:
    """Work that begins and ends under the test's eyes."""

    begun: list[str] = field(default_factory=list)
    ended: list[str] = field(default_factory=list)
    _gates: dict[str, asyncio.Event] = field(default_factory=dict)
    _change: asyncio.Event = field(default_factory=asyncio.Event)

    def job(self, name: str) -> Callable[[], Awaitable[None]]:
        """Work that lasts until it is let go."""
        gate = self._gates[name] = asyncio.Event()

        async def work() -> None:
            self.begun.append(name)
            self._change.set()
            await gate.wait()
            self.ended.append(name)
            self._change.set()

        return work

    def go(self, *names: str) -> None:
        """Let work come to its end."""
        for name in names:
            self._gates[name].set()

    async def until(self, names: list[str], *, begun: bool) -> None:
        """Come back when exactly this has begun (or ended), in this order."""
        async with asyncio.timeout(SOON):
            while (self.begun if begun else self.ended) != names:
                self._change.clear()
                await self._change.wait()


@pytest.fixture
def jobs() -> Jobs:
    """Work of this test."""
    return Jobs()


async def test_one_chat_is_answered_in_order(jobs: Jobs) -> None:
    """The second question of a chat waits for the answer to the first."""
    lanes = Lanes(8)
    for name in ("first", "second", "third"):
        lanes.put("ann", jobs.job(name))
    await jobs.until(["first"], begun=True)
    jobs.go("third", "second")
    assert jobs.ended == []
    jobs.go("first")
    await jobs.until(["first", "second", "third"], begun=False)


async def test_chats_are_answered_side_by_side(jobs: Jobs) -> None:
    """A slow answer in one chat does not hold up another chat."""
    lanes = Lanes(8)
    lanes.put("ann", jobs.job("slow"))
    lanes.put("ben", jobs.job("quick"))
    jobs.go("quick")
    await jobs.until(["quick"], begun=False)
    assert jobs.begun == ["slow", "quick"]


async def test_no_more_than_the_width_is_under_way(jobs: Jobs) -> None:
    """With two lanes the third chat waits until one of the first two has its answer."""
    lanes = Lanes(2)
    for name in ("ann", "ben", "cem"):
        lanes.put(name, jobs.job(name))
    await jobs.until(["ann", "ben"], begun=True)
    jobs.go("ben")
    await jobs.until(["ann", "ben", "cem"], begun=True)


async def test_a_chat_that_waits_for_itself_takes_no_lane(jobs: Jobs) -> None:
    """Ten messages of one impatient person leave the other lane to the others."""
    lanes = Lanes(2)
    for number in range(10):
        lanes.put("ann", jobs.job(f"ann {number}"))
    lanes.put("ben", jobs.job("ben"))
    await jobs.until(["ann 0", "ben"], begun=True)


async def test_work_that_fails_does_not_stop_its_chat(jobs: Jobs) -> None:
    """After an answer that failed the next question is still answered."""
    lanes = Lanes(1)

    async def failing() -> None:
        raise RuntimeError("a mistake")

    lanes.put("ann", failing)
    task = next(iter(lanes._tasks))
    lanes.put("ann", jobs.job("next"))
    await jobs.until(["next"], begun=True)
    assert isinstance(task.exception(), RuntimeError)


async def test_room_comes_when_something_ends(jobs: Jobs) -> None:
    """Taking more updates waits while as many are in hand as we can finish."""
    lanes = Lanes(8)
    async with asyncio.timeout(SOON):
        await lanes.room(1)
    lanes.put("ann", jobs.job("ann"))
    lanes.put("ben", jobs.job("ben"))
    room = asyncio.create_task(lanes.room(2))
    await jobs.until(["ann", "ben"], begun=True)
    assert not room.done()
    jobs.go("ann")
    async with asyncio.timeout(SOON):
        await room


async def test_finish_ends_what_was_begun_and_drops_what_waits(jobs: Jobs) -> None:
    """A stop lets answers under way arrive; questions that wait stay in the inbox for the next start."""
    lanes = Lanes(2)
    for name in ("ann", "ben", "cem"):
        lanes.put(name, jobs.job(name))
    lanes.put("ann", jobs.job("ann again"))
    await jobs.until(["ann", "ben"], begun=True)
    finish = asyncio.create_task(lanes.finish())
    jobs.go("cem", "ann again", "ben")
    await jobs.until(["ben"], begun=False)
    assert not finish.done()
    jobs.go("ann")
    async with asyncio.timeout(SOON):
        await finish
    assert jobs.begun == ["ann", "ben"]
    assert jobs.ended == ["ben", "ann"]


async def test_finish_with_nothing_in_hand_is_done_at_once() -> None:
    """A bot that nobody wrote to stops without waiting."""
    async with asyncio.timeout(SOON):
        await Lanes(2).finish()


async def test_a_chat_that_is_done_leaves_nothing_behind(jobs: Jobs) -> None:
    """Memory does not grow with the number of people who ever wrote."""
    lanes = Lanes(2)
    for number in range(5):
        lanes.put(number, jobs.job(str(number)))
        jobs.go(str(number))
    async with asyncio.timeout(SOON):
        await lanes.room(1)
    assert not lanes._last
    assert not lanes._tasks
    assert not lanes._waiting
