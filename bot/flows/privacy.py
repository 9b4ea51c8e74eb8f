"""What is kept about a person, and its erasure."""

from bot.core import buttons as b
from bot.core.locale import measure
from bot.core.model import Command, Outgoing, Turn
from bot.flows.here import Here


async def privacy(here: Here, _: Command) -> Turn:
    """The notice, with this installation's real retention."""
    days = measure(here.house.retention_days, "day", here.person.language)
    return here.reply("privacy", days=days)


async def forget(here: Here, _: Command) -> Turn:
    """Ask before erasing."""
    erase = here.render.button(here.reader, "button_forget", b.ForgetMe(confirmed=True))
    keep = here.render.button(here.reader, "button_keep", b.ForgetMe(confirmed=False))
    return Turn((Outgoing(here.say("forget_ask"), ((erase,), (keep,))),))


async def forget_me(here: Here, action: b.ForgetMe) -> Turn:
    """Erase at once, and say what was erased."""
    if not action.confirmed:
        return here.replacing(Outgoing(here.say("forget_kept")))
    count = await here.store.questions.forget(here.incoming.chat)
    return here.replacing(Outgoing(here.say("forget_done", count=str(count))))
