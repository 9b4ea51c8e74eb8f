"""The knowledge folder, read: what is sound is used, and every mistake is named with its file and line, in one run."""

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given, strategies as st

from bot.core.lint import lint
from bot.core.problems import Problem
from bot.edges.files import load
from bot.errors import KnowledgeError
from tests import folder
from tests.folder import FILES, TODAY, spoil


def problems(knowledge: Path, today: date = TODAY) -> list[Problem]:
    """All that `redress check` lists, as read and as linted."""
    loaded = load(knowledge)
    return sorted({*loaded.problems, *(lint(loaded.knowledge(), today) if loaded.catalogue else ())})


# --- a sound folder -----------------------------------------------------------------------------------


def test_the_small_folder_has_no_problem(small_folder: Path) -> None:
    """A folder that follows the rules passes without a word."""
    assert problems(small_folder) == []


def test_every_kind_of_file_is_read(small_folder: Path) -> None:
    """Answers, ways to ask, time limits and terms arrive, each with its country and language."""
    knowledge = load(small_folder).knowledge()
    page = knowledge.pages["gb", "en", "severance"]
    assert (page.area, page.entry.title, page.entry.reviewed.on) == ("rights", "Redundancy pay", date(2026, 11, 20))
    assert {ask.language for ask in knowledge.asks if ask.topic == "unpaid-wages"} == {"en", "es"}
    assert knowledge.deadlines["gb.redundancy-claim"].period == "P6M"
    assert [(country, term.term) for country, term in knowledge.terms] == [("gb", "RP1")]


def test_a_way_to_ask_knows_its_line(small_folder: Path) -> None:
    """A question that steals another's is found in its file at once."""
    ask = next(ask for ask in load(small_folder).asks if ask.text == "wage arrears")
    assert FILES[ask.place.path].splitlines()[ask.place.line - 1] == "  - wage arrears"


def test_the_rows_of_a_figure_stand_in_the_order_of_their_days(own_folder: Path) -> None:
    """Typed above or below the older amount, the newer one counts from its first day on."""
    path = own_folder / "gb/figures.yaml"
    older, newer = path.read_text(encoding="utf-8").split("- id: ")[1:]
    path.write_text(f"- id: {newer}- id: {older}", encoding="utf-8")
    knowledge = load(own_folder).knowledge()
    days = (date(2025, 4, 5), date(2025, 4, 6), date(2026, 4, 5), date(2026, 4, 6))
    rows = [knowledge.figure("gb.week-pay-cap", day) for day in days]
    assert [row.value if row else None for row in rows] == [None, 719, 719, 751]


def test_a_file_from_windows_reads_like_any_other(own_folder: Path) -> None:
    """An editor that writes a byte order mark and CRLF breaks nothing, and moves no line."""
    path = own_folder / "int/en/rights.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert problems(own_folder) == []
    assert load(own_folder).pages["int", "en", "severance"].place.line == 23


def test_a_file_of_ways_to_ask_may_be_empty(own_folder: Path) -> None:
    """A new country's file may begin with its comment alone."""
    (own_folder / "gb/en/buyout.asks.yaml").write_text("# nobody has written here yet\n", encoding="utf-8")
    assert problems(own_folder) == []


# --- every mistake at once ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Mistake:
    """What somebody types by mistake: `new` in the place of `old` (None: as a file of its own).

    `told` and `hint` are told `below` the line where `new` begins, or, when the entry as a whole is at fault, at its
    first line.
    """

    file: str
    old: str | None
    new: str
    told: str
    hint: str = ""
    entry: bool = False
    below: int = 0


_ASKS: Final = "  answer: Ask in writing for the calculation.\n"
_SOURCE: Final = """\
  sources:
    - {title: ILO Convention 158, article: art. 12, url: "https://normlex.ilo.org"}
"""
_WHOLE: Final = """\
- topic: severance
  title: Severance
  short: Money for your years.
  answer: Ask for it.
  sources:
    - {title: A law, url: "https://law.example.org"}
  reviewed: {on: 2026-11-20, by: null}
"""
_FIGURE: Final = """\
- id: ID
  value: 5
  unit: weeks
  valid_from: FROM
  UNTIL
  yearly: false
  label: {en: a figure}
  source: {title: A law, url: "https://law.example.org"}
"""


def _figure(name: str, begins: str, until: str = "valid_until: null") -> str:
    return _FIGURE.replace("ID", name).replace("FROM", begins).replace("UNTIL", until)


MISTAKES: Final[Mapping[str, Mistake]] = {
    "bad YAML": Mistake("int/en/chat.yaml", "  title: Hello", "  title: Hello: you", "not valid YAML", "colons"),
    "tab": Mistake("int/es/rights.yaml", "  short: Lo", "\tshort: Lo", "a tab character", "spaces"),
    "wrong key": Mistake("gb/en/rights.yaml", "  answer: It", "  anwser: It", "'anwser'", "check its spelling"),
    "missing key": Mistake(
        "int/en/elsewhere.yaml",
        "- topic: elsewhere.rent-eviction\n  title: Rent and eviction",
        "- topic: elsewhere.rent-eviction",
        "'title': field required",
        "add it",
        entry=True,
    ),
    "unknown topic": Mistake(
        "int/en/buyout.yaml", "worker-buyout", "worker-buyuot", "no such topic", "check the spelling", entry=True
    ),
    "unknown figure": Mistake(
        "int/en/rights.yaml", "2. **Collect", "2. {figure:int.no} **Collect", "names {figure:int.no}", entry=True
    ),
    "unknown deadline": Mistake(
        "int/en/rights.yaml",
        "short: Many",
        "short: Within {deadline:int.never}. Many",
        "names {deadline:int.never}, which does not exist",
        "define it in figures.yaml or deadlines.yaml",
        entry=True,
    ),
    "duplicate key": Mistake(
        "gb/en/rights.yaml",
        "  short: Claim from",
        "  title: Claiming\n  short: Claim from",
        "the key 'title' stands twice",
    ),
    "duplicate entry": Mistake("int/en/second.yaml", None, _WHOLE, "has an answer already, at int/en/rights.yaml:"),
    "duplicate question": Mistake(
        "int/en/rights.asks.yaml", "  - do i get severance", "  - Wage ARREARS!", "also asks for 'unpaid-wages', at"
    ),
    "missing source": Mistake(
        "int/en/rights.yaml", _ASKS + _SOURCE, _ASKS, "has no source", "add at least one", entry=True
    ),
    "future review": Mistake(
        "int/es/rights.yaml", "on: 2026-11-20", "on: 2062-11-20", "which is in the future", entry=True
    ),
    "wrong type": Mistake("gb/figures.yaml", "value: 751", "value: a lot", "input should be a valid number"),
    "wrong form": Mistake("gb/deadlines.yaml", "period: P6M", "period: 6 months", "right form", "P6M for six months"),
    "title too long": Mistake(
        "int/en/emergency.yaml", "title: They", f"title: {'very ' * 12}They", "at most 60 characters", "shorten it"
    ),
    "bare no": Mistake("int/en/buyout.yaml", "title: What a worker buyout is", "title: no", "'no'", '"no" in quotes'),
    "12:30": Mistake("int/es/rights.yaml", "title: Cobrar los salarios que te deben", "title: 12:30", "as a number"),
    "impossible date": Mistake("gb/figures.yaml", "from: 2025-04-06", "from: 2025-04-31", "not a day of the calendar"),
    "asks for nothing": Mistake(
        "gb/en/rights.asks.yaml", "severance:\n", "severence:\n", "nothing answers", "check its spelling", below=1
    ),
    "related to nothing": Mistake(
        "gb/en/rights.yaml", "related: [severance]", "related: [severence]", "is related to 'severence'", entry=True
    ),
    "wrong place": Mistake("gb/rights.yaml", None, _WHOLE, "not where knowledge files stand", "<country>/<language>"),
    "wrong ending": Mistake("gb/en/more.yml", None, _WHOLE, "is not read", "name it .yaml"),
    "unknown country": Mistake("zz/en/rights.yaml", None, _WHOLE, "no such country: 'zz'", "catalogue.yaml"),
    "unknown language": Mistake("gb/xx/rights.yaml", None, _WHOLE, "no such language: 'xx'", "catalogue.yaml"),
    "no list": Mistake("es/es/rights.yaml", None, "severance: text\n", "holds no list", "begin each entry with"),
    "no address": Mistake(
        "es/en/rights.yaml", None, _WHOLE.replace("https://", "www."), "not have the right form", "https://", below=5
    ),
    "another's figure": Mistake("es/figures.yaml", None, _figure("fr.cap", "2026-01-01"), "belongs to another country"),
    "overlapping figures": Mistake(
        "int/figures.yaml",
        None,
        _figure("int.cap", "2025-01-01", "valid_until: 2026-01-01") + _figure("int.cap", "2026-01-01"),
        "its period overlaps the one from 2026-01-01",
    ),
    "unknown topic of a term": Mistake(
        "gb/glossary.yaml", "[guarantee-apply]", "[guarantee-aply]", "no such topic: 'guarantee-aply'"
    ),
    "anchor": Mistake(
        "int/en/third.yaml", None, _WHOLE.replace(": A law", ": &co law"), "'&co' as an anchor", "quotes", below=5
    ),
}


@pytest.fixture(scope="module")
def spoiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small knowledge with every mistake in it."""
    root = folder.write(tmp_path_factory.mktemp("spoiled"))
    for mistake in MISTAKES.values():
        path = root / mistake.file
        if mistake.old is None:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(mistake.new, encoding="utf-8")
        else:
            spoil(root, mistake.file, mistake.old, mistake.new)
    (root / "gb/en/buyout.yaml").write_bytes(_WHOLE.encode() + b"# caf\xe9 and union\n")
    return root


@pytest.fixture(scope="module")
def told(spoiled: Path) -> list[Problem]:
    """What one run says about it."""
    return problems(spoiled)


def expected_line(root: Path, mistake: Mistake) -> int:
    """The line at which a maintainer should look."""
    text = (root / mistake.file).read_text(encoding="utf-8")
    assert text.count(mistake.new) == 1
    above = text[: text.index(mistake.new)].count("\n")
    lines = text.splitlines()
    while mistake.entry and not lines[above].startswith("- "):
        above -= 1
    return above + 1 + mistake.below


@pytest.mark.parametrize("name", MISTAKES)
def test_one_run_names_every_mistake_with_its_file_and_line(name: str, spoiled: Path, told: list[Problem]) -> None:
    """A maintainer who made this mistake, and thirty others, knows from the message alone what to do."""
    mistake = MISTAKES[name]
    line = expected_line(spoiled, mistake)
    here = [problem for problem in told if (problem.place.path, problem.place.line) == (mistake.file, line)]
    hits = [problem for problem in here if mistake.told in problem.what]
    assert hits, [str(problem) for problem in told if problem.place.path == mistake.file]
    assert mistake.hint in hits[0].hint
    assert hits[0].level == "error"


def test_a_file_in_another_encoding_is_named_with_the_line_of_the_character(told: list[Problem]) -> None:
    """A file saved as Latin-1 is told at the letter that shows it."""
    (problem,) = (problem for problem in told if problem.place.path == "gb/en/buyout.yaml")
    assert str(problem) == "gb/en/buyout.yaml:8: a character that is not UTF-8; save the file as UTF-8 text"


def test_the_sound_part_of_a_spoiled_folder_is_still_read(spoiled: Path) -> None:
    """One broken file does not silence the others."""
    pages = load(spoiled).pages
    assert ("int", "en", "unpaid-wages") in pages
    assert ("gb", "en", "guarantee-apply") in pages
    assert ("int", "en", "chat.hello") not in pages


def test_an_entry_that_does_not_fit_is_named_by_its_own_id(own_folder: Path) -> None:
    """A time limit is told by its id, not by the topic that it belongs to."""
    spoil(own_folder, "gb/deadlines.yaml", "event: dismissed", "event: fired")
    (problem,) = load(own_folder).problems
    assert str(problem).startswith("gb/deadlines.yaml:3: gb.redundancy-claim: 'event': input should be 'dismissed', ")


def test_a_time_limit_that_stands_twice_is_refused(own_folder: Path) -> None:
    """Two rows of one figure are its history; two of one time limit are a mistake."""
    path = own_folder / "gb/deadlines.yaml"
    path.write_text(path.read_text(encoding="utf-8") * 2, encoding="utf-8")
    (problem,) = load(own_folder).problems
    assert (problem.place.line, problem.what, problem.hint) == (8, "this id stands twice", "keep one")


def test_two_amounts_from_the_same_day_are_refused(own_folder: Path) -> None:
    """Nobody could say which of the two holds."""
    spoil(own_folder, "gb/figures.yaml", "valid_from: 2026-04-06", "valid_from: 2025-04-06")
    assert "gb/figures.yaml:1: gb.week-pay-cap: two rows begin on 2025-04-06; keep one of them" in [
        str(problem) for problem in problems(own_folder)
    ]


# --- no knowledge at all ------------------------------------------------------------------------------


def test_without_a_catalogue_there_is_no_knowledge(own_folder: Path) -> None:
    """A broken catalogue is told with its line, and nothing pretends to be knowledge."""
    spoil(own_folder, "catalogue.yaml", "local: true", "local: maybe")
    loaded = load(own_folder)
    with pytest.raises(KnowledgeError) as caught:
        loaded.knowledge()
    assert [str(problem) for problem in caught.value.problems] == [
        "catalogue.yaml:4: 'topics.0.local': input should be a valid boolean",
        "catalogue.yaml:1: there is no usable catalogue; add the file",
    ]


def test_a_folder_that_does_not_exist_is_a_problem_and_no_crash(tmp_path: Path) -> None:
    """A wrong path in the settings is told like a missing file."""
    assert [problem.what for problem in load(tmp_path / "nowhere").problems] == ["there is no usable catalogue"]


def test_a_file_that_cannot_be_opened_is_a_problem_and_no_crash(own_folder: Path) -> None:
    """A folder with the name of a file is told, and the rest is read."""
    (own_folder / "gb/en/odd.yaml").mkdir()
    (problem,) = problems(own_folder)
    assert str(problem) == "gb/en/odd.yaml:1: cannot be read: Is a directory"


@pytest.mark.parametrize("name", ["gb/en/rights.yaml", "gb/en/rights.asks.yaml", "gb/figures.yaml", "catalogue.yaml"])
@given(content=st.binary(max_size=80) | st.text(alphabet="ab:-[]{} \n\"'#|", max_size=80).map(str.encode))
def test_no_content_of_a_file_raises(name: str, content: bytes) -> None:
    """Whatever is saved in the knowledge folder while the bot runs, the bot goes on."""
    with tempfile.TemporaryDirectory() as temporary:
        path = Path(temporary) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        loaded = load(Path(temporary))
    assert all(problem.place.line >= 1 for problem in loaded.problems)
