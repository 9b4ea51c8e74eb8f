"""Counts as organisers may see them: a few people are never counted out, nor left for a subtraction to find."""

from collections.abc import Mapping
from typing import Final

from bot.core import locale
from bot.core.texts import Texts

FLOOR: Final = 5
"""Fewer people than this are not counted out: in a small shop a number is a name."""


def shown(count: int, texts: Texts, language: str) -> str:
    """A count, or that there are fewer than five."""
    return locale.whole(count, language) if count >= FLOOR else texts.plain(language, "fewer", count=str(FLOOR))


def parts(counts: Mapping[str, int], texts: Texts, language: str) -> dict[str, str]:
    """The parts of a sum that is shown beside them.

    Eight people, six of them in English: the two others would be known by subtraction. So where the parts below the
    floor make up less than the floor together, the smallest of the others is only said to be five or more.
    """
    found = {name: shown(count, texts, language) for name, count in counts.items()}
    few = sum(count for count in counts.values() if count < FLOOR)
    large = [name for name, count in counts.items() if count >= FLOOR]
    if 0 < few < FLOOR and large:
        found[min(large, key=lambda name: counts[name])] = texts.plain(language, "at_least", count=str(FLOOR))
    return found
