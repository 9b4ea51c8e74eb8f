"""Cases are kept with what was promised about them, and erased with it."""

from dataclasses import replace
from datetime import timedelta

from bot.core.cases import Case, Place
from bot.core.model import Outgoing, Person
from bot.edges.store import Post, Store
from bot.edges.store.outbox import Waiting
from tests.conftest import NOW

CASE = Case(
    number="K7Q2M",
    chat="tg:7",
    question="question001",
    words="Is it <b>lost</b>?",
    language="en",
    country="gb",
    desks=(Place("tg:-9", 4), Place("tg:1")),
    created=NOW,
    last_worker=NOW,
    urgent=True,
)
CARD = Post("tg:-9", Outgoing("card", thread=4), CASE.staff_side)


async def _due(store: Store) -> list[Waiting]:
    return await store.outbox.due(NOW + timedelta(days=1))


async def test_a_case_comes_back_as_it_was_kept(store: Store) -> None:
    """The card of next week shows what the worker wrote today."""
    assert await store.cases.open(CASE, [CARD], NOW)
    assert await store.cases.get("K7Q2M") == CASE
    assert await store.cases.of("tg:7") == [CASE]
    assert await store.cases.of("tg:8") == []
    assert await store.cases.get("XXXXX") is None


async def test_a_case_and_its_card_are_one(store: Store) -> None:
    """A number that is taken keeps neither: no card without a case, no case without a card."""
    assert await store.cases.open(CASE, [CARD], NOW)
    assert not await store.cases.open(replace(CASE, chat="tg:8"), [CARD], NOW)
    assert len(await _due(store)) == 1
    assert (await store.cases.get("K7Q2M")) == CASE


async def test_a_step_and_what_is_said_about_it_are_one(store: Store) -> None:
    """Of two colleagues who press at once, one takes the case, and the worker hears it once."""
    await store.cases.open(CASE, [], NOW)
    told = Post("tg:7", Outgoing("taken"), CASE.worker_side)
    assert await store.cases.move("K7Q2M", "take", [told], NOW, "Anna", "tg:1")
    assert not await store.cases.move("K7Q2M", "take", [told], NOW, "Ben", "tg:2")
    assert not await store.cases.move("XXXXX", "take", [told], NOW, "Ben", "tg:2")
    assert len(await _due(store)) == 1
    found = await store.cases.get("K7Q2M")
    assert found == replace(CASE, taken_by="Anna")
    async with store.database.reader.execute("SELECT who, what, detail FROM audit") as cursor:
        assert [tuple(row) async for row in cursor] == [("tg:1", "case-take", "K7Q2M")]


async def test_the_list_begins_with_what_cannot_wait(store: Store) -> None:
    """Urgent cases first, then those that wait the longest; closed ones are not on it."""
    calm = replace(CASE, urgent=False)
    for number, hours, urgent in (("AAAAA", 1, False), ("BBBBB", 2, False), ("CCCCC", 3, True), ("DDDDD", 4, False)):
        case = replace(calm, number=number, last_worker=NOW + timedelta(hours=hours), urgent=urgent)
        await store.cases.open(case, [], NOW)
    await store.cases.move("DDDDD", "close", [], NOW)
    assert [case.number for case in await store.cases.all_open()] == ["CCCCC", "AAAAA", "BBBBB"]


async def test_a_worker_is_told_in_the_language_of_today(store: Store) -> None:
    """Who has changed to Spanish since reads Spanish."""
    await store.cases.open(CASE, [], NOW)
    await store.people.save(Person("tg:7", "es", "gb"), NOW)
    found = await store.cases.get("K7Q2M")
    assert found
    assert found.language == "es"


async def test_an_erased_case_leaves_nothing_but_what_is_said_about_it(store: Store) -> None:
    """Neither the words nor the way from a message to the chat stay behind."""
    await store.cases.open(CASE, [CARD], NOW)
    (waiting,) = await _due(store)
    await store.outbox.put(Post("tg:7", Outgoing("x"), CASE.worker_side), now=NOW)
    await store.cases.erase([CASE], [Post("tg:-9", Outgoing("was erased"))], NOW)
    assert await store.cases.get("K7Q2M") is None
    assert [post.post.message.html for post in await _due(store)] == ["was erased"]
    assert waiting.post.about == CASE.staff_side


async def test_only_closed_cases_are_erased_by_time(store: Store) -> None:
    """An open case waits as long as it takes."""
    await store.cases.open(CASE, [], NOW)
    later = NOW + timedelta(days=400)
    assert await store.cases.closed_before(later) == []
    await store.cases.move("K7Q2M", "close", [], NOW)
    assert await store.cases.closed_before(NOW) == []
    assert [case.number for case in await store.cases.closed_before(NOW + timedelta(seconds=1))] == ["K7Q2M"]


async def test_a_group_that_moved_is_found_again(store: Store) -> None:
    """Telegram gives a group another number when topics are switched on; what is said next goes there."""
    await store.cases.open(CASE, [], NOW)
    await store.cases.moved("tg:-9", "tg:-1009")
    found = await store.cases.get("K7Q2M")
    assert found
    assert found.desks == (Place("tg:-1009", 4), Place("tg:1"))


async def test_forgetting_a_chat_leaves_no_case_of_it(store: Store) -> None:
    """`/forget` means all of it, also what was on its way."""
    await store.cases.open(CASE, [Post("tg:7", Outgoing("x"), CASE.worker_side)], NOW)
    await store.questions.forget("tg:7")
    assert await store.cases.of("tg:7") == []
    assert await _due(store) == []
