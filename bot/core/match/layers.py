"""The layers before the classifier: exact phrasings, emergencies, and terms such as "TFR" or "RP1".

Short acronyms are among the most frequent questions, and the ones that fuzzy matching gets wrong: a term counts only
when it stands there letter by letter.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.core.knowledge import BASE, Term
from bot.core.match.fold import fold
from bot.core.match.index import Phrasing

_EMERGENCY = "emergency."
_LEAST = 4  # words of an emergency phrase that is looked for inside a longer text: "locked out" alone is too common

# What may stand around a term without making it a question of its own: "what is the rp1 form?", "tfr che cos'e".
_FILLER = frozenset(
    "a an the my our is of on about for what whats mean means meaning form please info help explain define "
    "el la los las un una mi mis que es son significa formulario sobre de del por favor explica "
    "le les l mon ma mes c est quoi qu ce signifie formulaire sur du des d svp explique "
    "il lo gli i uno mio mia cos cosa che e sono modulo sul della dello per favore spiega".split()
)


Chain = Callable[[str | None], Sequence[str]]


def own_and_base(country: str | None) -> Sequence[str]:
    """The layers of a person where no catalogue says more: the country, and the base."""
    return (country, BASE) if country else (BASE,)


@dataclass(frozen=True, slots=True)
class Named:
    """A term at its country: where it leads, whose law it belongs to, and whether it stands for that country."""

    country: str
    topics: tuple[str, ...]
    national: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """What a layer says: the topics best first, why, the text that fired, and its country if not the person's own."""

    layer: str
    topics: tuple[str, ...]
    phrase: str
    country: str | None = None


class Layers:
    """Exact knowledge about texts. Built once per state of the knowledge."""

    def __init__(
        self, asked: Iterable[Phrasing], terms: Iterable[tuple[str, Term]], chain: Chain = own_and_base
    ) -> None:
        self._chain = chain
        self._exact: dict[str, Phrasing] = {}
        self._urgent: list[tuple[str, Phrasing]] = []
        for phrasing in asked:
            text = phrasing.folded
            self._exact.setdefault(text, phrasing)
            if phrasing.topic.startswith(_EMERGENCY) and len(phrasing.words) >= _LEAST:
                self._urgent.append((f" {text} ", phrasing))
        self._terms = _terms(terms)

    @property
    def term_words(self) -> frozenset[str]:
        """All words of the terms: never repaired into, never repaired away."""
        return frozenset(word for term in self._terms for word in term.split())

    def hit(self, words: Sequence[str], repaired: Sequence[str], country: str | None) -> Hit | None:
        """The first layer that knows this text, if any."""
        return self._emergency(repaired) or self._phrasing(words) or self._term(words, country)

    def _emergency(self, words: Sequence[str]) -> Hit | None:
        text = f" {' '.join(words)} "
        for phrase, phrasing in self._urgent:
            if phrase in text:
                return Hit("emergency", (phrasing.topic,), phrasing.text)
        return None

    def _phrasing(self, words: Sequence[str]) -> Hit | None:
        found = self._exact.get(" ".join(words))
        return Hit("phrasing", (found.topic,), found.text) if found else None

    def _term(self, words: Sequence[str], country: str | None) -> Hit | None:
        for rest in (words, [word for word in words if word not in _FILLER]):
            named = self._terms.get(" ".join(rest))
            if named:
                best, owner = self._whose(named, country)
                return Hit("term", best.topics, " ".join(rest), owner)
        return None

    def _whose(self, named: Sequence[Named], country: str | None) -> tuple[Named, str | None]:
        """The entry to follow, and the other country that the term stands for, if it is a name of that country's.

        "FOGASA" is Spanish, wherever one lives. "Severance pay", which Canada alone explains, is no reason to
        give a Filipino Canada's law.
        """
        chain = self._chain(country)
        own = [entry for layer in chain for entry in named if entry.country == layer]
        if own:
            return own[0], None
        national = [entry for entry in named if entry.national]
        return (national[0], national[0].country) if len(national) == 1 else (named[0], None)


def _terms(terms: Iterable[tuple[str, Term]]) -> Mapping[str, tuple[Named, ...]]:
    found: dict[str, list[Named]] = {}
    for country, term in terms:
        for text in (term.term, *term.also):
            folded = fold(text)
            if folded:
                found.setdefault(folded, []).append(Named(country, term.topics, term.national))
    return {text: tuple(named) for text, named in found.items()}
