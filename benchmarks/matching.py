"""How well and how fast questions are matched: the project's own test questions, by language."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bot.core.exam import Score, examine
from bot.edges import exams
from bot.flows.here import Library

_LONG = (
    "my boss has not paid us since march and now a letter came that says there is a liquidator and the gates are shut "
)


@dataclass(frozen=True, slots=True)
class Speed:
    """Milliseconds for a question, at the median and at the 99th percentile."""

    median: float
    tail: float


def scores(library: Library, folder: Path) -> tuple[Score, ...]:
    """The test questions of each language, asked."""
    tasks, _ = exams.load(folder)
    return examine(library.matcher, tasks)


def speed(library: Library, folder: Path, most: int = 1000) -> Speed:
    """Time of one question after another, the test questions and long ones among them."""
    tasks, _ = exams.load(folder)
    texts = [task.text for task in tasks][:most] + [_LONG + str(number) for number in range(most // 20)]
    for text in texts[:50]:
        library.matcher.match(text, None, None)
    taken = [_milliseconds(library, text) for text in texts]
    return Speed(float(np.median(taken)), float(np.quantile(taken, 0.99)))


def _milliseconds(library: Library, text: str) -> float:
    began = time.perf_counter()
    library.matcher.match(text, None, None)
    return (time.perf_counter() - began) * 1000


def table(found: Sequence[Score]) -> str:
    """A Markdown table of the scores."""
    lines = [
        "| language | questions | at once, right % | helped % | wrong at once % | off-topic answered % |",
        "|---" * 6 + "|",
    ]
    for score in found:
        rates = score.rates()
        cells = [f"{rates[key]:.1f}" for key in ("first", "helped", "wrong", "fooled")]
        lines.append(f"| {score.language} | {len(score.ours)} + {len(score.others)} | {' | '.join(cells)} |")
    return "\n".join(lines)
