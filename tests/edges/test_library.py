"""From the folder to the matcher: the index is kept on disk, never trusted blindly, and an edit is noticed."""

import asyncio
import io
import zipfile
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from structlog.testing import capture_logs

from bot.core.match.features import Floats
from bot.core.match.index import Encoder, Index, build
from bot.core.model import Answer
from bot.edges.files import load
from bot.edges.library import Shelf, changes, texts
from bot.errors import KnowledgeError
from bot.flows.here import Library
from tests.folder import spoil

QUESTIONS = ("how do i get my unpaid wages", "who gives me the fund form", "can staff buy the firm", "zzz", "rp1")


def caches(folder: Path) -> list[str]:
    """The names of the cached indexes."""
    return sorted(path.name for path in folder.glob("*") if path.name.startswith("index"))


def verdicts(library: Library) -> list[object]:
    """What it makes of some questions, scores included."""
    return [library.matcher.match(text, None, None) for text in QUESTIONS]


def same(one: Index, other: Index) -> bool:
    """Whether two indexes hold the same, number by number."""
    arrays = (
        (one.vocabulary.idf, other.vocabulary.idf),
        (one.vocabulary.counts, other.vocabulary.counts),
        (one.weights.sparse, other.weights.sparse),
        (one.weights.dense, other.weights.dense),
        (one.weights.bias, other.weights.bias),
    )
    plain = one.topics == other.topics and one.phrasings == other.phrasings and one.thresholds == other.thresholds
    words = one.vocabulary.words == other.vocabulary.words and one.vocabulary.grams == other.vocabulary.grams
    return plain and words and all(np.array_equal(a, b) and a.dtype == b.dtype for a, b in arrays)


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The sizes of the indexes that were built; empty as long as all came from the cache."""
    sizes: list[int] = []

    def counting(*given: Any, **named: Any) -> Index:
        index = build(*given, **named)
        sizes.append(len(index.phrasings))
        return index

    monkeypatch.setattr("bot.edges.library.build", counting)
    return sizes


# --- the cache ----------------------------------------------------------------------------------------


def test_the_index_is_built_once_and_then_read(small_folder: Path, tmp_path: Path, built: list[int]) -> None:
    """The second start does not build again, and answers as the first did, to the last digit."""
    shelf = Shelf(small_folder, tmp_path / "cache")
    first, _ = shelf.read()
    second, _ = shelf.read()
    assert len(built) == 1
    assert len(caches(tmp_path / "cache")) == 1
    assert same(first.matcher.index, second.matcher.index)
    assert verdicts(first) == verdicts(second)


def test_without_a_cache_folder_nothing_is_written(small_folder: Path, tmp_path: Path, built: list[int]) -> None:
    """A read-only installation works."""
    Shelf(small_folder, None).read()
    assert len(built) == 1
    assert caches(tmp_path) == []


def _cut(content: bytes) -> bytes:
    return content[: len(content) // 2]


def _flipped(content: bytes) -> bytes:
    return content[:-4000] + bytes(byte ^ 0xFF for byte in content[-4000:])


def _text(_: bytes) -> bytes:
    return b"a shopping list"


def _nothing(_: bytes) -> bytes:
    return b""


def _foreign(_: bytes) -> bytes:
    out = io.BytesIO()
    np.savez(out, other=np.arange(3))
    return out.getvalue()


def _pickle(_: bytes) -> bytes:
    out = io.BytesIO()
    np.savez(out, head=np.array([{"topics": []}], dtype=object))
    return out.getvalue()


def _array(_: bytes) -> bytes:
    out = io.BytesIO()
    np.save(out, np.arange(3))
    return out.getvalue()


def _other_shape(content: bytes) -> bytes:
    with np.load(io.BytesIO(content)) as file:
        parts = dict(file)
    parts["sparse"] = parts["sparse"][:-1]
    out = io.BytesIO()
    np.savez(out, **parts)
    return out.getvalue()


@pytest.mark.parametrize("damage", [_cut, _flipped, _text, _nothing, _foreign, _pickle, _array, _other_shape])
def test_a_damaged_cache_is_built_anew(
    small_folder: Path, tmp_path: Path, built: list[int], damage: Callable[[bytes], bytes]
) -> None:
    """A cut, foreign or forged file costs a slower start and never a wrong answer; no pickle of it is run."""
    shelf = Shelf(small_folder, tmp_path)
    first, _ = shelf.read()
    (path,) = tmp_path.glob("index-*")
    path.write_bytes(damage(path.read_bytes()))
    with capture_logs() as logs:
        again, _ = shelf.read()
    assert len(built) == 2
    assert same(first.matcher.index, again.matcher.index)
    assert {line["log_level"] for line in logs} <= {"warning"}
    shelf.read()
    assert len(built) == 2


def test_a_full_disk_costs_only_the_cache(small_folder: Path, tmp_path: Path) -> None:
    """Where the index cannot be kept, the bot starts all the same, and says so in the log."""
    (tmp_path / "cache").write_text("no folder", encoding="utf-8")
    with capture_logs() as logs:
        library, _ = Shelf(small_folder, tmp_path / "cache").read()
    assert library.knowledge.pages
    assert logs[-1]["event"] == "index not cached"
    assert {line["log_level"] for line in logs} == {"warning"}


@pytest.mark.parametrize("file", ["int/en/rights.asks.yaml", "int/es/rights.asks.yaml"])
def test_a_new_way_to_ask_makes_a_new_index(own_folder: Path, tmp_path: Path, built: list[int], file: str) -> None:
    """What was added to the ways to ask is known at once; the stale index is gone."""
    shelf = Shelf(own_folder, tmp_path / "cache")
    shelf.read()
    before = caches(tmp_path / "cache")
    spoil(own_folder, file, "unpaid-wages:\n", "unpaid-wages:\n  - xylophone money\n")
    library, _ = shelf.read()
    assert built[1] == built[0] + 1
    assert caches(tmp_path / "cache") != before
    assert len(caches(tmp_path / "cache")) == 1
    verdict = library.matcher.match("xylophone money", None, None)
    assert isinstance(verdict, Answer)
    assert verdict.topic == "unpaid-wages"


def test_moving_a_way_to_ask_to_another_topic_makes_a_new_index(
    own_folder: Path, tmp_path: Path, built: list[int]
) -> None:
    """The same words under another topic are another index."""
    shelf = Shelf(own_folder, tmp_path / "cache")
    shelf.read()
    spoil(own_folder, "int/en/rights.asks.yaml", "severance:\n", "severance:\n  - apply guarantee fund\n")
    spoil(own_folder, "int/en/rights.asks.yaml", "  - apply guarantee fund\n", "")
    library, _ = shelf.read()
    assert len(built) == 2
    verdict = library.matcher.match("apply guarantee fund", None, None)
    assert verdict.reading.candidates[0].topic == "severance"


def test_a_changed_answer_needs_no_new_index(own_folder: Path, tmp_path: Path, built: list[int]) -> None:
    """A lawyer who mends an answer does not wait for the training: only the ways to ask make the index."""
    shelf = Shelf(own_folder, tmp_path / "cache")
    shelf.read()
    spoil(own_folder, "int/en/rights.yaml", "Start today with a list", "Begin at once with a list")
    library, _ = shelf.read()
    assert len(built) == 1
    assert "Begin at once" in library.knowledge.pages["int", "en", "unpaid-wages"].entry.short


class OneNumber:
    """The smallest encoder: a text's length."""

    name = "length"
    size = 1
    weight = 0.1

    def encode(self, texts: Sequence[str]) -> Floats:
        """One number per text."""
        return np.array([[len(text) / 100] for text in texts], np.float32)

    def knows(self, word: str) -> bool:
        """Whether it is in its vocabulary."""
        return word == "known"


def test_another_encoder_makes_another_index(small_folder: Path, tmp_path: Path, built: list[int]) -> None:
    """An index made with an encoder is never used without it; both may stand side by side."""
    encoder: Encoder = OneNumber()
    Shelf(small_folder, tmp_path).read()
    library, _ = Shelf(small_folder, tmp_path, (encoder,)).read()
    assert len(built) == 2
    assert library.matcher.index.encoders == ("length",)
    again, _ = Shelf(small_folder, tmp_path, (encoder,)).read()
    without, _ = Shelf(small_folder, tmp_path).read()
    assert len(built) == 2
    assert verdicts(library) == verdicts(again)
    assert without.matcher.index.encoders == ()


def test_a_start_never_waits_for_an_encoder(small_folder: Path, tmp_path: Path, built: list[int]) -> None:
    """The first start answers with words alone; once the full index is there, the next start uses it at once."""
    shelf = Shelf(small_folder, tmp_path, (OneNumber(),))
    knowledge = load(small_folder).knowledge()
    assert shelf.quick(knowledge).matcher.index.encoders == ()
    full = shelf.library(knowledge)
    assert len(built) == 2
    assert verdicts(shelf.quick(knowledge)) == verdicts(full)
    assert len(built) == 2


def test_the_cache_holds_no_pickle(small_folder: Path, tmp_path: Path) -> None:
    """A cache file from elsewhere cannot run code: it is plain numbers in a zip."""
    Shelf(small_folder, tmp_path).read()
    (path,) = tmp_path.glob("index-*")
    with zipfile.ZipFile(path) as archive:
        assert sorted(archive.namelist()) == [
            "bias.npy",
            "counts.npy",
            "dense.npy",
            "head.npy",
            "idf.npy",
            "sparse.npy",
            "tongue.npy",
            "tongue_bias.npy",
        ]
        assert not any(b"|O" in archive.read(name)[:128] for name in archive.namelist())


# --- the operator's caution, problems -----------------------------------------------------------------


def test_caution_raises_both_thresholds(small_folder: Path) -> None:
    """An operator who sets it above 0 gets fewer and surer answers, without a new index."""
    plain, _ = Shelf(small_folder, None).read()
    careful, _ = Shelf(small_folder, None, caution=1.5).read()
    answer, offer = plain.matcher.thresholds()
    assert careful.matcher.thresholds() == (answer + 1.5, offer + 1.5)


def test_problems_come_with_the_library(own_folder: Path) -> None:
    """A broken file is told, and the rest is used."""
    spoil(own_folder, "gb/en/rights.yaml", "  answer: It", "  anwser: It")
    library, problems = Shelf(own_folder, None).read()
    assert ["anwser" in str(problem) for problem in problems] == [True]
    assert ("gb", "en", "guarantee-apply") in library.knowledge.pages


def test_a_folder_without_ways_to_ask_is_refused_with_a_sentence(own_folder: Path) -> None:
    """Nothing could be found in it: the maintainer is told what to write."""
    for path in own_folder.rglob("*.asks.yaml"):
        path.unlink()
    with pytest.raises(KnowledgeError) as caught:
        Shelf(own_folder, None).read()
    (problem,) = caught.value.problems
    assert str(problem) == "catalogue.yaml:1: nothing can be asked; write <area>.asks.yaml files"


def test_a_folder_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    """A wrong REDRESS_KNOWLEDGE is told before anything starts."""
    with pytest.raises(KnowledgeError, match="there is no usable catalogue"):
        Shelf(tmp_path / "nowhere", None).read()


@pytest.mark.slow
def test_the_real_knowledge_makes_a_library(tmp_path: Path) -> None:
    """What is shipped loads without a problem, finds its own ways to ask, and comes back from the cache as it was."""
    shelf = Shelf(Path(__file__).parents[2] / "knowledge", tmp_path)
    library, problems = shelf.read()
    assert [str(problem) for problem in problems] == []
    again, _ = shelf.read()
    assert same(library.matcher.index, again.matcher.index)
    asks = library.knowledge.asks[:: max(1, len(library.knowledge.asks) // 300)]
    found = [again.matcher.match(ask.text, ask.language, ask.country) for ask in asks]
    assert all(isinstance(verdict, Answer) for verdict in found)
    asked = again.matcher.match("my boss has not paid me for two months", "en", None)
    assert asked.reading.candidates[0].topic == "unpaid-wages"


# --- the texts ----------------------------------------------------------------------------------------


def test_the_shipped_texts_are_read_english_first() -> None:
    """English stands first: it is what the others fall back to."""
    found = texts()
    assert next(iter(found.languages)) == "en"
    assert found.raw("en", "start")


def test_a_broken_file_of_texts_is_refused(tmp_path: Path) -> None:
    """The texts belong to the program: it does not start with half of them."""
    (tmp_path / "en.yaml").write_text("a: 1\na: 2\n", encoding="utf-8")
    with pytest.raises(KnowledgeError, match=r"en\.yaml:2: the key 'a' stands twice"):
        texts(tmp_path)


# --- noticing an edit ---------------------------------------------------------------------------------


@asynccontextmanager
async def watching(folder: Path) -> AsyncIterator[AsyncIterator[None]]:
    """The changes below a folder; the watcher ends with the block."""
    stream = changes(folder)
    assert isinstance(stream, AsyncGenerator)
    try:
        yield stream
    finally:
        await stream.aclose()


async def _noticed(stream: AsyncIterator[None], edit: Callable[[int], None]) -> None:
    """Edit until the watcher has noticed: it may begin to look only after the first edit."""
    waiting = asyncio.ensure_future(anext(stream))
    async with asyncio.timeout(30):
        for number in count():
            edit(number)
            await asyncio.wait({waiting}, timeout=0.1)
            if waiting.done():
                break
    await waiting


async def test_an_edit_is_noticed_while_the_bot_runs(own_folder: Path) -> None:
    """A mended answer is taken in without a restart, also deep in the folder and more than once."""

    def edit(number: int) -> None:
        (own_folder / "gb/en/rights.yaml").write_text(f"# edit {number}\n", encoding="utf-8")

    async with watching(own_folder) as stream:
        await _noticed(stream, edit)
        await _noticed(stream, edit)


async def test_a_new_file_is_noticed(own_folder: Path) -> None:
    """A new country's folder is seen as soon as it holds a file."""

    def add(number: int) -> None:
        (own_folder / "it" / "it").mkdir(parents=True, exist_ok=True)
        (own_folder / "it" / "it" / f"rights{number}.yaml").write_text("[]", encoding="utf-8")

    async with watching(own_folder) as stream:
        await _noticed(stream, add)


async def test_other_files_are_not_knowledge(own_folder: Path) -> None:
    """An editor's swap file, or a README, reloads nothing: only the YAML file after them is noticed."""
    seen: list[int] = []

    def edit(number: int) -> None:
        (own_folder / "gb/en/.rights.yaml.swp").write_text(str(number), encoding="utf-8")
        (own_folder / "README.md").write_text(str(number), encoding="utf-8")
        if number >= 5:
            seen.append(number)
            (own_folder / "gb/figures.yaml").write_text("[]", encoding="utf-8")

    async with watching(own_folder) as stream:
        await _noticed(stream, edit)
    assert seen
