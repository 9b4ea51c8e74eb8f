"""One date in, all dates out: which time limits run from a day, and until when."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Final, get_args
from zoneinfo import ZoneInfo

from bot.core import buttons as b, dates, deadlines, locale, quiet
from bot.core.buttons import limits
from bot.core.deadlines import Due
from bot.core.knowledge import Deadline, Start
from bot.core.model import Command, Media, Outgoing, Rows, Said, Turn
from bot.core.standing import Expecting
from bot.flows.here import Here

DAY: Final = "limits"
_TOPICS = 3  # buttons below the list


async def limits_of(here: Here, _: Command) -> Turn:
    """Which event do they run from?"""
    if here.person.country is None:
        choose = here.render.button(here.reader, "button_country", b.ChooseCountry("", ""))
        return Turn((Outgoing(here.say("limits_country"), ((choose,),)),))
    known = {deadline.event for deadline in _own(here)}
    if not known:
        country = locale.country_name(here.person.country, here.texts, here.person.language)
        return here.reply("limits_none", country=country)
    events = [event for event in get_args(Start) if event in known]
    rows: Rows = tuple((here.render.button(here.reader, f"on_{event}", limits.FromEvent(event)),) for event in events)
    return Turn((Outgoing(here.say("limits_event"), rows),))


async def from_event(here: Here, action: limits.FromEvent) -> Turn:
    """Ask for the day."""
    await here.store.people.expect(here.incoming.chat, Expecting(DAY, action.event), here.now)
    return here.replacing(_ask(here, action.event))


def _ask(here: Here, event: str, key: str = "limits_day") -> Outgoing:
    today = _today(here)
    quick = [("button_today", today), ("button_yesterday", today - timedelta(days=1))]
    row = tuple(here.render.button(here.reader, label, limits.FromDay(event, day.isoformat())) for label, day in quick)
    return Outgoing(here.say(key), (row,))


async def typed(here: Here, event: Said | Media) -> Turn:
    """A day was typed, or something that is none."""
    assert here.expecting is not None
    text = event.text if isinstance(event, Said) else event.caption
    day = dates.read(text, _today(here), here.person.country)
    if day is None:
        return Turn((_ask(here, here.expecting.about, "limits_what_day"),))
    await here.store.people.expect(here.incoming.chat, None, here.now)
    return Turn((_listed(here, here.expecting.about, day),))


async def from_day(here: Here, action: limits.FromDay) -> Turn:
    """Today, or yesterday."""
    day = dates.read(action.day, _today(here), here.person.country)
    if day is None:  # forged: the thirtieth of February, the year 9999
        return here.reply("old_button")
    await here.store.people.expect(here.incoming.chat, None, here.now)
    return here.replacing(_listed(here, action.event, day))


def _today(here: Here) -> date:
    """The day by the clock of the person's country: in Mexico it is still yesterday when a new day begins in UTC."""
    return here.now.astimezone(ZoneInfo(quiet.zone_of(here.person.country))).date()


def _own(here: Here) -> list[Deadline]:
    """The time limits of the person's country and of the layers that it lies on."""
    chain = here.library.knowledge.catalogue.chain(here.person.country)
    found = here.library.knowledge.deadlines
    return [deadline for name, deadline in found.items() if name.partition(".")[0] in chain]


def _listed(here: Here, event: str, day: date) -> Outgoing:
    closed = here.house.holidays(here.person.country, day.year)
    found = deadlines.all_due(_own(here), event, day, closed)
    since = here.texts.plain(here.person.language, f"event_{event}")
    head = here.say("limits_list", event=since, date=locale.day(day, here.person.language))
    lines = [_line(here, item) for item in found]
    return Outgoing("\n\n".join([head, *lines, here.say("limits_foot")]), _topics(here, found))


def _line(here: Here, item: Due) -> str:
    language, today = here.person.language, _today(here)
    words = {
        "label": _in(item.deadline.label, language),
        "lost": _in(item.deadline.lost, language),
        "date": locale.day(item.act, language),
        "last": locale.day(item.day, language),
    }
    unsure = "" if item.deadline.confidence == "page" else " " + here.say("figure_unsure")
    if item.day < today:
        late = _in(item.deadline.late, language)
        return here.say("limits_passed", **words) + (f" {here.say('limits_late', late=late)}" if late else "") + unsure
    key = "limits_by" if item.act == item.day else "limits_by_before"
    return here.say(key, **words) + unsure


def _in(labels: Mapping[str, str], language: str) -> str:
    """A label in the reader's language, else in the first that there is; its full stop is the sentence's."""
    return (labels.get(language) or next(iter(labels.values()), "")).rstrip(".")


def _topics(here: Here, found: Iterable[Due]) -> Rows:
    topics = list(dict.fromkeys(item.deadline.topic for item in found))[:_TOPICS]
    return tuple((here.render.topic_button(page, "", here.reader),) for page in here.render.pages(topics, here.reader))
