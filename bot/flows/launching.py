"""From the draft to the countdown: the last look, a second person where the house wants one, now or later."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.core import buttons as b, floor, locale, quiet
from bot.core.broadcast import Broadcast, Counts, cost, mark
from bot.core.buttons import organiser as o
from bot.core.floor import FLOOR
from bot.core.model import Button, Media, Outgoing, Rows, Said, Turn
from bot.core.standing import Expecting
from bot.flows import approving, audience, drafting, drafts
from bot.flows.here import Here
from bot.flows.workplace import number

WHEN, ZONE = "broadcast-when", "broadcast-zone"
"""What is expected next: a time, the name of a zone (`about` is then `7 0a1b2c3d`: number and mark)."""

COUNTDOWN = timedelta(seconds=60)
_FORM = "%Y%m%d%H%M"


async def ready(here: Here, action: o.Ready) -> Turn:
    """All that is to be looked at before it goes."""
    draft = await drafts.launchable(here, action)
    return here.replacing(await _last_look(here, draft)) if draft else here.reply("write_closed")


async def launch(here: Here, action: o.Launch) -> Turn:
    """In a minute; until then one tap stops it."""
    return await _launch(here, action, here.now + COUNTDOWN)


async def launch_at(here: Here, action: o.LaunchAt) -> Turn:
    """At a time of a button."""
    try:
        at = datetime.strptime(action.moment, _FORM).replace(tzinfo=UTC)
    except ValueError:  # forged: the thirtieth of February
        return here.reply("old_button")
    if at < here.now + COUNTDOWN:
        return here.reply("when_past")
    return await _launch(here, action, at)


async def later(here: Here, action: o.Later) -> Turn:
    """Times to choose from, by the organiser's clock; any other may be typed."""
    draft = await drafts.launchable(here, action)
    return here.replacing(await _times_screen(here, action)) if draft else here.reply("write_closed")


async def _times_screen(here: Here, action: o.Later) -> Outgoing:
    zone = await drafts.clock(here)
    await here.store.people.expect(here.incoming.chat, Expecting(WHEN, action.broadcast), here.now)
    rows: Rows = tuple(
        (Button(locale.moment(at, here.person.language), b.encode(_at(action.broadcast, at, action.seen))),)
        for at in _times(here.now, zone)
    )
    change = here.render.button(here.reader, "button_zone", o.SetZone(action.broadcast, action.seen))
    back = here.render.button(here.reader, "button_back", o.Ready(action.broadcast))
    return Outgoing(here.say("when", zone=zone.key), (*rows, (change,), (back,)))


async def timed(here: Here, event: Said | Media) -> Turn:
    """A time was typed: show it once more before it counts."""
    assert here.expecting is not None
    zone = await drafts.clock(here)
    at = quiet.typed(event.text, here.now, zone) if isinstance(event, Said) else None
    action = o.Ready(here.expecting.about)
    draft = await drafts.launchable(here, action)
    if draft is None:
        return here.reply("write_closed")
    if at is None or at < here.now + COUNTDOWN:
        return here.reply("when_unclear")
    await here.store.people.expect(here.incoming.chat, None, here.now)
    return Turn((await _last_look(here, draft, at),))


async def ask_zone(here: Here, action: o.SetZone) -> Turn:
    """Ask where the organiser's clock stands."""
    await here.store.people.expect(here.incoming.chat, Expecting(ZONE, f"{action.broadcast} {action.seen}"), here.now)
    return here.reply("zone_ask")


async def zoned(here: Here, event: Said | Media) -> Turn:
    """The name of a zone was typed."""
    assert here.expecting is not None
    try:
        zone = ZoneInfo(event.text.strip().replace(" ", "_") if isinstance(event, Said) else "")
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return here.reply("zone_unknown")
    await here.store.team.set_zone(here.incoming.who, zone.key)
    on, _, seen = here.expecting.about.partition(" ")
    return Turn((await _times_screen(here, o.Later(on, seen)),))


async def cancel(here: Here, action: o.Cancel) -> Turn:
    """Stop the countdown, or a schedule: it is a draft again."""
    found = await drafts.seen(here, action)
    if found is None or not await here.store.broadcasts.cancel(found.id, here.incoming.who, here.now):
        return here.reply("cancel_too_late")
    open_ = here.render.button(here.reader, "button_open_draft", o.ShowDraft(action.broadcast))
    rows = ((open_,),) if found.author == here.incoming.who else ()
    return here.replacing(Outgoing(here.say("cancelled"), rows))


# --- who may, and what is shown -----------------------------------------------------------------------


async def _launch(here: Here, action: o.Launch | o.LaunchAt, at: datetime) -> Turn:
    draft = await drafts.launchable(here, action)
    if draft is None:
        return here.reply("write_closed")
    if draft.author != here.incoming.who and action.seen != mark(draft):
        return Turn((Outgoing(here.say("write_changed")), await _last_look(here, draft)))
    counts = await here.store.broadcasts.count(draft.audience)
    if approving.needed(here, draft, counts):
        return here.reply("approval_needed")
    await here.store.people.expect(here.incoming.chat, None, here.now)
    message = here.incoming.message
    shown = (here.incoming.chat, message) if message else None
    total = await here.store.broadcasts.launch(draft.id, here.incoming.who, at, here.now, shown)
    if not total:
        return here.reply("launch_nobody")
    if draft.author != here.incoming.who:
        await approving.tell_author(here, draft, at)
    stop = here.render.button(here.reader, "button_stop_countdown", o.Cancel(action.broadcast))
    key = "launch_countdown" if at <= here.now + COUNTDOWN else "launch_scheduled"
    moment = locale.moment(at.astimezone(await drafts.clock(here)), here.person.language)
    text = here.say(key, number=action.broadcast, people=number(here, total), moment=moment)
    if draft.training:
        text += "\n" + here.say("launch_training")
    return here.replacing(Outgoing(text, ((stop,),)))


async def _last_look(here: Here, draft: Broadcast, at: datetime | None = None) -> Outgoing:
    counts = await here.store.broadcasts.count(draft.audience)
    told = await audience.words(here, draft.audience)
    lines = [here.say("ready", number=str(draft.id), audience=told, people=number(here, counts.total))]
    by_language = floor.parts(counts.by_language, here.texts, here.person.language)
    lines += [_language_line(here, draft, *pair) for pair in sorted(by_language.items())]
    if at:
        moment = locale.moment(at.astimezone(await drafts.clock(here)), here.person.language)
        lines.append(here.say("ready_at", moment=moment))
    if stars := cost(counts.total, here.house.paid_rate):
        lines.append(here.say("ready_cost", stars=locale.whole(stars, here.person.language)))
    lines += await _sleepers(here, draft, at or here.now)
    lines += ["", *drafting.hints(here, draft, counts)]
    return Outgoing("\n".join(lines), _ways(here, draft, counts, at))


def _language_line(here: Here, draft: Broadcast, language: str, people: str) -> str:
    key = "ready_language" if language in draft.contents else "ready_language_base"
    name = locale.language_name(language, here.person.language)
    base = locale.language_name(draft.base, here.person.language)
    return here.say(key, language=name, people=people, base=base)


async def _sleepers(here: Here, draft: Broadcast, at: datetime) -> list[str]:
    """A line where people of the audience are asleep then: a warning, for an emergency may wake them."""
    meant = draft.audience.countries or await _countries(here, draft)
    own = (here.person.country,) if here.person.country else ()
    asleep = here.house.quiet.asleep([each for each in meant or own if each in quiet.ZONES], at, ZoneInfo)
    names = ", ".join(locale.country_name(each, here.texts, here.person.language) for each in asleep)
    return [here.say("ready_quiet", countries=names)] if names else []


async def _countries(here: Here, draft: Broadcast) -> tuple[str, ...]:
    """Where the audience is, as far as there are five of them; and where its workplaces stand."""
    found = await here.store.broadcasts.countries(draft.audience, FLOOR)
    chosen = draft.audience.workplaces
    places = await here.store.workplaces.all(chosen) if chosen else ()
    return tuple(sorted({*found, *(place.country for place in places if place.country)}))


def _ways(here: Here, draft: Broadcast, counts: Counts, at: datetime | None) -> Rows:
    on, button, reader = str(draft.id), here.render.button, here.reader
    back = button(reader, "button_back", o.ShowDraft(on))
    if approving.needed(here, draft, counts):
        return ((button(reader, "button_submit", o.Submit(on)),), (back,))
    if draft.author != here.incoming.who:
        back = button(reader, "button_return", o.Return(on))
    seen = mark(draft)
    other = button(reader, "button_later", o.Later(on, seen))
    act: o.Action = _at(on, at, seen) if at else o.Launch(on, seen)
    go = button(reader, "button_schedule" if at else "button_launch", act)
    return ((go,), (other,), (back,))


def _times(now: datetime, zone: ZoneInfo) -> list[datetime]:
    """In an hour, this evening, tomorrow morning, tomorrow evening: those that lie ahead."""
    local = now.astimezone(zone)
    tomorrow = local + timedelta(days=1)
    hour = (local + timedelta(hours=1)).replace(second=0, microsecond=0)
    found = [
        hour,
        *(
            day.replace(hour=at, minute=0, second=0, microsecond=0)
            for day, at in ((local, 18), (tomorrow, 8), (tomorrow, 18))
        ),
    ]
    return sorted(each for each in found if each > now + COUNTDOWN)


def _at(broadcast: str, at: datetime, seen: str) -> o.LaunchAt:
    return o.LaunchAt(broadcast, at.astimezone(UTC).strftime(_FORM), seen)
