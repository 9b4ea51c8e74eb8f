"""The matcher and its peers on public intent sets: `python -m benchmarks.public FOLDER`.

The folder is described in `benchmarks/sets.py`; a set that is not there is left out. Tables come as Markdown.
"""

import argparse
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path

from benchmarks import peers, sets
from benchmarks.contest import Contestant, Result, compete
from benchmarks.ours import Ours, Remembered, index_of
from benchmarks.ranking import Asked, Operating, Ranker
from benchmarks.sets import Example, IntentSet
from bot.edges.encoders import chosen

_SEED = 0
_PEERS = (
    Contestant("rapidfuzz WRatio, best phrasing", peers.ratio, 7_000_000),
    Contestant("rapidfuzz token_set_ratio, best phrasing", peers.token_set, 7_000_000),
    Contestant("ChatterBot's comparison, best phrasing", peers.Chatty, 450_000),
    Contestant("padatious", peers.Padatious, 900_000),
    Contestant("SQLite FTS5, Porter stemmer", peers.FullText),
    Contestant("BM25", peers.Bm25),
)
_HEAD = (
    "contestant",
    "questions",
    "clean: first / in three %",
    "1-2 typos",
    "no capitals, no accents",
    "strays: AUROC / refused at 95% kept",
    "processor ms p50 / p99",
    "peak MB",
)
_PROTOCOL = (
    "contestant",
    "the paper's threshold: right / strays refused %",
    "two points of right answers given up",
    "threshold for the mean of both",
    "the bot's own threshold",
)
_PUBLISHED = (  # Larson et al. 2019, table 2: full set, threshold
    ("BERT (published)", Operating(96.2, 52.3)),
    ("MLP over USE (published)", Operating(93.4, 49.1)),
    ("Rasa (published)", Operating(90.9, 31.2)),
    ("Dialogflow (published)", Operating(90.8, 26.7)),
)


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure what the command line says, and print each row when it is there."""
    said = _options().parse_args(arguments)
    for name in said.set:
        found = sets.load(said.folder, name)
        if found is None:
            print(f"\n{name}: not in {said.folder}, left out", flush=True)
            continue
        for shots in said.shots:
            examples = found.train if shots == "full" else sets.few(found.train, int(shots), _SEED)
            everyone = () if said.alone else _PEERS
            _report(found, examples, shots, chain(everyone, _own(said.encoders, said.cache)))


def _options() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser("python -m benchmarks.public", description=__doc__)
    options.add_argument("folder", type=Path, help="where the sets are")
    options.add_argument("--set", nargs="+", choices=sets.NAMES, default=sets.NAMES)
    options.add_argument("--shots", nargs="+", default=["10", "full"], help="examples of a topic: a number, or full")
    options.add_argument("--encoders", nargs="+", choices=("none", "use", "all"), default=["none"])
    options.add_argument("--alone", action="store_true", help="without the peers")
    options.add_argument("--cache", type=Path, help="a folder in which the encoders' vectors are kept")
    return options


def _own(settings: Sequence[str], cache: Path | None) -> Iterator[Contestant]:
    """The matcher with each set of encoders. They are loaded late, so that the others' memory is counted without."""
    for setting in settings:
        encoders = [Remembered(encoder, cache) for encoder in chosen(setting)]

        def learn(examples: Sequence[Example], encoders: Sequence[Remembered] = tuple(encoders)) -> Ranker:
            return Ours(index_of(examples, encoders), encoders)

        yield Contestant(f"Redress, encoders: {setting}", learn)
        for encoder in encoders:
            encoder.keep()


def _report(found: IntentSet, examples: Sequence[Example], shots: str, everyone: Iterable[Contestant]) -> None:
    print(f"\n### {found.name}, {shots} examples of a topic\n")
    print(f"{found.topics} topics, {len(examples)} examples, {len(found.test)} questions, {len(found.strays)} strays\n")
    print(_line(_HEAD), "|---" * len(_HEAD) + "|", sep="\n", flush=True)
    results = []
    for contestant in everyone:
        try:
            result = compete(contestant, found, examples, _SEED)
        except ImportError:
            print(_line((f"{contestant.name}: not installed", *_dashes(_HEAD))), flush=True)
            continue
        print(_row(result) if result else _line((f"{contestant.name}: too slow", *_dashes(_HEAD))), flush=True)
        results += [result] if result else []
    if any(result.protocol for result in results):
        print(f"\n{_protocols(results)}", flush=True)


def _row(result: Result) -> str:
    strays = f"{result.strays.auroc:.1f} / {result.strays.refused:.1f}" if result.strays else "-"
    median, tail = result.milliseconds
    told = [_shares(asked) for asked in (result.clean, result.typed, result.bare)]
    time = f"{median:.2f} / {tail:.2f}"
    return _line((result.name, str(result.questions), *told, strays, time, f"{result.megabytes:.0f}"))


def _protocols(results: Sequence[Result]) -> str:
    lines = [_line(_PROTOCOL), "|---" * len(_PROTOCOL) + "|"]
    lines += [_line((name, _pair(published), "-", "-", "-")) for name, published in _PUBLISHED]
    for result in results:
        if result.protocol:
            told = result.protocol
            pairs = [_pair(found) for found in (told.paper, told.near, told.even, told.own)]
            lines.append(_line((result.name, *pairs)))
    return "\n".join(lines)


def _shares(asked: Asked | None) -> str:
    return f"{asked.within(1):.1f} / {asked.within(3):.1f}" if asked else "-"


def _pair(found: Operating | None) -> str:
    return f"{found.right:.1f} / {found.refused:.1f}" if found else "-"


def _dashes(head: Sequence[str]) -> list[str]:
    return ["-"] * (len(head) - 1)


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    main()
