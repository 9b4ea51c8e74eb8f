"""Cases: questions that a person answers. What changes a case and what is said about it are one transaction."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import aiosqlite

from bot.core.cases import Case, Place, Step, after, possible
from bot.edges.store.database import Database
from bot.edges.store.moments import millisecond
from bot.edges.store.outbox import Outbox, Post
from bot.edges.store.team import note

# The worker may have changed the language since: what is said to them now is said in the new one.
_SELECT = (
    "SELECT c.*, coalesce(p.language, c.language) AS spoken FROM cases AS c LEFT JOIN people AS p ON p.chat = c.chat "
)


class Cases:
    """What staff and workers have open with each other."""

    def __init__(self, database: Database, outbox: Outbox) -> None:
        self._database = database
        self._outbox = outbox

    async def open(self, case: Case, posts: Sequence[Post], now: datetime) -> bool:
        """Keep a new case and its cards. False, and nothing kept, when its number is taken."""

        async def work(connection: aiosqlite.Connection) -> bool:
            query = (
                "INSERT OR IGNORE INTO cases (number, chat, question, words, language, country, urgent, desks, "
                "created, last_worker) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            )
            desks = json.dumps([[place.chat, place.thread] for place in case.desks])
            own = (case.number, case.chat, case.question, case.words, case.language, case.country, int(case.urgent))
            cursor = await connection.execute(
                query, (*own, desks, millisecond(case.created), millisecond(case.last_worker))
            )
            if cursor.rowcount:
                await self._put(connection, posts, now)
            return bool(cursor.rowcount)

        opened: bool = await self._database.write(work)
        return opened

    async def move(
        self, number: str, step: Step, posts: Sequence[Post], now: datetime, name: str = "", who: str = ""
    ) -> bool:
        """Take a step and say it. False, and nothing said, when it makes no sense (any more).

        `name` is what colleagues call the one of the staff who does it, `who` their private chat, for the audit.
        """

        async def work(connection: aiosqlite.Connection) -> bool:
            async with connection.execute(f"{_SELECT} WHERE c.number = ?", (number,)) as cursor:
                row = await cursor.fetchone()
            if row is None or not possible(_case(row), step):
                return False
            await _save(connection, after(_case(row), step, name, now))
            await self._put(connection, posts, now)
            if who:
                await note(connection, who, f"case-{step}", number, now)
            return True

        moved: bool = await self._database.write(work)
        return moved

    async def say(self, number: str, posts: Sequence[Post], now: datetime) -> bool:
        """Say something about a case that changes nothing. False, and nothing said, when it was erased."""

        async def work(connection: aiosqlite.Connection) -> bool:
            async with connection.execute("SELECT 1 FROM cases WHERE number = ?", (number,)) as cursor:
                if await cursor.fetchone() is None:
                    return False
            await self._put(connection, posts, now)
            return True

        said: bool = await self._database.write(work)
        return said

    async def _put(self, connection: aiosqlite.Connection, posts: Sequence[Post], now: datetime) -> None:
        for post in posts:
            await self._outbox.insert(connection, post, now)

    async def get(self, number: str) -> Case | None:
        """The case with this number."""
        found = await self._all("WHERE c.number = ?", number)
        return found[0] if found else None

    async def of(self, chat: str) -> list[Case]:
        """The cases of a worker, the newest first."""
        return await self._all("WHERE c.chat = ? ORDER BY c.id DESC", chat)

    async def all_open(self) -> list[Case]:
        """What is open: urgent ones first, then those that wait the longest."""
        return await self._all("WHERE c.state = 'open' ORDER BY c.urgent DESC, c.last_worker")

    async def closed_before(self, moment: datetime) -> list[Case]:
        """What was closed so long ago that it is to be erased."""
        return await self._all("WHERE c.state = 'closed' AND c.closed < ?", millisecond(moment))

    async def _all(self, condition: str, *values: str) -> list[Case]:
        async with self._database.reader.execute(_SELECT + condition, values) as cursor:
            return [_case(row) async for row in cursor]

    async def shown(self, case: Case) -> list[tuple[Place, int]]:
        """Every message at the desks that holds the worker's words: where it stands, and its number."""
        query = (
            "SELECT chat, message FROM outbox WHERE about = ? AND message IS NOT NULL "
            "GROUP BY chat, message ORDER BY min(id)"
        )
        async with self._database.reader.execute(query, (case.staff_side,)) as cursor:
            return [(Place(row["chat"]), int(row["message"])) async for row in cursor]

    async def erase(self, cases: Sequence[Case], posts: Sequence[Post], now: datetime) -> None:
        """Erase cases and the way to their messages; what is to be said about it goes out."""

        async def work(connection: aiosqlite.Connection) -> None:
            for case in cases:
                await connection.execute("DELETE FROM cases WHERE number = ?", (case.number,))
                about = (case.staff_side, case.worker_side, case.remarks)
                await connection.execute("DELETE FROM outbox WHERE about IN (?, ?, ?)", about)
            await self._put(connection, posts, now)

        await self._database.write(work)
        await self._database.scrub()

    async def moved(self, old: str, new: str) -> None:
        """A staff group got a new number: Telegram does that when it gives a group topics."""

        async def work(connection: aiosqlite.Connection) -> None:
            values = (json.dumps(old), json.dumps(new))
            await connection.execute("UPDATE cases SET desks = replace(desks, ?, ?)", values)

        await self._database.write(work)


async def _save(connection: aiosqlite.Connection, case: Case) -> None:
    """Write what can change of a case."""
    moments = (case.last_worker, case.last_staff, case.late, case.closed)
    state = "closed" if case.closed else "open"
    values = (state, case.taken_by, *(millisecond(moment) if moment else None for moment in moments), case.number)
    query = (
        "UPDATE cases SET state = ?, taken_by = ?, last_worker = ?, last_staff = ?, late = ?, closed = ? "
        "WHERE number = ?"
    )
    await connection.execute(query, values)


def _case(row: Any) -> Case:  # noqa: ANN401 - sqlite3.Row has no types
    def moment(name: str) -> datetime | None:
        return datetime.fromisoformat(row[name]) if row[name] else None

    created, last_worker = moment("created"), moment("last_worker")
    assert created
    assert last_worker
    return Case(
        number=row["number"],
        chat=row["chat"],
        question=row["question"],
        words=row["words"],
        language=row["spoken"],
        country=row["country"],
        desks=tuple(Place(chat, thread) for chat, thread in json.loads(row["desks"])),
        created=created,
        last_worker=last_worker,
        urgent=bool(row["urgent"]),
        taken_by=row["taken_by"],
        last_staff=moment("last_staff"),
        late=moment("late"),
        closed=moment("closed"),
    )
