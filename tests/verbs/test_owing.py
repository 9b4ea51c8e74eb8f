"""`redress debt` on the command line."""

import pytest
from rich.console import Console

from bot.core.debt import Debt
from bot.settings import Settings
from bot.verbs.owing import debt, show
from tests.verbs.desk import FUND, fill


def test_the_heaviest_debts_are_printed_with_their_files(
    office: Settings, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What to do, why, and which file to open."""
    monkeypatch.setenv("COLUMNS", "250")
    fill(office.data_dir, FUND, times=9)
    debt(office, 5)
    lines = capsys.readouterr().out.splitlines()
    assert sum("redress curate" in line for line in lines) == 1
    assert any(f'answer "{text}"' in lines[1] for text in FUND)
    assert "27 asked, unanswered" in lines[1]
    assert "…" not in lines[1]
    assert "rights.asks.yaml" in lines[1] + lines[2]


def test_without_a_log_it_looks_at_the_knowledge(office: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    """A checkout without data still owes texts, and gets no database."""
    debt(office, 3)
    assert "write" in capsys.readouterr().out
    assert not office.data_dir.exists()


def test_nothing_owed_is_said(office: Settings) -> None:
    """An empty list is no empty screen."""
    console = Console(record=True, width=100)
    show((), office, console)
    assert "Nothing is owed." in console.export_text()
    show((Debt(1, "[b]what[/b]", "why", "", 2),), office, console)
    assert "[b]what[/b]" in console.export_text()
