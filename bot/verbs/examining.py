"""How the knowledge finds its test questions: rates, what stole which, what caution does, what more would help."""

import zlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import typer
from rich.console import Console
from rich.progress import track
from rich.table import Table

from bot.core import exam
from bot.core.exam import Score, Task
from bot.core.knowledge import Ask, Knowledge
from bot.core.match.index import build, phrasings
from bot.core.match.matcher import Matcher
from bot.settings import Settings
from bot.verbs.learning import learnt

EXAMS = Path("tests/knowledge")
_CAUTIONS = (-1.0, -0.5, 0.0, 0.5, 1.0)
_SHARES: Final = (0.25, 0.5, 0.75, 1.0)
_WEAKEST = 15  # topics that the learning curve names
_ERRORS = Console(stderr=True)


def examine(settings: Settings, knowledge: Knowledge, tasks: Sequence[Task]) -> int:
    """Ask the test questions and print how they fared; returns the exit code."""
    if not tasks:
        return 0
    library = learnt(settings, knowledge)
    scores = exam.examine(library.matcher, track(tasks, "Asking", console=_ERRORS, transient=True))
    for line in [line for score in scores for line in stolen(score)]:
        typer.echo(line)
    _ERRORS.print(_rates(scores))
    _ERRORS.print(_cautions(scores, settings.caution))
    seen = exam.leaked(tasks, (ask.text for ask in knowledge.asks))
    for task in seen:
        typer.echo(f"{_where(task)}: {task.topic}: stands among the ways to ask too")
    mended = [mark for score in scores for mark in score.mended]
    for mark in mended:
        typer.echo(f"{_where(mark.task)}: {mark.task.topic}: is a known failure that fails no more; take out 'known'")
    return 1 if seen or mended else 0


def _rates(scores: Sequence[Score]) -> Table:
    heads = ("language", "questions", "at once %", "helped %", "wrong %", "fooled %", "recall@1", "recall@3", "known")
    table = Table(*heads, box=None, pad_edge=False)
    for score in scores:
        rates = [f"{rate:.1f}" for rate in score.rates().values()]
        known = sum(bool(mark.task.known) for mark in score.marked)
        table.add_row(score.language, f"{len(score.ours)}+{len(score.others)}", *rates, str(known))
    return table


def _cautions(scores: Sequence[Score], caution: float) -> Table:
    """At once right / wrong / fooled, in per cent, for more and less caution than is set."""
    heads = [f"REDRESS_CAUTION={caution + more:g}" for more in _CAUTIONS]
    table = Table("at once/wrong/fooled", *heads, box=None, pad_edge=False)
    for score in scores:
        cells = ["/".join(f"{rate:.1f}" for rate in score.with_caution(more).values()) for more in _CAUTIONS]
        table.add_row(score.language, *cells)
    return table


def stolen(score: Score) -> Iterator[str]:
    """A line for each question that went wrong: which entry won instead."""
    bad = [mark for mark in score.ours if mark.wrong or not mark.helped] + [m for m in score.others if m.fooled]
    for mark in bad:
        won = f"{type(mark.verdict).__name__.lower()} {', '.join(mark.topics) or '-'}"
        yield f"{_where(mark.task)}: {mark.task.topic}: '{mark.task.text}' {won}"


def _where(task: Task) -> str:
    return f"{EXAMS / task.place.path}:{task.place.line}"


def curve(knowledge: Knowledge, tasks: Sequence[Task]) -> None:
    """Print what a quarter, half, three quarters and all of the ways to ask find, and which topics gain most from more.

    Without encoders: it is the words that are counted, and learning takes seconds.
    """
    ours = [task for task in tasks if task.topic != exam.NONE and not task.known]
    steps = [_found(knowledge, ours, part) for part in track(_SHARES, "Learning", console=_ERRORS, transient=True)]
    table = Table("ways to ask", *(f"{part:.0%}" for part in _SHARES), box=None, pad_edge=False)
    for language in sorted({task.language for task in ours}):
        rates = [exam.share(hit for task, hit in step if task.language == language) for step in steps]
        table.add_row(f"recall@3, {language}", *(f"{rate:.1f}" for rate in rates))
    Console().print(table)
    for line in _gains(knowledge, steps):
        typer.echo(line)


def _found(knowledge: Knowledge, tasks: Sequence[Task], part: float) -> list[tuple[Task, bool]]:
    asked = [(ask.topic, ask.text, ask.language) for ask in knowledge.asks if _lot(ask) < part]
    matcher = Matcher(build(phrasings(asked)))
    marks = [exam.mark(matcher, task) for task in tasks]
    return [(mark.task, mark.task.topic in mark.ranked[:3]) for mark in marks]


def _lot(ask: Ask) -> float:
    """A place between 0 and 1 that a way to ask draws once and for all."""
    return zlib.crc32(ask.text.encode()) / 2**32


def _gains(knowledge: Knowledge, steps: Sequence[Sequence[tuple[Task, bool]]]) -> Iterator[str]:
    """The topics whose questions are missed, those that last gained most first."""
    ways: dict[tuple[str, str], int] = defaultdict(int)
    for ask in knowledge.asks:
        ways[ask.language, ask.topic] += 1
    keys = sorted({(task.language, task.topic) for task, _ in steps[-1]})
    rows = []
    for key in keys:
        half, whole = (exam.share(h for t, h in step if (t.language, t.topic) == key) for step in (steps[1], steps[-1]))
        if whole < 100:
            rows.append((whole - half, -whole, key, whole))
    for gain, _, (language, topic), whole in sorted(rows, reverse=True)[:_WEAKEST]:
        have = ways[language, topic]
        yield f"{language} {topic}: {whole:.0f} % found, {gain:+.0f} from the second half of its {have} ways to ask"
