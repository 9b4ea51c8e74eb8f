"""A desk for tests: a small knowledge to be written to, a log, and hands that press what they are told to."""

import asyncio
import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from rich.console import Console

from bot import settings as conf
from bot.core.model import Question
from bot.edges.store import Store, open_store
from bot.settings import Settings
from bot.verbs.curating import sit_down
from bot.verbs.desk import Hands
from tests.conftest import NOW

NEAR = (("guarantee-apply", 1.0), ("severance", 0.9))
FUND = (
    "must the boss sign my fund papers",
    "does my boss have to sign the papers for the fund",
    "fund papers boss sign",
)
EXAM = '# Questions.\nguarantee-apply:\n  - "where do i hand in the fund form"\nnone:\n  - what is for lunch\n'


def checkout(home: Path, knowledge: Path, data: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A maintainer's checkout: test questions, this knowledge and this data. It becomes the current folder."""
    exam = home / "tests/knowledge/en/rights.yaml"
    exam.parent.mkdir(parents=True)
    exam.write_text(EXAM, encoding="utf-8")
    monkeypatch.chdir(home)
    for name, value in {"KNOWLEDGE": knowledge, "DATA_DIR": data, "ENCODERS": "none"}.items():
        monkeypatch.setenv(f"REDRESS_{name}", str(value))
    return conf.read()


@dataclass
class Maintainer:
    """Presses keys and types lines in order."""

    keys: list[str]  # a text does as well: each letter is a key
    lines: list[str] = field(default_factory=list)
    editor: Callable[[str], str | None] = lambda _: None
    asked: list[str] = field(default_factory=list)

    def hands(self) -> Hands:
        """As the desk wants them."""
        return Hands(self.key, self.line, self.editor)

    def key(self) -> str:
        """The next key."""
        assert self.keys, "the desk waits for one more key"
        return self.keys.pop(0)

    def line(self, prompt: str) -> str:
        """The next line."""
        self.asked.append(prompt)
        return self.lines.pop(0) if self.lines else ""


def run(work: Callable[[Store], object], data: Path) -> object:
    """Something with the store of a data folder, from a test that is not asynchronous."""

    async def inside() -> object:
        async with open_store(data) as store:
            found = work(store)
            result = await found if asyncio.iscoroutine(found) else found
            await store.database.flush()
            return result

    return asyncio.run(inside())


def fill(data: Path, texts: Iterable[str], times: int = 1, outcome: str = "none") -> None:
    """Questions that nobody could answer, each asked by so many people."""

    def work(store: Store) -> None:
        for at, text in enumerate(texts):
            for person in range(times):
                number = f"{at:05}{person:06}"
                moment = NOW - timedelta(minutes=at)
                store.questions.record(
                    Question(number, f"tg:{at}{person}", moment, text, "en", None, outcome, NEAR, "model")  # type: ignore[arg-type]
                )

    run(work, data)


def sit(settings: Settings, maintainer: Maintainer) -> str:
    """One session; returns all that stood on the screen."""
    console = Console(record=True, width=160, file=io.StringIO())
    sit_down(settings, maintainer.hands(), console)
    assert not maintainer.keys, "the session ended before all keys were pressed"
    return console.export_text()
