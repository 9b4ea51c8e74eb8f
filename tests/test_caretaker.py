"""What happens to a case while nobody does anything."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import pytest

from bot.app import App, World
from bot.caretaker import Caretaker
from bot.core.cases import Desk, Place
from bot.core.model import Command, Incoming, Outgoing, Refused, Said, SendResult, Unknown
from bot.core.texts import Texts
from bot.courier import Courier
from bot.edges.store import Post, Store
from bot.flows.here import House, Library
from tests.conftest import NOW, RETENTION, Ear

WORKER, STAFF, OWNER = "tg:7", "tg:-9", "tg:1"
DESK = Desk((("", Place(STAFF)),), (), timedelta(hours=24), timedelta(days=30))


@dataclass
class Wall(Ear):
    """A chat that lets nothing through."""

    answer: SendResult = field(default_factory=lambda: Refused("blocked"))

    async def send(self, message: Outgoing) -> SendResult:
        """Refuse."""
        self.heard.append(message)
        return self.answer


@dataclass
class Street:
    """Everybody's chats, the clock, and the two who work in the background."""

    app: App
    store: Store
    now: datetime = NOW
    chats: dict[str, Ear] = field(default_factory=lambda: {WORKER: Ear(), STAFF: Ear(), OWNER: Ear()})

    def clock(self) -> datetime:
        """What time it is."""
        return self.now

    async def says(self, text: str) -> None:
        """The worker asks a person."""
        await self.app.handle(Incoming(WORKER, Command("human"), language="en"), self.chats[WORKER])
        await self.app.handle(Incoming(WORKER, Said(text), language="en"), self.chats[WORKER])

    async def passes(self, **time: float) -> None:
        """Time goes by; then all that is to be said is said."""
        self.now += timedelta(**time)
        caretaker = Caretaker(self.app, self.store, DESK, frozenset({OWNER}), self.clock)
        await caretaker.round()
        courier = Courier(self.store, self.chats.get, self.clock, caretaker.settled)
        while await courier.round():
            pass

    def heard(self, chat: str) -> str:
        """All that was said in a chat."""
        return "\n".join(message.html for message in self.chats[chat].heard)


@pytest.fixture
def street(small_library: Library, texts: Texts, store: Store, world: World) -> Street:
    """A worker, a staff group and an owner."""
    found = Street(App(small_library, texts, store, House(RETENTION, frozenset({OWNER}), DESK), world), store)
    found.app._world = replace(world, now=found.clock)
    return found


async def test_a_late_case_is_admitted_once(street: Street) -> None:
    """After the set hours the worker is told plainly that nobody answered, and the staff that they were told."""
    await street.says("is it lost?")
    await street.passes(hours=23)
    assert "nobody has answered" not in street.heard(WORKER)
    await street.passes(hours=1)
    await street.passes(hours=30)
    assert street.heard(WORKER).count("nobody has answered your case") == 1
    assert street.heard(STAFF).count("No answer to case") == 1
    (case,) = await street.store.cases.all_open()
    assert case.late == NOW + timedelta(hours=24)


async def test_a_late_case_is_marked_on_the_list(street: Street) -> None:
    """`/tickets` shows what waits too long."""
    await street.says("is it lost?")
    await street.passes(hours=25)
    asked = Incoming(STAFF, Command("tickets"), language="en", private=False, sender=OWNER)
    await street.app.handle(asked, street.chats[STAFF])
    assert "⏰" in street.chats[STAFF].heard[-1].html


async def test_a_closed_case_is_erased_in_time(street: Street) -> None:
    """Thirty days after the end nothing is left, here or on the card."""
    await street.says("my name is Zaphod")
    await street.passes(hours=1)
    (case,) = await street.store.cases.all_open()
    await street.store.cases.move(case.number, "close", [], street.now)
    await street.passes(days=29)
    assert await street.store.cases.get(case.number)
    await street.passes(days=2)
    assert await street.store.cases.get(case.number) is None
    edits = [message for message in street.chats[STAFF].heard if message.edit == 1]
    assert [message.html for message in edits] == [f"Case {case.number} was erased."]
    assert street.chats[STAFF].heard[0].html == ""  # and taken away


@pytest.mark.parametrize(
    ("result", "words"),
    [
        (Refused("blocked"), "cannot be reached any more"),
        (Refused("gone"), "cannot be reached any more"),
        (Refused("bad-message"), "may not have arrived"),
        (Unknown(), "may not have arrived"),
    ],
)
async def test_the_staff_learns_that_a_worker_cannot_be_reached(street: Street, result: SendResult, words: str) -> None:
    """Nobody waits for an answer from one who blocked the bot."""
    await street.says("is it lost?")
    await street.passes()
    street.chats[WORKER] = Wall(answer=result)
    answer = Incoming(STAFF, Said("no"), language="en", private=False, sender=OWNER, name="Anna", answers=1)
    await street.app.handle(answer, street.chats[STAFF])
    for _ in range(4):
        await street.passes(minutes=2)
    assert street.heard(STAFF).count(words) == 1


async def test_the_owners_learn_that_the_staff_group_is_shut(street: Street) -> None:
    """A bot that was thrown out of the group does not swallow questions in silence."""
    street.chats[STAFF] = Wall(answer=Refused("not-allowed"))
    await street.says("is it lost?")
    await street.passes()
    assert "could not be put up in a staff chat" in street.heard(OWNER)


async def test_the_owners_learn_the_new_number_of_a_group(street: Street) -> None:
    """When topics are switched on the group has another number: the card goes there, and the setting is changed."""
    street.chats[STAFF] = Wall(answer=Refused("moved", "tg:-100123"))
    street.chats["tg:-100123"] = Ear()
    await street.says("is it lost?")
    await street.passes()
    assert "is it lost?" in street.heard("tg:-100123")
    assert street.heard(OWNER).count("new number -100123") == 1
    (case,) = await street.store.cases.all_open()
    assert case.desks == (Place("tg:-100123"),)


async def test_what_arrived_is_no_news(street: Street) -> None:
    """Nobody is told that all is well."""
    await street.says("is it lost?")
    await street.passes()
    before = street.heard(STAFF), street.heard(OWNER)
    await street.passes(hours=1)
    assert (street.heard(STAFF), street.heard(OWNER)) == before


async def test_who_became_owner_by_a_link_learns_that_the_staff_group_is_shut(street: Street) -> None:
    """Where the settings name no owner, somebody has to know all the same; a card that was taken away is no news."""
    street.chats[STAFF], street.chats["tg:2"] = Wall(), Ear()
    await street.store.team.add("tg:2", "owner", "machine", NOW)
    await street.says("is it lost?")
    (case,) = await street.store.cases.of(WORKER)
    redrawn = Post(STAFF, Outgoing("card", edit=1), case.staff_side)
    await street.store.cases.say(case.number, [redrawn], NOW)
    await street.passes()
    assert case.number in street.heard("tg:2")
    assert len(street.chats["tg:2"].heard) == 1
