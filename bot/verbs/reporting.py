"""`redress report` and `redress demo-log`: what came of the questions, as one file; and made-up ones to look at."""

import asyncio
import re
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Final

import typer

from bot.app import utc_now
from bot.core import coverage
from bot.core.knowledge import Knowledge
from bot.core.model import Question
from bot.core.report.make import Log, make
from bot.core.report.sheet import sheet
from bot.core.report.voice import Voice
from bot.edges import files
from bot.edges.library import texts
from bot.edges.report.page import page
from bot.edges.store import Store, database_file, open_store
from bot.errors import SettingsError, StoreError
from bot.settings import Settings
from bot.verbs.pretending import Plan, broadcasts, records

_LENGTH = re.compile(r"(\d{1,4})([dw])")
_DAYS: Final = {"d": 1, "w": 7}
_AT_ONCE = 2000  # made-up records that wait to be written


def first_day(since: str, today: date) -> date:
    """The first of so many days that end today (`30d`, `12w`), or the day itself. Raises SettingsError."""
    if found := _LENGTH.fullmatch(since):
        return today - timedelta(days=max(1, int(found[1]) * _DAYS[found[2]]) - 1)
    try:
        day = date.fromisoformat(since)
    except ValueError:
        raise SettingsError(f"{since} is no time; write 30d, 12w or a day as YYYY-MM-DD") from None
    if day > today:
        raise SettingsError(f"{since} is still to come")
    return day


async def report(settings: Settings, since: str, out: Path, language: str) -> None:
    """Write the report. Raises SettingsError, KnowledgeError, StoreError."""
    words = texts()
    if language not in words.languages:
        raise SettingsError(f"there is no report in '{language}'; known are {', '.join(sorted(words.languages))}")
    today = utc_now().date()
    since_day = first_day(since, today)
    knowledge = files.load(settings.bundled).knowledge()
    log, made_up = await _read(settings.data_dir, since_day, today)
    made = make(log, coverage.marks(knowledge))
    laid_out = sheet(made, Voice(words, language, knowledge), settings.retention_days, demo=made_up)
    await asyncio.to_thread(_write, out, page(laid_out))
    typer.echo(f"Wrote {out}: {made.outcomes.total} questions since {since_day}.", err=True)


async def _read(folder: Path, since: date, until: date) -> tuple[Log, bool]:
    """The log, and whether any of it is made up. Where no bot ever ran there is nothing, and nothing is made."""
    if not database_file(folder).exists():
        return Log(since, until), False
    async with open_store(folder) as store:
        start = datetime.combine(since, time(), UTC)
        _, made_up = await store.history.count()
        asked, sent = await store.history.asked(start), await store.history.sent(start)
        return Log(since, until, asked, await store.queue.lacking(start), sent), bool(made_up)


def _write(out: Path, text: str) -> None:
    try:
        out.write_text(text, encoding="utf-8")
    except OSError as error:
        raise StoreError(f"cannot write {out}: {error.strerror}") from error


async def demo_log(settings: Settings, into: Path | None, questions: int, days: int, seed: int) -> None:
    """Fill a data folder with made-up questions. Raises StoreError where real ones are."""
    folder = into or settings.data_dir / "demo"
    knowledge = files.load(settings.bundled).knowledge()
    async with open_store(folder) as store:
        total, made_up = await store.history.count()
        if total > made_up:
            raise StoreError(
                f"{folder} holds real questions, which made-up ones must not mix with; name another folder"
            )
        await store.history.clear_made_up()
        await fill(store, knowledge, Plan(questions, days, utc_now(), seed))
    typer.echo(f"Wrote {questions} made-up questions into {folder}. To see them in a report:", err=True)
    typer.echo(f"  REDRESS_DATA_DIR={folder} redress report", err=True)


async def fill(store: Store, knowledge: Knowledge, plan: Plan) -> None:
    """Write made-up records by the door that real ones take."""
    for number, (record, took) in enumerate(records(knowledge, plan)):
        store.questions.record(record, took if isinstance(record, Question) else None)
        if number % _AT_ONCE == 0:
            await store.database.flush()
    await store.history.make_up(broadcasts(plan))
    await store.database.flush()
