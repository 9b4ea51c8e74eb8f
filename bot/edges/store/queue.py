"""The queue of curation: what of the log waits, what was settled, what is proposed. Never who asked."""

import asyncio
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

import aiosqlite

from bot.core.comparing import Posed
from bot.core.likeness import Settled, Sketch, Sketcher, grouped
from bot.core.queue import Asked, Group, Kind, Wording
from bot.edges.store.database import Database
from bot.edges.store.moments import second
from bot.edges.store.team import note

CLOSE: Final = 0.5  # logits between the first and the second topic below which an answer was given by a hair
_LACKING: Final[tuple[Kind, ...]] = ("unanswered", "none-of-these")
_SKETCHES = 20  # wordings of a settled group that are kept as sketches
_CARD = 12  # wordings of a group that a proposal remembers
_KIND = """CASE WHEN helped = 0 THEN 'not-helped' WHEN chosen = 'none' THEN 'none-of-these'
    WHEN outcome <> 'answer' AND chosen IS NOT NULL THEN 'tapped' WHEN outcome = 'none' THEN 'unanswered'
    WHEN outcome = 'suggest' THEN 'unsure' WHEN helped = 1 THEN 'resolved' ELSE 'close' END"""
_MARGIN = "json_extract(topics, '$[0][1]') - json_extract(topics, '$[1][1]')"
_ASKED = f"""SELECT min(id) AS id, text, language, country, {_KIND} AS kind,
    coalesce(CASE WHEN outcome <> 'answer' THEN nullif(chosen, 'none') END, json_extract(topics, '$[0][0]'), '')
    AS topic,
    count(DISTINCT asker) AS count, min(at) AS first, max(at) AS last, max(people) AS people
    FROM questions JOIN (SELECT text, count(DISTINCT asker) AS people FROM questions GROUP BY text) USING (text)
    WHERE at >= ? AND (outcome <> 'answer' OR helped = 0 OR (layer = 'model' AND {_MARGIN} < {CLOSE}))
    GROUP BY text, language, country, kind, topic ORDER BY text"""  # noqa: S608 - nothing but our own words

What = Literal["ignored", "attached", "created"]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A group on a maintainer's card, and what is proposed for it.

    `state` is open, skipped, attach (to `topic`), answer (`draft` is its text) or done.
    """

    id: int
    state: str
    wordings: tuple[Wording, ...]
    nearest: tuple[str, ...]
    topic: str = ""
    draft: str = ""
    author: str = ""


class CurationQueue:
    """Groups, decisions and proposals."""

    def __init__(self, database: Database, key: bytes) -> None:
        self._database = database
        self._sketcher = Sketcher(key)

    async def groups(self, severe: Mapping[str, float] | None = None) -> tuple[Group, ...]:
        """What waits, most pressing first. Takes seconds for a log of a hundred thousand; others are not held up."""
        asked, settled = await self.asked(), await self._settled()
        return await asyncio.to_thread(grouped, asked, self._sketcher, settled, severe)

    async def lacking(self, since: datetime) -> tuple[Group, ...]:
        """What had no answer that fitted since a moment, as groups: for reports."""
        asked = [one for one in await self.asked(second(since)) if one.kind in _LACKING]
        return await asyncio.to_thread(grouped, asked, self._sketcher, await self._settled())

    async def asked(self, since: str = "") -> list[Asked]:
        """The questions that ended badly or nearly so, counted by people; who they are does not leave the database."""
        async with self._database.counter.execute(_ASKED, (since,)) as cursor:
            return [Asked(**dict(row)) async for row in cursor]

    async def recent(self, most: int) -> list[Posed]:
        """The latest distinct questions of the log, whatever became of them."""
        query = (
            "SELECT text, language, country, count(DISTINCT asker) AS count FROM questions "
            "GROUP BY text, language, country ORDER BY max(at) DESC, text LIMIT ?"
        )
        async with self._database.counter.execute(query, (most,)) as cursor:
            return [Posed(**dict(row)) async for row in cursor]

    async def answered(self) -> dict[tuple[str, str, str | None], int]:
        """How many people were answered, by topic, language and country."""
        query = (
            "SELECT json_extract(topics, '$[0][0]') AS topic, language, country, count(DISTINCT asker) AS count "
            "FROM questions WHERE outcome = 'answer' GROUP BY 1, 2, 3"
        )
        async with self._database.counter.execute(query) as cursor:
            return {(row["topic"], row["language"], row["country"]): row["count"] async for row in cursor}

    async def _settled(self) -> list[Settled]:
        async with self._database.reader.execute("SELECT what, sketch, at FROM decisions ORDER BY id") as cursor:
            return [
                Settled(tuple(json.loads(row["sketch"])), None if row["what"] == "ignored" else row["at"])
                async for row in cursor
            ]

    async def settle(self, what: What, topic: str, wordings: Sequence[Wording], now: datetime) -> tuple[int, ...]:
        """A group is dealt with: it does not come back, an ignored one never. Returns what `reopen` takes."""
        sketches = [self._sketcher.sketch(wording.text) for wording in wordings[:_SKETCHES]]

        async def work(connection: aiosqlite.Connection) -> tuple[int, ...]:
            return await _settle(connection, what, topic, sketches, now)

        found: tuple[int, ...] = await self._database.write(work)
        return found

    async def reopen(self, decisions: Iterable[int]) -> None:
        """Undo a settlement."""

        async def work(connection: aiosqlite.Connection) -> None:
            rows = [(number,) for number in decisions]
            await connection.executemany("DELETE FROM decisions WHERE id = ?", rows)

        await self._database.write(work)

    # --- proposals ------------------------------------------------------------------------------------

    async def deal(self, cards: Sequence[tuple[Group, Sequence[str]]], now: datetime) -> None:
        """Lay out groups with their nearest topics as open cards, in the place of the open ones of before.

        No number is given twice: the buttons of an old card would decide about another question. So the last row stays.
        """
        rows = [
            (json.dumps([w.id for w in group.wordings[:_CARD]]), json.dumps(list(nearest)), second(now))
            for group, nearest in cards
        ]

        async def work(connection: aiosqlite.Connection) -> None:
            over = "state IN ('open', 'skipped', 'done')"
            await connection.execute(f"DELETE FROM proposals WHERE {over} AND id < (SELECT max(id) FROM proposals)")  # noqa: S608 - our own words
            await connection.execute(f"UPDATE proposals SET state = 'done', questions = '[]' WHERE {over}")  # noqa: S608 - our own words
            await connection.executemany("INSERT INTO proposals (questions, nearest, at) VALUES (?, ?, ?)", rows)

        await self._database.write(work)

    async def dealt(self) -> tuple[int, str]:
        """How many cards are open, and since when (ISO, empty for none)."""
        query = "SELECT count(*) AS count, coalesce(max(at), '') AS at FROM proposals WHERE state = 'open'"
        async with self._database.reader.execute(query) as cursor:
            row = await cursor.fetchone()
        return (row["count"], row["at"]) if row else (0, "")

    async def proposals(self, *states: str, most: int = 200) -> list[Proposal]:
        """The proposals in these states, oldest first; without those whose questions are erased."""
        holes = ", ".join("?" * len(states))
        query = f"SELECT * FROM proposals WHERE state IN ({holes}) ORDER BY id LIMIT {most}"  # noqa: S608
        return await self._proposals(query, states)

    async def proposal(self, number: int) -> Proposal | None:
        """One proposal, if it is there and its questions are."""
        return next(iter(await self._proposals("SELECT * FROM proposals WHERE id = ?", (number,))), None)

    async def _proposals(self, query: str, values: tuple[str | int, ...]) -> list[Proposal]:
        async with self._database.reader.execute(query, values) as cursor:
            rows = [row async for row in cursor]
        asked = {row["id"]: json.loads(row["questions"]) for row in rows}
        known = await self._wordings([wording for those in asked.values() for wording in those])
        found = [
            Proposal(
                id=row["id"],
                state=row["state"],
                wordings=tuple(known[wording] for wording in asked[row["id"]] if wording in known),
                nearest=tuple(json.loads(row["nearest"])),
                topic=row["topic"],
                draft=row["draft"],
                author=row["author"],
            )
            for row in rows
        ]
        return [proposal for proposal in found if proposal.wordings]

    async def _wordings(self, ids: Sequence[str]) -> dict[str, Wording]:
        """The wordings behind these rows of the log, with how many people used them; erased ones are missing."""
        query = (
            "WITH wanted AS (SELECT q.id, q.text, q.language FROM json_each(?) AS each JOIN questions AS q "
            "ON q.id = each.value) SELECT id, text, language, count FROM wanted JOIN (SELECT text, "
            "count(DISTINCT asker) AS count FROM questions WHERE text IN (SELECT text FROM wanted) GROUP BY text) "
            "USING (text)"
        )
        async with self._database.counter.execute(query, (json.dumps(list(ids)),)) as cursor:
            return {row["id"]: Wording(**dict(row)) async for row in cursor}

    async def propose(self, number: int, state: str, who: str, now: datetime, topic: str = "", draft: str = "") -> None:
        """Note what a maintainer proposes for a card; noted in the audit too."""

        async def work(connection: aiosqlite.Connection) -> None:
            await connection.execute(
                "UPDATE proposals SET state = ?, topic = ?, draft = ?, author = ?, at = ? WHERE id = ?",
                (state, topic, draft, who, second(now), number),
            )
            await note(connection, who, f"curation:{state}", topic, now)

        await self._database.write(work)

    async def ignore(self, proposal: Proposal, who: str, now: datetime) -> None:
        """Ignore a card's group for good."""
        sketches = [self._sketcher.sketch(wording.text) for wording in proposal.wordings]

        async def work(connection: aiosqlite.Connection) -> None:
            await _settle(connection, "ignored", "", sketches, now)
            await connection.execute("UPDATE proposals SET state = 'done' WHERE id = ?", (proposal.id,))
            await note(connection, who, "curation:ignored", "", now)

        await self._database.write(work)

    async def reconsider(self, proposal: Proposal, who: str, now: datetime) -> None:
        """Open a card again, whatever was decided about it."""
        sketches = [(json.dumps(self._sketcher.sketch(wording.text)),) for wording in proposal.wordings]

        async def work(connection: aiosqlite.Connection) -> None:
            await connection.executemany("DELETE FROM decisions WHERE what = 'ignored' AND sketch = ?", sketches)
            query = "UPDATE proposals SET state = 'open', topic = '', draft = '', author = '', at = ? WHERE id = ?"
            await connection.execute(query, (second(now), proposal.id))
            await note(connection, who, "curation:undone", "", now)

        await self._database.write(work)


async def _settle(
    connection: aiosqlite.Connection, what: str, topic: str, sketches: Sequence[Sketch], now: datetime
) -> tuple[int, ...]:
    found = []
    for sketch in sketches:
        query = "INSERT INTO decisions (what, topic, sketch, at) VALUES (?, ?, ?, ?) RETURNING id"
        async with connection.execute(query, (what, topic, json.dumps(sketch), second(now))) as cursor:
            found += [int(row["id"]) async for row in cursor]
    return tuple(found)
