"""The one door: a text in, a verdict out. Bot, terminal, tests, batch and `why` all come through here."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from rapidfuzz import fuzz, process

from bot.core.knowledge import Term
from bot.core.match.decide import confidence
from bot.core.match.features import Floats, Sparse
from bot.core.match.fold import words
from bot.core.match.index import Encoder, Index, by_topic, vector
from bot.core.match.layers import Chain, Hit, Layers
from bot.core.match.places import Places
from bot.core.match.repair import Repairer
from bot.core.model import Answer, Candidate, NoMatch, Reading, Suggest, Verdict

_SURE = 99.0  # the score of a layer that knows the text letter by letter
_LEAST_HEARD = 12  # features of a text whose language can be told
_CLEARLY = 2.0  # logits between the first and the second language
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
    sure: float
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
        chain: Chain | None = None,
    ) -> None:
        self.index = index
        self._layers = Layers(index.phrasings, terms, chain) if chain else Layers(index.phrasings, terms)
        self._places = places or Places({})
        self._encoders = encoders
        self._caution = caution
        self._by_topic = by_topic(index.phrasings)
        self._joined = {topic: [one.folded for one in those] for topic, those in self._by_topic.items()}
        keep = (lambda word: any(e.knows(word) for e in encoders)) if encoders else None
        self._repairer = Repairer(index.vocabulary, self._layers.term_words, keep)

    def thresholds(self, language: str | None = None) -> tuple[float, float]:
        """From which confidence a question in a language is answered, and from which topics are offered."""
        found = self.index.own.get(language or "", self.index.thresholds)
        return found.answer + self._caution, found.offer + self._caution

    def spoken(self, features: Sparse) -> str | None:
        """The language that a text is surely in, or None: a lone "pension" may be English, Spanish or French."""
        if len(self.index.languages) < 2 or len(features.index) < _LEAST_HEARD:
            return None
        scores = self.index.tongue.logits(features, None)
        first, second = np.sort(scores)[::-1][:2]
        return self.index.languages[int(scores.argmax())] or None if first - second > _CLEARLY else None

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
        spoken = self.spoken(features)
        reading = self._reading(folded, hit, logits, spoken, named)
        sure = confidence(logits) if len(features.index) else float("-inf")
        verdict = self._decide(reading, hit, sure, spoken or language)
        return Trace(folded, repaired, hit, features, dense, logits, sure, verdict)

    def _reading(
        self, folded: Sequence[str], hit: Hit | None, logits: Floats, spoken: str | None, named: str | None
    ) -> Reading:
        order = np.lexsort((np.arange(len(logits)), -np.round(logits, 3)))
        scored = [(self.index.topics[i], float(logits[i])) for i in order[:_NEAREST]]
        if hit:
            first = [(topic, _SURE - place) for place, topic in enumerate(hit.topics)]
            scored = first + [pair for pair in scored if pair[0] not in hit.topics]
            named = named or hit.country
        candidates = [Candidate(t, round(s, 3), self._phrase(t, folded, hit)) for t, s in scored[:_NEAREST]]
        return Reading(tuple(candidates), spoken, named, hit.layer if hit else "model")

    def _phrase(self, topic: str, folded: Sequence[str], hit: Hit | None) -> str:
        """The way of asking that is most like the question: shown as the reason."""
        if hit and topic == hit.topics[0]:
            return hit.phrase
        known = self._by_topic.get(topic, ())
        best = process.extractOne(" ".join(folded), self._joined.get(topic, ()), scorer=fuzz.token_sort_ratio)
        return known[best[2]].text if best else ""

    def _decide(self, reading: Reading, hit: Hit | None, sure: float, language: str | None) -> Verdict:
        answer_from, offer_from = self.thresholds(language)
        if hit or sure >= answer_from:
            return Answer(reading)
        return Suggest(reading) if sure >= offer_from else NoMatch(reading)
