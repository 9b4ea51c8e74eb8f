"""Broadcasts as the organiser's flows see them; here the way from a draft to a run. `deliveries` does the sending.

Every method is one transaction but `launch` and what clears away its rows: they write in chunks, so that answers find
their turn between them even with a million recipients, and only the last transaction makes the launch true.
"""

from dataclasses import dataclass
from datetime import datetime

import aiosqlite
import orjson

from bot.core.broadcast import Broadcast, State
from bot.edges.store.audience import end_of_chunk, write_rows
from bot.edges.store.broadcast_rows import CHUNK, IS_OPEN, SELECT, broadcast, clear_rows, contents
from bot.edges.store.changes import Changes, Shown
from bot.edges.store.drafts import Drafts
from bot.edges.store.moments import millisecond
from bot.edges.store.reports import Reports
from bot.edges.store.team import note


@dataclass(frozen=True, slots=True)
class _Step:
    """A change of state: `what` is its name in the audit; `changes` when second passes follow it."""

    to: State
    since: tuple[State, ...]
    what: str
    changes: bool = False


class Broadcasts(Drafts, Changes, Reports):
    """All of it. Methods that change a state return False (or 0) where the state did not allow it."""

    async def submit(self, number: int, by: str, now: datetime) -> bool:
        """Ask somebody else to approve it."""
        return await self._step(number, by, now, _Step("approval", ("draft", "returned"), "broadcast submitted"))

    async def return_(self, number: int, by: str, reason: str, now: datetime) -> bool:
        """Give it back to its author with a reason."""
        return await self._step(number, by, now, _Step("returned", ("approval",), "broadcast returned"), reason)

    async def launch(self, number: int, by: str, start_at: datetime, now: datetime, shown: Shown = None) -> int:
        """Write one row for each recipient and let it wait for its time; returns how many there are.

        0: there is nobody, or it was launched already; nothing is changed then. `shown` is the message that becomes
        the live progress. A crash before the end leaves the draft as it was.
        """
        draft = await self._reserve(number, now)
        if draft is None:
            return 0
        try:
            await self._clear(number)
            total = await self._write_rows(draft)
            if total:
                await self._wait(draft, by, start_at, now, shown)
        finally:
            await self._execute("UPDATE broadcasts SET preparing = '' WHERE id = ?", number)
        self.woken.set()
        return total

    async def _reserve(self, number: int, now: datetime) -> Broadcast | None:
        """Shut out a second launch and changes to the draft while the rows are written."""

        async def work(connection: aiosqlite.Connection) -> Broadcast | None:
            async with connection.execute(f"{SELECT} WHERE id = ? AND {IS_OPEN}", (number,)) as cursor:
                row = await cursor.fetchone()
            if row is None:
                return None
            await connection.execute("UPDATE broadcasts SET preparing = ? WHERE id = ?", (millisecond(now), number))
            return broadcast(row, await contents(connection, number))

        found: Broadcast | None = await self._database.write(work)
        return found

    async def _write_rows(self, draft: Broadcast) -> int:
        total, after = 0, ""

        async def work(connection: aiosqlite.Connection) -> tuple[str | None, int]:
            until = await end_of_chunk(connection, after, CHUNK)
            return until, await write_rows(connection, draft, (after, until)) if until else 0

        while True:
            until, written = await self._database.write(work)
            if until is None:
                return total
            total, after = total + written, until

    async def _wait(self, draft: Broadcast, by: str, start_at: datetime, now: datetime, shown: Shown) -> None:
        """The last transaction: from here on it is launched."""
        chat, message = shown or (None, None)
        approved_by = "" if by == draft.author else by

        async def work(connection: aiosqlite.Connection) -> None:
            await connection.execute(
                "UPDATE broadcasts SET state = 'waiting', start_at = ?, approved_by = ?, note = '', at = ?, "
                "shown_chat = ?, shown_message = ?, doubled = 0, preparing = '' WHERE id = ?",
                (millisecond(start_at), approved_by, millisecond(now), chat, message, draft.id),
            )
            await note(connection, by, "broadcast launched", str(draft.id), now)

        await self._database.write(work)

    async def _clear(self, number: int) -> None:
        """Delete the rows of a launch that did not come to pass."""
        await clear_rows(self._database, number)
        await self._execute("DELETE FROM tallies WHERE broadcast = ?", number)

    async def _execute(self, query: str, *values: object) -> int:
        async def work(connection: aiosqlite.Connection) -> int:
            return (await connection.execute(query, values)).rowcount

        count: int = await self._database.write(work)
        return count

    async def cancel(self, number: int, by: str, now: datetime) -> bool:
        """Stop it before it starts: a draft again."""
        done = await self._step(number, by, now, _Step("draft", ("waiting", "late"), "broadcast cancelled"))
        if done:
            await self._clear(number)
        return done

    async def start_late(self, number: int, by: str, now: datetime) -> bool:
        """Start one although its time has passed."""
        return await self._step(number, by, now, _Step("running", ("late",), "broadcast started late"))

    async def pause(self, number: int, by: str, now: datetime) -> bool:
        """Hold what is being sent, corrected or withdrawn."""
        return await self._step(number, by, now, _Step("paused", ("running",), "broadcast paused", changes=True))

    async def resume(self, number: int, by: str, now: datetime) -> bool:
        """Go on."""
        return await self._step(number, by, now, _Step("running", ("paused",), "broadcast resumed", changes=True))

    async def stop(self, number: int, by: str, now: datetime) -> bool:
        """End it for good; who has it keeps it."""
        step = _Step("stopped", ("running", "paused"), "broadcast stopped", changes=True)
        return await self._step(number, by, now, step)

    async def _step(self, number: int, by: str, now: datetime, step: _Step, reason: str = "") -> bool:
        states = orjson.dumps(step.since).decode()
        where = "state IN (SELECT value FROM json_each(?))"

        async def work(connection: aiosqlite.Connection) -> bool:
            query = f"UPDATE broadcasts SET state = ?, note = ?, at = ? WHERE id = ? AND preparing = '' AND {where}"  # noqa: S608 - our own words
            values = (step.to, reason, millisecond(now), number, states)
            done = (await connection.execute(query, values)).rowcount
            if step.changes:
                query = f"UPDATE changes SET state = ? WHERE broadcast = ? AND {where}"  # noqa: S608 - our own words
                done += (await connection.execute(query, (step.to, number, states))).rowcount
            if done:
                await note(connection, by, step.what, str(number), now)
            return done > 0

        return await self._did(work)
