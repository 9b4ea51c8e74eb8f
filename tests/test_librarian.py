"""A running bot takes in what maintainers save, and is not harmed by what they break."""

import asyncio
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from bot.app import App
from bot.core.match.features import Floats
from bot.core.model import Answer, Command, Incoming, Said
from bot.edges.library import Shelf
from bot.librarian import Librarian
from tests.conftest import Ear
from tests.folder import spoil
from tests.small import Lengths


class Told(list[str]):
    """What the maintainers were told."""

    async def __call__(self, text: str) -> None:
        """Take a message."""
        self.append(text)


def librarian(app: App, source: Shelf) -> tuple[Librarian, Told]:
    """A librarian for an application, and those it tells."""
    app.library = source.quick(app.library.knowledge)
    told = Told()
    return Librarian(app, source, told), told


async def test_a_saved_edit_shows_in_the_next_answer(app: App, own_folder: Path, ear: Ear) -> None:
    """A lawyer saves, asks in the chat, and reads the new text."""
    keeper, told = librarian(app, Shelf(own_folder, None))
    spoil(
        own_folder, "int/en/rights.yaml", "Unpaid wages stay owed to you", "The new text. Unpaid wages stay owed to you"
    )
    await keeper.reload()
    await app.handle(Incoming("tg:1", Said("unpaid wages")), ear)
    assert "The new text." in ear.heard[-1].html
    assert not told


async def test_a_new_way_to_ask_is_understood(app: App, own_folder: Path) -> None:
    """The words of the shop floor find the answer as soon as they are saved."""
    keeper, _ = librarian(app, Shelf(own_folder, None))
    spoil(own_folder, "int/en/rights.asks.yaml", "unpaid-wages:\n", "unpaid-wages:\n  - zorgle my flumpet\n")
    await keeper.reload()
    verdict = app.library.matcher.match("zorgle my flumpet", "en", None)
    assert isinstance(verdict, Answer)
    assert verdict.topic == "unpaid-wages"


async def test_a_broken_edit_changes_nothing_and_is_told(app: App, own_folder: Path, ear: Ear) -> None:
    """With a typing mistake in a file the bot answers on with what it had, and says to the maintainers where it is."""
    keeper, told = librarian(app, Shelf(own_folder, None))
    before = app.library
    spoil(own_folder, "gb/en/rights.yaml", "  answer: It", "  anwser: It")
    await keeper.reload()
    assert app.library is before
    assert "gb/en/rights.yaml" in told[0]
    await app.handle(Incoming("tg:1", Command("help")), ear)
    assert ear.heard


async def test_an_edit_that_points_nowhere_is_refused(app: App, own_folder: Path) -> None:
    """What only shows between files is checked too, before it reaches a worker."""
    keeper, told = librarian(app, Shelf(own_folder, None))
    before = app.library
    spoil(own_folder, "gb/en/rights.yaml", "{figure:gb.week-pay-cap}", "{figure:gb.week-pay-cup}")
    await keeper.reload()
    assert app.library is before
    assert "gb.week-pay-cup" in told[0]


async def test_encoders_are_brought_in_while_the_bot_answers(app: App, own_folder: Path, tmp_path: Path) -> None:
    """The bot starts without them, and has them when they are learnt."""
    keeper, _ = librarian(app, Shelf(own_folder, tmp_path / "cache", (Lengths(),)))
    assert not app.library.matcher.index.encoders
    await keeper.learn()
    assert list(app.library.matcher.index.encoders) == [Lengths().name]


async def test_at_the_end_nobody_waits_for_learning(app: App, own_folder: Path, tmp_path: Path) -> None:
    """A bot that is told to stop leaves the encoders for the next start."""
    keeper, _ = librarian(app, Shelf(own_folder, tmp_path / "cache", (Lengths(),)))
    keeper.end()
    await asyncio.wait_for(keeper.learn(), 30)
    assert not app.library.matcher.index.encoders


async def test_an_edit_does_not_lose_an_encoder_that_arrives_meanwhile(
    app: App, own_folder: Path, tmp_path: Path
) -> None:
    """Saved while the bot learns, an edit is taken in, and so is what was learnt."""
    keeper, _ = librarian(app, Shelf(own_folder, tmp_path / "cache", (Lengths(),)))
    spoil(
        own_folder, "int/en/rights.yaml", "Unpaid wages stay owed to you", "The new text. Unpaid wages stay owed to you"
    )
    await asyncio.gather(keeper.reload(), keeper.learn())
    assert list(app.library.matcher.index.encoders) == [Lengths().name]
    found = app.library.knowledge.find("unpaid-wages", None, "en")
    assert found is not None
    assert found.page.entry.short.startswith("The new text.")


@dataclass
class Slow(Lengths):
    """An encoder that takes its time."""

    go: threading.Event = field(default_factory=threading.Event)

    def encode(self, texts: Sequence[str]) -> Floats:
        """One row per text, when told to."""
        assert self.go.wait(10)
        return super().encode(texts)


async def test_those_who_wait_hear_of_the_whole_matcher_only(app: App, own_folder: Path) -> None:
    """While encoders are learnt, the matcher is sure of things that it will doubt: nobody is called back for those."""
    heard: list[int] = []

    async def swapped() -> None:
        heard.append(len(app.library.matcher.index.encoders))

    slow = Slow()
    source = Shelf(own_folder, None, (slow,))
    app.library = source.part(0).library(app.library.knowledge)
    keeper = Librarian(app, source, Told(), swapped)
    learning = asyncio.create_task(keeper.learn())
    await asyncio.sleep(0)
    await keeper.reload()
    assert heard == []
    slow.go.set()
    await learning
    assert heard == [1]
    await keeper.reload()
    assert heard == [1, 1]


async def test_after_quick_edits_all_can_be_learnt_anew(app: App, own_folder: Path, tmp_path: Path) -> None:
    """A quick edit leaves traces of earlier weights; in the end the answers are those of a fresh start."""
    source = Shelf(own_folder, tmp_path / "cache")
    keeper, _ = librarian(app, source)
    spoil(own_folder, "int/en/rights.asks.yaml", "unpaid-wages:\n", "unpaid-wages:\n  - zorgle my flumpet\n")
    await keeper.reload()
    await keeper.anew()
    fresh = source.afresh(app.library.knowledge)
    assert np.array_equal(app.library.matcher.index.weights.sparse, fresh.matcher.index.weights.sparse)
    assert source.cached(app.library.matcher.index.phrasings) is not None
