"""One set, one number of examples a topic, several contestants: who finds the topic, who knows what is none."""

import contextlib
import gc
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from benchmarks import noise, ranking
from benchmarks.ours import Ours
from benchmarks.ranking import Asked, Operating, Ranker
from benchmarks.sets import Example, IntentSet

_LEAST = 100  # questions below which a figure says nothing: a contestant that slow is left out
_TIMED = 400  # questions whose time is taken
_PROCESS = Path("/proc/self")
_Item = TypeVar("_Item")


@dataclass(frozen=True, slots=True)
class Contestant:
    """A name, how it learns, and how many comparisons with examples it is given time for in one condition."""

    name: str
    make: Callable[[Sequence[Example]], Ranker]
    comparisons: int = 10**9


@dataclass(frozen=True, slots=True)
class Strays:
    """How questions of no topic fared: AUROC, share refused where 95% of ours are kept."""

    auroc: float
    refused: float


@dataclass(frozen=True, slots=True)
class Protocol:
    """What thresholds do: the first three chosen on the tuning part, the bot's own on its examples alone.

    `paper` is for most right answers, `near` gives up two points of them, `even` is for the mean of both shares; from
    `own` the bot would offer topics.
    """

    paper: Operating
    near: Operating
    even: Operating
    own: Operating | None


@dataclass(frozen=True, slots=True)
class Result:
    """All about one contestant. `bare` is None where no question has capitals or accents."""

    name: str
    questions: int
    clean: Asked
    typed: Asked
    bare: Asked | None
    strays: Strays | None
    protocol: Protocol | None
    milliseconds: tuple[float, float]
    megabytes: float


def compete(contestant: Contestant, found: IntentSet, examples: Sequence[Example], seed: int) -> Result | None:
    """Let one contestant learn the examples and answer the set's questions; None for one that is too slow for them."""
    most = contestant.comparisons // len(examples)
    if most < min(_LEAST, len(found.test)):
        return None
    gc.collect()
    _forget_peak()
    ranker = contestant.make(examples)
    with contextlib.ExitStack() as after:
        after.callback(getattr(ranker, "close", lambda: None))
        return _result(contestant.name, ranker, _sampled(found, most, seed), len(examples) == len(found.train), seed)


def _result(name: str, ranker: Ranker, found: IntentSet, full: bool, seed: int) -> Result:
    texts = [example.text for example in found.test]
    clean = ranking.ask(ranker, found.test)
    strays = ranking.sureness(ranker, found.strays)
    plain = _changed(found.test, noise.bare)
    return Result(
        name=name,
        questions=len(texts),
        clean=clean,
        typed=ranking.ask(ranker, _changed(found.test, lambda text: noise.typed(text, seed))),
        bare=ranking.ask(ranker, plain) if plain != list(found.test) else None,
        strays=Strays(ranking.auroc(clean.sure, strays), ranking.refused(clean.sure, strays)) if len(strays) else None,
        protocol=_protocol(ranker, found, clean, strays) if full and found.tuning_strays else None,
        milliseconds=ranking.milliseconds(ranker.forgetful() if isinstance(ranker, Ours) else ranker, texts[:_TIMED]),
        megabytes=_peak(),
    )


def _changed(examples: Sequence[Example], change: Callable[[str], str]) -> list[Example]:
    return [Example(change(example.text), example.topic) for example in examples]


def _protocol(ranker: Ranker, found: IntentSet, clean: Asked, strays: ranking.Values) -> Protocol:
    tuning, loose = ranking.ask(ranker, found.tuning), ranking.sureness(ranker, found.tuning_strays)
    paper = ranking.most_right(tuning, loose)
    even = ranking.most_right(tuning, loose, len(found.tuning) / len(loose))
    return Protocol(
        paper=ranking.operating(clean, strays, paper),
        near=ranking.operating(clean, strays, ranking.giving_up(tuning)),
        even=ranking.operating(clean, strays, even),
        own=ranking.operating(clean, strays, ranker.thresholds[1]) if isinstance(ranker, Ours) else None,
    )


def _sampled(found: IntentSet, most: int, seed: int) -> IntentSet:
    """The set with so many questions of a kind, by a seeded choice."""
    return IntentSet(
        name=found.name,
        train=found.train,
        test=_sample(found.test, most, seed),
        strays=_sample(found.strays, most, seed),
        tuning=_sample(found.tuning, most, seed),
        tuning_strays=_sample(found.tuning_strays, most, seed),
    )


def _sample(items: tuple[_Item, ...], most: int, seed: int) -> tuple[_Item, ...]:
    return tuple(random.Random(seed).sample(items, min(most, len(items))))


def _forget_peak() -> None:
    """Let the kernel count the largest memory anew; where it cannot, the peak is that of the whole run."""
    with contextlib.suppress(OSError):
        (_PROCESS / "clear_refs").write_text("5", encoding="ascii")


def _peak() -> float:
    """The largest resident memory of this process since then, in MB; 0 where the system does not tell."""
    try:
        status = (_PROCESS / "status").read_text(encoding="ascii")
    except OSError:
        return 0.0
    return int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1]) / 1024
