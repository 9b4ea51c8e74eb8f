"""YAML without its surprises, and the line of everything."""

from datetime import date
from typing import Any

import pytest
import yaml
from hypothesis import given, strategies as st

from bot.edges.yamlfile import Document, parse

ENTRIES = """\
# a comment
- topic: severance
  title: Severance
  related:
    - notice-pay
    - holiday-pay
- topic: notice-pay

  reviewed: {on: 2026-11-24, by: null}
"""


def only(document: Document) -> tuple[int, str, str]:
    """Line, text and hint of the one problem."""
    (problem,) = document.problems
    return problem.place.line, problem.what, problem.hint


# --- values -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a text", "a text"),
        ('"no"', "no"),
        ("'12:30'", "12:30"),
        ("true", True),
        ("False", False),
        ("42", 42),
        ("-7", -7),
        ("0", 0),
        ("52.5", 52.5),
        ("2026-11-24", date(2026, 11, 24)),
        ('"2026-11-24"', "2026-11-24"),
        ("2026-1-5", "2026-1-5"),
        ("null", None),
        ("~", None),
        ("[a, 1]", ["a", 1]),
        ("{a: {b: c}}", {"a": {"b": "c"}}),
        ("no: a key named no", {"no": "a key named no"}),
        ("|\n  **bold** & more\n", "**bold** & more\n"),
        (">-\n  two\n  lines\n", "two lines"),
        ('"*not an alias"', "*not an alias"),
        ("wages & holiday", "wages & holiday"),
        ("{emoji: 🌍, greek: ή}", {"emoji": "🌍", "greek": "ή"}),
        ("", None),
        ("# only a comment\n", None),
        ("\ufeffa: 1", {"a": 1}),
    ],
)
def test_plain_values_are_read_as_they_look(text: str, value: object) -> None:
    """A text is a text, a number a number, a day a day."""
    document = parse("x.yaml", text)
    assert document.problems == []
    assert document.value == value
    assert type(document.value) is type(value)


@pytest.mark.parametrize(
    ("scalar", "kind"),
    [
        ("no", "yes or no"),
        ("Yes", "yes or no"),
        ("on", "yes or no"),
        ("OFF", "yes or no"),
        ("12:30", "a number"),
        ("190:20:30", "a number"),
        ("010", "a number"),
        ("0x1F", "a number"),
        ("1_000", "a number"),
        ("20:30.5", "a number"),
        (".5", "a number"),
        (".inf", "a number"),
        ("2026-11-24 10:00:00", "a point in time"),
        ("=", "value"),
    ],
)
def test_what_yaml_would_turn_into_something_else_is_refused(scalar: str, kind: str) -> None:
    """`no` is not False and `12:30` is not 750: the maintainer is told to put it in quotes."""
    document = parse("x.yaml", f"first: fine\nsecond: {scalar}\n")
    line, what, hint = only(document)
    assert line == 2
    assert what == f"YAML reads {scalar!r} as {kind}, not as text"
    assert hint == f'write "{scalar}" in quotes'
    assert document.value == {"first": "fine", "second": scalar}


def test_a_day_that_does_not_exist_is_refused() -> None:
    """30 February is told with its line."""
    line, what, hint = only(parse("x.yaml", "a: 1\nb: 2026-02-30\n"))
    assert (line, what, hint) == (2, "2026-02-30 is not a day of the calendar", "write YYYY-MM-DD")


# --- what is refused ----------------------------------------------------------------------------------


def test_a_duplicate_key_is_refused_at_its_second_place() -> None:
    """YAML takes the last of two equal keys without a word; we do not."""
    line, what, _ = only(parse("x.yaml", "- title: one\n  short: text\n  title: two\n"))
    assert (line, what) == (3, "the key 'title' stands twice")


def test_a_tab_is_refused_and_the_rest_is_still_read() -> None:
    """A tab looks like spaces: its line is named, and the other mistakes of the file are found in the same run."""
    document = parse("x.yaml", "a: fine\nb:\n\t- one\nc: no\n")
    first, second = document.problems
    assert (first.place.line, first.what, first.hint) == (3, "a tab character", "YAML wants spaces")
    assert second.place.line == 4
    assert document.value["b"] == ["one"]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: 1\nb: [1, 2\nc: 3\n", 3),
        ('a: "open\nb: 1\n', 3),
        ("a: 1\n  b: 2\n", 2),
        ("a: 1\n---\nb: 2\n", 2),
        ("title: Wages: what now\n", 1),
        ("- a\nb: 1\n", 2),
        ("a: *nowhere\n", 1),
        ("a: 1\nb: \x00\n", 2),
    ],
)
def test_broken_yaml_is_one_problem_with_its_line(text: str, line: int) -> None:
    """The parser's complaint arrives as a sentence of ours, near the mistake."""
    document = parse("x.yaml", text)
    found, what, hint = only(document)
    assert found == line
    assert what.startswith("not valid YAML: ")
    assert "colons and quotes" in hint
    assert document.value is None


@pytest.mark.parametrize(
    ("text", "line", "mark"),
    [
        ("a: &name text\nb: 1\n", 1, "&name"),
        ("a: 1\nb: &co [1]\nc: *co\n", 2, "&co"),
        ("a: 1\nb: !!python/object/apply:os.system [ls]\n", 2, "!!python/object/apply:os.system"),
        ("a: !secret x\n", 1, "!secret"),
        ("loop: &loop [*loop]\n", 1, "&loop"),
    ],
)
def test_anchors_aliases_and_tags_are_refused(text: str, line: int, mark: str) -> None:
    """`title: &co Partners` would silently lose its first word, and a loop of aliases would never end."""
    first = parse("x.yaml", text).problems[0]
    assert first.place.line == line
    assert mark in first.what
    assert "quotes" in first.hint


def test_thousands_of_brackets_are_a_problem_and_no_crash() -> None:
    """A file that is nonsense is told like any other mistake."""
    assert parse("x.yaml", "[" * 5000).problems
    assert parse("x.yaml", "[" * 900 + "]" * 900).path == "x.yaml"


@given(st.text(alphabet=st.sampled_from("ab:-[]{}&*!|>'\"#%@`,? \n\t0129.~"), max_size=60) | st.text(max_size=60))
def test_reading_never_raises(text: str) -> None:
    """Whatever somebody saves as YAML, it is read or it is told."""
    document = parse("x.yaml", text)
    assert all(1 <= problem.place.line <= text.count("\n") + text.count("\r") + 2 for problem in document.problems)


WORDS = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=12)
PLAIN: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**6), 10**6) | st.dates() | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=8,
)


@given(PLAIN)
def test_what_a_program_writes_is_read_back(value: object) -> None:
    """A curation tool may write with PyYAML: the value comes back as it was, whatever its words."""
    assert parse("x.yaml", yaml.safe_dump(value, allow_unicode=True)).value == value


# --- lines --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("location", "line"),
    [
        ((), 2),
        ((0,), 2),
        ((0, "title"), 3),
        ((0, "related"), 4),
        ((0, "related", 1), 6),
        ((1,), 7),
        ((1, "reviewed"), 9),
        ((1, "reviewed", "on"), 9),
        ((1, "title"), 7),
        ((0, "related", 7), 4),
        ((0, "related", 0, "deeper"), 5),
        ((9,), 2),
    ],
)
def test_every_part_has_its_line(location: tuple[str | int, ...], line: int) -> None:
    """A problem points at the key; what is missing points at the entry that lacks it."""
    assert parse("x.yaml", ENTRIES).line(*location) == line


def test_an_empty_file_has_a_first_line() -> None:
    """A problem about an empty file stands on its line 1."""
    problem = parse("x.yaml", "").problem("holds no list", 3, "title", entry="e", hint="h")
    assert str(problem) == "x.yaml:1: e: holds no list; h"
