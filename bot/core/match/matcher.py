"""The one door: a text in, a verdict out. Bot, terminal, tests, batch and `why` all come through here."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from rapidfuzz import fuzz, process

from bot.core.knowledge import Term
from bot.core.match.features import Floats, Sparse
from bot.core.match.fold import words
from bot.core.match.index import Encoder, Index, by_topic, vector
from bot.core.match.layers import Hit, Layers
from bot.core.match.places import Places
from bot.core.match.repair import Repairer
from bot.core.model import Answer, Candidate, NoMatch, Reading, Suggest, Verdict

_SURE = 99.0  # the score of a layer that knows the text letter by letter
_NEAREST = 5  # candidates that a reading carries


@dataclass(frozen=True)
class Trace:
    """Everything on the way from a text to its verdict, for `redress why`."""

    words: tuple[str, ...]
    repaired: tuple[str, ...]
    hit: Hit | None
    features: Sparse
    vector: Floats | None
    logits: Floats
    verdict: Verdict


class Matcher:
    """Matches texts against one state of the knowledge."""

    def __init__(
        self,
        index: Index,
        terms: Iterable[tuple[str, Term]] = (),
        places: Places | None = None,
        encoders: Sequence[Encoder] = (),
        caution: float = 0.0,
    ) -> None:
        self.index = index
        self._layers = Layers(index.phrasings, terms)
        self._places = places or Places({})
        self._encoders = encoders
        self._caution = caution
        self._by_topic = by_topic(index.phrasings)
        keep = (lambda word: any(e.knows(word) for e in encoders)) if encoders else None
        self._repairer = Repairer(index.vocabulary, self._layers.term_words, keep)

    @property
    def thresholds(self) -> tuple[float, float]:
        """From which best score a question is answered, and from which topics are offered."""
        found = self.index.thresholds
        return found.answer + self._caution, found.offer + self._caution

    def match(self, text: str, language: str | None, country: str | None) -> Verdict:
        """What a text means. `language` and `country` are the person's settings, or None.

        Never raises: an empty or unreadable text is a NoMatch.
        """
        return self.trace(text, language, country).verdict

    def trace(self, text: str, language: str | None, country: str | None) -> Trace:
        """The same, with every step kept."""
        folded = tuple(words(text))
        repaired = self._repairer.repair(folded)
        named = self._places.named(folded, country)
        hit = self._layers.hit(folded, repaired, named or country)
        features = self.index.vocabulary.features(repaired)
        dense = vector(self._encoders, self._repairer.text(text)) if self._encoders else None
        logits = self.index.weights.logits(features, dense)
        reading = self._reading(folded, hit, logits, language, named)
        verdict = self._decide(reading, hit, heard=bool(len(features.index)))
        return Trace(folded, repaired, hit, features, dense, logits, verdict)

    def _reading(
        self, folded: Sequence[str], hit: Hit | None, logits: Floats, language: str | None, named: str | None
    ) -> Reading:
        order = np.lexsort((np.arange(len(logits)), -np.round(logits, 3)))
        scored = [(self.index.topics[i], float(logits[i])) for i in order[:_NEAREST]]
        if hit:
            first = [(topic, _SURE - place) for place, topic in enumerate(hit.topics)]
            scored = first + [pair for pair in scored if pair[0] not in hit.topics]
            named = named or hit.country
        candidates = [Candidate(t, round(s, 3), self._phrase(t, folded, hit)) for t, s in scored[:_NEAREST]]
        return Reading(tuple(candidates), language, named, hit.layer if hit else "model")

    def _phrase(self, topic: str, folded: Sequence[str], hit: Hit | None) -> str:
        """The way of asking that is most like the question: shown as the reason."""
        if hit and topic == hit.topics[0]:
            return hit.phrase
        known = self._by_topic.get(topic, ())
        texts = [" ".join(phrasing.words) for phrasing in known]
        best = process.extractOne(" ".join(folded), texts, scorer=fuzz.token_sort_ratio)
        return known[best[2]].text if best else ""

    def _decide(self, reading: Reading, hit: Hit | None, *, heard: bool) -> Verdict:
        if hit:
            return Answer(reading)
        best = reading.candidates[0].score if reading.candidates and heard else float("-inf")
        answer_from, offer_from = self.thresholds
        if best >= answer_from:
            return Answer(reading)
        if best >= offer_from:
            return Suggest(reading)
        return NoMatch(reading)
