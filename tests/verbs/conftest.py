"""An installation of its own for each test: a knowledge to write to, test questions, an empty log."""

from pathlib import Path

import pytest

from bot import settings as conf
from bot.settings import Settings
from tests.verbs.desk import EXAM


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, own_folder: Path) -> Settings:
    """Its settings; the current folder is its checkout."""
    home = tmp_path / "home"
    exam = home / "tests/knowledge/en/rights.yaml"
    exam.parent.mkdir(parents=True)
    exam.write_text(EXAM, encoding="utf-8")
    monkeypatch.chdir(home)
    for name, value in {"KNOWLEDGE": own_folder, "DATA_DIR": home / "data", "ENCODERS": "none"}.items():
        monkeypatch.setenv(f"REDRESS_{name}", str(value))
    return conf.read()
