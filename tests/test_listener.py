"""Two hours after a message to many its organiser learns what was asked back."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from structlog.testing import capture_logs

from bot.app import App
from bot.core.broadcast import Content
from bot.core.model import Person
from bot.edges.store import Store
from bot.listener import AFTER, Listener
from bot.running import regularly
from tests.conftest import NOW
from tests.edges.store.test_questions import question

ANNA = "tg:5"


async def _sent(store: Store, *, training: bool = False) -> int:
    """A broadcast that went out at half past nine."""
    await store.subscriptions.join("tg:9", "", NOW)
    number = await store.broadcasts.begin(ANNA, "en", NOW)
    await store.broadcasts.set_content(number, "en", Content("Hello"))
    await store.broadcasts.set_training(number, training)
    await store.broadcasts.launch(number, ANNA, NOW, NOW)

    async def done(connection: object) -> None:
        await connection.execute("UPDATE broadcasts SET state = 'done'")  # type: ignore[attr-defined]

    await store.database.write(done)
    return number


async def _asked(store: Store, broadcast: int | None, count: int, outcome: str = "answer") -> None:
    for at in range(count):
        asked = question(f"{outcome}{broadcast}{at}", outcome=outcome, topics=(("unpaid-wages", 1.0),))
        store.questions.record(replace(asked, broadcast=broadcast, chat=f"tg:{outcome}{at}"))
    await store.database.flush()


async def _told(store: Store, app: App, after: timedelta) -> Sequence[str]:
    now = NOW + after
    await Listener(app, store, lambda: now).round()
    return [waiting.post.message.html for waiting in await store.outbox.due(now)]


async def test_after_two_hours_and_once(app: App, store: Store) -> None:
    """Not a minute before, and not again after a restart."""
    number = await _sent(store)
    await _asked(store, number, 7)
    await _asked(store, number, 6, "none")
    await _asked(store, None, 9)
    assert await _told(store, app, AFTER - timedelta(minutes=1)) == []
    (text,) = await _told(store, app, AFTER)
    assert "Questions: 13" in text
    assert "Answered: 7 · not answered: 6" in text
    assert "Getting back unpaid wages: 7" in text
    assert await _told(store, app, AFTER + timedelta(hours=1)) == [text]  # the same post, which still waits


async def test_a_rehearsal_has_no_replies(app: App, store: Store) -> None:
    """Nothing was sent, so nothing was asked."""
    await _sent(store, training=True)
    assert await _told(store, app, AFTER) == []


async def test_the_organiser_is_told_in_their_language(app: App, store: Store) -> None:
    """Also when the message itself was in another."""
    await store.people.save(Person(ANNA, "es"), NOW)
    number = await _sent(store)
    await _asked(store, number, 2)
    (text,) = await _told(store, app, AFTER)
    assert "Preguntas: menos de 5" in text
    assert "unpaid" not in text


async def test_a_store_that_fails_does_not_end_the_listener(app: App, store: Store) -> None:
    """After a full disk the next organiser is told all the same."""
    await store.database.write(lambda connection: connection.execute("ALTER TABLE digests RENAME TO away"))
    looks = asyncio.Semaphore(0)

    async def look() -> None:
        looks.release()
        await Listener(app, store, lambda: NOW).round()

    with capture_logs() as logs:
        running = asyncio.create_task(regularly("digests", look, 0))
        for _ in range(2):
            await asyncio.wait_for(looks.acquire(), 10)
        assert not running.done()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert {line["log_level"] for line in logs} == {"error"}
