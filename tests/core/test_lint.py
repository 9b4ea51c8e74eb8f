"""What a maintainer is told about their files."""

from datetime import date, timedelta
from typing import Any

import pytest

from bot.core.knowledge import Ask, Entry, Knowledge, Review, Topic
from bot.core.lint import counted, lint
from bot.core.problems import Problem
from tests import small

DAY = timedelta(days=1)


def errors(knowledge: Knowledge, today: date = small.TODAY) -> list[str]:
    """What is wrong, as `entry: what`."""
    return [f"{found.entry}: {found.what}" for found in lint(knowledge, today) if found.level == "error"]


def warnings(knowledge: Knowledge, today: date = small.TODAY) -> list[Problem]:
    """What may be wrong."""
    return [found for found in lint(knowledge, today) if found.level == "warning"]


def asked(*asks: tuple[str, str]) -> tuple[Ask, ...]:
    """Ways to ask, on lines that count from 101."""
    return tuple(
        Ask(topic, text, "int", "en", small.place("new.asks.yaml", 100 + line))
        for line, (topic, text) in enumerate(asks, 1)
    )


def test_a_good_knowledge_has_no_errors() -> None:
    """The small knowledge is fine but for its few ways to ask."""
    assert errors(small.KNOWLEDGE) == []
    assert {found.what.split(" ", 2)[2] for found in warnings(small.KNOWLEDGE)} == {
        "ways to ask in 'en'",
        "ways to ask in 'it'",
    }


def test_every_problem_says_what_to_do() -> None:
    """No maintainer is left with "invalid"."""
    entry = small.entry("severanze", "A slip", sources=(), related=("nothing",), short="{figure:gb.none}")
    late = {"gb.redundancy-claim": small.CLAIM.model_copy(update={"topic": "nothing"})}
    asks = asked(("nothing", "..."), ("severance", "twice"), ("severance", "twice"))
    found = lint(small.knowledge(small.page("gb/en/rights", entry), deadlines=late, asks=asks), small.TODAY)
    assert len(found) > 8
    assert all(problem.hint for problem in found)


def test_problems_come_once_and_in_order() -> None:
    """Files from A to Z, lines from top to bottom, nothing twice."""
    entry = small.entry("severance", "Twice", short="{figure:gb.none}", answer="{figure:gb.none} {figure:gb.none}")
    found = lint(small.knowledge(small.page("gb/en/rights", entry)), small.TODAY)
    assert list(found) == sorted(set(found))
    assert sum("gb.none" in problem.what for problem in found) == 1


# --- entries ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("at", "topic", "what"),
    [
        ("int/en/rights", "severence", "no such topic in the catalogue"),
        ("int/en/rights", "rights.severance", "no such topic in the catalogue"),
        ("int/en/rights", "elsewhere.tax", "no such topic in the catalogue"),
        ("int/en/elsewhere", "severence", "no such topic in the catalogue"),
        ("int/en/before", "severance", "belongs to the area 'rights'"),
        ("int/en/rigths", "severance", "no such area: 'rigths'"),
        ("es/en/rights", "severance", "no such country: 'es'"),
        ("gb/cy/rights", "severance", "no such language: 'cy'"),
    ],
)
def test_an_entry_in_a_wrong_place(at: str, topic: str, what: str) -> None:
    """A misspelt topic, area, country or language is named, and not silently left out."""
    found = errors(small.knowledge(small.page(at, small.entry(topic, "Somewhere"))))
    assert f"{topic}: {what}" in found


def test_a_misspelt_area_in_the_catalogue_is_told() -> None:
    """A topic under an area that does not exist would be missing from the menu."""
    topics = (Topic(id="strike", area="unoin", local=False, covers="A slip"), *small.CATALOGUE.topics)
    page = small.page("int/en/unoin", small.entry("strike", "Strike"))
    found = errors(small.knowledge(page, catalogue=small.catalogue(topics=topics)))
    assert found == ["strike: no such area: 'unoin'"]


@pytest.mark.parametrize(
    ("fields", "what"),
    [
        ({"sources": ()}, "has no source"),
        ({"answer": "  "}, "has no answer"),
        ({"reviewed": Review(on=small.TODAY + DAY)}, "was reviewed on 2026-11-25, which is in the future"),
        ({"tier": "emergency"}, "'tier: emergency' and the id 'emergency.*' belong together"),
        ({"related": ("severence",)}, "is related to 'severence', which does not exist"),
        ({"short": "{figure:gb.week-pay}"}, "names {figure:gb.week-pay}, which does not exist"),
        ({"answer": "{deadline:gb.claim}"}, "names {deadline:gb.claim}, which does not exist"),
        ({"missing_papers": "{name}"}, "names {name}, which does not exist"),
        ({"answer": "{deadline:gb.week-pay-cap}"}, "names {deadline:gb.week-pay-cap}, which does not exist"),
    ],
)
def test_an_entry_with_a_fault(fields: dict[str, Any], what: str) -> None:
    """Each fault is told with its entry; a sound entry beside it is left in peace."""
    page = small.page("gb/en/rights", small.entry("severance", "Redundancy pay", **fields))
    assert errors(small.knowledge(page)) == [f"severance: {what}"]


def test_a_signpost_needs_no_source() -> None:
    """Only what gives legal advice must say where it stands."""
    signpost = small.light("elsewhere.tax", "Taxes")
    asks = (*small.ASKS, *asked(("elsewhere.tax", "my tax return")))
    assert errors(small.knowledge(small.page("int/en/elsewhere", signpost), asks=asks)) == []


def test_an_emergency_says_so() -> None:
    """An emergency entry without its tier would be shown like any other."""
    entry = small.light("emergency.locked-out", "Locked out", tier=None)
    (found,) = errors(small.knowledge(small.page("int/en/emergency", entry)))
    assert found.startswith("emergency.locked-out: 'tier: emergency'")


def test_related_may_be_a_signpost() -> None:
    """An entry may lead to a signpost that stands beside it, or in the base under it."""
    for at in ("int/en/rights", "gb/en/rights"):
        entry = small.entry("severance", "Severance", related=("elsewhere.rent", "guarantee-fund"))
        assert errors(small.knowledge(small.page(at, entry))) == []


def test_a_review_of_today_is_fine() -> None:
    """What was checked today is not in the future."""
    entry: Entry = small.entry("severance", "Severance", reviewed=Review(on=small.TODAY))
    assert errors(small.knowledge(small.page("gb/en/rights", entry))) == []


# --- ways to ask --------------------------------------------------------------------------------------


def test_a_way_to_ask_for_nothing() -> None:
    """A misspelt topic in a file of ways to ask is told once: its wordings would lead nowhere."""
    lost = asked(("severence", "how much will I get"), ("severence", "what will I get"))
    found = errors(small.knowledge(asks=(*small.ASKS, *lost)))
    assert found == ["severence: nothing answers this topic"]


def test_a_way_to_ask_without_words() -> None:
    """A line of dots or an emoji is no question."""
    found = errors(small.knowledge(asks=(*small.ASKS, *asked(("severance", "...!")))))
    assert found == ["severance: this way to ask has no words"]


def test_one_wording_under_two_topics() -> None:
    """One of the two would never be reached; both places are named."""
    asks = asked(("severance", "Who pays me?"), ("guarantee-fund", "who pays ME"))
    problem = next(p for p in lint(small.knowledge(asks=asks), small.TODAY) if p.level == "error")
    assert (problem.place.line, problem.entry) == (102, "guarantee-fund")
    assert problem.what == "'who pays ME' also asks for 'severance', at new.asks.yaml:101"


def test_one_wording_twice() -> None:
    """A repetition does no harm, so it is a warning."""
    asks = asked(("severance", "Who pays me?"), ("severance", "who pays me"))
    found = [p.what for p in warnings(small.knowledge(asks=asks)) if "twice" in p.what]
    assert found == ["'who pays me' stands twice, first at new.asks.yaml:101"]


def test_few_ways_to_ask() -> None:
    """From ten wordings in a language on, a topic can be found; below that its maintainer is told."""
    nine = asked(*(("worker-buyout", f"way number {n}") for n in range(9)))
    ten = (*nine, *asked(("worker-buyout", "the tenth way")))
    few = {p.entry: p.what for p in warnings(small.knowledge(asks=nine))}
    assert few["worker-buyout"] == "has 9 ways to ask in 'en'"
    assert "worker-buyout" not in {p.entry for p in warnings(small.knowledge(asks=ten))}


# --- figures, time limits, terms ----------------------------------------------------------------------


def figures(**changes: Any) -> Knowledge:
    """The small knowledge, the newer of its two rows changed."""
    older, newer = small.CAPS
    changed = newer.model_copy(update=changes)
    name = f"figure:gb.week-pay-cap:{changed.valid_from}"
    places = small.PLACES | {name: small.place("gb/figures.yaml", 9)}
    return small.knowledge(figures={"gb.week-pay-cap": (older, changed)}, places=places)


def test_two_rows_of_a_figure_may_not_begin_together() -> None:
    """Which of them holds would be chance."""
    assert errors(figures(valid_from=date(2025, 4, 6))) == ["gb.week-pay-cap: two rows begin on 2025-04-06"]


def test_rows_of_a_figure_may_not_overlap() -> None:
    """A row ends before the next begins."""
    assert errors(figures(valid_from=date(2026, 4, 5))) == [
        "gb.week-pay-cap: its period overlaps the one from 2026-04-05"
    ]


@pytest.mark.parametrize(
    ("today", "what"),
    [
        (date(2027, 2, 4), None),
        (date(2027, 2, 5), "turns a year old on 2027-04-06"),
        (date(2027, 4, 5), "turns a year old on 2027-04-06"),
        (date(2027, 4, 6), "is adjusted every year and holds since 2026-04-06"),
    ],
)
def test_a_yearly_figure_is_asked_for_in_time(today: date, what: str | None) -> None:
    """Sixty days before it is a year old a maintainer is told, and from then on with more weight."""
    found = [p.what for p in warnings(small.KNOWLEDGE, today) if p.entry == "gb.week-pay-cap"]
    assert found == ([what] if what else [])


def test_a_fixed_figure_does_not_grow_old() -> None:
    """What the law fixed for good is left in peace."""
    found = warnings(figures(yearly=False), date(2040, 1, 1))
    assert "gb.week-pay-cap" not in {problem.entry for problem in found}


def test_a_time_limit_of_no_topic() -> None:
    """A time limit belongs to a topic that exists."""
    lost = small.CLAIM.model_copy(update={"topic": "severence"})
    assert errors(small.knowledge(deadlines={"gb.redundancy-claim": lost})) == [
        "gb.redundancy-claim: no such topic: 'severence'"
    ]


def test_a_term_of_no_topic() -> None:
    """An acronym that leads nowhere is told where it stands."""
    (country, term), *_ = small.TERMS
    lost = term.model_copy(update={"topics": ("guarantee-fund", "fund")})
    found = [p for p in lint(small.knowledge(terms=((country, lost),)), small.TODAY) if p.level == "error"]
    assert [(str(p.place.path), p.what) for p in found] == [("gb/glossary.yaml", "no such topic: 'fund'")]


def test_problems_are_counted() -> None:
    """Errors fail the check, warnings do not."""
    problems = [Problem(small.place(), "x"), Problem(small.place(), "y", level="warning")] * 2
    assert counted(problems) == (2, 2)
    assert counted([]) == (0, 0)
