"""Kill the bot in the middle of its work, again and again: no question is lost, and hardly an answer is given twice.

Everything is real but Telegram: `python -m bot run` as a process of its own, its database on disk, the real knowledge.
"""

import shutil
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import pytest

from bot.core.model import Answer
from bot.flows.here import Library
from tests import real
from tests.outside import FIRST, Outside, opened

CHATS, ROUNDS, LANES = 300, 10, 16
KILLS = (500, 1300, 2100)
"""The numbers of answers after which the bot is killed."""
PATIENCE = 60
"""Seconds after which a bot that makes no progress counts as dead. Nothing waits for them to pass."""

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class House:
    """What the bot is started with: knowledge, data folder with an index, ten questions and their answers' titles."""

    knowledge: Path
    data: Path
    asked: Sequence[tuple[str, str]]


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


async def test_three_kills_lose_no_question_and_double_few_answers(
    taught: House, capsys: pytest.CaptureFixture[str]
) -> None:
    """Three thousand questions of three hundred people, three kills: all are answered, each person's in order."""
    async with opened(taught.data, taught.knowledge) as world:
        for question, _ in taught.asked:
            await world.control("deliver", count=CHATS, chats=CHATS, text=question)
        for answered in KILLS:
            bot = await world.start(LANES=str(LANES))
            await _until(world, answered)
            await world.kill(bot)
        bot = await world.start(LANES=str(LANES))
        twice = await _all_answered(world, [title for _, title in taught.asked])
        await world.stop(bot)
    with capsys.disabled():
        sys.stdout.write(f"\n{CHATS * ROUNDS} questions, {len(KILLS)} kills: 0 lost, {twice} answered twice\n")
    assert twice <= LANES * len(KILLS)


async def _until(world: Outside, answered: int) -> None:
    """Come back when the bot has given so many answers."""
    await world.control("wait", answered=answered, seconds=PATIENCE)


async def _transcripts(world: Outside) -> list[list[str]]:
    """For each chat the titles of the answers, in the order in which they came."""
    chats = [await world.control("transcript", chat_id=FIRST + number) for number in range(CHATS)]
    return [[message["text"].split("\n")[0] for message in chat if message["from_bot"]] for chat in chats]


async def _all_answered(world: Outside, titles: Sequence[str]) -> int:
    """Wait until every question has its answer, in order; returns how many answers came twice."""
    while True:
        given = await _transcripts(world)
        missing = sum(len(set(titles) - set(chat)) for chat in given)
        total = sum(map(len, given))
        if not missing:
            break
        await _until(world, total + missing)
    assert all(list(dict.fromkeys(chat)) == titles for chat in given)
    doubled = Counter(len(chat) - len(titles) for chat in given)
    return sum(more * count for more, count in doubled.items())
