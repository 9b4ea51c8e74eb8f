"""Messages to somebody else than the one who is being answered: rows first, then sent by the courier."""

import asyncio
import base64
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import aiosqlite
import orjson

from bot.core.model import Button, Delivered, File, Outgoing, Refused, Retry, SendResult, Stop, Unknown
from bot.edges.store.database import Database
from bot.edges.store.moments import millisecond

_TRIES = 3  # for a message that may have arrived: said twice is better than not at all
_LATER = timedelta(minutes=1)  # when nothing can be sent at all
_OPEN = "state IN ('queued', 'sending')"
# What was tried before and waits holds up the rest of its chat: an erasure must not overtake the words that it erases.
_AHEAD = (
    "SELECT 1 FROM outbox AS e INDEXED BY outbox_waiting WHERE e.chat = o.chat AND e.id < o.id "
    "AND e.state IN ('queued', 'sending') AND e.tries > 0"
)


@dataclass(frozen=True, slots=True)
class Post:
    """A message to a chat. `about` names what an answer to it belongs to: `case:17`; empty where nothing does."""

    chat: str
    message: Outgoing
    about: str = ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A post in the outbox that is due."""

    id: int
    post: Post
    tries: int


class Outbox:
    """The durable queue of posts."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.woken = asyncio.Event()

    async def insert(
        self, connection: aiosqlite.Connection, post: Post, now: datetime, due: datetime | None = None
    ) -> int:
        """Add a post inside a transaction of somebody's, so that a promise and its message are stored together.

        It leaves at `due`, at once when that is not said.
        """
        moment = millisecond(now)
        cursor = await connection.execute(
            "INSERT INTO outbox (chat, about, body, at, not_before) VALUES (?, ?, ?, ?, ?)",
            (post.chat, post.about, written(post.message), moment, millisecond(due or now)),
        )
        self.woken.set()
        assert cursor.lastrowid is not None
        return cursor.lastrowid

    async def put(self, *posts: Post, now: datetime) -> None:
        """Add posts in a transaction of their own."""

        async def work(connection: aiosqlite.Connection) -> None:
            for post in posts:
                await self.insert(connection, post, now)

        await self._database.write(work)

    async def due(self, now: datetime, most: int = 50) -> list[Waiting]:
        """Claim what is to be sent by now, in order: committed as being sent before anything leaves."""

        async def work(connection: aiosqlite.Connection) -> list[Waiting]:
            query = (
                f"SELECT id, chat, about, body, tries FROM outbox AS o INDEXED BY outbox_open "  # noqa: S608
                f"WHERE {_OPEN} AND not_before <= ?1 "
                f"AND NOT EXISTS ({_AHEAD} AND e.not_before > ?1) ORDER BY id LIMIT ?2"
            )
            async with connection.execute(query, (millisecond(now), most)) as cursor:
                rows = [row async for row in cursor]
            await connection.executemany(
                "UPDATE outbox SET state = 'sending', tries = tries + 1 WHERE id = ?", [(row["id"],) for row in rows]
            )
            return [
                Waiting(row["id"], Post(row["chat"], read(row["body"]), row["about"]), row["tries"] + 1) for row in rows
            ]

        found: list[Waiting] = await self._database.write(work)
        return found

    async def stands(self, waiting: Waiting) -> bool:
        """Whether a claimed post is still to be sent: somebody may have erased it since."""
        query = f"SELECT 1 FROM outbox WHERE {_CLAIMED}"  # noqa: S608 - our own words
        async with self._database.reader.execute(query, _own(waiting)) as cursor:
            return await cursor.fetchone() is not None

    async def settle(self, waiting: Waiting, result: SendResult, now: datetime) -> bool:
        """Note what became of a post: it is done, or it waits for its next try. False when it was erased meanwhile."""
        change, values = _change(waiting, result, now)

        async def work(connection: aiosqlite.Connection) -> bool:
            cursor = await connection.execute(f"UPDATE outbox SET {change} WHERE {_CLAIMED}", (*values, *_own(waiting)))  # noqa: S608
            return cursor.rowcount > 0

        stood: bool = await self._database.write(work)
        return stood

    async def next_due(self) -> datetime | None:
        """When the next post that waits is to be sent."""
        query = f"SELECT min(not_before) FROM outbox AS o WHERE {_OPEN} AND NOT EXISTS ({_AHEAD} AND e.not_before > o.not_before)"  # noqa: E501, S608
        async with self._database.reader.execute(query) as cursor:
            row = await cursor.fetchone()
        return datetime.fromisoformat(row[0]) if row and row[0] else None

    async def about(self, chat: str, message: int) -> str | None:
        """What a message of ours belongs to: found by its number, never by its words."""
        query = "SELECT about FROM outbox WHERE chat = ? AND message = ? AND about <> '' ORDER BY id DESC LIMIT 1"
        async with self._database.reader.execute(query, (chat, message)) as cursor:
            row = await cursor.fetchone()
        return str(row["about"]) if row else None

    async def message(self, about: str, chat: str) -> int | None:
        """The first message in a chat that belongs to this, so that it can be changed in its place."""
        query = "SELECT message FROM outbox WHERE about = ? AND chat = ? AND message IS NOT NULL ORDER BY id LIMIT 1"
        async with self._database.reader.execute(query, (about, chat)) as cursor:
            row = await cursor.fetchone()
        return int(row["message"]) if row else None


_CLAIMED = "id = ? AND chat = ? AND about = ? AND state = 'sending'"
"""A number is given anew after an erasure, to a post that nobody has claimed yet."""


def _own(waiting: Waiting) -> tuple[int, str, str]:
    return waiting.id, waiting.post.chat, waiting.post.about


def over(waiting: Waiting, result: SendResult) -> bool:
    """Whether a post that did not arrive is given up."""
    if isinstance(result, Refused):
        return not result.moved_to
    return isinstance(result, Unknown) and waiting.tries >= _TRIES


def _change(waiting: Waiting, result: SendResult, now: datetime) -> tuple[str, tuple[Any, ...]]:
    match result:
        case Delivered(message):
            return "state = 'sent', body = NULL, message = ?", (message,)
        case Refused("moved", moved_to=chat) if chat:
            return "state = 'queued', chat = ?", (chat,)
        case Refused(reason):
            return "state = 'failed', body = NULL, reason = ?", (reason,)
        case Retry(after):
            return "state = 'queued', not_before = ?", (millisecond(now + timedelta(seconds=after)),)
        case Unknown() if waiting.tries >= _TRIES:
            return "state = 'unknown', body = NULL", ()
        case Unknown() | Stop():
            return "state = 'queued', not_before = ?", (millisecond(now + _LATER),)


def written(message: Outgoing) -> str:
    """A message as JSON."""
    file = message.file
    return orjson.dumps(
        {
            "html": message.html,
            "rows": [[[button.label, button.data, button.url] for button in row] for row in message.rows],
            "edit": message.edit,
            "thread": message.thread,
            "file": [file.kind, file.id, base64.b64encode(file.data).decode(), file.name] if file else None,
        }
    ).decode()


def read(body: str) -> Outgoing:
    """A message from its JSON."""
    found = orjson.loads(body)
    rows = tuple(tuple(Button(*button) for button in row) for row in found["rows"])
    file = None
    if found["file"]:
        kind, name, data, title = found["file"]
        file = File(kind, name, base64.b64decode(data), title)
    return Outgoing(found["html"], rows, found["edit"], file, found["thread"])
