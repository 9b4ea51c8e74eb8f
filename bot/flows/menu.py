"""Looking through the topics instead of asking."""

from bot.core import buttons as b, locale
from bot.core.model import Command, Outgoing, Turn
from bot.flows.here import Here


async def topics(here: Here, action: Command | b.ShowMenu | b.BackToMenu) -> Turn:
    """The areas; coming back from one, in its place."""
    areas = here.library.knowledge.areas(here.person.country, here.person.language)
    country = locale.country_name(here.person.country, here.texts, here.person.language)
    rows = tuple((here.render.button(here.reader, f"area_{area}", b.ShowArea(area)),) for area in areas)
    message = Outgoing(here.say("topics", country=country), rows)
    return here.replacing(message) if isinstance(action, b.BackToMenu) else Turn((message,))


async def area(here: Here, action: b.ShowArea) -> Turn:
    """The topics of one area, in the place of the list of areas."""
    pages = here.library.knowledge.areas(here.person.country, here.person.language).get(action.area)
    if not pages:
        return here.reply("old_button")
    title = here.texts.plain(here.person.language, f"area_{action.area}")
    back = here.render.button(here.reader, "button_back", b.BackToMenu())
    rows = (*((here.render.topic_button(page, "", here.reader),) for page in pages), (back,))
    return here.replacing(Outgoing(here.say("area_title", area=title), rows))
