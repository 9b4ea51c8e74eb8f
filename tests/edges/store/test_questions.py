"""The log of questions: cleaned at the door, erased on request and with age, and harmless in a spreadsheet."""

import csv
import io
import json
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.core.model import Delivered, Feedback, Outgoing, Person, Question
from bot.core.privacy import pseudonym
from bot.core.standing import Expecting
from bot.edges.store import Post, Store, open_store
from bot.edges.store.keys import pseudonym_key
from bot.edges.store.questions import EXPORT
from tests.conftest import NOW
from tests.edges.store.test_cases import CASE

CHAT = "tg:884422001177"
TYPED = (
    "My name is Anna Rossi, mail anna.rossi@example.org or call +39 333 123 4567, "
    "@annarossi here, IBAN IT60X0542811101000000123456, see https://example.org/anna?id=7, "
    "my boss owes me 2400 euro since 3 March 2026"
)
SECRETS = (
    "Anna",
    "Rossi",
    "anna.rossi",
    "example.org",
    "333 123 4567",
    "3331234567",
    "@annarossi",
    "IT60X0542811101000000123456",
    CHAT,
    "884422001177",
)


def question(name: str = "question001", **changes: Any) -> Question:
    """A question, as the flow hands it over."""
    values: dict[str, Any] = {
        "id": name,
        "chat": CHAT,
        "at": NOW,
        "text": "how do i get my unpaid wages",
        "language": "en",
        "country": "gb",
        "outcome": "answer",
        "topics": (("unpaid-wages", 1.23456), ("severance", -0.5)),
        "layer": "model",
    }
    return Question(**{**values, **changes})


async def rows(store: Store, columns: str = "*") -> Sequence[tuple[Any, ...]]:
    """What stands in the table."""
    await store.database.flush()
    async with store.database.reader.execute(f"SELECT {columns} FROM questions ORDER BY id") as cursor:
        return [tuple(row) async for row in cursor]


async def exported(store: Store) -> list[list[str]]:
    """The export, read back as a spreadsheet reads it."""
    await store.database.flush()
    out = io.StringIO(newline="")
    count = await store.questions.export(out)
    table = list(csv.reader(io.StringIO(out.getvalue(), newline="")))
    assert len(table) == count + 1
    return table


def disk(folder: Path) -> bytes:
    """Every byte of the files below a folder."""
    return b"\n".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


# --- keeping ------------------------------------------------------------------------------------------


async def test_a_question_is_kept_with_what_came_of_it(store: Store, tmp_path: Path) -> None:
    """Maintainers see the words, the country, the verdict and the time it took; instead of the chat, a code."""
    store.questions.record(question(), 12.5)
    (row,) = await rows(store)
    asker = pseudonym(pseudonym_key(tmp_path / "data"), CHAT)
    assert row == (
        "question001",
        asker,
        "2026-11-24T09:30:00+00:00",
        "how do i get my unpaid wages",
        "en",
        "gb",
        "answer",
        '[["unpaid-wages", 1.235], ["severance", -0.5]]',
        "model",
        12.5,
        None,
        None,
        None,
        None,
    )
    assert json.loads(row[7]) == [["unpaid-wages", 1.235], ["severance", -0.5]]


async def test_the_questions_of_a_chat_share_a_code_and_those_of_others_do_not(store: Store) -> None:
    """One person who asks ten times does not look like ten people."""
    for number, chat in enumerate(("tg:1", "tg:1", "tg:2")):
        store.questions.record(question(f"question{number}", chat=chat))
    first, again, other = await rows(store, "asker")
    assert first == again != other


async def test_a_record_that_is_repeated_is_kept_once(store: Store) -> None:
    """An update that is replayed after a crash does not count twice."""
    store.questions.record(question())
    store.questions.record(question())
    assert len(await rows(store)) == 1


async def test_nothing_on_the_disk_points_at_the_person(tmp_path: Path) -> None:
    """In no file of the store, free pages included, stands a name, an address, a number or the chat of who asked."""
    async with open_store(tmp_path) as store:
        for number in range(30):
            store.questions.record(question(f"question{number:03}", text=TYPED))
        await store.database.flush()
        while_open = disk(tmp_path).lower()
    closed = disk(tmp_path).lower()
    assert b"2400 euro since 3 march 2026" in while_open
    assert b"2400 euro since 3 march 2026" in closed
    assert [secret for secret in SECRETS if secret.lower().encode() in while_open + closed] == []


@pytest.mark.parametrize(
    ("feedback", "chosen", "helped", "why"),
    [
        (Feedback("question001", "helped"), None, 1, None),
        (Feedback("question001", "not-helped"), None, 0, None),
        (Feedback("question001", "reason", "too-long"), None, 0, "too-long"),
        (Feedback("question001", "chosen", "severance"), "severance", None, None),
        (Feedback("question001", "none-of-these"), "none", None, None),
    ],
)
async def test_a_tap_is_kept_with_its_question(
    store: Store, feedback: Feedback, chosen: str | None, helped: int | None, why: str | None
) -> None:
    """What a person tapped stands beside the question that it is about, and beside no other."""
    store.questions.record(question("question000"))
    store.questions.record(question("question001"))
    store.questions.record(feedback)
    assert await rows(store, "chosen, helped, why") == [(None, None, None), (chosen, helped, why)]


async def test_the_last_tap_counts(store: Store) -> None:
    """Who changes their mind is believed."""
    store.questions.record(question())
    store.questions.record(Feedback("question001", "not-helped"))
    store.questions.record(Feedback("question001", "helped"))
    assert await rows(store, "helped") == [(1,)]


async def test_a_tap_on_a_question_that_is_gone_does_nothing(store: Store) -> None:
    """An answer of last year may still be tapped; its question is erased and stays so."""
    store.questions.record(Feedback("question001", "helped"))
    assert await rows(store) == []


# --- erasing ------------------------------------------------------------------------------------------


async def test_forgetting_erases_and_counts(store: Store) -> None:
    """/forget takes the settings and every question of this chat, those in the queue too, and says how many."""
    await store.people.save(Person(CHAT, "en", "gb"), NOW)
    await store.people.save(Person("tg:2", "it", "it"), NOW)
    for number in range(3):
        store.questions.record(question(f"question{number}"))
    store.questions.record(question("other", chat="tg:2"))
    assert await store.questions.forget(CHAT) == 3
    assert await rows(store, "id") == [("other",)]
    assert await store.people.get(CHAT) is None
    assert await store.people.get("tg:2") is not None
    assert await store.questions.forget(CHAT) == 0


@pytest.mark.parametrize("how", ["forget", "purge"])
async def test_what_was_erased_is_nowhere_on_the_disk(store: Store, tmp_path: Path, how: str) -> None:
    """Erased rows are overwritten at once, also in the write-ahead log of a bot that goes on running."""
    store.questions.record(question(text="the looms of the mill were sold at night"))
    await store.inbox.take([(1, "raw text about the looms")], NOW)
    await store.inbox.done(1)
    await store.database.flush()
    assert b"looms" in disk(tmp_path / "data")
    if how == "forget":
        await store.questions.forget(CHAT)
    else:
        await store.questions.purge(NOW + timedelta(days=1), NOW)
    assert b"looms" not in disk(tmp_path / "data")


async def test_erasing_goes_on_while_somebody_reads(store: Store) -> None:
    """An export that is under way does not keep a person from being forgotten."""
    for number in range(3):
        store.questions.record(question(f"question{number}"))
    await store.database.flush()
    async with store.database.reader.execute("SELECT id FROM questions") as cursor:
        await cursor.fetchone()
        assert await store.questions.forget(CHAT) == 3


async def test_the_purge_erases_by_age(store: Store) -> None:
    """Questions go when they are too old, and numbers of answered updates; open updates never do."""
    for days in (0, 179, 180, 181, 400):
        store.questions.record(question(f"after{days:03}", at=NOW - timedelta(days=days)))
    for number, age in enumerate((0, 1, 3, 4)):
        await store.inbox.take([(number, "text")], NOW - timedelta(days=age))
    for number in (0, 1, 2):
        await store.inbox.done(number)
    purged = await store.questions.purge(NOW - timedelta(days=180), NOW - timedelta(days=2))
    assert (purged.questions, purged.updates) == (2, 1)
    assert await rows(store, "id") == [("after000",), ("after179",), ("after180",)]
    assert await store.inbox.open() == [(3, "text")]
    again = await store.questions.purge(NOW - timedelta(days=180), NOW - timedelta(days=2))
    assert (again.questions, again.updates) == (0, 0)


# --- the export ---------------------------------------------------------------------------------------


async def test_the_export_is_a_table_in_the_order_of_time(store: Store) -> None:
    """A spreadsheet opens it: a head, then the questions, the oldest first."""
    store.questions.record(question("later", text='"quoted", and; more'), 3.0)
    store.questions.record(question("earlier", at=NOW - timedelta(days=1), country=None))
    store.questions.record(Feedback("later", "chosen", "severance"))
    head, first, second = await exported(store)
    assert tuple(head) == EXPORT
    assert (first[0], first[5]) == ("earlier", "")
    assert dict(zip(head, second, strict=True)) | {"asker": "", "topics": ""} == {
        "id": "later",
        "asker": "",
        "at": "2026-11-24T09:30:00+00:00",
        "text": '"quoted", and; more',
        "language": "en",
        "country": "gb",
        "outcome": "answer",
        "topics": "",
        "layer": "model",
        "took_ms": "3.0",
        "chosen": "severance",
        "helped": "",
        "why": "",
    }


@pytest.mark.parametrize(
    "typed",
    [
        '=HYPERLINK("http://evil", "click")',
        "+1+cmd|' /C calc'!A0",
        "-2+3",
        "@SUM(A1:A9)",
        "  =1+1",
        "\t=1+1",
        "\r\n=1+1",
        "\u200b=1+1",
        "\uff1d1+1",
    ],
)
async def test_a_formula_that_somebody_typed_is_text_in_the_spreadsheet(store: Store, typed: str) -> None:
    """A stranger cannot run anything on the machine of the maintainer who opens the export."""
    store.questions.record(question(text=typed))
    _, row = await exported(store)
    assert row[3][:1] not in {"=", "+", "-", "@", "\t", "\r"}


async def test_an_ordinary_question_is_exported_as_it_is(store: Store) -> None:
    """Only what a spreadsheet would run is marked."""
    store.questions.record(question(text="pay = what i got - tax?"))
    assert (await exported(store))[1][3] == "pay = what i got - tax?"


async def test_an_empty_log_exports_its_head(store: Store) -> None:
    """Nobody takes an empty file for a mistake."""
    assert await exported(store) == [list(EXPORT)]


async def test_a_question_that_replied_to_a_message_to_many_says_so(store: Store) -> None:
    """Its organiser learns that somebody asked back, and the question itself stays as anonymous as any."""
    store.questions.record(question("q1", broadcast=3))
    store.questions.record(question("q2"))
    assert await rows(store, "id, broadcast") == [("q1", 3), ("q2", None)]


async def test_what_lapsed_long_ago_is_erased(store: Store) -> None:
    """What was expected of a chat, and what it was just told, holds for minutes; its address does not stay."""
    await store.people.expect(CHAT, Expecting("case-ask"), NOW)
    store.people.dwell(CHAT, "severance", NOW)
    await store.questions.purge(NOW - timedelta(days=180), NOW - timedelta(days=2))
    assert await store.people.recent(CHAT, NOW) == "severance"
    await store.questions.purge(NOW, NOW + timedelta(days=2))
    for table in ("expecting", "recent"):
        async with store.database.reader.execute(f"SELECT count(*) FROM {table}") as cursor:
            assert [tuple(row) async for row in cursor] == [(0,)]


async def test_a_colleague_who_erases_everything_leaves_the_cards_of_others_to_be_erased(store: Store) -> None:
    """A worker's words at a colleague's chat are still found when the worker erases them."""
    await store.outbox.put(
        Post("tg:5", Outgoing("card"), CASE.staff_side), Post("tg:5", Outgoing("report"), "broadcast:1"), now=NOW
    )
    for number, waiting in enumerate(await store.outbox.due(NOW), 1):
        await store.outbox.settle(waiting, Delivered(number), NOW)
    await store.questions.forget("tg:5")
    assert await store.outbox.about("tg:5", 2) is None
    assert [number for _, number in await store.cases.shown(CASE)] == [1]
