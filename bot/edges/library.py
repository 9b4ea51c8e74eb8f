"""Folder -> `Library`: reads the knowledge, builds or fetches the index, keeps it on disk, reloads it on a change."""

import hashlib
import json
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
import structlog
import watchfiles

from bot import __version__
from bot.core.knowledge import Knowledge
from bot.core.match.decide import Thresholds
from bot.core.match.features import Floats, Vocabulary
from bot.core.match.index import Encoder, Index, Phrasing, build
from bot.core.match.matcher import Matcher
from bot.core.match.model import Weights
from bot.core.match.places import Places
from bot.core.problems import Place, Problem
from bot.core.texts import Texts
from bot.edges.encoders import Progress, Vectors
from bot.edges.files import load
from bot.edges.folding import folded
from bot.edges.yamlfile import parse
from bot.errors import KnowledgeError
from bot.flows.here import Library

_FORMAT = 2  # of the cache file
log = structlog.get_logger()


@dataclass(frozen=True)
class Shelf:
    """Where the library comes from: the folder, the cache folder, the encoders (cheapest first), the caution."""

    folder: Path
    cache: Path | None
    encoders: tuple[Encoder, ...] = ()
    caution: float = 0.0

    def read(self, progress: Progress | None = None) -> tuple[Library, tuple[Problem, ...]]:
        """Read everything, and build the index with all encoders if need be. Raises KnowledgeError."""
        loaded = load(self.folder)
        return self.library(loaded.knowledge(), progress), tuple(loaded.problems)

    def library(self, knowledge: Knowledge, progress: Progress | None = None, before: Matcher | None = None) -> Library:
        """The matcher for some knowledge, its indexes from the cache where that fits, else built."""
        asked = self._asked(knowledge)
        first = self.first
        quick = first.index(asked, progress, before.cascade.quick if before else None) if first else None
        found = self.index(asked, progress, before.index if before else None)
        return self._shelve(knowledge, found, self.encoders, quick)

    @property
    def first(self) -> "Shelf | None":
        """Where the smaller index comes from that is asked first: with the cheapest encoder of several."""
        return self.part(1) if len(self.encoders) > 1 else None

    def index(
        self, asked: tuple[Phrasing, ...], progress: Progress | None = None, before: Index | None = None
    ) -> Index:
        """The index of these phrasings, from the cache or built now."""
        return self.cached(asked) or self.built(asked, progress, before)

    def quick(self, knowledge: Knowledge) -> Library:
        """The best matcher there is at once: of the cached indexes the one with most encoders, else a lexical one."""
        asked = self._asked(knowledge)
        for count in range(len(self.encoders), -1, -1):
            part = self.part(count)
            found, quick = part.cached(asked), part.first.cached(asked) if part.first else None
            if found and (quick or not part.first):
                return self._shelve(knowledge, found, part.encoders, quick)
        return self.part(0).library(knowledge)

    def part(self, count: int) -> "Shelf":
        """The same with only the first encoders."""
        return replace(self, encoders=self.encoders[:count])

    def _shelve(
        self, knowledge: Knowledge, index: Index, encoders: tuple[Encoder, ...], quick: Index | None
    ) -> Library:
        catalogue = knowledge.catalogue
        national: dict[str, list[str]] = {}
        for country, term in knowledge.terms:
            if term.national:
                national.setdefault(country, []).append(term.term)
        places = Places({country.id: country.names for country in catalogue.countries}, national)
        if quick:  # the same phrasings gave the same vocabulary: one copy of it is enough
            quick = replace(quick, vocabulary=index.vocabulary)
        matcher = Matcher(index, knowledge.terms, places, encoders, self.caution, catalogue.chain, quick)
        return Library(knowledge, matcher)

    def built(
        self, asked: tuple[Phrasing, ...], progress: Progress | None = None, before: Index | None = None
    ) -> Index:
        """The index of these phrasings, built now and kept in the cache."""
        found = self.learnt(asked, progress, before)
        if self.cache:
            _write(self._path(asked, self.encoders), found)
        return found

    def trial(self, knowledge: Knowledge, before: Matcher) -> Library:
        """The matcher for knowledge that may never be saved: learnt quickly from an earlier one, and kept nowhere.

        Compare it with a trial of the knowledge as it is: even without an edit, learning on moves a few answers.
        """
        asked, quick = self._asked(knowledge), before.cascade.quick
        part = self.part(len(before.index.encoders))
        first = part.part(len(quick.encoders)).learnt(asked, before=quick) if quick else None
        return part._shelve(knowledge, part.learnt(asked, before=before.index), part.encoders, first)  # noqa: SLF001

    def afresh(self, knowledge: Knowledge, *, keep: bool = False) -> Library:
        """The matcher for some knowledge, learnt from nothing: equal knowledge, equal answers. `keep`: in the cache."""
        asked = self._asked(knowledge)
        learn = Shelf.built if keep else Shelf.learnt
        quick = learn(self.first, asked) if self.first else None
        return self._shelve(knowledge, learn(self, asked), self.encoders, quick)

    def ready(self, knowledge: Knowledge) -> int:
        """How many encoders have been asked about this knowledge already: with so many an index takes no hour."""
        asked = self._asked(knowledge)
        counts = range(len(self.encoders), 0, -1)
        return next((count for count in counts if self.cache and self.part(count).cached(asked)), 0)

    def learnt(
        self, asked: tuple[Phrasing, ...], progress: Progress | None = None, before: Index | None = None
    ) -> Index:
        """The index of these phrasings, built now."""
        return build(asked, self.encoders, self._vectors([phrasing.text for phrasing in asked], progress), before)

    def _vectors(self, texts: Sequence[str], progress: Progress | None) -> Floats:
        vectors = Vectors(self.cache)
        parts = [vectors.of(encoder, texts, progress) for encoder in self.encoders]
        return np.concatenate(parts, axis=1) if parts else np.zeros((len(texts), 0), np.float32)

    def _asked(self, knowledge: Knowledge) -> tuple[Phrasing, ...]:
        asked = folded(knowledge.asks, self.cache)
        if not asked:
            nothing = Problem(Place("catalogue.yaml", 1), "nothing can be asked", hint="write <area>.asks.yaml files")
            raise KnowledgeError((nothing,))
        return asked

    def _path(self, asked: Sequence[Phrasing], encoders: Sequence[Encoder]) -> Path:
        assert self.cache is not None
        return self.cache / f"index-{len(encoders)}-{_key(asked, encoders)}.npz"

    def cached(self, asked: tuple[Phrasing, ...]) -> Index | None:
        """The index of these phrasings, if the cache has it."""
        return _read(self._path(asked, self.encoders), asked) if self.cache else None


def _key(asked: Sequence[Phrasing], encoders: Sequence[Encoder]) -> str:
    """Changes with the phrasings, the program and the encoders: a stale index is never taken for a fresh one."""
    digest = hashlib.blake2b(digest_size=12)
    digest.update(f"{_FORMAT} {__version__} {[encoder.name for encoder in encoders]}".encode())
    for module in ("decide", "features", "fold", "index", "model"):
        digest.update(resources.files("bot.core.match").joinpath(f"{module}.py").read_bytes())
    for phrasing in asked:
        digest.update(f"\0{phrasing.topic}\0{phrasing.language}\0{phrasing.text}".encode())
    return digest.hexdigest()


def _write(path: Path, index: Index) -> None:
    """Keep an index; a full disk costs a slower start and nothing else."""
    names = {"topics": index.topics, "words": index.vocabulary.words, "grams": index.vocabulary.grams}
    head = {
        **names,
        "thresholds": {name: [t.answer, t.offer] for name, t in {**index.own, "": index.thresholds}.items()},
        "encoders": index.encoders,
        "languages": index.languages,
    }
    fresh = path.with_suffix(".new.npz")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        for old in path.parent.glob(f"{path.name.rsplit('-', 1)[0]}-*.npz"):
            old.unlink(missing_ok=True)
        np.savez(
            fresh,
            head=np.frombuffer(json.dumps(head).encode(), np.uint8),
            counts=index.vocabulary.counts,
            idf=index.vocabulary.idf,
            sparse=index.weights.sparse,
            dense=index.weights.dense,
            bias=index.weights.bias,
            tongue=index.tongue.sparse,
            tongue_bias=index.tongue.bias,
        )
        fresh.replace(path)
    except OSError as error:
        log.warning("index not cached", error=type(error).__name__)


def _read(path: Path, asked: tuple[Phrasing, ...]) -> Index | None:
    """An index from the cache, or None when there is none that can be trusted. No pickles."""
    try:
        with path.open("rb") as raw, np.load(raw, allow_pickle=False) as file:
            head: dict[str, Any] = json.loads(bytes(file["head"]))
            vocabulary = Vocabulary(tuple(head["words"]), file["counts"], tuple(head["grams"]), file["idf"])
            weights = Weights(file["sparse"], file["dense"], file["bias"])
            own = {name: Thresholds(*pair) for name, pair in head["thresholds"].items()}
            tongue = Weights(file["tongue"], file["dense"][:0], file["tongue_bias"])
            index = Index(
                topics=tuple(head["topics"]),
                phrasings=asked,
                vocabulary=vocabulary,
                weights=weights,
                thresholds=own.pop(""),
                encoders=tuple(head["encoders"]),
                languages=tuple(head["languages"]),
                tongue=tongue,
                own=own,
            )
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
