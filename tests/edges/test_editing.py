"""Edits are made in memory, tried on a copy, written together, and can be taken back."""

from pathlib import Path

import pytest

from bot.core.curation import Edit
from bot.edges.editing import Change, Folders, changed, read, rehearsed, save, take_back
from bot.errors import InsertError

ASK = Edit("ask", "int/en/rights.asks.yaml", "wages", "no pay")


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    """A file of ways to ask, with Windows' line ends, and no test questions."""
    path = tmp_path / "knowledge/int/en/rights.asks.yaml"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"wages:\r\n  - pay\r\n")
    (tmp_path / "exams").mkdir()
    return Folders(tmp_path / "knowledge", tmp_path / "exams")


def test_nothing_is_written_before_it_is_saved(folders: Folders) -> None:
    """A preview leaves the files alone; several edits of a file are one change."""
    more = Edit("ask", ASK.path, "wages", "still no pay")
    (change,) = changed([ASK, more], folders)
    assert change.after == "wages:\r\n  - pay\r\n  - no pay\r\n  - still no pay\r\n"
    assert read(change.path) == change.before
    save([change])
    assert change.path.read_bytes() == change.after.encode()
    assert [path.name for path in change.path.parent.iterdir()] == ["rights.asks.yaml"]
    take_back([change])
    assert change.path.read_bytes() == b"wages:\r\n  - pay\r\n"


def test_a_new_file_is_made_and_taken_away(folders: Folders) -> None:
    """The first test question of a language makes its file."""
    (change,) = changed([Edit("test", "it/rights.yaml", "wages", "paga?", "it")], folders)
    save([change])
    assert (folders.exams / "it/rights.yaml").read_text("utf-8") == 'wages:\n  - {q: "paga?", country: it}\n'
    take_back([change])
    assert not change.path.exists()


def test_a_file_that_was_edited_meanwhile_is_left_alone(folders: Folders) -> None:
    """Neither saving nor taking back overwrites a colleague's work, and then no other file is written either."""
    change = changed([ASK], folders)
    other = Change(folders.knowledge / "other.yaml", "", "x: []\n")
    change[0].path.write_text("mine: []\n", "utf-8")
    for act in (save, take_back):
        with pytest.raises(InsertError, match="edited meanwhile"):
            act([other, *change] if act is save else [*change])
    assert not other.path.exists()


def test_a_refusal_names_the_file(folders: Folders) -> None:
    """The maintainer knows where to look."""
    with pytest.raises(InsertError, match=r"rights\.asks\.yaml: 'wages' has this question already"):
        changed([Edit("ask", ASK.path, "wages", "pay")], folders)


def test_a_rehearsal_is_a_copy(folders: Folders) -> None:
    """The copy has the changes, the original does not, and the copy is gone afterwards."""
    changes = changed([ASK, Edit("test", "en/rights.yaml", "wages", "paid?")], folders)
    with rehearsed(folders, changes) as copies:
        assert "no pay" in read(copies.knowledge / ASK.path)
        assert "paid?" in read(copies.exams / "en/rights.yaml")
        assert "no pay" not in read(folders.knowledge / ASK.path)
    assert not copies.knowledge.exists()
