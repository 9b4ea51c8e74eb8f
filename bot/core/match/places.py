"""Which country a question names: "in Argentina", "la ley española". It wins over the person's setting, once."""

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

from bot.core.match.fold import fold

# Before a country's name these say "there": "I am from Peru and work in Spain" is a question about Spain.
_IN = frozenset("in en au aux a nel nella negli under sous bajo".split())
_THE = frozenset("the la las el los le les l gli".split())  # "in the UK", "en la Argentina"


class Places:
    """Names and demonyms -> country. A name given for two countries would be nobody's.

    `institutions` are names that stand for a country too: who writes "FOGASA" writes about Spain.
    """

    def __init__(
        self, names: Mapping[str, Iterable[str]], institutions: Mapping[str, Iterable[str]] | None = None
    ) -> None:
        self._names = _unshared(names)
        self._institutions = _unshared(institutions or {})
        self._longest = _longest(self._names)

    def named(self, words: Sequence[str], country: str | None) -> str | None:
        """The one country that a text names, other than the person's own; None when none or several."""
        found = list(self._mentions(words))
        there = {hit for after_in, hit in found if after_in} or {hit for _, hit in found}
        if len(there) != 1:
            return None
        only = there.pop()
        return only if only != country else None

    def institution(self, words: Sequence[str], own: Container[str]) -> tuple[str, str] | None:
        """The other country whose institution a text names, and that name; None when none, or those of several."""
        longest = _longest(self._institutions)
        spans = (words[at : at + size] for size in range(longest, 0, -1) for at in range(len(words) - size + 1))
        found = {hit: name for span in spans if (hit := self._institutions.get(name := " ".join(span)))}
        foreign = [(country, name) for country, name in found.items() if country not in own]
        return foreign[0] if len(foreign) == len(found) == 1 else None

    def _mentions(self, words: Sequence[str]) -> Iterator[tuple[bool, str]]:
        """Each mention: whether "in" stands before it, and the country. "Northern Ireland" is no mention of Ireland."""
        at = 0
        while at < len(words):
            length, hit = self._at(words, at)
            if hit:
                yield _follows_in(words[:at]), hit
            at += length

    def _at(self, words: Sequence[str], at: int) -> tuple[int, str | None]:
        for length in range(self._longest, 0, -1):
            hit = self._names.get(" ".join(words[at : at + length]))
            if hit:
                return length, hit
        return 1, None


def _follows_in(before: Sequence[str]) -> bool:
    named = before[:-1] if before and before[-1] in _THE else before
    return bool(named) and named[-1] in _IN


def _unshared(names: Mapping[str, Iterable[str]]) -> Mapping[str, str]:
    pairs = {(fold(name), country) for country, those in names.items() for name in those}
    shared = Counter(name for name, _ in pairs)
    return {name: country for name, country in pairs if shared[name] == 1}


def _longest(names: Iterable[str]) -> int:
    return max((len(name.split()) for name in names), default=0)
