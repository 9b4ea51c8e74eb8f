"""Which topic is answered for which country in which language, and how well."""

from collections.abc import Mapping
from typing import Literal

from bot.core.knowledge import BASE, Knowledge

Mark = Literal["reviewed", "answered", "stale", "missing", "base"]
"""reviewed: by a lawyer. stale: older than the text it translates. base: the general text serves, none is missing."""


def columns(knowledge: Knowledge) -> tuple[tuple[str, str], ...]:
    """The country and language of each column, in the order of the catalogue."""
    return tuple((country.id, language) for country in knowledge.catalogue.countries for language in country.languages)


def marks(knowledge: Knowledge) -> Mapping[tuple[str, str, str], Mark]:
    """(topic, country, language) -> mark, row by row in the order of the catalogue."""
    return {
        (topic.id, *column): _mark(knowledge, topic.id, topic.local, *column)
        for topic in knowledge.catalogue.topics
        for column in columns(knowledge)
    }


def _mark(knowledge: Knowledge, topic: str, local: bool, country: str, language: str) -> Mark:
    page = knowledge.pages.get((country, language, topic))
    if page is None:
        return "missing" if local or country == BASE else "base"
    if knowledge.stale(page):
        return "stale"
    return "reviewed" if page.entry.reviewed.by else "answered"
