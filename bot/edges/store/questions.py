"""The redacted log of questions. Text is cleaned here, at the door: nothing else writes this table."""

import csv
import json
from dataclasses import dataclass
from datetime import datetime
from typing import TextIO

import aiosqlite

from bot.core.model import Feedback, Question, Record
from bot.core.privacy import pseudonym, redact
from bot.edges.store.broadcast_rows import forget_rows, purge_rows
from bot.edges.store.database import Database, Work
from bot.edges.store.moments import second

COLUMNS = ("id", "asker", "at", "text", "language", "country", "outcome", "topics", "layer")
EXPORT = (*COLUMNS, "took_ms", "chosen", "helped", "why")

_OF_A_CHAT = ("people", "recent", "expecting", "subscriptions", "zones", "cases", "waits", "shown")


@dataclass(frozen=True, slots=True)
class Purged:
    """What a purge erased."""

    questions: int
    updates: int


@dataclass(frozen=True, slots=True)
class Kept:
    """A question as it was kept: redacted. `topic` is the answer that was read, empty when there was none."""

    text: str
    language: str
    country: str | None
    topic: str


class Questions:
    """The log."""

    def __init__(self, database: Database, key: bytes) -> None:
        self._database = database
        self._key = key

    def record(self, record: Record, took_ms: float | None = None) -> None:
        """Keep a record when its turn comes; the answer is out already and does not wait."""
        work = self._insert(record, took_ms) if isinstance(record, Question) else self._update(record)
        self._database.later(work)

    def _insert(self, question: Question, took_ms: float | None) -> Work:
        topics = json.dumps([[topic, round(score, 3)] for topic, score in question.topics])
        values = (
            question.id,
            pseudonym(self._key, question.chat),
            second(question.at),
            redact(question.text),
            question.language,
            question.country,
            question.outcome,
            topics,
            question.layer,
            question.broadcast,
            took_ms,
        )

        async def work(connection: aiosqlite.Connection) -> None:
            await connection.execute(
                f"INSERT OR IGNORE INTO questions ({', '.join(COLUMNS)}, broadcast, took_ms) "  # noqa: S608 - our own column names
                f"VALUES (?, ?{', ?' * len(COLUMNS)})",
                values,
            )

        return work

    def _update(self, feedback: Feedback) -> Work:
        statements = {
            "helped": ("helped = 1", ()),
            "not-helped": ("helped = 0", ()),
            "reason": ("helped = 0, why = ?", (feedback.detail,)),
            "chosen": ("chosen = ?", (feedback.detail,)),
            "none-of-these": ("chosen = 'none'", ()),
        }
        assignment, values = statements[feedback.kind]

        async def work(connection: aiosqlite.Connection) -> None:
            await connection.execute(f"UPDATE questions SET {assignment} WHERE id = ?", (*values, feedback.question))  # noqa: S608

        return work

    async def kept(self, question: str, chat: str) -> Kept | None:
        """What this chat asked, as it was kept. None for somebody else's question, or one that is not kept."""
        await self._database.flush()  # a fast thumb is ahead of the log
        query = "SELECT text, language, country, outcome, topics, chosen FROM questions WHERE id = ? AND asker = ?"
        async with self._database.reader.execute(query, (question, pseudonym(self._key, chat))) as cursor:
            row = await cursor.fetchone()
        if row is None:
            return None
        return Kept(row["text"], row["language"], row["country"], answered_with(row))

    async def forget(self, chat: str) -> int:
        """Erase a chat's settings and questions; returns how many questions there were."""
        asker = pseudonym(self._key, chat)

        async def work(connection: aiosqlite.Connection) -> int:
            for table in _OF_A_CHAT:
                await connection.execute(f"DELETE FROM {table} WHERE chat = ?", (chat,))  # noqa: S608 - our own names
            # Other people's cases at a colleague's own chat stay findable: their erasure must reach these cards too.
            await connection.execute("DELETE FROM outbox WHERE chat = ? AND about NOT LIKE 'case:%'", (chat,))
            await connection.execute("UPDATE proposals SET author = '' WHERE author = ?", (chat,))
            await forget_rows(connection, chat)
            cursor = await connection.execute("DELETE FROM questions WHERE asker = ?", (asker,))
            return cursor.rowcount

        found: int = await self._database.write(work)
        await self._database.scrub()
        return found

    async def purge(self, before: datetime, updates_before: datetime) -> Purged:
        """Erase questions older than `before`, and finished updates older than `updates_before`."""

        async def work(connection: aiosqlite.Connection) -> Purged:
            day = second(before)
            questions = await connection.execute("DELETE FROM questions WHERE at < ?", (day,))
            await connection.execute("DELETE FROM proposals WHERE at < ?", (day,))
            # The address of who was told something goes too. What a case has at its desks goes with the case.
            await connection.execute(
                "DELETE FROM outbox WHERE state IN ('sent', 'failed', 'unknown') AND at < ? "
                "AND about NOT LIKE 'case:%' AND about NOT LIKE 'mine:%' AND about NOT LIKE 'note:%'",
                (day,),
            )
            moment = second(updates_before)
            for table in ("expecting", "recent"):  # what lapsed within the hour
                await connection.execute(f"DELETE FROM {table} WHERE at < ?", (moment,))  # noqa: S608
            updates = await connection.execute("DELETE FROM inbox WHERE done = 1 AND at < ?", (moment,))
            return Purged(questions.rowcount, updates.rowcount)

        found: Purged = await self._database.write(work)
        await purge_rows(self._database, before)
        await self._database.scrub()
        return found

    async def export(self, out: TextIO) -> int:
        """Write the log as CSV; returns the number of rows."""
        writer, count = csv.writer(out), 0
        writer.writerow(EXPORT)
        query = f"SELECT {', '.join(EXPORT)} FROM questions ORDER BY at, id"  # noqa: S608
        async with self._database.reader.execute(query) as cursor:
            async for row in cursor:
                writer.writerow([_harmless(value) for value in row])
                count += 1
        return count


def answered_with(row: aiosqlite.Row) -> str:
    """The topic that a question was answered with: a suggestion that was taken counts. Empty when there was none."""
    if row["chosen"]:
        return "" if row["chosen"] == "none" else str(row["chosen"])
    topics = json.loads(row["topics"])
    return str(topics[0][0]) if row["outcome"] == "answer" and topics else ""


def _harmless(value: object) -> object:
    """A cell that a spreadsheet does not run: "=HYPERLINK(...)" typed by a stranger stays text."""
    return f"'{value}" if isinstance(value, str) and value[:1] in "=+-@" and value else value
