"""What stands on the poster of a workplace: the code to scan, and around it the same words in some languages."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """The poster's words in one language: what it offers, and what it costs (nothing, and no name)."""

    title: str
    note: str


@dataclass(frozen=True, slots=True)
class Poster:
    """One page. `link` is what the code holds; it is printed too, for those who cannot scan."""

    name: str
    link: str
    words: tuple[Words, ...]
