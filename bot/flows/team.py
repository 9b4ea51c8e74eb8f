"""Who does what here, for owners: invite by a link that works once, list, limit, revoke; and what was done lately."""

from datetime import timedelta
from typing import Final

from bot.core import buttons as b, locale
from bot.core.buttons import subscriber as s, team as t
from bot.core.model import Button, Command, Media, Outgoing, Rows, Said, Turn
from bot.core.standing import Expecting, Role
from bot.edges.store.team import Invitation, Member
from bot.flows import choices
from bot.flows.here import Here

INVITING = "invitation"

ACTS: Final = frozenset(
    """
    broadcast-submitted broadcast-returned broadcast-launched broadcast-cancelled broadcast-started-late
    broadcast-paused broadcast-resumed broadcast-stopped broadcast-corrected broadcast-withdrawn broadcast-resent
    invited role-taken role-revoked workplaces-set workplace-opened workplace-link-replaced workplace-closed
    """.split()
)
"""What the audit notes of organisers and owners."""

_HOURS = 24
"""How long an invitation waits."""
_LONGEST = 40  # characters of a note on who is who
_ACTS = 15  # of the audit on one screen


async def team(here: Here, action: Command | t.ShowTeam) -> Turn:
    """Everybody with a role, and those who are invited."""
    members = await here.store.team.members(here.now)
    rows: Rows = tuple((Button(_line(here, each), b.encode(t.ShowMember(each.handle))),) for each in members)
    button, reader = here.render.button, here.reader
    rows += (
        (button(reader, "button_invite_organiser", t.Invite("organiser")),),
        (button(reader, "button_invite_maintainer", t.Invite("maintainer")),),
        (button(reader, "button_invite_owner", t.Invite("owner")),),
        (button(reader, "button_audit", t.ShowAudit()),),
    )
    message = Outgoing(here.say("team"), rows)
    return here.replacing(message) if isinstance(action, t.ShowTeam) else Turn((message,))


async def invite(here: Here, action: t.Invite) -> Turn:
    """Ask for whom: without a note nobody knows later whom to revoke."""
    await here.store.people.expect(here.incoming.chat, Expecting(INVITING, action.role), here.now)
    return here.reply("invite_name", role=_role(here, action.role))


async def invited(here: Here, event: Said | Media) -> Turn:
    """The note came: here is the link."""
    assert here.expecting is not None
    role: Role = next(each for each in ("organiser", "maintainer", "owner") if each == here.expecting.about)
    name = " ".join(event.text.split()) if isinstance(event, Said) else ""
    if not name or len(name) > _LONGEST:
        return here.reply("invite_name", role=_role(here, role))
    await here.store.people.expect(here.incoming.chat, None, here.now)
    code = here.new_id() + here.new_id()
    invitation = Invitation(code, role, name, here.now + timedelta(hours=_HOURS))
    handle = await here.store.team.invite(invitation, here.incoming.who, here.now)
    text = here.say(
        "invite_link",
        role=_role(here, role),
        name=name,
        link=f"{here.incoming.home or '/start '}team_{code}",
        hours=locale.measure(_HOURS, "hour", here.person.language),
    )
    limit = here.render.button(here.reader, "button_member", t.ShowMember(handle))
    return Turn((Outgoing(text, ((limit,),)),))


async def offered(here: Here, code: str) -> Turn:
    """A link that gives a role was opened: say what it means, and let them take it."""
    if not here.incoming.private:
        return here.reply("group_only_private")
    role = await here.store.team.offered(code, here.now)
    if role is None:
        return here.reply("invite_dead")
    take = here.render.button(here.reader, "button_accept", s.Accept(code))
    return Turn((Outgoing(here.say("invite_offer", role=_role(here, role)), ((take,),)),))


async def accept(here: Here, action: s.Accept) -> Turn:
    """Take the role: the link is used up."""
    role = await here.store.team.accept(action.code, here.incoming.who, here.now)
    if role is None:
        return here.reply("invite_dead")
    if not here.person.known:
        await here.store.people.save(here.with_person().person, here.now)
    return here.replacing(Outgoing(here.say(f"welcome_{role}", role=_role(here, role))))


async def show_member(here: Here, action: t.ShowMember) -> Turn:
    """One colleague: what they may reach, and the end of it."""
    member = await _find(here, action.member)
    return here.replacing(await _card(here, member)) if member else here.reply("member_gone")


async def limit(here: Here, action: t.Limit) -> Turn:
    """One workplace more or less; the first one chosen is the only one then."""
    member = await _find(here, action.member)
    if member is None or member.role != "organiser":
        return here.reply("member_gone")
    have = member.workplaces or ()
    chosen = tuple(each for each in have if each != action.workplace)
    if action.workplace and action.workplace not in have:
        chosen += (action.workplace,)
    await here.store.team.limit(member, chosen if action.workplace else None, here.incoming.who, here.now)
    after = await _find(here, action.member)
    assert after is not None
    return here.replacing(await _card(here, after))


async def revoke(here: Here, action: t.Revoke) -> Turn:
    """Take it back at once."""
    member = await _find(here, action.member)
    if member is None:
        return here.reply("member_gone")
    await here.store.team.revoke(member, here.incoming.who, here.now)
    back = here.render.button(here.reader, "button_back", t.ShowTeam())
    done = here.say("revoked", name=member.name or _handle(member), role=_role(here, member.role))
    return here.replacing(Outgoing(done, ((back,),)))


async def audit(here: Here, _: t.ShowAudit | Command) -> Turn:
    """The last acts, in the names of the list."""
    names = {each.chat: each.name for each in await here.store.team.members(here.now) if each.chat}
    acts = await here.store.team.acts(_ACTS)
    lines = [
        here.say(
            "audit_line",
            at=locale.moment(act.at, here.person.language),
            who=names.get(act.who) or _other(here, act.who),
            what=_what(here, act.what),
            detail=act.detail,
        ).strip()
        for act in acts
    ]
    back = here.render.button(here.reader, "button_back", t.ShowTeam())
    text = here.say("audit" if acts else "audit_none") + "\n\n" + "\n".join(lines)
    return here.replacing(Outgoing(text.strip(), ((back,),)))


async def _find(here: Here, handle: str) -> Member | None:
    return next((each for each in await here.store.team.members(here.now) if each.handle == handle), None)


async def _card(here: Here, member: Member) -> Outgoing:
    key = "member_invited" if member.invited else "member"
    moment = locale.moment(member.moment, here.person.language)
    text = here.say(key, name=member.name or _handle(member), role=_role(here, member.role), moment=moment)
    rows: Rows = await _limits(here, member) if member.role == "organiser" else ()
    if rows:
        text += "\n\n" + here.say("member_limits")
    revoke_ = here.render.button(here.reader, "button_revoke", t.Revoke(member.handle))
    back = here.render.button(here.reader, "button_back", t.ShowTeam())
    return Outgoing(text, (*rows, (revoke_,), (back,)))


async def _limits(here: Here, member: Member) -> Rows:
    """All workplaces with a tick at those that may be reached."""
    places = await here.store.workplaces.all()
    if not places:
        return ()
    every = here.texts.plain(here.person.language, "workplaces_all")
    ticks = [("", every, member.workplaces is None)]
    ticks += [(each.id, each.name, each.id in (member.workplaces or ())) for each in places]
    return tuple(
        (Button(choices.ticked(on, name), b.encode(t.Limit(member.handle, place))),) for place, name, on in ticks
    )


def _line(here: Here, member: Member) -> str:
    icon = "⏳" if member.invited else {"owner": "🔑", "organiser": "📣", "maintainer": "🛠"}.get(member.role, "")
    return f"{icon} {member.name or _handle(member)} · {_role(here, member.role)}"


def _other(here: Here, who: str) -> str:
    """Who acted and is not on the list: an owner of the settings, the program itself, or one who has left."""
    if who in here.house.owners:
        return here.texts.plain(here.person.language, "audit_owner")
    return f"…{who[-4:]}" if ":" in who else here.texts.plain(here.person.language, "audit_machine")


def _what(here: Here, what: str) -> str:
    """An act in the reader's language; what other parts of the house note stands as it is."""
    name = what.replace(" ", "-")
    return here.texts.plain(here.person.language, f"act_{name}") if name in ACTS else what


def _handle(member: Member) -> str:
    """Who was given a role without a note: the end of the chat's number tells them apart."""
    return f"…{member.chat[-4:]}"


def _role(here: Here, role: Role) -> str:
    return here.texts.plain(here.person.language, f"role_{role}")
