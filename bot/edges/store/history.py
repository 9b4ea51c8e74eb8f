"""What the log tells about a stretch of time, for reports. No row leaves with anything that names its asker."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

import aiosqlite

from bot.core.report.values import Asked, Sent
from bot.edges.store.database import Database
from bot.edges.store.moments import second

MADE_UP = "demo."
"""How the ids of made-up questions begin: no real one holds a full stop."""
_ASKED = (
    "SELECT at, text, language, country, outcome, json_extract(topics, '$[0][0]') AS topic, took_ms, chosen, helped, "
    "why FROM questions WHERE at >= ? ORDER BY at"
)
_SENT = (
    "SELECT coalesce(b.start_at, b.at) AS day, sum(t.count) AS recipients, "
    "sum(t.count * (t.state = 'sent')) AS arrived, sum(t.count * (t.state = 'failed')) AS failed, "
    "sum(t.count * (t.state = 'unknown')) AS unknown "
    "FROM broadcasts AS b JOIN tallies AS t ON t.broadcast = b.id AND t.change = 0 "
    "WHERE b.state IN ('running', 'paused', 'stopped', 'done') AND NOT b.training AND coalesce(b.start_at, b.at) >= ? "
    "GROUP BY b.id ORDER BY day"
)


class History:
    """Reading the log."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def asked(self, since: datetime) -> Sequence[Asked]:
        """The questions since a moment (UTC), oldest first."""
        rows = await self._database.counter.execute_fetchall(_ASKED, (second(since),))
        return [_asked(*row) for row in rows]

    async def sent(self, since: datetime) -> Sequence[Sent]:
        """The broadcasts that started since a moment (UTC), without trial runs; counts, never who."""
        rows = await self._database.reader.execute_fetchall(_SENT, (second(since),))
        return [Sent(date.fromisoformat(day[:10]), *counts) for day, *counts in rows]

    async def count(self) -> tuple[int, int]:
        """How many questions there are in all, and how many of them are made up."""
        query = "SELECT count(*), count(*) FILTER (WHERE id LIKE ?) FROM questions"
        (row,) = await self._database.reader.execute_fetchall(query, (f"{MADE_UP}%",))
        return int(row[0]), int(row[1])

    async def clear_made_up(self) -> None:
        """Erase what was made up."""

        async def work(connection: aiosqlite.Connection) -> None:
            await connection.execute("DELETE FROM questions WHERE id LIKE ?", (f"{MADE_UP}%",))
            mine = "SELECT id FROM broadcasts WHERE author = ?"
            await connection.execute(f"DELETE FROM tallies WHERE broadcast IN ({mine})", (MADE_UP,))  # noqa: S608
            await connection.execute("DELETE FROM broadcasts WHERE author = ?", (MADE_UP,))

        await self._database.write(work)

    async def make_up(self, sent: Iterable[Sent]) -> None:
        """Add made-up broadcasts: counts only, they reach nobody."""

        async def work(connection: aiosqlite.Connection) -> None:
            for one in sent:
                cursor = await connection.execute(
                    "INSERT INTO broadcasts (author, state, base, at) VALUES (?, 'done', 'en', ?)",
                    (MADE_UP, f"{one.day.isoformat()}T12:00:00+00:00"),
                )
                counts = {"sent": one.arrived, "failed": one.failed, "unknown": one.unknown}
                await connection.executemany(
                    "INSERT INTO tallies VALUES (?, 0, 'en', ?, '', ?)",
                    [(cursor.lastrowid, state, count) for state, count in counts.items()],
                )

        await self._database.write(work)


def _asked(at: str, *rest: object) -> Asked:
    *fields, chosen, helped, why = rest
    told = None if helped is None else bool(helped)
    return Asked(datetime.fromisoformat(at), *fields, chosen, told, why)  # type: ignore[arg-type, call-arg]
