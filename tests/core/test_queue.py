"""The queue: what a maintainer sees of a question, and what comes first."""

from bot.core.queue import Asked, Kind, Wording, bare, collect, severities, shortened
from tests import small

LONG = "i worked nineteen years at the mill in a small town and now maria from the office says we get nothing"


def asked(text: str, count: int = 1, kind: Kind = "unanswered", topic: str = "severance", country: str = "gb") -> Asked:
    """So many people asked in these words."""
    return Asked(f"id-{text[:5]}", text, "en", country, kind, topic, count, "2026-11-01", "2026-11-20")


def test_a_rare_question_is_shown_shortened() -> None:
    """What fewer than three people wrote may be somebody's story: only its first words are shown."""
    assert Wording("a", LONG, "en", 2).shown == "i worked nineteen years at the mill in a small town and …"
    assert Wording("a", LONG, "en", 3).shown == LONG
    assert Wording("a", "when do i get paid", "en", 1).shown == "when do i get paid"


def test_what_is_written_into_a_file_is_what_was_shown() -> None:
    """Nothing of a rare question reaches a public file that the maintainer has not seen."""
    assert bare(shortened(LONG)) == "i worked nineteen years at the mill in a small town and"
    assert bare("when do i get paid") == "when do i get paid"


def test_a_group_counts_by_language_country_and_outcome() -> None:
    """The same words in capitals are the same wording; its numbers add up."""
    group = collect(
        [asked("Where is it", 2), asked("where is it?", 1, "unsure", country="it"), asked("whereabouts")], {}
    )
    assert [(wording.text, wording.count) for wording in group.wordings] == [("Where is it", 3), ("whereabouts", 1)]
    assert group.count == 4
    assert group.languages == (("en", 4),)
    assert group.countries == (("gb", 3), ("it", 1))
    assert group.kinds == (("unanswered", 3), ("unsure", 1))


def test_what_was_taken_tells_what_was_meant() -> None:
    """A suggestion that people tapped names the topic; one that was merely near does not."""
    group = collect([asked("x y", 2, "tapped", "guarantee-apply"), asked("x y", 5, "unsure", "severance")], {})
    assert group.meant == (("guarantee-apply", 2),)
    assert group.nearest == (("severance", 5),)


def test_an_emergency_comes_before_a_greeting() -> None:
    """Demand times severity: four people who greet wait behind one who is asked to sign."""
    severe = severities([small.CLAIM])
    urgent = collect([asked("they locked the gate", topic="emergency.locked-out")], severe)
    limit = collect([asked("how much for my years")], severe)
    plain = collect([asked("can we buy it", topic="worker-buyout")], severe)
    next_door = collect([asked("my landlord", topic="elsewhere.rent")], severe)
    hello = collect([asked("good day", 2, topic="chat.hello")], severe)
    assert [group.severity for group in (urgent, limit, plain, next_door, hello)] == [4, 2, 1, 0.5, 0.2]
    assert urgent.rank > limit.rank > plain.rank > next_door.rank > hello.rank


def test_words_of_haste_raise_a_question() -> None:
    """Somebody who must sign today cannot wait for the end of the list; whoever wants a joke today can."""
    assert collect([asked("must i sign TODAY", topic="worker-buyout")], severities([])).severity == 2
    assert collect([asked("a joke for today", topic="chat.joke")], severities([])).severity == 0.2


def test_how_it_ended_weighs() -> None:
    """An answer by a hair is less pressing than none at all, and one that did not help is the worst."""
    ranks = [collect([asked("x", kind=kind)], {}).rank for kind in ("not-helped", "unanswered", "unsure", "close")]
    assert ranks == sorted(ranks, reverse=True)
    assert len(set(ranks)) == 4
