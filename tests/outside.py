"""The bot as a process of its own, so that it can be killed, and the stand-in for Telegram as another."""

import asyncio
import contextlib
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp

from bot.settings import PREFIX
from tests.botapi.values import TOKEN

ROOT = Path(__file__).parents[1]
FIRST = 1_000_001
"""The first of many people's chats; the others follow."""


@dataclass
class Outside:
    """The people's side, and the life of the bot."""

    api: str
    data: Path
    knowledge: Path
    session: aiohttp.ClientSession
    bots: list[Process] = field(default_factory=list)

    async def control(self, verb: str, **args: Any) -> Any:
        """Something that happens in the world, or a look at it."""
        timeout = aiohttp.ClientTimeout(total=None)
        url = f"{self.api.removesuffix('bot')}control/{verb}"
        async with self.session.post(url, json=args, timeout=timeout) as answer:
            result = await answer.json()
            assert answer.status == 200, f"{result}\n{self.log.read_text()[-2000:]}"
            return result

    @property
    def log(self) -> Path:
        """What the bots wrote to stderr."""
        return self.data / "log"

    async def start(self, rate: int = 25, **more: str) -> Process:
        """Start the bot as a maintainer would."""
        environment = {name: value for name, value in os.environ.items() if not name.upper().startswith(PREFIX)}
        settings = {
            "TOKEN": TOKEN,
            "API_URL": self.api,
            "PORT": "0",
            "ENCODERS": "none",
            "DATA_DIR": str(self.data),
            "KNOWLEDGE": str(self.knowledge),
            "LOG": "json",
            "BROADCAST_RATE": str(rate),
        }
        environment |= {f"{PREFIX}{name}": value for name, value in (settings | more).items()}
        environment["PYTHONPATH"] = str(ROOT)
        with self.log.open("ab") as log:
            bot = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "run", cwd=self.data, env=environment, stdout=log, stderr=log
            )
        self.bots.append(bot)
        return bot

    async def stop(self, bot: Process) -> None:
        """End it in peace."""
        bot.terminate()
        assert await bot.wait() == 0, self.log.read_text()[-2000:]

    async def kill(self, bot: Process) -> None:
        """End it without a word of warning."""
        bot.kill()
        assert await bot.wait() == -signal.SIGKILL, self.log.read_text()[-2000:]


@contextlib.asynccontextmanager
async def opened(data: Path, knowledge: Path) -> AsyncIterator[Outside]:
    """The stand-in for Telegram as a process of its own; whatever still runs at the end is killed."""
    server = await asyncio.create_subprocess_exec(sys.executable, "-m", "tests.botapi", cwd=ROOT, stdout=PIPE)
    assert server.stdout
    api = (await server.stdout.readline()).decode().strip()
    async with aiohttp.ClientSession() as session:
        found = Outside(api, data, knowledge, session)
        yield found
    for process in (*found.bots, server):
        if process.returncode is None:
            process.kill()
        await process.communicate()
