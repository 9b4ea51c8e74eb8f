"""The command line: data on stdout, words about it on stderr, 0 for fine, 1 for problems found, 2 for wrong use."""

import asyncio
import csv
import io
import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, Final, Protocol

import pytest

from bot import __version__
from bot.cli import main
from bot.core.model import Person, Question
from bot.edges.library import Shelf
from bot.edges.store import open_store
from bot.verbs.checking import schemas
from tests.folder import TODAY, spoil

ROOT: Final = Path(__file__).parent.parent
DAY: Final = ("--on", TODAY.isoformat())
GB: Final = "gb/en/rights.yaml"
ASKS: Final = "int/en/rights.asks.yaml"
HANG: Final = 300  # seconds after which a process hangs, on the slowest machine
TOKEN: Final = "123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"  # made up


@dataclass(frozen=True)
class Ended:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        """The lines of its data."""
        return self.out.splitlines()


class Redress(Protocol):
    """Runs `redress` with these words."""

    def __call__(self, *words: str, stdin: bytes = b"") -> Ended:
        """Run to the end."""
        ...


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, small_folder: Path) -> Path:
    """An installation of its own: the small knowledge, an empty data folder, no encoders, no `.env`."""
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setenv("COLUMNS", "250")
    for name, value in {"KNOWLEDGE": small_folder, "DATA_DIR": folder / "data", "ENCODERS": "none"}.items():
        monkeypatch.setenv(f"REDRESS_{name}", str(value))
    return folder


@pytest.fixture
def redress(home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Redress:
    """`redress` in this process: what the entry point does, without the second that a new process takes."""
    assert home.exists()

    def run(*words: str, stdin: bytes = b"") -> Ended:
        monkeypatch.setattr(sys, "argv", ["redress", *words])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capsys.readouterr()
        code = ended.value.code
        return Ended(code if isinstance(code, int) else 0, out, err)

    return run


@pytest.fixture
def spoiled(own_folder: Path, monkeypatch: pytest.MonkeyPatch, home: Path) -> Path:
    """A knowledge folder with an error and a warning in it."""
    assert home.exists()
    spoil(own_folder, GB, "related: [severance]", "related: [severence]")
    spoil(own_folder, ASKS, "  - do i get severance", "  - redundancy entitlement")
    monkeypatch.setenv("REDRESS_KNOWLEDGE", str(own_folder))
    return own_folder


# --- ask ----------------------------------------------------------------------------------------------


def test_ask_prints_the_whole_answer_with_its_sources(redress: Redress) -> None:
    """One question, one answer: title, text, and the law with its address; nothing on stderr."""
    ended = redress("ask", "how do i get my unpaid wages")
    assert (ended.code, ended.err) == (0, "")
    assert ended.lines[0] == "Getting back unpaid wages"
    assert "1. Make a list. Each month on its own line." in ended.out
    assert "ILO Convention 95, Protection of Wages, 1949, art. 8-12 (https://normlex.ilo.org)" in ended.out
    assert "<b>" not in ended.out


def test_ask_answers_for_a_country(redress: Redress) -> None:
    """The law of that country, its amounts and its time limits put in."""
    ended = redress("ask", "how do i apply to the wage guarantee fund", "--country", "gb")
    assert ended.lines[0] == "Claiming from the National Insurance Fund"
    assert "6 months from the day your job ended" in ended.out
    assert "£751" in ended.out


def test_ask_answers_in_a_language(redress: Redress) -> None:
    """The answer in the language that was asked for, where there is one."""
    assert redress("ask", "sueldos impagos", "--lang", "es").lines[0] == "Cobrar los salarios que te deben"


def test_ask_as_json_is_one_object(redress: Redress) -> None:
    """A program reads the verdict and the answer from one line."""
    ended = redress("ask", "form rp1", "--json", "--country", "gb", "--lang", "en")
    assert (ended.code, ended.err, len(ended.lines)) == (0, "", 1)
    found = json.loads(ended.out)
    assert set(found) == {"decision", "topics", "lang", "country", "answer"}
    assert (found["decision"], found["lang"], found["country"]) == ("answer", "en", "gb")
    assert found["topics"][0]["id"] == "guarantee-apply"
    answer = found["answer"]
    assert set(answer) == {"topic", "title", "text", "country", "lang", "sources", "reviewed"}
    assert (answer["topic"], answer["country"], answer["lang"]) == ("guarantee-apply", "gb", "en")
    assert answer["reviewed"] == {"on": "2026-11-20", "by": None}
    assert answer["sources"] == [
        {
            "title": "Employment Rights Act 1996",
            "url": "https://www.legislation.gov.uk/ukpga/1996/18",
            "article": "s. 182-190",
        }
    ]


@pytest.mark.parametrize("as_json", [False, True])
def test_ask_offers_topics_when_it_is_not_sure(
    redress: Redress, monkeypatch: pytest.MonkeyPatch, small_folder: Path, as_json: bool
) -> None:
    """A doubtful question gets up to three topics to choose from, and no answer."""
    text = "money for the years in the company"
    matcher = Shelf(small_folder, None).read()[0].matcher
    best = matcher.trace(text, None, None).sure
    monkeypatch.setenv("REDRESS_CAUTION", str(best - sum(matcher.thresholds()) / 2))
    ended = redress("ask", text, *(["--json"] if as_json else []))
    assert ended.code == 0
    if as_json:
        assert (json.loads(ended.out)["decision"], json.loads(ended.out)["answer"]) == ("suggest", None)
    else:
        assert ended.lines[0] == "I am not sure that I understood. Did you mean:"
        assert 1 <= sum(line.startswith("  - ") for line in ended.lines) <= 3


def test_ask_says_that_it_does_not_know(redress: Redress) -> None:
    """An honest "I do not know" is an answer too: exit code 0."""
    ended = redress("ask", "???")
    assert ended.code == 0
    assert ended.lines[0].startswith("I do not know the answer to that.")
    found = json.loads(redress("ask", "???", "--json").out)
    assert (found["decision"], found["answer"]) == ("none", None)


def test_an_unknown_country_is_wrong_use(redress: Redress) -> None:
    """The sentence names those that are known; no answer is given as if it were for that country."""
    ended = redress("ask", "severance", "--country", "zz")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err == "redress: there is no country 'zz'; known are es, gb, int\n"


# --- match --------------------------------------------------------------------------------------------


def _object(text: str, **more: object) -> bytes:
    return json.dumps({"q": text, **more}).encode()


GOOD: Final[Mapping[str, bytes]] = {
    "plain": _object("how do i get my unpaid wages", lang=None, country=None),
    "with both": _object("redundancy entitlement", lang="en", country="gb"),
    "without either": _object("can we buy the company ourselves"),
    "signpost": _object("landlord wants to evict me", lang="en", country=None),
    "small talk": _object("hello", lang=None, country=None),
    "emergency": _object("please, they want me to sign something right now what do i do", lang=None, country=None),
    "another script": _object("συγγνώμη 我 🌍", lang="el", country=None),
    "not escaped": '{"q": "me deben dos meses de sueldo ñ", "lang": "es", "country": "es"}'.encode(),
    "nothing": _object("", lang=None, country=None),
    "spaces around": b'  {"q":"wage arrears","lang":null,"country":null}\r',
    "keys of others": _object("wage arrears", lang=None, country=None, id=7),
    "long": _object("wages " * 20_000, lang=None, country=None),
    "names a country": _object("how much severance will i get in spain", lang="en", country="gb"),
    "unknown country": _object("wage arrears", lang="en", country="zz"),
}
BROKEN: Final[Mapping[str, bytes]] = {
    "no JSON": b"how do i get my wages",
    "half": b'{"q": "wage',
    "list": b'["wage arrears"]',
    "text": b'"wage arrears"',
    "number": b"5",
    "null": b"null",
    "no question": b'{"lang": "en"}',
    "question is null": b'{"q": null}',
    "question is a number": b'{"q": 5}',
    "question is a list": b'{"q": ["wage"]}',
    "language is a number": b'{"q": "wage arrears", "lang": 5}',
    "country is a list": b'{"q": "wage arrears", "country": ["gb"]}',
    "not UTF-8": b'{"q": "caf\xe9"}',
    "half a surrogate": b'{"q": "\\ud83d"}',
    "a control character": b'{"q": "\x01"}',
}
CASES: Final = [*GOOD.items(), *BROKEN.items()]


def verdict(line: str) -> dict[str, Any]:
    """A line out, checked against the contract."""
    found: dict[str, Any] = json.loads(line)
    assert set(found) - {"error"} == {"decision", "topics", "lang", "country"}
    assert found["decision"] in {"answer", "suggest", "none"}
    assert all(set(topic) == {"id", "score"} for topic in found["topics"])
    assert all(isinstance(topic["id"], str) and isinstance(topic["score"], float) for topic in found["topics"])
    scores = [topic["score"] for topic in found["topics"]]
    assert scores == sorted(scores, reverse=True)
    assert all(found[key] is None or isinstance(found[key], str) for key in ("lang", "country"))
    return found


def test_match_writes_a_verdict_for_every_line_in_the_same_order(redress: Redress) -> None:
    """Two hundred lines, broken ones among them: each has its answer in its place, and none ends the batch."""
    cases = [CASES[number % len(CASES)] for number in range(200)]
    ended = redress("match", "--jsonl", stdin=b"\n".join(line for _, line in cases) + b"\n")
    assert (ended.code, len(ended.lines)) == (0, 200)
    for number, ((name, _), line) in enumerate(zip(cases, ended.lines, strict=True), 1):
        found = verdict(line)
        assert ("error" in found) == (name in BROKEN), name
        if name in BROKEN:
            assert (found["decision"], found["topics"]) == ("none", []), name
            assert found["error"].startswith(f"line {number} is no object such as ")


@pytest.mark.parametrize(
    ("name", "decision", "topic", "country"),
    [
        ("plain", "answer", "unpaid-wages", None),
        ("with both", "answer", "severance", "gb"),
        ("without either", "answer", "worker-buyout", None),
        ("signpost", "answer", "elsewhere.rent-eviction", None),
        ("small talk", "answer", "chat.hello", None),
        ("emergency", "answer", "emergency.sign-now", None),
        ("not escaped", "answer", "unpaid-wages", "es"),
        ("names a country", "answer", "severance", "es"),
        ("long", "answer", "unpaid-wages", None),
    ],
)
def test_match_says_topic_and_country(
    redress: Redress, name: str, decision: str, topic: str, country: str | None
) -> None:
    """Signposts, small talk and emergencies are answers with ids of their own; a country named in the text wins."""
    (line,) = redress("match", "--jsonl", stdin=GOOD[name]).lines
    found = verdict(line)
    assert (found["decision"], found["topics"][0]["id"], found["country"]) == (decision, topic, country)


def test_match_decides_as_ask_does(redress: Redress) -> None:
    """There is one matcher: batch and single questions agree to the last digit."""
    text = "who gives me the form for the fund"
    (line,) = redress("match", "--jsonl", stdin=_object(text, lang=None, country=None)).lines
    asked = json.loads(redress("ask", text, "--json").out)
    assert [verdict(line)[key] for key in ("decision", "topics")] == [asked[key] for key in ("decision", "topics")]


def test_an_empty_line_asks_nothing(redress: Redress) -> None:
    """The empty line at the end of a file gets no verdict."""
    ended = redress("match", "--jsonl", stdin=GOOD["plain"] + b"\n\n\n")
    assert (ended.code, len(ended.lines)) == (0, 1)
    assert redress("match", "--jsonl").out == ""


def test_match_keeps_its_output_clean_when_something_is_to_be_logged(redress: Redress, home: Path) -> None:
    """A damaged cache is worth a word on stderr; a program that reads stdout sees verdicts alone."""
    redress("match", "--jsonl", stdin=GOOD["plain"])
    (cached,) = (home / "data/cache").glob("index-*.npz")
    cached.write_bytes(b"damaged")
    ended = redress("match", "--jsonl", stdin=GOOD["plain"])
    assert len(ended.lines) == 1
    assert verdict(ended.out)["decision"] == "answer"
    assert "the cached one is damaged" in ended.err


def test_match_has_one_form(redress: Redress) -> None:
    """Without --jsonl it says what to type."""
    ended = redress("match")
    assert (ended.code, ended.out) == (2, "")
    assert "--jsonl" in ended.err


# --- why ----------------------------------------------------------------------------------------------


def test_why_explains_a_verdict(redress: Redress) -> None:
    """A maintainer sees what was read and repaired, the phrase that is most alike, and what would change it."""
    ended = redress("why", "How do I get my unpayd wages?!", "--lang", "en")
    assert (ended.code, ended.err) == (0, "")
    found = dict(re.split(r"\s{2,}", line, maxsplit=1) for line in ended.lines if re.match(r"[a-z ]+\s{2,}\S", line))
    assert found["read as"] == "how do i get my unpayd wages"
    assert found["repaired"] == "unpayd -> unpaid"
    assert (found["layer"], found["verdict"]) == ("model", "Answer")
    assert "unpaid-wages" in ended.out
    assert "how do i get my unpaid wages" in ended.out
    assert "answer from" in found["confidence"]
    assert found["change"].startswith("it is answered; ")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("rp1", "the layer 'term' decided"),
        ("wage arrears", "the layer 'phrasing' decided"),
        ("???", "it is refused"),
        ("how much severance in spain", "country     es: named in the question"),
    ],
)
def test_why_names_what_decided(redress: Redress, text: str, words: str) -> None:
    """A term, a known phrasing, a named country: each is said."""
    assert words in redress("why", text).out


# --- check --------------------------------------------------------------------------------------------


def test_check_of_a_sound_folder_is_silent(redress: Redress) -> None:
    """Nothing to mend, nothing on stdout."""
    assert redress("check", *DAY) == Ended(0, "", "0 errors, 0 warnings\n")


def test_check_names_every_problem_and_ends_with_1(redress: Redress, spoiled: Path) -> None:
    """Each problem is a line that an editor can jump to; the sum stands on stderr."""
    ended = redress("check", *DAY)
    assert (ended.code, ended.err) == (1, "1 errors, 1 warnings\n")
    twice = f"'redundancy entitlement' stands twice, first at {ASKS}:27; remove one"
    assert ended.lines == [
        f"{spoiled}/{GB}:1: guarantee-apply: is related to 'severence', which does not exist; check the spelling",
        f"{spoiled}/{ASKS}:33: warning: severance: {twice}",
    ]


def test_check_writes_notes_for_a_pull_request(redress: Redress, spoiled: Path) -> None:
    """GitHub shows each problem at its line of the change."""
    ended = redress("check", "--format", "github", *DAY)
    assert ended.code == 1
    error, warning = ended.lines
    assert error.startswith(f"::error file={spoiled}/{GB},line=1::guarantee-apply: is related to")
    assert warning.startswith(f"::warning file={spoiled}/{ASKS},line=33::severance: 'redundancy")


def test_a_note_is_one_line_whatever_stands_in_the_file(redress: Redress, spoiled: Path) -> None:
    """A way to ask over two lines, or with a per cent sign, neither cuts its note nor garbles it."""
    spoil(spoiled, "gb/en/rights.asks.yaml", "  - how do i fill", "  - wage arrears 100\n  - how do i fill")
    spoil(spoiled, ASKS, "  - wage arrears", '  - "wage\\narrears 100%"')
    ended = redress("check", "--format", "github", *DAY)
    assert len(ended.lines) == 3
    assert "::unpaid-wages: 'wage%0Aarrears 100%25' also asks for 'guarantee-apply'" in ended.out


def test_warnings_alone_are_no_failure(redress: Redress) -> None:
    """A figure that grows old is told before it is wrong, and does not stop anybody's pull request."""
    ended = redress("check", "--on", "2027-04-06")
    assert (ended.code, ended.err) == (0, "0 errors, 1 warnings\n")
    assert "warning: gb.week-pay-cap: is adjusted every year and holds since 2026-04-06" in ended.out


@pytest.mark.parametrize("words", [("--on", "someday"), ("--on", "2026-02-30"), ("--format", "xml")])
def test_check_refuses_what_it_does_not_understand(redress: Redress, words: tuple[str, str]) -> None:
    """A mistyped option is wrong use, never a silent default."""
    ended = redress("check", *words)
    assert (ended.code, ended.out) == (2, "")
    assert words[1] in ended.err


def test_check_without_a_catalogue_is_a_problem_found(
    redress: Redress, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A wrong path tells what is missing."""
    (home / "empty").mkdir()
    monkeypatch.setenv("REDRESS_KNOWLEDGE", "empty")
    ended = redress("check")
    assert (ended.code, ended.err) == (1, "1 errors, 0 warnings\n")
    assert ended.out == "empty/catalogue.yaml:1: there is no usable catalogue; add the file\n"


def _exam(home: Path, text: str) -> None:
    path = home / "tests/knowledge/en/rights.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")


def test_check_asks_the_test_questions(redress: Redress, home: Path) -> None:
    """How the questions fared stands on stderr; those that went wrong, with what won instead, on stdout."""
    _exam(
        home,
        "unpaid-wages:\n"
        "  - my boss has not paid my wages\n"
        "  - {q: rp1, country: gb}\n"
        "none:\n"
        "  - how do i apply to the fund today\n",
    )
    ended = redress("check", *DAY)
    assert ended.code == 0
    assert ended.lines == [
        "tests/knowledge/en/rights.yaml:3: unpaid-wages: 'rp1' answer guarantee-apply",
        "tests/knowledge/en/rights.yaml:5: none: 'how do i apply to the fund today' answer guarantee-apply",
    ]
    assert re.search(r"en\s+2\+1\s+50\.0\s+50\.0\s+50\.0\s+100\.0", ended.err)


def test_a_test_question_that_is_a_way_to_ask_fails_the_check(redress: Redress, home: Path) -> None:
    """It would test nothing."""
    _exam(home, "unpaid-wages:\n  - Wage arrears?\n")
    ended = redress("check", *DAY)
    assert ended.code == 1
    assert ended.out == "tests/knowledge/en/rights.yaml:2: unpaid-wages: stands among the ways to ask too\n"


def test_a_broken_file_of_test_questions_fails_the_check(redress: Redress, home: Path) -> None:
    """Questions that cannot be read are told like a broken answer."""
    _exam(home, "unpaid-wages:\n  - 12:30\n  - {question: x}\n")
    ended = redress("check", *DAY)
    assert ended.code == 1
    assert "tests/knowledge/en/rights.yaml:2: YAML reads '12:30'" in ended.out
    assert "tests/knowledge/en/rights.yaml:3: unpaid-wages: is no question; write a text" in ended.out


# --- coverage and schema ------------------------------------------------------------------------------


def test_coverage_shows_who_answers_what(redress: Redress) -> None:
    """A column for each country and language; reviewed answers, missing ones, and what needs none are told apart."""
    ended = redress("coverage")
    assert (ended.code, ended.err) == (0, "")
    head, *rows = (line.split() for line in ended.lines)
    assert head == ["topic", "int/en", "int/es", "gb/en", "es/es", "es/en"]
    cells = {row[0]: row[1:] for row in rows}
    assert cells["unpaid-wages"] == ["+", "+", ".", ".", "."]
    assert cells["severance"] == ["*", ".", "+", ".", "."]
    assert cells["worker-buyout"] == ["+", "."]
    assert cells["total"] == ["4/4", "1/4", "2/3", "0/3", "0/3"]
    assert "reviewed by a lawyer" in ended.lines[-1]


def test_schema_writes_a_file_for_every_kind(
    redress: Redress, own_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An editor completes and checks while a lawyer types."""
    monkeypatch.setenv("REDRESS_KNOWLEDGE", str(own_folder))
    ended = redress("schema")
    assert (ended.code, ended.out) == (0, "")
    written = {path.name: path.read_text(encoding="utf-8") for path in (own_folder / "schema").iterdir()}
    assert written == schemas()
    assert all(name in ended.err for name in written)


def test_the_schemas_in_the_knowledge_folder_are_fresh() -> None:
    """What editors check against is what the program checks against: run `redress schema` after changing a model."""
    folder = ROOT / "knowledge/schema"
    assert {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.json")} == schemas()


# --- what is kept -------------------------------------------------------------------------------------


@pytest.fixture
def kept(home: Path) -> Path:
    """A data folder with a question of long ago, one of a far future, and a person."""

    async def fill() -> None:
        async with open_store(home / "data") as store:
            await store.people.save(Person("tg:1", "en", "gb"), datetime(2000, 1, 1, tzinfo=UTC))
            for name, year in (("long-ago", 2000), ("to-come", 9999)):
                at = datetime(year, 1, 1, tzinfo=UTC)
                store.questions.record(
                    Question(name, "tg:1", at, f"=asked {year}", "en", "gb", "none", (("severance", 0.5),), "model")
                )

    asyncio.run(fill())
    return home / "data"


def _ids(path: Path) -> list[str]:
    connection = sqlite3.connect(path)
    try:
        return [row[0] for row in connection.execute("SELECT id FROM questions ORDER BY id")]
    finally:
        connection.close()


def test_purge_erases_what_is_too_old(redress: Redress, kept: Path) -> None:
    """The retention can be enforced by hand, and says how much it took."""
    assert redress("purge") == Ended(0, "", "Erased 1 questions older than 180 days.\n")
    assert _ids(kept / "redress.sqlite3") == ["to-come"]
    assert redress("purge").err == "Erased 0 questions older than 180 days.\n"


def test_backup_writes_a_copy_that_opens(redress: Redress, kept: Path, home: Path) -> None:
    """A copy of everything, in one file, with a word of caution."""
    ended = redress("backup", "copy.sqlite3")
    assert (ended.code, ended.out) == (0, "")
    assert "keep it as private as the original" in ended.err
    assert _ids(home / "copy.sqlite3") == _ids(kept / "redress.sqlite3") == ["long-ago", "to-come"]


def test_backup_overwrites_nothing(redress: Redress, kept: Path, home: Path) -> None:
    """Yesterday's backup is not lost to a typing mistake."""
    (home / "copy.sqlite3").write_text("yesterday's", encoding="utf-8")
    assert redress("backup", "copy.sqlite3") == Ended(
        2, "", "redress: copy.sqlite3 exists already; name another file\n"
    )
    assert (home / "copy.sqlite3").read_text(encoding="utf-8") == "yesterday's"
    assert kept.exists()


@pytest.mark.usefixtures("kept")
def test_backup_into_a_folder_that_does_not_exist_is_told(redress: Redress) -> None:
    """One sentence, no traceback."""
    ended = redress("backup", "nowhere/copy.sqlite3")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith("redress: cannot write nowhere/copy.sqlite3: ")
    assert ended.err.count("\n") == 1


def test_backup_without_a_database_makes_none(redress: Redress, home: Path) -> None:
    """A wrong data folder is told, and not filled with an empty database."""
    ended = redress("backup", "copy.sqlite3")
    assert (ended.code, ended.out) == (2, "")
    assert "there is no database at" in ended.err
    assert list(home.iterdir()) == []


@pytest.mark.usefixtures("kept")
def test_export_writes_a_table(redress: Redress) -> None:
    """CSV on stdout, the count on stderr, formulas defused, no chat."""
    ended = redress("export")
    assert (ended.code, ended.err) == (0, "2 questions.\n")
    first, second = csv.DictReader(io.StringIO(ended.out, newline=""))
    assert (first["id"], first["text"], second["id"]) == ("long-ago", "'=asked 2000", "to-come")
    assert "tg:1" not in ended.out


def test_report_writes_one_page(redress: Redress, home: Path) -> None:
    """Made-up questions in a folder of their own, and the page that they fill; words about it go to stderr."""
    made = redress("demo-log", "--questions", "40", "--seed", "3")
    assert (made.code, made.out) == (0, "")
    assert f"Wrote 40 made-up questions into {home}/data/demo" in made.err
    ended = redress("report", "--since", "7d", "-o", "week.html", "--lang", "es")
    assert (ended.code, ended.out) == (0, "")
    assert '<html lang="es">' in (home / "week.html").read_text(encoding="utf-8")
    assert redress("report", "--since", "soon").err.startswith("redress: soon is no time; write 30d, 12w or a day")


def test_settings_are_shown_with_meaning_and_source(redress: Redress, monkeypatch: pytest.MonkeyPatch) -> None:
    """The token shows as asterisks."""
    monkeypatch.setenv("REDRESS_TOKEN", TOKEN)
    ended = redress("settings")
    assert (ended.code, ended.err) == (0, "")
    rows = {line.split()[0]: line for line in ended.lines if line.startswith("REDRESS_")}
    assert "**********" in rows["REDRESS_TOKEN"]
    assert "set" in rows["REDRESS_TOKEN"]
    assert "8484" in rows["REDRESS_PORT"]
    assert "default" in rows["REDRESS_PORT"]
    assert TOKEN not in ended.out


# --- wrong use ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("dance",), "dance"),
        (("ask",), "text"),
        (("ask", "x", "--colour", "red"), "--colour"),
        (("backup",), "target"),
    ],
)
def test_wrong_use_is_told_on_stderr(redress: Redress, words: tuple[str, ...], told: str) -> None:
    """A mistyped command or option ends with 2 and writes no data."""
    ended = redress(*words)
    assert (ended.code, ended.out) == (2, "")
    assert told in ended.err


def test_a_setting_that_makes_no_sense_is_one_sentence(redress: Redress, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every verb names the variable, without a traceback."""
    monkeypatch.setenv("REDRESS_PORT", "eight")
    for verb in ("settings", "check", "run"):
        ended = redress(verb)
        assert (ended.code, ended.out) == (2, "")
        assert ended.err.startswith("redress: REDRESS_PORT makes no sense: ")
        assert ended.err.count("\n") == 1


def test_knowledge_that_cannot_be_used_is_told_problem_by_problem(
    redress: Redress, own_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No traceback: the lines that a maintainer has to mend."""
    spoil(own_folder, "catalogue.yaml", "local: true", "local: maybe")
    monkeypatch.setenv("REDRESS_KNOWLEDGE", str(own_folder))
    ended = redress("ask", "wage arrears")
    assert (ended.code, ended.out) == (1, "")
    assert "catalogue.yaml:4: 'topics.0.local': input should be a valid boolean" in ended.err.splitlines()


def test_the_version_is_printed(redress: Redress) -> None:
    """A bug report can say it."""
    assert redress("--version") == Ended(0, f"{__version__}\n", "")


def test_help_names_every_verb(redress: Redress) -> None:
    """`redress --help` is the way in; without a word, it is shown too."""
    ended = redress("--help")
    assert ended.code == 0
    for verb in ("run", "chat", "ask", "match", "why", "check", "coverage", "purge", "backup", "export", "settings"):
        assert re.search(rf"^\W*{verb}\b", ended.out, re.MULTILINE), verb
    without = redress()
    assert "coverage" in without.out + without.err


# --- as a process of its own --------------------------------------------------------------------------


@pytest.fixture
def environment(home: Path) -> Mapping[str, str]:
    """The environment of this installation, for another process."""
    return {**os.environ, "PYTHONPATH": str(ROOT), "HOME": str(home)}


def _started(environment: Mapping[str, str], *words: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "bot", *words],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


def _finished(environment: Mapping[str, str], *words: str, stdin: str = "") -> Ended:
    with _started(environment, *words) as process:
        out, err = process.communicate(stdin, timeout=HANG)
        return Ended(process.returncode, out, err)


def _until(stream: IO[str] | None, pattern: str) -> "re.Match[str]":
    """The first line that holds the pattern."""
    assert stream
    for line in stream:
        found = re.search(pattern, line)
        if found:
            return found
    raise AssertionError(f"nothing says {pattern}")


@pytest.fixture
def ended_in_time() -> Iterator[None]:
    """A process that hangs fails the test and does not stop the suite."""

    def late(*_: object) -> None:
        raise TimeoutError("the process did not do what it should in time")

    before = signal.signal(signal.SIGALRM, late)
    signal.alarm(HANG)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


@pytest.mark.usefixtures("ended_in_time")
def test_match_streams(environment: Mapping[str, str]) -> None:
    """The verdict on a line comes before the next line is written: a program can talk with it."""
    with _started(environment, "match", "--jsonl") as process:
        assert process.stdin
        assert process.stdout
        for name in ("plain", "small talk", "with both"):
            process.stdin.write(GOOD[name].decode() + "\n")
            process.stdin.flush()
            assert verdict(process.stdout.readline())["decision"] == "answer"
        process.stdin.close()
        assert process.wait() == 0


@pytest.mark.usefixtures("ended_in_time")
def test_chat_talks_in_the_terminal(environment: Mapping[str, str]) -> None:
    """A question typed into `redress chat` is answered there; the end of the input ends it well."""
    ended = _finished(environment, "chat", "--lang", "en", stdin="wage arrears\n")
    assert ended.code == 0
    assert "Redress tells you what you can do" in ended.out
    assert "Getting back unpaid wages" in ended.out


@pytest.mark.usefixtures("ended_in_time")
def test_run_serves_the_browser_chat_until_it_is_told_to_stop(environment: Mapping[str, str]) -> None:
    """Without a token the page opens on this machine, is healthy, and ends cleanly on SIGTERM."""
    with _started({**environment, "REDRESS_PORT": "0"}, "run") as process:
        url = _until(process.stderr, r"the chat is open\s+url=(\S+)")[1]
        with urllib.request.urlopen(f"{url}/healthz", timeout=HANG) as answer:
            assert answer.status == 200
        process.send_signal(signal.SIGTERM)
        _, err = process.communicate()
        assert process.returncode == 0
        assert "Traceback" not in err


@pytest.mark.usefixtures("ended_in_time")
def test_run_says_when_its_address_is_taken(environment: Mapping[str, str]) -> None:
    """A second copy on one machine is told so in a sentence."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        ended = _finished({**environment, "REDRESS_PORT": str(port)}, "run")
    assert (ended.code, ended.out) == (2, "")
    assert str(port) in ended.err.splitlines()[-1]
    assert "Traceback" not in ended.err


@pytest.mark.usefixtures("ended_in_time")
def test_a_database_that_cannot_be_used_ends_the_program(environment: Mapping[str, str], kept: Path) -> None:
    """A newer database is told in a sentence, and no thread keeps the process from ending."""
    connection = sqlite3.connect(kept / "redress.sqlite3")
    connection.execute("PRAGMA user_version = 999")
    connection.close()
    ended = _finished(environment, "export")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err == "redress: the database was written by a newer version of Redress; update the program\n"


def test_check_shows_what_caution_would_do(redress: Redress, home: Path) -> None:
    """The operator sees the effect of REDRESS_CAUTION before setting it."""
    _exam(home, "unpaid-wages:\n  - my boss has not paid my wages\n")
    ended = redress("check", *DAY)
    assert "REDRESS_CAUTION=0.5" in ended.err
    assert "recall@3" in ended.err


def test_a_known_failure_that_fails_no_more_fails_the_check(redress: Redress, home: Path) -> None:
    """A mark that is no longer true would hide the next failure."""
    _exam(home, "unpaid-wages:\n  - {q: rp1, country: gb, known: an acronym of another topic}\n")
    assert redress("check", *DAY).code == 0
    (home / "tests/knowledge/en/rights.yaml").write_text(
        "unpaid-wages:\n  - {q: my boss has not paid my wages, known: once it failed}\n", encoding="utf-8"
    )
    ended = redress("check", *DAY)
    assert ended.code == 1
    assert "fails no more; take out 'known'" in ended.out


def test_the_learning_curve_names_what_more_would_help(redress: Redress, home: Path) -> None:
    """Who has twenty minutes for new ways to ask sees where they count."""
    _exam(home, "unpaid-wages:\n  - my boss has not paid my wages\nnowhere:\n  - xyzzy\n")
    ended = redress("check", "--learning-curve", *DAY)
    assert ended.code == 0
    assert "recall@3, en" in ended.out
    assert re.search(r"en nowhere: 0 % found, [+-]\d+ from the second half of its \d+ ways to ask", ended.out)


# --- scaffold -----------------------------------------------------------------------------------------


def test_a_new_country_is_data_only(redress: Redress, own_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The skeleton loads without an error, answers nothing yet, and a second call changes nothing."""
    monkeypatch.setenv("REDRESS_KNOWLEDGE", str(own_folder))
    ended = redress("scaffold", "country", "pt", "en")
    assert ended.code == 0
    assert str(own_folder / "pt" / "figures.yaml") in ended.lines
    assert redress("check", *DAY).code == 0
    catalogue = (own_folder / "catalogue.yaml").read_bytes()
    assert redress("scaffold", "country", "pt", "en").out == ""
    assert (own_folder / "catalogue.yaml").read_bytes() == catalogue


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("xq", "en"), "'xq' is no country"),
        (("pt", "tlh"), "there is no language 'tlh' yet"),
        (("pt", "en", "--under", "moon"), "there is no layer 'moon'"),
    ],
)
def test_scaffold_refuses_what_cannot_be(redress: Redress, words: tuple[str, ...], message: str) -> None:
    """A slip is told in one sentence and nothing is written."""
    ended = redress("scaffold", "country", *words)
    assert ended.code == 2
    assert message in ended.err
