"""Counting the log: nothing is lost, nobody is told apart, and one angry person is no finding."""

from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, get_args

from hypothesis import given, strategies as st

from bot.core import queue
from bot.core.floor import FLOOR
from bot.core.model import Outcome
from bot.core.report.make import Log, make
from bot.core.report.values import Asked, Group, Outcomes, Report, Share, Times

LAST = date(2026, 11, 24)
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
PLAIN = Asked(NOON, "who pays my wages", "en", "gb", "answer", "unpaid-wages", took_ms=4.0)


def some(count: int, **changes: Any) -> list[Asked]:
    """So many questions that are alike."""
    return [replace(PLAIN, **changes)] * count


def made(asked: Sequence[Asked], days: int = 3) -> Report:
    """The report on these questions."""
    return make(Log(LAST - timedelta(days=days - 1), LAST, asked), {})


def test_an_empty_log_is_a_report_too() -> None:
    """Nobody has asked yet: zeros, and a row for each day."""
    report = made([])
    assert (report.outcomes.total, report.times, report.groups) == (0, None, 0)
    assert [day.outcomes.total for day in report.days] == [0, 0, 0]


def test_each_day_has_its_outcomes() -> None:
    """Also a day on which nobody asked."""
    asked = [*some(2), *some(1, outcome="none", at=NOON - timedelta(days=2))]
    assert [day.outcomes for day in made(asked).days] == [Outcomes(none=1), Outcomes(), Outcomes(answer=2)]


def test_small_talk_is_no_success() -> None:
    """A greeting that is answered is counted apart."""
    report = made([*some(3), *some(2, topic="chat.hello")])
    assert (report.outcomes, report.small_talk) == (Outcomes(answer=3), 2)


def test_what_nobody_answered_is_kept_though_it_looks_like_small_talk() -> None:
    """The nearest topic of an unknown question may be a greeting; the question counts."""
    report = made(some(1, topic="chat.hello", outcome="none"))
    assert (report.outcomes.none, report.small_talk) == (1, 0)


def test_help_is_counted_among_those_who_told() -> None:
    """Whoever says nothing counts neither way."""
    assert made([*some(3, helped=True), *some(1, helped=False), *some(9)]).helped == Share(3, 4)


def test_offers_are_counted_among_those_who_chose() -> None:
    """One in two found their topic among those offered."""
    offers = [*some(1, outcome="suggest", chosen="severance"), *some(1, outcome="suggest", chosen="none")]
    assert made([*offers, *some(4, outcome="suggest")]).offered == Share(1, 2)


def test_small_groups_of_people_are_not_told_apart() -> None:
    """The only worker in a country is not found by the employer who reads the report."""
    split = made([*some(7), *some(FLOOR - 1, country="ph"), *some(2, country=None)]).countries
    assert [piece.key for piece in split.slices] == ["gb"]
    assert (split.small, split.small_total) == (2, FLOOR + 1)


def test_a_topic_that_was_picked_counts_for_that_topic() -> None:
    """An offer that was taken is an answer of the topic taken, not of the first that was offered."""
    topics = made(some(5, outcome="suggest", chosen="severance", helped=True)).topics
    assert [(piece.key, piece.helped) for piece in topics.slices] == [("severance", Share(5, 5))]


def group(text: str, count: int) -> queue.Group:
    """So many people who asked the same in the same words."""
    row = queue.Asked("1", text, "en", None, "unanswered", "", count, "2026-11-24", "2026-11-24")
    return queue.collect([row], {})


def test_unanswered_questions_come_by_demand() -> None:
    """The most frequent first, with languages and countries; what only one or two people asked is shown shortened."""
    text = "can they take back the loan that i got from the firm for the wedding of my sister"
    groups = [group(text, 2), group("what about my visa", 4)]
    report = make(Log(LAST, LAST, unanswered=groups), {})
    assert report.groups == 2
    assert report.unanswered[0] == Group("what about my visa", 4, (("en", 4),), (("?", 4),))
    assert report.unanswered[1].text == "can they take back the loan that i got from the firm …"
    assert make(Log(LAST, LAST, unanswered=[group(text, 3)]), {}).unanswered[0].text == text


def test_the_worst_topic_is_the_one_that_is_surely_bad() -> None:
    """Forty complaints of sixty weigh more than five of six; four opinions are not shown at all."""
    asked = [
        *some(30, topic="severance", helped=False, why="unclear"),
        *some(10, topic="severance", helped=False, why="wrong"),
        *some(20, topic="severance", helped=True),
        *some(5, topic="notice-pay", helped=False),
        *some(1, topic="notice-pay", helped=True),
        *some(4, topic="holiday-pay", helped=False),
        *some(9, topic="unpaid-wages", helped=True),
    ]
    complaints = made(asked).complaints
    assert [complaint.topic for complaint in complaints] == ["severance", "notice-pay"]
    assert complaints[0].reasons == (("unclear", 30), ("wrong", 10))


def test_times_are_those_of_half_and_of_most() -> None:
    """The median and the 95th percentile; rows of before the clock count nowhere."""
    asked = [replace(PLAIN, took_ms=float(number)) for number in range(101)]
    assert made([*asked, *some(3, took_ms=None)]).times == Times(50.0, 95.0)


ROWS = st.builds(
    Asked,
    at=st.integers(0, 2).map(lambda back: NOON - timedelta(days=back)),
    text=st.sampled_from(["a", "b c", "the van that i bought from my boss last year"]),
    language=st.sampled_from(["en", "it"]),
    country=st.sampled_from([None, "gb", "it"]),
    outcome=st.sampled_from(get_args(Outcome)),
    topic=st.sampled_from(["severance", "chat.hello", None]),
    took_ms=st.none() | st.floats(0, 1e4),
    chosen=st.sampled_from([None, "none", "severance"]),
    helped=st.none() | st.booleans(),
    why=st.sampled_from([None, "wrong"]),
)


@given(st.lists(ROWS, max_size=40))
def test_no_question_is_lost(asked: list[Asked]) -> None:
    """Days, languages and countries each add up to the whole, small ones included."""
    report = made(asked)
    total = report.outcomes.total
    assert total + report.small_talk == len(asked)
    assert sum(day.outcomes.total for day in report.days) == total
    for split in (report.languages, report.countries):
        assert sum(piece.outcomes.total for piece in split.slices) + split.small_total == total


def test_a_row_has_no_place_for_a_person() -> None:
    """Nothing links two questions to one person: the report never sees who asked."""
    names = {field.name for field in fields(Asked)}
    assert not names & {"chat", "asker", "id", "who", "name"}
