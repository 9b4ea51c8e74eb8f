"""Who asked to be reached: a chat, and the workplaces it joined. Language and country stand with the person."""

from datetime import datetime

import aiosqlite

from bot.edges.store.database import Database
from bot.edges.store.moments import second


class Subscriptions:
    """The people who said yes. Organisers see their number, never who they are."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def join(self, chat: str, workplace: str, now: datetime) -> None:
        """Reach this chat from now on, for one more workplace or ("") for none in particular."""
        values = (chat, workplace, second(now))

        async def work(connection: aiosqlite.Connection) -> None:
            await connection.execute(
                "INSERT OR IGNORE INTO subscriptions (chat, workplace, since) VALUES (?, ?, ?)", values
            )

        await self._database.write(work)

    async def leave(self, chat: str) -> bool:
        """Never reach this chat again; returns whether it was subscribed."""

        async def work(connection: aiosqlite.Connection) -> bool:
            cursor = await connection.execute("DELETE FROM subscriptions WHERE chat = ?", (chat,))
            return cursor.rowcount > 0

        found: bool = await self._database.write(work)
        await self._database.scrub()
        return found

    async def of(self, chat: str) -> tuple[str, ...]:
        """The workplaces that a chat joined ("" for none in particular); empty when it is not subscribed."""
        query = "SELECT workplace FROM subscriptions WHERE chat = ? ORDER BY workplace"
        async with self._database.reader.execute(query, (chat,)) as cursor:
            return tuple([row["workplace"] async for row in cursor])
