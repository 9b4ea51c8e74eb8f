"""What is news to those who wait."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.core.knowledge import Entry, Knowledge, Page, Review, fingerprint
from bot.core.model import Answer, Candidate, NoMatch, Reading, Suggest, Verdict
from bot.core.problems import Place
from bot.core.waiting import Shown, Wait, answer_to, correction_of
from bot.flows.here import Library

UNTIL = datetime(2027, 1, 23, tzinfo=UTC)
WAIT = Wait("tg:7", "question001", "is my severance safe", "en", "gb", UNTIL)


def _read(topic: str) -> Reading:
    return Reading((Candidate(topic, 1.0),), "en", None)


@pytest.fixture
def knowledge(small_library: Library) -> Knowledge:
    """The small knowledge."""
    return small_library.knowledge


def test_a_sure_answer_is_news(knowledge: Knowledge) -> None:
    """Whoever was told "I do not know" hears of the first sure answer."""
    found = answer_to(WAIT, Answer(_read("severance")), knowledge)
    assert found
    assert found.page.entry.topic == "severance"


@pytest.mark.parametrize("verdict", [Suggest(_read("severance")), NoMatch(_read("severance"))])
def test_a_guess_is_no_news(knowledge: Knowledge, verdict: Verdict) -> None:
    """Nobody is called back for "did you mean"."""
    assert answer_to(WAIT, verdict, knowledge) is None


def test_small_talk_and_signposts_are_no_news(knowledge: Knowledge) -> None:
    """Nobody waits two months to be sent elsewhere."""
    light = [page.entry.topic for page in knowledge.pages.values() if page.area in {"chat", "elsewhere"}]
    assert light
    assert [topic for topic in light if answer_to(WAIT, Answer(_read(topic)), knowledge)] == []


def test_a_topic_without_a_page_is_no_news(knowledge: Knowledge) -> None:
    """What was deleted meanwhile tells nobody anything."""
    assert answer_to(WAIT, Answer(_read("unheard-of")), knowledge) is None


def test_what_did_not_help_is_no_news_until_it_changes(knowledge: Knowledge) -> None:
    """The same answer is not sent twice; rewritten, it is worth another look."""
    found = knowledge.find("severance", "gb", "en")
    assert found
    had = replace(WAIT, had_topic="severance", had_hash=fingerprint(found.page.entry))
    assert answer_to(had, Answer(_read("severance")), knowledge) is None
    assert answer_to(replace(had, had_hash="another"), Answer(_read("severance")), knowledge)
    assert answer_to(had, Answer(_read("unpaid-wages")), knowledge)


def _page(short: str, *, notify: bool) -> Page:
    reviewed = Review(on=date(2026, 11, 20))
    entry = Entry(topic="severance", title="Severance", short=short, reviewed=reviewed, notify=notify)
    return Page("gb", "en", "rights", entry, Place("gb/en/rights.yaml", 1))


@pytest.mark.parametrize(
    ("short", "notify", "told"), [("New.", True, True), ("New.", False, False), ("Old.", True, False)]
)
def test_a_correction_is_told_when_its_author_wants_it(short: str, notify: bool, told: bool) -> None:
    """A comma is nobody's business; a wrong time limit is that of all who read it."""
    shown = Shown("tg:7", "severance", "gb", "en", fingerprint(_page("Old.", notify=False).entry), UNTIL)
    page = _page(short, notify=notify)
    assert correction_of(shown, {("gb", "en", "severance"): page}) == (page if told else None)
    assert correction_of(shown, {}) is None
