"""What waits for a maintainer: questions of the log that ended badly or nearly so, as groups of the same question.

Nothing here knows who asked. Two questions stand in one group because their words are alike, for no other reason.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeVar

from bot.core.knowledge import Deadline
from bot.core.match.fold import fold

Kind = Literal["unanswered", "none-of-these", "not-helped", "unsure", "close", "tapped", "resolved"]
"""How it ended: no topic; no offered topic fitted; the answer did not help; offered and left; answered by a hair;
a suggestion was taken; answered by a hair and it helped. The last two say which topic was meant."""

Name = TypeVar("Name", bound=str)
WEIGHT: Final[Mapping[Kind, float]] = {
    "unanswered": 1.0,
    "none-of-these": 1.0,
    "not-helped": 1.2,
    "unsure": 0.6,
    "tapped": 0.5,
    "close": 0.3,
    "resolved": 0.2,
}
MEANT: Final[tuple[Kind, ...]] = ("tapped", "resolved")
OFTEN: Final = 3
"""People who must have asked in the same words before these are shown whole."""
SHOWN_WORDS: Final = 12
"""Words of a rarer question that are shown: enough to know what it is about, too few for somebody's story."""

# "They come today", "sign or go": words by which somebody cannot wait, folded, in the four languages.
_URGENT: Final = frozenset(
    "today tonight tomorrow now deadline urgent sign signing police locked evict threatened "
    "hoy manana ahora plazo urgente firmar firme policia candado amenaza desalojo "
    "aujourd demain maintenant delai urgent signer signe police menace expulse "
    "oggi domani adesso scadenza urgente firmare firma polizia minaccia sfratto".split()
)


@dataclass(frozen=True, slots=True)
class Asked:
    """How many people asked in these very words, in one language and country, with one end. `id` is one such row.

    `topic` is the one that was meant where that is known, else the nearest at that time. `last` is an ISO time.
    `people` is how many used these words at all, however it ended; 0: as many as `count`.
    """

    id: str
    text: str
    language: str
    country: str | None
    kind: Kind
    topic: str
    count: int
    first: str
    last: str
    people: int = 0


@dataclass(frozen=True, slots=True)
class Wording:
    """One way in which a question was asked, by how many people; `id` finds its text in the log."""

    id: str
    text: str
    language: str
    count: int

    @property
    def shown(self) -> str:
        """What may be shown and written into files: all of it when it is common, else its first words."""
        return self.text if self.count >= OFTEN else shortened(self.text)


@dataclass(frozen=True, slots=True)
class Group:
    """The same question, asked in several ways; the most frequent wording first. Counts are of people per wording.

    `nearest` are the topics that were nearest when it was asked, `meant` those that people took or were helped by.
    """

    wordings: tuple[Wording, ...]
    count: int
    languages: tuple[tuple[str, int], ...]
    countries: tuple[tuple[str, int], ...]
    kinds: tuple[tuple[Kind, int], ...]
    nearest: tuple[tuple[str, int], ...]
    meant: tuple[tuple[str, int], ...]
    first: str
    last: str
    severity: float = 1.0

    @property
    def country(self) -> str | None:
        """Where most of those work who asked, if that is known."""
        return next((name for name, _ in self.countries if name != "?"), None)

    @property
    def demand(self) -> float:
        """How many asked, each weighed by how it ended."""
        return sum(WEIGHT[kind] * count for kind, count in self.kinds)

    @property
    def rank(self) -> float:
        """What comes first: demand times severity."""
        return self.demand * self.severity


def untouched(groups: Iterable[Group], taken: Iterable[Wording]) -> list[Group]:
    """The groups of which no wording is taken: somebody has proposed something for the others."""
    ids = {wording.id for wording in taken}
    return [group for group in groups if ids.isdisjoint(wording.id for wording in group.wordings)]


def shortened(text: str) -> str:
    """The first words of a text, with a mark where something was left out."""
    words = text.split()
    return text if len(words) <= SHOWN_WORDS else f"{' '.join(words[:SHOWN_WORDS])} …"


def bare(shown: str) -> str:
    """A shown wording without that mark: what is written into a file."""
    return shown.removesuffix("…").rstrip(" ,;:-")


def collect(rows: Sequence[Asked], severe: Mapping[str, float]) -> Group:
    """One group of all its rows. `severe` says how grave a topic is; those not named count 1."""
    wordings: dict[str, list[Asked]] = {}
    for row in rows:
        wordings.setdefault(fold(row.text), []).append(row)
    found = sorted((_wording(those) for those in wordings.values()), key=lambda one: (-one.count, one.text))
    nearest = counted((row.topic, row.count) for row in rows if row.kind not in MEANT)
    meant = counted((row.topic, row.count) for row in rows if row.kind in MEANT)
    return Group(
        wordings=tuple(found),
        count=sum(row.count for row in rows),
        languages=counted((row.language, row.count) for row in rows),
        countries=counted((row.country or "?", row.count) for row in rows),
        kinds=counted((row.kind, row.count) for row in rows),
        nearest=nearest,
        meant=meant,
        first=min(row.first for row in rows),
        last=max(row.last for row in rows),
        severity=_severity(found, nearest or meant, severe),
    )


def _wording(rows: Sequence[Asked]) -> Wording:
    most = max(rows, key=lambda row: (row.count, row.text))
    language = counted((row.language, row.count) for row in rows)[0][0]
    people = {row.text: row.people or row.count for row in rows}  # who asked thrice, with three ends, is one
    return Wording(most.id, most.text, language, min(sum(row.count for row in rows), sum(people.values())))


def counted(pairs: Iterable[tuple[Name, int]]) -> tuple[tuple[Name, int], ...]:
    """Sums by name, the greatest first."""
    sums: Counter[Name] = Counter()
    for name, count in pairs:
        sums[name] += count
    return tuple(sorted(sums.items(), key=lambda item: (-item[1], item[0])))


def _severity(wordings: Sequence[Wording], topics: Sequence[tuple[str, int]], severe: Mapping[str, float]) -> float:
    """How much it costs a person to go without an answer: by the topic it came near to, and by words of haste."""
    topic = topics[0][0] if topics else ""
    grave = severe.get(topic, severe.get(topic.partition(".")[0] + ".", 1.0))
    hasty = any(_URGENT & set(fold(wording.text).split()) for wording in wordings[:5])
    return max(grave, 2.0) if hasty and grave >= 1 else grave


def severities(deadlines: Iterable[Deadline]) -> dict[str, float]:
    """How grave topics are: emergencies most, then those with a time limit that can be missed; small talk least."""
    return {"emergency.": 4.0, "elsewhere.": 0.5, "chat.": 0.2, **{deadline.topic: 2.0 for deadline in deadlines}}
