"""The desks of a case: where its cards stand, in which language, and what is posted there."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.core.cases import Case, Desk, Place, Step
from bot.core.casework import Clerk
from bot.core.knowledge import BASE, Catalogue
from bot.core.model import Outgoing
from bot.core.texts import FALLBACK, Texts
from bot.edges.store import Post, Store
from bot.flows.here import Here

Write = Callable[[str, Place], Sequence[Outgoing]]
"""What to say in a language, at a place."""


@dataclass(frozen=True, slots=True)
class Desks:
    """Says things at the desks: each in its own language, all of them the same."""

    store: Store
    texts: Texts
    catalogue: Catalogue
    desk: Desk
    owners: frozenset[str]

    @property
    def clerk(self) -> Clerk:
        """Who writes the messages."""
        return Clerk(self.texts, self.desk)

    async def language(self, place: Place, case: Case) -> str:
        """The language of a desk: what was chosen there, else the first one of the case's country."""
        if person := await self.store.people.get(place.chat):
            return person.language
        known = self.catalogue.by_country.get(case.country or "")
        spoken = known.languages if known and known.id not in {BASE, "eu"} else ()
        return next((language for language in spoken if language in self.texts.languages), FALLBACK)

    async def posts(self, case: Case, about: str, write: Write, but: str = "") -> list[Post]:
        """The same words for every desk (except the one in the chat `but`)."""
        found = []
        for place in await self._open(case):
            if place.chat != but:
                said = write(await self.language(place, case), place)
                found += [Post(place.chat, replace(message, thread=place.thread), about) for message in said]
        return found

    async def _open(self, case: Case) -> tuple[Place, ...]:
        """The desks of a case that are still ours: who has left the team reads no more of what workers write.

        Where nobody is left, it goes to those who would get it if it were new.
        """
        team = await self.team()
        found = tuple(place for place in case.desks if place.is_group or place.chat in team | self.desk.chats)
        return found or self.desk.places_for(case.country) or tuple(Place(chat) for chat in sorted(team))

    async def team(self) -> frozenset[str]:
        """The private chats of all who have a role."""
        return self.owners | frozenset(await self.store.team.chats())

    async def remarks(self, case: Case, write: Callable[[str], Outgoing], but: str = "") -> list[Post]:
        """A line among staff. A reply to it is passed on to nobody."""
        return await self.posts(case, case.remarks, lambda language, _: (write(language),), but)

    async def redraw(self, number: str, now: datetime, but: tuple[str, int | None] = ("", None)) -> None:
        """Change the cards of a case to how it stands now (except the message `but`)."""
        case = await self.store.cases.get(number)
        if case is None:
            return
        posts = []
        for place in await self._open(case):
            card = await self.store.outbox.message(case.staff_side, place.chat)
            if card is not None and (place.chat, card) != but:
                language = await self.language(place, case)
                drawn = self.clerk.card(case, language, place).editing(card)
                posts.append(Post(place.chat, drawn, case.staff_side))  # erased with the case while it waits
        await self.store.cases.say(number, posts, now)

    async def move(self, case: Case, step: Step, now: datetime, name: str, who: str) -> bool:
        """Take a step, tell the worker, and leave a line at the desks. False when it makes no sense any more."""
        told = Post(case.chat, self.clerk.told(case, step), case.worker_side)
        remarks = await self.remarks(case, lambda language: self.clerk.remark(case, step, name, language))
        return await self.store.cases.move(case.number, step, (told, *remarks), now, name, who)

    async def erase(self, cases: Sequence[Case], now: datetime) -> None:
        """Erase cases, and the worker's words at the desks: overwritten, and taken away where that can be done.

        Telegram lets a bot take away what is younger than two days (and more where the bot is an administrator);
        overwriting works at any age, but not for the picture above a caption.
        """
        posts = []
        for case in cases:
            for place, message in await self.store.cases.shown(case):
                gone = self.clerk.note(case, "desk_erased", await self.language(place, case))
                posts += [Post(place.chat, gone.editing(message)), Post(place.chat, Outgoing("", edit=message))]
            posts += [
                replace(post, about="")
                for post in await self.remarks(case, lambda language: self.clerk.note(case, "desk_erased", language))  # noqa: B023 - called at once
            ]
        await self.store.cases.erase(cases, posts, now)


def desks(here: Here) -> Desks:
    """The desks, for a flow."""
    return Desks(here.store, here.texts, here.library.knowledge.catalogue, here.house.desk, here.house.owners)


async def places(here: Here) -> tuple[Place, ...]:
    """Where a new case of this person goes: the staff's place for the country, else the chats of the team."""
    if not here.lasting:
        return ()
    if here.house.desk.places:
        return here.house.desk.places_for(here.person.country)
    return tuple(Place(chat) for chat in sorted(await desks(here).team()))
