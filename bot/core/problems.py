"""Problems in the knowledge, as a maintainer sees them."""

from dataclasses import dataclass
from typing import Literal

Level = Literal["error", "warning"]


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where something stands: a path below the knowledge folder, and a line counted from 1."""

    path: str
    line: int


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing that is wrong: where, in which entry, what, and what to type instead."""

    place: Place
    what: str
    entry: str = ""
    hint: str = ""
    level: Level = "error"

    def __str__(self) -> str:
        """`path:line: entry: what; hint`."""
        entry = f"{self.entry}: " if self.entry else ""
        hint = f"; {self.hint}" if self.hint else ""
        mark = "" if self.level == "error" else "warning: "
        return f"{self.place.path}:{self.place.line}: {mark}{entry}{self.what}{hint}"
