"""The queue in the store: which questions wait, what is settled for good, and that nobody is followed."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.core.model import Feedback, Question
from bot.edges.store import Store
from tests.conftest import NOW

NEAR = (("severance", 2.0), ("unpaid-wages", 1.9))
CLEAR = (("severance", 5.0), ("unpaid-wages", 1.0))


async def put(store: Store, text: str, chat: str = "tg:1", **changes: Any) -> str:
    """One question in the log; returns its id."""
    number = f"{abs(hash((text, chat))):011}"[:11]
    question = Question(number, chat, NOW, text, "en", "gb", "none", NEAR, "model")
    store.questions.record(replace(question, **changes))
    await store.database.flush()
    return number


async def kinds(store: Store) -> dict[str, str]:
    """How each waiting text ended."""
    return {one.text: one.kind for one in await store.queue.asked()}


async def test_what_ended_badly_or_nearly_so_waits(store: Store) -> None:
    """Each way to end is told apart; a clear answer that nobody complained about waits for nobody."""
    await put(store, "nothing found")
    await put(store, "offered and left", outcome="suggest")
    await put(store, "clear", outcome="answer", topics=CLEAR)
    await put(store, "by a hair", outcome="answer")
    await put(store, "a term", outcome="answer", layer="term")
    for text, kind, detail in [
        ("none fitted", "none-of-these", ""),
        ("tapped", "chosen", "unpaid-wages"),
    ]:
        number = await put(store, text, outcome="suggest")
        store.questions.record(Feedback(number, kind, detail))  # type: ignore[arg-type]
    for text, kind in [("no use", "not-helped"), ("of use", "helped")]:
        number = await put(store, text, outcome="answer", topics=CLEAR if kind == "not-helped" else NEAR)
        store.questions.record(Feedback(number, kind))  # type: ignore[arg-type]
    await store.database.flush()
    assert await kinds(store) == {
        "nothing found": "unanswered",
        "offered and left": "unsure",
        "by a hair": "close",
        "none fitted": "none-of-these",
        "tapped": "tapped",
        "no use": "not-helped",
        "of use": "resolved",
    }
    meant = {one.text: one.topic for one in await store.queue.asked()}
    assert (meant["tapped"], meant["no use"]) == ("unpaid-wages", "severance")


async def test_one_person_who_asks_ten_times_is_one(store: Store) -> None:
    """Demand is people: nobody fills the queue alone, and nobody's own words become common by repetition."""
    for at in range(10):
        await put(store, "where is my p45", "tg:1", id=f"a{at:010}")
    await put(store, "where is my p45", "tg:2")
    (group,) = await store.queue.groups()
    assert group.count == 2
    assert not any("asker" in name or "tg:" in str(value) for name, value in vars_of(group))


def vars_of(group: object) -> list[tuple[str, object]]:
    """The fields of a frozen value."""
    return [(name, getattr(group, name)) for name in group.__slots__]  # type: ignore[attr-defined]


async def test_ignored_stays_ignored_and_undo_brings_it_back(store: Store) -> None:
    """A decision outlives the log, in no readable form; undo takes it back."""
    await put(store, "what is the weather in madrid")
    (group,) = await store.queue.groups()
    done = await store.queue.settle("ignored", "", group.wordings, NOW)
    await put(store, "the weather in madrid what is it", "tg:5", at=NOW + timedelta(days=90))
    assert await store.queue.groups() == ()
    async with store.database.reader.execute("SELECT sketch FROM decisions") as cursor:
        assert not any("weather" in row["sketch"] for row in await cursor.fetchall())
    await store.queue.reopen(done)
    assert len(await store.queue.groups()) == 1


async def _dealt(store: Store, text: str = "how slow is the fund") -> int:
    await put(store, text)
    await store.queue.deal([(group, ["severance"]) for group in await store.queue.groups()], NOW)
    (card,) = await store.queue.proposals("open")
    return card.id


async def test_a_card_holds_no_words_of_its_own(store: Store) -> None:
    """What a person asked is erased from the cards when that person says /forget, whatever the maintainers do."""
    number = await _dealt(store)
    card = await store.queue.proposal(number)
    assert card
    assert card.wordings[0].text == "how slow is the fund"
    assert card.nearest == ("severance",)
    await store.questions.forget("tg:1")
    assert await store.queue.proposal(number) is None
    assert await store.queue.proposals("open") == []


async def test_a_proposal_waits_for_the_files(store: Store) -> None:
    """It is kept with its author, survives a new deal of cards, and is noted."""
    number = await _dealt(store)
    await store.queue.propose(number, "attach", "tg:9", NOW, topic="severance")
    await store.queue.deal([], NOW)
    (proposal,) = await store.queue.proposals("attach", "answer")
    assert (proposal.topic, proposal.author, proposal.state) == ("severance", "tg:9", "attach")
    await store.questions.forget("tg:9")
    assert (await store.queue.proposals("attach"))[0].author == ""


async def test_a_card_can_be_ignored(store: Store) -> None:
    """The button in the chat settles a question as well as the terminal does."""
    number = await _dealt(store)
    card = await store.queue.proposal(number)
    assert card
    await store.queue.ignore(card, "tg:9", NOW)
    assert await store.queue.groups() == ()
    assert (await store.queue.dealt())[0] == 0


@pytest.mark.parametrize("days", [1, 200])
async def test_proposals_end_with_the_log(store: Store, days: int) -> None:
    """What is older than the retention goes, drafts included."""
    number = await _dealt(store)
    await store.queue.propose(number, "answer", "tg:9", NOW, draft="Ask the trustee.")
    later = NOW + timedelta(days=days)
    await store.questions.purge(later - timedelta(days=180), later)
    assert len(await store.queue.proposals("answer")) == (days == 1)


async def test_one_person_is_one_however_often_it_ended_badly(store: Store) -> None:
    """A long story told three times, with three ends, is still one person's: it is shown shortened."""
    story = " ".join(f"word{number}" for number in range(20))
    await put(store, story, "tg:5")
    await put(store, story, "tg:5", id="again000000", outcome="suggest")
    await put(store, story, "tg:5", id="again000001", topics=(("wages", 1.0),))
    (group,) = await store.queue.groups()
    assert group.wordings[0].count == 1
    assert group.wordings[0].shown.endswith("word11 …")
    for person in (6, 7):
        await put(store, story, f"tg:{person}", id=f"other{person:06}")
    (group,) = await store.queue.groups()
    assert group.wordings[0].shown == story
