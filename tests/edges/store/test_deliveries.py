"""The runner's side of broadcasts: what is due, what is claimed, what a crash leaves."""

import sqlite3
from datetime import timedelta
from pathlib import Path

import aiosqlite
import pytest

from bot.core.broadcast import Fate, Progress
from bot.core.model import Outgoing
from bot.edges.store import Post, Store
from bot.edges.store.deliveries import Row, too_old
from tests.conftest import NOW
from tests.edges.store.test_broadcasts import (
    ANNA,
    LATER,
    all_sent,
    draft,
    found,
    launched,
    only_job,
    question,
    subscribed,
)


async def test_a_broadcast_starts_when_it_is_due(store: Store) -> None:
    """Not before; and the runner knows when to look again."""
    await subscribed(store, 1)
    number = await draft(store, "en")
    await store.broadcasts.launch(number, ANNA, LATER, NOW)
    assert not await store.deliveries.due(NOW, question)
    assert await store.deliveries.next_due() == LATER
    assert await store.deliveries.due(LATER, question)
    assert (await found(store, number)).state == "running"
    assert await store.deliveries.next_due() is None


async def test_one_that_is_more_than_an_hour_late_asks_first(store: Store) -> None:
    """The bot was down at its time: its author is asked, and it starts on their word alone."""
    await subscribed(store, 1)
    number = await draft(store, "en")
    await store.broadcasts.launch(number, ANNA, NOW, NOW)
    now = NOW + timedelta(hours=1, seconds=1)
    await store.deliveries.due(now, question)
    assert (await found(store, number)).state == "late"
    assert not await store.deliveries.jobs()
    (waiting,) = await store.outbox.due(now)
    assert (waiting.post.chat, waiting.post.about) == (ANNA, f"broadcast:{number}")
    assert await store.broadcasts.start_late(number, ANNA, now)
    assert (await only_job(store)).broadcast == number


async def test_what_a_crash_left_being_sent_is_sent_again_and_counted(store: Store) -> None:
    """Nobody is skipped; what was settled stays; a stopped one is not sent again, there it is unknown."""
    await subscribed(store, 3)
    number = await launched(store, "en")
    job = await only_job(store)
    batch = await store.deliveries.claim(job, 2)
    await store.deliveries.settle(job, batch.rows[0], Fate("sent", message=7), NOW)
    assert await store.deliveries.recover() == 1
    assert await store.broadcasts.progress(number) == Progress(3, queued=2, sent=1, doubled=1)
    await store.deliveries.claim(job, 1)
    await store.broadcasts.stop(number, ANNA, NOW)
    await store.deliveries.recover()
    assert await store.broadcasts.progress(number) == Progress(3, queued=1, sent=1, unknown=1, doubled=1)


async def test_a_paused_broadcast_gives_out_no_rows(store: Store) -> None:
    """The pause acts with the next claim."""
    await subscribed(store, 1)
    number = await launched(store, "en")
    job = await only_job(store)
    await store.broadcasts.pause(number, ANNA, NOW)
    assert not (await store.deliveries.claim(job, 1)).rows
    assert not await store.deliveries.runs(job)


async def test_who_left_since_the_launch_is_not_written_to(store: Store) -> None:
    """Their row is settled as left; the others get theirs."""
    await subscribed(store, 3)
    number = await launched(store, "en")
    await store.subscriptions.leave("tg:100")
    batch = await store.deliveries.claim(await only_job(store), 2)
    assert [row.chat for row in batch.rows] == ["tg:101"]
    assert (await store.broadcasts.progress(number)).failed == {"left": 1}


async def test_who_blocked_us_is_no_subscriber_any_more(store: Store) -> None:
    """The next broadcast does not count them."""
    await subscribed(store, 1)
    await launched(store, "en")
    await all_sent(store, Fate("failed", "blocked", leaves=True))
    assert await store.subscriptions.of("tg:100") == ()


async def test_who_moved_is_found_at_the_new_address(store: Store) -> None:
    """Subscription, settings and the row itself move; the row waits again."""
    await subscribed(store, 1)
    number = await launched(store, "en")
    job = await only_job(store)
    (row,) = (await store.deliveries.claim(job, 1)).rows
    await store.deliveries.settle(job, row, Fate("queued", moved_to="tg:-1007"), NOW)
    assert await store.subscriptions.of("tg:-1007") == ("",)
    assert [row.chat for row in (await store.deliveries.claim(job, 1)).rows] == ["tg:-1007"]
    assert (await store.broadcasts.progress(number)).total == 1


async def test_who_moved_to_a_chat_that_gets_it_anyway_gets_it_once(store: Store) -> None:
    """Group and supergroup both subscribed: one row is enough."""
    await subscribed(store, 2)
    number = await launched(store, "en")
    job = await only_job(store)
    first, second = (await store.deliveries.claim(job, 2)).rows
    await store.deliveries.settle(job, second, Fate("sent", message=7), NOW)
    await store.deliveries.settle(job, first, Fate("queued", moved_to=second.chat), NOW)
    assert await store.broadcasts.progress(number) == Progress(2, sent=1, failed={"moved": 1})
    assert await store.broadcasts.about(second.chat, 7) == number


async def test_a_broadcast_ends_when_nothing_is_left(store: Store) -> None:
    """Its report is stored with its end, so that a crash cannot come between."""
    await subscribed(store, 1)
    number = await launched(store, "en")
    job = await only_job(store)
    assert not await store.deliveries.finish(job, await question(job), NOW)
    await all_sent(store)
    assert await store.deliveries.finish(job, await question(job), NOW)
    assert (await found(store, number)).state == "done"
    assert len(await store.outbox.due(NOW)) == 1


async def test_a_fault_of_ours_pauses_and_tells_once(store: Store) -> None:
    """The reason stands with the broadcast; thirty messages in flight that fail the same way tell it once."""
    await subscribed(store, 1)
    number = await launched(store, "en")
    job = await only_job(store)
    assert await store.deliveries.halt(job, "token", question, NOW)
    assert not await store.deliveries.halt(job, "token", question, NOW)
    assert ((await found(store, number)).state, (await found(store, number)).note) == ("paused", "token")
    assert len(await store.outbox.due(NOW)) == 1


def test_telegram_deletes_for_forty_eight_hours() -> None:
    """Later the row is settled without asking."""
    at = int(NOW.timestamp())
    assert not too_old(Row("tg:1", "en", 7, at), NOW + timedelta(hours=48))
    assert too_old(Row("tg:1", "en", 7, at), NOW + timedelta(hours=48, seconds=1))


async def test_thousands_who_left_in_a_row_do_not_stop_the_rest(store: Store) -> None:
    """A workplace was closed after the launch: its members are passed over, and the next one is still written to."""
    await subscribed(store, 1200)
    await launched(store, "en")
    await store.database.write(
        lambda connection: connection.execute(
            "DELETE FROM subscriptions WHERE chat <> (SELECT max(chat) FROM subscriptions)"
        )
    )
    job = await only_job(store)
    batches = [await store.deliveries.claim(job, 1) for _ in range(1201)]
    assert sum(len(batch.rows) for batch in batches) == 1
    assert [batch.more for batch in batches] == [True] * 1200 + [False]


async def test_what_could_not_be_settled_once_is_settled_with_the_next(store: Store, tmp_path: Path) -> None:
    """A file that was locked for a moment does not make the next start send everything again."""
    await subscribed(store, 2)
    await launched(store, "en")
    job = await only_job(store)
    first, second = (await store.deliveries.claim(job, 5)).rows
    await store.database._writer.execute("PRAGMA busy_timeout = 0")
    async with aiosqlite.connect(tmp_path / "data" / "redress.sqlite3", isolation_level=None) as other:
        await other.execute("BEGIN IMMEDIATE")
        with pytest.raises(sqlite3.OperationalError):
            await store.deliveries.settle(job, first, Fate("sent", message=1), NOW)
        await other.execute("ROLLBACK")
    await store.deliveries.settle(job, second, Fate("sent", message=2), NOW)
    assert (await store.broadcasts.progress(job.broadcast)).sent == 2


async def test_sending_that_starts_anew_leaves_a_launch_alone(store: Store) -> None:
    """The rows that an organiser's launch is writing at that moment are not a crash's."""
    await subscribed(store, 1)
    number = await draft(store, "en")
    await store.database.write(lambda connection: connection.execute("UPDATE broadcasts SET preparing = 'now'"))
    await store.deliveries.recover(started=False)
    assert not await store.broadcasts.set_training(number, training=True)
    await store.deliveries.recover()
    assert await store.broadcasts.set_training(number, training=True)


async def test_what_is_done_every_second_reads_few_rows(store: Store) -> None:
    """A broadcast to a million does not keep the answers waiting, nor do the posts of half a year."""
    await subscribed(store, 3)
    await launched(store, "en")
    job, traced = await only_job(store), list[str]()
    await store.database._writer.set_trace_callback(traced.append)
    await store.deliveries.claim(job, 1)
    await store.deliveries.finish(job, Post(ANNA, Outgoing("done")), NOW)
    await store.outbox.due(NOW)
    looked_up = [
        query for query in traced if query.startswith("SELECT") and ("deliveries" in query or "outbox" in query)
    ]
    assert len(looked_up) == 3
    for query in looked_up:
        async with store.database.reader.execute(f"EXPLAIN QUERY PLAN {query}") as cursor:
            plan = [str(row["detail"]) async for row in cursor]
        assert "_open" in plan[0], (query, plan)
