"""Sentence encoders: which are used, how they are checked, and what is remembered of their work."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from bot.core.match.features import Floats
from bot.core.match.index import Encoder
from bot.edges import encoders
from bot.edges.encoders import Vectors, answers, chosen
from bot.errors import SettingsError


class Counting:
    """An encoder that counts how often it is asked; a text's vector is its length and its first letter."""

    name, size, weight = "counting-1", 2, 0.5

    def __init__(self) -> None:
        self.asked: list[str] = []

    def encode(self, texts: Sequence[str]) -> Floats:
        """One row per text."""
        self.asked += texts
        return np.array([[len(text), ord(text[0])] for text in texts], np.float32)

    def knows(self, _: str) -> bool:
        """It knows nothing."""
        return False


# --- which are used -----------------------------------------------------------------------------------


def test_none_means_none() -> None:
    """An operator can run without encoders."""
    assert chosen("none") == ()


def test_all_that_are_installed_work() -> None:
    """Each encoder of the default installation finds one meaning in two languages; the cheapest stands first."""
    found = chosen("all")
    assert [encoder.name.split("-")[0] for encoder in found][:1] == ["use"]
    for encoder in found:
        assert answers(encoder)
        assert encoder.encode(["who pays my wages"]).shape == (1, encoder.size)


@pytest.mark.parametrize("name", ["word2vec", "use,word2vec"])
def test_an_unknown_encoder_is_wrong_configuration(name: str) -> None:
    """A spelling mistake in the setting is told, not passed over."""
    with pytest.raises(SettingsError, match="word2vec"):
        chosen(name)


def test_a_hub_model_without_its_library_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who names a model of a hub is told what to install for it."""
    monkeypatch.setattr(encoders, "_sentence_transformers", lambda _: None)
    monkeypatch.setattr(encoders, "_fastembed", lambda _: None)
    with pytest.raises(SettingsError, match="sentence-transformers or fastembed"):
        chosen("hub:some/model")


def test_an_encoder_that_answers_nonsense_is_found_out() -> None:
    """A package that loads but does not understand would spoil every answer."""
    assert not answers(Counting())


def test_a_check_that_was_passed_is_not_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A restart does not pay a second for what was found out before; a new version of an encoder is checked anew."""
    asked: list[str] = []

    def answering(encoder: Encoder) -> bool:
        asked.append(encoder.name)
        return True

    monkeypatch.setattr(encoders, "answers", answering)
    monkeypatch.setattr(encoders, "_KNOWN", {"counting": Counting})
    assert [encoder.name for encoder in chosen("all", tmp_path)] == ["counting-1"]
    assert [encoder.name for encoder in chosen("counting", tmp_path)] == ["counting-1"]
    assert asked == ["counting-1"]


# --- what is remembered -------------------------------------------------------------------------------


def test_only_new_texts_are_encoded_again(tmp_path: Path) -> None:
    """After an edit the encoder reads what was edited, and nothing else; a restart reads nothing."""
    first = Counting()
    Vectors(tmp_path).of(first, ["one", "two"])
    second = Counting()
    rows = Vectors(tmp_path).of(second, ["two", "three"])
    assert second.asked == ["three"]
    assert rows.tolist() == [[1.5, ord("t") / 2], [2.5, ord("t") / 2]]


def test_damaged_vectors_are_made_anew(tmp_path: Path) -> None:
    """A broken cache costs time and nothing else."""
    Vectors(tmp_path).of(Counting(), ["one"])
    (path,) = tmp_path.iterdir()
    path.write_bytes(b"no archive")
    again = Counting()
    assert Vectors(tmp_path).of(again, ["one"]).tolist() == [[1.5, ord("o") / 2]]
    assert again.asked == ["one"]


def test_what_was_encoded_before_an_interruption_is_kept(tmp_path: Path) -> None:
    """A bot that is stopped while it learns goes on from there at the next start."""
    texts = [f"text {number}" for number in range(200)]

    def stop(_: int, __: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Vectors(tmp_path).of(Counting(), texts, stop)
    rest = Counting()
    Vectors(tmp_path).of(rest, texts)
    assert 0 < len(rest.asked) < len(texts)


def test_without_a_folder_nothing_is_written() -> None:
    """Tests and one-time runs leave nothing behind."""
    assert Vectors(None).of(Counting(), ["one"]).shape == (1, 2)
