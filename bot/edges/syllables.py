"""Syllables of a word, by the hyphenation patterns of a language (pyphen)."""

from collections.abc import Callable
from functools import cache, lru_cache

import pyphen

_PATTERNS = {"en": "en_US", "es": "es", "fr": "fr", "it": "it_IT"}


@cache
def counter(language: str) -> Callable[[str], int]:
    """A function that counts syllables; a word is at least one."""
    patterns = pyphen.Pyphen(lang=_PATTERNS.get(language, "en_US"), left=1, right=1)
    return lru_cache(maxsize=50_000)(lambda word: len(patterns.positions(word.lower())) + 1)
