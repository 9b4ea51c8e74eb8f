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


async def test_a_question_waits_for_an_edited_file(
    api: BotApi, telegram: Telegram, app: App, store: Store, own_folder: Path
) -> None:
    """Ann asks what nobody can answer, a maintainer teaches it to the bot, Ann is told; Ben only asked, and is not."""
    source = Shelf(own_folder, None)
    app.library = source.quick(app.library.knowledge)
    librarian = Librarian(app, source, _nobody, FollowUp(app, store, telegram.calendar).news)
    async with telegram.running() as runner:
        courier = Courier(store, runner.door, telegram.calendar)
        for chat in (ANN, BEN):
            api.world.say(chat, QUESTION)
        (lost,) = await answers(api, ANN)
        await answers(api, BEN)
        assert lost.text.startswith("I do not know")
        api.world.press(ANN, lost.id, "🔔 Tell me here when you know")
        await answers(api, ANN, 2)
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
    source = Shelf(own_folder, None)
    app.library = source.quick(app.library.knowledge)
    librarian = Librarian(app, source, _nobody, FollowUp(app, store, telegram.calendar).news)
    async with telegram.running() as runner:
        api.world.say(ANN, QUESTION)
        (lost,) = await answers(api, ANN)
        api.world.press(ANN, lost.id, "🔔 Tell me here when you know")
        await answers(api, ANN, 2)
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
    source = Shelf(office.knowledge, None)
    app.library = source.quick(load(office.knowledge).knowledge())
    librarian = Librarian(app, source, _nobody, FollowUp(app, store, telegram.calendar).news)
    async with telegram.running() as runner:
        api.world.say(ANN, QUESTION)
        (lost,) = await answers(api, ANN)
        api.world.press(ANN, lost.id, "🔔 Tell me here when you know")
        await answers(api, ANN, 2)
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
