"""What the bot says around the answers: whole in every language, and nothing more than is said."""

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final, get_args, get_type_hints

import pytest
from hypothesis import given, strategies as st

import bot
from bot.core import broadcast_lint, buttons, markup
from bot.core.broadcast import Kind, State
from bot.core.coverage import Mark
from bot.core.knowledge import Start
from bot.core.model import Media
from bot.core.report.findings import FRACTIONS
from bot.core.report.sections import Column
from bot.core.texts import FALLBACK, Texts
from bot.edges.files import load
from bot.flows.team import ACTS
from bot.routes import COMMANDS
from tests.botapi.html import parse

ROOT: Final = Path(bot.__file__).parent
AREAS: Final = load(ROOT.parent / "knowledge").knowledge().catalogue.areas

FAMILIES: Final[Mapping[str, tuple[str, ...]]] = {
    "area_": AREAS,
    "command_": tuple(route.name for route in COMMANDS),
    "event_": get_args(Start),
    "name_": tuple(route.name for route in COMMANDS),
    "on_": get_args(Start),
    "law_": ("int", "eu"),
    "media_": get_args(get_type_hints(Media)["kind"]),
    "why_": get_args(buttons.Why),
    "lint_": (*get_args(broadcast_lint.Kind), "employer"),
    "state_": (*get_args(State), "training"),
    "act_": tuple(ACTS),
    "role_": ("organiser", "maintainer", "owner"),
    "welcome_": ("organiser", "maintainer", "owner"),
    "button_": ("countries", "languages", "workplaces"),
    "broadcast_title_": get_args(Kind),
    "broadcast_state_": ("running", "paused", "stopped", "done"),
    "broadcast_rows_": ("unknown", "doubled"),
    "broadcast_reason_": ("blocked", "gone", "moved", "not_allowed", "bad_message", "left", "late"),
    "broadcast_report_": get_args(Kind),
    "broadcast_halted_": ("token", "no_door", "bad_message"),
    "broadcast_button_": ("pause", "resume", "stop", "late", "drop", "report"),
    "report_at_once_": tuple(name for name, _ in FRACTIONS),
    "report_col_": get_args(Column),
    "report_mark_": get_args(Mark),
}
"""Keys that the code puts together: how they begin, and all that may follow."""

WAITING: Final[frozenset[str]] = frozenset()
"""Written ahead of what will say them. A key that is said leaves this list."""

SAYING: Final = {"say": (0, 1), "reply": (0,), "button": (1,), "html": (1,), "plain": (1,), "raw": (1,)}
"""Methods that say a text, and the places at which they take its key."""


def trees() -> dict[str, ast.Module]:
    """The program's modules."""
    return {path.relative_to(ROOT).as_posix(): ast.parse(path.read_text("utf-8")) for path in ROOT.rglob("*.py")}


def said() -> Iterator[tuple[str, str, frozenset[str]]]:
    """Where a text is said, its key, and the holes that are filled there."""
    for name, tree in trees().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in SAYING:
                filled = frozenset(keyword.arg or "" for keyword in node.keywords)
                for at in SAYING[node.func.attr]:
                    for key in keys(node.args[at]) if at < len(node.args) else ():
                        yield f"{name}:{node.lineno}", key, filled


def keys(node: ast.expr) -> Iterator[str]:
    """The keys that an expression may be; none for a variable."""
    match node:
        case ast.Constant(value=str(key)):
            yield key
        case ast.IfExp(body=one, orelse=other):
            yield from (*keys(one), *keys(other))
        case ast.JoinedStr(values=[ast.Constant(value=str(start)), *_]):
            assert start in FAMILIES, f"say in FAMILIES what may follow '{start}'"
            yield from (start + end for end in FAMILIES[start])


def constants() -> set[str]:
    """Every string in the program, also those that reach a text by way of a variable."""
    nodes = (node for tree in trees().values() for node in ast.walk(tree))
    return {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def family_members() -> set[str]:
    """All keys that the code puts together."""
    return {start + end for start, ends in FAMILIES.items() for end in ends}


# --- all languages ------------------------------------------------------------------------------------


def test_every_language_says_the_same_things(texts: Texts) -> None:
    """Nobody meets an English sentence in the middle of a conversation in their own language."""
    assert FALLBACK in texts.languages
    for language, known in texts.languages.items():
        assert set(known) == set(texts.languages[FALLBACK]), language


def test_every_language_fills_the_same_holes(texts: Texts) -> None:
    """A translation neither loses the amount nor asks for a value that nobody has."""
    for language, known in texts.languages.items():
        for key, text in known.items():
            original = texts.languages[FALLBACK][key]
            assert sorted(markup.holes(text)) == sorted(markup.holes(original)), f"{language}: {key}"


def test_every_text_arrives(texts: Texts) -> None:
    """No text is empty, and Telegram takes each of them in one message."""
    for language, known in texts.languages.items():
        for key in known:
            text = parse(texts.html(language, key)).text
            assert 0 < len(text) < 3000, f"{language}: {key}"


def test_what_stands_on_a_button_is_short(texts: Texts) -> None:
    """A label that is longer is cut on a phone."""
    labels = {key for key in texts.languages[FALLBACK] if key.startswith("button_")}
    labels |= {key for key in family_members() if key.startswith(("area_", "why_"))}
    for language in texts.languages:
        assert [key for key in labels if len(texts.plain(language, key)) > 40] == [], language


# --- what is said -------------------------------------------------------------------------------------


def test_everything_that_is_said_exists(texts: Texts) -> None:
    """No flow ends in an error because a sentence is missing."""
    found = list(said())
    assert len({where.partition(":")[0] for where, _, _ in found}) >= 5
    assert [(where, key) for where, key, _ in found if key not in texts.languages[FALLBACK]] == []
    assert family_members() <= set(texts.languages[FALLBACK])


def test_everything_that_exists_is_said(texts: Texts) -> None:
    """Nobody translates a sentence that no worker will ever read."""
    unsaid = set(texts.languages[FALLBACK]) - constants() - family_members()
    assert unsaid - WAITING == set(), "remove them from the texts, or say them"
    assert WAITING - unsaid == set(), "these are said now, or gone: take them out of WAITING"


def test_every_hole_is_filled(texts: Texts) -> None:
    """No person reads "{country}"."""
    for where, key, filled in said():
        holes = set(markup.holes(texts.languages[FALLBACK].get(key, "")))
        assert holes <= filled or "" in filled, f"{where}: {key} lacks {sorted(holes - filled)}"


# --- the lookup ---------------------------------------------------------------------------------------

SMALL = Texts({"en": {"hello": "**Hello**, {name}!", "only": "English only"}, "es": {"hello": "¡**Hola**, {name}!"}})


@pytest.mark.parametrize(
    ("tag", "language"),
    [("es", "es"), ("es-MX", "es"), ("ES-419", "es"), ("en-US", "en"), ("de", "en"), ("", "en"), (None, "en")],
)
def test_the_language_of_a_phone(tag: str | None, language: str) -> None:
    """A phone set to Mexican Spanish is spoken to in Spanish, one in a language that we lack in English."""
    assert SMALL.known(tag) == language


def test_a_missing_sentence_is_said_in_english() -> None:
    """A text that is not translated yet is better than none; one that does not exist is an error."""
    assert SMALL.raw("es", "only") == SMALL.raw("de", "only") == "English only"
    with pytest.raises(KeyError):
        SMALL.raw("es", "nothing")


def test_on_the_screen_and_on_a_button() -> None:
    """A text has marks on the screen and none on a button."""
    assert SMALL.html("es", "hello", name="Ana") == "¡<b>Hola</b>, Ana!"
    assert SMALL.plain("es", "hello", name="Ana") == "¡Hola, Ana!"


@given(st.text())
def test_a_name_is_shown_as_it_is(name: str) -> None:
    """What a person typed comes back letter by letter, and marks nothing."""
    assert SMALL.plain("en", "hello", name=name) == f"Hello, {name}!"
    assert parse(SMALL.html("en", "hello", name=name)).text == f"Hello, {name}!"
