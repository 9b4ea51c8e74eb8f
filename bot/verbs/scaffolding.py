"""`redress scaffold country XX LANG`: the files of a new country, ready to be filled in."""

import re

import typer

from bot.core import scaffold
from bot.edges import files
from bot.errors import SettingsError
from bot.settings import Settings


def country(settings: Settings, code: str, language: str, under: str | None) -> None:
    """Write the skeleton; what is there already stays. Raises SettingsError for what cannot be."""
    knowledge = files.load(settings.bundled).knowledge()
    known = knowledge.catalogue.languages
    called = scaffold.names(code, known) if re.fullmatch(r"[a-z]{2}", code) else ()
    if not called:
        raise SettingsError(f"'{code}' is no country; write its two letters as in a web address: pt, be, mx")
    if language not in known:
        raise SettingsError(
            f"there is no language '{language}' yet, only {', '.join(known)}; CONTRIBUTING.md says how to add one"
        )
    if under and under not in knowledge.catalogue.by_country:
        raise SettingsError(f"there is no layer '{under}' to put it under; say eu, or leave it out")
    catalogue = settings.bundled / "catalogue.yaml"
    text = scaffold.listed(catalogue.read_text(encoding="utf-8"), code, language, under, called)
    catalogue.write_text(text, encoding="utf-8")
    for name, content in scaffold.files(knowledge, code, language):
        path = settings.bundled / name
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8")
            typer.echo(str(path))
    typer.echo(
        "Now: figures, deadlines, then answers and ways to ask. `redress coverage` shows what is missing.", err=True
    )
