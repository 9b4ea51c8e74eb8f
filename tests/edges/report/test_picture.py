"""The picture for a chat: drawn by a process of its own, or left out."""

import struct
import subprocess
import sys

import pytest

from bot.core.report.summary import Board, board
from bot.core.report.voice import Voice
from bot.core.texts import Texts
from bot.edges.report import picture
from tests import small
from tests.core.report import made


@pytest.fixture
def shown(texts: Texts) -> Board:
    """The board of a full week."""
    return board(made.report(7), Voice(texts, "es", small.KNOWLEDGE))


def test_the_picture_is_a_png_for_a_telephone(shown: Board) -> None:
    """1,080 dots across, upright, and small enough to send."""
    (file,) = picture.paint(shown)
    assert (file.kind, file.data[:8]) == ("photo", b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", file.data[16:24])
    assert width == 1080
    assert width < height < 2 * width
    assert len(file.data) < 300_000


def test_without_a_picture_there_are_the_words(shown: Board, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that cannot be started costs the picture, not the answer."""
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    assert picture.paint(shown) == ()


def test_the_bot_does_not_grow_by_what_draws() -> None:
    """Neither matplotlib nor Jinja2 is loaded by any module that a running bot loads."""
    code = "import bot.running, bot.flows.stats, sys; print({'matplotlib', 'jinja2', 'PIL'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
