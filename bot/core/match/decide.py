"""Sure, unsure or lost: one number for how sure a reading is, and two thresholds for it.

The number is the best logit plus the log of its share among all topics: a question must be near to a topic, and
nearer to it than to the others. Thresholds are quantiles over phrasings that the model has not seen, per language.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bot.core.match.features import Floats

_ANSWER, _OFFER = 0.34, 0.01  # shares of unseen phrasings that are not answered at once, and not even offered
_ENOUGH = 60  # unseen phrasings of a language below which it has no thresholds of its own


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From which confidence a question is answered, and from which topics are offered."""

    answer: float
    offer: float


UNKNOWN = Thresholds(answer=0.0, offer=-2.0)  # for a knowledge too small to hold anything out


def confidence(logits: Floats) -> float:
    """How sure the best topic is; higher is surer."""
    best = float(logits.max())
    return best - float(np.log(np.exp(logits - best).sum()))


def quantiles(sure: Sequence[float]) -> Thresholds:
    """The thresholds that unseen phrasings give."""
    return Thresholds(float(np.quantile(sure, _ANSWER)), float(np.quantile(sure, _OFFER)))


def per_language(sure: Sequence[float], languages: Sequence[str]) -> Mapping[str, Thresholds]:
    """Thresholds for each language with enough unseen phrasings: where less was written, logits are lower."""
    found: dict[str, Thresholds] = {}
    for language in sorted(set(languages)):
        own = [value for value, spoken in zip(sure, languages, strict=True) if spoken == language]
        if language and len(own) >= _ENOUGH:
            found[language] = quantiles(own)
    return found
