"""Writing to many: few taps, nothing by accident, nobody beyond an organiser's reach, also behind forged buttons."""

from dataclasses import dataclass, replace
from datetime import timedelta

import aiosqlite
import pytest

from bot.app import App
from bot.core import quiet
from bot.core.broadcast import Audience, Broadcast, Content
from bot.core.model import Command, Event, File, Incoming, Media, Outgoing, Person, Pressed, Said
from bot.edges.store import Store
from bot.edges.store.team import handle
from bot.edges.store.workplaces import Workplace
from tests.conftest import NOW, Ear

ANNA, OLGA, BEN = "tg:5", "tg:1", "tg:6"
ACME = Workplace("acme0000001", "Acme", "gb", "code0000001")
BETA = Workplace("beta0000001", "Beta", "gb", "code0000002")


@dataclass
class Hand:
    """Somebody at a telephone: does things, counts the taps, and sees what came last."""

    app: App
    chat: str
    ear: Ear
    taps: int = 0

    async def do(self, event: Event) -> str:
        """Do something; returns all that was said to it."""
        before = len(self.ear.heard)
        await self.app.handle(Incoming(self.chat, event, message=before or None, language="en"), self.ear)
        return "\n".join(message.html for message in self.ear.heard[before:])

    async def write(self, text: str) -> str:
        """Begin a message to many."""
        await self.do(Command("broadcast"))
        return await self.do(Said(text))

    async def tap(self, label: str) -> str:
        """Press the newest button with these words."""
        self.taps += 1
        return await self.do(Pressed(self.data(label)))

    async def forge(self, data: str) -> str:
        """Press a button that nobody showed."""
        return await self.do(Pressed(data))

    def data(self, label: str) -> str:
        """What the newest button with these words carries."""
        for message in reversed(self.ear.heard):
            for button in (button for row in message.rows for button in row):
                if label in button.label:
                    return button.data
        raise AssertionError(f"no button says {label!r}")

    @property
    def last(self) -> Outgoing:
        """The newest message."""
        return self.ear.heard[-1]


@pytest.fixture
async def anna(app: App, store: Store) -> Hand:
    """An organiser; six people in Britain can be reached, all of them at Acme."""
    await store.workplaces.create(ACME, OLGA, NOW)
    await store.workplaces.create(BETA, OLGA, NOW)
    for number in range(6):
        chat = f"tg:9{number}"
        await store.people.save(Person(chat, "en", "gb"), NOW)
        await store.subscriptions.join(chat, ACME.id, NOW)
    await store.team.add(ANNA, "organiser", OLGA, NOW)
    return Hand(app, ANNA, Ear())


@pytest.fixture
async def ben(app: App, store: Store) -> Hand:
    """A colleague of hers."""
    await store.team.add(BEN, "organiser", OLGA, NOW)
    return Hand(app, BEN, Ear())


async def _limit(store: Store, *places: str, who: str = ANNA) -> None:
    member = next(each for each in await store.team.members(NOW) if each.handle == handle(who, "organiser"))
    await store.team.limit(member, places, OLGA, NOW)


async def _draft(store: Store) -> Broadcast:
    """The first message, as it is kept now."""
    found = await store.broadcasts.get(1)
    assert found is not None
    return found


async def test_from_the_command_to_the_countdown_in_eight_taps_or_fewer(anna: Hand) -> None:
    """Twenty minutes and a hall full of people: two taps for all, six for one country."""
    await anna.write("The hearing moved to Tuesday.")
    await anna.tap("Go on")
    assert "goes out in 60 seconds" in await anna.tap("60 seconds to stop")
    assert anna.taps == 2
    await anna.write("Only for Britain.")
    for label in ("To whom", "Countries", "United Kingdom", "Done", "Done", "Go on", "60 seconds"):
        await anna.tap(label)
    assert "goes out in 60 seconds" in anna.last.html
    assert anna.taps - 2 <= 8


async def test_exact_counts_from_five_people_on(anna: Hand, store: Store) -> None:
    """Six are counted; of four it is only said that they are few."""
    assert "People: 6" in await anna.write("Hello")
    for number in range(2):
        await store.subscriptions.leave(f"tg:9{number}")
    assert "People: fewer than 5" in await anna.tap("Test to myself")


async def test_formatting_is_kept(anna: Hand, store: Store) -> None:
    """What Telegram marked bold arrives bold; in the browser two stars do the same, and lines stay lines."""
    await anna.do(Command("broadcast"))
    await anna.do(Said("Tuesday!", html="<b>Tuesday!</b>"))
    await anna.do(Command("broadcast"))
    await anna.tap("New message")
    await anna.do(Said("**Tuesday**, <not> Monday\nat noon"))
    first, second = [await store.broadcasts.get(number) for number in (1, 2)]
    assert first is not None
    assert second is not None
    assert first.contents["en"].html == "<b>Tuesday!</b>"
    assert second.contents["en"].html == "<b>Tuesday</b>, &lt;not&gt; Monday\nat noon"


@pytest.mark.parametrize("kind", ["photo", "document", "video", "voice"])
async def test_files_are_sent_on_with_their_words(anna: Hand, store: Store, kind: str) -> None:
    """A photo of the court's letter, its caption below; forwarded or new is the same."""
    file = File(kind, "file-id")  # type: ignore[arg-type]
    await anna.do(Command("broadcast"))
    await anna.do(Media("document", "The letter", "<i>The letter</i>", file))
    assert anna.ear.heard[-2].file == file
    draft = await _draft(store)
    assert (draft.contents["en"].html, draft.contents["en"].file) == ("<i>The letter</i>", file)


async def test_what_does_not_fit_below_a_file_is_told_before(anna: Hand) -> None:
    """Telegram takes 1,024 signs there; the organiser learns it now, and not from a failed run."""
    await anna.do(Command("broadcast"))
    said = await anna.do(Media("photo", "x" * 1030, "x" * 1030, File("photo", "id")))
    assert "6 characters too long" in said


async def test_a_message_waits_until_its_author_has_gone_on(anna: Hand, store: Store) -> None:
    """Nothing leaves by writing, looking or choosing alone."""
    await anna.write("Hello")
    await anna.tap("Test to myself")
    await anna.tap("Go on")
    draft = await _draft(store)
    assert draft.state == "draft"


# --- who may ------------------------------------------------------------------------------------------


async def test_a_limited_organiser_reaches_their_workplaces_and_no_other(anna: Hand, store: Store) -> None:
    """Also by buttons that nobody showed: everybody, another workplace, none at all."""
    await _limit(store, ACME.id)
    assert "To: Acme" in await anna.write("Hello")
    for forged in ("1:bt:1:all:yes", f"1:bt:1:workplaces:{BETA.id}", f"1:bt:1:workplaces:{ACME.id}"):
        await anna.forge(forged)
        draft = await _draft(store)
        assert draft.audience.workplaces == (ACME.id,)


async def test_limits_that_came_later_count_too(anna: Hand, store: Store) -> None:
    """A draft to everybody does not go out once its author may reach one workplace only."""
    await anna.write("Hello everybody")
    await _limit(store, BETA.id)
    assert "not possible" in await anna.forge("1:bgo:1")
    assert "not possible" in await anna.forge("1:bat:1:202611251800")
    await _limit(store)
    assert "No workplace is assigned to you" in await anna.do(Command("broadcast")) + await anna.forge("1:b+")


async def test_a_colleagues_draft_is_closed(anna: Hand, ben: Hand, store: Store) -> None:
    """Nobody changes, reads or sends what somebody else is still writing."""
    await anna.write("Hello")
    for forged in ("1:b:1", "1:bv:1", "1:bgo:1", "1:bw:1:en", "1:b-:1:1", "1:bt:1:case:yes", "1:ba:1:all", "1:bask:1"):
        assert "not possible" in await ben.forge(forged)
    assert await store.broadcasts.get(1) is not None


async def test_a_worker_gets_nothing_from_an_organisers_button(anna: Hand, app: App) -> None:
    """A button that was forwarded or guessed is an old button to them."""
    await anna.write("Hello")
    worker = Hand(app, "tg:90", Ear())
    for forged in ("1:bgo:1", "1:b:1", "1:bi:1", "1:works", "1:team", "1:bundo:1:1"):
        assert "too old" in await worker.forge(forged)
    assert "I do not know the command" in await worker.do(Command("broadcast"))


async def test_above_a_number_a_second_person_approves(anna: Hand, app: App, store: Store) -> None:
    """Six recipients need one more person where the house says "above five"; five would not."""
    app.house = replace(app.house, approval=5)
    await anna.write("Hello")
    await anna.tap("Go on")
    assert "second person" in await anna.forge("1:bgo:1")
    await store.subscriptions.leave("tg:90")
    assert "goes out in 60 seconds" in await anna.forge("1:bgo:1")


async def test_what_waits_for_approval_cannot_be_changed(anna: Hand, ben: Hand, app: App, store: Store) -> None:
    """The colleague approves what they saw, and not what was put there afterwards."""
    app.house = replace(app.house, approval=0)
    await anna.write("Hello")
    await anna.tap("Write anew")
    await anna.forge("1:bask:1")
    assert "not possible" in await anna.do(Said("Something else"))
    draft = await _draft(store)
    assert (draft.state, draft.contents["en"].html) == ("approval", "Hello")
    await ben.forge("1:br:1")
    assert "goes out in 60 seconds" in await ben.tap("Send:")


async def test_a_colleague_approves_what_they_saw_and_nothing_newer(
    anna: Hand, ben: Hand, app: App, store: Store
) -> None:
    """Taken back, written anew and asked again: the button of the first look shows the new text and sends nothing."""
    app.house = replace(app.house, approval=0)
    await anna.write("Hello")
    await anna.forge("1:bask:1")
    await ben.forge("1:br:1")
    old = ben.data("Send:")
    await anna.forge("1:bno:1")
    await anna.tap("Write anew")
    await anna.do(Said("Something else"))
    await anna.forge("1:bask:1")
    assert "has changed since you saw it" in await ben.forge(old)
    draft = await _draft(store)
    assert draft.state == "approval"
    assert "goes out in 60 seconds" in await ben.tap("Send:")


async def test_a_colleague_who_sets_their_clock_first_approves_what_they_saw(anna: Hand, ben: Hand, app: App) -> None:
    """The times offered by the new clock still belong to the message that they looked at."""
    app.house = replace(app.house, approval=0)
    await anna.write("Hello")
    await anna.forge("1:bask:1")
    await ben.forge("1:br:1")
    await ben.tap("Later")
    await ben.tap("time zone")
    await ben.do(Said("Europe/Rome"))
    assert "goes out on" in await ben.tap("(Rome)")


async def test_a_limited_colleague_does_not_approve_what_goes_further(
    anna: Hand, ben: Hand, app: App, store: Store
) -> None:
    """Who may reach one workplace sees nothing that goes to all."""
    app.house = replace(app.house, approval=0)
    await store.team.add(OLGA, "owner", "", NOW)
    await _limit(store, BETA.id, who=BEN)
    await anna.write("Hello")
    await anna.tap("Go on")
    await anna.tap("Ask a colleague")
    due = [waiting.post.chat for waiting in await store.outbox.due(NOW)]
    assert set(due) == {OLGA}
    assert "not possible" in await ben.forge("1:bgo:1")
    assert "not possible" in await ben.forge("1:br:1")


# --- when ---------------------------------------------------------------------------------------------


async def test_at_night_it_is_said_that_people_sleep(anna: Hand, app: App) -> None:
    """A warning, and no bar: a fire in the night is a reason."""
    app.house = replace(app.house, quiet=quiet.read("21-8 gb=0-23"))
    await anna.write("Hello")
    assert "People are asleep at that time: United Kingdom" in await anna.tap("Go on")
    assert "goes out in 60 seconds" in await anna.tap("60 seconds")


async def test_a_time_that_has_passed_since_is_refused(anna: Hand) -> None:
    """A button of yesterday does not send at once."""
    await anna.write("Hello")
    assert "has passed" in await anna.forge("1:bat:1:202611240930")
    assert "goes out on" in await anna.forge("1:bat:1:202611241800")


async def test_two_taps_launch_once(anna: Hand, store: Store) -> None:
    """A nervous thumb sends nothing twice."""
    await anna.write("Hello")
    await anna.forge("1:bgo:1")
    assert "not possible" in await anna.forge("1:bgo:1")
    assert (await store.broadcasts.progress(1)).total == 6


async def test_a_message_to_nobody_is_not_launched(anna: Hand, store: Store) -> None:
    """And its author is told."""
    await anna.write("Hello")
    await store.broadcasts.set_audience(1, Audience(countries=("es",)))
    assert "nobody to send it to" in await anna.forge("1:bgo:1")
    draft = await _draft(store)
    assert draft.state == "draft"


async def test_the_countdown_starts_after_a_minute(anna: Hand, store: Store) -> None:
    """Sixty seconds to change one's mind."""
    await anna.write("Hello")
    await anna.forge("1:bgo:1")
    draft = await _draft(store)
    assert draft.start_at == NOW + timedelta(seconds=60)


async def test_what_telegram_charges_is_said_before(anna: Hand, app: App) -> None:
    """Where the house lets Telegram charge, the organiser sees the most it can cost, and else nothing of it."""
    await anna.write("Hello")
    assert "Stars" not in await anna.tap("Go on")
    app.house = replace(app.house, paid_rate=1000.0)
    assert "at most 1 Stars" in await anna.tap("Back") + await anna.tap("Go on")


async def test_the_author_learns_of_the_approval_and_can_still_stop(
    anna: Hand, ben: Hand, app: App, store: Store
) -> None:
    """A colleague pressed the button; the author has the countdown too."""
    app.house = replace(app.house, approval=0)
    await anna.write("Hello")
    await anna.tap("Go on")
    await anna.tap("Ask a colleague")
    await ben.forge("1:br:1")
    await ben.tap("Send:")
    (told,) = [each.post for each in await store.outbox.due(NOW) if each.post.chat == ANNA]
    assert "was approved" in told.message.html
    assert "nobody has received it" in await anna.forge(told.message.rows[0][0].data)


async def test_a_colleague_stops_what_runs_wrong(anna: Hand, ben: Hand) -> None:
    """Any organiser within reach may stop a running message: the one who wrote it may be on a train."""
    await anna.write("Hello")
    await anna.forge("1:bgo:1")
    assert "Hello" in "".join(button.label for row in (await _list(ben)).rows for button in row)
    assert "nobody has received it" in await ben.forge("1:bstop:1")


async def _list(hand: Hand) -> Outgoing:
    await hand.do(Command("broadcasts"))
    return hand.last


async def _sent(anna: Hand, store: Store) -> None:
    """A message of Anna's to all, which has gone out."""
    await anna.write("Monday")
    await anna.forge("1:bgo:1")

    async def work(connection: aiosqlite.Connection) -> None:
        await connection.execute("UPDATE deliveries SET state = 'sent', message = 7")
        await connection.execute("UPDATE broadcasts SET state = 'done'")

    await store.database.write(work)


async def _says(store: Store) -> str:
    return (await _draft(store)).contents["en"].html


async def test_who_looks_at_something_else_corrects_nothing(anna: Hand, store: Store) -> None:
    """A correction goes to thousands at once; what is typed after another button is a question again."""
    await _sent(anna, store)
    await anna.forge("1:bfix:1:en")
    await anna.forge("1:bi:1")
    await anna.do(Said("thanks, see you later"))
    assert await _says(store) == "Monday"
    await anna.forge("1:bfix:1:en")
    await anna.do(Said("Tuesday"))
    assert (await _says(store)).startswith("Tuesday")


async def test_who_was_limited_since_corrects_and_resends_nothing_beyond(anna: Hand, store: Store) -> None:
    """They wrote to all once; now Beta is theirs. They may still take it back."""
    await _sent(anna, store)
    await anna.forge("1:bfix:1:en")
    await _limit(store, BETA.id)
    assert "not possible" in await anna.do(Said("Tuesday"))
    for forged in ("1:bfix:1:en", "1:bc:1:resend", "1:bc:1:resume", "1:bc:1:late"):
        assert "not possible" in await anna.forge(forged)
    assert await _says(store) == "Monday"
    assert "taken back" in await anna.forge("1:bundo:1:1")


async def test_numbers_beyond_the_limits_are_not_shown(anna: Hand, store: Store) -> None:
    """Nobody is left for them to reach: no button tells how many there are elsewhere."""
    assert "People: 6" in await anna.write("Hello")
    await _limit(store)
    for forged in ("1:b:1", "1:bv:1", "1:ba:1:all", "1:bt:1:all:yes", "1:bt:1:countries:gb"):
        assert "People: 6" not in await anna.forge(forged)


async def test_older_messages_of_ones_workplace_are_found(ben: Hand, store: Store) -> None:
    """Ten later ones to everybody do not hide the one that Ben may take back."""
    await _limit(store, ACME.id, who=BEN)
    await store.subscriptions.join("tg:90", ACME.id, NOW)
    for number in range(12):
        made = await store.broadcasts.begin(ANNA, "en", NOW)
        await store.broadcasts.set_content(made, "en", Content(f"Text {number}"))
        await store.broadcasts.set_audience(made, Audience(workplaces=() if number else (ACME.id,)))
        await store.broadcasts.launch(made, ANNA, NOW, NOW)
    shown = await _list(ben)
    assert ["Text 0" in button.label for row in shown.rows for button in row] == [True]


async def test_the_last_look_leaves_nothing_to_subtract(anna: Hand, store: Store) -> None:
    """Eight people, six in English: the two in Italian are not worked out."""
    for number in (7, 8):
        await store.people.save(Person(f"tg:9{number}", "it", "gb"), NOW)
        await store.subscriptions.join(f"tg:9{number}", ACME.id, NOW)
    await anna.write("Hello")
    look = await anna.tap("Go on")
    assert "People: 8" in look
    assert "English: 5 or more" in look
    assert "Italian: fewer than 5" in look


async def test_who_sleeps_elsewhere_is_no_reason_to_wait(anna: Hand, app: App, store: Store) -> None:
    """A message to one British workplace: the others, far away, do not get it."""
    app.house = replace(app.house, quiet=quiet.read("ph=0-23 gb=0-23"))
    for number in range(5):
        await store.people.save(Person(f"tg:8{number}", "en", "ph"), NOW)
        await store.subscriptions.join(f"tg:8{number}", "", NOW)
    await anna.write("Hello")
    assert "Philippines" in await anna.tap("Go on")
    await store.broadcasts.set_audience(1, Audience(workplaces=(BETA.id,)))
    look = await anna.forge("1:br:1")
    assert "United Kingdom" in look.partition("asleep")[2]
    assert "Philippines" not in look


async def test_a_forged_day_is_an_old_button(anna: Hand) -> None:
    """The thirtieth of February is no time, and no fault of ours."""
    await anna.write("Hello")
    assert "too old" in await anna.forge("1:bat:1:202602301800")
