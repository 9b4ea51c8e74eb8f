"""What every step of a broadcast asks first: whose it is, how far its author may reach, whose clock counts.

A button may be forged or a year old, so each step looks the broadcast up anew.
"""

from dataclasses import replace
from zoneinfo import ZoneInfo

from bot.core import quiet
from bot.core.broadcast import Broadcast
from bot.core.buttons import organiser as o
from bot.flows import audience
from bot.flows.here import Here
from bot.flows.workplace import limits


async def mine(here: Here, action: o.OnBroadcast) -> Broadcast | None:
    """A draft that this person may change: their own, while it is one."""
    found = await here.store.broadcasts.get(int(action.broadcast))
    return found if found and editable(here, found) else None


async def seen(here: Here, action: o.OnBroadcast) -> Broadcast | None:
    """A broadcast that this person may look at: their own, or one within their workplaces that is not a draft."""
    found = await here.store.broadcasts.get(int(action.broadcast))
    if found is None or found.author == here.incoming.who:
        return found
    return found if found.state not in {"draft", "returned"} and audience.within(found, await limits(here)) else None


def editable(here: Here, draft: Broadcast) -> bool:
    """Whether this person may change it."""
    return draft.author == here.incoming.who and draft.state in {"draft", "returned"}


async def launchable(here: Here, action: o.OnBroadcast) -> Broadcast | None:
    """A draft of one's own, or one that a colleague gave to be approved; never beyond one's workplaces."""
    found = await seen(here, action)
    if found is None or not found.contents.get(found.base) or not audience.within(found, await limits(here)):
        return None
    mine = found.author == here.incoming.who
    return found if found.state in ({"draft", "returned"} if mine else {"approval"}) else None


async def clock(here: Here) -> ZoneInfo:
    """The organiser's clock: as they said, else that of their country."""
    return ZoneInfo(await here.store.team.zone(here.incoming.who) or quiet.zone_of(here.person.country))


async def speaking_to(here: Here, chat: str) -> Here:
    """The same, in the language of somebody else."""
    person = await here.store.people.get(chat)
    return replace(here, person=person) if person else here
