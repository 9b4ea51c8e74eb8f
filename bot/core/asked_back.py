"""What people asked back after a message to many: numbers for its organiser, and topics that enough asked about."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from bot.core import floor
from bot.core.floor import FLOOR
from bot.core.model import Outgoing
from bot.core.texts import Texts

_MOST: Final = 5  # topics


@dataclass(frozen=True, slots=True)
class Reply:
    """A question that replied to a broadcast: the topic that it was answered with, empty when it was not; and whose.

    `asker` is a pseudonym: somebody who asks five times is no crowd.
    """

    topic: str
    asker: str


@dataclass(frozen=True, slots=True)
class Digest:
    """How many questions came, how many got an answer, and the topics that at least five people asked about.

    What one person asks again and again counts once for each topic.
    """

    people: int
    asked: int
    answered: int
    topics: tuple[tuple[str, int], ...]


def digest(replies: Iterable[Reply]) -> Digest:
    """Count the replies to a broadcast."""
    different = set(replies)
    topics = Counter(reply.topic for reply in different)
    unanswered, answered = topics.pop("", 0), topics.total()
    common = tuple((topic, count) for topic, count in topics.most_common(_MOST) if count >= FLOOR)
    return Digest(len({reply.asker for reply in different}), answered + unanswered, answered, common)


def told(number: int, found: Digest, title: Callable[[str], str], texts: Texts, language: str) -> Outgoing:
    """The words for its organiser; `title` names a topic."""
    asked = found.asked if found.people >= FLOOR else 0
    lines = [texts.html(language, "asked_back", number=str(number), asked=floor.shown(asked, texts, language))]
    if asked:
        parts = {"answered": found.answered, "missing": found.asked - found.answered}
        lines.append(texts.html(language, "asked_back_answers", **floor.parts(parts, texts, language)))
    lines += [
        texts.html(language, "asked_back_topic", topic=title(topic), count=floor.shown(count, texts, language))
        for topic, count in found.topics
    ]
    return Outgoing("\n".join(lines))
