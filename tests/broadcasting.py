"""A broadcast through the whole bot, killed on its way: what the test of it and the benchmark share.

Everything is real but Telegram: `python -m bot run` as a process of its own, its database on disk.
"""

import contextlib
import sqlite3
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import aiosqlite

from bot.core.broadcast import Content, Progress
from bot.core.model import Person
from bot.edges.store import Store, open_store
from tests import folder
from tests.outside import FIRST, Outside, opened

ORGANISER = 900_001
PATIENCE = 300
"""Seconds after which a bot that makes no progress counts as dead. Nothing waits for them to pass."""
BLOCKED_EVERY, GONE_EVERY = 97, 311


@dataclass(frozen=True)
class Plan:
    """How many people, after how many requests the bot is killed each time, and how fast it sends."""

    people: int
    kills: Sequence[int]
    rate: int = 1000


@dataclass(frozen=True)
class Result:
    """What was left at the end: the counts after the kills and after the resend, and who got it how often."""

    first: Progress
    last: Progress
    twice_by_kills: int
    twice_in_all: int
    missed: int
    outside_of_kills: int
    false: int
    """Rows called sent whose people have nothing, and rows called failed whose people have it."""


@contextlib.asynccontextmanager
async def outside(tmp_path: Path) -> AsyncIterator[Outside]:
    """The world in a folder."""
    knowledge = folder.write(tmp_path / "knowledge")
    (tmp_path / "data").mkdir()
    async with opened(tmp_path / "data", knowledge) as world:
        yield world


async def subscribe(store: Store, people: int) -> None:
    """So many subscribers of three languages, in one transaction."""
    now = datetime.now(UTC).isoformat(timespec="seconds")
    numbered = (
        "WITH RECURSIVE number(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM number WHERE n + 1 < ?1) "
        "INSERT INTO {} SELECT 'tg:' || (?2 + n), {} FROM number"
    )

    async def work(connection: aiosqlite.Connection) -> None:
        language = "CASE n % 3 WHEN 0 THEN 'en' WHEN 1 THEN 'es' ELSE 'fr' END, 'gb', ?3"
        values = (people, FIRST, now)
        await connection.execute(numbered.format("people (chat, language, country, seen)", language), values)
        await connection.execute(numbered.format("subscriptions (chat, workplace, since)", "'', ?3"), values)

    await store.database.write(work)


async def draft(store: Store) -> int:
    """A broadcast in two languages by an organiser."""
    now, author = datetime.now(UTC), f"tg:{ORGANISER}"
    await store.people.save(Person(author, "en", "gb"), now)
    number = await store.broadcasts.begin(author, "en", now)
    for language in ("en", "es"):
        text = f"<b>Tuesday</b> at ten, the court hears the case. ({language})"
        await store.broadcasts.set_content(number, language, Content(text))
    return number


async def run(world: Outside, plan: Plan) -> Result:
    """Send to everybody through faults and kills, then once more where it is unknown, and count."""
    await world.control("say", chat_id=ORGANISER, text="/start")
    await world.control("people", count=plan.people)
    for every, verb in ((BLOCKED_EVERY, "block"), (GONE_EVERY, "deactivate")):
        for number in range(every, plan.people, every):
            await world.control(verb, user_id=FIRST + number)
    await _weather(world)
    async with open_store(world.data) as store:
        await subscribe(store, plan.people)
        number = await draft(store)
        now = datetime.now(UTC)
        assert await store.broadcasts.launch(number, f"tg:{ORGANISER}", now, now) == plan.people
    in_flight = await _killed(world, plan)
    async with open_store(world.data) as store:
        first = await store.broadcasts.progress(number)
        got, rows = await world.control("received", count=plan.people), await _rows(store, plan.people)
        twice = {chat for chat, count in enumerate(got) if count > 1}
        twice_by_kills = sum(got[chat] - 1 for chat in twice)
        in_doubt = {int(chat.removeprefix("tg:")) - FIRST for chat in in_flight}
        false = sum((rows[chat] == "sent") > bool(count) for chat, count in enumerate(got))
        false += sum(rows[chat] == "failed" and bool(count) for chat, count in enumerate(got))
        await store.broadcasts.resend_unknown(number, f"tg:{ORGANISER}", datetime.now(UTC))
    last, got = await _resent(world, plan, number)
    lost = {*range(BLOCKED_EVERY, plan.people, BLOCKED_EVERY), *range(GONE_EVERY, plan.people, GONE_EVERY)}
    return Result(
        first=first,
        last=last,
        twice_by_kills=twice_by_kills,
        twice_in_all=sum(max(0, count - 1) for count in got),
        missed=sum(not count for chat, count in enumerate(got) if chat not in lost),
        outside_of_kills=len(twice - in_doubt),
        false=false,
    )


async def _weather(world: Outside) -> None:
    """429s, 502s that took effect or not, lines that break after the message was taken."""
    for seed, (name, share, args) in enumerate(
        (
            ("too_many", 0.002, {"retry_after": 1}),
            ("bad_gateway", 0.004, {}),
            ("bad_gateway", 0.004, {"accepts": True}),
            ("accept_then_drop", 0.004, {}),
            ("cut", 0.002, {}),
        )
    ):
        await world.control("chance", name=name, method="sendMessage", share=share, seed=seed, args=args)


async def _killed(world: Outside, plan: Plan) -> set[str]:
    """Until the broadcast is done; returns the chats whose messages were in flight at a kill."""
    in_flight: set[str] = set()
    for calls in plan.kills:
        bot = await world.start(plan.rate)
        await world.control("wait_calls", count=calls, seconds=PATIENCE)
        await world.kill(bot)
        in_flight |= _in_flight(world)
    bot = await world.start(plan.rate)
    await world.control("wait_text", chat_id=ORGANISER, text="has been sent", seconds=PATIENCE)
    await world.stop(bot)
    return in_flight


def _in_flight(world: Outside) -> set[str]:
    """The chats whose messages a bot that was killed was just sending."""
    with contextlib.closing(sqlite3.connect(world.data / "redress.sqlite3")) as database:
        return {row[0] for row in database.execute("SELECT chat FROM deliveries WHERE state = 'sending'")}


async def _resent(world: Outside, plan: Plan, number: int) -> tuple[Progress, list[int]]:
    """The organiser's word on what is unknown, in better weather."""
    await world.control("faults", name="none")
    bot = await world.start(plan.rate)
    await world.control("wait_text", chat_id=ORGANISER, text="has been sent", times=2, seconds=PATIENCE)
    await world.stop(bot)
    async with open_store(world.data) as store:
        return await store.broadcasts.progress(number), await world.control("received", count=plan.people)


async def _rows(store: Store, people: int) -> list[str]:
    async with store.database.reader.execute("SELECT chat, state FROM deliveries") as cursor:
        found = {str(row["chat"]): str(row["state"]) async for row in cursor}
    return [found[f"tg:{FIRST + number}"] for number in range(people)]
