"""A maintainer's twenty minutes: one question after the other, one key for each gesture, nothing written before a look.

The keyboard, the editor and the screen are handed in, so that a test can sit at this desk.
"""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Literal

from rich.console import Console

from bot.core.curation import Edit, area_of, as_test, attach, search
from bot.core.queue import Group, Wording
from bot.edges.editing import Change, save, take_back
from bot.edges.store.queue import Proposal, What
from bot.errors import InsertError, KnowledgeError
from bot.verbs import desk_screen as screen
from bot.verbs.book import Book
from bot.verbs.desk_entry import Draft, drafted
from bot.verbs.rehearsal import Bench, Preview

Go = Literal["on", "end"]


@dataclass(frozen=True, slots=True)
class Hands:
    """What a maintainer does: presses a key, types a line, writes in an editor (None: gave up)."""

    key: Callable[[], str]
    line: Callable[[str], str]
    editor: Callable[[str], str | None]


@dataclass(frozen=True, slots=True)
class Card:
    """What lies on the desk: a group of the queue, or a proposal from the chat."""

    wordings: tuple[Wording, ...]
    group: Group | None = None
    proposal: Proposal | None = None

    @property
    def country(self) -> str | None:
        """Where most of those work who asked, if that is known."""
        return self.group.country if self.group else None

    @property
    def language(self) -> str:
        """In which language most of them asked."""
        return self.group.languages[0][0] if self.group else self.wordings[0].language


@dataclass(frozen=True, slots=True)
class Gesture:
    """What is to be done with a card."""

    what: What
    card: Card
    topic: str = ""
    edits: tuple[Edit, ...] = ()


@dataclass(slots=True)
class Saved:
    """What was written, so that it can be taken back."""

    gestures: list[Gesture]
    changes: tuple[Change, ...]
    decisions: list[int] = field(default_factory=list)


class Desk:
    """The session. `run` returns when the maintainer is done."""

    def __init__(self, cards: Sequence[Card], bench: Bench, book: Book, hands: Hands, console: Console) -> None:
        self._cards, self._bench, self._book, self._hands, self._console = cards, bench, book, hands, console
        self._at = 0
        self._staged: list[Gesture] = []
        self._saved: list[Saved] = []
        self._nearest: tuple[str, ...] = ()
        self._keys: dict[str, Callable[[Card | None], Go]] = {
            "a": self._attach,
            "n": self._new,
            "i": self._ignore,
            "s": self._skip,
            "y": self._accept,
            "\r": self._accept,
            "\n": self._accept,
            "u": self._undo,
            "w": self._write,
            "q": self._quit,
        }

    def run(self) -> None:
        """Go through the cards until they, or the maintainer, have had enough."""
        while True:
            card = self._cards[self._at] if self._at < len(self._cards) else None
            self._nearest = screen.card(self._console, self._bench.library, card, self._place())
            key = self._hands.key()
            if card and key.isdigit() and 0 < int(key) <= len(self._nearest):
                self._stage_attach(card, self._nearest[int(key) - 1])
            elif key in self._keys and self._keys[key](card) == "end":
                return

    def _place(self) -> screen.Place:
        return screen.Place(self._at + 1, len(self._cards), len(self._staged), bool(self._saved))

    def _say(self, text: str, style: str = "") -> None:
        self._console.print(text, style=style, markup=False, highlight=False)

    # --- gestures -------------------------------------------------------------------------------------

    def _attach(self, card: Card | None) -> Go:
        """Choose the entry by its number, or by some words."""
        if card is None:
            return "on"
        typed = self._hands.line("attach to (number, or words to search for): ").strip()
        topics: Sequence[str] = self._nearest
        if typed and not typed.isdigit():
            topics = search(self._bench.knowledge, typed)
            screen.topics(self._console, self._bench.knowledge, topics, card)
            typed = self._hands.key() if len(topics) > 1 else "1"
        if typed.isdigit() and 0 < int(typed) <= len(topics):
            self._stage_attach(card, topics[int(typed) - 1])
        return "on"

    def _stage_attach(self, card: Card, topic: str) -> None:
        edits = attach(self._bench.knowledge, self._bench.tasks, card.wordings, topic, card.country)
        if not edits:
            self._say("Every wording stands among the ways to ask already: nothing to attach.", "yellow")
            return
        if not any(edit.kind == "test" for edit in edits):
            edits += self._own_test(edits[0])
        self._stage(Gesture("attached", card, topic, edits))

    def _own_test(self, ask: Edit) -> tuple[Edit, ...]:
        """A group of one wording leaves none for a test: the maintainer may have another."""
        area = area_of(self._bench.knowledge, ask.topic) or ""
        text = self._hands.line("the same in other words, as a test question (Enter: none): ").strip()
        return (as_test(ask.path, area, ask.topic, text),) if text else ()

    def _new(self, card: Card | None) -> Go:
        """A new entry, written in the editor."""
        if card is not None:
            self._create(card)
        return "on"

    def _create(self, card: Card, reply: str = "") -> None:
        draft = Draft(card.wordings, card.language, card.country, reply)
        made = drafted(self._bench.knowledge, self._hands, self._say, draft)
        if made:
            self._stage(Gesture("created", card, made[-1].topic, made))

    def _ignore(self, card: Card | None) -> Go:
        if card is not None:
            self._stage(Gesture("ignored", card))
        return "on"

    def _skip(self, _: Card | None) -> Go:
        self._at = min(self._at + 1, len(self._cards))
        return "on"

    def _accept(self, card: Card | None) -> Go:
        """Do what was proposed in the chat."""
        if card is None or card.proposal is None:
            return "on"
        if card.proposal.state == "attach":
            self._stage_attach(card, card.proposal.topic)
        else:
            self._create(card, card.proposal.draft)
        return "on"

    def _stage(self, gesture: Gesture) -> None:
        self._staged.append(gesture)
        self._at = min(self._at + 1, len(self._cards))

    def _undo(self, _: Card | None) -> Go:
        """Take the last gesture back, or what was saved last."""
        if self._staged:
            self._at = self._cards.index(self._staged.pop().card)
        elif self._saved:
            self._take_back(self._saved[-1])
        return "on"

    def _take_back(self, saved: Saved) -> None:
        try:
            take_back(saved.changes)
        except InsertError as error:
            self._say(str(error), "red")
            return
        self._saved.pop()
        self._book.reopen(saved.decisions)
        for gesture in saved.gestures:
            if gesture.card.proposal:
                self._book.restore(gesture.card.proposal)
        self._bench.reload()
        self._at = self._cards.index(saved.gestures[0].card)
        self._say("The files are as they were.")

    # --- saving ---------------------------------------------------------------------------------------

    def _write(self, _: Card | None) -> Go:
        """Check all that was decided, show what would change, and write it when told so."""
        if not self._staged:
            self._say("Nothing was decided yet.")
            return "on"
        preview = self._preview()
        if preview and self._agreed(preview):
            self._save(preview)
        return "on"

    def _preview(self) -> Preview | None:
        edits = [edit for gesture in self._staged for edit in gesture.edits]
        waiting: AbstractContextManager[object] = self._console.status("Trying it on all questions ...")
        try:
            with waiting:
                return self._bench.preview(edits)
        except InsertError as error:
            self._say(str(error), "red")
        except KnowledgeError as error:
            screen.errors(self._console, error.problems)
        return None

    def _agreed(self, preview: Preview) -> bool:
        screen.preview(self._console, preview)
        if preview.errors:
            self._say("Nothing is written while `redress check` would fail: u takes the last gesture back.", "red")
            return False
        self._say("y writes this; any other key goes back.", "bold")
        return self._hands.key() == "y"

    def _save(self, preview: Preview) -> None:
        """Files first: a question that was settled and taught nobody would be lost; taught twice, it is refused."""
        try:
            save(preview.changes)
        except InsertError as error:
            self._say(str(error), "red")
            self._bench.reload()
            return
        saved = Saved(self._staged, preview.changes)
        self._saved.append(saved)
        for gesture in self._staged:
            saved.decisions += self._book.settle(gesture.what, gesture.topic, gesture.card.wordings)
            if gesture.card.proposal:
                self._book.close(gesture.card.proposal.id)
        self._staged = []
        self._bench.accept(preview)
        for change in preview.changes:
            self._say(f"wrote {change.path}")

    def _quit(self, _: Card | None) -> Go:
        if not self._staged:
            return "end"
        self._say(
            f"{len(self._staged)} decisions are not written: w writes them, d drops them, any other key goes back."
        )
        key = self._hands.key()
        if key == "w":
            self._write(None)
        return "end" if key == "d" or (key == "w" and not self._staged) else "on"
