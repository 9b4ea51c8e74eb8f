"""A second person: who may approve, what they see, and the way back to the author."""

from dataclasses import replace
from datetime import datetime

from bot.core import locale
from bot.core.broadcast import Broadcast, Counts
from bot.core.buttons import organiser as o
from bot.core.model import Media, Outgoing, Said, Turn
from bot.core.standing import Expecting
from bot.edges.store import Post
from bot.flows import drafting, drafts
from bot.flows.here import Here

WHY = "broadcast-why"
"""What is expected next is the reason of a return."""


async def submit(here: Here, action: o.Submit) -> Turn:
    """Ask the colleagues: they see the same, and can send it back."""
    draft = await drafts.launchable(here, action)
    others = await _approvers(here, draft) if draft else ()
    if draft is None:
        return here.reply("write_closed")
    if not others:
        return here.reply("approval_nobody")
    if not await here.store.broadcasts.submit(draft.id, here.incoming.who, here.now):
        return here.reply("write_closed")
    asked = replace(draft, state="approval")
    posts = [post for chat in others for post in await _request(here, asked, chat)]
    await here.store.outbox.put(*posts, now=here.now)
    return here.replacing(await drafting.card(here, asked))


async def return_(here: Here, action: o.Return) -> Turn:
    """The author takes it back at once; a colleague says why."""
    draft = await drafts.seen(here, action)
    if draft is None or draft.state != "approval":
        return here.reply("write_closed")
    if draft.author == here.incoming.who:
        await here.store.broadcasts.return_(draft.id, here.incoming.who, "", here.now)
        kept = await here.store.broadcasts.get(draft.id)
        return here.replacing(await drafting.card(here, kept)) if kept else here.reply("write_closed")
    await here.store.people.expect(here.incoming.chat, Expecting(WHY, action.broadcast), here.now)
    return here.reply("return_why")


async def returned(here: Here, event: Said | Media) -> Turn:
    """The reason came: the author gets it."""
    assert here.expecting is not None
    if not isinstance(event, Said):
        return here.reply("return_why")
    await here.store.people.expect(here.incoming.chat, None, here.now)
    draft = await drafts.seen(here, o.Return(here.expecting.about))
    done = draft and await here.store.broadcasts.return_(draft.id, here.incoming.who, event.text[:500], here.now)
    if draft is None or not done:
        return here.reply("write_closed")
    there = await drafts.speaking_to(here, draft.author)
    open_ = there.render.button(there.reader, "button_open_draft", o.ShowDraft(str(draft.id)))
    told = there.say("return_told", number=str(draft.id), reason=event.text[:500])
    await here.store.outbox.put(Post(draft.author, Outgoing(told, ((open_,),))), now=here.now)
    return here.reply("return_done")


def needed(here: Here, draft: Broadcast, counts: Counts) -> bool:
    """Whether a colleague has to approve what this author sends to so many."""
    above = here.house.approval
    return draft.author == here.incoming.who and above is not None and counts.total > above


async def tell_author(here: Here, draft: Broadcast, at: datetime) -> None:
    """A colleague approved it: its author can still stop it."""
    there = await drafts.speaking_to(here, draft.author)
    stop = there.render.button(there.reader, "button_stop_countdown", o.Cancel(str(draft.id)))
    moment = locale.moment(at.astimezone(await drafts.clock(there, draft.author)), there.person.language)
    told = there.say("approved_told", number=str(draft.id), moment=moment)
    await here.store.outbox.put(Post(draft.author, Outgoing(told, ((stop,),))), now=here.now)


async def _approvers(here: Here, draft: Broadcast) -> tuple[str, ...]:
    """All others who may reach whom it reaches."""
    members = await here.store.team.members(here.now)
    chats = {
        each.chat
        for each in members
        if each.chat and (each.role == "owner" or (each.role == "organiser" and draft.within(each.workplaces)))
    }
    return tuple(sorted((chats | here.house.owners) - {here.incoming.who}))


async def _request(here: Here, draft: Broadcast, chat: str) -> list[Post]:
    """What a colleague is shown who is to approve: the very messages, then the same last look."""
    there = await drafts.speaking_to(here, chat)
    look = there.render.button(there.reader, "button_look", o.Ready(str(draft.id)))
    posts = [Post(chat, message) for message in drafting.arrivals(here, draft)]
    return [*posts, Post(chat, Outgoing(there.say("approval_request", number=str(draft.id)), ((look,),)))]
