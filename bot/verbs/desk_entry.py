"""A new entry from a question: its topic and place are asked for, the rest is written in the editor."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from pydantic import ValidationError

from bot.core.curation import Edit, area_of, asks_for_new, create
from bot.core.knowledge import BASE, Entry, Knowledge
from bot.core.match.fold import fold
from bot.core.queue import Wording, bare
from bot.edges.insert import skeleton, tidy
from bot.edges.yamlfile import parse

if TYPE_CHECKING:
    from bot.verbs.desk import Hands

_ID = re.compile(r"[a-z0-9]+(?:[.-][a-z0-9]+)*")
Say = Callable[[str, str], None]


@dataclass(frozen=True, slots=True)
class Draft:
    """The questions that an entry must answer, where they come from, and a maintainer's reply to them."""

    wordings: tuple[Wording, ...]
    language: str
    country: str | None
    reply: str = ""


def drafted(knowledge: Knowledge, hands: "Hands", say: Say, draft: Draft) -> tuple[Edit, ...]:
    """The edits for a new entry; none when the maintainer gives up."""
    topic = hands.line("topic of the new entry, such as wage-garnishment or elsewhere.rent (Enter: give up): ").strip()
    if not _ID.fullmatch(topic):
        return ()
    area = area_of(knowledge, topic) or _area(knowledge, hands)
    country = _country(knowledge, hands, draft.country)
    if area is None or country is None:
        say("There is no such area or country.", "yellow")
        return ()
    if (country, draft.language, topic) in knowledge.pages:
        say("That entry exists: attach the question to it.", "yellow")
        return ()
    entry = _written(hands, say, topic, draft)
    if entry is None:
        return ()
    known = {fold(ask.text) for ask in knowledge.asks}
    covers = tidy(bare(draft.wordings[0].shown))
    return (
        *asks_for_new(topic, area, country, draft.language, draft.wordings, known),
        *create(knowledge, topic, area, country, draft.language, entry, covers),
    )


def _area(knowledge: Knowledge, hands: "Hands") -> str | None:
    names = knowledge.catalogue.areas
    typed = hands.line(f"area ({', '.join(names)}): ").strip()
    return typed if typed in names else None


def _country(knowledge: Knowledge, hands: "Hands", likely: str | None) -> str | None:
    known = knowledge.catalogue.by_country
    default = likely if likely in known else BASE
    typed = hands.line(f"country ({', '.join(sorted(known))}) [{default}]: ").strip() or default
    return typed if typed in known else None


def _written(hands: "Hands", say: Say, topic: str, draft: Draft) -> str | None:
    """What the editor gives back, once it is a whole entry. Comments are taken out."""
    text = skeleton(topic, [wording.shown for wording in draft.wordings[:5]], date.today().isoformat(), draft.reply)  # noqa: DTZ011 - the maintainer's day
    while True:
        found = hands.editor(text)
        bare_text = "".join(line for line in (found or "").splitlines(keepends=True) if not line.startswith("#"))
        if found is None or not bare_text.strip():
            return None
        fault = _fault(bare_text, topic)
        if fault is None:
            return bare_text
        say(fault, "yellow")
        say("e opens the editor again; any other key gives up.", "")
        if hands.key() != "e":
            return None
        text = found


def _fault(text: str, topic: str) -> str | None:
    document = parse("entry", text)
    if document.problems:
        return str(document.problems[0])
    if not isinstance(document.value, list) or len(document.value) != 1:
        return "write one entry, beginning with '- topic:'"
    if "..." in text:
        return "some of the dots are still there: fill them in, or remove the line"
    try:
        entry = Entry.model_validate(document.value[0])
    except ValidationError as error:
        fault = error.errors(include_url=False)[0]
        return f"'{'.'.join(map(str, fault['loc']))}': {fault['msg']}"
    return None if entry.topic == topic else f"the topic is no longer {topic}"
