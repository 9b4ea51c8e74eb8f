"""How far broadcasts are: counts, never who. Read from tallies, because counting a million rows would take seconds."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from bot.core.broadcast import Audience, Counts, Kind, Progress
from bot.edges.store.audience import counted, countries
from bot.edges.store.broadcast_rows import Part


class Reports(Part):
    """Counting."""

    async def count(self, audience: Audience) -> Counts:
        """How many people it would go to now. On a connection of its own: a million take seconds."""
        found = await counted(self._database.counter, audience)
        return Counts(sum(found.values()), found)

    async def countries(self, audience: Audience, at_least: int) -> tuple[str, ...]:
        """The countries in which it has so many people."""
        return await countries(self._database.counter, audience, at_least)

    async def progress(self, number: int) -> Progress:
        """How far the sending is."""
        found = await self.by_language(number)
        return _sum(found.values(), await self._doubled(number))

    async def by_language(self, number: int) -> Mapping[str, Progress]:
        """How far the sending is, by the language of the text. `doubled` is known for the whole only."""
        return await self._tallies(number, 0)

    async def progress_of(self, number: int, kind: Kind) -> Progress:
        """How far the sending is, or the last correction or withdrawal: failed ones could not be reached."""
        if kind == "send":
            return await self.progress(number)
        query = "SELECT id, state, total FROM changes WHERE broadcast = ? AND kind = ? ORDER BY id DESC LIMIT 1"
        async with self._database.reader.execute(query, (number, kind)) as cursor:
            change = await cursor.fetchone()
        if change is None:
            return Progress()
        done = _sum((await self._tallies(number, change["id"])).values(), 0)
        if change["state"] == "done":
            return done
        total = max(change["total"], done.total)
        return Progress(total, total - done.total, 0, done.sent, done.failed)

    async def about(self, chat: str, message: int) -> int | None:
        """The broadcast that a message of ours in a chat belongs to."""
        query = (
            "SELECT d.broadcast FROM broadcasts AS b CROSS JOIN deliveries AS d ON d.broadcast = b.id AND d.chat = ? "
            "WHERE d.message = ? ORDER BY b.id DESC LIMIT 1"
        )
        async with self._database.reader.execute(query, (chat, message)) as cursor:
            row = await cursor.fetchone()
        return int(row[0]) if row else None

    async def _tallies(self, number: int, change: int) -> dict[str, Progress]:
        query = "SELECT language, state, reason, count FROM tallies WHERE broadcast = ? AND change = ? AND count > 0"
        found: defaultdict[str, dict[tuple[str, str], int]] = defaultdict(dict)
        async with self._database.reader.execute(query, (number, change)) as cursor:
            async for row in cursor:
                found[row["language"]][row["state"], row["reason"]] = row["count"]
        return {language: _progress(counts) for language, counts in found.items()}

    async def _doubled(self, number: int) -> int:
        async with self._database.reader.execute("SELECT doubled FROM broadcasts WHERE id = ?", (number,)) as cursor:
            row = await cursor.fetchone()
        return int(row[0]) if row else 0


def _progress(counts: Mapping[tuple[str, str], int]) -> Progress:
    by_state: Counter[str] = Counter()
    for (state, _), count in counts.items():
        by_state[state] += count
    return Progress(
        total=by_state.total(),
        queued=by_state["queued"],
        sending=by_state["sending"],
        sent=by_state["sent"],
        failed={reason: count for (state, reason), count in counts.items() if state == "failed"},
        unknown=by_state["unknown"],
    )


def _sum(parts: Iterable[Progress], doubled: int) -> Progress:
    whole, failed = Counter[str](), Counter[str]()
    for part in parts:
        whole.update(total=part.total, queued=part.queued, sending=part.sending, sent=part.sent, unknown=part.unknown)
        failed.update(part.failed)
    return Progress(
        whole["total"], whole["queued"], whole["sending"], whole["sent"], dict(failed), whole["unknown"], doubled
    )
