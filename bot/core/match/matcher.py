"""The one door: a text in, a verdict out. Bot, terminal, tests, batch and `why` all come through here."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from rapidfuzz import fuzz, process

from bot.core.knowledge import Term
from bot.core.match.cascade import Cascade, Look, thresholds
from bot.core.match.features import Floats, Sparse
from bot.core.match.fold import words
from bot.core.match.index import Encoder, Index, Phrasing, by_topic
from bot.core.match.layers import Chain, Hit, Layers, own_and_base
from bot.core.match.places import Places
from bot.core.match.repair import Repairer
from bot.core.match.sentences import asks, parts
from bot.core.model import Answer, Candidate, NoMatch, Reading, Suggest, Verdict

_SURE = 99.0  # the score of a layer that knows the text letter by letter
_LEAST_HEARD = 12  # features of a text whose language can be told
_CLEARLY = 2.0  # logits between the first and the second language
_NEAREST = 5  # candidates that a reading carries
_LIGHT = ("chat.", "elsewhere.", "emergency.")


@dataclass(frozen=True)
class Trace:
    """Everything on the way from a text to its verdict, for `redress why`."""

    words: tuple[str, ...]
    repaired: tuple[str, ...]
    hit: Hit | None
    features: Sparse
    look: Look
    verdict: Verdict

    @property
    def logits(self) -> Floats:
        """A score for each topic of the index that was believed."""
        return self.look.logits

    @property
    def sure(self) -> float:
        """How sure the best topic is."""
        return self.look.sure


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
        quick: Index | None = None,
    ) -> None:
        self.index = index
        self.cascade = Cascade(index, encoders, quick, caution)
        self._layers = Layers(index.phrasings, terms, chain or own_and_base)
        self._places = places or Places({})
        self._chain = chain or own_and_base
        self._caution = caution
        keep = (lambda word: any(e.knows(word) for e in encoders)) if encoders else None
        self._repairer = Repairer(index.vocabulary, self._layers.term_words, keep)

    def thresholds(self, language: str | None = None, index: Index | None = None) -> tuple[float, float]:
        """From which confidence a question in a language is answered, and from which topics are offered."""
        found = thresholds(index or self.index, language)
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
        named, by = self._named(folded, country)
        hit = self._layers.hit(folded, repaired, named or country)
        features = self.index.vocabulary.features(repaired)
        spoken = self.spoken(features)
        typed = self._repairer.text(text)
        # A layer has decided already: the dear encoder could only say what stands behind it.
        look = self.cascade.glance(features, typed) if hit else self.cascade.look(features, typed, spoken or language)
        reading = replace(_reading(hit, look, spoken, named), named_by=by)
        verdict = self._decide(reading, hit, look, spoken or language)
        if not hit and (pieces := parts(text)):
            verdict = self._by_parts(verdict, pieces, spoken or language)
        return Trace(folded, repaired, hit, features, look, verdict)

    def _named(self, folded: Sequence[str], country: str | None) -> tuple[str | None, str]:
        """The country that a text names by its name, or by one of its institutions (then also that)."""
        named = self._places.named(folded, country)
        found = None if named else self._places.institution(folded, self._chain(country))
        return found or (named, "")

    def _by_parts(self, verdict: Verdict, pieces: Sequence[str], language: str | None) -> Verdict:
        """Two things asked at once are both offered; a question in a story that is unclear as a whole is found."""
        questions = [piece for piece in pieces if asks(piece)]
        answered = isinstance(verdict, Answer)
        if answered and len(questions) < 2:
            return verdict
        asked = self._clear_topics(questions, language)
        first = verdict.reading.candidates[0].topic if verdict.reading.candidates else ""
        if len(asked) > 1 and (first in asked or not answered):
            return Suggest(self._led(verdict.reading, asked[:3]))
        told = asked if asked or answered else self._clear_topics(pieces, language)
        return verdict if answered or not told else Suggest(self._led(verdict.reading, told[:2]))

    def _clear_topics(self, pieces: Iterable[str], language: str | None) -> list[str]:
        """The topics that some parts are clearly about, each once."""
        return list(dict.fromkeys(topic for piece in pieces if (topic := self._glance(piece, language))))

    def _glance(self, piece: str, language: str | None) -> str | None:
        """The topic that a part is clearly about, if any; signposts and small talk are no reason to offer a choice."""
        repaired = self._repairer.repair(tuple(words(piece)))
        look = self.cascade.glance(self.index.vocabulary.features(repaired), self._repairer.text(piece))
        topic = look.index.topics[int(look.logits.argmax())]
        return topic if self.cascade.clear(look, language) and not topic.startswith(_LIGHT) else None

    def _led(self, reading: Reading, topics: Sequence[str]) -> Reading:
        """The same reading with these topics first."""
        known = {candidate.topic: candidate for candidate in reading.candidates}
        first = [known.get(topic) or Candidate(topic, 0.0) for topic in topics]
        rest = [candidate for candidate in reading.candidates if candidate.topic not in topics]
        return replace(reading, candidates=tuple([*first, *rest][:_NEAREST]), layer="parts")

    @cached_property
    def _by_topic(self) -> Mapping[str, tuple[Phrasing, ...]]:
        return by_topic(self.index.phrasings)

    def phrase(self, trace: Trace, topic: str) -> str:
        """The way of asking that is most like a question: the reason that a maintainer is shown."""
        if trace.hit and topic == trace.hit.topics[0]:
            return trace.hit.phrase
        known = self._by_topic.get(topic, ())
        alike = [one.folded for one in known]
        best = process.extractOne(" ".join(trace.words), alike, scorer=fuzz.token_sort_ratio)
        return known[best[2]].text if best else ""

    def _decide(self, reading: Reading, hit: Hit | None, look: Look, language: str | None) -> Verdict:
        answer_from, offer_from = self.thresholds(language, look.index)
        if hit or look.sure >= answer_from:
            return Answer(reading)
        return Suggest(reading) if look.sure >= offer_from else NoMatch(reading)


def _reading(hit: Hit | None, look: Look, spoken: str | None, named: str | None) -> Reading:
    logits = look.logits
    order = np.lexsort((np.arange(len(logits)), -np.round(logits, 3)))
    scored = [(look.index.topics[i], float(logits[i])) for i in order[:_NEAREST]]
    if hit:
        first = [(topic, _SURE - place) for place, topic in enumerate(hit.topics)]
        scored = first + [pair for pair in scored if pair[0] not in hit.topics]
        named = named or hit.country
    candidates = tuple(Candidate(topic, round(score, 3)) for topic, score in scored[:_NEAREST])
    return Reading(candidates, spoken, named, hit.layer if hit else "model")
