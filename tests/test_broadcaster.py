"""The broadcaster: everybody gets it once, faults land where they belong, the organiser sees and steers it."""

import asyncio
import sqlite3
from collections import defaultdict, deque
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise

import aiosqlite
import pytest
from telegram import Bot

from bot.app import World
from bot.broadcaster import Broadcaster, Pace
from bot.core.broadcast import Content, Progress
from bot.core.model import Delivered, Doors, File, Outgoing, Person, Refused, Retry, Sender, SendResult, Stop, Unknown
from bot.core.pacing import Traffic
from bot.core.texts import Texts
from bot.edges.store import Store
from bot.edges.telegram.reading import chat_number
from bot.edges.telegram.request import AiohttpRequest
from bot.edges.telegram.sending import ChatSender
from tests.botapi import BotApi, ManualClock, World as Telegram, faults
from tests.conftest import NOW
from tests.edges.store.test_broadcasts import question

ANNA = "tg:1"
FIRST = 100
SOON = 10.0
"""Seconds after which something that should have happened counts as missing. Nothing waits for them to pass."""


@dataclass
class Time:
    """Both clocks; sleeping is what makes them go on."""

    passed: float = 0.0

    def now(self) -> datetime:
        """The date."""
        return NOW + timedelta(seconds=self.passed)

    def timer(self) -> float:
        """The seconds."""
        return self.passed

    async def sleep(self, seconds: float) -> None:
        """Wait, in no time."""
        self.passed += seconds
        await asyncio.sleep(0)


@dataclass
class Phone:
    """A chat: what stands in it, and what will become of the next messages."""

    time: Time
    shows: dict[int, Outgoing] = field(default_factory=dict)
    ends: deque[SendResult] = field(default_factory=deque)
    at: list[float] = field(default_factory=list)
    count: int = 0

    async def send(self, message: Outgoing) -> SendResult:
        """Take a message, or what was planned instead; an unknown one arrives all the same."""
        self.at.append(self.time.passed)
        end = self.ends.popleft() if self.ends else None
        if end is not None and not isinstance(end, Unknown):
            return end
        if message.edit is None:
            self.count += 1
        elif message.edit not in self.shows:
            return Refused("bad-message")
        number = message.edit or self.count
        self.shows[number] = message
        return end or Delivered(number)

    async def delete(self, message: int) -> SendResult:
        """Take a message away."""
        end = self.ends.popleft() if self.ends else None
        self.shows.pop(message, None)
        return end or Delivered(message)

    @property
    def words(self) -> list[str]:
        """What it says."""
        return [message.html for message in self.shows.values()]


class Setting:
    """Subscribers with phones, and the broadcaster between them and the store."""

    def __init__(self, store: Store, texts: Texts, rate: float = 25, width: int = 32) -> None:
        self.store = store
        self.time = Time()
        self.phones: defaultdict[str, Phone] = defaultdict(lambda: Phone(self.time))
        self.traffic = Traffic(self.time.timer)
        self.host: Doors = self.phones.__getitem__
        self.shut: set[str] = set()
        world = World(self.time.now, lambda: "id", self.time.sleep, self.time.timer)
        self.broadcaster = Broadcaster(store, self.door, texts, self.traffic, world, Pace(rate, rate > 30, width))

    def door(self, chat: str) -> Sender | None:
        """The way to this address."""
        return None if chat in self.shut else self.host(chat)

    async def people(self, count: int, language: str = "en") -> list[Phone]:
        """So many subscribers more; their phones."""
        first = FIRST + len(self.phones)
        chats = [f"tg:{number}" for number in range(first, first + count)]
        for chat in chats:
            await self.store.people.save(Person(chat, language, "gb"), NOW)
            await self.store.subscriptions.join(chat, "", NOW)
        return [self.phones[chat] for chat in chats]

    async def launch(self, *, training: bool = False, content: Content | None = None) -> int:
        """A broadcast of Anna's in two languages, under way."""
        broadcasts = self.store.broadcasts
        number = await broadcasts.begin(ANNA, "en", NOW)
        await broadcasts.set_content(number, "en", content or Content("Tuesday"))
        await broadcasts.set_content(number, "es", Content("martes"))
        await broadcasts.set_training(number, training)
        self.phones[ANNA].shows[50] = Outgoing("in 60 seconds")
        assert await broadcasts.launch(number, ANNA, NOW, NOW, (ANNA, 50))
        return number

    async def run(self, rounds: int = 1000) -> None:
        """Rounds until there is nothing to do; a line that is held gets its time."""
        for _ in range(rounds):
            if not await self.broadcaster.round() and not await self.store.deliveries.jobs():
                break
            await self.broadcaster.landed()
            await self.time.sleep(1)
        await self.broadcaster.drawn()
        for _ in range(2):  # the live message comes to its end
            await self.time.sleep(3)
            await self.broadcaster.round()
            await self.broadcaster.drawn()

    async def state(self, number: int) -> str:
        """How it stands."""
        found = await self.store.broadcasts.get(number)
        assert found
        return found.state

    async def progress(self, number: int) -> Progress:
        """How far it is."""
        return await self.store.broadcasts.progress(number)

    async def posts(self) -> list[str]:
        """What the courier is to tell."""
        return [waiting.post.message.html for waiting in await self.store.outbox.due(self.time.now())]


@pytest.fixture
def setting(store: Store, texts: Texts) -> Setting:
    """Nobody yet."""
    return Setting(store, texts)


async def test_everybody_gets_it_once_in_their_language(setting: Setting) -> None:
    """And it is done, with a report in the outbox."""
    english, spanish = await setting.people(30), await setting.people(5, "es")
    number = await setting.launch()
    await setting.run()
    assert all(phone.words == ["Tuesday"] for phone in english)
    assert all(phone.words == ["martes"] for phone in spanish)
    assert await setting.progress(number) == Progress(35, sent=35)
    assert await setting.state(number) == "done"
    (report,) = await setting.posts()
    assert "Reached: 35 of 35" in report


async def test_a_file_goes_by_its_name_at_the_host(setting: Setting) -> None:
    """The text is its caption."""
    (phone,) = await setting.people(1)
    content = Content("Tuesday", File("photo", "AgAD"))
    await setting.launch(content=content)
    await setting.run()
    assert [(message.html, message.file) for message in phone.shows.values()] == [("Tuesday", File("photo", "AgAD"))]


async def test_it_keeps_to_its_rate(setting: Setting) -> None:
    """A hundred messages at twenty-five a second take four seconds."""
    phones = await setting.people(100)
    await setting.launch()
    await setting.run()
    times = sorted(phone.at[0] for phone in phones)
    most = max(sum(1 for at in times if since <= at < since + 1) for since in times)
    assert most <= 27


async def test_answers_go_first(setting: Setting) -> None:
    """While somebody waits for an answer a message waits, though not for ever."""
    phones = await setting.people(3)
    await setting.launch()
    with setting.traffic.answering():
        await setting.broadcaster.round()
    await setting.broadcaster.landed()
    times = sorted(phone.at[0] for phone in phones)
    assert times[0] > 0.19
    assert all(later - earlier > 0.19 for earlier, later in pairwise(times))


async def test_above_the_free_rate_it_is_paid_where_that_is_allowed(store: Store, texts: Texts) -> None:
    """Each message says so; an ordinary one never does."""
    setting = Setting(store, texts, rate=100)
    (phone,) = await setting.people(1)
    await setting.launch()
    await setting.run()
    assert [message.paid for message in phone.shows.values()] == [True]


async def test_who_blocked_us_costs_nobody_else_anything(setting: Setting) -> None:
    """Their row is settled and their subscription ends."""
    phones = await setting.people(10)
    phones[3].ends.append(Refused("blocked"))
    phones[4].ends.append(Refused("gone"))
    number = await setting.launch()
    await setting.run()
    assert await setting.progress(number) == Progress(10, sent=8, failed={"blocked": 1, "gone": 1})
    async with setting.store.database.reader.execute("SELECT count(*) FROM subscriptions") as cursor:
        assert tuple(await cursor.fetchone() or ()) == (8,)


async def test_who_moved_gets_it_at_the_new_address(setting: Setting) -> None:
    """A group that became a supergroup."""
    (phone,) = await setting.people(1)
    phone.ends.append(Refused("moved", "tg:-1007"))
    number = await setting.launch()
    await setting.run()
    assert setting.phones["tg:-1007"].words == ["Tuesday"]
    assert await setting.progress(number) == Progress(1, sent=1)


async def test_a_429_holds_the_whole_run_and_the_row_comes_again(setting: Setting) -> None:
    """For as long as it says nothing leaves; then everybody gets it once."""
    phones = await setting.people(40)
    phones[5].ends.append(Retry(7))
    number = await setting.launch()
    await setting.run()
    assert all(phone.words == ["Tuesday"] for phone in phones)
    assert await setting.progress(number) == Progress(40, sent=40)
    first, again = phones[5].at
    assert again - first >= 7
    assert not [at for phone in phones for at in phone.at if first + 1.5 < at < first + 7]


async def test_what_may_have_arrived_is_not_sent_again_by_itself(setting: Setting) -> None:
    """It is shown, and resent on the organiser's word alone."""
    phones = await setting.people(5)
    phones[2].ends.append(Unknown())
    number = await setting.launch()
    await setting.run()
    assert await setting.progress(number) == Progress(5, sent=4, unknown=1)
    assert phones[2].count == 1
    assert await setting.store.broadcasts.resend_unknown(number, ANNA, NOW) == 1
    await setting.run()
    assert await setting.progress(number) == Progress(5, sent=5)
    assert phones[2].count == 2


async def test_an_outage_makes_few_unknown(setting: Setting) -> None:
    """The run waits longer and longer while nothing gets through."""
    phones = await setting.people(200)
    for phone in phones:
        phone.ends.append(Unknown())
    number = await setting.launch()
    while setting.time.passed < 60:
        await setting.broadcaster.round()
        await setting.broadcaster.landed()
        await setting.time.sleep(1)
    assert (await setting.progress(number)).unknown <= 12


async def test_a_refused_token_pauses_and_skips_nobody(setting: Setting) -> None:
    """The organiser is told once; after the repair it goes on where it was."""
    phones = await setting.people(40)
    for phone in phones[10:]:
        phone.ends.append(Stop())
    number = await setting.launch()
    await setting.run()
    assert await setting.state(number) == "paused"
    (told,) = await setting.posts()
    assert "token" in told
    for phone in phones:
        phone.ends.clear()
    await setting.store.broadcasts.resume(number, ANNA, NOW)
    await setting.run()
    assert all(phone.words == ["Tuesday"] for phone in phones)
    assert await setting.progress(number) == Progress(40, sent=40)


async def test_without_a_host_it_pauses_and_unsubscribes_nobody(setting: Setting) -> None:
    """A bot that was started without its token must not take thousands for gone."""
    await setting.people(3)
    setting.shut = set(setting.phones)
    number = await setting.launch()
    await setting.run()
    assert await setting.state(number) == "paused"
    assert await setting.progress(number) == Progress(3, queued=3)


async def test_a_message_that_is_refused_for_everybody_pauses(setting: Setting) -> None:
    """The fault is the message's: nobody counts as failed, and the organiser is told."""
    phones = await setting.people(60)
    for phone in phones:
        phone.ends.append(Refused("bad-message"))
    number = await setting.launch()
    await setting.run()
    assert await setting.state(number) == "paused"
    assert await setting.progress(number) == Progress(60, queued=60)
    assert len(await setting.posts()) == 1
    for phone in phones:
        phone.ends.clear()
    await setting.store.broadcasts.resume(number, ANNA, NOW)
    await setting.run()
    assert await setting.progress(number) == Progress(60, sent=60)


async def test_a_single_refusal_is_the_recipients_own(setting: Setting) -> None:
    """Once it has arrived with somebody the message is proven."""
    phones = await setting.people(40)
    for phone in phones[20:30]:
        phone.ends.append(Refused("bad-message"))
    number = await setting.launch()
    await setting.run()
    assert await setting.progress(number) == Progress(40, sent=30, failed={"bad-message": 10})


async def test_a_pause_acts_within_a_batch(setting: Setting) -> None:
    """What was claimed and had not left waits again, and goes out after the pause."""
    phones = await setting.people(100)
    number = await setting.launch()
    await setting.broadcaster.round()
    await setting.store.broadcasts.pause(number, ANNA, NOW)
    await setting.run()
    sent = sum(phone.count for phone in phones)
    assert sent == (await setting.progress(number)).sent < 60
    await setting.store.broadcasts.resume(number, ANNA, NOW)
    await setting.run()
    assert all(phone.words == ["Tuesday"] for phone in phones)


async def test_a_stop_in_the_middle_of_a_batch_acts_with_the_next_message(store: Store, texts: Texts) -> None:
    """It does not wait for the batch to end."""
    setting = Setting(store, texts, width=1)
    await setting.people(25)

    class Impatient(Phone):
        async def send(self, message: Outgoing) -> SendResult:
            await setting.store.broadcasts.stop(number, ANNA, NOW)
            return await super().send(message)

    setting.phones["tg:102"] = Impatient(setting.time)
    number = await setting.launch()
    await setting.run()
    assert await setting.progress(number) == Progress(25, queued=22, sent=3)


async def test_a_rehearsal_sends_nothing(setting: Setting) -> None:
    """All else is as it would be: progress, report, and taking it back."""
    phones = await setting.people(5)
    number = await setting.launch(training=True)
    await setting.run()
    assert await setting.progress(number) == Progress(5, sent=5)
    await setting.store.broadcasts.withdraw(number, ANNA, NOW)
    await setting.run()
    assert await setting.store.broadcasts.progress_of(number, "withdraw") == Progress(5, sent=5)
    assert not any(phone.at for phone in phones)


async def test_what_a_crash_left_is_taken_up(setting: Setting) -> None:
    """A new process sends again what was in flight, and counts it."""
    phones = await setting.people(4)
    number = await setting.launch()
    await setting.store.deliveries.due(NOW, question)
    (job,) = await setting.store.deliveries.jobs()
    await setting.store.deliveries.claim(job, 2)
    running = asyncio.create_task(setting.broadcaster.run())
    await asyncio.wait_for(setting.store.outbox.woken.wait(), SOON)  # the report
    await setting.store.database.flush()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert all(phone.words == ["Tuesday"] for phone in phones)
    assert await setting.progress(number) == Progress(4, sent=4, doubled=2)


async def test_a_correction_edits_what_arrived(setting: Setting) -> None:
    """In its place, in one language; who deleted the chat or blocked us is counted."""
    phones, spanish = await setting.people(6), await setting.people(2, "es")
    number = await setting.launch()
    await setting.run()
    phones[0].ends.append(Refused("blocked"))
    phones[1].ends.append(Retry(2))
    phones[2].ends.append(Unknown())
    await setting.store.broadcasts.correct(number, "en", Content("Wednesday"), ANNA, NOW, (ANNA, 50))
    await setting.run()
    assert all(phone.words == ["Wednesday"] for phone in phones[1:])
    assert all(phone.words == ["martes"] for phone in spanish)
    found = await setting.store.broadcasts.progress_of(number, "correct")
    assert found == Progress(6, sent=5, failed={"blocked": 1})
    assert await setting.progress(number) == Progress(8, sent=8)


async def test_a_withdrawal_deletes_what_is_young_enough(setting: Setting) -> None:
    """After 48 hours Telegram deletes nothing: those are named as what they are, without asking."""
    old = await setting.people(2)
    number = await setting.launch()
    await setting.run()
    query = "UPDATE deliveries SET at = at - 49 * 3600 WHERE chat = 'tg:100'"
    await setting.store.database.write(lambda connection: connection.execute(query))
    await setting.store.broadcasts.withdraw(number, ANNA, setting.time.now())
    await setting.run()
    found = await setting.store.broadcasts.progress_of(number, "withdraw")
    assert found == Progress(2, sent=1, failed={"late": 1})
    assert [phone.words for phone in old] == [["Tuesday"], []]


async def test_the_organiser_sees_one_message_that_moves(setting: Setting) -> None:
    """Edited at most every three seconds, with its end in it."""
    await setting.people(200)
    await setting.launch()
    await setting.run()
    anna = setting.phones[ANNA]
    assert list(anna.shows) == [50]
    assert "100%" in anna.shows[50].html
    assert "done" in anna.shows[50].html
    assert 3 <= len(anna.at) <= 5
    assert all(later - earlier >= 3 for earlier, later in pairwise(anna.at))


async def test_a_progress_message_that_was_deleted_comes_anew(setting: Setting) -> None:
    """And is the one that is edited from then on."""
    await setting.people(200)
    await setting.launch()
    anna = setting.phones[ANNA]
    anna.shows.clear()
    await setting.run()
    assert len(anna.shows) == 1
    assert "100%" in anna.words[0]


async def test_one_that_is_late_asks_and_waits(setting: Setting) -> None:
    """The bot was down at its time."""
    phones = await setting.people(2)
    number = await setting.launch()
    setting.time.passed = 3700
    await setting.run()
    assert await setting.state(number) == "late"
    assert "Send it now" in (await setting.posts())[0]
    await setting.store.broadcasts.start_late(number, ANNA, NOW)
    await setting.run()
    assert all(phone.words == ["Tuesday"] for phone in phones)


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    """Telegram, with Anna and forty workers."""
    async with BotApi(Telegram(clock=ManualClock())) as server:
        for number in (1, *range(FIRST, FIRST + 40)):
            server.world.person(number)
        yield server


async def test_every_fault_of_telegram_lands_where_it_belongs(setting: Setting, api: BotApi) -> None:
    """429, 502, a line that breaks before, within and after, blocked and deleted accounts: the counts are the truth."""
    await setting.people(40)
    api.world.block(FIRST + 1)
    api.world.deactivate(FIRST + 2)
    plan: list[tuple[int, faults.Fault]] = [
        (10, faults.too_many(2)),
        (14, faults.bad_gateway()),
        (18, faults.accept_then_drop()),
        (22, faults.cut()),
        (26, faults.refuse()),
    ]
    for at, fault in plan:
        api.faults.script("sendMessage", fault, chat=FIRST + at)
    request = AiohttpRequest()
    async with Bot(api.world.token, api.base_url, request=request, get_updates_request=AiohttpRequest()) as bot:
        setting.host = lambda chat: ChatSender(bot, chat_number(chat))
        number = await setting.launch()
        await setting.run()
    progress = await setting.progress(number)
    assert progress == Progress(40, sent=34, failed={"blocked": 1, "gone": 1}, unknown=4)
    got = [len(api.world.transcript(chat)) for chat in range(FIRST, FIRST + 40)]
    assert max(got) == 1
    assert sum(got) == 36


async def test_who_leaves_between_claim_and_sending_is_not_written_to(setting: Setting) -> None:
    """They were told that no organiser writes to them any more, a second ago."""
    first, second = await setting.people(2)

    @dataclass
    class Leaving(Phone):
        async def send(self, message: Outgoing) -> SendResult:
            await setting.store.subscriptions.leave(f"tg:{FIRST + 1}")
            return await super().send(message)

    setting.phones[f"tg:{FIRST}"] = leaving = Leaving(setting.time)
    assert first is not leaving
    setting.broadcaster._slots = asyncio.Semaphore(1)
    number = await setting.launch()
    await setting.run()
    assert leaving.words == ["Tuesday"]
    assert second.words == []
    assert dict((await setting.progress(number)).failed) == {"left": 1}


async def test_a_door_that_breaks_does_not_keep_a_broadcast_from_its_end(setting: Setting) -> None:
    """One message that cannot be sent is unknown; the organiser gets the report."""
    await setting.people(2)

    @dataclass
    class Broken(Phone):
        async def send(self, message: Outgoing) -> SendResult:
            raise RuntimeError(message.html)

    setting.phones[f"tg:{FIRST}"] = Broken(setting.time)
    number = await setting.launch()
    await setting.run(20)
    found = await setting.progress(number)
    assert (found.sent, found.unknown, await setting.state(number)) == (1, 1, "done")


async def test_what_could_not_be_settled_does_not_stay_in_flight(setting: Setting) -> None:
    """The store failed for a moment: those messages are sent again, and the broadcast ends."""
    await setting.people(3)
    number = await setting.launch()
    settle, failed = setting.store.deliveries._settle_all, [sqlite3.OperationalError("disk full")]

    async def once(connection: aiosqlite.Connection) -> None:
        await settle(connection)
        if failed:
            raise failed.pop()

    object.__setattr__(setting.store.deliveries, "_settle_all", once)
    await setting.run(20)
    assert await setting.state(number) == "done"
    assert (await setting.progress(number)).sent == 3
