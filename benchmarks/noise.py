"""What people do to a question on a phone: one or two slips of the thumb, no capitals, no accents. All of it seeded."""

import random
import unicodedata

_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_LEAST = 4  # letters of a word in which a slip is made: in "is" or "my" nobody could tell what was meant


def typed(text: str, seed: int) -> str:
    """The text with one or two slips, each in a word of four letters or more; other words stay as they are."""
    dice = random.Random(f"{seed} {text}")
    parts = text.split(" ")
    for _ in range(dice.choice((1, 2))):
        long = [at for at, word in enumerate(parts) if len(word) >= _LEAST and word.isalpha()]
        if not long:
            break
        at = dice.choice(long)
        parts[at] = _slip(parts[at], dice)
    return " ".join(parts)


def _slip(word: str, dice: random.Random) -> str:
    """Two letters change places, one is left out, one is doubled, or a neighbouring key is hit."""
    at = dice.randrange(len(word) - 1)
    kind = dice.randrange(4)
    if kind == 0:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    if kind == 1:
        return word[:at] + word[at + 1 :]
    if kind == 2:
        return word[: at + 1] + word[at:]
    return word[:at] + _beside(word[at], dice) + word[at + 1 :]


def _beside(letter: str, dice: random.Random) -> str:
    for row in _ROWS:
        at = row.find(letter.lower())
        if at >= 0:
            return dice.choice(row[max(at - 1, 0) : at] + row[at + 1 : at + 2])
    return letter


def bare(text: str) -> str:
    """The text without capitals and accents."""
    plain = unicodedata.normalize("NFKD", text.lower())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))
