"""Workplaces, for organisers: a link and a poster by which workers join, their number, a new link after a leak."""

import asyncio
from dataclasses import replace

from bot.core import buttons as b, floor, locale
from bot.core.buttons import team as t
from bot.core.knowledge import BASE
from bot.core.model import Button, Command, Media, Outgoing, Rows, Said, Turn
from bot.core.poster import Poster, Words
from bot.core.standing import Expecting
from bot.edges.store.workplaces import Workplace
from bot.flows import choices
from bot.flows.here import Here

NAMING = "workplace"

_LONGEST = 60  # characters of a name: what a poster and a button can show


def number(here: Here, count: int) -> str:
    """A count as organisers may see it."""
    return floor.shown(count, here.texts, here.person.language)


async def limits(here: Here) -> tuple[str, ...] | None:
    """The workplaces that this organiser may reach; None for all."""
    return None if "owner" in here.roles else await here.store.team.limits(here.incoming.who)


async def workplaces(here: Here, action: Command | t.ShowWorkplaces) -> Turn:
    """Those that this organiser may see, and a new one."""
    only = await limits(here)
    found = await here.store.workplaces.all(only)
    rows: Rows = tuple((Button(f"🏭 {each.name}", b.encode(t.ShowWorkplace(each.id))),) for each in found)
    if only is None:
        rows += ((here.render.button(here.reader, "button_workplace_new", t.NewWorkplace()),),)
    message = Outgoing(here.say("workplaces" if found else "workplaces_none"), rows)
    return here.replacing(message) if isinstance(action, t.ShowWorkplaces) else Turn((message,))


async def new(here: Here, _: t.NewWorkplace) -> Turn:
    """Ask for its name."""
    if await limits(here) is not None:
        return here.reply("workplace_limited")
    await here.store.people.expect(here.incoming.chat, Expecting(NAMING), here.now)
    return here.reply("workplace_name")


async def named(here: Here, event: Said | Media) -> Turn:
    """The name came: ask for the country."""
    name = " ".join(event.text.split()) if isinstance(event, Said) else ""
    if not name or len(name) > _LONGEST:
        return here.reply("workplace_name")
    await here.store.people.expect(here.incoming.chat, Expecting(NAMING, name), here.now)
    rows = choices.countries(here, t.PlaceWorkplace)
    other = here.render.button(here.reader, "country_other", t.PlaceWorkplace(BASE))
    return Turn((Outgoing(here.say("workplace_country", name=name), (*rows, (other,))),))


async def place(here: Here, action: t.PlaceWorkplace) -> Turn:
    """The country came: it exists."""
    expecting = here.expecting
    known = here.library.knowledge.catalogue.by_country
    if expecting is None or expecting.kind != NAMING or not expecting.about or action.country not in known:
        return here.reply("old_button")
    await here.store.people.expect(here.incoming.chat, None, here.now)
    made = Workplace(here.new_id(), expecting.about, action.country, here.new_id())
    await here.store.workplaces.create(made, here.incoming.who, here.now)
    return here.replacing(await _card(here, made))


async def show(here: Here, action: t.ShowWorkplace) -> Turn:
    """One workplace."""
    found = await _mine(here, action.workplace)
    return here.replacing(await _card(here, found)) if found else here.reply("old_button")


async def choose_poster(here: Here, action: t.Poster) -> Turn:
    """In which languages? Each has a tick to set or take away."""
    found = await _mine(here, action.workplace)
    if found is None:
        return here.reply("old_button")
    chosen = [each for each in action.languages.split("-") if each]
    rows: Rows = tuple((_tick(here, found, each, chosen),) for each in here.texts.languages)
    make = here.render.button(here.reader, "button_poster_make", t.PosterIn(found.id, action.languages))
    back = here.render.button(here.reader, "button_back", t.ShowWorkplace(found.id))
    return here.replacing(Outgoing(here.say("poster_language"), (*rows, *(((make,),) if chosen else ()), (back,))))


def _tick(here: Here, place: Workplace, language: str, chosen: list[str]) -> Button:
    after = [each for each in here.texts.languages if (each in chosen) != (each == language)]
    label = choices.ticked(language in chosen, locale.own_name(language))
    return Button(label, b.encode(t.Poster(place.id, "-".join(after))))


async def poster(here: Here, action: t.PosterIn) -> Turn:
    """The page, three times: to send, to print, to change."""
    found = await _mine(here, action.workplace)
    languages = tuple(action.languages.split("-"))
    if found is None or not set(languages) <= set(here.texts.languages):
        return here.reply("old_button")
    if not here.incoming.home:
        return here.reply("poster_no_link")
    words = tuple(
        Words(here.texts.plain(each, "poster_title"), here.texts.plain(each, "poster_note")) for each in languages
    )
    wanted = Poster(found.name, _link(here, found), words)
    files = await asyncio.to_thread(here.house.printer, wanted)
    if not files:
        return here.reply("poster_no_link")
    first = Outgoing(here.say("poster_done", name=found.name), file=files[0])
    return Turn((first, *(Outgoing("", file=file) for file in files[1:])))


async def rotate(here: Here, action: t.Rotate) -> Turn:
    """A new link: asked first, because every poster on a wall dies with the old one."""
    found = await _mine(here, action.workplace)
    if found is None:
        return here.reply("old_button")
    if not action.confirmed:
        yes = here.render.button(here.reader, "button_rotate_yes", t.Rotate(found.id, confirmed=True))
        back = here.render.button(here.reader, "button_back", t.ShowWorkplace(found.id))
        return here.replacing(Outgoing(here.say("rotate_ask", name=found.name), ((yes,), (back,))))
    fresh = replace(found, code=here.new_id())
    await here.store.workplaces.rotate(found.id, fresh.code, here.incoming.who, here.now)
    return here.replacing(await _card(here, fresh, "rotate_done"))


async def close(here: Here, action: t.CloseWorkplace) -> Turn:
    """The end of a workplace: asked first."""
    found = await _mine(here, action.workplace)
    if found is None:
        return here.reply("old_button")
    if not action.confirmed:
        yes = here.render.button(here.reader, "button_close_yes", t.CloseWorkplace(found.id, confirmed=True))
        back = here.render.button(here.reader, "button_back", t.ShowWorkplace(found.id))
        people = number(here, await here.store.workplaces.members(found.id))
        return here.replacing(Outgoing(here.say("close_ask", name=found.name, people=people), ((yes,), (back,))))
    await here.store.workplaces.close(found.id, here.incoming.who, here.now)
    return here.replacing(Outgoing(here.say("close_done", name=found.name)))


async def _mine(here: Here, workplace: str) -> Workplace | None:
    """A workplace, where this organiser may see it."""
    only = await limits(here)
    return await here.store.workplaces.get(workplace) if only is None or workplace in only else None


async def _card(here: Here, place: Workplace, notice: str = "") -> Outgoing:
    people = number(here, await here.store.workplaces.members(place.id))
    country = locale.country_name(place.country, here.texts, here.person.language)
    text = here.say("workplace_card", name=place.name, country=country, people=people, link=_link(here, place))
    button, reader = here.render.button, here.reader
    rows = (
        (button(reader, "button_poster", t.Poster(place.id, "-".join(here.texts.languages))),),
        (button(reader, "button_rotate", t.Rotate(place.id, confirmed=False)),),
        (button(reader, "button_close", t.CloseWorkplace(place.id, confirmed=False)),),
        (button(reader, "button_back", t.ShowWorkplaces()),),
    )
    return Outgoing(f"{here.say(notice)}\n\n{text}" if notice else text, rows)


def _link(here: Here, place: Workplace) -> str:
    return f"{here.incoming.home or '/start '}join_{place.code}"
