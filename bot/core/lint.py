"""The checks of the knowledge that need all files at once."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from bot.core import markup
from bot.core.knowledge import LIGHT, Ask, Entry, Knowledge, Page
from bot.core.match.fold import fold
from bot.core.problems import Level, Problem

Fault = tuple[str, str]  # what is wrong, and what to do

_FEW = 10  # ways to ask below which a topic is hard to find
_YEAR, _SOON = timedelta(days=365), timedelta(days=60)


def lint(knowledge: Knowledge, today: date) -> tuple[Problem, ...]:
    """Everything that is wrong between the files, in the order of the files."""
    found: list[Problem] = []
    for page in knowledge.pages.values():
        found += _page(knowledge, page, today)
    found += _asks(knowledge)
    found += _tables(knowledge)
    found += _figures(knowledge, today)
    return tuple(sorted(set(found)))


def _page(knowledge: Knowledge, page: Page, today: date) -> Iterator[Problem]:
    faults = (*_standing(knowledge, page), *_content(knowledge, page, today), *_holes(knowledge, page.entry))
    return (Problem(page.place, what, page.entry.topic, hint) for what, hint in faults)


def _standing(knowledge: Knowledge, page: Page) -> Iterator[Fault]:
    """Whether the entry stands in the right file."""
    catalogue, entry = knowledge.catalogue, page.entry
    topic = catalogue.by_topic.get(entry.topic)
    if topic is None and (page.area not in LIGHT or not entry.topic.startswith(f"{page.area}.")):
        yield "no such topic in the catalogue", "check the spelling, or add it to catalogue.yaml"
    if topic and topic.area != page.area:
        yield f"belongs to the area '{topic.area}'", f"move it to {topic.area}.yaml"
    if page.area not in (*catalogue.areas, *LIGHT):
        yield f"no such area: '{page.area}'", "add it to catalogue.yaml"
    if page.country not in catalogue.by_country:
        yield f"no such country: '{page.country}'", "add it to catalogue.yaml"
    if page.language not in catalogue.languages:
        yield f"no such language: '{page.language}'", "add it to catalogue.yaml"


def _content(knowledge: Knowledge, page: Page, today: date) -> Iterator[Fault]:
    """Whether the entry is complete and plausible."""
    entry = page.entry
    if entry.topic in knowledge.catalogue.by_topic:
        if not entry.sources:
            yield "has no source", "add at least one under 'sources'"
        if not entry.answer.strip():
            yield "has no answer", "write the steps under 'answer'"
    if entry.reviewed.on > today:
        yield f"was reviewed on {entry.reviewed.on}, which is in the future", "write the day of the last check"
    if (entry.tier == "emergency") != entry.topic.startswith("emergency."):
        yield "'tier: emergency' and the id 'emergency.*' belong together", "mend one of the two"
    for other in entry.related:
        if other not in knowledge.catalogue.by_topic and not knowledge.find(other, page.country, page.language):
            yield f"is related to '{other}', which does not exist", "check the spelling"


def _holes(knowledge: Knowledge, entry: Entry) -> Iterator[Fault]:
    for text in (entry.short, entry.answer, entry.missing_papers):
        for hole in markup.holes(text):
            kind, _, name = hole.partition(":")
            known = knowledge.figures if kind == "figure" else knowledge.deadlines if kind == "deadline" else {}
            if name not in known:
                yield f"names {{{hole}}}, which does not exist", "define it in figures.yaml or deadlines.yaml"


def _asks(knowledge: Knowledge) -> Iterator[Problem]:
    answered = {topic for _, _, topic in knowledge.pages}
    seen: dict[str, Ask] = {}
    counts: dict[tuple[str, str], int] = defaultdict(int)
    for ask in knowledge.asks:
        folded = fold(ask.text)
        counts[ask.language, ask.topic] += 1
        first = seen.setdefault(folded, ask)
        if ask.topic not in answered:
            answered.add(ask.topic)  # told once, not for each way to ask
            yield Problem(ask.place, "nothing answers this topic", ask.topic, "check its spelling, or write the entry")
        if not folded:
            yield Problem(ask.place, "this way to ask has no words", ask.topic, "write a question, or remove it")
        elif first.topic != ask.topic:
            where = f"{first.place.path}:{first.place.line}"
            what = f"'{ask.text}' also asks for '{first.topic}', at {where}"
            # "ciao" greets in Italian and takes leave in French: between languages that can be right.
            level: Level = "error" if first.language == ask.language else "warning"
            yield Problem(ask.place, what, ask.topic, "leave it under one of the two", level)
        elif first is not ask and first.language == ask.language:
            what = f"'{ask.text}' stands twice, first at {first.place.path}:{first.place.line}"
            yield Problem(ask.place, what, ask.topic, "remove one", level="warning")
    for page in knowledge.pages.values():
        if page.area == "stage":  # picked from a list, never asked for
            continue
        if knowledge.stale(page):
            what, hint = "its original has changed since it was translated", "mend it, then run `redress stamp`"
            yield Problem(page.place, what, page.entry.topic, hint, level="warning")
        few = counts[page.language, page.entry.topic]
        if few < _FEW:
            what = f"has {few} ways to ask in '{page.language}'"
            yield Problem(page.place, what, page.entry.topic, f"write at least {_FEW}", level="warning")


def _tables(knowledge: Knowledge) -> Iterator[Problem]:
    topics = {topic for _, _, topic in knowledge.pages} | set(knowledge.catalogue.by_topic)
    for name, deadline in knowledge.deadlines.items():
        if deadline.topic not in topics:
            place = knowledge.places[f"deadline:{name}"]
            yield Problem(place, f"no such topic: '{deadline.topic}'", name, "check the spelling")
    for country, term in knowledge.terms:
        for topic in term.topics:
            if topic not in topics:
                place = knowledge.places[f"term:{country}:{term.term}"]
                yield Problem(place, f"no such topic: '{topic}'", term.term, "check the spelling")


def _figures(knowledge: Knowledge, today: date) -> Iterator[Problem]:
    for name, rows in knowledge.figures.items():
        for row, following in zip(rows, (*rows[1:], None), strict=True):
            place = knowledge.places[f"figure:{name}:{row.valid_from}"]
            if following and (row.valid_from == following.valid_from):
                yield Problem(place, f"two rows begin on {row.valid_from}", name, "keep one of them")
            elif following and row.valid_until and row.valid_until >= following.valid_from:
                yield Problem(
                    place, f"its period overlaps the one from {following.valid_from}", name, "mend valid_until"
                )
        last = rows[-1]
        place = knowledge.places[f"figure:{name}:{last.valid_from}"]
        if last.yearly and last.valid_from + _YEAR <= today:
            what = f"is adjusted every year and holds since {last.valid_from}"
            yield Problem(place, what, name, "look up the new value", level="warning")
        elif last.yearly and last.valid_from + _YEAR - _SOON <= today:
            what = f"turns a year old on {last.valid_from + _YEAR}"
            yield Problem(place, what, name, "look for the new value soon", level="warning")


def counted(problems: Iterable[Problem]) -> tuple[int, int]:
    """How many errors and how many warnings."""
    levels = [problem.level for problem in problems]
    return levels.count("error"), levels.count("warning")
