"""Broadcasts at full size: `python -m benchmarks.broadcast [kills] [answers] [million]`; all three unless said.

kills: 10,000 recipients through faults and five kill -9s. answers: how long people wait for an answer while a broadcast
runs, and while none does, in turns. million: confirming a broadcast to 1,000,000 subscribers, and answers meanwhile.
"""

import asyncio
import resource
import sys
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory

from bot.app import App, World, utc_now
from bot.core.broadcast import Audience
from bot.core.model import Delivered, Incoming, Outgoing, Said, SendResult
from bot.edges.library import Shelf, texts
from bot.edges.store import Store, open_store
from bot.flows.here import House
from tests import folder
from tests.broadcasting import ORGANISER, Plan, draft, outside, run, subscribe
from tests.outside import Outside

FULL = Plan(people=10_000, kills=(1500, 3100, 4700, 6300, 7900))
QUESTION = "how do i apply to the wage guarantee fund"
ASKING = 2_000_001
QUESTIONS, GAP = 300, 0.15
"""Questions in one turn, and seconds between two."""
RATES = (25, 250)
MILLION = 1_000_000


def tail(values: Sequence[float]) -> float:
    """The 95th percentile."""
    return quantiles(values, n=100)[94]


async def kills() -> None:
    """Everybody gets it, whatever happens."""
    with TemporaryDirectory() as place:
        begun = time.perf_counter()
        async with outside(Path(place)) as world:
            result = await run(world, FULL)
    print(f"## {FULL.people} recipients, {len(FULL.kills)} kills: {time.perf_counter() - begun:.0f} s\n")
    for name, value in asdict(result).items():
        print(f"- {name}: {value}")


async def answers() -> None:
    """The wait for an answer with and without a broadcast, twice in turns."""
    for rate in RATES:
        with TemporaryDirectory() as place:
            async with outside(Path(place)) as world:
                await _answers(world, rate)


async def _answers(world: Outside, rate: int) -> None:
    people = int(rate * QUESTIONS * GAP * 4) + 1000
    await world.control("say", chat_id=ORGANISER, text="/start")
    await world.control("people", count=people)
    chats = count(ASKING)
    waits: dict[bool, list[float]] = {False: [], True: []}
    for turn in range(4):
        running = turn % 2 == 1
        if turn == 1:
            async with open_store(world.data) as store:
                await subscribe(store, people)
                number, now = await draft(store), datetime.now(UTC)
                await store.broadcasts.launch(number, f"tg:{ORGANISER}", now, now)
        if turn > 1:
            async with open_store(world.data) as store:
                step = store.broadcasts.resume if running else store.broadcasts.pause
                await step(number, f"tg:{ORGANISER}", utc_now())
        bot = await world.start(rate)
        await _asked(world, [next(chats) for _ in range(20)])  # warm
        before = sum(await world.control("received", count=people))
        begun = time.perf_counter()
        waits[running] += await _asked(world, [next(chats) for _ in range(QUESTIONS)])
        sent = sum(await world.control("received", count=people)) - before
        print(f"broadcast {'on' if running else 'off'}: {sent / (time.perf_counter() - begun):.1f} of it a second")
        await world.stop(bot)
    off, on = (tail(waits[running]) * 1000 for running in (False, True))
    print(
        f"## Rate {rate}: p95 of an answer {off:.1f} ms without, {on:.1f} ms with a broadcast: {on / off:.2f} times\n"
    )


async def _asked(world: Outside, chats: Sequence[int]) -> list[float]:
    """Ask from each chat; the seconds until the answer."""
    said: dict[str, float] = {}
    for chat in chats:
        said[str(chat)] = time.time()
        await world.control("say", chat_id=chat, text=QUESTION)
        await asyncio.sleep(GAP)
    for chat in chats:
        await world.control("wait_text", chat_id=chat, text="fund", times=2)
    calls = await world.control("calls_of", method="sendMessage")
    came = {str(call["args"]["chat_id"]): call["at"] for call in reversed(calls)}
    return [came[chat] - at for chat, at in said.items()]


async def million() -> None:
    """Confirm a broadcast to a million; in two processes, so that the memory is that of the confirming alone."""
    with TemporaryDirectory() as place:
        for step in ("seed", "launch"):
            process = await asyncio.create_subprocess_exec(sys.executable, "-m", "benchmarks.broadcast", step, place)
            assert await process.wait() == 0


async def seed(place: Path) -> None:
    """A million subscribers."""
    async with open_store(place / "data") as store:
        await subscribe(store, MILLION)


class _Ear:
    async def send(self, _: Outgoing) -> SendResult:
        return Delivered(1)

    async def delete(self, message: int) -> SendResult:
        return Delivered(message)


async def launch(place: Path) -> None:
    """Count, confirm, and answer meanwhile as the bot does: inbox, answer, done."""
    library, _ = Shelf(folder.write(place / "knowledge"), None).read()
    async with open_store(place / "data") as store:
        names = count(1)
        app = App(library, texts(), store, House(180), World(utc_now, lambda: f"question{next(names):03}"))
        number = await draft(store)
        memory = _memory()
        async with _answering(app, store, "counting"):
            begun = time.perf_counter()
            counts = await store.broadcasts.count(Audience())
            print(f"## {counts.total} subscribers\n\n- counting: {time.perf_counter() - begun:.1f} s")
        async with _answering(app, store, "confirming"):
            begun = time.perf_counter()
            total = await store.broadcasts.launch(number, f"tg:{ORGANISER}", utc_now(), utc_now())
            print(f"- confirming: {time.perf_counter() - begun:.1f} s, {total} rows")
        print(f"- peak memory: {_memory():.0f} MB ({memory:.0f} MB before)")


@asynccontextmanager
async def _answering(app: App, store: Store, what: str) -> AsyncIterator[None]:
    waits: list[float] = []
    updates = count(time.time_ns())

    async def ask() -> None:
        while True:
            begun, update = time.perf_counter(), next(updates)
            await store.inbox.take([(update, "{}")], utc_now())
            await app.handle(Incoming(f"tg:{ASKING}", Said(QUESTION)), _Ear())
            await store.inbox.done(update)
            waits.append(time.perf_counter() - begun)
            await asyncio.sleep(GAP)

    task = asyncio.create_task(ask())
    await asyncio.sleep(0)
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    if len(waits) > 1:
        print(
            f"- answers while {what}: {len(waits)}, p95 {tail(waits) * 1000:.0f} ms, longest {max(waits) * 1000:.0f} ms"
        )


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main(names: Sequence[str]) -> None:
    """Run what is named."""
    if names and names[0] in {"seed", "launch"}:
        asyncio.run({"seed": seed, "launch": launch}[names[0]](Path(names[1])))
        return
    parts = {"kills": kills, "answers": answers, "million": million}
    for name in names or parts:
        asyncio.run(parts[name]())


if __name__ == "__main__":
    main(sys.argv[1:])
