"""Charts as values, all words in them said already: what draws them knows neither the report nor a language."""

from dataclasses import dataclass
from typing import Literal

Shade = Literal["answer", "suggest", "none", "plain"]
"""What a colour stands for; the one who draws chooses it."""


@dataclass(frozen=True, slots=True)
class Series:
    """A kind of bar piece: its name, its colour, and its length in each bar."""

    label: str
    shade: Shade
    values: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Columns:
    """Upright bars in the order of time, pieces one upon the other. `axis` says what is counted."""

    labels: tuple[str, ...]
    series: tuple[Series, ...]
    axis: str


@dataclass(frozen=True, slots=True)
class Bars:
    """Lying bars, the first on top, pieces one after the other; `notes` stand at their right ends.

    `inside`, where there is any, stands on the first piece of each bar.
    """

    labels: tuple[str, ...]
    series: tuple[Series, ...]
    notes: tuple[str, ...]
    inside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Spread:
    """Shares from 0 to 1 as dots with the range in which the true one lies: (low, share, high), the first on top."""

    labels: tuple[str, ...]
    points: tuple[tuple[float, float, float], ...]
    notes: tuple[str, ...]
    ticks: tuple[str, ...]
    """What stands at 0, 1/4, 1/2, 3/4 and 1."""


Chart = Columns | Bars | Spread
