"""What stands over the charts: a difference is named only where it is certain."""

from dataclasses import replace

import pytest

from bot.core.report import findings
from bot.core.report.values import Complaint, Group, Outcomes, Report, Share, Slice, Split
from bot.core.report.voice import Voice
from bot.core.texts import Texts
from tests import small
from tests.core.report import made


@pytest.fixture
def voice(texts: Texts) -> Voice:
    """English, over the small knowledge."""
    return Voice(texts, "en", small.KNOWLEDGE)


def slices(*found: tuple[str, int, int]) -> Split:
    """Slices: key, answered at once, not known."""
    return Split(tuple(Slice(key, Outcomes(yes, 0, no), Share(0, 0)) for key, yes, no in found))


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (0, "Hardly any question was answered at once"),
        (260, "One in four questions was answered at once"),
        (660, "Two in three questions were answered at once"),
        (880, "Nine in ten questions were answered at once"),
        (1000, "Nearly all questions were answered at once"),
    ],
)
def test_a_share_is_said_as_people_say_it(voice: Voice, count: int, words: str) -> None:
    """The nearest simple fraction."""
    assert findings.at_once(Share(count, 1000), voice) == words


def test_a_difference_that_may_be_chance_is_no_finding(voice: Voice) -> None:
    """Six of ten and five of ten are alike; six hundred and three hundred of a thousand are not."""
    assert findings.languages(slices(("en", 6, 4), ("it", 5, 5)), voice) == "Every language fares about the same"
    found = findings.languages(slices(("en", 600, 400), ("it", 300, 700)), voice)
    assert found == "Least often answered at once: Italian (30%; the best: 60%)"


def test_one_country_alone_is_not_the_worst(voice: Voice) -> None:
    """There is nothing to compare it with."""
    assert findings.countries(slices(("gb", 3, 7)), voice) == "Every country fares about the same"


def test_the_worst_answer_is_worse_than_answers_are(voice: Voice) -> None:
    """One topic of many that all help half the time is not to blame."""
    share = Share(60, 100)
    usual = replace(made.empty(), complaints=(Complaint("severance", share, ()),), helped=Share(45, 100))
    assert findings.complaints(usual, voice) == "No answer stands out as bad"
    found = findings.complaints(replace(usual, helped=Share(80, 100)), voice)
    assert found == "Helps least: “Severance”, 60 of 100 said no"


def test_what_was_not_asked_is_not_claimed(voice: Voice) -> None:
    """Every finding has words for nothing."""
    nothing = made.empty()
    assert findings.helped(nothing.helped, voice) == "Nobody has told us yet whether an answer helped"
    assert findings.topics(nothing.topics, voice) == "No topic was asked five times yet"
    assert findings.unanswered(nothing, voice) == "No question was left without an answer"
    assert findings.reach(nothing, voice) == "No message to many went out in this time"


def test_what_is_wanted_most_is_named(voice: Voice) -> None:
    """With how many people asked."""
    report: Report = replace(made.empty(), unanswered=(Group("my visa", 1234),))
    assert findings.unanswered(report, voice) == "Most wanted, without an answer: “my visa” (1,234 people)"
