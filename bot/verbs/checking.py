"""`redress check`, `coverage`, `schema`: is the knowledge sound, complete, and does it find its own questions?"""

import json
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, Final

import typer
from pydantic import BaseModel, TypeAdapter
from rich.console import Console
from rich.table import Table

from bot.core import coverage as cover
from bot.core.knowledge import Catalogue, Deadline, Entry, Figure, Knowledge, Term
from bot.core.lint import counted, lint
from bot.core.problems import Problem
from bot.core.reading import TARGET, ease
from bot.edges import exams, files
from bot.edges.syllables import counter
from bot.errors import SettingsError
from bot.settings import Settings
from bot.verbs import examining

_SIGNS: Final[dict[cover.Mark, str]] = {"reviewed": "*", "answered": "+", "stale": "+!", "missing": ".", "base": ""}
_SCHEMAS: dict[str, Any] = {
    "entries": tuple[Entry, ...],
    "figures": tuple[Figure, ...],
    "deadlines": tuple[Deadline, ...],
    "glossary": tuple[Term, ...],
    "catalogue": Catalogue,
    "asks": dict[str, list[str]],
}


def check(settings: Settings, form: str, on: str | None, *, curve: bool = False) -> int:
    """Print every problem, then how the test questions fared; returns the exit code."""
    loaded = files.load(settings.bundled)
    problems = list(loaded.problems)
    tasks, faults = exams.load(examining.EXAMS) if examining.EXAMS.exists() else ((), ())
    if loaded.catalogue is not None:
        problems += [*lint(loaded.knowledge(), _day(on)), *hard_to_read(loaded.knowledge())]
    _print(sorted(set(problems)), form, settings.bundled)
    _print(sorted(set(faults)), form, examining.EXAMS)
    errors, warnings = counted([*problems, *faults])
    typer.echo(f"{errors} errors, {warnings} warnings", err=True)
    if errors:
        return 1
    if curve:
        examining.curve(loaded.knowledge(), tasks)
        return 0
    return examining.examine(settings, loaded.knowledge(), tasks)


def hard_to_read(knowledge: Knowledge) -> Iterator[Problem]:
    """Short texts above the reading level of grade 8."""
    for page in knowledge.pages.values():
        found = ease(page.entry.short, page.language, counter(page.language))
        if found and page.area not in {"chat", "elsewhere"} and found.index < TARGET[page.language]:
            what = f"'short' is hard to read: {found.index:.0f}, wanted {TARGET[page.language]:.0f}"
            hint = f"shorter words, shorter sentences ({found.sentence:.0f} words on average)"
            yield Problem(page.place, what, page.entry.topic, hint, level="warning")


def _day(text: str | None) -> date:
    try:
        return date.fromisoformat(text) if text else date.today()  # noqa: DTZ011 - the day where the maintainer sits
    except ValueError:
        raise SettingsError(f"{text} is no day; write YYYY-MM-DD") from None


def _print(problems: Iterable[Problem], form: str, folder: Path) -> None:
    for problem in problems:
        path = folder / problem.place.path
        if form == "github":
            kind, what = problem.level, str(problem).split(": ", 1)[1].removeprefix("warning: ")
            typer.echo(f"::{kind} file={path},line={problem.place.line}::{_escaped(what)}")
        else:
            typer.echo(f"{path}{str(problem).removeprefix(problem.place.path)}")


def _escaped(text: str) -> str:
    """As GitHub's notes want it: they end at a line's end, and "%" begins an escape."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def coverage(settings: Settings) -> None:
    """Print topic x country x language: answered, reviewed, ways to ask."""
    knowledge = files.load(settings.bundled).knowledge()
    columns, marks = cover.columns(knowledge), cover.marks(knowledge)
    table = Table("topic", *(f"{country}/{lang}" for country, lang in columns), box=None, pad_edge=False)
    for topic in knowledge.catalogue.topics:
        table.add_row(topic.id, *(_SIGNS[marks[topic.id, *column]] for column in columns))
    totals = [_total(knowledge, *column) for column in columns]
    table.add_row("total", *totals, style="bold")
    Console(width=200).print(table)
    typer.echo("+ answered   * reviewed by a lawyer   ! older than its original   . missing   (blank: `int` serves)")


def _total(knowledge: Knowledge, country: str, language: str) -> str:
    wanted = [topic for topic in knowledge.catalogue.topics if topic.local or country == "int"]
    have = sum((country, language, topic.id) in knowledge.pages for topic in wanted)
    return f"{have}/{len(wanted)}"


def schemas() -> dict[str, str]:
    """File name -> JSON Schema, as text."""
    found: dict[str, str] = {}
    for name, model in _SCHEMAS.items():
        plain = isinstance(model, type) and issubclass(model, BaseModel)
        made = model.model_json_schema() if plain else TypeAdapter(model).json_schema()
        made["$schema"] = "https://json-schema.org/draft/2020-12/schema"
        found[f"{name}.schema.json"] = json.dumps(made, indent=2, ensure_ascii=False) + "\n"
    return found


def schema(settings: Settings) -> None:
    """Write the schemas into the knowledge folder."""
    folder = settings.bundled / "schema"
    folder.mkdir(exist_ok=True)
    for name, text in schemas().items():
        (folder / name).write_text(text, encoding="utf-8")
        typer.echo(str(folder / name), err=True)
