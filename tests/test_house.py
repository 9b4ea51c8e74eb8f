"""The house keeps its shape: which ring may name which, nothing that needs scrolling, nothing without a word."""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).parents[1]

PROGRAM: Final = tuple(name for name in ("bot", "benchmarks") if any((ROOT / name).rglob("*.py")))
LONGEST_FUNCTION: Final = 50
LONGEST_MODULE: Final = 300

MAY_NAME: Final[Mapping[str, tuple[str, ...]]] = {
    "bot/core": ("bot.core",),
    "bot/flows": ("bot.core", "bot.flows", "bot.edges.store"),
    "bot/edges": ("bot.core", "bot.edges", "bot.errors", "bot.__version__"),
    "bot/errors.py": ("bot.core",),
    "bot/settings.py": ("bot.errors",),
    "bot/logs.py": (),
}
"""What a part of the program may name of the others. What is not here knows all."""

EXCEPTIONS: Final = {
    # The knowledge and its matcher as one value: flows are given it, the edge that reads the folder makes it.
    ("bot/edges/library.py", "bot.flows.here.Library"),
}

PURE: Final = frozenset(
    """
    __future__ abc array bisect collections contextlib dataclasses datetime decimal enum fractions functools hashlib
    heapq hmac html itertools json math operator re statistics string textwrap types typing unicodedata urllib.parse
    zlib babel numpy pydantic rapidfuzz scipy
    """.split()
)
"""Modules that neither read nor write nor wait nor throw dice. Add one that keeps to this."""

IMPURE_CALLS: Final = frozenset(
    {"open", "print", "input", "eval", "exec", "now", "utcnow", "today", "fromfile", "tofile", "load", "save", "savez"}
)
"""Names of functions by which a pure module would reach out, or look at the clock."""


@dataclass(frozen=True)
class Module:
    """One file, as text and as a tree. `path` is below the repository, with forward slashes."""

    path: str
    text: str
    tree: ast.Module

    def functions(self) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
        """All functions, wherever they stand."""
        yield from (node for node in ast.walk(self.tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))

    def package(self, level: int) -> str:
        """What the dots of a relative import stand for."""
        return ".".join(Path(self.path).parent.parts[: 1 - level or None])


@cache
def modules(*below: str) -> tuple[Module, ...]:
    """The modules at or below these paths; none of the paths is empty."""
    found = []
    for name in below:
        path = ROOT / name
        files = sorted(path.rglob("*.py")) if path.is_dir() else [path]
        assert files, f"{name} holds no module: has it moved?"
        found += [(file.relative_to(ROOT).as_posix(), file.read_text("utf-8")) for file in files]
    return tuple(Module(path, text, ast.parse(text)) for path, text in found)


def imported(module: Module) -> Iterator[str]:
    """The full name of everything that a module imports, also inside its functions."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = module.package(node.level) if node.level else ""
            within = ".".join(part for part in (start, node.module) if part)
            yield from (f"{within}.{alias.name}" for alias in node.names)


def lies_in(name: str, packages: tuple[str, ...] | frozenset[str]) -> bool:
    """Whether a full name is one of these packages, or stands inside one."""
    return any(name == package or name.startswith(f"{package}.") for package in packages)


def is_public(name: str) -> bool:
    """Whether others may use it."""
    return not name.startswith("_")


# --- rings --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("part", MAY_NAME)
def test_a_ring_names_only_the_rings_inside_it(part: str) -> None:
    """A change of a host or of the store cannot change what a worker is answered."""
    found = {
        (module.path, name)
        for module in modules(part)
        for name in imported(module)
        if lies_in(name, ("bot",)) and not lies_in(name, MAY_NAME[part])
    }
    assert found - EXCEPTIONS == set()


def test_every_exception_is_one() -> None:
    """An exception that is no longer needed leaves the list."""
    found = {(module.path, name) for module in modules("bot") for name in imported(module)}
    assert found >= EXCEPTIONS


@pytest.mark.parametrize("part", ["bot/core", "bot/flows", "bot/edges"])
def test_no_ring_knows_who_builds_it(part: str) -> None:
    """Settings and the application are handed in, never fetched."""
    outer = ("bot.app", "bot.cli", "bot.running", "bot.routes", "bot.settings", "bot.verbs")
    found = [(module.path, name) for module in modules(part) for name in imported(module) if lies_in(name, outer)]
    assert found == []


def test_the_core_imports_only_what_computes() -> None:
    """Values in, values out: the core reads no file, opens no line, asks no clock and throws no dice."""
    found = [
        (module.path, name)
        for module in modules("bot/core")
        for name in imported(module)
        if not lies_in(name, PURE | {"bot.core"})
    ]
    assert found == []


def test_the_core_waits_for_nothing() -> None:
    """What is answered does not depend on when."""
    waiting = (ast.Await, ast.AsyncFor, ast.AsyncWith)
    awaits = [module.path for module in modules("bot/core") for node in ast.walk(module.tree) if type(node) in waiting]
    assert awaits == []


def calls(module: Module) -> Iterator[tuple[str, int]]:
    """The last name of every function that is called, and its line."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
            yield (node.func.id if isinstance(node.func, ast.Name) else node.func.attr), node.lineno


def test_the_core_reaches_for_nothing() -> None:
    """No file, no screen and no clock by way of a function that needs no import; the day is handed in."""
    found = [
        f"{module.path}:{line}: {name}"
        for module in modules("bot/core")
        for name, line in calls(module)
        if name in IMPURE_CALLS
    ]
    assert found == []


def test_the_core_rolls_no_dice() -> None:
    """Equal knowledge gives equal answers: no random numbers of numpy either."""
    found = [
        f"{module.path}:{node.lineno}"
        for module in modules("bot/core")
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute) and node.attr == "random"
    ]
    assert found == []


def test_the_rings_were_looked_at() -> None:
    """These tests would not pass an empty house."""
    names = {name for module in modules("bot/core") for name in imported(module)}
    assert {"bot.core.markup", "numpy", "re"} <= names
    assert "bot" in PROGRAM
    assert len(modules("bot/core")) >= 20
    assert len(modules("bot/flows")) >= 5
    assert len(modules("bot/edges")) >= 20
    assert any(name == "bot.core.model.Turn" for module in modules("bot/flows") for name in imported(module))


# --- size ---------------------------------------------------------------------------------------------


def test_no_function_needs_scrolling() -> None:
    """Fifty lines are the most, in the program and in its tests."""
    found = [
        f"{module.path}:{function.lineno}: {function.name} has {(function.end_lineno or 0) - function.lineno + 1} lines"
        for module in modules(*PROGRAM, "tests")
        for function in module.functions()
        if (function.end_lineno or 0) - function.lineno >= LONGEST_FUNCTION
    ]
    assert found == []


def test_no_module_needs_a_map() -> None:
    """At three hundred lines a module is split. A module of tests may be longer: it is read one fact at a time."""
    found = [
        f"{module.path} has {lines} lines"
        for module in modules(*PROGRAM)
        if (lines := len(module.text.splitlines())) > LONGEST_MODULE
    ]
    assert found == []


# --- words --------------------------------------------------------------------------------------------


def unexplained(module: Module) -> Iterator[str]:
    """Public classes, functions and methods without a docstring; what stands inside a function is not public."""
    open_nodes: list[ast.Module | ast.ClassDef] = [module.tree]
    while open_nodes:
        for node in open_nodes.pop().body:
            if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and is_public(node.name):
                if not ast.get_docstring(node):
                    yield f"{module.path}:{node.lineno}: {node.name}"
                if isinstance(node, ast.ClassDef):
                    open_nodes.append(node)


def test_every_module_says_what_it_is() -> None:
    """A newcomer reads one sentence at the top of each file."""
    found = [module.path for module in modules(*PROGRAM, "tests") if not ast.get_docstring(module.tree)]
    assert found == []


def test_what_others_use_says_what_it_does() -> None:
    """Nobody must read a body to use a class or a function."""
    assert [line for module in modules("bot") for line in unexplained(module)] == []


def test_every_test_states_a_fact() -> None:
    """A failing test says in a sentence what a worker would notice."""
    tests = [
        (module.path, function)
        for module in modules("tests")
        for function in module.functions()
        if function.name.startswith("test_")
    ]
    assert len(tests) > 100
    assert [f"{path}: {function.name}" for path, function in tests if not ast.get_docstring(function)] == []


# --- these tests --------------------------------------------------------------------------------------


def test_imports_are_read_wherever_they_stand() -> None:
    """No import hides: plain, from, relative, renamed, or inside a function."""
    text = "import os.path as p\nfrom bot import edges\nfrom . import x\nfrom ..flows import y\ndef f():\n  import io\n"
    module = Module("bot/core/thing.py", text, ast.parse(text))
    assert sorted(imported(module)) == ["bot.core.x", "bot.edges", "bot.flows.y", "io", "os.path"]


@pytest.mark.parametrize(("name", "inside"), [("re", True), ("re.sub", True), ("requests.get", False), ("o.re", False)])
def test_a_name_lies_in_its_package_only(name: str, inside: bool) -> None:
    """A package does not stand for every name that begins like it."""
    assert lies_in(name, frozenset({"re"})) == inside
