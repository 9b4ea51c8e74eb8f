"""How answers to the test questions are marked."""

import pytest

from bot.core.exam import NONE, Marked, Task, examine, leaked, share
from bot.core.model import Answer, Candidate, NoMatch, Reading, Suggest, Verdict
from tests import small


def task(text: str, topic: str, language: str = "en", country: str | None = None) -> Task:
    """A test question."""
    return Task(text, topic, language, country, small.place("en/rights.yaml"))


def reading(*topics: str) -> Reading:
    """A reading with these candidates, best first."""
    return Reading(tuple(Candidate(topic, -float(place)) for place, topic in enumerate(topics)), "en", None)


def marked(topic: str, verdict: Verdict) -> Marked:
    """A question for a topic, and its verdict."""
    return Marked(task("a question", topic), verdict)


FIVE = ("severance", "guarantee-fund", "worker-buyout", "first-steps", "chat.thanks")


@pytest.mark.parametrize(
    ("verdict", "topics"),
    [
        (Answer(reading(*FIVE)), ("severance",)),
        (Suggest(reading(*FIVE)), ("severance", "guarantee-fund", "worker-buyout")),
        (NoMatch(reading(*FIVE)), ()),
    ],
)
def test_only_what_a_person_sees_counts(verdict: Verdict, topics: tuple[str, ...]) -> None:
    """One topic of an answer, three of an offer, none of a refusal: a fourth place helps nobody."""
    assert marked("severance", verdict).topics == topics


@pytest.mark.parametrize(
    ("topic", "verdict", "first", "helped", "wrong"),
    [
        ("severance", Answer(reading(*FIVE)), True, True, False),
        ("guarantee-fund", Answer(reading(*FIVE)), False, False, True),
        ("guarantee-fund", Suggest(reading(*FIVE)), False, True, False),
        ("first-steps", Suggest(reading(*FIVE)), False, False, False),
        ("severance", NoMatch(reading(*FIVE)), False, False, False),
        ("severance", Answer(reading("emergency.locked-out")), False, False, False),
        ("severance", Answer(reading("chat.thanks")), False, False, True),
    ],
)
def test_marks(topic: str, verdict: Verdict, first: bool, helped: bool, wrong: bool) -> None:
    """A wrong answer is worse than an offer, and an emergency text is never a wrong one."""
    mark = marked(topic, verdict)
    assert (mark.first, mark.helped, mark.wrong) == (first, helped, wrong)


@pytest.mark.parametrize(
    ("verdict", "fooled"),
    [
        (Answer(reading("severance")), True),
        (Answer(reading("elsewhere.rent")), False),
        (Answer(reading("chat.thanks")), False),
        (Suggest(reading("severance")), False),
        (NoMatch(reading("severance")), False),
    ],
)
def test_a_question_that_is_none_of_ours(verdict: Verdict, fooled: bool) -> None:
    """It may get a signpost or small talk; an answer of ours would be a wrong one."""
    assert marked(NONE, verdict).fooled == fooled


def test_an_exam() -> None:
    """Each language is marked by itself, its questions of ours and the others apart."""
    tasks = [
        task("can we buy the company ourselves?", "worker-buyout"),
        task("xyzzy", "severance"),
        task("my landlord wants to evict me", NONE),
        task("RP1", NONE),
        task("ho diritto alla liquidazione dopo il licenziamento?", "severance", "it"),
    ]
    english, italian = examine(small.matcher(), tasks)
    assert (english.language, len(english.ours), len(english.others)) == ("en", 2, 2)
    assert english.rates() == {"first": 50, "helped": 50, "wrong": 0, "fooled": 50}
    assert italian.rates() == {"first": 100, "helped": 100, "wrong": 0, "fooled": 0}


def test_the_country_of_a_question_counts() -> None:
    """A question is asked for whom it is meant: here nobody named a country but the term."""
    (score,) = examine(small.matcher(), [task("RP1", "guarantee-fund", country="it")])
    assert score.marked[0].verdict.reading.country == "gb"


def test_shares() -> None:
    """In per cent; of nothing, nothing."""
    assert share([True, False, False, False]) == 25
    assert share(iter([])) == 0


def test_a_question_that_was_learnt_tests_nothing() -> None:
    """A test question that stands among the ways to ask is told, however it is spelt; one of none is not."""
    tasks = (task("Can we BUY the company?", "worker-buyout"), task("something new", "severance"), task("Hello", NONE))
    assert leaked(tasks, ["can we buy the company", "hello"]) == (tasks[0],)
