"""Requests are understood in every encoding, and refused as Telegram refuses them."""

from typing import Any

import aiohttp
import pytest

from tests.botapi import BotApi
from tests.botapi.conftest import Client


@pytest.mark.parametrize("way", ["params", "data", "json"])
@pytest.mark.parametrize("name", ["sendMessage", "SENDMESSAGE", "sendmessage"])
async def test_arguments_come_in_any_encoding_and_methods_in_any_case(
    api: BotApi, client: Client, way: str, name: str
) -> None:
    """Query, form and JSON say the same; method names are blind to case."""
    args = {"chat_id": "7", "text": "hi"}
    request: dict[str, Any] = {way: args}
    async with client.session.post(f"{client.root}/{name}", **request) as answer:
        assert answer.status == 200
    assert [message.text for message in api.world.transcript(7)] == ["hi"]


async def test_get_serves_as_well_as_post(client: Client) -> None:
    """A method can be called by GET."""
    async with client.session.get(f"{client.root}/getMe") as answer:
        assert (await answer.json())["result"]["username"] == "redress_bot"


async def test_an_uploaded_file_can_be_had_again(client: Client) -> None:
    """A document comes in as multipart, and goes out where getFile says, for the right token alone."""
    form = aiohttp.FormData({"chat_id": "7", "caption": "<b>list</b>", "parse_mode": "HTML"})
    form.add_field("document", b"name,date", filename="staff.csv")
    async with client.session.post(f"{client.root}/sendDocument", data=form) as answer:
        sent = (await answer.json())["result"]
    assert (sent["document"]["file_name"], sent["caption"], len(sent["caption_entities"])) == ("staff.csv", "list", 1)
    path = (await client.ok("getFile", file_id=sent["document"]["file_id"]))["file_path"]
    file_root = client.root.replace("/bot", "/file/bot")
    async with client.session.get(f"{file_root}/{path}") as answer:
        assert await answer.read() == b"name,date"
    async with client.session.get(f"{file_root}x/{path}") as answer:
        assert answer.status == 401
    again = await client.ok("sendDocument", chat_id=7, document=sent["document"]["file_id"])
    assert again["document"] == sent["document"]


async def test_a_wrong_token_and_an_unknown_method_are_refused(api: BotApi, client: Client) -> None:
    """401 for who does not know the token, 404 for what does not exist."""
    async with client.session.get(f"{api.base_url}1:wrong/getMe") as answer:
        assert answer.status == 401
        assert await answer.json() == {"ok": False, "error_code": 401, "description": "Unauthorized"}
    assert await client.refused("sendCoffee") == "Not Found: method not found"
    async with client.session.get(f"{api.root}/elsewhere") as answer:
        assert answer.status == 404


async def test_who_blocks_the_bot_is_told_to_it_and_not_reached(api: BotApi, client: Client) -> None:
    """A block is an update and a 403; writing again lifts it."""
    api.world.block(7)
    assert await client.refused("sendMessage", chat_id=7, text="hi") == "Forbidden: bot was blocked by the user"
    api.world.say(7, "I am back")
    await client.ok("sendMessage", chat_id=7, text="welcome")
    kinds = [next(reversed(update)) for update in await client.ok("getUpdates")]
    assert kinds == ["my_chat_member", "my_chat_member", "message"]


async def test_menus_are_kept_per_scope_and_language(client: Client) -> None:
    """One language's menu does not answer for another's; a bad name is refused."""
    menu = [{"command": "help", "description": "Aiuto"}]
    group = {"type": "all_group_chats"}
    await client.ok("setMyCommands", commands=menu, language_code="it", scope=group)
    assert await client.ok("getMyCommands", language_code="it", scope=group) == menu
    assert await client.ok("getMyCommands", language_code="it") == []
    await client.ok("deleteMyCommands", language_code="it", scope=group)
    assert await client.ok("getMyCommands", language_code="it", scope=group) == []
    bad = [{"command": "Hilfe!", "description": "x"}]
    assert await client.refused("setMyCommands", commands=bad) == "Bad Request: BOT_COMMAND_INVALID"


async def test_descriptions_have_a_limit(api: BotApi, client: Client) -> None:
    """The profile's line is at most 120 characters, per language."""
    await client.ok("setMyShortDescription", short_description="Your rights", language_code="en")
    await client.ok("setMyDescription", description="What we do")
    assert api.world.descriptions[("short_description", "en")] == "Your rights"
    assert "too long" in await client.refused("setMyShortDescription", short_description="x" * 121)


async def test_chats_and_members_can_be_looked_up(api: BotApi, client: Client) -> None:
    """The owner, a member and a stranger of a group are told apart."""
    api.world.group(-50, owner=8)
    api.world.group_say(-50, 9, "hello")
    statuses = [(await client.ok("getChatMember", chat_id=-50, user_id=user))["status"] for user in (8, 9, 7)]
    assert statuses == ["creator", "member", "left"]
    assert (await client.ok("getChat", chat_id=-50))["title"] == "Works council"
    assert await client.refused("getChat", chat_id=1) == "Bad Request: chat not found"
    assert await client.ok("sendChatAction", chat_id=-50, action="typing") is True
    assert "wrong parameter action" in await client.refused("sendChatAction", chat_id=-50, action="sing")
