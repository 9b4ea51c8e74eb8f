"""Questions that lean on the one before: "and how long does it take?", "¿y cuánto es?".

Such a question is read together with the title of the answer that was just shown. It is only taken for one when it is
short and says so itself, by how it begins or by a word that stands for something named before.
"""

from bot.core.match.fold import fold

_LONGEST = 9  # words; a longer question says what it is about
_FIRST = frozenset(
    "and but so then also ok okay y pero entonces tambien et mais alors aussi puis e ma allora anche poi".split()
)
_INSTEAD = frozenset(
    "it that this they them there those these one eso esto ello ese esa esos ahi lo ca cela ce celui la y en "
    "questo quello cio ne li quel".split()
)
_ASKING = frozenset(
    "how what when where who which much many long cuanto cuanta cuando como donde quien que "
    "combien comment quand ou qui quoi quel quanto quanta quando come dove chi cosa".split()
)


def leans(text: str) -> bool:
    """Whether a text can only be understood from what was said before it."""
    words = fold(text).split()
    if not 1 <= len(words) <= _LONGEST:
        return False
    asking = any(word in _ASKING for word in words)
    begins = words[0] in _FIRST and len(words) > 1
    return asking and (begins or any(word in _INSTEAD for word in words[1:]))
