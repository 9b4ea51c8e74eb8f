"""People in the stand-in write as people at Telegram do, and tests can wait for what the bot says."""

import asyncio

import pytest

from tests.botapi import BotApi, Entity, World
from tests.botapi.conftest import Client


async def test_a_group_message_names_bot_and_command(api: BotApi, client: Client) -> None:
    """Mentions and commands are marked in UTF-16 units; the message says who wrote, where, and to what."""
    question = api.world.group_say(-50, 8, "\U0001f6a9 /help@redress_bot now")
    api.world.group_say(-50, 9, "and this?", reply_to=question.id, mention=True)
    first, second = (update["message"] for update in await client.ok("getUpdates"))
    assert first["entities"] == [{"type": "bot_command", "offset": 3, "length": 17}]
    assert second["entities"] == [{"type": "mention", "offset": 0, "length": 12}]
    assert (second["from"]["id"], second["chat"]["type"]) == (9, "group")
    assert second["reply_to_message"]["message_id"] == question.id


def test_supergroups_number_their_own_messages() -> None:
    """Message ids repeat between supergroups, and not between private chats."""
    world = World()
    ids = [world.group_say(chat, 8, "hi").id for chat in (-(10**12) - 1, -(10**12) - 2)]
    assert (ids, [world.say(chat, "hi").id for chat in (7, 8)]) == ([1, 1], [1, 2])


async def test_a_changed_message_comes_as_an_edit(api: BotApi, client: Client) -> None:
    """A person's edit is an update of its own kind with the date of the change."""
    said = api.world.say(7, "no pay", reply_to=None)
    api.world.edit(7, said.id, "no pay for March")
    edited = (await client.ok("getUpdates"))[1]["edited_message"]
    assert (edited["text"], edited["message_id"], "edit_date" in edited) == ("no pay for March", said.id, True)


async def test_waiting_ends_with_the_answer(api: BotApi, client: Client) -> None:
    """Who waits for an answer gets it as soon as it is sent."""
    waiting = asyncio.create_task(api.world.wait_for(lambda: api.world.transcript(7)))
    await client.ok("sendMessage", chat_id=7, text="here")
    assert [message.text for message in await waiting] == ["here"]


async def test_waiting_in_vain_fails_loudly(api: BotApi) -> None:
    """What does not come fails the test, and the failure shows what came instead."""
    api.world.say(7, "anybody?")
    with pytest.raises(AssertionError, match="anybody"):
        await api.world.wait_for(lambda: False, seconds=0)


async def test_lost_and_doubled_answers_are_counted(api: BotApi, client: Client) -> None:
    """Per chat and per update: one answer too few, and one too many, are both seen."""
    api.world.deliver(3, [7, 8, 9])
    updates = await client.ok("getUpdates")
    await client.ok("sendMessage", chat_id=7, text="re #1")
    await client.ok("sendMessage", chat_id=7, text="re #1")
    asked = updates[1]["message"]
    reply = {"message_id": asked["message_id"]}
    await client.ok("sendMessage", chat_id=8, text="yes", reply_parameters=reply)
    counts = api.world.tally.counts()
    assert (counts.delivered, counts.answered, counts.lost, counts.duplicated) == (3, 3, 1, 1)
    assert counts.named == {1: 2, 2: 1}


async def test_the_bots_words_keep_their_marks(api: BotApi, client: Client) -> None:
    """The transcript has what people read, what was sent, and the ranges that are marked."""
    await client.ok("sendMessage", chat_id=7, text="<b>Two</b> &amp; two", parse_mode="HTML")
    [message] = api.world.transcript(7)
    assert (message.text, message.html) == ("Two & two", "<b>Two</b> &amp; two")
    assert message.entities == (Entity("bold", 0, 3),)
    assert [call.args["text"] for call in api.world.calls_of("sendMessage")] == [message.html]
