"""Public intent sets, read from a folder that whoever measures has filled: nothing is fetched, nothing is kept here.

`FOLDER/clinc150/data_full.json` (clinc/oos-eval), `FOLDER/banking77/train.csv` and `test.csv`, `FOLDER/hwu64/` likewise
(the two columns `text,category` of PolyAI-LDN/task-specific-datasets).
"""

import csv
import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

NAMES = ("clinc150", "banking77", "hwu64")


class Example(NamedTuple):
    """A text and the topic that people gave it."""

    text: str
    topic: str


@dataclass(frozen=True, slots=True)
class IntentSet:
    """One set. `strays` belong to no topic; the `tuning` parts may choose a threshold, and may be empty."""

    name: str
    train: tuple[Example, ...]
    test: tuple[Example, ...]
    strays: tuple[str, ...] = ()
    tuning: tuple[Example, ...] = ()
    tuning_strays: tuple[str, ...] = ()

    @property
    def topics(self) -> int:
        """How many topics there are."""
        return len({example.topic for example in self.train})


def load(folder: Path, name: str) -> IntentSet | None:
    """A set by its name, or None where the folder does not hold it. Raises KeyError for a file of another layout."""
    home = folder / name
    full = home / "data_full.json"
    if full.exists():
        return _with_strays(name, full)
    if (home / "train.csv").exists() and (home / "test.csv").exists():
        return IntentSet(name, _table(home / "train.csv"), _table(home / "test.csv"))
    return None


def few(examples: Sequence[Example], shots: int, seed: int) -> tuple[Example, ...]:
    """So many examples of each topic, by a seeded choice; all of a topic that has fewer."""
    chosen: list[Example] = []
    for topic in sorted({example.topic for example in examples}):
        own = sorted({example for example in examples if example.topic == topic})
        chosen += random.Random(f"{seed} {topic}").sample(own, min(shots, len(own)))
    return tuple(chosen)


def _with_strays(name: str, path: Path) -> IntentSet:
    parts: dict[str, list[list[str]]] = json.loads(path.read_text(encoding="utf-8"))
    ours = {part: tuple(Example(text, topic) for text, topic in parts[part]) for part in ("train", "val", "test")}
    strays = {part: tuple(text for text, _ in parts[part]) for part in ("oos_val", "oos_test")}
    return IntentSet(name, ours["train"], ours["test"], strays["oos_test"], ours["val"], strays["oos_val"])


def _table(path: Path) -> tuple[Example, ...]:
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(Example(row["text"], row["category"]) for row in csv.DictReader(file))
