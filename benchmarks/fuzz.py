"""Whatever can be typed or pasted: no exception, and nothing that takes long.

`python -m benchmarks.fuzz [HOW_MANY] [SEED]`: texts made from nasty pieces, random characters of all planes, and real
questions that were cut, doubled, mixed and mistyped, through the lexical matcher. Time is the thread's own, so that a
busy machine is not taken for a slow text. Ends with 1 when a text raised or took more than the bar.
"""

import gc
import random
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from rich.progress import track

from bot.core.match.matcher import Matcher
from bot.edges.library import Shelf

_BAR = 50.0  # ms
_NASTY = (
    "",
    " ",
    "\0",
    "\ud800",
    "\u202e\u2066reversed",
    "a\u0300" * 40,
    "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘!͖̬̰̙̗̿̋ͥͥ̂ͣ̐́́͜͞",
    "\ufdfa" * 30,
    "😡" * 60,
    "👩‍👩‍👧‍👦🇬🇧🏴󠁧󠁢󠁳󠁣󠁴󠁿",
    "工资没有发怎么办",
    "راتبي لم يصل",
    "зарплату не платят",
    "<script>alert(1)</script>",
    "'; DROP TABLE questions; --",
    "{figure:gb.week-pay-cap} {0.__class__} %s %n $(reboot) `id`",
    "../../etc/passwd",
    "NaN -Infinity 1e309 0x7fffffff",
    "no yes on off null ~ 12:30:45 0777",
    "/start@redress_bot /join_" + "A" * 60,
    "https://example.org/" + "a/" * 50,
    "wage " * 200,
    "w" * 3000,
    "wages," * 400,
    "and how and who and what and when " * 40,
    "?!?!?!" * 100,
    "mi patrón. " * 150,
)


@dataclass(frozen=True, slots=True)
class Slowest:
    """How it went: texts, exceptions by name, the slowest text's milliseconds and length."""

    texts: int
    raised: dict[str, int]
    worst: float
    length: int
    over: int


def run(matcher: Matcher, count: int, seed: int) -> Slowest:
    """Match so many texts."""
    dice = random.Random(seed)
    real = [phrasing.text for phrasing in matcher.index.phrasings]
    raised: dict[str, int] = {}
    worst, length, over = 0.0, 0, 0
    for _ in track(range(count), "Typing"):
        text = _text(dice, real)
        began = time.thread_time()
        try:
            matcher.match(text, dice.choice(("en", "es", "fr", "it", None)), dice.choice(("gb", "it", None)))
        except Exception as error:  # noqa: BLE001 - the point of it
            raised[type(error).__name__] = raised.get(type(error).__name__, 0) + 1
        took = (time.thread_time() - began) * 1000
        over += took > _BAR
        if took > worst:
            worst, length = took, len(text)
    return Slowest(count, raised, worst, length, over)


def _text(dice: random.Random, real: list[str]) -> str:
    makers: tuple[Callable[[random.Random, list[str]], str], ...] = (_cut, _mixed, _slips, _nasty, _random)
    return dice.choices(makers, (3, 3, 3, 1, 1))[0](dice, real)


def _cut(dice: random.Random, real: list[str]) -> str:
    text = dice.choice(real)
    at = dice.randrange(len(text) + 1)
    return text[at:] + dice.choice((" ", "\n", "")) + text[:at]


def _mixed(dice: random.Random, real: list[str]) -> str:
    return dice.choice((" ", ". ", "? ", "\n", " and ")).join(dice.choices(real, k=dice.randint(1, 6)))


def _slips(dice: random.Random, real: list[str]) -> str:
    letters = list(dice.choice(real))
    for _ in range(dice.randint(1, max(1, len(letters) // 4))):
        letters[dice.randrange(len(letters))] = dice.choice("abcdefghijklmnopqrstuvwxyz éñ'\u200b")
    return "".join(letters)


def _nasty(dice: random.Random, real: list[str]) -> str:
    return "".join(dice.choices((*_NASTY, dice.choice(real)), k=dice.randint(1, 4)))


def _random(dice: random.Random, _: list[str]) -> str:
    top = dice.choice((0x7F, 0x24F, 0x10FFFF))
    return "".join(chr(dice.randint(0, top)) for _ in range(dice.randint(0, 200)))


def main() -> int:
    """Measure and print; the exit code says whether the bar was kept."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    library, _ = Shelf(Path("knowledge"), Path("data/cache")).read()
    gc.freeze()  # as the running bot does
    found = run(library.matcher, count, seed)
    print(
        f"{found.texts:,} texts: exceptions {found.raised or 'none'}; slowest {found.worst:.1f} ms of CPU "
        f"({found.length} characters); above {_BAR:.0f} ms: {found.over}"
    )
    return 1 if found.raised or found.over else 0


if __name__ == "__main__":
    sys.exit(main())
