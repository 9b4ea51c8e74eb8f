"""The ways to ask, folded: kept on disk, since folding forty thousand of them takes half a second of every start."""

import hashlib
from collections.abc import Sequence
from importlib import resources
from pathlib import Path

import orjson
import structlog

from bot.core.knowledge import Ask
from bot.core.match.index import Phrasing, phrasings

log = structlog.get_logger()


def folded(asks: Sequence[Ask], cache: Path | None) -> tuple[Phrasing, ...]:
    """The phrasings of some asks, from the cache where it has them, else folded now and kept."""
    path = cache / f"phrasings-{_key(asks)}.json" if cache else None
    found = _read(path, asks) if path else None
    if found is None:
        found = phrasings((ask.topic, ask.text, ask.language) for ask in asks)
        if path:
            _write(path, asks, found)
    return found


def _key(asks: Sequence[Ask]) -> str:
    digest = hashlib.blake2b(resources.files("bot.core.match").joinpath("fold.py").read_bytes(), digest_size=12)
    rows = "\0".join(f"{ask.topic}\1{ask.language}\1{ask.text}" for ask in asks)
    digest.update(rows.encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def _read(path: Path, asks: Sequence[Ask]) -> tuple[Phrasing, ...] | None:
    """None when there is none that can be trusted."""
    try:
        rows = orjson.loads(path.read_bytes())
        return tuple(Phrasing(asks[at].text, text, asks[at].topic, asks[at].language) for at, text in rows)
    except FileNotFoundError:
        return None
    except Exception as error:  # noqa: BLE001 - whatever is wrong with a cache file, it is made anew
        log.warning("phrasings folded anew: the cached ones are damaged", error=type(error).__name__)
        return None


def _write(path: Path, asks: Sequence[Ask], found: Sequence[Phrasing]) -> None:
    """Keep what was folded, with the place of each ask; a full disk costs the next start half a second."""
    rows: list[tuple[int, str]] = []
    at = 0
    for phrasing in found:  # both are in one order; what stands twice, or has no words, was left out
        while (asks[at].topic, asks[at].text) != (phrasing.topic, phrasing.text):
            at += 1
        rows.append((at, phrasing.folded))
    fresh = path.with_suffix(".new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        for old in path.parent.glob("phrasings-*.json"):
            old.unlink(missing_ok=True)
        fresh.write_bytes(orjson.dumps(rows))
        fresh.replace(path)
    except (OSError, orjson.JSONEncodeError) as error:  # lone surrogates make no JSON
        log.warning("phrasings not cached", error=type(error).__name__)
