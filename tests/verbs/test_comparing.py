"""`redress diff`: a lawyer sees in two minutes what a change does to real questions."""

import os
import subprocess
from pathlib import Path

import pytest

from bot.core.comparing import Moved, Outcome, Posed
from bot.edges.revision import unpack
from bot.errors import RevisionError
from bot.settings import Settings
from bot.verbs.comparing import as_markdown, diff
from tests.folder import spoil
from tests.verbs.desk import fill

LONG = "i packed boxes here for nineteen years and today the gates are shut and nobody tells me about my fund papers"


def git(folder: Path, *words: str) -> None:
    """Git, without anything of this machine's settings."""
    own = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull, "HOME": str(folder)}
    names = ("-c", "user.name=Anna", "-c", "user.email=anna@example.org", "-c", "init.defaultBranch=main")
    subprocess.run(["git", *names, *words], cwd=folder, check=True, capture_output=True, env={**os.environ, **own})


@pytest.fixture
def tracked(office: Settings) -> Settings:
    """The knowledge of an office in a repository, committed."""
    git(office.knowledge, "init")
    git(office.knowledge, "add", ".")
    git(office.knowledge, "commit", "-m", "first")
    return office


def test_a_change_shows_what_it_does(tracked: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    """A way to ask that moves to another topic takes a test question with it: worse, and told first."""
    spoil(
        tracked.knowledge, "int/en/rights.asks.yaml", "severance:", "severance:\n  - where do i hand in the fund form"
    )
    fill(tracked.data_dir, ["where do i hand in the fund form", LONG])
    diff(tracked, "HEAD", 100, markdown=True)
    out = capsys.readouterr().out
    assert "1 of 2 test questions are answered otherwise than at `HEAD`: 1 worse, 0 better, 0 neither." in out
    row = next(line for line in out.splitlines() if "worse |" in line)
    assert row.startswith(
        "| ❌ worse | test | where do i hand in the fund form | guarantee-apply | answer guarantee-apply |"
    )
    assert row.endswith("answer severance |")
    assert "fund papers" not in out


def test_without_a_change_nothing_is_told(tracked: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing moves by itself; without a log it still compares the tests, and makes no log."""
    diff(tracked, "main", 100, markdown=False)
    out = capsys.readouterr().out
    assert "0 of 2 test questions" in out
    assert "0 of 0 logged questions" in out
    assert not tracked.data_dir.joinpath("redress.sqlite3").exists()


def test_an_edited_answer_moves_no_question(tracked: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    """Whoever mends a text learns at once that every question is answered with what it was answered with."""
    spoil(tracked.knowledge, "int/en/rights.yaml", "Start today", "Start now")
    diff(tracked, "HEAD", 100, markdown=True)
    assert "0 of 2 test questions" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("base", "told"),
    [("no-such-branch", "at 'no-such-branch'"), ("--output=/tmp/x", "is no revision")],
)
def test_a_revision_that_is_none_is_told(tracked: Settings, base: str, told: str) -> None:
    """One sentence; nothing that looks like an option reaches git."""
    with pytest.raises(RevisionError, match=told):
        diff(tracked, base, 1, markdown=False)


def test_outside_a_repository_it_says_so(office: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An installed package has no history."""
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(RevisionError, match="is in no git repository"):
        diff(office, "HEAD", 1, markdown=False)
    with pytest.raises(RevisionError, match="there is no folder"):
        unpack(tmp_path / "nowhere", "HEAD", tmp_path)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(RevisionError, match="git is not installed"):
        diff(office, "HEAD", 1, markdown=False)


def test_what_people_typed_stays_text_in_a_pull_request() -> None:
    """Pipes, tags and mentions neither break the table nor call anybody."""
    nasty = Posed("a|b <img> @boss `x` *y* #12 & [z](u)", "en", None, 5)
    (row,) = [
        line
        for line in as_markdown("main", [nasty], [Moved(nasty, Outcome("none", ()), Outcome("none", ()))])
        if line.startswith("| ↔️")
    ]
    assert row.count("|") == 7
    assert not set("<>@`*[]") & set(row)
