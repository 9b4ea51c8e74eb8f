"""The secret behind the pseudonyms: made once, the owner's alone, never replaced without a word."""

import stat
from pathlib import Path

import pytest

from bot.edges.store.keys import pseudonym_key
from bot.errors import StoreError


def test_the_key_is_made_once(tmp_path: Path) -> None:
    """The same chat keeps its pseudonym over restarts, so that /forget finds its questions."""
    key = pseudonym_key(tmp_path)
    assert len(key) == 32
    assert pseudonym_key(tmp_path) == key


def test_every_installation_has_a_key_of_its_own(tmp_path: Path) -> None:
    """A log from one bot cannot be matched with the log of another."""
    assert pseudonym_key(tmp_path / "one") != pseudonym_key(tmp_path / "two")


def test_only_the_owner_can_read_the_key(tmp_path: Path) -> None:
    """Who shares the machine cannot lead a pseudonym back to a chat."""
    pseudonym_key(tmp_path)
    folder = tmp_path / "keys"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert [(path.name, stat.S_IMODE(path.stat().st_mode)) for path in folder.iterdir()] == [("pseudonym.key", 0o600)]


@pytest.mark.parametrize("content", [b"", b"short", b"x" * 33])
def test_a_damaged_key_is_refused(tmp_path: Path, content: bytes) -> None:
    """A cut key is told: a new one in silence would leave old questions that nobody can erase any more."""
    (tmp_path / "keys").mkdir()
    path = tmp_path / "keys" / "pseudonym.key"
    path.write_bytes(content)
    with pytest.raises(StoreError, match=r"pseudonym\.key is damaged; delete it to start with new pseudonyms"):
        pseudonym_key(tmp_path)
    assert path.read_bytes() == content


def test_a_key_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    """A folder that cannot be written to is one sentence."""
    (tmp_path / "keys").write_text("no folder", encoding="utf-8")
    with pytest.raises(StoreError, match="cannot read or make"):
        pseudonym_key(tmp_path)
