"""An installation of its own for each test: a knowledge to write to, test questions, an empty log."""

from pathlib import Path

import pytest

from bot.settings import Settings
from tests.verbs.desk import checkout


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, own_folder: Path) -> Settings:
    """Its settings; the current folder is its checkout."""
    home = tmp_path / "home"
    return checkout(home, own_folder, home / "data", monkeypatch)
