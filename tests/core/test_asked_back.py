"""What an organiser is told of the replies: counts, and nothing about a few."""

from hypothesis import given, strategies as st

from bot.core.asked_back import Reply, digest, told
from bot.core.floor import FLOOR
from bot.core.texts import Texts


def _told(texts: Texts, topics: list[str], language: str = "en") -> str:
    found = digest(Reply(topic, str(at)) for at, topic in enumerate(topics))
    return told(3, found, str.upper, texts, language).html


def test_the_most_asked_topics_come_first(texts: Texts) -> None:
    """Ten asked about the fund, six about wages, five got no answer."""
    text = _told(texts, ["fund"] * 10 + ["wages"] * 6 + [""] * 5)
    assert "after message 3" in text
    assert "Questions: 21" in text
    assert "Answered: 16 · not answered: 5" in text
    assert text.index("FUND: 10") < text.index("WAGES: 6")


def test_a_topic_of_a_few_is_not_named(texts: Texts) -> None:
    """Four people in one workplace are known by name there."""
    text = _told(texts, ["fund"] * 6 + ["sick"] * 4)
    assert "SICK" not in text
    assert "not answered: fewer than 5" in text


def test_of_a_few_replies_nothing_is_told_but_that_they_are_few(texts: Texts) -> None:
    """Also whether there were any."""
    assert _told(texts, []) == _told(texts, ["fund"] * 4)


def test_what_a_subtraction_would_tell_is_not_told(texts: Texts) -> None:
    """Eight asked and seven were answered: who was not is one person, and the others know who."""
    text = _told(texts, ["fund"] * 7 + [""])
    assert "Questions: 8" in text
    assert "Answered: 5 or more · not answered: fewer than 5" in text


def test_one_who_asks_again_and_again_is_no_crowd(texts: Texts) -> None:
    """Nine questions of one person about their sick leave are not nine people's."""
    found = digest([Reply("sick", "ann")] * 9)
    assert told(3, found, str.upper, texts, "en").html == _told(texts, [])
    several = digest([Reply(topic, "ann") for topic in ("sick", "fund", "wages", "", "severance")])
    assert told(3, several, str.upper, texts, "en").html == _told(texts, [])


@given(st.lists(st.sampled_from(["", "fund", "wages", "sick"]), max_size=40))
def test_the_numbers_add_up(topics: list[str]) -> None:
    """Everybody who asked is counted once, and no named topic is below the floor."""
    found = digest(Reply(topic, str(at)) for at, topic in enumerate(topics))
    assert found.asked == len(topics)
    assert found.answered == sum(topic != "" for topic in topics)
    assert all(count >= FLOOR and topic for topic, count in found.topics)
