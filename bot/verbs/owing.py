"""`redress debt`: what to do next, in twenty minutes."""

import asyncio

from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from bot.app import utc_now
from bot.core.debt import Asked, Debt, owed
from bot.core.queue import Group, severities
from bot.edges.files import load
from bot.edges.store import open_store
from bot.settings import Settings


def debt(settings: Settings, most: int) -> None:
    """Print the heaviest debts, each with the file to open."""
    knowledge = load(settings.bundled).knowledge()
    severe = severities(deadline.topic for deadline in knowledge.deadlines.values())
    groups, asked = asyncio.run(_log(settings, severe))
    found = owed(knowledge, groups, asked, utc_now().date(), most)
    show(found, settings, Console(width=200))


async def _log(settings: Settings, severe: dict[str, float]) -> tuple[tuple[Group, ...], Asked]:
    if not (settings.data_dir / "redress.sqlite3").exists():
        return (), {}
    async with open_store(settings.data_dir) as store:
        return await store.queue.groups(severe), await store.queue.answered()


def show(found: tuple[Debt, ...], settings: Settings, console: Console) -> None:
    """A line for each."""
    if not found:
        console.print("Nothing is owed.")
        return
    file_column = Column("file", overflow="fold")
    table = Table("weight", "min", "what", "why", file_column, box=None, pad_edge=False)
    for one in found:
        file = str(settings.bundled / one.file) if one.file else ""
        table.add_row(f"{one.weight:.1f}", str(one.minutes), Text(one.what), Text(one.why), Text(file))
    console.print(table)
