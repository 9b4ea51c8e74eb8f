"""The knowledge: entries, figures, time limits and terms, and which entry answers whom.

The classes are also the format of the YAML files: their JSON Schema helps editors, their errors name what to mend.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from bot.core.problems import Place

LIGHT = (
    "elsewhere",
    "chat",
    "emergency",
    "stage",
)  # areas whose topics are named in their own files, not in the catalogue
BASE = "int"  # the layer under every country

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(?:[.-][a-z0-9]+)*$", max_length=40)]
Url = Annotated[str, StringConstraints(pattern=r"^https?://[^\s]+$")]
Labels = Mapping[Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")], Text]


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Source(_Value):
    """Where a statement comes from: the law by article, or an official page."""

    title: Text
    url: Url
    article: str | None = None


class Review(_Value):
    """When the text was last checked against its sources, and by which lawyer (null: by none)."""

    on: date
    by: str | None = None


class Entry(_Value):
    """The answer to one topic, for one country, in one language."""

    topic: Id
    title: Annotated[Text, StringConstraints(max_length=60)]
    short: Annotated[Text, StringConstraints(max_length=340)]
    answer: str = ""
    missing_papers: str = ""
    related: tuple[Id, ...] = Field(default=(), strict=False)
    sources: tuple[Source, ...] = Field(default=(), strict=False)
    reviewed: Review
    tier: Literal["emergency"] | None = None
    of: str | None = None
    notify: bool = False


class Figure(_Value):
    """An amount, rate or period that the law fixes, valid from a day. Rows with one id are its history."""

    id: Id
    value: int | float
    unit: Annotated[str, StringConstraints(pattern=r"^([A-Z]{3}|hours|days|weeks|months|years|percent|count)$")]
    valid_from: date
    valid_until: date | None = None
    yearly: bool
    label: Labels
    source: Source
    confidence: Literal["page", "memory"] = "page"


Start = Literal[
    "dismissed",
    "procedure-opened",
    "last-payday",
    "published",
    "decision-received",
    "offer-received",
    "filed",
    "transferred",
]


class Deadline(_Value):
    """A time limit: from which event, how long, what is lost."""

    id: Id
    topic: Id
    event: Start
    period: Annotated[str, StringConstraints(pattern=r"^P\d+[YMWD]$")]
    less: Annotated[str, StringConstraints(pattern=r"^P\d+[YMWD]$")] | None = None
    days: Literal["calendar", "working"] = "calendar"
    label: Labels
    lost: Labels
    late: Labels = Field(default_factory=dict)
    confidence: Literal["page", "memory"] = "page"
    source: Source


class Term(_Value):
    """An acronym, form, institution or term of art, and the topics it leads to.

    `national`: a name that stands for its country wherever it is typed, as FOGASA does for Spain. "Severance pay" does
    not, even where only one country explains it.
    """

    term: Text
    national: bool = False
    also: tuple[Text, ...] = Field(default=(), strict=False)
    language: str | None = None
    topics: tuple[Id, ...] = Field(min_length=1, strict=False)
    meaning: Labels


class Topic(_Value):
    """A subject that people ask about. `local`: the answer depends on the country."""

    id: Id
    area: Id
    local: bool
    covers: Text


class Country(_Value):
    """A country with a pack of its own: the languages of its answers, the layer it lies on, how people name it."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")]
    languages: tuple[str, ...] = Field(min_length=1, strict=False)
    under: str = BASE
    flag: str = ""
    names: tuple[Text, ...] = Field(default=(), strict=False)


class Catalogue(_Value):
    """What exists: areas, topics, languages, countries."""

    areas: tuple[Id, ...] = Field(strict=False)
    languages: tuple[str, ...] = Field(strict=False)
    topics: tuple[Topic, ...] = Field(strict=False)
    countries: tuple[Country, ...] = Field(strict=False)

    @cached_property
    def by_topic(self) -> Mapping[str, Topic]:
        """The topics by their id."""
        return {topic.id: topic for topic in self.topics}

    @cached_property
    def by_country(self) -> Mapping[str, Country]:
        """The countries by their id."""
        return {country.id: country for country in self.countries}

    def chain(self, country: str | None) -> tuple[str, ...]:
        """The layers that may answer for a country, nearest first: `it` -> `it eu int`; unknown -> `int`."""
        layers: list[str] = []
        current = country
        while current and current not in (BASE, *layers) and (known := self.by_country.get(current)):
            layers.append(current)
            current = known.under
        return (*layers, BASE)


@dataclass(frozen=True, slots=True)
class Page:
    """An entry at its place: whose law, which language, which area, which file."""

    country: str
    language: str
    area: str
    entry: Entry
    place: Place


def fingerprint(entry: Entry) -> str:
    """What a translation was made from, in twelve characters: changes with any word of the entry."""
    words = f"{entry.title}\0{entry.short}\0{entry.answer}\0{entry.missing_papers}"
    return hashlib.blake2b(words.encode(), digest_size=6).hexdigest()


@dataclass(frozen=True, slots=True)
class Ask:
    """One way to ask about a topic."""

    topic: str
    text: str
    country: str
    language: str
    place: Place


@dataclass(frozen=True, slots=True)
class Found:
    """The page that answers, and how it differs from what was asked for."""

    page: Page
    other_language: bool
    other_country: bool


@dataclass(frozen=True)
class Knowledge:
    """All that Redress knows, at one moment."""

    catalogue: Catalogue
    pages: Mapping[tuple[str, str, str], Page] = field(default_factory=dict)
    asks: tuple[Ask, ...] = ()
    figures: Mapping[str, tuple[Figure, ...]] = field(default_factory=dict)
    deadlines: Mapping[str, Deadline] = field(default_factory=dict)
    terms: tuple[tuple[str, Term], ...] = ()
    places: Mapping[str, Place] = field(default_factory=dict)

    def find(self, topic: str, country: str | None, language: str) -> Found | None:
        """The page for a topic: nearest layer first, and in each layer the person's language before others.

        A topic that does not depend on the country, and small talk, is the same in every layer: a missing country
        is not worth a notice there.
        """
        for layer in self.catalogue.chain(country):
            for candidate in (language, *self._languages(layer)):
                page = self.pages.get((layer, candidate, topic))
                if page:
                    known = self.catalogue.by_topic.get(topic)
                    local = bool(known and known.local)
                    return Found(page, candidate != language, local and layer != country)
        return None

    def _languages(self, layer: str) -> tuple[str, ...]:
        known = self.catalogue.by_country.get(layer)
        return known.languages if known else self.catalogue.languages

    def original(self, page: Page) -> Page | None:
        """The page that a page translates: the same topic in the first language of its layer, if that is another."""
        first = self._languages(page.country)[0]
        return self.pages.get((page.country, first, page.entry.topic)) if page.language != first else None

    def stale(self, page: Page) -> bool:
        """Whether a translation is older than its original."""
        source = self.original(page)
        return bool(page.entry.of and source and page.entry.of != fingerprint(source.entry))

    def figure(self, name: str, on: date) -> Figure | None:
        """The row of a figure that holds on a day: the latest that has begun."""
        rows = [row for row in self.figures.get(name, ()) if row.valid_from <= on]
        return rows[-1] if rows else None

    def areas(self, country: str | None, language: str) -> Mapping[str, tuple[Page, ...]]:
        """The pages that a person can browse, by area, in the order of the catalogue."""
        found: dict[str, list[Page]] = {area: [] for area in self.catalogue.areas}
        for topic in self.catalogue.topics:
            hit = self.find(topic.id, country, language)
            if hit and topic.area in found:
                found[topic.area].append(hit.page)
        return {area: tuple(pages) for area, pages in found.items() if pages}
