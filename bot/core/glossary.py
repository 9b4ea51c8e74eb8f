"""The glossary as people use it: look a term up, find the terms of a text, explain one."""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from bot.core.knowledge import BASE, Knowledge, Term
from bot.core.match.fold import fold


@dataclass(frozen=True, slots=True)
class Entry:
    """A term at its country."""

    country: str
    term: Term

    @property
    def id(self) -> str:
        """Its short hash, for buttons."""
        return f"{zlib.crc32(f'{self.country} {fold(self.term.term)}'.encode()):08x}"

    def meaning(self, language: str) -> str:
        """Its one line, in the reader's language where it has one."""
        return self.term.meaning.get(language) or next(iter(self.term.meaning.values()))


def entries(knowledge: Knowledge, country: str | None) -> Iterator[Entry]:
    """All terms, those of the person's country first, then of the layers under it, then the others."""
    chain = knowledge.catalogue.chain(country)
    rank = {name: place for place, name in enumerate(chain)}
    yield from (Entry(*pair) for pair in sorted(knowledge.terms, key=lambda pair: rank.get(pair[0], len(chain))))


def look_up(knowledge: Knowledge, text: str, country: str | None) -> Entry | None:
    """The entry for a term as typed, with any of its spellings."""
    wanted = fold(text)
    for entry in entries(knowledge, country):
        if wanted and wanted in map(fold, (entry.term.term, *entry.term.also)):
            return entry
    return None


def by_id(knowledge: Knowledge, name: str) -> Entry | None:
    """The entry of a button."""
    return next((entry for entry in entries(knowledge, None) if entry.id == name), None)


def inside(knowledge: Knowledge, text: str, country: str | None, language: str, most: int) -> list[Entry]:
    """The terms that stand in a text, longest first, of the person's layers and language."""
    padded, chain = f" {fold(text)} ", knowledge.catalogue.chain(country) if country else (BASE,)
    found: dict[str, Entry] = {}
    for entry in entries(knowledge, country):
        spoken = entry.term.language in {None, language}
        if entry.country in chain and spoken and f" {fold(entry.term.term)} " in padded:
            found.setdefault(fold(entry.term.term), entry)
    return sorted(found.values(), key=lambda entry: -len(entry.term.term))[:most]
