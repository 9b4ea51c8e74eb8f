"""Did it help, and if not, why: one tap each."""

from typing import get_args

from bot.core import buttons as b
from bot.core.model import Feedback, Outgoing, Turn
from bot.flows.here import Here


async def helped(here: Here, action: b.Helped) -> Turn:
    """It helped."""
    return Turn((Outgoing(here.say("thanks_helped")),), Feedback(action.question, "helped"))


async def not_helped(here: Here, action: b.NotHelped) -> Turn:
    """It did not help: ask why, once, with buttons."""
    rows = tuple(
        (here.render.button(here.reader, f"why_{why}", b.Reason(action.question, why)),) for why in get_args(b.Why)
    )
    ways = (*rows, *here.render.tell_me(here.reader, action.question))
    return Turn((Outgoing(here.say("why_not"), ways),), Feedback(action.question, "not-helped"))


async def reason(here: Here, action: b.Reason) -> Turn:
    """Why it did not help."""
    ways = here.render.ways_on(here.reader, action.question)
    message = Outgoing(here.say("thanks_reason"), ways, edit=here.incoming.message)
    return Turn((message,), Feedback(action.question, "reason", action.why))
