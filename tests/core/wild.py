"""Texts as a keyboard, a clipboard or an attacker makes them: for what must never fail, whatever comes in."""

from typing import Final

from hypothesis import strategies as st

HUGE: Final = 100_000

_INVISIBLE = "\u00ad\u200b\u200d\u200e\u200f\u202a\u202e\u2060\u2066\ufeff"
_RIGHT_TO_LEFT = "\u0627\u0644\u0631\u0627\u062a\u0628\u05e9\u05db\u05e8"
_MARKS = "*[](){}<>&'\"#:;-\u2022.1_/\\"
_SPACES = " \n\t\r\v\f\u00a0\u2028\x1c\x00"
_WORDS = "aeB\u00e9e\u0301\u00df\u0130\ufb01\ud83d\ude21\U0001f621\U0001f1ec\U0001f1e7"

CHARACTERS = st.characters(exclude_categories=())
"""Every code point, lone surrogates too."""

SHORT = st.text(CHARACTERS) | st.text(st.sampled_from(_INVISIBLE + _RIGHT_TO_LEFT + _MARKS + _SPACES + _WORDS))


def _repeated(text: str) -> str:
    return (text * (HUGE // len(text) + 1))[:HUGE]


LONG = SHORT.filter(bool).map(_repeated)
"""100 kB of it."""

ANY = SHORT | LONG
