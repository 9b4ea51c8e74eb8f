"""Who waits for an answer that we lack, or for a correction of one they read; and what is news to them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.core.knowledge import LIGHT, Found, Knowledge, Page, fingerprint
from bot.core.model import Answer, Verdict


@dataclass(frozen=True, slots=True)
class Wait:
    """A question that waits. `text` is redacted; `had_topic` and `had_hash` are the answer that did not help."""

    chat: str
    question: str
    text: str
    language: str
    country: str | None
    until: datetime
    had_topic: str = ""
    had_hash: str = ""
    id: int = 0


@dataclass(frozen=True, slots=True)
class Shown:
    """An answer whose correction somebody wants to hear of: its page, and the hash of the text that they read."""

    chat: str
    topic: str
    country: str
    language: str
    hash: str
    until: datetime
    id: int = 0


def answer_to(wait: Wait, verdict: Verdict, knowledge: Knowledge) -> Found | None:
    """The answer that a waiting question has now, if it is one, and not the one that did not help.

    A signpost or small talk is no answer: nobody waits two months for "ask the tax office".
    """
    if not isinstance(verdict, Answer):
        return None
    found = knowledge.find(verdict.topic, verdict.reading.country or wait.country, wait.language)
    if found is None or found.page.area in LIGHT:
        return None
    had = wait.had_topic == found.page.entry.topic and wait.had_hash == fingerprint(found.page.entry)
    return None if had else found


def correction_of(shown: Shown, pages: Mapping[tuple[str, str, str], Page]) -> Page | None:
    """The page as corrected, where its maintainers want that told (`notify: true`)."""
    page = pages.get((shown.country, shown.language, shown.topic))
    if page is None or not page.entry.notify or fingerprint(page.entry) == shown.hash:
        return None
    return page
