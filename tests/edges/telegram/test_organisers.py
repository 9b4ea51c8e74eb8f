"""Organisers on Telegram, over HTTP: links to this very bot, files that are sent on, a subscriber who leaves."""

import re

from bot.core.broadcast import Content
from bot.edges.store import Store
from tests.botapi import BotApi
from tests.conftest import NOW
from tests.edges.telegram.conftest import ANN, BEN, Telegram, said


async def _last(api: BotApi, chat: int, words: str) -> str:
    """The text of the newest message once it holds these words."""
    await api.world.wait_for(lambda: any(words in message.text for message in said(api, chat)))
    return next(message.text for message in reversed(said(api, chat)) if words in message.text)


def _press(api: BotApi, chat: int, label: str) -> None:
    for message in reversed(said(api, chat)):
        for each in message.labels:
            if label in each:
                api.world.press(chat, message.id, each)
                return
    raise AssertionError(f"no button says {label!r}")


async def test_a_worker_comes_by_the_link_of_a_workplace(api: BotApi, telegram: Telegram, store: Store) -> None:
    """The organiser's link names our bot; whoever opens it joins with one tap and leaves with one word."""
    await store.team.add(f"tg:{ANN}", "organiser", "tg:1", NOW)
    async with telegram.running():
        api.world.say(ANN, "/workplace")
        await _last(api, ANN, "no workplace yet")
        _press(api, ANN, "New workplace")
        await _last(api, ANN, "What is it called?")
        api.world.say(ANN, "Acme")
        await _last(api, ANN, "in which country")
        _press(api, ANN, "United Kingdom")
        card = await _last(api, ANN, "Joined so far")
        found = re.search(r"https://t\.me/(\w+)\?start=(join_\S+)", card)
        assert found
        api.world.say(BEN, f"/start {found[2]}")
        await _last(api, BEN, "your workplace: Acme")
        _press(api, BEN, "Yes, keep me informed")
        await _last(api, BEN, "you will be kept informed")
        assert len(await store.subscriptions.of(f"tg:{BEN}")) == 1
        api.world.say(BEN, "Stop, thanks")
        await _last(api, BEN, "You have left")
    assert await store.subscriptions.of(f"tg:{BEN}") == ()


async def test_a_photo_becomes_a_draft_and_comes_back_as_it_will_arrive(
    api: BotApi, telegram: Telegram, store: Store
) -> None:
    """Sent or forwarded: Telegram's own file goes on, with its caption."""
    await store.team.add(f"tg:{ANN}", "organiser", "tg:1", NOW)
    async with telegram.running():
        api.world.say(ANN, "/broadcast")
        await _last(api, ANN, "Send me the message now")
        api.world.media(ANN, "photo", caption="The letter of the court")
        await _last(api, ANN, "Message 1")
    draft = await store.broadcasts.get(1)
    assert draft is not None
    content = draft.contents["en"]
    assert isinstance(content, Content)
    assert content.file is not None
    assert (content.html, content.file.kind) == ("The letter of the court", "photo")
    assert api.world.calls_of("sendPhoto")[0].args["photo"] == content.file.id
