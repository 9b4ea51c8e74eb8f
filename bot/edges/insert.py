"""Puts a way to ask, an entry or a test question into a YAML file by inserting lines: no other line is touched.

No YAML library writes a file back as it was; so the lines are put in as text, where the parsed file says, and the
result is parsed again: it must say what it said before, and the new thing, and nothing else.
"""

import re
from collections.abc import Sequence
from typing import Any, Final

import yaml
from yaml.nodes import MappingNode, ScalarNode, SequenceNode

from bot.edges.yamlfile import Loader, parse
from bot.errors import InsertError

_CONTROL: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]+")
_LINE: Final = re.compile("[^\n\r\x85\u2028\u2029]*(?:\r\n|[\n\r\x85\u2028\u2029])|[^\n\r\x85\u2028\u2029]+$")
_TELLING: Final = re.compile(r"^\S.*\S$|^\S$")


def tidy(text: str) -> str:
    """A text on one line, without what YAML cannot hold."""
    return " ".join(_CONTROL.sub(" ", text).split())


def scalar(text: str, *, quoted: bool = False) -> str:
    """A text as YAML: bare where YAML reads it back as itself, else in double quotes."""
    if not quoted and _reads_as(text, text):
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _reads_as(written: str, text: str) -> bool:
    """Whether YAML reads this back as that text, in a list and as a value, and would not take it for a key."""
    if not _TELLING.match(text) or _CONTROL.search(text):
        return False
    document = parse("", f"- {written}\n")
    return document.value == [text] and not document.problems


def with_ask(text: str, topic: str, question: str) -> str:
    """The file's text with a way to ask added at the end of a topic's list; a new topic comes at the end.

    Serves files of test questions too. Raises InsertError when the file is no such file or holds the question already.
    """
    return _with_item(text, topic, question, scalar(question), scalar(question, quoted=True))


def with_test(text: str, topic: str, question: str, country: str | None = None) -> str:
    """The same for a test question; with a country it becomes `{q: ..., country: ..}`."""
    if not country:
        return with_ask(text, topic, question)
    written = f"{{q: {scalar(question, quoted=True)}, country: {scalar(country)}}}"
    return _with_item(text, topic, {"q": question, "country": country}, written, written)


def _with_item(text: str, topic: str, value: object, bare: str, quoted: str) -> str:
    before = _value(text)
    if not isinstance(before, dict | None):
        raise InsertError("the file is no list of questions by topic")
    known: Sequence[Any] = (before or {}).get(topic) or ()
    if value in known:
        raise InsertError(f"'{topic}' has this question already")
    at, lines = _place(text, topic, bare, quoted)
    return _checked(text, at, lines, {**(before or {}), topic: [*known, value]})


def _place(text: str, topic: str, bare: str, quoted: str) -> tuple[int, list[str]]:
    """Before which line, counted from 0, what is put in."""
    found = _list(text, topic)
    if found is None:
        style = _style(text)
        return _end(text), [f"{topic}:", f"{style[0]}- {quoted if style[1] else bare}"]
    key, node = found
    if not isinstance(node, SequenceNode):
        return key.end_mark.line + 1, [f"  - {bare}"]
    if node.flow_style:
        raise InsertError(f"the list of '{topic}' is in brackets; write a line for each question")
    line, indent = _foot(node)
    return line, [f"{indent}- {quoted if _is_quoted(node.value[-1]) else bare}"]


def _foot(items: SequenceNode) -> tuple[int, str]:
    """The line after a list's last item, and what stands before its dashes."""
    end = items.value[-1].end_mark
    return end.line + (1 if end.column else 0), " " * items.start_mark.column


def _list(text: str, topic: str) -> tuple[Any, Any] | None:
    root = yaml.compose(text, Loader=Loader)
    pairs = root.value if isinstance(root, MappingNode) else []
    return next(((key, value) for key, value in pairs if key.value == topic), None)


def _style(text: str) -> tuple[str, bool]:
    """How this file sets its lists: what stands before a dash, and whether questions are in quotes."""
    root = yaml.compose(text, Loader=Loader)
    for _, value in reversed(root.value if isinstance(root, MappingNode) else []):
        if isinstance(value, SequenceNode) and not value.flow_style:
            return " " * value.start_mark.column, _is_quoted(value.value[-1])
    return "  ", False


def _is_quoted(node: Any) -> bool:  # noqa: ANN401 - PyYAML's nodes are untyped
    return isinstance(node, ScalarNode) and node.style == '"'


def _end(text: str) -> int:
    return len(_lines(text))


def _lines(text: str) -> list[str]:
    """The lines with their ends, as YAML counts them."""
    return _LINE.findall(text)


def with_entry(text: str, entry: str) -> str:
    """The file's text with an entry, as written by `skeleton` and an editor, at its end. Raises InsertError."""
    before = _value(text)
    if not isinstance(before, list | None):
        raise InsertError("the file is no list of entries")
    made = parse("", entry)
    if made.problems or not isinstance(made.value, list) or len(made.value) != 1:
        first = made.problems[0] if made.problems else "it is no single entry that begins with '- topic:'"
        raise InsertError(f"the entry cannot be read: {first}")
    lines = [line.rstrip() for line in entry.strip("\n").splitlines()]
    gap = [""] if text.strip() and not text.endswith("\n\n") else []
    return _checked(text, _end(text), [*gap, *lines], [*(before or []), *made.value])


def with_topic(text: str, topic: str, area: str, covers: str) -> str:
    """The catalogue's text with one topic more, after the last. Raises InsertError."""
    before = _value(text)
    found = _list(text, "topics")
    if not isinstance(before, dict) or found is None or not isinstance(found[1], SequenceNode) or found[1].flow_style:
        raise InsertError("the catalogue has no list of topics to add to")
    line, indent = _foot(found[1])
    value = {"id": topic, "area": area, "local": True, "covers": covers}
    written = f"{{id: {topic}, area: {area}, local: true, covers: {scalar(covers, quoted=True)}}}"
    return _checked(text, line, [f"{indent}- {written}"], {**before, "topics": [*before["topics"], value]})


def skeleton(topic: str, questions: Sequence[str], today: str, draft: str = "") -> str:
    """An entry to be filled in, with the questions that it must answer above it; `draft` is a maintainer's reply."""
    asked = "".join(f"# asked: {tidy(question)}\n" for question in questions)
    words = "\n".join(f"    {tidy(line)}".rstrip() for line in draft.splitlines()) if draft.strip() else "    1. ..."
    return (
        f"{asked}# Lines with # are taken out. Save to go on; empty the file to give up.\n"
        f"- topic: {topic}\n  title: ...\n  short: >-\n    ...\n  answer: |\n{words}\n  sources:\n"
        f'    - {{title: ..., article: ..., url: "https://..."}}\n  reviewed: {{on: {today}, by: null}}\n'
    )


def _value(text: str) -> object:
    document = parse("", text)
    if document.problems:
        raise InsertError(f"mend the file first: {document.problems[0]}")
    return document.value


def _checked(text: str, at: int, lines: Sequence[str], expected: object) -> str:
    """The text with the lines put in. Raises InsertError when it would not say exactly what is expected."""
    newline = "\r\n" if "\r\n" in text else "\n"
    old = _lines(text)
    if at == len(old) and old and not old[-1].endswith(("\n", "\r")):
        old[-1] += newline
    new = "".join([*old[:at], *(f"{line}{newline}" for line in lines), *old[at:]])
    document = parse("", new)
    if document.problems or document.value != expected:
        raise InsertError("the text cannot be put into this file; add it by hand")
    return new
