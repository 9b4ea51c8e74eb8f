"""What is kept about a person, and its erasure."""

from bot.core import buttons as b
from bot.core.buttons.waiting import ShowWaits
from bot.core.locale import measure
from bot.core.model import Command, Outgoing, Turn
from bot.flows import person
from bot.flows.here import Here


async def privacy(here: Here, _: Command) -> Turn:
    """The notice, with this installation's real retention."""
    language = here.person.language
    spans = (here.house.retention_days, here.house.desk.keep.days, here.house.wait_days)
    days, case_days, wait_days = (measure(span, "day", language) for span in spans)
    text = here.say("privacy", days=days, case_days=case_days, wait_days=wait_days)
    waits = here.render.button(here.reader, "button_waits", ShowWaits())
    return Turn((Outgoing(text, ((waits,),)),))


async def forget(here: Here, _: Command) -> Turn:
    """Ask before erasing."""
    erase = here.render.button(here.reader, "button_forget", b.ForgetMe(confirmed=True))
    keep = here.render.button(here.reader, "button_keep", b.ForgetMe(confirmed=False))
    return Turn((Outgoing(here.say("forget_ask"), ((erase,), (keep,))),))


async def forget_me(here: Here, action: b.ForgetMe) -> Turn:
    """Erase at once, and say what was erased."""
    if not action.confirmed:
        return here.replacing(Outgoing(here.say("forget_kept")))
    await person.erase_own(here)
    count = await here.store.questions.forget(here.incoming.chat)
    done = here.say("forget_done", count=str(count))
    return here.replacing(Outgoing(f"{done}\n\n{here.say('forget_role')}" if here.roles else done))
