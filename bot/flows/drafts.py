"""What every step of a broadcast asks first: whose it is, how far its author may reach, whose clock counts.

A button may be forged or a year old, so each step looks the broadcast up anew.
"""

from dataclasses import replace
from zoneinfo import ZoneInfo

from bot.core import quiet
from bot.core.broadcast import Broadcast
from bot.core.buttons import organiser as o
from bot.flows.here import Here
from bot.flows.workplace import limits

_OPEN = frozenset({"draft", "returned"})  # its author may still change it


async def mine(here: Here, action: o.OnBroadcast) -> Broadcast | None:
    """A draft that this person may change: their own, while it is one."""
    found = await here.store.broadcasts.get(int(action.broadcast))
    return found if found and editable(here, found) else None


async def seen(here: Here, action: o.OnBroadcast) -> Broadcast | None:
    """A broadcast that this person may look at: their own, or one within their workplaces that is not a draft."""
    found = await here.store.broadcasts.get(int(action.broadcast))
    return found if found and visible(here, found, await limits(here)) else None


def visible(here: Here, found: Broadcast, only: tuple[str, ...] | None) -> bool:
    """Whether this person, limited to those workplaces, may look at it."""
    return found.author == here.incoming.who or (found.state not in _OPEN and found.within(only))


def editable(here: Here, draft: Broadcast) -> bool:
    """Whether this person may change it."""
    return draft.author == here.incoming.who and draft.state in _OPEN


async def launchable(here: Here, action: o.OnBroadcast) -> Broadcast | None:
    """A draft of one's own, or one that a colleague gave to be approved; never beyond one's workplaces."""
    found = await here.store.broadcasts.get(int(action.broadcast))
    if found is None or not found.contents.get(found.base) or not found.within(await limits(here)):
        return None
    given = found.state == "approval" and found.author != here.incoming.who
    return found if given or editable(here, found) else None


async def clock(here: Here, who: str = "") -> ZoneInfo:
    """An organiser's clock, this person's unless `who` is named: as they said, else that of their country."""
    return ZoneInfo(await here.store.team.zone(who or here.incoming.who) or quiet.zone_of(here.person.country))


async def speaking_to(here: Here, chat: str) -> Here:
    """The same, in the language of somebody else."""
    person = await here.store.people.get(chat)
    return replace(here, person=person) if person else here
