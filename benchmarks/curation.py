"""How long it takes to group a log of 100,000 questions, and how much memory: `python -m benchmarks.curation`.

The log is made up: the project's own test questions and ways to ask, a few often and many rarely, with slips of the
keyboard and words around them, in four languages; nearly every text is one of its own.
"""

import asyncio
import random
import resource
import string
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import aiosqlite

from bot.edges import exams
from bot.edges.files import load
from bot.edges.store import open_store

_AROUND = ("hello", "please", "hola", "por favor", "bonjour", "svp", "ciao", "thanks", "i work in a factory", "urgent")
_KINDS = (("none", None, None), ("none", "none", None), ("suggest", None, None), ("answer", None, 0))


def questions(count: int, chance: random.Random) -> list[tuple[str, str, str]]:
    """(text, topic, language), some of them a hundred times as often as others."""
    tasks = exams.load(Path("tests/knowledge"))[0]
    asks = load(Path("knowledge")).knowledge().asks
    known = [(t.text, t.topic, t.language) for t in tasks] + [(a.text, a.topic, a.language) for a in asks[::8]]
    weights = [1 / (at + 20) for at in range(len(known))]
    chance.shuffle(known)
    chosen = chance.choices(known, weights, k=count)
    return [(_rough(text, chance), topic, language) for text, topic, language in chosen]


def _rough(text: str, chance: random.Random) -> str:
    letters = list(text)
    for _ in range(chance.randrange(3)):
        letters[chance.randrange(len(letters))] = chance.choice(string.ascii_lowercase)
    around = chance.choice(_AROUND) if chance.random() < 0.4 else ""
    return f"{around} {''.join(letters)}".strip()


async def fill(folder: Path, count: int) -> int:
    """Write the log; returns how many texts are distinct."""
    chance = random.Random(7)
    begin = datetime(2026, 6, 1, tzinfo=UTC)
    rows = []
    for number, (text, topic, language) in enumerate(questions(count, chance)):
        outcome, chosen, helped = chance.choice(_KINDS)
        at = (begin + timedelta(minutes=number)).isoformat(timespec="seconds")
        topics = f'[["{topic}", 5.0], ["severance", 4.0]]'
        asker = f"{chance.randrange(count // 2):016x}"
        rows.append((f"{number:011}", asker, at, text, language, "gb", outcome, topics, "model", chosen, helped))
    async with open_store(folder) as store:

        async def work(connection: aiosqlite.Connection) -> None:
            query = (
                "INSERT INTO questions (id, asker, at, text, language, country, outcome, topics, layer, chosen, helped)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            )
            await connection.executemany(query, rows)

        await store.database.write(work)
    return len({row[3] for row in rows})


async def measure(folder: Path) -> None:
    """Group the log, and print what it took."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    async with open_store(folder) as store:
        began = time.perf_counter()
        groups = await store.queue.groups()
        took = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    asked = sum(group.count for group in groups)
    print(f"grouped {asked:,} questions into {len(groups):,} groups in {took:.1f} s; peak {peak} MB ({before} before)")
    for group in groups[:5]:
        print(f"  {group.count:6,} x {group.wordings[0].shown}  ({len(group.wordings)} wordings)")


def main() -> None:
    """`fill FOLDER` writes the log, `group FOLDER` reads it; without words both, each in a process of its own."""
    if len(sys.argv) == 3:
        verb, folder = sys.argv[1], Path(sys.argv[2])
        asyncio.run(_filled(folder) if verb == "fill" else measure(folder))
        return
    with tempfile.TemporaryDirectory() as folder_name:
        for verb in ("fill", "group"):
            _child(verb, folder_name)


async def _filled(folder: Path) -> None:
    print(f"{await fill(folder, 100_000):,} distinct texts among 100,000 questions")


def _child(verb: str, folder: str) -> None:
    import subprocess  # noqa: PLC0415 - memory is measured for the grouping alone, in a process that did nothing else

    subprocess.run([sys.executable, "-m", "benchmarks.curation", verb, folder], check=True)


if __name__ == "__main__":
    main()
