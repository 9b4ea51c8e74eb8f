"""Who may do what, and what they did."""

from datetime import datetime

import aiosqlite

from bot.core.standing import Role
from bot.edges.store.database import Database


class Team:
    """Roles, and the audit of what was done with them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, chat: str, role: Role, invited_by: str, now: datetime) -> None:
        """Give somebody a role."""
        values = (chat, role, now.isoformat(timespec="seconds"), invited_by)

        async def work(connection: aiosqlite.Connection) -> None:
            query = "INSERT OR IGNORE INTO team (chat, role, since, invited_by) VALUES (?, ?, ?, ?)"
            await connection.execute(query, values)

        await self._database.write(work)

    async def audit(self, who: str, what: str, detail: str, now: datetime) -> None:
        """Note an act of somebody with a role. `detail` names no recipient."""

        async def work(connection: aiosqlite.Connection) -> None:
            await note(connection, who, what, detail, now)

        await self._database.write(work)


async def note(connection: aiosqlite.Connection, who: str, what: str, detail: str, now: datetime) -> None:
    """Note an act inside the transaction that does it."""
    values = (now.isoformat(timespec="seconds"), who, what, detail)
    await connection.execute("INSERT INTO audit (at, who, what, detail) VALUES (?, ?, ?, ?)", values)
