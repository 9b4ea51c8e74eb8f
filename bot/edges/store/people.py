"""The settings of chats."""

from datetime import datetime

import aiosqlite

from bot.core.model import Person
from bot.edges.store.database import Database


class People:
    """Language and country per chat."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, chat: str) -> Person | None:
        """The settings of a chat, if it has any."""
        query = "SELECT language, country FROM people WHERE chat = ?"
        async with self._database.reader.execute(query, (chat,)) as cursor:
            row = await cursor.fetchone()
        return Person(chat, row["language"], row["country"], known=True) if row else None

    async def save(self, person: Person, now: datetime) -> None:
        """Keep the settings of a chat."""
        values = (person.chat, person.language, person.country, now.isoformat(timespec="seconds"))

        async def work(connection: aiosqlite.Connection) -> None:
            await connection.execute(
                "INSERT INTO people (chat, language, country, seen) VALUES (?, ?, ?, ?) ON CONFLICT (chat) DO UPDATE "
                "SET language = excluded.language, country = excluded.country, seen = excluded.seen",
                values,
            )

        await self._database.write(work)
