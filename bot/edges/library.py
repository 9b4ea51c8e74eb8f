"""Folder -> `Library`: reads the knowledge, builds or fetches the index, keeps it on disk, reloads it on a change."""

import hashlib
import json
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
import structlog
import watchfiles

from bot import __version__
from bot.core.knowledge import Knowledge
from bot.core.match.features import Vocabulary
from bot.core.match.index import Encoder, Index, Phrasing, Thresholds, build, phrasings
from bot.core.match.matcher import Matcher
from bot.core.match.model import Weights
from bot.core.match.places import Places
from bot.core.problems import Problem
from bot.core.texts import Texts
from bot.edges.files import load
from bot.edges.yamlfile import parse
from bot.errors import KnowledgeError
from bot.flows.here import Library

_FORMAT = 1  # of the cache file
log = structlog.get_logger()


@dataclass(frozen=True)
class Shelf:
    """Where the library comes from: the folder, the cache folder, the encoders, the operator's caution."""

    folder: Path
    cache: Path | None
    encoders: tuple[Encoder, ...] = ()
    caution: float = 0.0

    def read(self) -> tuple[Library, tuple[Problem, ...]]:
        """Read everything. Raises KnowledgeError when nothing can be used."""
        loaded = load(self.folder)
        knowledge = loaded.knowledge()
        return self.library(knowledge), tuple(loaded.problems)

    def library(self, knowledge: Knowledge) -> Library:
        """The matcher for some knowledge, its index from the cache where that fits."""
        asked = phrasings([(ask.topic, ask.text) for ask in knowledge.asks])
        if not asked:
            raise KnowledgeError(())
        index = self._index(asked)
        places = Places({country.id: country.names for country in knowledge.catalogue.countries})
        return Library(knowledge, Matcher(index, knowledge.terms, places, self.encoders, self.caution))

    def _index(self, asked: tuple[Phrasing, ...]) -> Index:
        path = self.cache / f"index-{_key(asked, self.encoders)}.npz" if self.cache else None
        found = _read(path, asked) if path else None
        if found is None:
            found = build(asked, self.encoders)
            if path:
                _write(path, found)
        return found


def _key(asked: Sequence[Phrasing], encoders: Sequence[Encoder]) -> str:
    """Changes with the phrasings, the program and the encoders: a stale index is never taken for a fresh one."""
    digest = hashlib.blake2b(digest_size=12)
    digest.update(f"{_FORMAT} {__version__} {[encoder.name for encoder in encoders]}".encode())
    for module in ("features", "fold", "index", "model"):
        digest.update(resources.files("bot.core.match").joinpath(f"{module}.py").read_bytes())
    for phrasing in asked:
        digest.update(f"\0{phrasing.topic}\0{phrasing.text}".encode())
    return digest.hexdigest()


def _write(path: Path, index: Index) -> None:
    """Keep an index; a full disk costs a slower start and nothing else."""
    names = {"topics": index.topics, "words": index.vocabulary.words, "grams": index.vocabulary.grams}
    head = {**names, "thresholds": [index.thresholds.answer, index.thresholds.offer], "encoders": index.encoders}
    fresh = path.with_suffix(".new.npz")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        for old in path.parent.glob("index-*.npz"):
            old.unlink(missing_ok=True)
        np.savez(
            fresh,
            head=np.frombuffer(json.dumps(head).encode(), np.uint8),
            counts=index.vocabulary.counts,
            idf=index.vocabulary.idf,
            sparse=index.weights.sparse,
            dense=index.weights.dense,
            bias=index.weights.bias,
        )
        fresh.replace(path)
    except OSError as error:
        log.warning("index not cached", error=type(error).__name__)


def _read(path: Path, asked: tuple[Phrasing, ...]) -> Index | None:
    """An index from the cache, or None when there is none that can be trusted. No pickles."""
    try:
        with np.load(path, allow_pickle=False) as file:
            head: dict[str, Any] = json.loads(bytes(file["head"]))
            vocabulary = Vocabulary(tuple(head["words"]), file["counts"], tuple(head["grams"]), file["idf"])
            weights = Weights(file["sparse"], file["dense"], file["bias"])
            thresholds = Thresholds(*head["thresholds"])
            index = Index(tuple(head["topics"]), asked, vocabulary, weights, thresholds, tuple(head["encoders"]))
    except FileNotFoundError:
        return None
    except Exception as error:  # noqa: BLE001 - whatever is wrong with a cache file, it is built anew
        log.warning("index rebuilt: the cached one is damaged", error=type(error).__name__)
        return None
    fits = weights.sparse.shape == (vocabulary.size, len(index.topics))
    return index if fits else None


def texts(folder: Path | None = None) -> Texts:
    """The texts of all languages. Raises KnowledgeError when a file is broken: they belong to the program."""
    root = folder or Path(str(resources.files("bot") / "texts"))
    found: dict[str, dict[str, str]] = {}
    for path in sorted(root.glob("*.yaml")):
        document = parse(path.name, path.read_text(encoding="utf-8"))
        if document.problems:
            raise KnowledgeError(tuple(document.problems))
        found[path.stem] = {str(key): str(value).strip() for key, value in document.value.items()}
    return Texts(dict(sorted(found.items(), key=lambda item: item[0] != "en")))


async def changes(folder: Path) -> AsyncIterator[None]:
    """Yields after each change of a YAML file below the folder, a burst of changes as one."""

    def wanted(_: watchfiles.Change, path: str) -> bool:
        return path.endswith(".yaml")

    async for _ in watchfiles.awatch(folder, watch_filter=wanted, recursive=True):
        yield
