"""The knowledge folder -> `Knowledge`, and every problem on the way.

A file that cannot be used is left out, and its problems are told; the others still load, so that one run names all.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError

from bot.core.knowledge import Ask, Catalogue, Deadline, Entry, Figure, Knowledge, Page, Term
from bot.core.problems import Place, Problem
from bot.edges.yamlfile import Document, parse
from bot.errors import KnowledgeError

ASKS = ".asks.yaml"
Row = TypeVar("Row", bound=BaseModel)
_ASKS: TypeAdapter[dict[str, list[str]]] = TypeAdapter(dict[str, list[str]])
_HINTS = {
    "extra_forbidden": "remove it, or check its spelling",
    "missing": "add it",
    "string_type": "write a text, in quotes if it looks like a number or a date",
    "date_type": "write a day as YYYY-MM-DD",
    "string_too_long": "shorten it",
    "tuple_type": "write a list in brackets: [one, two]",
}
_FORMS = {  # what a text that has a form must look like, by its key
    "period": "write P6M for six months, P2W for two weeks, P14D for 14 days",
    "less": "write P1D for one day",
    "url": "write the whole address, from https:// on",
    "unit": "write a currency such as EUR, or hours, days, weeks, months, years, percent or count",
}
_FORM = "use small letters, digits and hyphens"


@dataclass
class Loaded:
    """What a folder held: the usable part, and the problems."""

    catalogue: Catalogue | None = None
    pages: dict[tuple[str, str, str], Page] = field(default_factory=dict)
    asks: list[Ask] = field(default_factory=list)
    figures: dict[str, list[Figure]] = field(default_factory=dict)
    deadlines: dict[str, Deadline] = field(default_factory=dict)
    terms: list[tuple[str, Term]] = field(default_factory=list)
    places: dict[str, Place] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def knowledge(self) -> Knowledge:
        """The frozen form. Raises KnowledgeError without a catalogue."""
        if self.catalogue is None:
            raise KnowledgeError(tuple(self.problems))
        figures = {name: tuple(sorted(rows, key=lambda row: row.valid_from)) for name, rows in self.figures.items()}
        return Knowledge(
            self.catalogue, self.pages, tuple(self.asks), figures, self.deadlines, tuple(self.terms), self.places
        )


def load(folder: Path) -> Loaded:
    """Read a knowledge folder; never raises for what is in the files."""
    loaded = Loaded()
    for path in sorted(folder.rglob("*.yaml")):
        name = path.relative_to(folder).as_posix()
        try:
            document = parse(name, path.read_text(encoding="utf-8"))
        except UnicodeDecodeError as error:
            place = Place(name, error.object[: error.start].count(b"\n") + 1)
            loaded.problems.append(Problem(place, "a character that is not UTF-8", hint="save the file as UTF-8 text"))
            continue
        except OSError as error:
            loaded.problems.append(Problem(Place(name, 1), f"cannot be read: {error.strerror}"))
            continue
        _place(loaded, document, name.split("/"))
        loaded.problems.extend(document.problems)
    for path in sorted(folder.rglob("*.yml")):  # left out without a word, it would be missed by nobody but the readers
        loaded.problems.append(
            Problem(Place(path.relative_to(folder).as_posix(), 1), "is not read", hint="name it .yaml")
        )
    if loaded.catalogue is None:
        loaded.problems.append(Problem(Place("catalogue.yaml", 1), "there is no usable catalogue", hint="add the file"))
    return loaded


def _place(loaded: Loaded, document: Document, parts: Sequence[str]) -> None:
    """Read a document as what its path says that it is."""
    match parts:
        case ["catalogue.yaml"]:
            loaded.catalogue = _read(document, Catalogue, document.value)
        case [country, "figures.yaml"]:
            for index, figure in _rows(document, Figure):
                loaded.figures.setdefault(figure.id, []).append(figure)
                loaded.places.setdefault(f"figure:{figure.id}:{figure.valid_from}", _at(document, index))
                _own(document, index, figure.id, country)
        case [country, "deadlines.yaml"]:
            for index, deadline in _rows(document, Deadline):
                _own(document, index, deadline.id, country)
                _once(document, index, deadline.id, f"deadline:{deadline.id}", loaded)
                loaded.deadlines[deadline.id] = deadline
        case [country, "glossary.yaml"]:
            for index, term in _rows(document, Term):
                loaded.terms.append((country, term))
                loaded.places.setdefault(f"term:{country}:{term.term}", _at(document, index))
        case [country, language, name] if name.endswith(ASKS):
            _asks(loaded, document, country, language)
        case [country, language, name]:
            _pages(loaded, document, country, language, name.removesuffix(".yaml"))
        case _:
            hint = "put it at <country>/<language>/<area>.yaml"
            document.problems.append(document.problem("is not where knowledge files stand", hint=hint))


def _pages(loaded: Loaded, document: Document, country: str, language: str, area: str) -> None:
    for index, entry in _rows(document, Entry):
        key = (country, language, entry.topic)
        if key in loaded.pages:
            first = loaded.pages[key].place
            what = f"the topic has an answer already, at {first.path}:{first.line}"
            document.problems.append(document.problem(what, index, entry=entry.topic, hint="keep one of them"))
            continue
        loaded.pages[key] = Page(country, language, area, entry, _at(document, index))


def _asks(loaded: Loaded, document: Document, country: str, language: str) -> None:
    value = document.value if document.value is not None else {}
    try:
        topics = _ASKS.validate_python(value, strict=True)
    except ValidationError as error:
        document.problems.extend(_problems(document, error, ()))
        return
    for topic, texts in topics.items():
        for index, text in enumerate(texts):
            place = Place(document.path, document.line(topic, index))
            loaded.asks.append(Ask(topic, text, country, language, place))


def _rows(document: Document, model: type[Row]) -> Iterator[tuple[int, Row]]:
    """The rows of a list that fit the model; the others become problems. A file of comments alone has none yet."""
    if document.value is None:
        return
    if not isinstance(document.value, list):
        if not document.problems:
            document.problems.append(document.problem("holds no list", hint='begin each entry with "- "'))
        return
    for index, raw in enumerate(document.value):
        row = _read(document, model, raw, index)
        if row is not None:
            yield index, row


def _read(document: Document, model: type[Row], raw: Any, *at: int) -> Row | None:  # noqa: ANN401
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        name = next((str(raw[key]) for key in ("id", "topic", "term") if isinstance(raw, Mapping) and key in raw), "")
        document.problems.extend(_problems(document, error, at, name))
        return None


def _problems(document: Document, error: ValidationError, at: tuple[int, ...], name: str = "") -> Iterator[Problem]:
    for fault in error.errors(include_url=False, include_context=False):
        location = (*at, *fault["loc"])
        where = ".".join(str(step) for step in fault["loc"]) or "entry"
        message = fault["msg"].removeprefix("Value error, ")
        hint = _HINTS.get(fault["type"], "")
        if fault["type"] == "string_pattern_mismatch":  # a regular expression tells a lawyer nothing
            message, hint = "does not have the right form", _FORMS.get(str(fault["loc"][-1]), _FORM)
        yield document.problem(f"'{where}': {message[:1].lower()}{message[1:]}", *location, entry=name, hint=hint)


def _at(document: Document, index: int) -> Place:
    return Place(document.path, document.line(index))


def _own(document: Document, index: int, name: str, country: str) -> None:
    if not name.startswith(f"{country}."):
        document.problems.append(
            document.problem(
                "belongs to another country", index, "id", entry=name, hint=f"begin its id with '{country}.'"
            )
        )


def _once(document: Document, index: int, name: str, key: str, loaded: Loaded) -> None:
    if key in loaded.places:
        document.problems.append(document.problem("this id stands twice", index, "id", entry=name, hint="keep one"))
    loaded.places[key] = _at(document, index)
