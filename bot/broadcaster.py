"""Sends what organisers launched: paced below Telegram's limits and after the answers, crash-safe, with a live report.

A row is committed as `sending` before its message leaves and settled as soon as it is known what became of it. What a
kill left in `sending` is sent again and counted, so nobody is skipped, and at most what was in flight arrives twice.
"""

import asyncio
import contextlib
from collections import defaultdict
from dataclasses import dataclass, replace

import structlog

from bot.app import World
from bot.core.broadcast import ROW_OF_BAD, Content, Fate, fate, fate_of_change
from bot.core.broadcast_message import arriving
from bot.core.model import Doors, Refused, Sender, SendResult, Unknown
from bot.core.pacing import Line, Pacer, Traffic
from bot.core.texts import Texts
from bot.edges.store import Store
from bot.edges.store.deliveries import Batch, Job, Row, too_old
from bot.reporter import EVERY, Reporter

_WIDTH = 32  # messages in flight: at 25 a second Telegram may take more than a second for each
_LONGEST = 60.0  # seconds between looks: a clock that was set back must not silence it
_YIELD = 0.2  # seconds that a message waits for answers under way; there may always be one
_STEP = 0.005
_FEWEST, _MOST = 10, 200  # rows claimed at once: a second's worth, within these
_GRACE = 5.0  # seconds that messages in flight are given at the end
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Pace:
    """Messages a second, and whether Telegram may charge for what goes beyond its free rate."""

    rate: float
    paid: bool = False
    width: int = _WIDTH


class Broadcaster:
    """Runs broadcasts until cancelled."""

    def __init__(self, store: Store, doors: Doors, texts: Texts, traffic: Traffic, world: World, pace: Pace) -> None:
        self._store = store
        self._doors = doors
        self._texts = texts
        self._traffic = traffic
        self._world = world
        self._pace = pace
        self._pacer = Pacer(pace.rate)
        self._line = Line(world.timer)
        self._reporter = Reporter(store, doors, texts, world, pace.rate)
        self._slots = asyncio.Semaphore(pace.width)
        self._flying: set[asyncio.Task[None]] = set()
        self._bad: defaultdict[tuple[int, str], list[Row]] = defaultdict(list)
        self._proven: set[tuple[int, str]] = set()
        self._unsettled = False

    async def run(self) -> None:
        """Take up what a crash left, then send what is due and wait for what comes."""
        started = True
        try:
            while True:
                try:
                    await self._go_on(started=started)
                except Exception as error:  # a full disk: what was claimed is recovered when there is room
                    log.error("broadcasts are held up", exc_info=error)
                    started = False
                    await self.landed()
                    await self._world.sleep(_LONGEST)
        finally:
            self._reporter.end()
            if self._flying:
                await asyncio.wait(self._flying, timeout=_GRACE)

    async def _go_on(self, *, started: bool) -> None:
        doubled = await self._store.deliveries.recover(started=started)
        if doubled:
            log.warning("sending again what a crash left open", messages=doubled)
        while True:
            self._store.broadcasts.woken.clear()
            while await self.round():
                pass
            rest = await self._rest()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._store.broadcasts.woken.wait(), rest)

    async def _rest(self) -> float:
        due = await self._store.deliveries.next_due()
        wait = (due - self._world.now()).total_seconds() if due else _LONGEST
        if held := self._line.held():
            wait = held
        if self._reporter.busy:
            wait = min(wait, EVERY)
        return min(_LONGEST, max(0.05, wait))

    async def round(self) -> bool:
        """Start what is due, and do a batch of everything that runs; says whether there may be more to do now."""
        deliveries = self._store.deliveries
        if self._unsettled:
            await self._settle_anew()
        more = await deliveries.due(self._world.now(), self._reporter.late)
        jobs = await deliveries.jobs()
        for job in jobs:
            if not self._line.held():
                more = await self._batch(job) or more
        self._reporter.draw(jobs)
        return more and not self._line.held()

    async def _settle_anew(self) -> None:
        """What could not be settled would be in flight for ever, and its broadcast would never end."""
        await self.landed()
        self._unsettled = False
        await self._store.deliveries.recover(started=False)

    async def landed(self) -> None:
        """Come back when nothing is in flight any more."""
        while self._flying:
            await asyncio.wait(self._flying)
        await asyncio.sleep(0)  # their callbacks

    async def drawn(self) -> None:
        """Come back when no live message is being edited."""
        await self._reporter.drawn()

    async def _batch(self, job: Job) -> bool:
        """Send the next rows of a job, or end it."""
        self._forgive(job)
        batch = await self._store.deliveries.claim(job, min(max(int(self._pace.rate), _FEWEST), _MOST))
        if not batch.rows:
            return batch.more or await self._end(job)
        await self._send_all(job, batch)
        if job.change:  # such rows are not marked as being changed: the next batch would hold them again
            await self.landed()
        return True

    async def _end(self, job: Job) -> bool:
        if self._flying:
            await asyncio.wait(self._flying, return_when=asyncio.FIRST_COMPLETED)
            return True
        report = await self._reporter.report(job)
        if await self._store.deliveries.finish(job, report, self._world.now()):
            log.info("broadcast done", broadcast=job.broadcast, kind=job.kind)
        return False

    async def _send_all(self, job: Job, batch: Batch) -> None:
        begun = 0
        try:
            for row in batch.rows:
                await self._turn(row.chat)
                await self._slots.acquire()
                if self._line.held() or await self._halted(job):
                    self._slots.release()
                    break
                if await self._left(job, row):
                    self._slots.release()
                    await self._store.deliveries.settle(job, row, Fate("failed", "left"), self._world.now())
                    begun += 1
                    continue
                task = asyncio.create_task(self._deliver(job, row, batch.contents.get(row.language)))
                self._flying.add(task)
                task.add_done_callback(self._landed)
                begun += 1
        finally:  # at the end of the program too: only what left may be in doubt
            await self._store.deliveries.release(job, batch.rows[begun:])

    async def _left(self, job: Job, row: Row) -> bool:
        """Whether somebody left in the second since the row was claimed: they were told that nobody writes any more."""
        return job.kind == "send" and not await self._store.subscriptions.of(row.chat)

    async def _halted(self, job: Job) -> bool:
        """Whether the organiser stepped in during this batch."""
        woken = self._store.broadcasts.woken
        if not woken.is_set():
            return False
        woken.clear()
        return not await self._store.deliveries.runs(job)

    async def _turn(self, chat: str) -> None:
        """Wait for this message's turn: answers first, then the pace."""
        waited = 0.0
        while self._traffic.busy and waited < _YIELD:
            await self._world.sleep(_STEP)
            waited += _STEP
        while wait := self._pacer.wait(chat, self._world.timer(), self._traffic.lately()):
            await self._world.sleep(wait)

    def _landed(self, task: asyncio.Task[None]) -> None:
        self._flying.discard(task)
        self._slots.release()
        if not task.cancelled() and (error := task.exception()):
            self._unsettled = True
            log.error("a message could not be settled", exc_info=error)

    async def _deliver(self, job: Job, row: Row, content: Content | None) -> None:
        door = self._doors(row.chat)
        if job.training:
            found = Fate("sent")
        elif job.kind == "withdraw" and row.chat.startswith("tg:") and too_old(row, self._world.now()):
            found = Fate("failed", "late")
        elif door is None:
            found = Fate("queued", "no-door", halts=True)
        else:
            result = await self._tried(job, row, content, door)
            found = fate_of_change(result) if job.change else fate(result)
            self._line.heard(found)
        await self._settle(job, row, found)

    async def _tried(self, job: Job, row: Row, content: Content | None, door: Sender) -> SendResult:
        try:
            return await self._act(job, row, content, door)
        except Exception as error:  # a door that breaks: nobody knows whether it arrived
            log.error("a message could not be sent", exc_info=error)
            return Unknown()

    async def _act(self, job: Job, row: Row, content: Content | None, door: Sender) -> SendResult:
        if job.kind == "withdraw":
            return await door.delete(row.message or 0)
        if content is None:
            return Refused("bad-message")
        paid = self._pace.paid and job.kind == "send"
        message = arriving(content, row.language, self._texts)
        return await door.send(replace(message, edit=row.message, paid=paid))

    async def _settle(self, job: Job, row: Row, found: Fate) -> None:
        now = self._world.now()
        await self._store.deliveries.settle(job, row, found, now)
        if found.halts:
            await self._halt(job, found.reason or "token")
        elif job.kind == "send":
            await self._suspect(job, row, found)

    async def _suspect(self, job: Job, row: Row, found: Fate) -> None:
        """A message that is refused for everybody from the start on is at fault itself: those rows wait again."""
        key = (job.broadcast, row.language)
        if found.state == "sent":
            self._proven.add(key)
            self._bad.pop(key, None)
        elif found.reason == "bad-message" and key not in self._proven:
            self._bad[key].append(row)
            if len(self._bad[key]) >= ROW_OF_BAD:
                await self._store.deliveries.release(job, self._bad[key])
                await self._halt(job, "bad-message")

    def _forgive(self, job: Job) -> None:
        """A broadcast that was resumed has five tries again."""
        for key, rows in list(self._bad.items()):
            if key[0] == job.broadcast and len(rows) >= ROW_OF_BAD and not self._flying:
                del self._bad[key]

    async def _halt(self, job: Job, why: str) -> None:
        if await self._store.deliveries.halt(job, why, self._reporter.halted(why), self._world.now()):
            log.error("broadcast paused", broadcast=job.broadcast, reason=why)
            self._store.broadcasts.woken.set()
