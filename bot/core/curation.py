"""From a maintainer's gesture to the lines that it means: which way to ask goes into which file, what becomes a test.

One wording of a group is held back as a test question: one that stood among the ways to ask would test nothing.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from rapidfuzz import fuzz, process

from bot.core.exam import Task
from bot.core.knowledge import BASE, LIGHT, Knowledge
from bot.core.match.fold import fold
from bot.core.queue import Wording, bare

_MOST = 6  # wordings of one language that one gesture writes, the test question included
_SAME = 85  # rapidfuzz's ratio from which a second wording teaches nothing: the same with a slip of the keyboard


@dataclass(frozen=True, slots=True)
class Edit:
    """One insertion: a way to ask, a test question, an entry (`text` is its YAML), a topic (`text` is what it covers).

    `path` is below the knowledge folder; that of a test question is below the folder of the tests.
    """

    kind: Literal["ask", "test", "entry", "topic"]
    path: str
    topic: str
    text: str
    country: str | None = None


def area_of(knowledge: Knowledge, topic: str) -> str | None:
    """The area whose files hold a topic; None for a topic that does not exist."""
    known = knowledge.catalogue.by_topic.get(topic)
    if known:
        return known.area
    area = topic.partition(".")[0]
    return area if "." in topic and area in LIGHT else None


def attach(
    knowledge: Knowledge, tasks: Iterable[Task], wordings: Sequence[Wording], topic: str, country: str | None
) -> tuple[Edit, ...]:
    """The edits that teach a topic these wordings. `country` is where most of those work who asked.

    No edit at all: every wording stands among the ways to ask, or the topic does not exist.
    """
    known = {fold(ask.text) for ask in knowledge.asks}
    alike = [fold(ask.text) for ask in knowledge.asks if ask.topic == topic]
    tested = {fold(task.text) for task in tasks}
    area = area_of(knowledge, topic)
    found: list[Edit] = []
    for language in knowledge.catalogue.languages if area else ():
        own = [bare(wording.shown) for wording in wordings if wording.language == language]
        texts = _distinct(own, known | tested, alike)
        found += _taught(asks_path(knowledge, topic, language, country), area or "", topic, texts)
    return tuple(found)


def _taught(path: str, area: str, topic: str, texts: Sequence[str]) -> tuple[Edit, ...]:
    """Ways to ask for the file at `path`; of several the last becomes a test question."""
    asks, tests = (texts[:-1], texts[-1:]) if len(texts) > 1 else (texts, ())
    return (*(Edit("ask", path, topic, text) for text in asks), *(as_test(path, area, topic, text) for text in tests))


def as_test(path: str, area: str, topic: str, text: str) -> Edit:
    """A test question of the country and the language whose ways to ask stand at `path`."""
    country, language = path.split("/")[:2]
    return Edit("test", f"{language}/{area}.yaml", topic, text, None if country == BASE else country)


def _distinct(texts: Iterable[str], known: Collection[str], alike: Sequence[str] = ()) -> list[str]:
    """The first few that are not known, and that differ from each other and from what the topic has."""
    kept: list[str] = []
    seen = list(alike)
    for text in texts:
        folded = fold(text)
        if (
            folded
            and folded not in known
            and not process.extractOne(folded, seen, scorer=fuzz.token_sort_ratio, score_cutoff=_SAME)
        ):
            kept.append(text)
            seen.append(folded)
        if len(kept) == _MOST:
            break
    return kept


def asks_path(knowledge: Knowledge, topic: str, language: str, country: str | None) -> str:
    """The file of ways to ask for a topic: where the topic has some in this language, the asker's own layer first."""
    layers = knowledge.catalogue.chain(country)
    asks = {ask.country: ask.place.path for ask in knowledge.asks if (ask.topic, ask.language) == (topic, language)}
    if asks:
        return asks.get(next((layer for layer in layers if layer in asks), ""), asks[min(asks)])
    area = area_of(knowledge, topic)
    homes = {page.country for page in knowledge.pages.values() if page.entry.topic == topic}
    home = next((layer for layer in layers if layer in homes), min(homes, default=BASE))
    return f"{home}/{language}/{area}.asks.yaml"


def create(
    knowledge: Knowledge, topic: str, area: str, country: str, language: str, entry: str, covers: str
) -> tuple[Edit, ...]:
    """The edits that add an entry, and its topic where that is new."""
    made = [Edit("entry", f"{country}/{language}/{area}.yaml", topic, entry)]
    if area_of(knowledge, topic) is None:
        made.insert(0, Edit("topic", "catalogue.yaml", topic, covers, area))
    return tuple(made)


def asks_for_new(
    topic: str, area: str, country: str, language: str, wordings: Sequence[Wording], known: Collection[str]
) -> tuple[Edit, ...]:
    """The edits that teach a new entry its wordings, all of them beside it."""
    texts = _distinct([bare(w.shown) for w in wordings if w.language == language], known)
    return _taught(f"{country}/{language}/{area}.asks.yaml", area, topic, texts)


def search(knowledge: Knowledge, words: str, most: int = 9) -> tuple[str, ...]:
    """The topics whose id, title or subject is most like some words."""
    names: dict[str, str] = {topic.id: f"{topic.id} {topic.covers}" for topic in knowledge.catalogue.topics}
    for (_, _, topic), page in knowledge.pages.items():
        names[topic] = f"{names.get(topic, topic)} {page.entry.title}"
    folded = {topic: fold(text) for topic, text in names.items()}
    if words in folded:
        return (words,)
    found = process.extract(fold(words), folded, scorer=fuzz.partial_token_set_ratio, limit=40)
    best = sorted(found, key=lambda hit: (-fuzz.token_set_ratio(fold(words), hit[0]), -hit[1], hit[2]))
    return tuple(topic for _, _, topic in best[:most])
