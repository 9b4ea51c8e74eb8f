"""What can go wrong on the way to Telegram goes wrong on demand."""

import aiohttp
import pytest

from tests.botapi import BotApi, ManualClock, faults
from tests.botapi.conftest import Client

HI = {"chat_id": 7, "text": "hi"}


async def test_a_script_is_met_call_by_call(api: BotApi, client: Client) -> None:
    """First too fast, then fine, then moved, then fine for ever."""
    api.faults.script("sendMessage", faults.too_many(9), None, faults.migrated(-1001))
    answers = [await client.call("sendMessage", **HI) for _ in range(4)]
    assert [answer.get("error_code") for answer in answers] == [429, None, 400, None]
    assert answers[0]["parameters"] == {"retry_after": 9}
    assert answers[0]["description"] == "Too Many Requests: retry after 9"
    assert answers[2]["parameters"] == {"migrate_to_chat_id": -1001}
    assert len(api.world.transcript(7)) == 2


async def test_a_rule_is_for_a_method_and_a_chat(api: BotApi, client: Client) -> None:
    """Every second message to 7 is refused, at most twice; 8 is left alone."""
    api.world.person(8)
    api.faults.rule(faults.deactivated(), "sendMessage", chat=7, every=2, times=2)
    codes = [(await client.call("sendMessage", **HI)).get("error_code") for _ in range(6)]
    assert codes == [None, 403, None, 403, None, None]
    assert (await client.call("sendMessage", chat_id=8, text="hi"))["ok"]


@pytest.mark.parametrize(
    ("fault", "arrived"), [(faults.accept_then_drop(), 1), (faults.cut(), 1), (faults.refuse(), 0)]
)
async def test_a_broken_line_does_not_say_whether_it_arrived(
    api: BotApi, client: Client, fault: faults.Fault, arrived: int
) -> None:
    """The bot sees a broken line; only the person knows whether the message came."""
    api.faults.script("*", fault)
    with pytest.raises(aiohttp.ClientError):
        await client.call("sendMessage", **HI)
    assert len(api.world.transcript(7)) == arrived
    assert [call.fault for call in api.world.calls] == [fault.name]
    await client.ok("getMe")


@pytest.mark.parametrize("accepts", [True, False])
async def test_a_gateway_answers_with_a_page(api: BotApi, client: Client, *, accepts: bool) -> None:
    """A 502 is no JSON, and may hide a message that arrived."""
    api.faults.rule(faults.bad_gateway(accepts=accepts), times=1)
    async with client.session.post(f"{client.root}/sendMessage", json=HI) as answer:
        assert (answer.status, answer.content_type) == (502, "text/html")
    assert len(api.world.transcript(7)) == accepts


async def test_a_late_answer_is_for_a_message_that_arrived(api: BotApi, client: Client) -> None:
    """Who gives up waiting has sent the message all the same."""
    api.faults.script("sendMessage", faults.delay(60))
    client.session._timeout = aiohttp.ClientTimeout(sock_read=0.05)
    with pytest.raises(aiohttp.ServerTimeoutError):
        await client.call("sendMessage", **HI)
    assert len(api.world.transcript(7)) == 1
    api.faults.clear()


async def test_telegram_can_be_away_and_come_back(api: BotApi, client: Client) -> None:
    """While it is away open lines are gone and new ones are refused; afterwards it is where it was."""
    await client.ok("getMe")
    async with api.unreachable():
        for kind in (aiohttp.ClientConnectionError, aiohttp.ClientConnectorError):
            with pytest.raises(kind):
                await client.call("getMe")
    await client.ok("getMe")


async def test_limits_hold_back_who_is_too_fast(api: BotApi, client: Client, clock: ManualClock) -> None:
    """One message a second per chat; who insists waits longer, and a chat action is free."""
    api.limits.on = True
    await client.ok("sendMessage", **HI)
    waits = [(await client.call("sendMessage", **HI))["parameters"]["retry_after"] for _ in range(3)]
    assert waits == [1, 2, 4]
    await client.ok("sendChatAction", chat_id=7, action="typing")
    clock.advance(1)
    await client.ok("sendMessage", **HI)


async def test_a_group_gets_twenty_a_minute(api: BotApi, client: Client, clock: ManualClock) -> None:
    """The twenty-first message within a minute is held back until the first is a minute old."""
    api.limits.on = True
    api.world.group(-50)
    for _ in range(20):
        await client.ok("sendMessage", chat_id=-50, text="hi")
        clock.advance(1)
    answer = await client.call("sendMessage", chat_id=-50, text="hi")
    assert answer["parameters"] == {"retry_after": 40}


async def test_all_chats_together_get_thirty_a_second(api: BotApi, client: Client) -> None:
    """The thirty-first chat in a second has to wait."""
    api.limits.on = True
    for chat in range(100, 131):
        api.world.person(chat)
        answer = await client.call("sendMessage", chat_id=chat, text="hi")
        assert answer["ok"] is (chat < 130)
