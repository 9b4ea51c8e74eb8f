"""Likeness: the same question in other words stands in one group, another question does not."""

import numpy as np
from hypothesis import given, settings, strategies as st

from bot.core.likeness import Settled, Sketcher, grouped, merged
from bot.core.queue import Group
from tests.core.test_queue import asked

SKETCHER = Sketcher(b"k" * 32)
FUND = [
    "how long does the guarantee fund take",
    "how long does the guarantee fund take to pay",
    "guarantee fund how long",
]
OTHERS = ["can we buy the factory ourselves", "who is the trustee"]


def texts(groups: tuple[Group, ...]) -> list[set[str]]:
    """The wordings of each group."""
    return [{wording.text for wording in group.wordings} for group in groups]


def test_the_same_question_in_other_words_is_one_group() -> None:
    """A maintainer decides once about what thirty people wrote in thirty ways."""
    found = texts(grouped([asked(text) for text in [*FUND, *OTHERS]], SKETCHER))
    assert set(FUND) in found
    assert {OTHERS[0]} in found
    assert {OTHERS[1]} in found


def test_a_typing_mistake_does_not_make_a_new_group() -> None:
    """A guarantee "fudn" is still the fund."""
    found = grouped([asked("when does the guarantee fund pay", 5), asked("when does the garantee fudn pay")], SKETCHER)
    assert len(found) == 1
    assert found[0].wordings[0].text == "when does the guarantee fund pay"


def test_what_is_ignored_for_good_stays_away_in_other_words_too() -> None:
    """An item that comes back after it was thrown out makes a queue worthless."""
    ignored = Settled(SKETCHER.sketch("what is the weather in madrid"))
    rows = [asked("what is the weather in madrid"), asked("weather in madrid what is it"), asked(OTHERS[0])]
    assert texts(grouped(rows, SKETCHER, [ignored])) == [{OTHERS[0]}]


def test_what_was_attached_comes_back_only_when_it_is_asked_again() -> None:
    """The old questions are dealt with; new ones that still go wrong say that the attachment did not work."""
    rows = [asked(FUND[0])]  # last asked on the 20th
    assert grouped(rows, SKETCHER, [Settled(SKETCHER.sketch(FUND[0]), "2026-11-21")]) == ()
    assert len(grouped(rows, SKETCHER, [Settled(SKETCHER.sketch(FUND[0]), "2026-11-19")])) == 1


def test_a_sketch_says_nothing_without_its_key() -> None:
    """Who finds the decisions cannot try words against them without the key of this installation."""
    assert SKETCHER.sketch("police") == Sketcher(b"k" * 32).sketch("police")
    assert not set(SKETCHER.sketch("police")) & set(Sketcher(b"j" * 32).sketch("police"))


def test_vectors_join_a_question_with_itself_in_another_language() -> None:
    """Encoders know that two groups mean the same; the counts add up."""
    groups = grouped(
        [asked("cuanto tarda el fondo", 3), asked("how slow is that fund", 2), asked("hello there")], SKETCHER
    )
    assert len(groups) == 3
    vectors = np.array([[1.0, 0.0], [0.99, 0.1], [0.0, 1.0]], np.float32)
    joined = merged(groups, vectors)
    assert sorted(group.count for group in joined) == [1, 5]


def test_no_question_is_no_group() -> None:
    """An empty log, and one of mere signs, wait for nobody."""
    assert grouped([], SKETCHER) == ()
    assert grouped([asked("?!"), asked("😡")], SKETCHER) == ()


@settings(max_examples=60)
@given(st.lists(st.text(st.sampled_from("ab cdé?'"), max_size=30), max_size=40))
def test_every_question_is_counted_once(written: list[str]) -> None:
    """However odd the texts: nobody who asked is lost, and nobody counts twice."""
    rows = [asked(text) for text in written]
    groups = grouped(rows, SKETCHER)
    assert sum(group.count for group in groups) == sum(bool(set(text) & set("abcdé")) for text in written)
    assert list(groups) == sorted(groups, key=lambda group: -group.rank)
