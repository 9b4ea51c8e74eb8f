"""Curation in the chat: a tap proposes, a reply drafts, and nothing of it reaches a worker by itself."""

from dataclasses import dataclass

import pytest

from bot.app import App
from bot.core import buttons as b, markup
from bot.core.buttons import curation as q
from bot.core.model import Command, Doors, Incoming, Outgoing, Pressed, Said
from bot.courier import Courier
from bot.edges.store import Store
from tests.conftest import NOW, Ear
from tests.edges.store.test_queue import put

ANNA, BEN = "tg:100", "tg:200"


@dataclass
class Chat:
    """A maintainer's telephone; the courier runs after each act."""

    app: App
    store: Store
    ear: Ear
    who: str = ANNA

    async def does(
        self, event: Command | Pressed | Said, message: int | None = None, answers: int | None = None
    ) -> None:
        """Something, and then all that follows from it."""
        await self.app.handle(Incoming(self.who, event, message, "en", answers=answers), self.ear)
        doors: Doors = lambda _: self.ear  # noqa: E731
        while await Courier(self.store, doors, lambda: NOW).round():
            pass

    @property
    def last(self) -> Outgoing:
        """The newest message."""
        return self.ear.heard[-1]

    @property
    def text(self) -> str:
        """Its words."""
        return markup.plain(self.last.html)

    def press(self, label: str) -> Pressed:
        """The newest button with these words."""
        for message in reversed(self.ear.heard):
            for button in (button for row in message.rows for button in row):
                if label in button.label:
                    return Pressed(button.data)
        raise AssertionError(f"there is no button {label!r}")


@pytest.fixture
async def anna(app: App, store: Store, ear: Ear) -> Chat:
    """A maintainer, with a question in the queue."""
    await store.team.add(ANNA, "maintainer", "tg:1", NOW)
    await store.team.add(BEN, "maintainer", "tg:1", NOW)
    await put(store, "how slow is the fund", "tg:7")
    return Chat(app, store, ear)


async def test_a_tap_proposes_the_entry(anna: Chat) -> None:
    """The nearest three stand on the card by their titles; the tap is kept for `redress curate`."""
    await anna.does(Command("queue"))
    assert "how slow is the fund" in anna.text
    await anna.does(anna.press("Applying to"), message=1)
    (proposal,) = await anna.store.queue.proposals("attach")
    assert (proposal.topic, proposal.author) == ("guarantee-apply", ANNA)
    assert "Applying to the guarantee fund" in markup.plain(anna.ear.heard[1].html)
    assert "The queue is empty" in anna.text


async def test_what_people_took_stands_first(anna: Chat) -> None:
    """A suggestion that a worker tapped is the best guess at what was meant."""
    await anna.store.questions.forget("tg:7")
    number = await put(
        anna.store, "the boss owes me something", "tg:8", outcome="suggest", topics=(("severance", 1.0),)
    )
    await anna.app.handle(
        Incoming("tg:8", Pressed(b.encode(b.ShowTopic("worker-buyout", "-", number))), 1, "en"), Ear()
    )
    await anna.store.database.flush()
    await anna.does(Command("queue"))
    assert anna.last.rows[0][0].data == b.encode(q.AttachTo("1", "worker-buyout"))


async def test_a_reply_is_a_draft_and_can_be_taken_back(anna: Chat) -> None:
    """The words of a maintainer are kept for the editor, and for nobody else."""
    await anna.does(Command("queue"))
    await anna.does(Said("About three months."), answers=1)
    (proposal,) = await anna.store.queue.proposals("answer")
    assert proposal.draft == "About three months."
    await anna.does(anna.press("Undo"), message=2)
    assert await anna.store.queue.proposals("answer") == []
    assert len(await anna.store.queue.proposals("open")) == 1


async def test_two_maintainers_do_not_undo_each_other(anna: Chat) -> None:
    """Who comes second is told, and the first decision stays."""
    await anna.does(Command("queue"))
    ignore = anna.press("Ignore")
    await anna.does(anna.press("Applying to"), message=1)
    ben = Chat(anna.app, anna.store, Ear(), BEN)
    await ben.does(ignore, message=1)
    assert "dealt with this question already" in ben.text
    assert len(await anna.store.queue.proposals("attach")) == 1


async def test_an_erased_question_leaves_its_card(anna: Chat) -> None:
    """Whoever says /forget disappears from the maintainers' cards as well."""
    await anna.does(Command("queue"))
    await anna.store.questions.forget("tg:7")
    await anna.does(anna.press("Skip"), message=1)
    assert "or it was erased" in anna.text


async def test_a_former_maintainer_is_a_worker(anna: Chat) -> None:
    """A reply to an old card after the role was taken away is a question like any other."""
    await anna.does(Command("queue"))
    stranger = Chat(anna.app, anna.store, anna.ear, ANNA)
    await anna.store.database.write(lambda connection: connection.execute("DELETE FROM team"))
    await stranger.does(Said("wage arrears"), answers=1)
    assert "Getting back unpaid wages" in stranger.text
    assert await anna.store.queue.proposals("answer") == []


async def test_a_card_of_yesterday_decides_about_no_other_question(anna: Chat) -> None:
    """Cards are laid out anew; the old buttons, and replies to old cards, are for what is not there any more."""
    await anna.does(Command("queue"))
    old, card = anna.press("Applying to"), len(anna.ear.heard)
    await anna.store.questions.forget("tg:7")
    await put(anna.store, "who pays for my boots", "tg:8")
    long_ago = "UPDATE proposals SET at = '2020-01-01T00:00:00+00:00'"
    await anna.store.database.write(lambda connection: connection.execute(long_ago))
    await anna.does(Command("queue"))
    assert "boots" in anna.text
    await anna.does(old, message=1)
    assert "or it was erased" in anna.text
    await anna.does(Said("The fund does."), answers=card)
    assert "or it was erased" in anna.text
    (open_,) = await anna.store.queue.proposals("open", "attach", "answer")
    assert open_.state == "open"
