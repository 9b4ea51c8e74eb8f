"""Counts as organisers may see them."""

from hypothesis import given, strategies as st

from bot.core.floor import FLOOR, parts, shown
from bot.core.texts import Texts

COUNTS = st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 30), min_size=1)


def test_four_are_few_and_five_are_five(texts: Texts) -> None:
    """In a small shop a number is a name."""
    assert (shown(4, texts, "en"), shown(5, texts, "en")) == ("fewer than 5", "5")
    assert shown(1200, texts, "es") == "1.200"


def test_two_of_eight_cannot_be_worked_out(texts: Texts) -> None:
    """Where eight and six stand on one screen, two stand there too."""
    assert parts({"en": 6, "it": 2}, texts, "en") == {"en": "5 or more", "it": "fewer than 5"}
    assert parts({"en": 40, "es": 6, "it": 1}, texts, "en") == {"en": "40", "es": "5 or more", "it": "fewer than 5"}
    assert parts({"en": 6, "it": 8}, texts, "en") == {"en": "6", "it": "8"}


@given(COUNTS)
def test_what_is_hidden_is_never_one_to_four(texts: Texts, counts: dict[str, int]) -> None:
    """A sum less all numbers beside it leaves nobody, a crowd, or a sum that is hidden itself."""
    found = parts(counts, texts, "en")
    hidden = sum(count for name, count in counts.items() if not found[name].isdigit())
    assert hidden == 0 or hidden >= FLOOR or sum(counts.values()) < FLOOR
