"""Broadcasts in the store: drafts, launch, turns, counts, taking back."""

from datetime import datetime, timedelta

from bot.core.broadcast import Audience, Broadcast, Content, Counts, Fate, Progress
from bot.core.model import File, Outgoing, Person
from bot.edges.store import Post, Store
from bot.edges.store.deliveries import Job
from tests.conftest import NOW

ANNA, BORIS = "tg:1", "tg:2"
ARRIVED = Fate("sent", message=9)
LATER = NOW + timedelta(minutes=1)


async def subscribed(store: Store, count: int, language: str = "en", country: str = "gb", first: int = 100) -> None:
    """So many people who want to be reached."""
    for number in range(first, first + count):
        await store.people.save(Person(f"tg:{number}", language, country), NOW)
        await store.subscriptions.join(f"tg:{number}", "", NOW)


async def draft(store: Store, *languages: str) -> int:
    """A broadcast of Anna's, written in these languages; the first is its base."""
    number = await store.broadcasts.begin(ANNA, languages[0], NOW)
    for language in languages:
        await store.broadcasts.set_content(number, language, Content(f"Tuesday ({language})"))
    return number


async def launched(store: Store, *languages: str) -> int:
    """The same, launched and started."""
    number = await draft(store, *languages)
    assert await store.broadcasts.launch(number, ANNA, NOW, NOW)
    await store.deliveries.due(NOW, question)
    return number


async def found(store: Store, number: int) -> Broadcast:
    """The broadcast as it is now."""
    broadcast = await store.broadcasts.get(number)
    assert broadcast is not None
    return broadcast


async def question(job: Job) -> Post:
    """What is asked about one that is late."""
    return Post(job.author, Outgoing("Now?"), f"broadcast:{job.broadcast}")


async def only_job(store: Store) -> Job:
    """The one thing that runs."""
    (job,) = await store.deliveries.jobs()
    return job


async def all_sent(store: Store, fate: Fate = ARRIVED, now: datetime = NOW) -> Job:
    """Claim and settle everything of the one thing that runs."""
    job = await only_job(store)
    while (batch := await store.deliveries.claim(job, 100)).rows:
        for row in batch.rows:
            await store.deliveries.settle(job, row, fate, now)
    return job


async def audit(store: Store) -> list[tuple[str, str, str]]:
    """Who did what."""
    async with store.database.reader.execute("SELECT who, what, detail FROM audit ORDER BY id") as cursor:
        return [(row["who"], row["what"], row["detail"]) async for row in cursor]


async def test_a_draft_is_kept_as_it_was_written(store: Store) -> None:
    """Texts, file, audience and rehearsal survive: it can be continued from another phone."""
    number = await store.broadcasts.begin(ANNA, "en", NOW)
    photo = File("photo", "AgAD", b"", "poster")
    audience = Audience(("gb", "es"), ("en",), ("work0000001",), without_case=True)
    await store.broadcasts.set_content(number, "en", Content("Tuesday", photo))
    await store.broadcasts.set_content(number, "fr", Content("Mardi"))
    await store.broadcasts.drop_content(number, "fr")
    await store.broadcasts.set_audience(number, audience)
    await store.broadcasts.set_training(number, training=True)
    expected = Broadcast(
        number,
        ANNA,
        "draft",
        "en",
        {"en": Content("Tuesday", photo)},
        audience,
        True,
        None,
        "",
        "",
    )
    assert await store.broadcasts.get(number) == expected
    assert await store.broadcasts.drafts(ANNA) == [expected]
    assert await store.broadcasts.drafts(BORIS) == []


async def test_a_discarded_draft_is_gone(store: Store) -> None:
    """With all its texts."""
    number = await draft(store, "en")
    assert await store.broadcasts.discard(number)
    assert await store.broadcasts.get(number) is None
    assert await store.broadcasts.drafts(ANNA) == []


async def test_an_audience_is_counted_by_person(store: Store) -> None:
    """Country, language and workplace narrow it together; somebody in two workplaces is one person."""
    await subscribed(store, 3, "en", "gb", first=100)
    await subscribed(store, 2, "es", "es", first=200)
    await store.subscriptions.join("tg:100", "work0000001", NOW)
    await store.subscriptions.join("tg:100", "work0000002", NOW)
    await store.subscriptions.join("tg:200", "work0000001", NOW)
    count = store.broadcasts.count
    assert await count(Audience()) == Counts(5, {"en": 3, "es": 2})
    assert await count(Audience(countries=("es",))) == Counts(2, {"es": 2})
    assert await count(Audience(languages=("en",), countries=("es",))) == Counts(0, {})
    assert await count(Audience(workplaces=("work0000001", "work0000002"))) == Counts(2, {"en": 1, "es": 1})


async def test_who_has_an_open_case_can_be_left_out(store: Store) -> None:
    """A closed case does not matter."""
    await subscribed(store, 3)
    query = (
        "INSERT INTO cases (number, chat, language, state, created, last_worker) "
        "VALUES ('A', 'tg:100', 'en', 'open', '', ''), ('B', 'tg:101', 'en', 'closed', '', '')"
    )
    await store.database.write(lambda it: it.execute(query))
    assert (await store.broadcasts.count(Audience(without_case=True))).total == 2


async def test_a_launch_writes_a_row_for_each_recipient(store: Store) -> None:
    """In their own language where it is written, else in the base; the counts are those of the texts."""
    await subscribed(store, 3, "en")
    await subscribed(store, 2, "it", first=200)
    number = await draft(store, "en", "es")
    assert await store.broadcasts.launch(number, ANNA, LATER, NOW, ("tg:1", 5)) == 5
    broadcast = await found(store, number)
    assert (broadcast.state, broadcast.start_at, broadcast.approved_by) == ("waiting", LATER, "")
    assert await store.broadcasts.by_language(number) == {"en": Progress(5, queued=5)}
    assert await store.broadcasts.drafts(ANNA) == []
    assert await store.broadcasts.recent(5) == [broadcast]
    assert await audit(store) == [(ANNA, "broadcast launched", str(number))]


async def test_a_launch_happens_once(store: Store) -> None:
    """A second press changes nothing, and the draft is shut; nobody to send to launches nothing."""
    empty = await draft(store, "en")
    assert await store.broadcasts.launch(empty, ANNA, LATER, NOW) == 0
    assert (await found(store, empty)).state == "draft"
    await subscribed(store, 2)
    number = await draft(store, "en")
    assert await store.broadcasts.launch(number, ANNA, LATER, NOW) == 2
    assert await store.broadcasts.launch(number, BORIS, LATER, NOW) == 0
    assert not await store.broadcasts.set_content(number, "en", Content("Wednesday"))
    assert not await store.broadcasts.discard(number)
    assert (await store.broadcasts.progress(number)).total == 2


async def test_a_launch_by_somebody_else_is_an_approval(store: Store) -> None:
    """Who returned it gave a reason; who launches it is named."""
    await subscribed(store, 1)
    number = await draft(store, "en")
    assert await store.broadcasts.submit(number, ANNA, NOW)
    assert await store.broadcasts.return_(number, BORIS, "Which Tuesday?", NOW)
    assert ((await found(store, number)).state, (await found(store, number)).note) == ("returned", "Which Tuesday?")
    assert await store.broadcasts.submit(number, ANNA, NOW)
    assert await store.broadcasts.launch(number, BORIS, LATER, NOW)
    assert (await found(store, number)).approved_by == BORIS


async def test_a_cancelled_countdown_is_a_draft_again(store: Store) -> None:
    """No row is left, and it can be launched anew."""
    await subscribed(store, 2)
    number = await draft(store, "en")
    await store.broadcasts.launch(number, ANNA, LATER, NOW)
    assert await store.broadcasts.cancel(number, ANNA, NOW)
    assert (await found(store, number)).state == "draft"
    assert await store.broadcasts.progress(number) == Progress()
    assert await store.broadcasts.launch(number, ANNA, LATER, NOW) == 2


async def test_a_crash_in_a_launch_leaves_the_draft(store: Store) -> None:
    """Rows that it had written already do not come into the next one."""
    await subscribed(store, 3)
    number = await draft(store, "en")
    half = "UPDATE broadcasts SET preparing = 'x' WHERE id = ?"
    await store.database.write(lambda it: it.execute(half, (number,)))
    row = "INSERT INTO deliveries (broadcast, chat, language) VALUES (?, 'tg:999', 'en')"
    await store.database.write(lambda it: it.execute(row, (number,)))
    assert await store.broadcasts.launch(number, ANNA, LATER, NOW) == 0
    await store.deliveries.recover()
    assert await store.broadcasts.launch(number, ANNA, LATER, NOW) == 3
    assert (await store.broadcasts.progress(number)).total == 3


async def test_states_turn_only_where_they_may(store: Store) -> None:
    """Pause, go on, stop for good; each is noted with who did it."""
    await subscribed(store, 2)
    number = await launched(store, "en")
    broadcasts = store.broadcasts
    assert not await broadcasts.resume(number, BORIS, NOW)
    assert await broadcasts.pause(number, BORIS, NOW)
    assert not await broadcasts.pause(number, BORIS, NOW)
    assert await broadcasts.resume(number, BORIS, NOW)
    assert await broadcasts.stop(number, BORIS, NOW)
    assert not await broadcasts.resume(number, BORIS, NOW)
    assert not await broadcasts.cancel(number, BORIS, NOW)
    done = [what for who, what, _ in await audit(store) if who == BORIS]
    assert done == ["broadcast paused", "broadcast resumed", "broadcast stopped"]


async def test_counts_follow_the_rows(store: Store) -> None:
    """Sent, failed by reason, unknown, and what is left always add up."""
    await subscribed(store, 5)
    number = await launched(store, "en")
    job = await only_job(store)
    first, second, third = (await store.deliveries.claim(job, 3)).rows
    assert await store.broadcasts.progress(number) == Progress(5, queued=2, sending=3)
    await store.deliveries.settle(job, first, Fate("sent", message=7), NOW)
    await store.deliveries.settle(job, second, Fate("failed", "blocked", leaves=True), NOW)
    await store.deliveries.settle(job, third, Fate("unknown"), NOW)
    expected = Progress(5, queued=2, sent=1, failed={"blocked": 1}, unknown=1)
    assert await store.broadcasts.progress(number) == expected
    assert await store.broadcasts.about(first.chat, 7) == number
    assert await store.broadcasts.about(first.chat, 8) is None


async def test_what_is_unknown_is_sent_again_on_the_organisers_word(store: Store) -> None:
    """It wakes a broadcast that was done; not one that was stopped, whose other rows would go out too."""
    await subscribed(store, 2)
    number = await launched(store, "en")
    job = await all_sent(store, Fate("unknown"))
    await store.deliveries.finish(job, await question(job), NOW)
    assert await store.broadcasts.resend_unknown(number, ANNA, NOW) == 2
    assert (await found(store, number)).state == "running"
    await all_sent(store, Fate("unknown"))
    await store.broadcasts.stop(number, ANNA, NOW)
    assert await store.broadcasts.resend_unknown(number, ANNA, NOW) == 0


async def test_a_correction_reaches_who_has_it_and_who_is_to_get_it(store: Store) -> None:
    """Those who have the old text are edited, those who still wait get the new one, other languages are left alone."""
    await subscribed(store, 2, "en")
    await subscribed(store, 2, "es", first=200)
    number = await launched(store, "en", "es")
    send = await only_job(store)
    old = (await store.deliveries.claim(send, 1)).rows[0]
    await store.deliveries.settle(send, old, Fate("sent", message=7), NOW)
    assert await store.broadcasts.correct(number, old.language, Content("Wednesday"), ANNA, NOW)
    new = await store.deliveries.claim(send, 10)
    assert new.contents[old.language].html == "Wednesday"
    for row in new.rows:
        await store.deliveries.settle(send, row, Fate("sent", message=8), NOW)
    change = next(job for job in await store.deliveries.jobs() if job.kind == "correct")
    batch = await store.deliveries.claim(change, 10)
    assert [(row.chat, row.message) for row in batch.rows] == [(old.chat, 7)]
    assert await store.broadcasts.progress_of(number, "correct") == Progress(1, queued=1)
    await store.deliveries.settle(change, old, Fate("sent", message=7), NOW)
    assert await store.deliveries.finish(change, await question(change), NOW)
    assert await store.broadcasts.progress_of(number, "correct") == Progress(1, sent=1)


async def test_a_correction_waits_for_what_is_just_being_sent(store: Store) -> None:
    """A message under way with the old text is corrected when it has arrived, not forgotten."""
    await subscribed(store, 1)
    number = await launched(store, "en")
    send = await only_job(store)
    (row,) = (await store.deliveries.claim(send, 1)).rows
    await store.broadcasts.correct(number, "en", Content("Wednesday"), ANNA, NOW)
    change = (await store.deliveries.jobs())[0]
    assert not (await store.deliveries.claim(change, 1)).rows
    assert not await store.deliveries.finish(change, await question(change), NOW)
    await store.deliveries.settle(send, row, Fate("sent", message=7), NOW)
    assert (await store.deliveries.claim(change, 1)).rows[0].message == 7


async def test_a_withdrawal_ends_everything_else(store: Store) -> None:
    """What is still being sent or corrected stops, who has it is the work to do, and no correction comes after."""
    await subscribed(store, 3)
    number = await launched(store, "en")
    send = await only_job(store)
    (row,) = (await store.deliveries.claim(send, 1)).rows
    await store.deliveries.settle(send, row, Fate("sent", message=7), NOW)
    await store.broadcasts.correct(number, "en", Content("Wednesday"), ANNA, NOW)
    assert await store.broadcasts.withdraw(number, ANNA, NOW, ("tg:1", 9))
    job = await only_job(store)
    assert (job.kind, job.shown) == ("withdraw", ("tg:1", 9))
    assert not (await store.deliveries.claim(send, 1)).rows
    assert not await store.broadcasts.correct(number, "en", Content("Thursday"), ANNA, NOW)
    await all_sent(store, Fate("failed", "late"))
    assert await store.deliveries.finish(job, await question(job), NOW)
    assert await store.broadcasts.progress_of(number, "withdraw") == Progress(1, failed={"late": 1})
    assert (await found(store, number)).state == "stopped"


async def test_a_draft_can_be_neither_corrected_nor_withdrawn(store: Store) -> None:
    """Nor can a text that was never written be corrected."""
    await subscribed(store, 1)
    number = await draft(store, "en")
    assert not await store.broadcasts.correct(number, "en", Content("x"), ANNA, NOW)
    assert not await store.broadcasts.withdraw(number, ANNA, NOW)
    started = await launched(store, "en")
    assert not await store.broadcasts.correct(started, "fr", Content("x"), ANNA, NOW)


async def test_forgetting_erases_the_rows_and_keeps_the_counts(store: Store) -> None:
    """Neither what somebody got nor what they were to get leads to them any more; the report still adds up."""
    await subscribed(store, 2)
    number = await launched(store, "en")
    send = await only_job(store)
    (row,) = (await store.deliveries.claim(send, 1)).rows
    await store.deliveries.settle(send, row, Fate("sent", message=7), NOW)
    for chat in ("tg:100", "tg:101"):
        await store.questions.forget(chat)
    assert await store.broadcasts.progress(number) == Progress(2, sent=1, failed={"left": 1})
    async with store.database.reader.execute("SELECT count(*) FROM deliveries") as cursor:
        assert tuple(await cursor.fetchone() or ()) == (0,)


async def test_who_got_it_is_erased_with_the_questions(store: Store) -> None:
    """After the retention the rows of what has ended go; the counts stay, and what runs stays."""
    await subscribed(store, 2)
    ended = await launched(store, "en")
    job = await all_sent(store)
    await store.deliveries.finish(job, await question(job), NOW)
    running = await launched(store, "en")
    await store.questions.purge(NOW + timedelta(days=1), NOW)
    async with store.database.reader.execute("SELECT DISTINCT broadcast FROM deliveries") as cursor:
        assert [row[0] async for row in cursor] == [running]
    assert (await store.broadcasts.progress(ended)).sent == 2


async def test_what_a_cut_short_launch_left_goes_with_its_draft(store: Store) -> None:
    """No address stays behind that neither /forget nor the retention would find."""
    await subscribed(store, 2)
    number = await draft(store, "en")
    assert await store.broadcasts._write_rows(await found(store, number)) == 2
    assert await store.broadcasts.discard(number)
    async with store.database.reader.execute("SELECT count(*) FROM deliveries") as cursor:
        assert [tuple(row) async for row in cursor] == [(0,)]
