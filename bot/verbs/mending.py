"""The smallest edit that would change what a question is answered: tried, not guessed."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.core.curation import area_of, asks_path
from bot.core.knowledge import Ask
from bot.core.match.explain import Explanation, explain
from bot.core.model import Answer
from bot.core.problems import Place
from bot.edges.library import Shelf
from bot.flows.here import Library

_FEW = 4  # words of the shortest way to ask that is tried


@dataclass(frozen=True, slots=True)
class Mended:
    """An edit that was tried: a way to ask added to a topic. `above` is how far the model then is above its threshold.

    Below 0 the very words would be answered, since they stand there, and others like them would not.
    """

    topic: str
    path: str
    text: str
    above: float

    def __str__(self) -> str:
        """One sentence for a maintainer."""
        edit = f"add '{self.text}' to the ways to ask for {self.topic} ({self.path})"
        if self.above >= 0:
            return f"{edit}: it would then be answered, {self.above:.1f} above the threshold"
        return (
            f"{edit}: these words would then be answered, others like them not yet ({-self.above:.1f} below); add more"
        )


def mend(
    source: Shelf, library: Library, found: Explanation, text: str, language: str | None, topic: str | None = None
) -> Mended | None:
    """Try ways to ask, the shortest first; the first that suffices, else the last. None where no way to ask helps.

    It leads to `topic`, else to the nearest; an answer is taken for wrong here, and the edit leads to the next one.
    """
    verdict = found.trace.verdict
    spoken = verdict.reading.language or language or library.knowledge.catalogue.languages[0]
    topics = [c.topic for c in verdict.reading.candidates if area_of(library.knowledge, c.topic)]
    topics = topics[1:] if isinstance(verdict, Answer) else topics
    topics = [topic] if topic else topics
    if (
        not topics
        or not area_of(library.knowledge, topics[0])
        or (found.trace.hit and found.trace.hit.layer != "phrasing")
    ):
        return None
    path = asks_path(library.knowledge, topics[0], spoken, verdict.reading.country)
    last = None
    for words in _wordings(found, text):
        last = _tried(source, library, Ask(topics[0], words, path.split("/")[0], spoken, Place(path, 0)), text)
        if last.above >= 0:
            break
    return last


def _wordings(found: Explanation, text: str) -> Iterator[str]:
    """The few words that say it, where there are fewer than the question has; and the question."""
    telling = {item.word for item in found.weighed if item.weight > 0} | set(found.unknown)
    heavy = sorted(telling, key=lambda word: -_weight(found, word))[:_FEW]
    short = [word for word in found.trace.repaired if word in heavy]
    if len(short) > 1 and len(short) + 2 <= len(found.trace.words):
        yield " ".join(dict.fromkeys(short))
    yield " ".join(text.split())


def _weight(found: Explanation, word: str) -> float:
    """How much a word says: what it added; a word that nobody has used yet says more than any."""
    return next((item.weight for item in found.weighed if item.word == word and word not in found.unknown), 99.0)


def _tried(source: Shelf, library: Library, ask: Ask, text: str) -> Mended:
    """Learn the edit and ask again; what counts is the model, not that the words now stand there letter by letter."""
    knowledge = replace(library.knowledge, asks=(*library.knowledge.asks, ask))
    after = explain(source.trial(knowledge, library.matcher).matcher, text, ask.language, None)
    look = after.trace.look
    first = look.index.topics[int(look.logits.argmax())]
    above = look.sure - after.answer_from if first == ask.topic else -abs(look.sure - after.answer_from) - 1
    return Mended(ask.topic, ask.place.path, ask.text, above)
