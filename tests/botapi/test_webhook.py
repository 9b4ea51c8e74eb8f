"""Updates can be sent to the bot's address instead."""

from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from tests.botapi import BotApi
from tests.botapi.conftest import Client
from tests.botapi.values import Json
from tests.botapi.webhook import SECRET_HEADER


class Hook:
    """A bot's address that fails the first time."""

    def __init__(self) -> None:
        self.got: list[Json] = []
        self.secrets: set[str | None] = set()

    async def handle(self, request: web.Request) -> web.Response:
        """Take an update."""
        self.got.append(await request.json())
        self.secrets.add(request.headers.get(SECRET_HEADER))
        return web.Response(status=503 if len(self.got) == 1 else 200)


@pytest.fixture
async def hook() -> AsyncIterator[tuple[Hook, str]]:
    """The address, served."""
    receiver = Hook()
    app = web.Application()
    app.router.add_post("/hook", receiver.handle)
    async with TestServer(app) as server:
        yield receiver, str(server.make_url("/hook"))


async def test_an_update_is_sent_until_it_is_taken(api: BotApi, client: Client, hook: tuple[Hook, str]) -> None:
    """An update that was not answered with 2xx comes again, with the secret, and then counts as delivered."""
    receiver, url = hook
    await client.ok("setWebhook", url=url, secret_token="s3cret")
    api.world.say(7, "hello")
    await api.world.wait_for(lambda: len(api.world.updates) == 0)
    assert [update["message"]["text"] for update in receiver.got] == ["hello", "hello"]
    assert receiver.secrets == {"s3cret"}


async def test_polling_and_webhook_exclude_each_other(api: BotApi, client: Client, hook: tuple[Hook, str]) -> None:
    """GetUpdates is a conflict while a webhook is set, and works again without it."""
    await client.ok("setWebhook", url=hook[1])
    assert (await client.ok("getWebhookInfo"))["url"] == hook[1]
    assert "while webhook is active" in await client.refused("getUpdates")
    assert "invalid webhook URL" in await client.refused("setWebhook", url="nowhere")
    assert "unallowed characters" in await client.refused("setWebhook", url=hook[1], secret_token="no spaces")
    await client.ok("deleteWebhook")
    api.world.say(7, "dropped")
    await client.ok("deleteWebhook", drop_pending_updates=True)
    assert await client.ok("getUpdates") == []
