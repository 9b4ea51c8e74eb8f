"""The settings of chats, and where they stand: roles, and what is expected of them next."""

from datetime import datetime, timedelta

import aiosqlite

from bot.core.model import Person
from bot.core.standing import Expecting, Standing
from bot.edges.store.database import Database
from bot.edges.store.moments import second

_MOMENT = timedelta(minutes=10)  # after that, "and how long?" is a new question
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
            "AS roles, EXISTS (SELECT 1 FROM subscriptions WHERE chat = :chat) AS subscribed "
            "FROM (SELECT :chat AS chat) AS c LEFT JOIN people AS p ON p.chat = c.chat "
            "LEFT JOIN expecting AS e ON e.chat = c.chat AND e.at > :since"
        )
        values = {"chat": chat, "who": who, "since": second(now - _PATIENCE)}
        async with self._database.reader.execute(query, values) as cursor:
            row = await cursor.fetchone()
        assert row is not None
        person = Person(chat, row["language"], row["country"], known=True) if row["language"] else None
        expecting = Expecting(row["kind"], row["about"]) if row["kind"] else None
        roles = frozenset((row["roles"] or "").split(",")) - {""}
        return Standing(person, roles, expecting, bool(row["subscribed"]))

    async def save(self, person: Person, now: datetime) -> None:
        """Keep the settings of a chat."""
        values = (person.chat, person.language, person.country, second(now))

        async def work(connection: aiosqlite.Connection) -> None:
            await connection.execute(
                "INSERT INTO people (chat, language, country, seen) VALUES (?, ?, ?, ?) ON CONFLICT (chat) DO UPDATE "
                "SET language = excluded.language, country = excluded.country, seen = excluded.seen",
                values,
            )

        await self._database.write(work)

    async def expect(self, chat: str, expecting: Expecting | None, now: datetime) -> None:
        """Note what the next message of a chat is for; None: whatever it likes."""
        moment = second(now)

        async def work(connection: aiosqlite.Connection) -> None:
            await connection.execute("DELETE FROM expecting WHERE chat = ?", (chat,))
            if expecting:
                values = (chat, expecting.kind, expecting.about, moment)
                await connection.execute("INSERT INTO expecting (chat, kind, about, at) VALUES (?, ?, ?, ?)", values)

        await self._database.write(work)

    def dwell(self, chat: str, topic: str, now: datetime) -> None:
        """Note what a chat is being told about; what others were told minutes ago is forgotten with it."""
        moment, over = second(now), second(now - _MOMENT)

        async def work(connection: aiosqlite.Connection) -> None:
            await connection.execute("DELETE FROM recent WHERE chat = ? OR at < ?", (chat, over))
            await connection.execute("INSERT INTO recent (chat, topic, at) VALUES (?, ?, ?)", (chat, topic, moment))

        self._database.later(work)

    async def recent(self, chat: str, now: datetime) -> str | None:
        """The topic that a chat was told about in the last minutes."""
        over = second(now - _MOMENT)
        query = "SELECT topic FROM recent WHERE chat = ? AND at >= ?"
        async with self._database.reader.execute(query, (chat, over)) as cursor:
            row = await cursor.fetchone()
        return str(row["topic"]) if row else None
