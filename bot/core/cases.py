"""Cases: questions that a person answers. Where their cards stand, what is urgent, when an answer is late.

A case has two sides: the worker's chat, and the desks: the staff group or a topic of it, else the team's own chats.
"""

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import blake2b
from html import escape
from typing import Final, Literal

from bot.core import markup
from bot.core.match.fold import fold
from bot.core.model import Media, Outgoing, Rows, Said
from bot.core.office import Hours, closing, opening

_LETTERS: Final = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # no 0, 1, I, L, O: a number is read out over the telephone
SHOWN: Final = 3000
"""Units of a question on its card: the rest follows in messages of its own."""

_URGENT: Final = re.compile(
    r"\b(?:"
    r"urgent\w*|emergency|asap|today|tonight|tomorrow|locked out|evict\w*|bailiff\w*|police|arrest\w*|threat\w*|"
    r"suicid\w*|kill myself|end my life|nothing to eat|"
    r"urgencia\w*|emergencia|ahora mismo|hoy|manana|desahuci\w*|desaloj\w*|policia|amenaz\w*|"
    r"matarme|quitarme la vida|nada que comer|"
    r"urgence|aujourd hui|ce soir|demain|maintenant|expuls\w*|huissier\w*|menac\w*|me tuer|en finir|rien a manger|"
    r"subito|oggi|stasera|domani|sfratt\w*|ufficiale giudiziario|polizia|carabinieri|minacc\w*|"
    r"ammazzarmi|uccidermi|farla finita|niente da mangiare"
    r")\b"
)

_QUOTE: Final = re.compile(r"</?blockquote[^>]*>")

Step = Literal["take", "hand", "close", "reopen", "answered", "added", "late"]
"""What happens to a case. "answered" is a word of the staff, "added" one of the worker."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where cards are put up: a chat, and the topic of it where it has topics."""

    chat: str
    thread: int | None = None

    @property
    def is_group(self) -> bool:
        """Whether several people read there. Telegram numbers groups below zero."""
        return self.chat.startswith("tg:-")


@dataclass(frozen=True, slots=True)
class Desk:
    """How the staff is set up: where cards go and when somebody is there, by country ("" for all others).

    `late` is how long a worker waits, while somebody is there, until the bot says that nobody has answered; `keep` how
    long a closed case is kept.
    """

    places: tuple[tuple[str, Place], ...] = ()
    hours: tuple[tuple[str, Hours], ...] = ()
    late: timedelta = timedelta(hours=24)
    keep: timedelta = timedelta(days=30)

    @property
    def chats(self) -> frozenset[str]:
        """The staff groups: who acts in one of them is staff."""
        return frozenset(place.chat for _, place in self.places)

    def places_for(self, country: str | None) -> tuple[Place, ...]:
        """Where the cases of a country go: its own places, else those for all."""
        own = tuple(place for name, place in self.places if name and name == country)
        return own or tuple(place for name, place in self.places if not name)

    def hours_for(self, country: str | None) -> tuple[Hours, ...]:
        """When somebody is there for a country; empty when that is not said."""
        own = tuple(hours for name, hours in self.hours if name and name == country)
        return own or tuple(hours for name, hours in self.hours if not name)

    def open_until(self, country: str | None, now: datetime) -> datetime | None:
        """Until when somebody is there; None when nobody is, or when hours are not said."""
        return closing(self.hours_for(country), now)

    def opens(self, country: str | None, now: datetime) -> datetime | None:
        """When somebody is there next (now, if somebody is); None when hours are not said."""
        return opening(self.hours_for(country), now)

    def is_late(self, case: "Case", now: datetime) -> bool:
        """Whether the worker waits longer than they were told. The waiting begins when somebody is there."""
        since = case.waits_since
        return since is not None and now - (self.opens(case.country, since) or since) >= self.late


@dataclass(frozen=True, slots=True)
class Case:
    """A question that a person answers.

    `chat` is the worker's. `words` is the question as HTML. `last_worker` is since when the worker's latest words wait,
    `late` when the worker was told that nobody has answered.
    """

    number: str
    chat: str
    question: str
    words: str
    language: str
    country: str | None
    desks: tuple[Place, ...]
    created: datetime
    last_worker: datetime
    urgent: bool = False
    taken_by: str = ""
    last_staff: datetime | None = None
    late: datetime | None = None
    closed: datetime | None = None

    @property
    def staff_side(self) -> str:
        """What messages at the desks are about: a reply to one of them goes to the worker."""
        return f"case:{self.number}"

    @property
    def worker_side(self) -> str:
        """What messages to the worker are about: a reply to one of them goes to the desks."""
        return f"mine:{self.number}"

    @property
    def remarks(self) -> str:
        """What lines among staff are about: a reply to one of them goes nowhere."""
        return f"note:{self.number}"

    @property
    def waits_since(self) -> datetime | None:
        """Since when the worker waits for a word of the staff; None when it is not their turn."""
        if self.closed or (self.last_staff and self.last_staff >= self.last_worker):
            return None
        return self.last_worker


def after(case: Case, step: Step, name: str, now: datetime) -> Case:  # noqa: PLR0911 - one for each step
    """The case after a step. `name` is what colleagues call the one of the staff who did it."""
    match step:
        case "take":
            return replace(case, taken_by=case.taken_by or name)
        case "hand":
            return replace(case, taken_by="")
        case "close":
            return replace(case, closed=case.closed or now)
        case "reopen":
            return replace(case, closed=None, late=None, last_worker=now)
        case "answered":
            return replace(case, last_staff=now, late=None, taken_by=case.taken_by or name)
        case "added":
            waiting = case.waits_since  # the first word that nobody has answered counts, not the last
            return replace(case, closed=None, late=case.late if waiting else None, last_worker=waiting or now)
        case "late":
            return replace(case, late=case.late or now)


def number(seed: str) -> str:
    """A case number from something random: five characters that mean nothing to anybody else."""
    value = int.from_bytes(blake2b(seed.encode(), digest_size=8).digest())
    found = ""
    for _ in range(5):
        value, at = divmod(value, len(_LETTERS))
        found += _LETTERS[at]
    return found


def urgent(text: str) -> bool:
    """Whether words of the question put it on top of the list."""
    return bool(_URGENT.search(fold(text)))


def words(event: Said | Media) -> str:
    """What somebody wrote, as HTML: the host's formatting where there is any, but no quotes: they cannot be nested."""
    text = event.text if isinstance(event, Said) else event.caption
    return _QUOTE.sub("", event.html) or escape(text.strip())


def can_pass(event: Said | Media) -> bool:
    """Whether it can be sent on: text, or a file that the host can send again."""
    return bool(event.text.strip()) if isinstance(event, Said) else event.file is not None


def passed_on(heading: str, event: Said | Media, rows: Rows = ()) -> tuple[Outgoing, ...]:
    """Somebody's words or file for the other side, below a heading (HTML). Empty when it cannot be sent on.

    A caption that would be too long below the file goes ahead of it.
    """
    if not can_pass(event):
        return ()
    text = "\n\n".join(filter(None, (heading, words(event))))
    file = event.file if isinstance(event, Media) else None
    if file and markup.units(markup.plain(text)) <= markup.CAPTION:
        return (Outgoing(text, rows, file=file),)
    parts = [Outgoing(part) for part in markup.split(text)]
    if file:
        return (*parts, Outgoing("", rows, file=file))
    return (*parts[:-1], replace(parts[-1], rows=rows))


def possible(case: Case, step: Step) -> bool:
    """Whether a step makes sense now: two colleagues may press at once, and one of them comes second."""
    match step:
        case "take":
            return not case.closed and not case.taken_by
        case "hand":
            return not case.closed and bool(case.taken_by)
        case "close":
            return not case.closed
        case "reopen":
            return case.closed is not None
        case "late":
            return not case.closed and case.late is None
        case "answered" | "added":
            return True
