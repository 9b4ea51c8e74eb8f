"""`redress diff BASE`: which questions are answered otherwise than with the knowledge of an earlier revision."""

import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import typer
from rich.console import Console

from bot import running
from bot.core.comparing import Moved, Posed, moved, outcomes, tests
from bot.core.knowledge import Knowledge
from bot.edges import exams
from bot.edges.files import load
from bot.edges.revision import unpack
from bot.edges.store import database_file
from bot.errors import KnowledgeError, RevisionError
from bot.settings import Settings
from bot.verbs.book import Book
from bot.verbs.desk_screen import moved_table
from bot.verbs.examining import EXAMS

_ROWS = 60  # of a Markdown table: what a lawyer reads in two minutes
_MARKS = {"worse": "❌ worse", "better": "✅ better", "other": "↔️"}


def diff(settings: Settings, base: str, last: int, *, markdown: bool) -> None:
    """Print the table. Raises RevisionError for a revision that cannot be had."""
    source = running.shelf(settings)
    with tempfile.TemporaryDirectory() as name:
        unpack(settings.bundled, base, Path(name))
        try:
            earlier = load(Path(name)).knowledge()
        except KnowledgeError as error:
            raise RevisionError(f"the knowledge at '{base}' cannot be used: {error}") from None
    knowledge = load(source.folder).knowledge()
    part = source.part(source.ready(knowledge))
    posed = [*tests(exams.load(EXAMS)[0]), *_logged(settings, last)]
    if _decisive(earlier) == _decisive(knowledge):  # only answers were edited: who is answered with what stays
        _print(base, posed, (), markdown=markdown)
        return
    with Console(stderr=True).status(
        f"Learning the knowledge of {base} and that of now, asking {len(posed)} questions twice ..."
    ):
        before = outcomes(part.afresh(earlier).matcher, posed)
        found = moved(posed, before, outcomes(part.afresh(knowledge).matcher, posed))
    _print(base, posed, found, markdown=markdown)


def _decisive(knowledge: Knowledge) -> object:
    """All that a verdict depends on: the ways to ask, the terms, the names of the countries."""
    asks = sorted((ask.topic, ask.text, ask.language) for ask in knowledge.asks)
    return asks, knowledge.terms, knowledge.catalogue.countries


def _print(base: str, posed: Sequence[Posed], found: Sequence[Moved], *, markdown: bool) -> None:
    if markdown:
        typer.echo("\n".join(as_markdown(base, posed, found)))
        return
    typer.echo("\n".join(summary(base, posed, found)))
    if found:
        Console(width=200).print(moved_table(found))


def _logged(settings: Settings, last: int) -> list[Posed]:
    """The latest questions of the log; none where there is no log, as on a machine that only checks."""
    if not database_file(settings.data_dir).exists():
        return []
    return Book(settings.data_dir).ask(lambda queue: queue.recent(last))


def summary(base: str, posed: Sequence[Posed], found: Sequence[Moved]) -> Iterator[str]:
    """How many questions changed hands, in two lines."""
    marks = Counter(one.judgement for one in found if one.posed.wanted)
    test_count = sum(bool(one.wanted) for one in posed)
    logged = [one for one in found if not one.posed.wanted]
    yield (
        f"{sum(marks.values())} of {test_count} test questions are answered otherwise than at {base}: "
        f"{marks['worse']} worse, {marks['better']} better, {marks['other']} neither."
    )
    yield (
        f"{len(logged)} of {len(posed) - test_count} logged questions are answered otherwise "
        f"({sum(one.posed.count for one in logged)} people asked them)."
    )


def as_markdown(base: str, posed: Sequence[Posed], found: Sequence[Moved]) -> Iterator[str]:
    """The same for a pull request; rare questions are shortened, as everywhere."""
    yield f"### What these changes do to {len(posed)} questions"
    yield ""
    for line in summary(f"`{base}`", posed, found):
        yield f"- {line}"
    if not found:
        return
    yield ""
    yield "| | asked | question | wanted | before | now |"
    yield "|---|---|---|---|---|---|"
    for one in found[:_ROWS]:
        asked = "test" if one.posed.wanted else str(one.posed.count)
        cells = (one.posed.shown, one.posed.wanted, str(one.before), str(one.after))
        yield f"| {_MARKS[one.judgement]} | {asked} | {' | '.join(map(_cell, cells))} |"
    if len(found) > _ROWS:
        yield f"| | | and {len(found) - _ROWS} more | | | |"


def _cell(text: str) -> str:
    """Text that stays text in a table: people type pipes, tags, mentions and numbers of issues."""
    return "".join(f"&#{ord(sign)};" if sign in "&<>|@`#*_[]~\\" else sign for sign in text)
