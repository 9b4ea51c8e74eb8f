"""The courier: what is due goes out, in order, through the right door."""

import asyncio
from datetime import datetime, timedelta

from bot.core.model import Outgoing, Refused, Retry, Sender, SendResult
from bot.courier import Courier
from bot.edges.store import Post, Store
from bot.edges.store.outbox import Waiting
from tests.conftest import NOW, Ear
from tests.edges.store.test_cases import CASE


async def test_each_post_goes_through_the_door_of_its_chat(store: Store) -> None:
    """A worker's reply never lands in the staff group, and the other way round."""
    ears = {"tg:1": Ear(), "tg:2": Ear()}
    await store.outbox.put(
        Post("tg:1", Outgoing("a")), Post("tg:2", Outgoing("b")), Post("tg:1", Outgoing("c")), now=NOW
    )
    assert await Courier(store, ears.get, lambda: NOW).round() == 3
    assert [message.html for message in ears["tg:1"].heard] == ["a", "c"]
    assert [message.html for message in ears["tg:2"].heard] == ["b"]


async def test_a_chat_without_a_host_ends_the_post(store: Store) -> None:
    """A post to a host that does not run here is settled, and who needs to know is told."""
    heard: list[SendResult] = []

    async def settled(_: Waiting, result: SendResult) -> None:
        heard.append(result)

    await store.outbox.put(Post("web:gone", Outgoing("a")), now=NOW)
    courier = Courier(store, lambda _: None, lambda: NOW, settled)
    assert await courier.round() == 1
    assert await courier.round() == 0
    assert heard == [Refused("gone")]


async def test_a_new_post_wakes_the_courier(store: Store) -> None:
    """Nobody waits a minute for a colleague's reply."""
    arrived = asyncio.Event()

    class Bell(Ear):
        async def send(self, message: Outgoing) -> SendResult:
            arrived.set()
            return await super().send(message)

    bell = Bell()

    def door(_: str) -> Sender:
        return bell

    def now() -> datetime:
        return NOW

    running = asyncio.create_task(Courier(store, door, now).run())
    await store.outbox.put(Post("tg:1", Outgoing("a")), now=NOW)
    await asyncio.wait_for(arrived.wait(), 10)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert [message.html for message in bell.heard] == ["a"]


class Raising(Ear):
    """A door that breaks."""

    async def send(self, message: Outgoing) -> SendResult:
        """Break."""
        raise RuntimeError(message.html)


async def test_what_is_erased_while_it_waits_for_its_turn_is_not_sent(store: Store) -> None:
    """Who erases everything is believed, also by a courier that has the words in its hands already."""
    ears = {"tg:-9": Ear(), "tg:-8": Ear()}

    class Eraser(Ear):
        async def send(self, message: Outgoing) -> SendResult:
            await store.cases.erase([CASE], [], NOW)
            return await super().send(message)

    doors: dict[str, Sender] = {"tg:1": Eraser(), **ears}
    await store.outbox.put(Post("tg:1", Outgoing("a")), Post("tg:-9", Outgoing("words"), CASE.staff_side), now=NOW)
    await Courier(store, doors.get, lambda: NOW).round()
    assert ears["tg:-9"].heard == []


async def test_what_is_erased_on_its_way_is_taken_back(store: Store) -> None:
    """A card that arrives after the erasure would stand in the staff group for good: nothing leads to it any more.

    What is said about the erasure has the number of the card in the outbox, and arrives all the same.
    """

    class Slow(Ear):
        async def send(self, message: Outgoing) -> SendResult:
            if message.html == "words":
                await store.cases.erase([CASE], [Post("tg:-9", Outgoing("erased"))], NOW)
            return await super().send(message)

    desk = Slow()
    await store.outbox.put(Post("tg:-9", Outgoing("words"), CASE.staff_side), now=NOW)
    courier = Courier(store, lambda _: desk, lambda: NOW)
    while await courier.round():
        pass
    assert [message.html for message in desk.heard] == ["", "erased"]


async def test_the_posts_of_a_chat_keep_their_order(store: Store) -> None:
    """A card that Telegram does not take yet is not overtaken by its own erasure; other chats do not wait for it."""
    now = NOW
    ends: list[SendResult] = [Retry(5)]

    class Full(Ear):
        async def send(self, message: Outgoing) -> SendResult:
            return ends.pop() if ends else await super().send(message)

    ears: dict[str, Ear] = {"tg:1": Full(), "tg:2": Ear()}
    courier = Courier(store, ears.get, lambda: now)
    for name in ("a", "b"):
        await store.outbox.put(Post("tg:1", Outgoing(name)), Post("tg:2", Outgoing(name)), now=NOW)
    await courier.round()
    await store.outbox.put(Post("tg:1", Outgoing("c")), now=NOW)
    assert await courier.round() == 0
    assert ears["tg:1"].heard == []
    assert len(ears["tg:2"].heard) == 2
    assert await store.outbox.next_due() == NOW + timedelta(seconds=5)
    now += timedelta(seconds=6)
    await courier.round()
    assert [message.html for message in ears["tg:1"].heard] == ["a", "b", "c"]


async def test_a_door_that_breaks_keeps_no_other_post(store: Store) -> None:
    """One message that cannot be sent does not silence the team for everybody; it is tried again."""
    ears: dict[str, Ear] = {"tg:1": Raising(), "tg:2": Ear()}
    await store.outbox.put(Post("tg:1", Outgoing("a")), Post("tg:2", Outgoing("b")), now=NOW)
    assert await Courier(store, ears.get, lambda: NOW).round() == 2
    assert [message.html for message in ears["tg:2"].heard] == ["b"]
    assert len(await store.outbox.due(NOW + timedelta(minutes=2))) == 1


async def test_a_store_that_fails_does_not_end_the_courier(store: Store) -> None:
    """After a full disk what was promised is still brought."""
    rename = "ALTER TABLE outbox RENAME TO away", "ALTER TABLE away RENAME TO outbox"
    await store.outbox.put(Post("tg:1", Outgoing("a")), now=NOW)
    await store.database.write(lambda connection: connection.execute(rename[0]))
    ear, held = Ear(), asyncio.Event()

    class Noting(Courier):
        async def round(self) -> int:
            try:
                return await super().round()
            finally:
                held.set()

    running = asyncio.create_task(Noting(store, lambda _: ear, lambda: NOW).run())
    await asyncio.wait_for(held.wait(), 10)
    await store.database.write(lambda connection: connection.execute(rename[1]))
    store.outbox.woken.set()
    held.clear()
    await asyncio.wait_for(held.wait(), 10)
    assert not running.done()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert len(ear.heard) == 1
