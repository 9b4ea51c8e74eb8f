"""How answers to the test questions are marked."""

from dataclasses import replace

import pytest

from bot.core.exam import NONE, Marked, Score, Task, examine, leaked, share
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
    assert english.rates() == {"first": 50, "helped": 50, "wrong": 0, "fooled": 50, "at1": 100, "at3": 100}
    assert italian.rates() == {"first": 100, "helped": 100, "wrong": 0, "fooled": 0, "at1": 100, "at3": 100}


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


def test_a_known_failure_counts_for_nothing_until_it_is_mended() -> None:
    """What is known to fail spoils no rate; when it fails no more, its mark is to go."""
    failing = Marked(replace(task("a", "severance"), known="two topics fit"), NoMatch(reading(*FIVE)))
    mended = Marked(replace(task("b", "severance"), known="two topics fit"), Answer(reading(*FIVE)))
    score = Score("en", (failing, mended, marked("severance", Answer(reading(*FIVE)))))
    assert len(score.ours) == 1
    assert score.rates()["helped"] == 100
    assert score.mended == (mended,)


def test_recall_is_told_whatever_was_decided() -> None:
    """The right topic in second place of a refusal is found, though not shown."""
    score = Score("en", (marked("guarantee-fund", NoMatch(reading(*FIVE))),))
    assert (score.rates()["at1"], score.rates()["at3"], score.rates()["helped"]) == (0, 100, 0)


def test_more_caution_answers_less() -> None:
    """The operator sees beforehand what REDRESS_CAUTION would do."""
    marks = tuple(Marked(task(str(n), "severance"), Answer(reading(*FIVE)), float(n)) for n in range(4))
    score = Score("en", marks)
    assert [score.with_caution(more)["first"] for more in (0, 1.5, 4)] == [100, 50, 0]


def test_a_question_that_a_layer_knows_is_answered_with_any_caution() -> None:
    """Exact phrasings, terms and emergencies are beyond doubt."""
    (score,) = examine(small.matcher(), [task("RP1", "guarantee-fund", country="gb")])
    assert score.with_caution(99)["first"] == 100
