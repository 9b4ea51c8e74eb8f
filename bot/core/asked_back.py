"""What people asked back after a message to many: numbers for its organiser, and topics that enough asked about."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from bot.core import locale
from bot.core.model import Outgoing
from bot.core.texts import Texts

FLOOR: Final = 5
"""What fewer people asked is not told: it could point at somebody."""
_MOST: Final = 5  # topics


@dataclass(frozen=True, slots=True)
class Reply:
    """A question that replied to a broadcast: the topic that it was answered with, empty when it was not."""

    topic: str


@dataclass(frozen=True, slots=True)
class Digest:
    """How many asked, how many of them got an answer, and the topics that at least five asked about."""

    asked: int
    answered: int
    topics: tuple[tuple[str, int], ...]


def digest(replies: Iterable[Reply]) -> Digest:
    """Count the replies to a broadcast."""
    topics = Counter(reply.topic for reply in replies)
    unanswered, asked = topics.pop("", 0), topics.total()
    common = tuple((topic, count) for topic, count in topics.most_common(_MOST) if count >= FLOOR)
    return Digest(asked + unanswered, asked, common)


def told(number: int, found: Digest, title: Callable[[str], str], texts: Texts, language: str) -> Outgoing:
    """The words for its organiser; `title` names a topic."""

    def shown(count: int) -> str:
        few = texts.plain(language, "fewer", count=str(FLOOR))
        return locale.whole(count, language) if count >= FLOOR else few

    lines = [texts.html(language, "asked_back", number=str(number), asked=shown(found.asked))]
    if found.asked >= FLOOR:
        missing = found.asked - found.answered
        lines.append(texts.html(language, "asked_back_answers", answered=shown(found.answered), missing=shown(missing)))
    lines += [
        texts.html(language, "asked_back_topic", topic=title(topic), count=shown(count))
        for topic, count in found.topics
    ]
    return Outgoing("\n".join(lines))
