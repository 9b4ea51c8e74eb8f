"""YAML in, with line numbers, and without YAML's surprises.

Refused, each with its line: duplicate keys, tabs, `no` that would be False, `12:30` that would be 750, anchors and
tags. PyYAML itself would take the last of two equal keys without a word.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from yaml.tokens import AliasToken, AnchorToken, TagToken

from bot.core.problems import Place, Problem

Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_PREFIX = "tag:yaml.org,2002:"
_KINDS = {"bool": "yes or no", "int": "a number", "float": "a number", "timestamp": "a point in time"}


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
        document._root = root = yaml.compose(text, Loader=Loader)  # noqa: SLF001 - its own constructor, below the class
        marks = list(_marks(path, text))
        document.value = _build(document, root) if root and not marks else None
        document.problems.extend(marks)
    except yaml.YAMLError as error:
        document.problems.append(_syntax(path, text, error))
    except RecursionError:
        document.problems.append(Problem(Place(path, 1), "is nested too deeply", hint="count the brackets"))
    return document


def _marks(path: str, text: str) -> Iterator[Problem]:
    """Anchors, aliases and tags: `title: &co Partners` would lose its first word, `&a [*a]` would never end."""
    for token in yaml.scan(text, Loader=Loader):
        if isinstance(token, TagToken):
            kind, mark = "a tag", "".join(part for part in token.value if part)
        elif isinstance(token, AnchorToken):
            kind, mark = "an anchor", f"&{token.value}"
        elif isinstance(token, AliasToken):
            kind, mark = "an alias", f"*{token.value}"
        else:
            continue
        what, place = f"YAML reads '{mark}' as {kind}, not as text", Place(path, token.start_mark.line + 1)
        yield Problem(place, what, hint="put the whole text in quotes")


def _syntax(path: str, text: str, error: yaml.YAMLError) -> Problem:
    mark, what = getattr(error, "problem_mark", None), getattr(error, "problem", None)
    line = mark.line + 1 if mark else 1
    if isinstance(error, yaml.reader.ReaderError):  # a control character: it has an offset, and no line
        what, line = error.reason, text.encode()[: error.position].count(b"\n") + 1
    what = what or "cannot be read"
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
        document.problems.append(
            Problem(place, f"YAML reads {value!r} as {_KINDS.get(kind, kind)}, not as text", hint=hint)
        )
    return value


def _day(document: Document, node: Node) -> date | str:
    try:
        return date.fromisoformat(node.value)
    except ValueError:
        place = Place(document.path, node.start_mark.line + 1)
        document.problems.append(Problem(place, f"{node.value} is not a day of the calendar", hint="write YYYY-MM-DD"))
        return str(node.value)
