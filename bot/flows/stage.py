"""Stage cards: where you stand now, the three next steps, what not to do."""

from bot.core import buttons as b
from bot.core.model import Button, Command, Outgoing, Turn
from bot.flows.here import Here

STAGES = ("stage.trouble", "stage.announced", "stage.filed", "stage.dismissed", "stage.takeover")


async def stages(here: Here, _: Command) -> Turn:
    """Which stage is it?"""
    pages = here.render.pages(STAGES, here.reader)
    rows = tuple((Button(page.entry.title, b.encode(b.ShowStage(page.entry.topic))),) for page in pages)
    return Turn((Outgoing(here.say("stages"), rows),))


async def show(here: Here, action: b.ShowStage) -> Turn:
    """The card of one stage, whole: it is short."""
    found = here.library.knowledge.find(action.topic, here.person.country, here.person.language)
    if found is None or action.topic not in STAGES:
        return here.reply("gone")
    card = here.render.more(found, here.reader, "")
    topics = here.render.pages(found.page.entry.related, here.reader)
    return Turn((Outgoing(card.html, tuple((here.render.topic_button(page, "", here.reader),) for page in topics)),))
