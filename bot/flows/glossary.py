"""What a word means: `/glossary TERM`, or a tap on a term."""

from bot.core import buttons as b, glossary, markup
from bot.core.model import Command, Outgoing, Turn
from bot.flows.here import Here


async def look_up(here: Here, command: Command) -> Turn:
    """Explain a typed term; without one, say how to ask."""
    if not command.args.strip():
        return here.reply("glossary_how")
    entry = glossary.look_up(here.library.knowledge, command.args, here.person.country)
    return _explained(here, entry) if entry else here.reply("glossary_unknown", term=command.args.strip()[:60])


async def explain(here: Here, action: b.ExplainTerm) -> Turn:
    """Explain a tapped term."""
    entry = glossary.by_id(here.library.knowledge, action.term)
    return _explained(here, entry) if entry else here.reply("gone")


def _explained(here: Here, entry: glossary.Entry) -> Turn:
    text = here.say("glossary_line", term=entry.term.term, meaning=entry.meaning(here.person.language))
    pages = here.render.pages(entry.term.topics, here.reader)
    rows = tuple((here.render.topic_button(page, "", here.reader),) for page in pages)
    return Turn((Outgoing(markup.split(text)[0], rows),))
