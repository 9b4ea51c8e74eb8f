"""A report with everything in it, for tests that say or draw one."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Final

from bot.core import queue
from bot.core.coverage import marks
from bot.core.report.make import Log, make
from bot.core.report.values import Asked, Report, Sent
from tests import small

UNTIL: Final = date(2026, 11, 24)
NOON: Final = datetime(2026, 11, 24, 12, tzinfo=UTC)
WILD: Final = "</td><script>alert('$x$ &amp; \"y\"')</script>"
PLAIN: Final = Asked(NOON, "who pays my wages", "en", "gb", "answer", "severance", took_ms=4.0)


def log(days: int = 30) -> Log:
    """Many questions in two languages and three countries, with every outcome, and broadcasts."""
    asked = [
        replace(
            PLAIN,
            at=NOON - timedelta(days=number % days),
            language="it" if number % 3 else "en",
            country=("gb", "it", None)[number % 7 % 3],
            outcome="none" if number % (3 if number % 3 else 11) == 1 else "suggest" if number % 5 == 1 else "answer",
            topic=("severance", "guarantee-fund", "worker-buyout", "gone.topic")[number % 4],
            helped=(None, number % 12 != 9)[number % 2],
            why="unclear" if number % 12 == 9 else None,
        )
        for number in range(600)
    ]
    rows = [
        queue.Asked("1", WILD, "it", "it", "unanswered", "", 7, "2026-11-24", "2026-11-24"),
        queue.Asked("2", "what about my visa", "en", None, "unanswered", "", 4, "2026-11-24", "2026-11-24"),
    ]
    groups = [queue.collect([row], {}) for row in rows]
    sent = [Sent(UNTIL - timedelta(days=3), 400, 390, 8, 2)]
    return Log(UNTIL - timedelta(days=days - 1), UNTIL, asked, groups, sent)


def report(days: int = 30) -> Report:
    """The report on that log."""
    return make(log(days), marks(small.KNOWLEDGE))


def empty() -> Report:
    """The report of a week in which nobody asked."""
    return make(Log(UNTIL - timedelta(days=6), UNTIL), marks(small.KNOWLEDGE))
