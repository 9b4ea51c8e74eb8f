"""`redress curate`, driven by keys: what is decided ends up in the files, and nothing else does."""

import os
import pty
import select
import subprocess
import sys
import termios
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from bot.core.match.features import Floats
from bot.core.queue import collect, shortened
from bot.edges.library import Shelf
from bot.edges.store import Store
from bot.settings import Settings
from bot.verbs.curating import joined
from tests.conftest import NOW
from tests.core.test_queue import asked
from tests.edges.test_insert import added
from tests.verbs.desk import FUND, Maintainer, fill, run, sit

ROOT = Path(__file__).parents[2]
EXAM = Path("tests/knowledge/en/rights.yaml")
LONG = "i packed boxes here for nineteen years and today the gates are shut and nobody tells me about my fund papers"
ENTRY = """\
- topic: severance-years
  title: Long service
  short: Long service often pays more.
  answer: Ask in writing.
  sources:
    - {title: ILO Convention 158, url: "https://normlex.ilo.org"}
  reviewed: {on: 2026-11-20, by: null}
"""


def asks(settings: Settings) -> Path:
    """The file of ways to ask for rights."""
    return settings.knowledge / "int/en/rights.asks.yaml"


def waiting(settings: Settings) -> int:
    """How many groups wait in the queue."""

    async def work(store: Store) -> int:
        return len(await store.queue.groups())

    return int(str(run(work, settings.data_dir)))


def test_a_question_is_attached_with_two_keys(office: Settings) -> None:
    """The most frequent wordings become ways to ask, one becomes a test; the diff is these lines."""
    fill(office.data_dir, FUND, times=3)
    before, exam = asks(office).read_text("utf-8"), EXAM.read_text("utf-8")
    shown = sit(office, Maintainer(list("1wyq")))
    assert added(before, asks(office).read_text("utf-8")) == [f"  - {FUND[1]}", f"  - {FUND[2]}"]
    assert added(exam, EXAM.read_text("utf-8")) == [f'  - "{FUND[0]}"']
    assert "9 asked" in shown
    assert "unanswered 9" in shown
    assert "guarantee-apply" in shown
    assert f"+   - {FUND[1]}" in shown
    assert waiting(office) == 0


def test_only_what_was_shown_of_a_rare_question_is_written(office: Settings) -> None:
    """A single person's story does not end up in a public file."""
    fill(office.data_dir, [LONG])
    sit(office, Maintainer(list("1wyq")))
    assert f"  - {shortened(LONG).removesuffix(' …')}\n" in asks(office).read_text("utf-8")
    assert "fund papers" not in asks(office).read_text("utf-8")


def test_a_single_wording_asks_for_another_as_a_test(office: Settings) -> None:
    """What stands among the ways to ask tests nothing; the maintainer may know another way to say it."""
    fill(office.data_dir, FUND[:1])
    maintainer = Maintainer(list("1wyq"), ["is the fund form void without the manager's name"])
    sit(office, maintainer)
    assert "as a test question" in maintainer.asked[0]
    assert "is the fund form void without the manager's name" in EXAM.read_text("utf-8")


def test_an_entry_is_found_by_words(office: Settings) -> None:
    """The right entry is not always among the nearest."""
    fill(office.data_dir, ["my years at the mill"])
    before = asks(office).read_text("utf-8")
    sit(office, Maintainer(list("a1wyq"), ["severance pay"]))
    assert added(before, asks(office).read_text("utf-8")) == ["  - my years at the mill"]
    text = asks(office).read_text("utf-8")
    assert text.index("severance:") < text.index("my years at the mill")


def test_which_questions_change_hands_is_shown_before_anything_is_written(office: Settings) -> None:
    """The maintainer sees what the new words take from whom, and can go back."""
    fill(office.data_dir, ["what is for lunch"], times=2)
    before = asks(office).read_text("utf-8")
    EXAM.write_text("none:\n  - what is for dinner\n", "utf-8")
    shown = sit(office, Maintainer(list("1wnqd")))
    assert "other questions change hands" in shown
    assert "what is for lunch" in shown
    assert "answer" in shown
    assert asks(office).read_text("utf-8") == before
    assert waiting(office) == 1


def test_ignored_for_good(office: Settings) -> None:
    """One key, and it never comes back."""
    fill(office.data_dir, ["how tall is the eiffel tower"])
    before = asks(office).read_text("utf-8")
    sit(office, Maintainer(list("iwyq")))
    assert asks(office).read_text("utf-8") == before
    fill(office.data_dir, ["eiffel tower how tall is it"])
    assert "The queue is empty." in sit(office, Maintainer([]))


def test_undo_takes_back_a_gesture_and_what_was_saved(office: Settings) -> None:
    """A slip of the finger costs a key, before saving and after."""
    fill(office.data_dir, FUND)
    before = asks(office).read_text("utf-8"), EXAM.read_text("utf-8")
    shown = sit(office, Maintainer(list("iu1wyuq")))
    assert "The files are as they were." in shown
    assert (asks(office).read_text("utf-8"), EXAM.read_text("utf-8")) == before
    assert waiting(office) == 1


def test_what_would_fail_the_check_is_not_written(office: Settings) -> None:
    """A new way to ask that is a test question of another entry is refused with the reason."""
    fill(office.data_dir, FUND[:1])
    before = asks(office).read_text("utf-8")
    maintainer = Maintainer(list("1wuq"), ["recover unpaid wages"])
    shown = sit(office, maintainer)
    assert "stands among the ways to ask too" in shown
    assert "Nothing is written" in shown
    assert asks(office).read_text("utf-8") == before


def test_a_new_entry_is_written_in_the_editor(office: Settings) -> None:
    """The skeleton holds the questions; catalogue, entry, asks and test are inserted together."""
    fill(office.data_dir, FUND, times=3)
    catalogue = office.knowledge / "catalogue.yaml"
    before, skeletons = catalogue.read_text("utf-8"), []

    def editor(text: str) -> str:
        skeletons.append(text)
        return ENTRY

    sit(office, Maintainer(list("nwyq"), ["severance-years", "rights", "int"], editor))
    assert f"# asked: {FUND[0]}" in skeletons[0]
    assert len(added(before, catalogue.read_text("utf-8"))) == 1
    assert ENTRY in (office.knowledge / "int/en/rights.yaml").read_text("utf-8")
    assert "severance-years:" in asks(office).read_text("utf-8")
    assert "severance-years:" in EXAM.read_text("utf-8")


def test_an_entry_with_a_mistake_goes_back_to_the_editor(office: Settings) -> None:
    """What is wrong is said, and nothing of what was typed is lost."""
    fill(office.data_dir, FUND[:1])
    texts = [ENTRY.replace("title: Long", "titel: Long"), ENTRY]
    seen = []

    def editor(text: str) -> str:
        seen.append(text)
        return texts.pop(0)

    shown = sit(office, Maintainer(list("neqd"), ["severance-years", "rights", ""], editor))
    assert "'title': Field required" in shown
    assert seen[1] == ENTRY.replace("title: Long", "titel: Long")


@pytest.mark.parametrize(
    ("lines", "told"),
    [([""], ""), (["x", "cooking", "int"], "no such area"), (["severance", ""], "That entry exists")],
)
def test_giving_up_on_an_entry_changes_nothing(office: Settings, lines: list[str], told: str) -> None:
    """Enter gives up; a wrong area or an entry that is there is told."""
    fill(office.data_dir, FUND[:1])
    assert told in sit(office, Maintainer(list("nq"), lines))


def test_a_file_edited_meanwhile_is_not_overwritten(office: Settings) -> None:
    """A colleague's change, made while the preview was looked at, stays."""
    fill(office.data_dir, FUND)

    class Colleague(Maintainer):
        def key(self) -> str:
            pressed = super().key()
            if pressed == "y":
                asks(office).write_text("wages: [mine]\n", "utf-8")
            return pressed

    shown = sit(office, Colleague(list("1wyuq")))
    assert "was edited meanwhile; nothing was written" in shown
    assert asks(office).read_text("utf-8") == "wages: [mine]\n"


async def _propose(store: Store, state: str, topic: str = "", draft: str = "") -> None:
    await store.queue.deal([(group, ["severance"]) for group in await store.queue.groups()], NOW)
    (card,) = await store.queue.proposals("open")
    await store.queue.propose(card.id, state, "tg:9", NOW, topic, draft)


def test_what_maintainers_proposed_in_the_chat_comes_first(office: Settings) -> None:
    """One key does what was proposed on the telephone."""
    fill(office.data_dir, FUND)
    run(lambda store: _propose(store, "attach", "severance"), office.data_dir)
    fill(office.data_dir, ["can a robot own the factory"], times=9, outcome="suggest")
    before = asks(office).read_text("utf-8")
    shown = sit(office, Maintainer(list("ywyq")))
    assert shown.index("proposed in the chat: attach to severance") < shown.index("robot")
    text = asks(office).read_text("utf-8")
    assert added(before, text)
    assert text.index("severance:") < text.index(FUND[1])
    assert "proposed in the chat" not in sit(office, Maintainer(list("q")))


def test_what_is_taken_back_is_proposed_again(office: Settings) -> None:
    """The colleague's words are not lost with the files that were written by mistake."""
    fill(office.data_dir, FUND)
    run(lambda store: _propose(store, "attach", "severance"), office.data_dir)
    sit(office, Maintainer(list("ywyuq")))
    found = run(lambda store: store.queue.proposals("attach"), office.data_dir)
    assert isinstance(found, list)
    assert [(kept.topic, kept.author) for kept in found] == [("severance", "tg:9")]
    assert "proposed in the chat: attach to severance" in sit(office, Maintainer(list("q")))


def test_a_reply_from_the_chat_becomes_a_draft(office: Settings) -> None:
    """What a maintainer answered stands in the skeleton; nothing goes live without the editor and a look."""
    fill(office.data_dir, FUND)
    run(lambda store: _propose(store, "answer", draft="No: your own name is enough."), office.data_dir)
    skeletons = []

    def editor(text: str) -> str:
        skeletons.append(text)
        return ENTRY

    shown = sit(office, Maintainer(list("ywyq"), ["severance-years", "rights", ""], editor))
    assert "proposed in the chat: this reply is the answer:" in shown
    assert "    No: your own name is enough." in skeletons[0]
    assert "severance-years" in (office.knowledge / "catalogue.yaml").read_text("utf-8")


def test_without_a_terminal_it_says_so(office: Settings) -> None:
    """In a script the command ends with one sentence."""
    assert office
    done = subprocess.run(
        [sys.executable, "-m", "bot", "curate"],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr == "redress: redress curate needs a terminal: it is driven by single keys\n"


def test_it_works_on_a_real_terminal(office: Settings) -> None:
    """The whole command under a pseudo-terminal: a digit, w, y, q; the file has the line."""
    fill(office.data_dir, FUND, times=3)
    main, side = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "curate"],
        env={**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm", "COLUMNS": "160"},
        stdin=side,
        stdout=side,
        stderr=side,
    )
    os.close(side)
    for wanted, key in [(b"q quit", b"1"), (b"That was all", b"w"), (b"y writes this", b"y"), (b"That was all", b"q")]:
        _until(main, wanted)
        os.write(main, key)
    assert process.wait(timeout=120) == 0
    os.close(main)
    assert f"  - {FUND[1]}\n" in asks(office).read_text("utf-8")


def _until(terminal: int, wanted: bytes, patience: float = 120.0) -> None:
    """Read until these words stand on the screen."""
    seen, end = b"", time.monotonic() + patience
    while wanted not in seen:
        ready, _, _ = select.select([terminal], [], [], max(0.0, end - time.monotonic()))
        assert ready, f"{wanted!r} did not come: {seen[-400:]!r}"
        seen += os.read(terminal, 4096)
    while termios.tcgetattr(terminal)[3] & termios.ICANON:  # what is typed before the program listens is dropped
        select.select([terminal], [], [], 0.02)


class Alike:
    """An encoder to which everything means the same."""

    name, size, weight = "alike", 2, 1.0

    def encode(self, texts: Sequence[str]) -> Floats:
        """One row per text."""
        return np.tile(np.array([[1.0, 0.0]], np.float32), (len(texts), 1))

    def knows(self, _: str) -> bool:
        """It knows no word."""
        return False


def test_encoders_join_what_means_the_same() -> None:
    """A question and its translation are one card, where there are encoders to tell."""
    groups = (collect([asked("how slow is the fund")], {}), collect([asked("cuanto tarda")], {}))
    source = Shelf(Path("nowhere"), None, (Alike(),))
    assert len(joined(groups, source, 0)) == 2
    (group,) = joined(groups, source, 1)
    assert group.count == 2
