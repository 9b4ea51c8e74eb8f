"""The public benchmark measures what it says: on a toy set, where every figure is known beforehand."""

import csv
import json
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, strategies as st
from rapidfuzz.distance import DamerauLevenshtein

from benchmarks import noise, peers, public, ranking, sets
from benchmarks.ours import Ours, Remembered, index_of
from benchmarks.ranking import Asked, Ranker
from benchmarks.sets import Example
from bot.core.match.features import Floats

TRAIN = [
    Example("my wages were not paid", "wages"),
    Example("When do I get my salary?", "wages"),
    Example("the boss owes me two months of pay", "wages"),
    Example("what happens to my pension", "pension"),
    Example("is the pension fund safe", "pension"),
    Example("who pays into my retirement plan now", "pension"),
    Example("I was dismissed yesterday", "dismissal"),
    Example("can they fire me without notice", "dismissal"),
    Example("they sent a letter of termination", "dismissal"),
]
TEST = [Example("my salary was not paid", "wages"), Example("Is my pension safe?", "pension")]
STRAYS = ["how tall is the eiffel tower", "play some jazz"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """All three sets, each in its own layout."""
    pairs = {part: [list(example) for example in those] for part, those in (("train", TRAIN), ("test", TEST))}
    strays = [[text, "oos"] for text in STRAYS]
    content = {**pairs, "val": pairs["test"], "oos_val": strays, "oos_test": strays, "oos_train": strays}
    (tmp_path / "clinc150").mkdir()
    (tmp_path / "clinc150" / "data_full.json").write_text(json.dumps(content), encoding="utf-8")
    for name in ("banking77", "hwu64"):
        (tmp_path / name).mkdir()
        for part, those in pairs.items():
            with (tmp_path / name / f"{part}.csv").open("w", encoding="utf-8", newline="") as file:
                csv.writer(file).writerows([["text", "category"], *those])
    return tmp_path


@pytest.mark.parametrize("name", sets.NAMES)
def test_each_layout_gives_the_same_examples(folder: Path, name: str) -> None:
    """A set is what its file says, whatever the layout; only CLINC150 has strays."""
    found = sets.load(folder, name)
    assert found is not None
    assert (list(found.train), list(found.test), found.topics) == (TRAIN, TEST, 3)
    assert list(found.strays) == (STRAYS if name == "clinc150" else [])


def test_a_set_that_is_not_there_is_left_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Whoever has one set can measure with it: the others are named as left out, and nothing is fetched."""
    public.main([str(tmp_path)])
    assert capsys.readouterr().out.count("left out") == len(sets.NAMES)


def test_few_examples_are_the_same_few_each_time() -> None:
    """Two runs compare the same choice, so many of each topic; another order of the file changes nothing."""
    chosen = sets.few(TRAIN, 2, seed=0)
    assert chosen == sets.few(TRAIN[::-1], 2, seed=0)
    assert [example.topic for example in chosen] == ["dismissal"] * 2 + ["pension"] * 2 + ["wages"] * 2


@given(st.text("abcdefgh ", min_size=4, max_size=40), st.integers(0, 9))
def test_a_typed_question_has_at_most_two_slips(text: str, seed: int) -> None:
    """The noise is that of a thumb: one or two slips, the same in every run, and none in short words."""
    slipped = noise.typed(text, seed)
    assert slipped == noise.typed(text, seed)
    assert DamerauLevenshtein.distance(text, slipped) <= 2
    assert len(slipped.split(" ")) == len(text.split(" "))
    assert [word for word in text.split(" ") if len(word) < 4] == [
        word for word, before in zip(slipped.split(" "), text.split(" "), strict=True) if len(before) < 4
    ]


def test_bare_text_has_neither_capitals_nor_accents() -> None:
    """People write to a bot in small letters."""
    assert noise.bare("L'Employeur n'a PAS payé") == "l'employeur n'a pas paye"


RANKERS: tuple[Callable[[Sequence[Example]], Ranker], ...] = (
    peers.token_set,
    peers.Bm25,
    peers.Chatty,
    lambda examples: Ours(index_of(examples)),
)


@pytest.mark.parametrize("make", RANKERS)
def test_every_contestant_finds_the_obvious_topic(make: Callable[[Sequence[Example]], Ranker]) -> None:
    """A contestant that fails on these would lose by a mistake of the benchmark, not by its own."""
    ranker = make(TRAIN)
    assert [ranker.rank(example.text).topics[0] for example in TEST] == [example.topic for example in TEST]
    assert ranker.rank(TEST[0].text).sure > ranker.rank("xylophone").sure


def test_the_full_text_search_finds_the_obvious_topic_and_nothing_in_an_unknown_word() -> None:
    """No hit is no topic, and the least sureness there is."""
    ranker = peers.FullText(TRAIN)
    assert ranker.rank(TEST[1].text).topics[0] == "pension"
    assert ranker.rank("xylophone") == ranking.Ranking((), float("-inf"))
    ranker.close()


def test_a_separable_toy_is_told_apart_wholly() -> None:
    """AUROC is 100 where every question is surer than every stray, 50 where nobody can tell, 0 the other way round."""
    low, high = np.array([0.0, 1.0]), np.array([2.0, np.inf])
    assert (ranking.auroc(high, low), ranking.auroc(low, low), ranking.auroc(low, high)) == (100, 50, 0)
    assert (ranking.refused(high, low), ranking.refused(low, high)) == (100, 0)


def test_a_refused_question_counts_as_wrong() -> None:
    """As in the paper: right is what is accepted and has the right topic; a threshold is chosen for most of that."""
    asked = Asked(places=np.array([0, 0, 1, 3]), sure=np.array([3.0, 1.0, 2.0, 0.0]))
    strays = np.array([-1.0, 0.5, 2.5])
    assert ranking.operating(asked, strays, 2.5).right == 25
    assert ranking.operating(asked, strays, 2.5).refused == pytest.approx(200 / 3)
    assert ranking.most_right(asked, strays) == 1.0
    assert [ranking.giving_up(asked, points) for points in (0, 25)] == [1.0, 3.0]
    assert ranking.most_right(asked, strays, worth=2) == 3.0
    assert (asked.within(1), asked.within(3)) == (50, 75)


class Counting:
    """An encoder that counts what it is asked."""

    name, size, weight = "counting", 2, 1.0

    def __init__(self) -> None:
        self.asked: list[str] = []

    def encode(self, texts: Sequence[str]) -> Floats:
        """Vectors that tell short texts from long ones."""
        self.asked += texts
        return np.array([[len(text), 1] for text in texts], np.float32)

    def knows(self, _: str) -> bool:
        """It cannot tell."""
        return False


def test_no_text_is_encoded_twice(tmp_path: Path) -> None:
    """A second run, also in another process, takes the vectors of the first."""
    first, second = Counting(), Counting()
    memory = Remembered(first, tmp_path)
    before = memory.encode(["a", "bb", "a"])
    memory.keep()
    assert (Remembered(second, tmp_path).encode(["a", "bb", "a"]) == before).all()
    assert (first.asked, second.asked) == (["a", "bb"], [])


def test_the_tables_have_a_row_for_everybody(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One command measures all; a peer that is not installed gets a row that says so, and the rest goes on."""
    public.main([str(folder), "--set", "clinc150", "banking77", "--shots", "full"])
    out = capsys.readouterr().out
    for name in ("WRatio", "token_set_ratio", "ChatterBot", "padatious", "FTS5", "BM25", "Redress, encoders: none"):
        assert out.count(name) >= 2, name
    assert "the paper's threshold" in out
    assert "| Redress, encoders: none | 2 | 100.0 / 100.0 |" in out
