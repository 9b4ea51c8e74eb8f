"""The one door: text in, verdict out."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings

from bot.core.knowledge import Term
from bot.core.match.decide import Thresholds
from bot.core.match.index import build, phrasings
from bot.core.match.matcher import Matcher
from bot.core.model import Answer, NoMatch, Suggest, Verdict
from tests import small
from tests.core.wild import ANY


def match(text: str, country: str | None = None) -> Verdict:
    """What a text means to the small knowledge."""
    return small.matcher().match(text, "en", country)


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("can we buy the company", "worker-buyout"),
        ("am i entitled to severence", "severance"),
        ("HOW MUCH REDUNDANCY PAY???", "severance"),
        ("ho diritto alla liquidazione", "severance"),
        ("thanks a lot 🙏", "chat.thanks"),
        ("RP1", "guarantee-fund"),
        ("help!! the gates are locked and we cannot get in", "emergency.locked-out"),
    ],
)
def test_a_question_is_answered(text: str, topic: str) -> None:
    """Rough wording, slips and capitals still reach the topic."""
    verdict = match(text)
    assert isinstance(verdict, Answer)
    assert verdict.topic == topic


@pytest.mark.parametrize("text", ["", "   ", "😡😡", "...", "\u200b", "\ud800", "xyzzy", "工资"])
def test_what_cannot_be_read_is_no_match(text: str) -> None:
    """Without one known piece of a word the bot says that it does not know; it never guesses the likeliest topic."""
    assert isinstance(match(text), NoMatch)


def test_in_doubt_topics_are_offered() -> None:
    """A question between topics is answered with a choice of at most three."""
    verdict = match("hello world banana")
    assert isinstance(verdict, Suggest)
    assert 1 <= len(verdict.topics) <= 3


def test_who_is_cautious_answers_less() -> None:
    """An operator's caution turns an answer into an offer, and an offer into "I do not know"."""
    text = "can we buy the company"
    sure = small.matcher().trace(text, "en", None).sure
    outcomes = [type(small.matcher(caution).match(text, "en", None)) for caution in (0.0, sure + 1, sure + 3)]
    assert outcomes == [Answer, Suggest, NoMatch]
    assert small.matcher(3.0).thresholds("en") == (3.0, 1.0)


def test_caution_does_not_touch_what_is_known_by_heart() -> None:
    """An emergency or an acronym is answered however cautious the operator is."""
    assert isinstance(small.matcher(99.0).match("RP1", "en", "gb"), Answer)


def test_candidates_come_best_first() -> None:
    """What is offered first is the likeliest, and no topic is offered twice."""
    for text in ("can we buy the company", "what is the tfr", "xyzzy"):
        candidates = match(text).reading.candidates
        scores = [candidate.score for candidate in candidates]
        assert scores == sorted(scores, reverse=True)
        assert len({candidate.topic for candidate in candidates}) == len(candidates) == 5


def test_the_topics_of_a_term_come_first_in_their_order() -> None:
    """A term that leads to two topics leads to the first of them first, and then to what the model thinks."""
    term = Term(term="AGS", topics=("worker-buyout", "severance"), meaning={"en": "a fund"})
    first, second, third, *_ = Matcher(small.index(), [("int", term)]).match("AGS", "en", None).reading.candidates
    assert (first.topic, second.topic) == ("worker-buyout", "severance")
    assert first.score > second.score > third.score


def test_the_reason_is_a_way_to_ask() -> None:
    """The phrasing that is shown as the reason is one of the topic's own, and the nearest."""
    matcher = small.matcher()
    trace = matcher.trace("could the staff take over the plant", "en", None)
    first = trace.verdict.reading.candidates[0].topic
    assert (first, matcher.phrase(trace, first)) == ("worker-buyout", "could the staff take over the factory")


def test_a_term_brings_its_country() -> None:
    """Who asks for the TFR gets Italian law, wherever they live; an Italian is not told so."""
    assert match("what is the TFR", "gb").reading.country == "it"
    assert match("what is the TFR", "it").reading.country is None


def test_a_country_in_the_question_is_heard() -> None:
    """The question says where; the own country is no news."""
    assert match("severance in Italy", "gb").reading.country == "it"
    assert match("severance in the UK", "gb").reading.country is None


def test_the_layer_is_told() -> None:
    """The log and `redress why` say what decided."""
    texts = ("can we buy the company", "locked out", "rp1", "they changed the locks overnight !")
    assert [match(text).reading.layer for text in texts] == ["model", "phrasing", "term", "emergency"]


def test_the_persons_settings_do_not_change_the_topic() -> None:
    """Language and country choose the answer's text, not what the question means."""
    topics = {
        small.matcher().match("can we buy the company", language, country).reading.candidates
        for language in ("en", "it", None)
        for country in ("gb", "it", None)
    }
    assert len(topics) == 1


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("chi mi paga gli stipendi se l'azienda fallisce", "it"),
        ("who pays my wages when the boss is broke", "en"),
        ("pension", None),
        ("工资", None),
        ("", None),
    ],
)
def test_the_language_of_a_question_is_told_where_it_is_clear(text: str, language: str | None) -> None:
    """A whole sentence tells its language, whatever the person has set; a lone word is left to the setting."""
    assert match(text).reading.language == language


def test_where_one_language_is_known_none_is_told() -> None:
    """A knowledge in English does not take every question for English."""
    english = Matcher(build(phrasings([("a", "who pays my wages", "en"), ("b", "can we buy the company", "en")])))
    assert english.match("who pays my wages when the boss is broke", "it", None).reading.language is None


def test_thresholds_are_those_of_the_language() -> None:
    """Each language is answered from where it was measured; one without a measure like all."""
    index = replace(small.index(), own={"it": Thresholds(answer=-1.0, offer=-3.0)})
    matcher = Matcher(index, caution=0.5)
    assert matcher.thresholds("it") == (-0.5, -2.5)
    assert matcher.thresholds("en") == matcher.thresholds() == (0.5, -1.5)


def test_the_trace_keeps_every_step() -> None:
    """What was read, repaired and weighed can be looked up afterwards."""
    trace = small.matcher().trace("am I entitled to severence", "en", None)
    assert trace.words == ("am", "i", "entitled", "to", "severence")
    assert trace.repaired == ("am", "i", "entitled", "to", "severance")
    assert trace.hit is None
    assert trace.look.vector is None
    assert trace.verdict == match("am I entitled to severence")


def test_an_encoder_is_asked() -> None:
    """With an encoder the repaired question is encoded, weighed and counted."""
    encoder = small.Lengths(weight=0.5)
    matcher = Matcher(build(small.many(), [encoder]), encoders=[encoder])
    trace = matcher.trace("can we buy the compny today", None, None)
    assert trace.look.vector is not None
    assert np.linalg.norm(trace.look.vector) == pytest.approx(0.5)
    assert np.allclose(trace.look.vector * 2, encoder.encode(["can we buy the company today"])[0])
    assert trace.verdict.reading.candidates[0].topic == "worker-buyout"


@given(ANY)
@settings(deadline=None, max_examples=60)
def test_any_text_has_a_verdict(text: str) -> None:
    """Whatever is typed or pasted, it is answered, offered topics for, or honestly refused."""
    verdict = match(text)
    assert {candidate.topic for candidate in verdict.reading.candidates} <= set(small.WAYS)
    assert all(np.isfinite(candidate.score) for candidate in verdict.reading.candidates)
