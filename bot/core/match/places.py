"""Which country a question names: "in Argentina", "la ley española". It wins over the person's setting, once."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from bot.core.match.fold import fold

# Before a country's name these say "there": "I am from Peru and work in Spain" is a question about Spain.
_IN = frozenset("in en au aux a nel nella negli under sous bajo".split())
_THE = frozenset("the la las el los le les l gli".split())  # "in the UK", "en la Argentina"


class Places:
    """Names and demonyms -> country. A name given for two countries would be nobody's."""

    def __init__(self, names: Mapping[str, Iterable[str]]) -> None:
        pairs = {(fold(name), country) for country, those in names.items() for name in those}
        shared = Counter(name for name, _ in pairs)
        self._names = {name: country for name, country in pairs if shared[name] == 1}
        self._longest = max((len(name.split()) for name in self._names), default=0)

    def named(self, words: Sequence[str], country: str | None) -> str | None:
        """The one country that a text names, other than the person's own; None when none or several."""
        found = list(self._mentions(words))
        there = {hit for after_in, hit in found if after_in} or {hit for _, hit in found}
        if len(there) != 1:
            return None
        only = there.pop()
        return only if only != country else None

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
