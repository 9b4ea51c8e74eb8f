"""What the knowledge owes: the next things worth twenty minutes, by demand x severity x age.

Every debt is measured by the people who feel it: how many asked, how grave the subject is, how long it has waited. A
subject that nobody has asked for yet counts a little, or a new country would never begin.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from bot.core import markup
from bot.core.coverage import marks
from bot.core.curation import asks_path
from bot.core.knowledge import LIGHT, Figure, Knowledge
from bot.core.problems import Place
from bot.core.queue import Group, severities

Asked = Mapping[tuple[str, str, str | None], int]
"""How many people were answered, by topic, language and country."""

_UNASKED: Final = 0.2  # demand of what nobody has asked for yet
_YEAR: Final = 365.0
_OLD: Final = 0.5  # years after which a text should be looked at again
_OVERDUE: Final = 3.0  # a figure of last year is wrong in every answer that names it
_LANGUAGE: Final = 0.5  # an answer in another language helps half of those who get it
_STALE: Final = 0.7
_UNREVIEWED: Final = 0.3


@dataclass(frozen=True, slots=True, order=True)
class Debt:
    """One thing to do: how much it weighs, what and why, the file to open, and about how many minutes it takes."""

    weight: float
    what: str
    why: str
    file: str
    minutes: int


def owed(knowledge: Knowledge, groups: Sequence[Group], asked: Asked, today: date, most: int = 10) -> tuple[Debt, ...]:
    """The heaviest debts, heaviest first."""
    severe = severities(knowledge.deadlines.values())
    readers = _readers(knowledge, asked)
    questions = _heaviest(_questions(knowledge, groups, today))
    found = [
        *questions[: (most + 1) // 2],  # they come by the hundred, and would hide that a figure is of last year
        *_missing(knowledge, asked, severe),
        *_pages(knowledge, readers, severe, today),
        *_figures(knowledge, readers, today),
    ]
    return tuple(_heaviest(found)[:most])


def _heaviest(found: Iterable[Debt]) -> list[Debt]:
    return sorted(found, key=lambda debt: (-debt.weight, debt.what))


def _questions(knowledge: Knowledge, groups: Iterable[Group], today: date) -> Iterator[Debt]:
    """Questions that nobody answered."""
    answered = {page.entry.topic for page in knowledge.pages.values()}
    for group in groups:
        waited = (today - date.fromisoformat(group.first[:10])).days / _YEAR
        topic = (group.meant or group.nearest or (("", 0),))[0][0]
        language = group.languages[0][0]
        file = asks_path(knowledge, topic, language, None) if topic in answered else ""
        what = f'answer "{group.wordings[0].shown}"'
        why = f"{group.count} asked, {group.kinds[0][0]}; severity {group.severity:g}"
        yield Debt(group.rank * (1 + waited), what, f"{why}; `redress curate`", file, 2)


def _missing(knowledge: Knowledge, asked: Asked, severe: Mapping[str, float]) -> Iterator[Debt]:
    """Answers that people got in another language, or not from their own country."""
    for (topic, country, language), mark in marks(knowledge).items():
        if mark == "missing":
            count = asked.get((topic, language, country), 0)
            weight = (count + _UNASKED) * severe.get(topic, 1.0) * _LANGUAGE
            file = f"{country}/{language}/{knowledge.catalogue.by_topic[topic].area}.yaml"
            why = f"{count} people in {country} asked in {language} and got another text"
            yield Debt(weight, f"write {topic} for {country} in {language}", why, file, 15)


def _pages(knowledge: Knowledge, readers: Counter[Place], severe: Mapping[str, float], today: date) -> Iterator[Debt]:
    """Translations older than their original, and answers that nobody has checked for long."""
    for page in knowledge.pages.values():
        if page.area in LIGHT and page.area != "emergency":
            continue
        entry, name = page.entry, f"{page.entry.topic} ({page.country}/{page.language})"
        file = f"{page.place.path}:{page.place.line}"
        felt = (readers[page.place] + _UNASKED) * max(severe.get(entry.topic, 1.0), 1.0)
        years = (today - entry.reviewed.on).days / _YEAR
        if knowledge.stale(page):
            yield Debt(felt * (1 + years) * _STALE, f"mend {name}", "its original has changed since", file, 5)
        if not entry.reviewed.by or years > _OLD:
            who = "no lawyer has checked it" if not entry.reviewed.by else f"checked {years:.1f} years ago"
            why = f"{who}; {readers[page.place]} people read it"
            yield Debt(felt * (1 + years) * _UNREVIEWED, f"check {name}", why, file, 10)


def _readers(knowledge: Knowledge, asked: Asked) -> Counter[Place]:
    """How many were answered with each page: those for whom it is the nearest."""
    readers: Counter[Place] = Counter()
    for (topic, language, country), count in asked.items():
        if found := knowledge.find(topic, country, language):
            readers[found.page.place] += count
    return readers


def _figures(knowledge: Knowledge, readers: Counter[Place], today: date) -> Iterator[Debt]:
    """Figures of last year, by the readers of the answers that name them."""
    naming: dict[str, set[Place]] = defaultdict(set)
    for page in knowledge.pages.values():
        for hole in (*markup.holes(page.entry.short), *markup.holes(page.entry.answer)):
            if hole.startswith("figure:"):
                naming[hole.removeprefix("figure:")].add(page.place)
    for name, rows in knowledge.figures.items():
        years = (today - rows[-1].valid_from).days / _YEAR
        if rows[-1].yearly and years > 1:
            yield _overdue(knowledge, rows[-1], sum(readers[place] for place in naming[name]), years)


def _overdue(knowledge: Knowledge, figure: Figure, readers: int, years: float) -> Debt:
    place = knowledge.places.get(f"figure:{figure.id}:{figure.valid_from}")
    file = f"{place.path}:{place.line}" if place else ""
    why = f"changes every year, holds since {figure.valid_from}; {readers} people read it"
    return Debt((readers + _UNASKED) * _OVERDUE * years, f"look up {figure.id}", why, file, 5)
