"""The last seven days in figures, for staff: one picture and five lines."""

import asyncio
from datetime import UTC, datetime, time, timedelta

from bot.core import coverage
from bot.core.floor import FLOOR
from bot.core.model import Command, Outgoing, Turn
from bot.core.report.make import Log, make
from bot.core.report.summary import board, enough, lines
from bot.core.report.values import Report
from bot.core.report.voice import Voice
from bot.flows.here import Here

_DAYS = 7


async def stats(here: Here, _: Command) -> Turn:
    """The report of the last seven days; nothing at all where so few asked that they could be told apart."""
    report = await _report(here)
    voice = Voice(here.texts, here.person.language, here.library.knowledge)
    if not enough(report):
        return here.reply("stats_few", count=voice.count(FLOOR))
    files = await asyncio.to_thread(here.house.painter, board(report, voice))
    return Turn((Outgoing("\n".join(lines(report, voice)), file=files[0] if files else None),))


async def _report(here: Here) -> Report:
    until = here.now.astimezone(UTC).date()
    since = until - timedelta(days=_DAYS - 1)
    start = datetime.combine(since, time(), UTC)
    asked, lacking = await here.store.history.asked(start), await here.store.queue.lacking(start)
    marks = coverage.marks(here.library.knowledge)
    return await asyncio.to_thread(make, Log(since, until, asked, lacking), marks)
