"""Those who wait are told when new knowledge is loaded."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.app import App
from bot.core.model import Command, Incoming, Outgoing, Pressed, Said
from bot.courier import Courier
from bot.edges.library import Shelf
from bot.edges.store import Store
from bot.followup import FollowUp
from bot.librarian import Librarian
from tests.conftest import NOW, Ear
from tests.folder import spoil

NONSENSE = "Πότε θα με πληρώσουν;"  # Greek, which the bot does not know


@dataclass
class Street:
    """People, a folder that a maintainer edits, and the clock."""

    app: App
    store: Store
    folder: Path
    now: datetime = NOW
    chats: dict[str, Ear] = field(default_factory=lambda: {"tg:7": Ear(), "tg:8": Ear()})

    def __post_init__(self) -> None:
        source = Shelf(self.folder, None)
        self.app.library = source.quick(self.app.library.knowledge)
        self.follow_up = FollowUp(self.app, self.store, lambda: self.now)
        self.librarian = Librarian(self.app, source, self._told, self.follow_up.news)

    async def _told(self, text: str) -> None:
        raise AssertionError(text)

    async def says(self, text: str, chat: str = "tg:7") -> None:
        """Somebody asks."""
        await self.app.handle(Incoming(chat, Said(text), language="en"), self.chats[chat])

    async def taps(self, label: str, chat: str = "tg:7") -> None:
        """Somebody presses the newest button with these words."""
        heard = self.chats[chat].heard
        for at in range(len(heard), 0, -1):
            for button in (button for row in heard[at - 1].rows for button in row):
                if label in button.label:
                    await self.app.handle(Incoming(chat, Pressed(button.data), at, "en"), self.chats[chat])
                    return
        raise AssertionError(f"no button {label!r}")

    async def edits(self, file: str, old: str, new: str) -> None:
        """A maintainer saves a file; the bot takes it in; the news arrive in their time."""
        spoil(self.folder, file, old, new)
        await self.librarian.reload()
        await self.delivered()

    async def delivered(self) -> None:
        """What waits in the outbox is brought."""
        self.now += timedelta(minutes=1)
        courier = Courier(self.store, self.chats.get, lambda: self.now)
        while await courier.round():
            pass

    def news(self, words: str, chat: str = "tg:7") -> list[Outgoing]:
        """The messages with these words."""
        return [message for message in self.chats[chat].heard if words in message.html]


@pytest.fixture
def street(app: App, store: Store, own_folder: Path) -> Street:
    """Two workers and a maintainer."""
    return Street(app, store, own_folder)


async def _understood(street: Street) -> None:
    await street.edits("int/en/rights.asks.yaml", "unpaid-wages:\n", f"unpaid-wages:\n  - {NONSENSE}\n")


async def test_a_question_that_can_be_answered_now_is_answered_once(street: Street) -> None:
    """Who left a question hears the answer in the same chat, as soon as somebody has taught it to the bot."""
    await street.says(NONSENSE)
    assert street.news("I do not know")
    await street.taps("Tell me here")
    assert street.news("until 23 January 2027")
    await _understood(street)
    (message,) = street.news("There is an answer now")
    assert f"<i>{NONSENSE}</i>" in message.html
    assert "Getting back unpaid wages" in message.html
    assert any("This helped" in button.label for row in message.rows for button in row)
    await street.edits("int/en/rights.asks.yaml", "severance:\n", "severance:\n  - another way to ask\n")
    assert len(street.news("There is an answer now")) == 1
    assert await street.store.waits.waiting(street.now) == []


async def test_who_did_not_leave_a_question_hears_nothing(street: Street) -> None:
    """No news without having asked for them."""
    await street.says(NONSENSE)
    await _understood(street)
    assert not street.news("There is an answer now")


async def test_news_are_let_out_one_after_another(street: Street) -> None:
    """Answers come first: a hundred who wait do not hold up the one who asks now."""
    for chat in ("tg:7", "tg:8"):
        await street.says(NONSENSE, chat)
        await street.taps("Tell me here", chat)
    spoil(street.folder, "int/en/rights.asks.yaml", "unpaid-wages:\n", f"unpaid-wages:\n  - {NONSENSE}\n")
    await street.librarian.reload()
    assert len(await street.store.outbox.due(street.now)) == 1
    assert len(await street.store.outbox.due(street.now + timedelta(milliseconds=200))) == 2


async def test_an_answer_that_did_not_help_is_not_sent_again(street: Street) -> None:
    """The same words are no news; another answer, or the same one rewritten, is."""
    await street.says("unpaid wages")
    await street.taps("It did not")
    await street.taps("Tell me here")
    await street.edits("int/en/rights.asks.yaml", "severance:\n", "severance:\n  - another way to ask\n")
    assert not street.news("There is an answer now")
    await street.edits(
        "int/en/rights.yaml", "Unpaid wages stay owed to you", "Rewritten. Unpaid wages stay owed to you"
    )
    (message,) = street.news("There is an answer now")
    assert "Rewritten." in message.html


async def test_a_wait_is_ended_by_its_button(street: Street) -> None:
    """Who changed their mind hears nothing, and nothing is kept."""
    await street.says(NONSENSE)
    await street.taps("Tell me here")
    await street.taps("Do not tell me")
    await _understood(street)
    assert not street.news("There is an answer now")


async def test_a_wait_ends_at_its_date(street: Street) -> None:
    """After sixty days nobody is called back."""
    await street.says(NONSENSE)
    await street.taps("Tell me here")
    street.now += timedelta(days=60)
    await _understood(street)
    assert not street.news("There is an answer now")


async def _correct(street: Street, text: str, *, notify: bool) -> None:
    old = "  short: In many countries you get money"
    await street.edits("int/en/rights.yaml", old, f"  notify: {str(notify).lower()}\n  short: {text} you get money")


async def test_a_correction_reaches_those_who_wanted_it(street: Street) -> None:
    """Who read the wrong text is told the right one, once; who did not agree to be told is not on record."""
    for chat in ("tg:7", "tg:8"):
        await street.says("severance pay", chat)
    await street.taps("Sources")
    await street.taps("Tell me if this is corrected")
    await _correct(street, "Corrected. In all countries", notify=True)
    (message,) = street.news("has been corrected")
    assert "Corrected. In all countries" in message.html
    assert not street.news("has been corrected", "tg:8")
    await street.edits("int/en/rights.asks.yaml", "severance:\n", "severance:\n  - another way to ask\n")
    assert len(street.news("has been corrected")) == 1


async def test_a_comma_is_no_correction(street: Street) -> None:
    """Without `notify: true` a change of the text is told to nobody."""
    await street.says("severance pay")
    await street.taps("Sources")
    await street.taps("Tell me if this is corrected")
    await _correct(street, "In many, many countries", notify=False)
    assert not street.news("has been corrected")


async def test_corrections_are_ended_by_their_button(street: Street) -> None:
    """Below the correction stands how to hear no more; the corrected answer itself stays to be read."""
    await street.says("severance pay")
    await street.taps("Sources")
    await street.taps("Tell me if this is corrected")
    await _correct(street, "Corrected. In all countries", notify=True)
    await street.taps("Do not tell me")
    await street.edits("int/en/rights.yaml", "Corrected. In all", "Corrected again. In all")
    assert len(street.news("has been corrected")) == 1


async def test_what_waits_is_shown_and_ended_from_the_notice(street: Street) -> None:
    """`/privacy` leads to what is kept for telling somebody later."""
    await street.says(NONSENSE)
    await street.taps("Tell me here")
    await street.says("severance pay")
    await street.taps("Sources")
    await street.taps("Tell me if this is corrected")
    await street.app.handle(Incoming("tg:7", Command("privacy"), language="en"), street.chats["tg:7"])
    await street.taps("What waits")
    assert street.news("Waits for an answer, until 23 January 2027")
    assert street.news("You are told when this is corrected, until 23 January 2027: <i>Severance pay</i>")
    await street.taps("Do not tell me")
    assert await street.store.waits.watched(street.now) == []
    assert len(await street.store.waits.waiting(street.now)) == 1


async def test_nobody_is_promised_news_where_none_can_arrive(street: Street) -> None:
    """A terminal is closed by then; a group is not the place."""
    await street.says(NONSENSE)
    await street.store.database.flush()
    (button,) = [
        button for row in street.chats["tg:7"].heard[-1].rows for button in row if "Tell me here" in button.label
    ]
    ear = Ear()
    await street.app.handle(Incoming("tty:me", Pressed(button.data), 1, "en"), ear)
    assert "I cannot reach you here later" in ear.heard[-1].html
    await street.app.handle(replace(Incoming("tg:-5", Pressed(button.data), 1, "en"), private=False), ear)
    assert "only in a private chat" in ear.heard[-1].html


async def test_a_stranger_cannot_wait_with_somebody_elses_question(street: Street) -> None:
    """A button that was passed on shows nobody what another person asked."""
    await street.says(NONSENSE)
    button = next(
        button for row in street.chats["tg:7"].heard[-1].rows for button in row if "Tell me here" in button.label
    )
    await street.app.handle(Incoming("tg:8", Pressed(button.data), 1, "en"), street.chats["tg:8"])
    assert street.news("That button is too old", "tg:8")
    assert not street.news(NONSENSE, "tg:8")
