"""Asking to be reached: what is kept stands on one screen, one tap says yes, one tap or a plain word leaves."""

from collections.abc import Sequence

from bot.core import buttons as b, locale
from bot.core.buttons import subscriber as s
from bot.core.model import Button, Command, Outgoing, Rows, Said, Turn
from bot.edges.store.workplaces import Workplace
from bot.flows.here import Here


async def subscribe(here: Here, _: Command | s.Subscribe) -> Turn:
    """Ask; or tell whom one hears from already."""
    if not here.incoming.home:  # a terminal: nobody could knock there later
        return here.reply("subscribe_not_here")
    joined = await here.store.subscriptions.of(here.incoming.chat)
    return Turn((await _informed(here, joined),)) if joined else Turn((_question(here, None),))


async def invited(here: Here, code: str) -> Turn:
    """A link or a poster of a workplace was opened."""
    if not here.incoming.private:
        return here.reply("group_only_private")
    if not here.incoming.home:
        return here.reply("subscribe_not_here")
    workplace = await here.store.workplaces.by_code(code)
    return Turn((_question(here, workplace),)) if workplace else here.reply("join_dead")


async def ask_again(here: Here, action: s.AskToJoin) -> Turn:
    """The same question in another language."""
    if action.language not in here.texts.languages:
        return here.reply("old_button")
    workplace = await here.store.workplaces.by_code(action.code) if action.code else None
    if action.code and workplace is None:
        return here.reply("join_dead")
    return here.replacing(_question(here.speaking(action.language), workplace))


async def join(here: Here, action: s.Join) -> Turn:
    """Yes: kept from now on. The settings of a newcomer are those that stood on the screen."""
    workplace = await here.store.workplaces.by_code(action.code) if action.code else None
    if action.code and workplace is None:
        return here.reply("join_dead")
    if action.language not in here.texts.languages or not (here.incoming.private and here.incoming.home):
        return here.reply("old_button")
    then = here.with_person(language=action.language, country=_country(here, workplace))
    await here.store.people.save(then.person, here.now)
    await here.store.subscriptions.join(here.incoming.chat, workplace.id if workplace else "", here.now)
    leave = then.render.button(then.reader, "button_leave", s.Leave())
    return here.replacing(Outgoing(then.say("joined", workplace=_name(then, workplace)), ((leave,),)))


async def not_now(here: Here, _: s.NotNow) -> Turn:
    """No."""
    return here.replacing(Outgoing(here.say("join_not")))


async def leave(here: Here, event: Command | Said | s.Leave) -> Turn:
    """Leave at once, and say so. The button stands below messages that stay: the answer comes anew."""
    del event
    left = await here.store.subscriptions.leave(here.incoming.chat)
    back = here.render.button(here.reader, "button_subscribe", s.Subscribe())
    return Turn((Outgoing(here.say("left"), ((back,),)),)) if left else here.reply("left_already")


def _question(here: Here, workplace: Workplace | None) -> Outgoing:
    """What is kept, and yes or no. A newcomer may be spoken to in the wrong language: the others are one tap away."""
    code = workplace.code if workplace else ""
    country, language, name = _country(here, workplace), here.person.language, _name(here, workplace)
    land = locale.country_name(country, here.texts, language) if country else here.texts.plain(language, "country_open")
    text = here.say("join_ask", language=locale.own_name(language), country=land, workplace=name)
    yes = here.render.button(here.reader, "button_join", s.Join(here.person.language, code))
    no = here.render.button(here.reader, "button_join_not", s.NotNow())
    return Outgoing(text, ((yes,), (no,), *_languages(here, code)))


def _languages(here: Here, code: str) -> Rows:
    others = [language for language in here.texts.languages if language != here.person.language]
    if here.person.known or not others:
        return ()
    return (tuple(Button(locale.own_name(other), b.encode(s.AskToJoin(other, code))) for other in others),)


async def _informed(here: Here, joined: Sequence[str]) -> Outgoing:
    places = await here.store.workplaces.all(joined)
    names = ", ".join(place.name for place in places) or here.texts.plain(here.person.language, "workplace_none")
    leave = here.render.button(here.reader, "button_leave", s.Leave())
    return Outgoing(here.say("joined_already", workplaces=names), ((leave,),))


def _country(here: Here, workplace: Workplace | None) -> str | None:
    """The person's own choice; else the country of the workplace."""
    return here.person.country or (workplace.country if workplace else None)


def _name(here: Here, workplace: Workplace | None) -> str:
    return workplace.name if workplace else here.texts.plain(here.person.language, "workplace_none")
