"""A small knowledge as values, without a file: two countries, two languages, four topics.

Great Britain lies on `int`, Italy on `eu` and that on `int`. Which page stands where is in `PAGES`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any, Final

import numpy as np

from bot.core.knowledge import (
    Ask,
    Catalogue,
    Country,
    Deadline,
    Entry,
    Figure,
    Found,
    Knowledge,
    Page,
    Review,
    Source,
    Term,
    Topic,
)
from bot.core.match.features import Floats
from bot.core.match.index import Index, Phrasing, build, phrasings
from bot.core.match.matcher import Matcher
from bot.core.match.places import Places
from bot.core.problems import Place

TODAY: Final = date(2026, 11, 24)
QUESTION: Final = "abc123def45"

CATALOGUE: Final = Catalogue(
    areas=("before", "rights", "buyout"),
    languages=("en", "it"),
    topics=(
        Topic(id="first-steps", area="before", local=False, covers="What to do now"),
        Topic(id="severance", area="rights", local=True, covers="Severance or redundancy pay"),
        Topic(id="guarantee-fund", area="rights", local=True, covers="The fund that pays for the employer"),
        Topic(id="worker-buyout", area="buyout", local=False, covers="What a worker buyout is"),
    ),
    countries=(
        Country(id="int", languages=("en", "it"), flag="🌍"),
        Country(id="eu", languages=("en", "it"), flag="🇪🇺", names=("Germany", "Germania")),
        Country(id="it", languages=("it", "en"), under="eu", flag="🇮🇹", names=("Italy", "Italia")),
        Country(id="gb", languages=("en",), flag="🇬🇧", names=("UK", "United Kingdom", "Northern Ireland")),
    ),
)

LAW: Final = Source(
    title="Employment Rights Act 1996", article="s. 135", url="https://www.legislation.gov.uk/ukpga/1996/18?a=1&b=2"
)


def place(path: str = "int/en/rights.yaml", line: int = 1) -> Place:
    """A place in a file."""
    return Place(path, line)


def entry(topic: str, title: str, **fields: Any) -> Entry:
    """A whole entry; name only what the test is about."""
    usual: dict[str, Any] = {
        "short": f"In short: {title}.",
        "answer": f"At length: {title}.",
        "sources": (LAW,),
        "reviewed": Review(on=date(2026, 11, 20)),
    }
    return Entry(topic=topic, title=title, **(usual | fields))


def light(topic: str, title: str, **fields: Any) -> Entry:
    """A signpost, small talk or an emergency: a short text, nothing more."""
    tier = "emergency" if topic.startswith("emergency.") else None
    return entry(topic, title, **({"answer": "", "sources": (), "tier": tier} | fields))


def page(at: str, of: Entry) -> Page:
    """A page at `country/language/area`."""
    country, language, area = at.split("/")
    return Page(country, language, area, of, place(f"{at}.yaml"))


def shelved(pages: Iterable[Page]) -> Mapping[tuple[str, str, str], Page]:
    """Pages as `Knowledge` keeps them."""
    return {(one.country, one.language, one.entry.topic): one for one in pages}


PAGES: Final = (
    page("int/en/before", entry("first-steps", "First steps")),
    page("int/it/before", entry("first-steps", "Primi passi")),
    page("int/en/rights", entry("severance", "Severance", related=("guarantee-fund", "worker-buyout"))),
    page("int/en/rights", entry("guarantee-fund", "The guarantee fund")),
    page("int/en/buyout", entry("worker-buyout", "A worker buyout", reviewed=Review(on=TODAY, by="A. Lawyer"))),
    page("eu/en/rights", entry("guarantee-fund", "The guarantee fund in the EU")),
    page("it/it/rights", entry("severance", "Il TFR", reviewed=Review(on=TODAY, by="A. Avvocata"))),
    page(
        "gb/en/rights",
        entry(
            "severance",
            "Redundancy pay",
            short="You have **{deadline:gb.redundancy-claim}**.",
            answer="A week's pay counts up to {figure:gb.week-pay-cap}.",
            missing_papers="A bank statement proves your pay.",
            related=("guarantee-fund",),
        ),
    ),
    page("int/en/emergency", light("emergency.locked-out", "They locked you out")),
    page("int/en/elsewhere", light("elsewhere.rent", "Rent and eviction")),
    page("int/en/chat", light("chat.thanks", "You are welcome")),
)

_CAP: Final = Figure(
    id="gb.week-pay-cap",
    value=751,
    unit="GBP",
    valid_from=date(2026, 4, 6),
    yearly=True,
    label={"en": "cap on a week's pay"},
    source=LAW,
)
CAPS: Final = (
    _CAP.model_copy(update={"value": 719, "valid_from": date(2025, 4, 6), "valid_until": date(2026, 4, 5)}),
    _CAP,
)

CLAIM: Final = Deadline(
    id="gb.redundancy-claim",
    topic="severance",
    event="dismissed",
    period="P6M",
    label={"en": "claim your redundancy pay"},
    lost={"en": "your right to it"},
    source=LAW,
)

TERMS: Final = (
    (
        "gb",
        Term(
            term="RP1", national=True, also=("form RP1",), topics=("guarantee-fund",), meaning={"en": "the claim form"}
        ),
    ),
    ("it", Term(term="TFR", national=True, topics=("severance",), meaning={"en": "Italian severance"})),
)

WAYS: Final[Mapping[str, tuple[str, ...]]] = {
    "first-steps": (
        "my employer may go bankrupt, what do I do now?",
        "what should I do first when the company is in trouble",
        "rumours of bankruptcy, how do I prepare",
    ),
    "severance": (
        "am I entitled to severance pay?",
        "how much redundancy pay do I get",
        "compensation for losing my job after twenty years",
    ),
    "guarantee-fund": (
        "what does the guarantee fund cover?",
        "is there a state fund that pays my wages",
        "who pays my wages when the boss has no money",
    ),
    "worker-buyout": (
        "can we buy the company ourselves?",
        "what is a worker buyout",
        "could the staff take over the factory",
    ),
    "emergency.locked-out": (
        "the gates are locked and we cannot get in",
        "they changed the locks overnight",
        "locked out",
    ),
    "elsewhere.rent": ("my landlord wants to evict me", "I cannot pay the rent this month"),
    "chat.thanks": ("thank you so much", "thanks a lot"),
}

ITALIAN: Final[Mapping[str, str]] = {
    "first-steps": "l'azienda sta per fallire, cosa faccio adesso?",
    "severance": "ho diritto alla liquidazione dopo il licenziamento?",
    "guarantee-fund": "cosa copre il fondo di garanzia?",
    "worker-buyout": "possiamo rilevare l'azienda in cooperativa?",
}

ASKS: Final = tuple(
    Ask(topic, text, "int", language, place(f"int/{language}/{topic}.asks.yaml", line))
    for language, ways in (("en", WAYS), ("it", {topic: (text,) for topic, text in ITALIAN.items()}))
    for topic, texts in ways.items()
    for line, text in enumerate(texts, 2)
)

PLACES: Final = {
    f"figure:gb.week-pay-cap:{CAPS[0].valid_from}": place("gb/figures.yaml", 1),
    f"figure:gb.week-pay-cap:{CAPS[1].valid_from}": place("gb/figures.yaml", 9),
    "deadline:gb.redundancy-claim": place("gb/deadlines.yaml", 1),
    "term:gb:RP1": place("gb/glossary.yaml", 1),
    "term:it:TFR": place("it/glossary.yaml", 1),
}

KNOWLEDGE: Final = Knowledge(
    catalogue=CATALOGUE,
    pages=shelved(PAGES),
    asks=ASKS,
    figures={"gb.week-pay-cap": CAPS},
    deadlines={"gb.redundancy-claim": CLAIM},
    terms=TERMS,
    places=PLACES,
)


def catalogue(**fields: Any) -> Catalogue:
    """The small catalogue with some of its fields changed (a copy would keep what was looked up in the old ones)."""
    return Catalogue(**{name: getattr(CATALOGUE, name) for name in Catalogue.model_fields} | fields)


def knowledge(*pages: Page, **fields: Any) -> Knowledge:
    """The small knowledge with more pages (or others in their places), and with some of its fields changed."""
    return replace(KNOWLEDGE, pages={**KNOWLEDGE.pages, **shelved(pages)}, **fields)


def found(topic: str, country: str | None = None, language: str = "en", known: Knowledge = KNOWLEDGE) -> Found:
    """The page that answers; it is there."""
    hit = known.find(topic, country, language)
    assert hit is not None
    return hit


@cache
def many() -> tuple[Phrasing, ...]:
    """Three times as many phrasings: enough that some can be held out."""
    whens = ("today", "this week", "since May")
    return phrasings([(ask.topic, f"{ask.text} {when}", ask.language) for ask in ASKS for when in whens])


@cache
def index() -> Index:
    """The index of the small knowledge: built once, it never changes."""
    return build(phrasings([(ask.topic, ask.text, ask.language) for ask in ASKS]))


@cache
def matcher(caution: float = 0.0) -> Matcher:
    """A matcher over the small knowledge."""
    places = Places({country.id: country.names for country in CATALOGUE.countries})
    return Matcher(index(), TERMS, places, caution=caution)


@dataclass
class Lengths:
    """An encoder for which texts mean the same when they are equally long."""

    name: str = "lengths"
    size: int = 2
    weight: float = 1.0

    def encode(self, texts: Sequence[str]) -> Floats:
        """One row per text."""
        angles = np.array([len(text) for text in texts], np.float32) / 10
        return np.stack([np.cos(angles), np.sin(angles)], axis=1)

    def knows(self, word: str) -> bool:
        """It knows no word."""
        return not word
