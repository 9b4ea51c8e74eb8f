"""`redress stamp`: the translations are up to date with their originals as they are now."""

from collections import defaultdict
from pathlib import Path

import typer

from bot.core.knowledge import fingerprint
from bot.edges.files import load
from bot.edges.stamping import stamped
from bot.settings import Settings


def stamp(settings: Settings, only: Path | None) -> None:
    """Write the hash of its original into each translation, or into those of one file."""
    knowledge = load(settings.bundled).knowledge()
    hashes: dict[str, dict[str, str]] = defaultdict(dict)
    for page in knowledge.pages.values():
        source = knowledge.original(page)
        if source:
            hashes[page.place.path][page.entry.topic] = fingerprint(source.entry)
    for name, those in sorted(hashes.items()):
        path = settings.bundled / name
        if only and path.resolve() != only.resolve():
            continue
        before = path.read_text(encoding="utf-8")
        after = stamped(before, those)
        if after != before:
            path.write_text(after, encoding="utf-8")
            typer.echo(str(path), err=True)
