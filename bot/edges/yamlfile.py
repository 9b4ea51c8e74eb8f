"""YAML in, with line numbers, and without YAML's surprises.

Refused, each with its line: duplicate keys, tabs, `no` that would be False, `12:30` that would be 750, anchors and
tags. PyYAML itself would take the last of two equal keys without a word.
"""

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from bot.core.problems import Place, Problem

Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_PREFIX = "tag:yaml.org,2002:"


@dataclass
class Document:
    """One file: its plain value, the problems met, and the line of every part of it."""

    path: str
    value: Any = None
    problems: list[Problem] = field(default_factory=list)
    _root: Node | None = None

    def line(self, *location: str | int) -> int:
        """The line of a part, by its keys and indexes; of the nearest part around it when it is missing."""
        node = self._root
        line = node.start_mark.line + 1 if node else 1
        for step in location:
            child = _child(node, step)
            if child is None:
                break
            line, node = child
        return line

    def problem(self, what: str, *location: str | int, entry: str = "", hint: str = "") -> Problem:
        """A problem at a part of this file."""
        return Problem(Place(self.path, self.line(*location)), what, entry, hint)


def _child(node: Node | None, step: str | int) -> tuple[int, Node] | None:
    if isinstance(node, MappingNode):
        for key, value in node.value:
            if key.value == step:
                return key.start_mark.line + 1, value
    if isinstance(node, SequenceNode) and isinstance(step, int) and step < len(node.value):
        value = node.value[step]
        return value.start_mark.line + 1, value
    return None


def parse(path: str, text: str) -> Document:
    """Read one file; never raises for what is in it."""
    document = Document(path)
    if "\t" in text:
        line = text[: text.index("\t")].count("\n") + 1
        document.problems.append(Problem(Place(path, line), "a tab character", hint="YAML wants spaces"))
        text = text.replace("\t", "  ")
    try:
        document._root = yaml.compose(text, Loader=Loader)  # noqa: SLF001 - its own constructor, below the class
    except yaml.YAMLError as error:
        document.problems.append(_syntax(path, error))
        return document
    document.value = _build(document, document._root) if document._root else None  # noqa: SLF001
    return document


def _syntax(path: str, error: yaml.YAMLError) -> Problem:
    mark = getattr(error, "problem_mark", None)
    what = getattr(error, "problem", None) or "cannot be read"
    line = mark.line + 1 if mark else 1
    return Problem(Place(path, line), f"not valid YAML: {what}", hint="check the indentation, colons and quotes here")


def _build(document: Document, node: Node) -> Any:  # noqa: ANN401 - whatever YAML holds
    if isinstance(node, MappingNode):
        return _mapping(document, node)
    if isinstance(node, SequenceNode):
        return [_build(document, child) for child in node.value]
    return _scalar(document, node)


def _mapping(document: Document, node: MappingNode) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in node.value:
        name = key.value if isinstance(key, ScalarNode) else "?"
        if name in found:
            place = Place(document.path, key.start_mark.line + 1)
            document.problems.append(Problem(place, f"the key '{name}' stands twice", hint="keep one of them"))
        found[name] = _build(document, value)
    return found


def _scalar(document: Document, node: Node) -> Any:  # noqa: ANN401
    value: str = node.value
    kind = node.tag.removeprefix(_PREFIX)
    if kind == "null":
        return None
    if kind == "bool" and value.casefold() in {"true", "false"}:
        return value.casefold() == "true"
    if kind == "int" and re.fullmatch(r"[+-]?(0|[1-9]\d*)", value):
        return int(value)
    if kind == "float" and re.fullmatch(r"[+-]?\d+\.\d+", value):
        return float(value)
    if kind == "timestamp" and _DAY.fullmatch(value):
        return _day(document, node)
    if kind != "str":
        place = Place(document.path, node.start_mark.line + 1)
        hint = f'write "{value}" in quotes'
        document.problems.append(Problem(place, f"YAML reads {value!r} as a {kind}, not as text", hint=hint))
    return value


def _day(document: Document, node: Node) -> date | str:
    try:
        return date.fromisoformat(node.value)
    except ValueError:
        place = Place(document.path, node.start_mark.line + 1)
        document.problems.append(Problem(place, f"{node.value} is not a day of the calendar", hint="write YYYY-MM-DD"))
        return str(node.value)
