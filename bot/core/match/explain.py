"""Why a question got its verdict: the same trace as the answer, with the words that weighed most."""

from dataclasses import dataclass

import numpy as np

from bot.core.match.matcher import Matcher, Trace


@dataclass(frozen=True, slots=True)
class Weighed:
    """A word of the question and what it added to the first topic's score, less the mean over all topics."""

    word: str
    weight: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """What `redress why` prints. `phrases` are the ways to ask that are most like the question, for each candidate."""

    trace: Trace
    repairs: tuple[tuple[str, str], ...]
    unknown: tuple[str, ...]
    weighed: tuple[Weighed, ...]
    phrases: tuple[str, ...]
    answer_from: float
    offer_from: float
    change: str


def explain(matcher: Matcher, text: str, language: str | None, country: str | None) -> Explanation:
    """Explain one question."""
    trace = matcher.trace(text, language, country)
    known = matcher.index.vocabulary.word_index
    repairs = tuple((a, b) for a, b in zip(trace.words, trace.repaired, strict=True) if a != b)
    answer_from, offer_from = matcher.thresholds(trace.verdict.reading.language or language, trace.look.index)
    return Explanation(
        trace=trace,
        repairs=repairs,
        unknown=tuple(word for word in trace.repaired if word not in known),
        weighed=_weighed(trace),
        phrases=tuple(matcher.phrase(trace, candidate.topic) for candidate in trace.verdict.reading.candidates),
        answer_from=answer_from,
        offer_from=offer_from,
        change=_change(trace, answer_from, offer_from),
    )


def _weighed(trace: Trace) -> tuple[Weighed, ...]:
    """What each word added, with the n-grams inside it."""
    if not trace.verdict.reading.candidates:
        return ()
    index = trace.look.index
    topic = trace.verdict.reading.candidates[0].topic
    if topic not in index.topics:
        return ()
    column = index.topics.index(topic)
    found = []
    for word in dict.fromkeys(trace.repaired):
        features = index.vocabulary.features([word])
        rows = index.weights.sparse[features.index].astype(np.float32)
        gain = features.value @ (rows[:, column] - rows.mean(axis=1)) / max(len(trace.repaired), 1) ** 0.5
        found.append(Weighed(word, round(float(gain), 2)))
    return tuple(sorted(found, key=lambda item: -abs(item.weight))[:8])


def _change(trace: Trace, answer_from: float, offer_from: float) -> str:
    """What would change the outcome, in words."""
    if trace.hit:
        return f"the layer '{trace.hit.layer}' decided; without '{trace.hit.phrase}' the model would"
    scores = [candidate.score for candidate in trace.verdict.reading.candidates]
    if trace.sure >= answer_from:
        margin = scores[0] - scores[1] if len(scores) > 1 else scores[0]
        spare = trace.sure - answer_from
        return f"it is answered; {spare:.2f} less and it would be offered; the next topic is {margin:.2f} behind"
    if trace.sure >= offer_from:
        return f"it is offered; {answer_from - trace.sure:.2f} more and it would be answered"
    lacks = offer_from - trace.sure
    return f"it is refused; {lacks:.2f} more and it would be offered: add this wording to the topic's asks"
