"""`redress check`, `coverage`, `schema`: is the knowledge sound, complete, and does it find its own questions?"""

import json
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import typer
from pydantic import BaseModel, TypeAdapter
from rich.console import Console
from rich.table import Table

from bot.core.exam import Score, Task, examine, leaked
from bot.core.knowledge import Catalogue, Deadline, Entry, Figure, Knowledge, Term
from bot.core.lint import counted, lint
from bot.core.problems import Problem
from bot.core.reading import TARGET, ease
from bot.edges import exams, files
from bot.edges.syllables import counter
from bot.errors import SettingsError
from bot.settings import Settings
from bot.verbs.learning import learnt

EXAMS = Path("tests/knowledge")
_SCHEMAS: dict[str, Any] = {
    "entries": tuple[Entry, ...],
    "figures": tuple[Figure, ...],
    "deadlines": tuple[Deadline, ...],
    "glossary": tuple[Term, ...],
    "catalogue": Catalogue,
    "asks": dict[str, list[str]],
}


def check(settings: Settings, form: str, on: str | None) -> int:
    """Print every problem, then how the test questions fared; returns the exit code."""
    loaded = files.load(settings.bundled)
    problems = list(loaded.problems)
    tasks, faults = exams.load(EXAMS) if EXAMS.exists() else ((), ())
    if loaded.catalogue is not None:
        problems += [*lint(loaded.knowledge(), _day(on)), *hard_to_read(loaded.knowledge())]
    _print(sorted(set(problems)), form, settings.bundled)
    _print(sorted(set(faults)), form, EXAMS)
    errors, warnings = counted([*problems, *faults])
    typer.echo(f"{errors} errors, {warnings} warnings", err=True)
    if errors:
        return 1
    return _examine(settings, loaded.knowledge(), tasks)


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


def _examine(settings: Settings, knowledge: Knowledge, tasks: tuple[Task, ...]) -> int:
    if not tasks:
        return 0
    library = learnt(settings, knowledge)
    table = Table("language", "questions", "at once %", "helped %", "wrong %", "fooled %", box=None, pad_edge=False)
    scores = examine(library.matcher, tasks)
    for score in scores:
        rates = [f"{rate:.1f}" for rate in score.rates().values()]
        table.add_row(score.language, f"{len(score.ours)}+{len(score.others)}", *rates)
    for line in [line for score in scores for line in stolen(score)]:
        typer.echo(line)
    Console(stderr=True).print(table)
    seen = leaked(tasks, (ask.text for ask in knowledge.asks))
    for task in seen:
        typer.echo(f"{EXAMS / task.place.path}:{task.place.line}: {task.topic}: stands among the ways to ask too")
    return 1 if seen else 0


def stolen(score: Score) -> list[str]:
    """A line for each question that went wrong: which entry won instead."""
    bad = [mark for mark in score.ours if mark.wrong or not mark.helped] + [m for m in score.others if m.fooled]
    return [
        f"{EXAMS / mark.task.place.path}:{mark.task.place.line}: {mark.task.topic}: '{mark.task.text}' "
        f"{type(mark.verdict).__name__.lower()} {', '.join(mark.topics) or '-'}"
        for mark in bad
    ]


def coverage(settings: Settings) -> None:
    """Print topic x country x language: answered, reviewed, ways to ask."""
    knowledge = files.load(settings.bundled).knowledge()
    columns = [(c.id, lang) for c in knowledge.catalogue.countries for lang in c.languages]
    table = Table("topic", *(f"{country}/{lang}" for country, lang in columns), box=None, pad_edge=False)
    for topic in knowledge.catalogue.topics:
        table.add_row(topic.id, *(_cell(knowledge, topic.id, topic.local, *column) for column in columns))
    totals = [_total(knowledge, *column) for column in columns]
    table.add_row("total", *totals, style="bold")
    Console(width=200).print(table)
    typer.echo("+ answered   * reviewed by a lawyer   ! older than its original   . missing   (blank: `int` serves)")


def _cell(knowledge: Knowledge, topic: str, local: bool, country: str, language: str) -> str:
    page = knowledge.pages.get((country, language, topic))
    if page:
        mark = "*" if page.entry.reviewed.by else "+"
        return mark + ("!" if knowledge.stale(page) else "")
    return "." if local or country == "int" else ""


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
