"""`redress why` names the smallest edit that would change the outcome, and it was tried."""

from pathlib import Path

from bot.core.match.explain import explain
from bot.core.model import Answer
from bot.edges.library import Shelf
from bot.flows.here import Library
from bot.verbs.mending import Mended, mend


def smallest(library: Library, folder: Path, text: str, topic: str | None = None) -> Mended | None:
    """The edit for a question."""
    return mend(Shelf(folder, None), library, explain(library.matcher, text, "en", None), text, "en", topic)


def test_a_refused_question_gets_its_edit(small_library: Library, small_folder: Path) -> None:
    """The topic, the file, the words, and how far above the threshold the question would be."""
    text = "where is the office of the trustee"
    assert not isinstance(small_library.matcher.match(text, "en", None), Answer)
    found = smallest(small_library, small_folder, text)
    assert found
    assert (found.topic, found.path) == ("guarantee-apply", "int/en/rights.asks.yaml")
    assert found.above > 0
    assert f"add '{found.text}' to the ways to ask for guarantee-apply" in str(found)
    assert "above the threshold" in str(found)


def test_a_few_words_are_tried_before_the_whole_story(small_library: Library, small_folder: Path) -> None:
    """Of a long question the telling words may be enough: a shorter way to ask serves more people."""
    text = "well you see since monday the zebra fund of ours does not say anything to any of us at all"
    found = smallest(small_library, small_folder, text)
    assert found
    assert len(found.text.split()) <= len(text.split())


def test_of_an_answer_the_next_topic_is_told(small_library: Library, small_folder: Path) -> None:
    """Whoever asks why about an answer thinks that it is wrong."""
    found = smallest(small_library, small_folder, "wage arrears")
    assert found
    assert found.topic != "unpaid-wages"


def test_the_maintainer_can_name_the_topic(small_library: Library, small_folder: Path) -> None:
    """Whoever knows the right entry learns what leads there; one that does not exist is none."""
    found = smallest(small_library, small_folder, "where is the office of the trustee", "severance")
    assert found
    assert found.topic == "severance"
    assert smallest(small_library, small_folder, "where is the office of the trustee", "no-such") is None


def test_a_term_is_not_moved_by_ways_to_ask(small_library: Library, small_folder: Path) -> None:
    """What the glossary or an emergency decided needs no way to ask: none is promised to help."""
    assert smallest(small_library, small_folder, "rp1") is None


def test_an_edit_that_helps_the_very_words_only_says_so() -> None:
    """The maintainer learns that one line is not enough."""
    assert "others like them not yet (0.5 below); add more" in str(Mended("a", "f", "w", -0.5))
