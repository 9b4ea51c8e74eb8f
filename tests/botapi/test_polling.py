"""getUpdates keeps, confirms, waits and refuses as Telegram does."""

import asyncio

from tests.botapi import BotApi, ManualClock
from tests.botapi.conftest import Client
from tests.botapi.updates import OTHER_POLLER


async def _texts(client: Client, **args: int) -> list[str]:
    return [update["message"]["text"] for update in await client.ok("getUpdates", **args)]


async def test_an_update_stays_until_a_later_offset_confirms_it(api: BotApi, client: Client) -> None:
    """The same updates come again until a poll asks for what follows them."""
    api.world.deliver(3, [7], "{number}")
    first = await client.ok("getUpdates")
    assert await _texts(client, limit=2) == ["1", "2"]
    assert await _texts(client, offset=first[1]["update_id"]) == ["2", "3"]
    assert await _texts(client, offset=first[2]["update_id"] + 1) == []
    assert await _texts(client) == []


async def test_a_negative_offset_keeps_the_last_updates_only(api: BotApi, client: Client) -> None:
    """-1 asks for the newest update and forgets all before it."""
    api.world.deliver(3, [7], "{number}")
    assert await _texts(client, offset=-1) == ["3"]
    assert await _texts(client) == ["3"]


async def test_a_waiting_poll_is_answered_by_the_first_update(api: BotApi, client: Client) -> None:
    """A poll for 50 seconds ends as soon as somebody writes."""
    poll = asyncio.create_task(_texts(client, timeout=50))
    await api.world.wait_for(lambda: api.world.updates.waiting)
    api.world.say(7, "hello")
    assert await poll == ["hello"]


async def test_a_second_poller_ends_the_first(api: BotApi, client: Client) -> None:
    """Two instances of a bot: the one that waited gets 409, the newcomer gets the updates."""
    first = asyncio.create_task(client.call("getUpdates", timeout=50))
    await api.world.wait_for(lambda: api.world.updates.waiting)
    second = asyncio.create_task(_texts(client, timeout=50))
    conflict = {"ok": False, "error_code": 409, "description": f"Conflict: {OTHER_POLLER}"}
    assert await first == conflict
    api.world.say(7, "hello")
    assert await second == ["hello"]


async def test_unwanted_kinds_do_not_come_and_the_wish_is_remembered(api: BotApi, client: Client) -> None:
    """`allowed_updates` holds for later polls too, until an empty list asks for all kinds."""
    await client.ok("getUpdates", allowed_updates=["callback_query"])
    api.world.say(7, "unheard")
    assert await client.ok("getUpdates") == []
    await client.ok("getUpdates", allowed_updates=[])
    api.world.say(7, "heard")
    assert await _texts(client) == ["heard"]


async def test_updates_expire_after_a_day(api: BotApi, client: Client, clock: ManualClock) -> None:
    """A bot that was away for more than 24 hours does not learn what was said before."""
    api.world.say(7, "too old")
    clock.advance(25 * 3600)
    api.world.say(7, "new")
    assert await _texts(client) == ["new"]
