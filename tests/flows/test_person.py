"""Both sides of a case, where dialogues do not reach: crashes, forged presses, long texts, changed settings."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.app import App, World
from bot.core import buttons as b, markup
from bot.core.cases import Case, Desk, Place
from bot.core.model import Command, Event, File, Incoming, Media, Outgoing, Person, Pressed, Said
from bot.core.texts import Texts
from bot.courier import Courier
from bot.edges.store import Store
from bot.edges.store.outbox import Waiting
from bot.flows.here import House, Library
from tests.conftest import NOW, RETENTION, Ear

ANN, BEN, STAFF = "tg:7", "tg:8", "tg:-9"
TEAM = ("tg:21", "tg:22")
DESK = Desk((("", Place(STAFF, 4)),))
Make = Callable[[Desk], App]


@pytest.fixture
def make(small_library: Library, texts: Texts, store: Store, world: World) -> Make:
    """The application with a desk."""
    return lambda desk: App(small_library, texts, store, House(RETENTION, frozenset(), desk), world)


async def _does(app: App, chat: str, event: Event, message: int | None = None) -> Outgoing:
    ear = Ear()
    await app.handle(Incoming(chat, event, message, language="en"), ear)
    return ear.heard[-1] if ear.heard else Outgoing("")


async def _opens(app: App, text: str, chat: str = ANN) -> Outgoing:
    await _does(app, chat, Command("human"))
    return await _does(app, chat, Said(text))


async def _due(store: Store) -> list[Waiting]:
    return await store.outbox.due(NOW)


async def _bring(store: Store, *chats: str) -> dict[str, Ear]:
    ears = {chat: Ear() for chat in chats}
    while await Courier(store, ears.get, lambda: NOW).round():
        pass
    return ears


async def _put_up(make: Make, store: Store, text: str) -> tuple[App, Case]:
    """A case of Ann's, on a card in the chat of each of the team."""
    app = make(Desk())
    for chat in TEAM:
        await store.team.add(chat, "organiser", "tg:1", NOW)
    await _opens(app, text)
    await _bring(store, *TEAM)
    (case,) = await store.cases.of(ANN)
    return app, case


async def test_a_question_that_is_handled_again_after_a_crash_opens_one_case(make: Make, store: Store) -> None:
    """The bot was killed after keeping the case, before noting that the question has come: nothing is opened twice."""
    app = make(DESK)
    await _does(app, ANN, Command("human"))
    standing = await store.people.standing(ANN, ANN, NOW)
    assert standing.expecting
    await _does(app, ANN, Said("is it lost?"))
    await store.people.expect(ANN, standing.expecting, NOW)
    again = await _does(app, ANN, Said("is it lost?"))
    assert "Passed on to the team" in again.html
    assert len(await store.cases.of(ANN)) == 1


async def test_the_card_is_kept_before_the_promise_is_made(make: Make, store: Store) -> None:
    """Killed at once after the answer, the bot still has the card to send."""
    await _opens(make(DESK), "is it lost?")
    (waiting,) = await _due(store)
    assert waiting.post.chat == STAFF
    assert waiting.post.message.thread == 4


async def test_a_number_that_is_taken_is_not_given_twice(make: Make, store: Store) -> None:
    """When chance fails, the worker is told that it failed, and nothing half-done is kept."""
    app = make(DESK)
    app._world = replace(app._world, new_id=lambda: "always-same")
    await _opens(app, "mine", ANN)
    assert "Something went wrong" in (await _opens(app, "mine too", BEN)).html
    assert await store.cases.of(BEN) == []
    assert len(await _due(store)) == 1


@pytest.mark.parametrize("button", [b.cases.CloseMine, b.cases.ReopenMine, b.cases.AddToCase])
async def test_somebody_elses_case_cannot_be_touched(
    make: Make, store: Store, button: type[b.cases.CloseMine | b.cases.ReopenMine | b.cases.AddToCase]
) -> None:
    """A case number that was lost opens nothing to who finds it."""
    app = make(DESK)
    await _opens(app, "is it lost?")
    (case,) = await store.cases.of(ANN)
    answer = await _does(app, BEN, Pressed(b.encode(button(case.number))), 1)
    assert "does not exist" in answer.html
    assert await store.cases.of(ANN) == [case]


async def test_a_worker_cannot_take_a_case_with_a_forged_button(make: Make, store: Store) -> None:
    """Only staff presses what is staff's, whoever knows the number."""
    app = make(DESK)
    await _opens(app, "is it lost?")
    (case,) = await store.cases.of(ANN)
    answer = await _does(app, ANN, Pressed(b.encode(b.cases.TakeCase(case.number))), 1)
    assert "too old" in answer.html
    assert await store.cases.of(ANN) == [case]


async def test_who_left_the_team_answers_nobody(make: Make, store: Store) -> None:
    """Cards that an organiser got do not outlive the role."""
    app = make(Desk())
    await store.team.add(BEN, "organiser", "tg:1", NOW)
    await _opens(app, "is it lost?")
    await _bring(store, BEN, ANN)
    await store.database.write(lambda connection: connection.execute("DELETE FROM team"))
    ear = Ear()
    await app.handle(Incoming(BEN, Said("all is lost"), language="en", answers=1), ear)
    assert "too old" in ear.heard[-1].html
    assert await _due(store) == []


async def test_a_long_question_reaches_the_team_whole(make: Make, store: Store) -> None:
    """What does not fit on the card follows below it."""
    text = "word " * 799 + "end."
    await _opens(make(DESK), text)
    posts = [waiting.post for waiting in await _due(store)]
    assert len(posts) == 2
    assert "end." in posts[1].message.html
    assert posts[1].message.thread == 4
    assert all(markup.units(markup.plain(post.message.html)) <= markup.LIMIT for post in posts)
    assert len({post.about for post in posts}) == 1


async def test_a_photo_without_words_is_a_question(make: Make, store: Store) -> None:
    """A letter speaks for itself."""
    app = make(DESK)
    await _does(app, ANN, Command("human"))
    answer = await _does(app, ANN, Media("photo", file=File("photo", "abc")))
    assert "Your question is with the team" in answer.html
    card, photo = [waiting.post for waiting in await _due(store)]
    assert "(only a file, below)" in card.message.html
    assert photo.message.file == File("photo", "abc")


async def test_the_country_is_asked_for_where_it_decides(make: Make, store: Store) -> None:
    """With a group for each country, a worker without one is asked for it; one of another country is told the truth."""
    app = make(Desk((("gb", Place("tg:-1")),)))
    ear = Ear()
    await app.handle(Incoming(ANN, Command("human"), language="en"), ear)
    assert "Choose where you work" in ear.heard[0].html
    assert "Where do you work?" in ear.heard[1].html
    await store.people.save(Person(ANN, "en", "es"), NOW)
    assert "I cannot pass you on to a person here yet" in (await _does(app, ANN, Command("human"))).html
    await store.people.save(Person(ANN, "en", "gb"), NOW)
    assert "Write your question" in (await _does(app, ANN, Command("human"))).html


async def test_nobody_answers_a_terminal(make: Make) -> None:
    """A terminal is closed when the answer comes; nothing is promised there."""
    assert "I cannot pass you on" in (await _does(make(DESK), "tty:me", Command("human"))).html


async def test_a_desk_speaks_its_own_language(make: Make, store: Store) -> None:
    """A Spanish worker's card is in English where the team chose English, else in the country's own language."""
    await store.people.save(Person(ANN, "en", "es"), NOW)
    await _opens(make(DESK), "is it lost?")
    (waiting,) = await _due(store)
    assert "escribe en inglés" in waiting.post.message.html
    await store.people.save(Person(STAFF, "it"), NOW)
    await store.people.save(Person(BEN, "en", "es"), NOW)
    await _opens(make(DESK), "is it lost?", BEN)
    assert "scrive in inglese" in (await _due(store))[-1].post.message.html


async def test_what_a_worker_typed_is_shown_as_typed(make: Make, store: Store) -> None:
    """Signs of HTML in a question are signs, also on the card."""
    await _opens(make(DESK), "<b>pay</b> & <script>")
    (waiting,) = await _due(store)
    assert "&lt;b&gt;pay&lt;/b&gt; &amp; &lt;script&gt;" in waiting.post.message.html


@pytest.mark.parametrize("first", [Said("to Ann"), None])
async def test_a_reply_goes_where_it_says_whatever_was_begun_before(
    make: Make, store: Store, first: Said | None
) -> None:
    """Who began to answer Ben, and then replies to Ann's card, writes to Ann and to nobody else."""
    app, colleague = make(Desk()), TEAM[0]
    await store.team.add(colleague, "organiser", "tg:1", NOW)
    await _opens(app, "Ann's", ANN)
    await _opens(app, "Ben's", BEN)
    (anns,), (bens,) = await store.cases.of(ANN), await store.cases.of(BEN)
    await _bring(store, colleague, ANN, BEN)
    card = await store.outbox.message(anns.staff_side, colleague)
    await _does(app, colleague, Pressed(b.encode(b.cases.AnswerCase(bens.number))), 2)
    if first:
        await app.handle(Incoming(colleague, first, language="en", answers=card), Ear())
        await _does(app, colleague, Said("a question of my own"))
    else:  # or looks after Ann's: what is typed then is for neither
        await _does(app, colleague, Pressed(b.encode(b.cases.TakeCase(anns.number))), 1)
        await _does(app, colleague, Said("to Ann"))
    ears = await _bring(store, colleague, ANN, BEN)
    assert any("to Ann" in message.html for message in ears[ANN].heard) == bool(first)
    assert ears[BEN].heard == []


async def test_who_left_the_team_reads_no_more_of_a_case(make: Make, store: Store) -> None:
    """Cards were put up in their chat when they were a colleague; what the worker adds goes to those who stayed."""
    app, case = await _put_up(make, store, "is it lost?")
    gone = next(each for each in await store.team.members(NOW) if each.chat == TEAM[0])
    await store.team.revoke(gone, "tg:1", NOW)
    await _does(app, ANN, Pressed(b.encode(b.cases.AddToCase(case.number))), 1)
    await _does(app, ANN, Said("what I did not say"))
    assert {waiting.post.chat for waiting in await _due(store)} == {TEAM[1]}
    last = next(each for each in await store.team.members(NOW) if each.chat == TEAM[1])
    await store.team.revoke(last, "tg:1", NOW)
    await _bring(store, *TEAM)
    await store.team.add("tg:23", "owner", "tg:1", NOW)
    await _does(app, ANN, Said("is anybody there?"))
    assert {waiting.post.chat for waiting in await _due(store)} == {"tg:23"}


@pytest.mark.parametrize("button", [b.cases.TakeCase, b.cases.CloseCase, b.cases.AnswerCase, b.cases.ShowCase])
async def test_a_group_has_its_own_cases_only(
    make: Make, store: Store, button: type[b.cases.OnCard | b.cases.AnswerCase | b.cases.ShowCase]
) -> None:
    """A number that somebody of another country's group knows opens nothing there."""
    app = make(Desk((("", Place(STAFF)), ("it", Place("tg:-8")))))
    await _opens(app, "is it lost?")
    (case,) = await store.cases.of(ANN)
    ears = await _bring(store, STAFF)
    assert len(ears[STAFF].heard) == 1
    press = Incoming("tg:-8", Pressed(b.encode(button(case.number))), 1, private=False, sender="tg:30", name="Eve")
    ear = Ear()
    await app.handle(press, ear)
    assert "erased" in ear.heard[-1].html
    assert await store.cases.of(ANN) == [case]
    assert await _due(store) == []


async def test_a_card_that_waits_is_erased_with_its_case(make: Make, store: Store) -> None:
    """A new face of a card, which Telegram did not take yet, does not bring the worker's words back."""
    app, case = await _put_up(make, store, "the looms are gone")
    await _does(app, TEAM[0], Pressed(b.encode(b.cases.TakeCase(case.number))), 1)
    assert any("looms" in waiting.post.message.html for waiting in await _due(store))
    await _does(app, ANN, Pressed(b.encode(b.ForgetMe(confirmed=True))), 1)
    assert not any("looms" in waiting.post.message.html for waiting in await _due(store))
    assert "erased" in (await _does(app, TEAM[0], Pressed(b.encode(b.cases.ShowCase(case.number))), 1)).html


async def test_nobody_erases_for_a_group(make: Make, store: Store) -> None:
    """A forged button in a group takes nothing from the others in it."""
    app = make(DESK)
    await store.people.save(Person(STAFF, "it"), NOW)
    ear = Ear()
    press = Incoming(STAFF, Pressed(b.encode(b.ForgetMe(confirmed=True))), 1, private=False, sender="tg:30")
    await app.handle(press, ear)
    assert await store.people.get(STAFF)
