"""What every flow is given: who did what, the knowledge of this moment, the store, the clock, chance."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from bot.core.cases import Desk
from bot.core.knowledge import Knowledge
from bot.core.match.matcher import Matcher
from bot.core.model import File, Incoming, Outgoing, Person, Turn
from bot.core.poster import Poster
from bot.core.quiet import Quiet
from bot.core.render import Reader, Renderer
from bot.core.report.summary import Board
from bot.core.standing import Expecting, Role
from bot.core.texts import Texts
from bot.edges.store import Store


@dataclass(frozen=True, slots=True)
class Library:
    """The knowledge and the matcher built from it: swapped together when files change."""

    knowledge: Knowledge
    matcher: Matcher


def _no_printer(_: Poster) -> tuple[File, ...]:
    """Where nothing can be drawn, a link must do."""
    return ()


def _no_painter(_: Board) -> tuple[File, ...]:
    """Where nothing can be drawn, words must do."""
    return ()


def _no_holidays(_: str | None, __: int) -> frozenset[date]:
    """Where no calendar is at hand, only weekends are shut."""
    return frozenset()


@dataclass(frozen=True, slots=True)
class House:
    """How this installation is set up, as far as flows need it: days that questions are kept, chats of the owners.

    `desk` is where cases go; `wait_days` how long a question waits for an answer that we lack.
    `printer` draws a poster as files, `painter` a board of figures; each takes a second. Above `approval` recipients a
    second person approves a message to many (None: never); `quiet` says when people are asleep. `holidays` gives the
    public holidays of a country around a year. `paid_rate` is how many messages a second Telegram may charge for, 0
    where it may not.
    """

    retention_days: int
    owners: frozenset[str] = frozenset()
    desk: Desk = field(default_factory=Desk)
    wait_days: int = 60
    printer: Callable[[Poster], tuple[File, ...]] = _no_printer
    painter: Callable[[Board], tuple[File, ...]] = _no_painter
    approval: int | None = None
    quiet: Quiet = field(default_factory=Quiet)
    holidays: Callable[[str | None, int], frozenset[date]] = _no_holidays
    paid_rate: float = 0.0


@dataclass(frozen=True, slots=True)
class Here:
    """One event and everything needed to answer it."""

    incoming: Incoming
    person: Person
    library: Library
    texts: Texts
    store: Store
    house: House
    now: datetime
    new_id: Callable[[], str]
    roles: frozenset[Role] = frozenset()
    expecting: Expecting | None = None
    commands: tuple[str, ...] = ()
    subscribed: bool = False
    broadcast: int | None = None
    spoken: str = ""

    @property
    def render(self) -> Renderer:
        """The renderer for the knowledge of this moment."""
        return Renderer(self.library.knowledge, self.texts)

    @property
    def reader(self) -> Reader:
        """For whom it is rendered."""
        reachable = self.incoming.private and self.incoming.home  # not in a group, and where we can knock later
        informed = self.subscribed or not reachable
        return Reader(self.person.language, self.person.country, self.now.date(), informed, self.spoken)

    @property
    def lasting(self) -> bool:
        """Whether something can be said in this chat later: a terminal is closed by then."""
        return not self.incoming.chat.startswith("tty:")

    def with_person(self, language: str | None = None, country: str | None = None) -> "Here":
        """The same event with other settings of the person, who is known from now on."""
        language, country = language or self.person.language, country or self.person.country
        return replace(self, person=replace(self.person, language=language, country=country, known=True))

    def speaking(self, language: str) -> "Here":
        """The same event answered in a language that is not that of the setting, for this once."""
        return replace(self, person=replace(self.person, language=language), spoken=language)

    def say(self, key: str, /, **values: str) -> str:
        """A text of ours as HTML, in the person's language."""
        return self.texts.html(self.person.language, key, **values)

    def reply(self, key: str, /, **values: str) -> Turn:
        """A turn of one plain sentence."""
        return Turn((Outgoing(self.say(key, **values)),))

    def replacing(self, message: Outgoing) -> Turn:
        """A turn that puts a message in the place of the one whose button was pressed."""
        return Turn((message.editing(self.incoming.message),))
