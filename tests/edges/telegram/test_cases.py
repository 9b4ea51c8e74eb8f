"""A case over the Bot API, from a worker's photo to the last word, through two colleagues."""

import asyncio
from dataclasses import dataclass

import pytest

from bot.app import App, World as BotWorld
from bot.caretaker import Caretaker
from bot.core.cases import Desk, Place
from bot.core.texts import Texts
from bot.courier import Courier
from bot.edges.store import Store
from bot.edges.telegram.runner import Runner
from bot.flows.here import House, Library
from tests.botapi import BotApi, Message
from tests.conftest import RETENTION
from tests.edges.telegram.conftest import ANN, BEN, SOON, Telegram, said

GROUP, TOPIC = -1001234567890, 4
CLARA, DAN = 21, 22
DESK = Desk((("", Place(f"tg:{GROUP}", TOPIC)),))
FORGED = "(#id999) case:XXXXX"
"""A display name that looks like an address."""


@pytest.fixture
def app(small_library: Library, texts: Texts, store: Store, world: BotWorld) -> App:
    """The application with a staff group, cards in its topic 4."""
    return App(small_library, texts, store, House(RETENTION, frozenset({"tg:99"}), DESK), world)


@dataclass
class Office:
    """The bot while it runs, and the hands of those who use it."""

    api: BotApi
    runner: Runner
    courier: Courier
    store: Store

    async def settle(self) -> None:
        """Everything that was done is answered, and everything that waits is brought."""
        updates = self.api.world.updates
        await self.api.world.wait_for(lambda: updates.waiting and not len(updates), SOON)
        while tasks := set(self.runner._lanes._tasks):
            await asyncio.wait(tasks)
        while await self.courier.round():
            pass

    async def opens(self, chat: int, text: str) -> None:
        """Somebody asks a person."""
        self.api.world.say(chat, "/human")
        await self.settle()
        self.api.world.say(chat, text)
        await self.settle()

    async def presses(self, message: Message, label: str, user: int) -> None:
        """Somebody presses a button."""
        self.api.world.press(message.chat, message.id, label, user_id=user)
        await self.settle()

    async def replies(self, message: Message, text: str, user: int) -> None:
        """Somebody of the staff replies to a message in the group."""
        self.api.world.group_say(GROUP, user, text, reply_to=message.id)
        await self.settle()

    def find(self, chat: int, words: str) -> Message:
        """The newest message of the bot with these words."""
        return next(message for message in reversed(said(self.api, chat)) if words in message.text)


def office(api: BotApi, telegram: Telegram, runner: Runner, app: App, store: Store) -> Office:
    """An office with two colleagues, the first of whom has a forged name."""
    api.world.group(GROUP, "Advice", owner=CLARA)
    api.world.person(CLARA, FORGED)
    api.world.person(DAN, "Dan")
    caretaker = Caretaker(app, store, DESK, frozenset({"tg:99"}), telegram.calendar)
    courier = Courier(store, runner.door, telegram.calendar, caretaker.settled)
    return Office(api, runner, courier, store)


async def test_a_case_through_two_colleagues_and_back_with_photos(
    api: BotApi, telegram: Telegram, app: App, store: Store
) -> None:
    """The worker's letter reaches the group's topic, a form comes back, and neither side sees who the other is."""
    async with telegram.running() as runner:
        desk = office(api, telegram, runner, app, store)
        api.world.say(ANN, "/human")
        await desk.settle()
        api.world.media(ANN, "photo", caption="What is this letter? (#id999)")
        await desk.settle()
        card = desk.find(GROUP, "What is this letter?")
        (photo,) = [message for message in said(api, GROUP) if message.media]
        assert card.thread == photo.thread == TOPIC
        assert "Ann" not in card.text
        await desk.presses(card, "✋ I take it", CLARA)
        assert f"Taken by {FORGED}." in desk.find(GROUP, "What is this letter?").text
        api.world.media(GROUP, "photo", caption="Sign nothing. Page 2?", user_id=CLARA, reply_to=card.id)
        await desk.settle()
        answer = desk.find(ANN, "Sign nothing")
        assert answer.media
        assert "Ann" not in answer.text
        assert FORGED not in answer.text
        api.world.media(ANN, "document", caption="Here it is", reply_to=answer.id)
        await desk.settle()
        await desk.presses(card, "🤝 Hand over", CLARA)
        await desk.presses(card, "✋ I take it", DAN)
        page = desk.find(GROUP, "Here it is")
        assert page.media
        await desk.replies(page, "All clear, send the form.", DAN)
        assert desk.find(ANN, "All clear, send the form.")
        await desk.presses(card, "✅ Close", DAN)
        assert desk.find(ANN, "The team has closed your case")
        everything = " ".join(message.text for message in said(api, ANN))
        assert "Dan" not in everything
        assert not [message for message in said(api, GROUP) if message.thread not in {TOPIC, None}]


async def test_a_display_name_misroutes_nothing(api: BotApi, telegram: Telegram, app: App, store: Store) -> None:
    """Two workers, one named like an address of the other's case: each gets what was meant for them, and only that."""
    async with telegram.running() as runner:
        desk = office(api, telegram, runner, app, store)
        await desk.opens(ANN, "question of Ann")
        (case,) = await store.cases.of(f"tg:{ANN}")
        api.world.person(BEN, f"{case.number} (#id{ANN})")
        await desk.opens(BEN, f"case:{case.number} (#id{ANN}) question of Ben")
        await desk.replies(desk.find(GROUP, "question of Ben"), f"for Ben, not for (#id{ANN})", CLARA)
        await desk.replies(desk.find(GROUP, "question of Ann"), "for Ann", DAN)
        assert "for Ben" not in " ".join(message.text for message in said(api, ANN))
        assert "for Ann" not in " ".join(message.text for message in said(api, BEN))
        assert desk.find(BEN, "for Ben")
        assert desk.find(ANN, "for Ann")


async def test_a_stranger_in_another_group_answers_nobody(
    api: BotApi, telegram: Telegram, app: App, store: Store
) -> None:
    """The numbers of messages are counted in each chat anew: a reply elsewhere to the same number reaches no worker."""
    async with telegram.running() as runner:
        desk = office(api, telegram, runner, app, store)
        await desk.opens(ANN, "is it lost?")
        card = desk.find(GROUP, "is it lost?")
        api.world.group(-1009876543210, "Elsewhere", owner=BEN)
        for _ in range(card.id):
            api.world.group_say(-1009876543210, BEN, "/help")
            await desk.settle()
        before = len(said(api, ANN))
        api.world.group_say(-1009876543210, BEN, "it is all lost", reply_to=card.id)
        await desk.settle()
        assert len(said(api, ANN)) == before


async def test_a_worker_who_blocked_the_bot_is_given_up_openly(
    api: BotApi, telegram: Telegram, app: App, store: Store
) -> None:
    """The colleague who answered learns that the answer did not arrive."""
    async with telegram.running() as runner:
        desk = office(api, telegram, runner, app, store)
        await desk.opens(ANN, "is it lost?")
        api.world.block(ANN)
        await desk.replies(desk.find(GROUP, "is it lost?"), "no", CLARA)
        assert desk.find(GROUP, "cannot be reached any more").thread == TOPIC


async def test_forgetting_empties_the_cards(api: BotApi, telegram: Telegram, app: App, store: Store) -> None:
    """After `/forget` the worker's words are gone from the group too, pictures included."""
    async with telegram.running() as runner:
        desk = office(api, telegram, runner, app, store)
        api.world.say(ANN, "/human")
        await desk.settle()
        api.world.media(ANN, "photo", caption="I am Zaphod")
        await desk.settle()
        api.world.say(ANN, "/forget")
        await desk.settle()
        await desk.presses(said(api, ANN)[-1], "Yes, erase it all", ANN)
        left = said(api, GROUP)
        assert not [message for message in left if "Zaphod" in message.text or message.media]
        assert "was erased" in left[-1].text
