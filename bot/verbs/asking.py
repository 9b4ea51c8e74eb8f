"""`redress ask` and `redress match`: one answer; many verdicts."""

from collections.abc import Iterable
from datetime import date
from typing import Any, BinaryIO

import orjson
import typer

from bot import running
from bot.core import markup
from bot.core.knowledge import Found
from bot.core.model import Answer, NoMatch, Outgoing, Suggest, Verdict
from bot.core.render import Reader, Renderer
from bot.edges.library import texts
from bot.errors import SettingsError
from bot.flows.here import Library
from bot.settings import Settings
from bot.verbs.learning import at_hand, learnt

_DECISIONS = {Answer: "answer", Suggest: "suggest", NoMatch: "none"}


def ask(settings: Settings, text: str, language: str | None, country: str | None, *, as_json: bool) -> None:
    """Print the whole answer to one question, its sources included."""
    library = at_hand(running.shelf(settings))
    known = texts()
    _check_country(library, country)
    verdict = library.matcher.match(text, language, country)
    reader = Reader(known.known(language or verdict.reading.language), verdict.reading.country or country, date.today())  # noqa: DTZ011 - the user's day
    render = Renderer(library.knowledge, known)
    found = (
        library.knowledge.find(verdict.topic, reader.country, reader.language) if isinstance(verdict, Answer) else None
    )
    if as_json:
        typer.echo(orjson.dumps(_object(verdict, found, render, reader)))
        return
    for message in _messages(verdict, found, render, reader):
        typer.echo(_printed(message) + "\n")


def _check_country(library: Library, country: str | None) -> None:
    known = library.knowledge.catalogue.by_country
    if country and country not in known:
        raise SettingsError(f"there is no country '{country}'; known are {', '.join(sorted(known))}")


def _messages(verdict: Verdict, found: Found | None, render: Renderer, reader: Reader) -> Iterable[Outgoing]:
    if found:
        yield render.more(found, reader, "")
        if found.page.entry.sources:
            yield render.sources(found, reader, "")
    elif isinstance(verdict, Suggest):
        yield render.offer(render.say(reader, "did_you_mean"), verdict.topics, reader, "")
    else:
        yield render.lost([c.topic for c in verdict.reading.candidates[:3]], reader, "")


def _printed(message: Outgoing) -> str:
    """Plain text; links with their address, topics to choose from as a list."""
    text = markup.plain(markup.with_addresses(message.html))
    topics = [button.label for row in message.rows for button in row if button.data.split(":")[1:2] == ["t"]]
    return "\n".join([text, *(f"  - {topic}" for topic in topics)])


def _object(verdict: Verdict, found: Found | None, render: Renderer, reader: Reader) -> dict[str, Any]:
    answer = None
    if found:
        entry = found.page.entry
        answer = {
            "topic": entry.topic,
            "title": entry.title,
            "text": markup.plain(render.more(found, reader, "").html),
            "country": found.page.country,
            "lang": found.page.language,
            "sources": [source.model_dump() for source in entry.sources],
            "reviewed": {"on": entry.reviewed.on.isoformat(), "by": entry.reviewed.by},
        }
    return {**_line(verdict, None, reader.country), "lang": reader.language, "answer": answer}


def match(settings: Settings, lines: Iterable[bytes], out: BinaryIO) -> None:
    """A verdict a line, as the lines come. A line that is no such object gets an "error" and keeps its place.

    Bytes, not text: JSON is UTF-8 whatever the terminal speaks, and one broken letter must not end the batch.
    """
    library = learnt(settings)
    for number, line in enumerate(lines, 1):
        if line.strip():
            out.write(orjson.dumps(_matched(library, line, number)) + b"\n")
            out.flush()


def _matched(library: Library, line: bytes, number: int) -> dict[str, Any]:
    try:
        asked = orjson.loads(line)
        text, language, country = _text(asked["q"]), _maybe(asked.get("lang")), _maybe(asked.get("country"))
    except (orjson.JSONDecodeError, AttributeError, KeyError, TypeError):
        error = f'line {number} is no object such as {{"q": "...", "lang": null, "country": null}}'
        return {"decision": "none", "topics": [], "lang": None, "country": None, "error": error}
    return _line(library.matcher.match(text, language, country), language, country)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _maybe(value: object) -> str | None:
    return None if value is None else _text(value)


def _line(verdict: Verdict, language: str | None, country: str | None) -> dict[str, Any]:
    reading = verdict.reading
    return {
        "decision": _DECISIONS[type(verdict)],
        "topics": [{"id": candidate.topic, "score": candidate.score} for candidate in reading.candidates],
        "lang": reading.language or language,
        "country": reading.country or country,
    }
