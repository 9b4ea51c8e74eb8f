"""Inserting into YAML: the lines that are put in are all that changes, in every file that there is."""

import difflib
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import example, given, settings, strategies as st

from bot.core.knowledge import Entry
from bot.edges.insert import scalar, skeleton, tidy, with_ask, with_entry, with_test, with_topic
from bot.edges.yamlfile import parse
from bot.errors import InsertError

ROOT = Path(__file__).parents[2]
NASTY = 'they said: "sign", or else # no 😡 - is that legal?'
FILE = """\
# How people ask.
wages:   # the most frequent
  - where is my pay   # rough
  - "quoted: yes"

# The fund.
fund:
    - >-
      a long
      question
    - 'single'
"""
ENTRY = """\
- topic: wages
  title: Wages
  short: >-
    Keep proof.
  answer: |
    1. Ask: now.
  sources:
    - {title: Law, url: "https://example.org"}
  reviewed: {on: 2026-11-24, by: null}
"""


def added(before: str, after: str) -> list[str]:
    """The lines that are new. Raises AssertionError when any other line changed."""
    found = list(difflib.ndiff(before.splitlines(keepends=True), after.splitlines(keepends=True)))
    assert not [line for line in found if line.startswith(("- ", "? "))]
    return [line[2:].rstrip("\r\n") for line in found if line.startswith("+ ")]


def test_a_way_to_ask_comes_last_in_its_topic() -> None:
    """In the indentation and quoting of its neighbours; comments and blank lines stay where they are."""
    assert added(FILE, with_ask(FILE, "wages", "no money today")) == ['  - "no money today"']
    assert with_ask(FILE, "wages", "no money").splitlines()[3:6] == ['  - "quoted: yes"', '  - "no money"', ""]
    assert added(FILE, with_ask(FILE, "fund", "how long")) == ["    - how long"]


def test_a_new_topic_comes_at_the_end() -> None:
    """A topic that nobody has asked for yet gets its list."""
    assert added(FILE, with_ask(FILE, "severance", "my years")) == ["severance:", "    - my years"]
    assert with_ask("", "wages", "pay?") == "wages:\n  - pay?\n"
    assert with_ask("# nothing yet\nwages:\n", "wages", "pay?") == "# nothing yet\nwages:\n  - pay?\n"


def test_a_test_question_can_name_its_country() -> None:
    """A worker in Britain is asked for as one."""
    assert added(FILE, with_test(FILE, "wages", "rp1: now", "gb")) == ['  - {q: "rp1: now", country: gb}']
    assert added(FILE, with_test(FILE, "wages", "rp1")) == ['  - "rp1"']


def test_line_ends_of_windows_stay() -> None:
    """A lawyer's editor may write them; the new line gets the same."""
    text = FILE.replace("\n", "\r\n")
    assert with_ask(text, "fund", "how long").endswith("    - how long\r\n")
    added(text, with_ask(text, "fund", "how long"))


def test_a_file_without_a_last_line_end_is_not_glued() -> None:
    """The new line is a line of its own."""
    assert with_ask("wages:\n  - pay", "wages", "more") == "wages:\n  - pay\n  - more\n"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("wages: [a, b]\n", "in brackets"),
        ("- a\n", "no list of questions"),
        ("wages:\n  - no\n", "mend the file first"),
        ("wages:\n  - pay\n", "already"),
    ],
)
def test_what_cannot_be_done_well_is_not_done(text: str, told: str) -> None:
    """A refusal says why; nothing is written."""
    with pytest.raises(InsertError, match=told):
        with_ask(text, "wages", "pay")


def test_an_entry_comes_at_the_end_after_a_blank_line() -> None:
    """The same file, and one entry more."""
    fund = ENTRY.replace("topic: wages", "topic: fund")
    assert added(ENTRY, with_entry(ENTRY, fund)) == ["", *fund.splitlines()]
    assert with_entry("", ENTRY) == ENTRY


@pytest.mark.parametrize("entry", ["", "nothing", "- topic: a\n- topic: b\n", "- topic: [\n", "- topic: &a b\n"])
def test_what_is_no_entry_is_not_put_in(entry: str) -> None:
    """A slip in the editor is told, and the file stays whole."""
    with pytest.raises(InsertError, match="the entry cannot be read"):
        with_entry(ENTRY, entry)


@settings(max_examples=200)
@given(st.lists(st.text(max_size=60), max_size=3), st.text(max_size=200))
@example([NASTY, "\t- [x"], "line: one\n\n# two\n  - three")
def test_a_skeleton_is_an_entry(questions: list[str], draft: str) -> None:
    """Filled in, it loads, whatever people asked and whatever a maintainer replied."""
    written = skeleton("fund", questions, "2026-11-24", draft)
    document = parse("", written)
    assert not document.problems
    (value,) = document.value
    value["sources"][0]["url"] = "https://example.org"
    assert Entry.model_validate(value).topic == "fund"


# --- every file that there is ---------------------------------------------------------------------------


def _files(*patterns: str) -> Iterator[Path]:
    for pattern in patterns:
        yield from sorted(ROOT.glob(pattern))


ASKED = list(_files("knowledge/*/*/*.asks.yaml", "tests/knowledge/*/*.yaml"))
ENTRIES = [path for path in _files("knowledge/*/*/*.yaml") if not path.name.endswith(".asks.yaml")]


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", ASKED, ids=_name)
def test_every_file_of_questions_takes_a_line_and_keeps_all_others(path: Path) -> None:
    """The first topic, the last, and a new one: the difference is the inserted lines."""
    text = path.read_text(encoding="utf-8")
    topics = list(parse("", text).value)
    for topic in (topics[0], topics[-1]):
        assert len(added(text, with_ask(text, topic, NASTY))) == 1
        assert len(added(text, with_test(text, topic, NASTY, "gb"))) == 1
    assert added(text, with_ask(text, "a-new-topic", NASTY))[0] == "a-new-topic:"


@pytest.mark.parametrize("path", ENTRIES, ids=_name)
def test_every_file_of_entries_takes_one_and_keeps_all_others(path: Path) -> None:
    """The difference is the entry."""
    text = path.read_text(encoding="utf-8")
    assert added(text, with_entry(text, ENTRY.replace("wages", "a-new-topic")))[-1].startswith("  reviewed:")


def test_the_catalogue_takes_a_topic_and_keeps_all_other_lines() -> None:
    """A subject that did not exist is one line in the catalogue."""
    text = (ROOT / "knowledge/catalogue.yaml").read_text(encoding="utf-8")
    (line,) = added(text, with_topic(text, "a-new-topic", "rights", NASTY))
    assert line.strip().startswith("- {id: a-new-topic, area: rights, local: true, covers: ")
    with pytest.raises(InsertError, match="no list of topics"):
        with_topic("topics: []\n", "x", "rights", "y")


def test_there_are_files() -> None:
    """An empty folder would pass everything."""
    assert len(ASKED) > 30
    assert len(ENTRIES) > 20


# --- every text that there is ---------------------------------------------------------------------------


@settings(max_examples=500)
@given(st.text(min_size=1, max_size=80))
@example(NASTY)
@example("- no")
@example("yes")
@example("12:30")
@example("{a: b}")
@example("&a *b !c % @ `")
@example("ends with:")
@example("'single' and \"double\" \\ back")
@example("\ufeffbom\u2028line\x85next")
@example("2026-11-24")
@example("null")
@example("~")
@example("? key")
@example("| x")
def test_every_text_comes_back_as_it_went_in(text: str) -> None:
    """Colons, quotes, emoji, leading signs: what YAML reads is what the person wrote, on one line."""
    clean = tidy(text)
    if not clean:
        return
    for quoted in (False, True):
        document = parse("", f"- {scalar(clean, quoted=quoted)}\n")
        assert not document.problems
        assert document.value == [clean]
    for made in (with_ask(FILE, "wages", clean), with_test(FILE, "fund", clean, "gb")):
        assert len(added(FILE, made)) == 1
