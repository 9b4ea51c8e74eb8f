"""Test questions from YAML: `<lang>/<file>.yaml`, topic -> questions; the key `none` for what must reach no topic."""

from collections.abc import Iterator
from pathlib import Path

from bot.core.exam import Task
from bot.core.problems import Place, Problem
from bot.edges.yamlfile import Document, parse


def load(folder: Path) -> tuple[tuple[Task, ...], tuple[Problem, ...]]:
    """All tasks below a folder, and what is wrong with the files."""
    tasks: list[Task] = []
    problems: list[Problem] = []
    for path in sorted(folder.glob("*/*.yaml")):
        name = path.relative_to(folder).as_posix()
        document = parse(name, path.read_text(encoding="utf-8"))
        tasks += _tasks(document, path.parent.name)
        problems += document.problems
    return tuple(tasks), tuple(problems)


def _tasks(document: Document, language: str) -> Iterator[Task]:
    value = document.value if isinstance(document.value, dict) else {}
    for topic, questions in value.items():
        for index, question in enumerate(questions or ()):
            place = Place(document.path, document.line(topic, index))
            row = question if isinstance(question, dict) else {"q": question}
            text, country = row.get("q"), row.get("country")
            if isinstance(text, str) and set(row) <= {"q", "country", "known"}:
                yield Task(text, str(topic), language, country, place, str(row.get("known", "")))
            else:
                hint = "write a text, or {q: ..., country: .., known: why it fails}"
                document.problems.append(Problem(place, "is no question", str(topic), hint))
