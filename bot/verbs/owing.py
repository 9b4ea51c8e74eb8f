"""`redress debt`: what to do next, in twenty minutes."""

from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from bot.app import utc_now
from bot.core.debt import Asked, Debt, owed
from bot.core.knowledge import Knowledge
from bot.core.queue import Group, severities
from bot.edges.files import load
from bot.edges.store import database_file
from bot.settings import Settings
from bot.verbs.book import Book


def debt(settings: Settings, most: int) -> None:
    """Print the heaviest debts, each with the file to open."""
    knowledge = load(settings.bundled).knowledge()
    groups, asked = _log(settings, knowledge)
    found = owed(knowledge, groups, asked, utc_now().date(), most)
    show(found, settings, Console(width=200))


def _log(settings: Settings, knowledge: Knowledge) -> tuple[tuple[Group, ...], Asked]:
    if not database_file(settings.data_dir).exists():
        return (), {}
    book, severe = Book(settings.data_dir), severities(knowledge.deadlines.values())
    return book.ask(lambda queue: queue.groups(severe)), book.ask(lambda queue: queue.answered())


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
