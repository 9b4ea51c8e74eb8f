"""The stand-in runs as a process of its own, driven from outside."""

import asyncio
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from tests.botapi.values import TOKEN

ROOT = Path(__file__).parents[2]


class Remote:
    """Both sides of a server in another process."""

    def __init__(self, base_url: str, session: aiohttp.ClientSession) -> None:
        self._bot = f"{base_url}{TOKEN}"
        self._control = base_url.removesuffix("bot") + "control"
        self._session = session

    async def bot(self, method: str, **args: Any) -> Any:
        """A call of the bot."""
        return await self._post(f"{self._bot}/{method}", args)

    async def control(self, verb: str, **args: Any) -> Any:
        """Something that happens in the world."""
        return await self._post(f"{self._control}/{verb}", args)

    async def _post(self, url: str, args: dict[str, Any]) -> Any:
        async with self._session.post(url, json=args) as answer:
            return await answer.json()


@pytest.fixture
async def remote() -> AsyncIterator[Remote]:
    """A server in another process, killed afterwards."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.botapi", "--port", "0", cwd=ROOT, stdout=PIPE
    )
    assert process.stdout
    base_url = (await process.stdout.readline()).decode().strip()
    async with aiohttp.ClientSession() as session:
        yield Remote(base_url, session)
    process.kill()
    await process.communicate()


async def test_another_process_drives_the_world(remote: Remote) -> None:
    """Questions, presses, faults, transcripts and counts all go through /control/."""
    await remote.control("deliver", count=2, chats=2)
    updates = (await remote.bot("getUpdates"))["result"]
    chats = [update["message"]["chat"]["id"] for update in updates]
    button = {"inline_keyboard": [[{"text": "Yes", "callback_data": "y"}]]}
    sent = (await remote.bot("sendMessage", chat_id=chats[0], text="re #1", reply_markup=button))["result"]
    await remote.control("wait", answered=1)
    assert (await remote.control("counts"))["lost"] == 1
    await remote.control("press", chat_id=chats[0], message_id=sent["message_id"], button="Yes")
    assert len((await remote.bot("getUpdates"))["result"]) == 3
    await remote.control("faults", name="too_many", args={"retry_after": 3}, method="getMe", times=1)
    assert (await remote.bot("getMe"))["error_code"] == 429
    transcript = await remote.control("transcript", chat_id=chats[0])
    assert [message["from_bot"] for message in transcript] == [False, True]


async def test_a_mistake_in_control_is_explained(remote: Remote) -> None:
    """A wrong verb or argument is answered with what is wrong."""
    assert "no such verb" in (await remote.control("sing"))["error"]
    assert "no message 1" in (await remote.control("press", chat_id=7, message_id=1, button="x"))["error"]
    await remote.control("media", chat_id=7, kind="voice")
    assert (await remote.control("transcript", chat_id=7))[0]["media"]["file"]["content"] == 64
