"""Run every measurement and print the tables of benchmarks/README.md.

`python -m benchmarks [none|use|all]`: with which encoders; `none` unless said. The first run teaches the matcher.
"""

import sys
from pathlib import Path

from benchmarks import matching, start
from bot.edges.encoders import chosen
from bot.edges.library import Shelf

DATA, KNOWLEDGE, EXAMS = Path("data"), Path("knowledge"), Path("tests/knowledge")


def main(encoders: str) -> None:
    """Measure with some encoders."""
    library, _ = Shelf(KNOWLEDGE, DATA / "cache", chosen(encoders)).read()
    print(f"## Encoders: {encoders}\n\n{len(library.matcher.index.phrasings)} ways to ask\n")
    print(matching.table(matching.scores(library, EXAMS)))
    speed = matching.speed(library, EXAMS)
    print(f"\nA question takes {speed.median:.2f} ms (99th percentile {speed.tail:.2f} ms).")
    begun = start.measure(DATA, encoders)
    print(f"From start to ready: {begun.seconds:.2f} s; resident memory then: {begun.memory:.0f} MB.")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "none")
