"""The courier: what is due goes out, in order, through the right door."""

import asyncio
from datetime import datetime

from bot.core.model import Outgoing, Refused, Sender, SendResult
from bot.courier import Courier
from bot.edges.store import Post, Store
from bot.edges.store.outbox import Waiting
from tests.conftest import NOW, Ear


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
