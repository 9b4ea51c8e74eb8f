"""What an organiser is told of the replies: counts, and nothing about a few."""

from hypothesis import given, strategies as st

from bot.core.asked_back import FLOOR, Reply, digest, told
from bot.core.texts import Texts


def _told(texts: Texts, topics: list[str], language: str = "en") -> str:
    found = digest(Reply(topic) for topic in topics)
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


@given(st.lists(st.sampled_from(["", "fund", "wages", "sick"]), max_size=40))
def test_the_numbers_add_up(topics: list[str]) -> None:
    """Everybody who asked is counted once, and no named topic is below the floor."""
    found = digest(Reply(topic) for topic in topics)
    assert found.asked == len(topics)
    assert found.answered == sum(topic != "" for topic in topics)
    assert all(count >= FLOOR and topic for topic, count in found.topics)
