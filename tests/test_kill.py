"""Kill the bot in the middle of its work, again and again: no question is lost, and hardly an answer is given twice.

Everything is real but Telegram: `python -m bot run` as a process of its own, its database on disk, the real knowledge.
"""

import asyncio
import os
import shutil
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.core.model import Answer
from bot.flows.here import Library
from bot.settings import PREFIX
from tests import real
from tests.botapi.values import TOKEN

ROOT = Path(__file__).parents[1]
CHATS, ROUNDS, LANES = 300, 10, 16
KILLS = (500, 1300, 2100)
"""The numbers of answers after which the bot is killed."""
FIRST = 1_000_001
PATIENCE = 60
"""Seconds after which a bot that makes no progress counts as dead. Nothing waits for them to pass."""

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class House:
    """What the bot is started with: knowledge, data folder with an index, ten questions and their answers' titles."""

    knowledge: Path
    data: Path
    asked: Sequence[tuple[str, str]]


@dataclass
class Outside:
    """The people's side, and the life of the bot."""

    api: str
    house: House
    session: aiohttp.ClientSession
    bots: list[Process] = field(default_factory=list)

    async def control(self, verb: str, **args: Any) -> Any:
        """Something that happens in the world, or a look at it."""
        async with self.session.post(f"{self.api.removesuffix('bot')}control/{verb}", json=args) as answer:
            result = await answer.json()
            assert answer.status == 200, f"{result}\n{self.log.read_text()[-2000:]}"
            return result

    async def until(self, answered: int) -> None:
        """Come back when the bot has given so many answers."""
        await self.control("wait", answered=answered, seconds=PATIENCE)

    async def transcripts(self) -> list[list[str]]:
        """For each chat the titles of the answers, in the order in which they came."""
        chats = [await self.control("transcript", chat_id=FIRST + number) for number in range(CHATS)]
        return [[message["text"].split("\n")[0] for message in chat if message["from_bot"]] for chat in chats]

    @property
    def log(self) -> Path:
        """What the bots wrote to stderr."""
        return self.house.data / "log"

    async def start(self) -> Process:
        """Start the bot as a maintainer would."""
        environment = {name: value for name, value in os.environ.items() if not name.upper().startswith(PREFIX)}
        settings = {
            "TOKEN": TOKEN,
            "API_URL": self.api,
            "PORT": "0",
            "ENCODERS": "none",
            "LANES": str(LANES),
            "DATA_DIR": str(self.house.data),
            "KNOWLEDGE": str(self.house.knowledge),
            "LOG": "json",
        }
        environment |= {f"{PREFIX}{name}": value for name, value in settings.items()} | {"PYTHONPATH": str(ROOT)}
        with self.log.open("ab") as log:
            bot = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "run", cwd=self.house.data, env=environment, stdout=log, stderr=log
            )
        self.bots.append(bot)
        return bot


@pytest.fixture(scope="session")
def taught(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> House:
    """The real knowledge as it is now (an edit must not reach the running bot), and its index."""
    folder = tmp_path_factory.mktemp("kill")
    shutil.copytree(real.KNOWLEDGE, folder / "knowledge")
    index = real.cache(pytestconfig, folder / "index")
    library = real.library(index, folder / "knowledge")
    shutil.copytree(index, folder / "data" / "cache")
    return House(folder / "knowledge", folder / "data", tuple(islice(_sure(library), ROUNDS)))


def _sure(library: Library) -> Iterator[tuple[str, str]]:
    """Questions that are surely answered, and the titles of the answers; one of each topic."""
    seen: set[str] = set()
    for ask in library.knowledge.asks:
        found = library.knowledge.find(ask.topic, None, "en")
        if (ask.country, ask.language) != ("int", "en") or ask.topic in seen or found is None or "." in ask.topic:
            continue
        verdict = library.matcher.match(ask.text, "en", None)
        if isinstance(verdict, Answer) and verdict.topic == ask.topic and not verdict.reading.country:
            seen.add(ask.topic)
            yield ask.text, found.page.entry.title


@pytest.fixture
async def outside(taught: House) -> AsyncIterator[Outside]:
    """The stand-in for Telegram as a process of its own; whatever still runs at the end is killed."""
    server = await asyncio.create_subprocess_exec(sys.executable, "-m", "tests.botapi", cwd=ROOT, stdout=PIPE)
    assert server.stdout
    api = (await server.stdout.readline()).decode().strip()
    async with aiohttp.ClientSession() as session:
        found = Outside(api, taught, session)
        yield found
    for process in (*found.bots, server):
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def test_three_kills_lose_no_question_and_double_few_answers(
    outside: Outside, capsys: pytest.CaptureFixture[str]
) -> None:
    """Three thousand questions of three hundred people, three kills: all are answered, each person's in order."""
    for question, _ in outside.house.asked:
        await outside.control("deliver", count=CHATS, chats=CHATS, text=question)
    for answered in KILLS:
        bot = await outside.start()
        await outside.until(answered)
        bot.kill()
        assert await bot.wait() == -signal.SIGKILL
    bot = await outside.start()
    twice = await _all_answered(outside)
    bot.terminate()
    assert await bot.wait() == 0, outside.log.read_text()[-2000:]
    with capsys.disabled():
        sys.stdout.write(f"\n{CHATS * ROUNDS} questions, {len(KILLS)} kills: 0 lost, {twice} answered twice\n")
    assert twice <= LANES * len(KILLS)


async def _all_answered(outside: Outside) -> int:
    """Wait until every question has its answer, in order; returns how many answers came twice."""
    titles = [title for _, title in outside.house.asked]
    while True:
        given = await outside.transcripts()
        missing = sum(len(set(titles) - set(chat)) for chat in given)
        total = sum(map(len, given))
        if not missing:
            break
        await outside.until(total + missing)
    assert all(list(dict.fromkeys(chat)) == titles for chat in given)
    doubled = Counter(len(chat) - len(titles) for chat in given)
    return sum(more * count for more, count in doubled.items())
