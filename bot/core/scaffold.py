"""The skeleton of a country's pack, as texts: what a lawyer opens and fills in, topic by topic.

All of it is commented out, so that a half-finished pack answers nothing: until an entry is written, people get the base
with the honest line that their law may differ.
"""

import re
from collections.abc import Iterator, Sequence

from babel import Locale

from bot.core.knowledge import Knowledge, Topic
from bot.core.match.fold import fold

_LINE = re.compile(r"^  - \{id: (\w+),.*\}$")
_NAMES = re.compile(r"names: \[([^\]]*)\]")
_LANGUAGES = re.compile(r"languages: \[([^\]]*)\]")
_A = 0x1F1E6  # the flag letter A
_EXAMPLES = {
    "figures": (
        "- id: {c}.week-pay-cap\n  value: 500\n  unit: EUR\n  valid_from: 2026-01-01\n  yearly: true\n"
        '  label: {{{lang}: "..."}}\n  source: {{title: "...", article: "...", url: "https://..."}}'
    ),
    "deadlines": (
        "- id: {c}.fund-claim\n  topic: guarantee-apply\n  event: dismissed\n  period: P6M\n"
        '  label: {{{lang}: "..."}}\n  lost: {{{lang}: "..."}}\n'
        '  source: {{title: "...", article: "...", url: "https://..."}}'
    ),
    "glossary": '- {{term: "...", national: true, topics: [guarantee-fund], meaning: {{{lang}: "..."}}}}',
}


def names(country: str, languages: Sequence[str]) -> tuple[str, ...]:
    """What a country is called in some languages, in lower case; empty for a code that is none."""
    found = [str(Locale.parse(lang).territories.get(country.upper(), "")).lower() for lang in languages]
    return tuple(dict.fromkeys(name for name in found if name))


def flag(country: str) -> str:
    """Its flag, of two letters."""
    return "".join(chr(_A + ord(letter) - ord("a")) for letter in country)


def listed(catalogue: str, country: str, language: str, under: str | None, called: Sequence[str]) -> str:
    """The text of the catalogue with the country, or with the language added to a country that it has.

    A name that stood for "another EU country" until now goes over to the country itself.
    """
    lines = catalogue.rstrip("\n").split("\n")
    at = {match[1]: number for number, line in enumerate(lines) if (match := _LINE.match(line))}
    if country in at:
        lines[at[country]] = _LANGUAGES.sub(lambda m: f"languages: [{_with(m[1], language)}]", lines[at[country]])
        return "\n".join(lines) + "\n"
    own = {fold(name) for name in called}
    lines = [_NAMES.sub(lambda m: f"names: [{_without(m[1], own)}]", line) for line in lines]
    below = f" under: {under}," if under else ""
    row = (
        f'  - {{id: {country}, names: [{", ".join(called)}], languages: [{language}],{below} flag: "{flag(country)}"}}'
    )
    lines.insert(max(at.values()) + 1, row)
    return "\n".join(lines) + "\n"


def _with(listed_: str, language: str) -> str:
    known = [name.strip() for name in listed_.split(",")]
    return ", ".join(known if language in known else [*known, language])


def _without(listed_: str, own: set[str]) -> str:
    return ", ".join(name for name in listed_.split(", ") if fold(name) not in own)


def files(knowledge: Knowledge, country: str, language: str) -> Iterator[tuple[str, str]]:
    """(path below the knowledge folder, text) of each file of the skeleton."""
    for table, example in _EXAMPLES.items():
        filled = example.format(c=country, lang=language)
        yield f"{country}/{table}.yaml", _head("", table) + _commented(filled)
    for area in knowledge.catalogue.areas:
        topics = [topic for topic in knowledge.catalogue.topics if topic.area == area and topic.local]
        if topics:
            entries = "\n\n".join(_entry(knowledge, topic, language) for topic in topics)
            yield f"{country}/{language}/{area}.yaml", _head("../", "entries") + _commented(entries)
            asks = "\n\n".join(f'{topic.id}:  # {topic.covers}\n  - "..."' for topic in topics)
            yield f"{country}/{language}/{area}.asks.yaml", _head("../", "asks") + _commented(asks)


def _head(up: str, schema: str) -> str:
    server = f"# yaml-language-server: $schema={up}../schema/{schema}.schema.json\n"
    return f"{server}# Take the signs at the left away, entry by entry.\n\n"


def _entry(knowledge: Knowledge, topic: Topic, language: str) -> str:
    base = knowledge.find(topic.id, None, language)
    title = base.page.entry.title if base else topic.covers
    return (
        f'- topic: {topic.id}  # {topic.covers}\n  title: "{title}"\n  short: >-\n    ...\n  answer: |\n    ...\n'
        f'  sources:\n    - {{title: "...", article: "...", url: "https://..."}}\n'
        f"  reviewed: {{on: 2026-01-01, by: null}}"
    )


def _commented(text: str) -> str:
    return "".join(f"# {line}".rstrip() + "\n" for line in text.split("\n"))
