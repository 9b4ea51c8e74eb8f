"""How long a report of many questions takes, and how much memory: `python -m benchmarks.report [100000]`."""

import asyncio
import resource
import sys
import tempfile
import time
from pathlib import Path

import aiosqlite

from benchmarks.noise import typed
from bot.app import utc_now
from bot.edges import files
from bot.edges.store import open_store
from bot.settings import Settings
from bot.verbs.pretending import Plan
from bot.verbs.reporting import fill, report

_DAYS = 90


async def _fill(settings: Settings, questions: int) -> None:
    async with open_store(settings.data_dir) as store:
        await fill(store, files.load(settings.bundled).knowledge(), Plan(questions, _DAYS, utc_now()))
        await store.database.write(_misspell)


async def _misspell(connection: aiosqlite.Connection) -> None:
    """No two people make the same mistakes: as they are, the made-up questions would be too easy to group."""
    rows = await connection.execute_fetchall("SELECT id, text FROM questions WHERE outcome = 'none'")
    changed = [(typed(text, seed), name) for seed, (name, text) in enumerate(rows)]
    await connection.executemany("UPDATE questions SET text = ? WHERE id = ?", changed)


async def main(questions: int) -> None:
    """Fill a log, then report on it; the filling is not measured."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data_dir=Path(folder), _env_file=None)
        await _fill(settings, questions)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        began = time.perf_counter()
        await report(settings, f"{_DAYS}d", Path(folder) / "report.html", "en")
        took = time.perf_counter() - began
        size = (Path(folder) / "report.html").stat().st_size / 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{questions} questions: {took:.1f} s, {size:.0f} KB of HTML, peak {peak:.0f} MB ({before:.0f} MB before)")


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000))
