"""The folded ways to ask are kept on disk, and never trusted blindly."""

from pathlib import Path

import pytest

from bot.core.knowledge import Ask
from bot.core.match.index import phrasings
from bot.edges import folding
from bot.edges.folding import folded
from tests import small


def ask(topic: str, text: str) -> Ask:
    """A way to ask."""
    return Ask(topic, text, "int", "en", small.place("int/en/rights.asks.yaml"))


ASKS = [ask("severance", "Am I PAID?"), ask("severance", "am i paid"), ask("severance", "???"), ask("first-steps", "é")]


def test_what_comes_back_is_what_folding_gives(tmp_path: Path) -> None:
    """Repetitions and what has no words are left out, with the cache and without."""
    expected = phrasings((one.topic, one.text, one.language) for one in ASKS)
    assert folded(ASKS, None) == folded(ASKS, tmp_path) == folded(ASKS, tmp_path) == expected
    assert len(expected) == 2


def test_a_second_start_folds_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is kept is used; a changed ask is folded anew, and only one file is kept."""
    expected = folded(ASKS, tmp_path)
    monkeypatch.setattr(folding, "phrasings", lambda _: ())
    assert folded(ASKS, tmp_path) == expected
    assert folded(ASKS[:1], tmp_path) == ()
    assert len(list(tmp_path.iterdir())) == 1


def test_a_damaged_file_is_made_anew(tmp_path: Path) -> None:
    """A cache that was cut off costs half a second, never an answer."""
    expected = folded(ASKS, tmp_path)
    (path,) = tmp_path.iterdir()
    for content in (b"", b"[[99, 1]]", b"{", b"[[7]]"):
        path.write_bytes(content)
        assert folded(ASKS, tmp_path) == expected


def test_what_cannot_be_kept_is_folded_each_time(tmp_path: Path) -> None:
    """A folder that cannot be written, or half a character, stops nothing."""
    odd = [ask("severance", "pay \ud800 me")]
    assert len(folded(odd, tmp_path)) == 1
    blocked = tmp_path / "file"
    blocked.write_text("no folder")
    assert folded(ASKS, blocked) == folded(ASKS, None)
