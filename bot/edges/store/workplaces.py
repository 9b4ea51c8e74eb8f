"""Workplaces that workers join by a link or a poster, and how many did."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import aiosqlite

from bot.edges.store.database import Database
from bot.edges.store.moments import second
from bot.edges.store.team import note


@dataclass(frozen=True, slots=True)
class Workplace:
    """A firm whose workers can be reached. `code` is the secret in its link."""

    id: str
    name: str
    country: str | None
    code: str


class Workplaces:
    """All workplaces of this installation."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def create(self, workplace: Workplace, by: str, now: datetime) -> None:
        """Open a workplace."""
        values = (
            workplace.id,
            workplace.name,
            workplace.country,
            workplace.code,
            by,
            second(now),
        )

        async def work(connection: aiosqlite.Connection) -> None:
            query = "INSERT INTO workplaces (id, name, country, code, created_by, at) VALUES (?, ?, ?, ?, ?, ?)"
            await connection.execute(query, values)
            await note(connection, by, "workplace opened", workplace.name, now)

        await self._database.write(work)

    async def get(self, id_: str) -> Workplace | None:
        """The workplace with this id."""
        return await self._one("id", id_)

    async def by_code(self, code: str) -> Workplace | None:
        """The workplace that this link opens; None for a link that was replaced."""
        return await self._one("code", code)

    async def all(self, only: Collection[str] | None = None) -> tuple[Workplace, ...]:
        """The workplaces by name; with `only`, those of them."""
        query = "SELECT id, name, country, code FROM workplaces ORDER BY name COLLATE NOCASE, id"
        async with self._database.reader.execute(query) as cursor:
            found = [_workplace(row) async for row in cursor]
        return tuple(each for each in found if only is None or each.id in only)

    async def members(self, id_: str) -> int:
        """How many people joined it."""
        query = "SELECT count(*) FROM subscriptions WHERE workplace = ?"
        async with self._database.counter.execute(query, (id_,)) as cursor:
            row = await cursor.fetchone()
        return int(row[0]) if row else 0

    async def rotate(self, id_: str, code: str, by: str, now: datetime) -> None:
        """Give it a new link; the old one is dead at once."""

        async def work(connection: aiosqlite.Connection) -> None:
            await connection.execute("UPDATE workplaces SET code = ? WHERE id = ?", (code, id_))
            await note(connection, by, "workplace link replaced", await _name(connection, id_), now)

        await self._database.write(work)

    async def close(self, id_: str, by: str, now: datetime) -> None:
        """End it: those who joined it are no longer reached for it, and not at all when they joined no other."""

        async def work(connection: aiosqlite.Connection) -> None:
            await note(connection, by, "workplace closed", await _name(connection, id_), now)
            await connection.execute("DELETE FROM subscriptions WHERE workplace = ?", (id_,))
            await connection.execute("DELETE FROM workplaces WHERE id = ?", (id_,))

        await self._database.write(work)
        await self._database.scrub()

    async def _one(self, column: str, value: str) -> Workplace | None:
        query = f"SELECT id, name, country, code FROM workplaces WHERE {column} = ?"  # noqa: S608 - our own column names
        async with self._database.reader.execute(query, (value,)) as cursor:
            row = await cursor.fetchone()
        return _workplace(row) if row else None


async def _name(connection: aiosqlite.Connection, id_: str) -> str:
    async with connection.execute("SELECT name FROM workplaces WHERE id = ?", (id_,)) as cursor:
        row = await cursor.fetchone()
    return str(row["name"]) if row else ""


def _workplace(row: aiosqlite.Row) -> Workplace:
    return Workplace(row["id"], row["name"], row["country"], row["code"])
