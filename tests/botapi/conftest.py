"""A server for each test, and a bare client that shows the answers as they are."""

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from tests.botapi import BotApi, ManualClock, World


class Client:
    """The bot's side without any library."""

    def __init__(self, api: BotApi, session: aiohttp.ClientSession) -> None:
        self.session = session
        self.root = f"{api.base_url}{api.world.token}"

    async def call(self, method: str, **args: Any) -> Any:
        """The whole answer to a call with JSON arguments."""
        async with self.session.post(f"{self.root}/{method}", json=args) as answer:
            return await answer.json()

    async def ok(self, method: str, **args: Any) -> Any:
        """The result of a call that must go well."""
        answer = await self.call(method, **args)
        assert answer["ok"], answer
        return answer["result"]

    async def refused(self, method: str, **args: Any) -> str:
        """The description of a call that must not go well."""
        answer = await self.call(method, **args)
        assert not answer["ok"], answer
        return str(answer["description"])


@pytest.fixture
def clock() -> ManualClock:
    """The time in the test's world."""
    return ManualClock()


@pytest.fixture
async def api(clock: ManualClock) -> AsyncIterator[BotApi]:
    """A server whose world has one person, 7."""
    async with BotApi(World(clock=clock)) as server:
        server.world.person(7)
        yield server


@pytest.fixture
async def client(api: BotApi) -> AsyncIterator[Client]:
    """A client of that server."""
    async with aiohttp.ClientSession() as session:
        yield Client(api, session)
