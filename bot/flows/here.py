"""What every flow is given: who did what, the knowledge of this moment, the store, the clock, chance."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from bot.core.knowledge import Knowledge
from bot.core.match.matcher import Matcher
from bot.core.model import Incoming, Outgoing, Person, Turn
from bot.core.render import Reader, Renderer
from bot.core.standing import Expecting, Role
from bot.core.texts import Texts
from bot.edges.store import Store


@dataclass(frozen=True, slots=True)
class Library:
    """The knowledge and the matcher built from it: swapped together when files change."""

    knowledge: Knowledge
    matcher: Matcher


@dataclass(frozen=True, slots=True)
class House:
    """How this installation is set up, as far as flows need it: days that questions are kept, chats of the owners."""

    retention_days: int
    owners: frozenset[str] = frozenset()


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

    @property
    def render(self) -> Renderer:
        """The renderer for the knowledge of this moment."""
        return Renderer(self.library.knowledge, self.texts)

    @property
    def reader(self) -> Reader:
        """For whom it is rendered."""
        return Reader(self.person.language, self.person.country, self.now.date())

    def with_person(self, language: str | None = None, country: str | None = None) -> "Here":
        """The same event with other settings of the person, who is known from now on."""
        language, country = language or self.person.language, country or self.person.country
        return replace(self, person=replace(self.person, language=language, country=country, known=True))

    def say(self, key: str, /, **values: str) -> str:
        """A text of ours as HTML, in the person's language."""
        return self.texts.html(self.person.language, key, **values)

    def reply(self, key: str, /, **values: str) -> Turn:
        """A turn of one plain sentence."""
        return Turn((Outgoing(self.say(key, **values)),))

    def replacing(self, message: Outgoing) -> Turn:
        """A turn that puts a message in the place of the one whose button was pressed."""
        return Turn((message.editing(self.incoming.message),))
