"""The library for verbs that end: with a progress bar where the matcher has yet to learn."""

from rich.console import Console
from rich.progress import Progress, TaskID

from bot import running
from bot.core.knowledge import Knowledge
from bot.edges.files import load
from bot.edges.library import Shelf
from bot.flows.here import Library
from bot.settings import Settings


def learnt(settings: Settings, knowledge: Knowledge | None = None) -> Library:
    """The library with every encoder; what is not cached is learnt first, with a bar on stderr."""
    with Progress(console=Console(stderr=True), transient=True) as bar:
        tasks: dict[int, TaskID] = {}

        def show(done: int, total: int) -> None:
            if total not in tasks:
                tasks[total] = bar.add_task("Teaching the matcher (once)", total=total)
            bar.update(tasks[total], completed=done)

        source = running.shelf(settings)
        return source.library(knowledge or load(source.folder).knowledge(), show)


def at_hand(source: Shelf) -> Library:
    """The best library that is there at once."""
    return source.quick(load(source.folder).knowledge())


def index(settings: Settings, *, quick: bool) -> None:
    """Build the index now, so that the next start finds it: the lexical part alone, or all of it."""
    if quick:
        running.shelf(settings).part(0).read()
    else:
        learnt(settings)
