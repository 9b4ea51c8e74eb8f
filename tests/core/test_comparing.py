"""Two states of the knowledge, the same questions: what changed, what got better, what got worse."""

from bot.core.comparing import Outcome, Posed, moved, outcomes, tests as posed_tests
from bot.core.exam import Task
from bot.core.problems import Place
from bot.flows.here import Library

WAGES = Posed("wage arrears", "en", None, wanted="unpaid-wages")


def test_each_question_gets_the_outcome_that_a_person_would_see(small_library: Library) -> None:
    """Right at once, nothing for what is none of ours, wrong: worth 3, 3 and 0."""
    other = Posed("wage arrears", "en", None, wanted="severance")
    none = Posed("wage arrears", "en", None, wanted="none")
    found = outcomes(small_library.matcher, [WAGES, other, none])
    assert [(one.decision, one.topics, one.good) for one in found] == [
        ("answer", ("unpaid-wages",), 3),
        ("answer", ("unpaid-wages",), 0),
        ("answer", ("unpaid-wages",), 0),
    ]


def test_what_got_worse_stands_first() -> None:
    """A lawyer reads the top of the table."""
    right, wrong, offered = Outcome("answer", ("a",), 3), Outcome("answer", ("b",), 0), Outcome("offer", ("a", "b"), 2)
    posed = [Posed(f"q{at}", "en", None, wanted="a" if at < 3 else "", count=at + 1) for at in range(5)]
    found = moved(posed, [wrong, right, right, right, right], [right, wrong, right, wrong, offered])
    assert [(one.posed.text, one.judgement) for one in found] == [
        ("q1", "worse"),
        ("q4", "other"),
        ("q3", "other"),
        ("q0", "better"),
    ]
    assert str(found[1].after) == "offer a, b"


def test_an_offer_that_swaps_its_last_topic_is_no_change() -> None:
    """The table tells what a worker would notice, not what the last of three guesses was."""
    was, now = Outcome("offer", ("a", "b", "c"), 2), Outcome("offer", ("a", "b", "d"), 2)
    assert moved([WAGES], [was], [now]) == ()
    assert len(moved([WAGES], [was], [Outcome("offer", ("b", "d", "e"), 1)])) == 1


def test_a_rare_logged_question_is_shown_shortened() -> None:
    """The table can go into a public pull request: nobody's story stands in it. Test questions are ours."""
    long = " ".join(f"word{at}" for at in range(30))
    assert Posed(long, "en", None, 1).shown.endswith("word11 …")
    assert Posed(long, "en", None, 3).shown == long
    task = Task(long, "severance", "en", None, Place("en/rights.yaml", 3))
    assert posed_tests([task])[0].shown == long
