"""A question waits for its answer over the Bot API: asked, taught to the bot in a file, told in the same chat."""

import asyncio
from pathlib import Path

import pytest

from bot.app import App
from bot.core.match.fold import fold
from bot.courier import Courier
from bot.edges.files import load
from bot.edges.library import Shelf
from bot.edges.store import Store
from bot.followup import FollowUp
from bot.librarian import Librarian
from bot.settings import Settings
from tests.botapi import BotApi
from tests.edges.telegram.conftest import ANN, BEN, Telegram, answers, said
from tests.folder import spoil
from tests.verbs.desk import Maintainer, checkout, sit

QUESTION = "Πότε θα με πληρώσουν;"


@pytest.fixture
def office(tmp_path: Path, own_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A maintainer's checkout beside the running bot: the same knowledge, the same data."""
    return checkout(tmp_path / "home", own_folder, tmp_path / "data", monkeypatch)


async def _nobody(text: str) -> None:
    raise AssertionError(text)


def _librarian(app: App, store: Store, telegram: Telegram, knowledge: Path) -> Librarian:
    """Who takes in what is edited in this folder, and lets those know who wait."""
    source = Shelf(knowledge, None)
    app.library = source.quick(load(knowledge).knowledge())
    return Librarian(app, source, _nobody, FollowUp(app, store, telegram.calendar).news)


async def _asks_and_waits(api: BotApi) -> None:
    """Ann asks what nobody can answer, and wants to be told."""
    api.world.say(ANN, QUESTION)
    (lost,) = await answers(api, ANN)
    assert lost.text.startswith("I do not know")
    api.world.press(ANN, lost.id, "🔔 Tell me here when you know")
    await answers(api, ANN, 2)


async def test_a_question_waits_for_an_edited_file(
    api: BotApi, telegram: Telegram, app: App, store: Store, own_folder: Path
) -> None:
    """Ann asks what nobody can answer, a maintainer teaches it to the bot, Ann is told; Ben only asked, and is not."""
    librarian = _librarian(app, store, telegram, own_folder)
    async with telegram.running() as runner:
        courier = Courier(store, runner.door, telegram.calendar)
        api.world.say(BEN, QUESTION)
        await answers(api, BEN)
        await _asks_and_waits(api)
        spoil(own_folder, "int/en/rights.asks.yaml", "unpaid-wages:\n", f"unpaid-wages:\n  - {QUESTION}\n")
        await librarian.reload()
        telegram.calendar.advance(minutes=1)
        while await courier.round():
            pass
        news = said(api, ANN)[-1]
        assert news.text.startswith(f"There is an answer now. You had asked: {QUESTION}")
        assert "Getting back unpaid wages" in news.text
        assert "👍 This helped" in news.labels
        assert len(said(api, BEN)) == 1
        await librarian.reload()
        assert await store.outbox.next_due() is None


async def test_who_blocked_the_bot_meanwhile_is_left_alone(
    api: BotApi, telegram: Telegram, app: App, store: Store, own_folder: Path
) -> None:
    """The wait ends all the same: nobody is tried again and again."""
    librarian = _librarian(app, store, telegram, own_folder)
    async with telegram.running() as runner:
        await _asks_and_waits(api)
        api.world.block(ANN)
        spoil(own_folder, "int/en/rights.asks.yaml", "unpaid-wages:\n", f"unpaid-wages:\n  - {QUESTION}\n")
        await librarian.reload()
        courier = Courier(store, runner.door, telegram.calendar)
        assert await courier.round() == 1
        assert await courier.round() == 0
        assert await store.waits.waiting(telegram.calendar()) == []


async def test_a_question_is_curated_and_its_asker_told(
    api: BotApi, telegram: Telegram, app: App, store: Store, office: Settings
) -> None:
    """The whole loop: nobody knows, "tell me here", two keys at the desk, the file is taken in, the worker is told."""
    librarian = _librarian(app, store, telegram, office.knowledge)
    async with telegram.running() as runner:
        await _asks_and_waits(api)
        await store.database.flush()
        await asyncio.to_thread(sit, office, Maintainer(list("1wyq")))
        await librarian.reload()
        telegram.calendar.advance(minutes=1)
        courier = Courier(store, runner.door, telegram.calendar)
        while await courier.round():
            pass
        news = said(api, ANN)[-1]
        assert news.text.startswith(f"There is an answer now. You had asked: {QUESTION}")
        assert "👍 This helped" in news.labels
    assert fold(QUESTION) in {fold(ask.text) for ask in load(office.knowledge).asks}
