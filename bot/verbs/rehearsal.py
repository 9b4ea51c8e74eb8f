"""What would become of the knowledge: edits tried on a copy, checked, learnt, and asked every question again."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from bot.core.comparing import Moved, Outcome, Posed, moved, outcomes, tests
from bot.core.curation import Edit
from bot.core.exam import Task, leaked
from bot.core.knowledge import Knowledge
from bot.core.lint import lint
from bot.core.problems import Problem
from bot.edges import exams
from bot.edges.editing import Change, Folders, changed, rehearsed
from bot.edges.files import load
from bot.edges.library import Shelf
from bot.errors import KnowledgeError
from bot.flows.here import Library

_LINE = re.compile(r":\d+")


@dataclass(frozen=True)
class Preview:
    """The files as they would be, the errors that they would bring in, and the questions that would change hands."""

    changes: tuple[Change, ...]
    errors: tuple[Problem, ...]
    moved: tuple[Moved, ...]
    library: Library
    tasks: tuple[Task, ...]


class Bench:
    """The knowledge as it stands, and a place to try edits. Raises KnowledgeError for knowledge that cannot be used."""

    def __init__(self, source: Shelf, folders: Folders, logged: Sequence[Posed], today: date) -> None:
        self._source, self.folders, self._logged, self._today = source, folders, logged, today
        loaded = load(folders.knowledge)
        self.library = source.quick(loaded.knowledge())
        self.tasks = exams.load(folders.exams)[0]
        self._known = _errors(loaded.problems, self.library.knowledge, self.tasks, today)
        self._start = self.library.matcher
        self._control: Library | None = None  # the knowledge as it is, learnt on like the previews: see Shelf.trial
        self._before: dict[Posed, Outcome] = {}

    @property
    def knowledge(self) -> Knowledge:
        """The knowledge as it stands."""
        return self.library.knowledge

    def preview(self, edits: Sequence[Edit]) -> Preview:
        """Try edits. Raises InsertError for one that cannot be made, KnowledgeError for what would be unusable."""
        changes = changed(edits, self.folders)
        with rehearsed(self.folders, changes) as copies:
            loaded = load(copies.knowledge)
            tasks, faults = exams.load(copies.exams)
        if loaded.catalogue is None:
            raise KnowledgeError(tuple(loaded.problems))
        knowledge = loaded.knowledge()
        known = {_key(problem) for problem in self._known}
        found = _errors([*loaded.problems, *faults], knowledge, tasks, self._today)
        library = self._source.trial(knowledge, self._start)
        fresh = tuple(problem for problem in found if _key(problem) not in known)
        return Preview(changes, fresh, self._moved(edits, library), library, tasks)

    def _moved(self, edits: Sequence[Edit], library: Library) -> tuple[Moved, ...]:
        """The questions in the edited languages that are answered otherwise, the new ones of the edits left out."""
        languages = {part for edit in edits for part in edit.path.split("/")[:-1]}
        posed = [one for one in (*tests(self.tasks), *self._logged) if one.language in languages]
        self._control = self._control or self._source.trial(self.knowledge, self._start)
        missing = [one for one in posed if one not in self._before]
        self._before.update(zip(missing, outcomes(self._control.matcher, missing), strict=True))
        return moved(posed, [self._before[one] for one in posed], outcomes(library.matcher, posed))

    def accept(self, preview: Preview) -> None:
        """The edits were written: go on from there."""
        self.library, self._control, self.tasks, self._before = preview.library, preview.library, preview.tasks, {}

    def reload(self) -> None:
        """The files were changed otherwise: read them again."""
        self.library = Library(load(self.folders.knowledge).knowledge(), self._start)
        self.tasks, self._control, self._before = exams.load(self.folders.exams)[0], None, {}


def _errors(
    problems: Iterable[Problem], knowledge: Knowledge, tasks: Sequence[Task], today: date
) -> tuple[Problem, ...]:
    """All that would make `redress check` fail."""
    leaks = leaked(tasks, (ask.text for ask in knowledge.asks))
    found = [*problems, *lint(knowledge, today)]
    return (
        *(problem for problem in found if problem.level == "error"),
        *(Problem(task.place, f"'{task.text}' stands among the ways to ask too", task.topic) for task in leaks),
    )


def _key(problem: Problem) -> tuple[str, str, str]:
    """A problem without its lines, which move when something is inserted above."""
    return problem.place.path, problem.entry, _LINE.sub("", problem.what)
