"""The settings of chats, and where they stand: roles, and what is expected of them next."""

from datetime import datetime, timedelta

import aiosqlite

from bot.core.model import Person
from bot.core.standing import Expecting, Standing
from bot.edges.store.database import Database

_PATIENCE = timedelta(hours=1)  # after that, what somebody types is a question again


class People:
    """What is known of each chat."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, chat: str) -> Person | None:
        """The settings of a chat, if it has any."""
        query = "SELECT language, country FROM people WHERE chat = ?"
        async with self._database.reader.execute(query, (chat,)) as cursor:
            row = await cursor.fetchone()
        return Person(chat, row["language"], row["country"], known=True) if row else None

    async def standing(self, chat: str, who: str, now: datetime) -> Standing:
        """Where a chat, and the person `who` acts in it, stand at this moment: one query for each event."""
        query = (
            "SELECT p.language, p.country, e.kind, e.about, (SELECT group_concat(role) FROM team WHERE chat = :who) "
            "AS roles FROM (SELECT :chat AS chat) AS c LEFT JOIN people AS p ON p.chat = c.chat "
            "LEFT JOIN expecting AS e ON e.chat = c.chat AND e.at > :since"
        )
        values = {"chat": chat, "who": who, "since": (now - _PATIENCE).isoformat(timespec="seconds")}
        async with self._database.reader.execute(query, values) as cursor:
            row = await cursor.fetchone()
        assert row is not None
        person = Person(chat, row["language"], row["country"], known=True) if row["language"] else None
        expecting = Expecting(row["kind"], row["about"]) if row["kind"] else None
        return Standing(person, frozenset((row["roles"] or "").split(",")) - {""}, expecting)

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

    async def expect(self, chat: str, expecting: Expecting | None, now: datetime) -> None:
        """Note what the next message of a chat is for; None: whatever it likes."""
        moment = now.isoformat(timespec="seconds")

        async def work(connection: aiosqlite.Connection) -> None:
            await connection.execute("DELETE FROM expecting WHERE chat = ?", (chat,))
            if expecting:
                values = (chat, expecting.kind, expecting.about, moment)
                await connection.execute("INSERT INTO expecting (chat, kind, about, at) VALUES (?, ?, ?, ?)", values)

        await self._database.write(work)
