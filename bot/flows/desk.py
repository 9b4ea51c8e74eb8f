"""The staff's side of a case: answer, take, hand over, close, open again, and the list of what is open."""

from dataclasses import replace
from typing import Final

from bot.core import buttons as b
from bot.core.cases import Case, Place, Step, can_pass, passed_on
from bot.core.model import Command, Media, Outgoing, Said, Turn
from bot.core.standing import Expecting, may
from bot.edges.store import Post
from bot.flows.desks import desks
from bot.flows.here import Here

ANSWERING: Final = "case-answer"
"""What the next message of one of the staff is for, in a chat where nobody can reply to a message."""

_STEPS: Final[dict[type[b.cases.OnCard], Step]] = {
    b.cases.TakeCase: "take",
    b.cases.HandOver: "hand",
    b.cases.CloseCase: "close",
    b.cases.ReopenCase: "reopen",
}


async def reply(here: Here, event: Said | Media, number: str) -> Turn:
    """A reply to a card, or to a worker's words: it goes to the worker. Which case it is tells the message's number."""
    if not may(here.roles, "staff"):
        return here.reply("old_button")
    case = await _case(here, number)
    if case is None or not can_pass(event):
        return _aside(here, here.say("case_cannot_pass" if case else "desk_gone"))
    table = desks(here)
    name = await _name(here)
    rows = table.clerk.worker_rows(case, closed=case.closed is not None)
    words = [Post(case.chat, part, case.worker_side) for part in passed_on(table.clerk.from_team(case), event, rows)]
    others = await table.posts(
        case,
        case.remarks,
        lambda language, _: passed_on(table.clerk.answered(case, name, language), event),
        but=here.incoming.chat,
    )
    sent = Outgoing(here.say("desk_sent", number=number), thread=_place(here, case).thread)
    receipt = Post(here.incoming.chat, sent, case.remarks)
    posts = (*words, *others, receipt)
    if not await here.store.cases.move(number, "answered", posts, here.now, name, here.incoming.who):
        return _aside(here, here.say("desk_gone"))  # erased at this moment
    if not case.taken_by:
        await table.redraw(number, here.now)
    return Turn()


async def _case(here: Here, number: str) -> Case | None:
    """The case with this number, if it is for these eyes: who is staff by a group alone has the cases of that group."""
    case = await here.store.cases.get(number)
    ours = case and (here.roles - {"staff"} or any(place.chat == here.incoming.chat for place in case.desks))
    return case if ours else None


def _place(here: Here, case: Case | None = None) -> Place:
    """Where in this chat something about a case is said: in the topic of its cards, not among all others."""
    listed = (*(case.desks if case else ()), *(place for _, place in here.house.desk.places))
    return next((place for place in listed if place.chat == here.incoming.chat), Place(here.incoming.chat))


def _aside(here: Here, html: str) -> Turn:
    """A word to the one of the staff who acts, in the topic for cases."""
    return Turn((Outgoing(html, thread=_place(here).thread),))


async def _name(here: Here) -> str:
    """What colleagues call the one who acts: as the group shows them, else as they are known in the team."""
    known = here.incoming.name or await here.store.team.name(here.incoming.who)
    return known or here.texts.plain(here.person.language, "desk_somebody")


async def remark(here: Here, _: Said | Media, number: str) -> Turn:
    """A reply to a line among staff is no answer to the worker; whoever wrote it must know that it went nowhere."""
    return _aside(here, here.say("desk_not_passed", number=number))


async def answer(here: Here, action: b.cases.AnswerCase) -> Turn:
    """The button for chats where nobody can reply to a message: what comes next is the answer."""
    if await _case(here, action.number) is None:
        return here.reply("desk_gone")
    await here.store.people.expect(here.incoming.chat, Expecting(ANSWERING, action.number), here.now)
    leave = here.render.button(here.reader, "button_case_leave", b.cases.LeaveIt())
    return Turn((Outgoing(here.say("desk_write", number=action.number), ((leave,),)),))


async def answered(here: Here, event: Said | Media) -> Turn:
    """What was written after that button."""
    assert here.expecting
    turn = await reply(here, event, here.expecting.about)
    if can_pass(event):
        await here.store.people.expect(here.incoming.chat, None, here.now)
    return turn


async def change(here: Here, action: b.cases.OnCard) -> Turn:
    """Take, hand over, close or open again: the worker is told, the desks are, and the card changes."""
    case = await _case(here, action.number)
    if case is None:
        return here.reply("desk_gone")
    table, name = desks(here), await _name(here)
    await table.move(case, _STEPS[type(action)], here.now, name, here.incoming.who)
    await table.redraw(case.number, here.now, but=(here.incoming.chat, here.incoming.message))
    now = await here.store.cases.get(action.number)
    if now is None:  # erased at this moment
        return here.reply("desk_gone")
    place = _place(here, now)
    return here.replacing(table.clerk.card(now, await table.language(place, now), place))


async def show(here: Here, action: b.cases.ShowCase) -> Turn:
    """The card once more: through the outbox, so that a reply to it finds its way."""
    case = await _case(here, action.number)
    if case is None:
        return here.reply("desk_gone")
    table, place = desks(here), _place(here, case)
    card = table.clerk.card(case, await table.language(place, case), place)
    if not await here.store.cases.say(case.number, [Post(place.chat, card, case.staff_side)], here.now):
        return here.reply("desk_gone")
    return Turn()


async def tickets(here: Here, _: Command) -> Turn:
    """What is open: in a staff group its own cases; elsewhere all, for those who may see all.

    Where the staff have a group, an organiser outside of it, perhaps limited to one workplace, sees nobody's case.
    """
    cases = await here.store.cases.all_open()
    sees_all = not here.house.desk.chats or bool(here.roles & {"owner", "maintainer"})
    if not here.incoming.private or not sees_all:
        cases = [case for case in cases if any(place.chat == here.incoming.chat for place in case.desks)]
    shown = desks(here).clerk.tickets(cases, here.now, here.person.language)
    return Turn((replace(shown, thread=_place(here).thread),))
