"""Edits of the knowledge: made in memory first, written all together, and taken back while nobody changed the files."""

import contextlib
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.core.curation import Edit
from bot.edges.insert import with_ask, with_entry, with_test, with_topic
from bot.errors import InsertError


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of one file: its text before ("" for a file that is new) and after."""

    path: Path
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Folders:
    """Where the knowledge and its test questions stand."""

    knowledge: Path
    exams: Path

    def of(self, edit: Edit) -> Path:
        """The file of an edit."""
        return (self.exams if edit.kind == "test" else self.knowledge) / edit.path


def changed(edits: Iterable[Edit], folders: Folders) -> tuple[Change, ...]:
    """The files as the edits make them; nothing is written. Raises InsertError naming the file."""
    texts: dict[Path, tuple[str, str]] = {}
    for edit in edits:
        path = folders.of(edit)
        before, now = texts.get(path) or (read(path),) * 2
        try:
            texts[path] = before, _edited(now, edit)
        except InsertError as error:
            raise InsertError(f"{path}: {error}") from None
    return tuple(Change(path, before, after) for path, (before, after) in texts.items())


def _edited(text: str, edit: Edit) -> str:
    match edit.kind:
        case "ask":
            return with_ask(text, edit.topic, edit.text)
        case "test":
            return with_test(text, edit.topic, edit.text, edit.country)
        case "entry":
            return with_entry(text, edit.text)
        case "topic":
            return with_topic(text, edit.topic, edit.country or "", edit.text)


def read(path: Path) -> str:
    """A file's text with its own line ends; "" when there is none."""
    if not path.exists():
        return ""
    with path.open(encoding="utf-8", newline="") as file:
        return file.read()


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.new")
    with fresh.open("w", encoding="utf-8", newline="") as file:
        file.write(text)
    fresh.replace(path)


def save(changes: Sequence[Change]) -> None:
    """Write the files. Raises InsertError, and writes nothing, when one of them was edited meanwhile."""
    _unchanged((change.path, change.before) for change in changes)
    for change in changes:
        _write(change.path, change.after)


def take_back(changes: Sequence[Change]) -> None:
    """Write the files as they were. Raises InsertError when one of them was edited since."""
    _unchanged((change.path, change.after) for change in changes)
    for change in changes:
        if change.before:
            _write(change.path, change.before)
        else:
            change.path.unlink()


def _unchanged(expected: Iterable[tuple[Path, str]]) -> None:
    for path, text in expected:
        if read(path) != text:
            raise InsertError(f"{path} was edited meanwhile; nothing was written")


@contextlib.contextmanager
def rehearsed(folders: Folders, changes: Sequence[Change]) -> Iterator[Folders]:
    """Copies of both folders with the changes made, for as long as they are looked at."""
    with tempfile.TemporaryDirectory() as name:
        copies = Folders(Path(name) / "knowledge", Path(name) / "exams")
        for source, target in ((folders.knowledge, copies.knowledge), (folders.exams, copies.exams)):
            target.mkdir()
            for path in source.rglob("*.yaml"):
                copy = target / path.relative_to(source)
                copy.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, copy)
        for change in changes:
            own = folders.knowledge if change.path.is_relative_to(folders.knowledge) else folders.exams
            target = copies.knowledge if own is folders.knowledge else copies.exams
            _write(target / change.path.relative_to(own), change.after)
        yield copies
