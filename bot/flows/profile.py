"""Who I am, which language, which country."""

from bot.core import buttons as b, locale
from bot.core.knowledge import BASE
from bot.core.model import Button, Command, Outgoing, Turn
from bot.flows import choices, subscribe, team
from bot.flows.here import Here


async def start(here: Here, command: Command) -> Turn:
    """The first words, and what is still to be chosen; behind a link, what the link is for."""
    kind, _, code = command.args.strip().partition("_")
    if code and kind in _LINKS:
        return await _LINKS[kind](here, code)
    hello = Outgoing(here.say("start"))
    if here.person.country:
        return Turn((hello, _ready(here)))
    if here.person.known or len(here.texts.languages) == 1:
        return Turn((hello, _countries(here)))
    return Turn((hello, _languages(here)))


async def choose_language(here: Here, _: Command | b.ChooseLanguage) -> Turn:
    """Offer the languages we speak, each in its own name."""
    return Turn((_languages(here),))


async def set_language(here: Here, action: b.SetLanguage) -> Turn:
    """Keep the language; a newcomer is asked for the country next."""
    if action.language not in here.texts.languages:
        return here.reply("old_button")
    then = here.with_person(language=action.language)
    await here.store.people.save(then.person, here.now)
    if here.roles:
        here.store.team.touch(here.incoming.chat)  # their menu speaks that language too
    done = Outgoing(then.say("language_set"), edit=here.incoming.message)
    return Turn((done, _ready(then) if then.person.country else _countries(then)))


async def choose_country(here: Here, action: Command | b.ChooseCountry) -> Turn:
    """Offer the countries; from an answer, the choice leads back to that answer."""
    topic, question = (action.topic, action.question) if isinstance(action, b.ChooseCountry) else ("", "")
    return Turn((_countries(here, topic, question),))


async def set_country(here: Here, action: b.SetCountry) -> Turn:
    """Keep the country, and show again what was being read, now for that country."""
    catalogue = here.library.knowledge.catalogue
    if action.country not in catalogue.by_country:
        return here.reply("old_button")
    then = here.with_person(country=action.country)
    await here.store.people.save(then.person, here.now)
    name = locale.country_name(action.country, here.texts, then.person.language)
    done = Outgoing(then.say("country_set", country=name), edit=here.incoming.message)
    found = here.library.knowledge.find(action.topic, action.country, then.person.language) if action.topic else None
    following = then.render.short(found, then.reader, action.question) if found else _ready(then)
    return Turn((done, following))


_LINKS = {"join": subscribe.invited, "team": team.offered, "own": team.offered}
"""What the parameter of a link begins with -> what it opens."""


def _languages(here: Here) -> Outgoing:
    rows = tuple((Button(locale.own_name(each), b.encode(b.SetLanguage(each))),) for each in here.texts.languages)
    return Outgoing(here.say("choose_language"), rows)


def _countries(here: Here, topic: str = "", question: str = "") -> Outgoing:
    """The countries; "another country" last."""
    rows = choices.countries(here, lambda country: b.SetCountry(country, topic, question), ("eu", BASE))
    return Outgoing(here.say("choose_country"), rows)


def _ready(here: Here) -> Outgoing:
    """Everything is known: ask away."""
    language = locale.own_name(here.person.language)
    country = locale.country_name(here.person.country, here.texts, here.person.language)
    text = here.say("start_ready", language=language, country=country)
    topics = here.render.button(here.reader, "button_topics", b.ShowMenu())
    return Outgoing(text, ((topics,),))
