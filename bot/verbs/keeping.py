"""`redress purge`, `backup`, `export`, `settings`: care for what is kept."""

import sqlite3
from datetime import datetime, timedelta
from pathlib import Path
from typing import TextIO

import typer
from rich.console import Console
from rich.table import Table

from bot.app import utc_now
from bot.edges.files import load
from bot.edges.library import texts
from bot.edges.office import desk
from bot.edges.store import Store, database_file, open_store
from bot.errors import StoreError
from bot.flows.desks import Desks
from bot.running import UPDATES_KEPT
from bot.settings import Settings, lines


async def purge(settings: Settings) -> None:
    """Erase what is older than the retention, now."""
    now = utc_now()
    async with open_store(settings.data_dir) as store:
        done = await store.questions.purge(now - timedelta(days=settings.retention_days), now - UPDATES_KEPT)
        lapsed = await _cases(settings, store, now)
        await store.waits.lapse(now)
    typer.echo(f"Erased {done.questions} questions older than {settings.retention_days} days.", err=True)
    if lapsed:
        typer.echo(f"Erased {lapsed} cases closed more than {settings.case_days} days ago.", err=True)


async def _cases(settings: Settings, store: Store, now: datetime) -> int:
    """Erase cases that were closed long ago; the words at the desks go when the bot runs next."""
    at_desk = desk(settings.staff_chat, settings.office_hours, settings.case_hours, settings.case_days)
    lapsed = await store.cases.closed_before(now - at_desk.keep)
    if lapsed:
        catalogue = load(settings.bundled).knowledge().catalogue
        owners = frozenset(f"tg:{owner}" for owner in settings.owners)
        await Desks(store, texts(), catalogue, at_desk, owners).erase(lapsed, now)
    return len(lapsed)


async def backup(settings: Settings, target: Path) -> None:
    """Write a consistent copy of the database. Raises StoreError."""
    source = database_file(settings.data_dir)
    if not source.exists():
        raise StoreError(f"there is no database at {source} yet")
    if target.exists():  # noqa: ASYNC240
        raise StoreError(f"{target} exists already; name another file")
    try:
        async with open_store(settings.data_dir) as store:
            await store.database.copy_to(target)
    except (sqlite3.Error, OSError) as error:
        raise StoreError(f"cannot write {target}: {error}") from error
    typer.echo(f"Wrote {target}. It holds redacted questions: keep it as private as the original.", err=True)


async def export(settings: Settings, out: TextIO) -> None:
    """Write the redacted log as CSV."""
    async with open_store(settings.data_dir) as store:
        count = await store.questions.export(out)
    typer.echo(f"{count} questions.", err=True)


def show_settings(settings: Settings) -> None:
    """Print every setting."""
    table = Table("setting", "value", "default", "source", "meaning", box=None, pad_edge=False)
    for line in lines(settings):
        table.add_row(line.name, line.value, line.default, line.source, line.meaning)
    Console(width=160).print(table)
