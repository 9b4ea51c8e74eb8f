"""The documents are kept true by comparing them with the code."""

import re
from pathlib import Path

import typer

from bot import cli
from bot.routes import COMMANDS
from bot.settings import Settings, lines

ROOT = Path(__file__).parents[1]


def _read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def test_every_verb_and_flag_is_in_the_docs_and_no_other() -> None:
    """A command line that the docs show exists, and none is left out."""
    group = typer.main.get_command(cli.app)
    verbs = dict(getattr(group, "commands", {}))
    text = _read("docs/commands.md")
    told = dict(re.findall(r"^\| `redress ([a-z-]+)([^`]*)`", text, re.MULTILINE))
    assert set(told) == set(verbs)
    for verb, command in verbs.items():
        flags = {option for parameter in command.params for option in parameter.opts if option.startswith("--")} - {
            "--help"
        }
        assert set(re.findall(r"--[a-z-]+", told[verb])) == flags, verb


def test_every_chat_command_is_in_the_docs_with_where_it_works() -> None:
    """The table of chat commands agrees with the routes."""
    told = re.findall(r"^\| `/([a-z]+)(?: [A-Z]+)?` \|.*\| (yes|no) \|$", _read("docs/commands.md"), re.MULTILINE)
    assert told == [(route.name, "yes" if route.in_groups else "no") for route in COMMANDS]


def test_every_setting_is_in_the_docs_with_its_default() -> None:
    """The table of settings agrees with the code."""
    told = re.findall(
        r"^\| `(REDRESS_[A-Z_]+)` \| (?:`([^`]*)`)? ?\| (.+) \|$", _read("docs/settings.md"), re.MULTILINE
    )
    known = [(line.name, line.default) for line in lines(Settings(_env_file=None))]
    assert sorted((name, default) for name, default, _ in told) == sorted(known)


def test_every_make_target_in_the_docs_exists() -> None:
    """`make x` in a document is a target of the Makefile."""
    targets = set(re.findall(r"^([a-z]+):", _read("Makefile"), re.MULTILINE))
    for name in ("README.md", "CONTRIBUTING.md", "docs/commands.md"):
        assert set(re.findall(r"(?:^|`)make ([a-z]+)", _read(name), re.MULTILINE)) <= targets, name


def test_the_files_that_documents_point_to_exist() -> None:
    """No dead links inside the repository."""
    for name in ("README.md", "CONTRIBUTING.md", "ARCHITECTURE.md", "docs/commands.md", "docs/settings.md"):
        for target in re.findall(r"\]\((?!http)([^)#]+)\)|src=\"([^\"]+)\"", _read(name)):
            path = target[0] or target[1]
            assert (ROOT / name).parent.joinpath(path).exists(), f"{name}: {path}"


def test_no_file_names_an_index_host() -> None:
    """The lock files hold versions and hashes, and no address."""
    for name in ("requirements.lock", "requirements-dev.lock"):
        text = _read(name)
        assert "--hash=sha256:" in text
        assert "://" not in text
