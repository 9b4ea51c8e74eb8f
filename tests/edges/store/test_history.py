"""Reading the log for a report: what was asked and sent since a moment, and never by whom."""

from datetime import date, timedelta

import pytest

from bot.core.model import Feedback, Question
from bot.core.report.values import Asked, Sent
from bot.edges.store import Store
from bot.edges.store.history import MADE_UP
from tests.conftest import NOW
from tests.edges.store.test_questions import question


async def keep(store: Store, *records: Question | Feedback) -> None:
    """Store some records."""
    for record in records:
        store.questions.record(record, 4.5 if isinstance(record, Question) else None)
    await store.database.flush()


async def test_a_question_is_read_with_what_came_of_it(store: Store) -> None:
    """Redacted, with its best topic, its time, and the feedback."""
    told = Feedback("q1", "reason", "unclear")
    await keep(store, question("q1", text="mail a.b@example.org about my pay"), told)
    (asked,) = await store.history.asked(NOW)
    assert asked == Asked(
        NOW, "mail [email] about my pay", "en", "gb", "answer", "unpaid-wages", 4.5, None, False, "unclear"
    )


async def test_only_what_is_young_enough_is_read(store: Store) -> None:
    """The moment itself counts; what is older does not; nearest to nothing is nothing."""
    await keep(store, question("new", topics=()), question("old", at=NOW - timedelta(seconds=1)))
    (asked,) = await store.history.asked(NOW)
    assert asked.topic is None


@pytest.mark.parametrize(("chosen", "people"), [("none", 1), ("severance", 0)])
async def test_what_had_no_answer_is_grouped(store: Store, chosen: str, people: int) -> None:
    """Unknown questions and "none of these"; each person counts once, however often they ask, and only since then."""
    unknown = [question(f"u{n}", chat=f"tg:{n % 3}", text="my visa", outcome="none") for n in range(6)]
    offered = question("offer", text="the van of the firm", outcome="suggest")
    end = Feedback("offer", "none-of-these" if chosen == "none" else "chosen", chosen)
    older = question("older", chat="tg:9", text="my visa", outcome="none", at=NOW - timedelta(days=1))
    await keep(store, *unknown, offered, end, older)
    found = await store.queue.lacking(NOW)
    assert sorted(group.count for group in found) == [1] * people + [3]


async def test_broadcasts_are_counted(store: Store) -> None:
    """Recipients, and what became of the copies; those before are left out."""
    new, old = Sent(date(2026, 11, 24), 10, 7, 2, 1), Sent(date(2026, 11, 1), 3, 3, 0, 0)
    await store.history.make_up([new, old])
    assert list(await store.history.sent(NOW - timedelta(days=2))) == [new]


async def test_made_up_questions_are_known_as_such(store: Store) -> None:
    """They can be counted, and erased without a trace of the real ones being touched."""
    await keep(store, question("real"), question(f"{MADE_UP}1"), question(f"{MADE_UP}2"))
    await store.history.make_up([Sent(date(2026, 11, 24), 10, 7, 2, 1)])
    assert await store.history.count() == (3, 2)
    await store.history.clear_made_up()
    assert await store.history.count() == (1, 0)
    assert list(await store.history.sent(NOW - timedelta(days=2))) == []
