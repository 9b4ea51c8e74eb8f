"""Looks after cases while nobody does anything.

Who waits too long is told so, what is over is erased, and the staff learns when a message cannot be brought.
"""

from collections.abc import Callable
from datetime import datetime

import structlog

from bot.app import App
from bot.core.cases import Case, Desk, Place
from bot.core.model import Refused, SendResult
from bot.core.texts import FALLBACK
from bot.edges.store import Post, Store
from bot.edges.store.outbox import Waiting, over
from bot.flows.desks import Desks

log = structlog.get_logger()


class Caretaker:
    """Runs beside the application. `owners` are told what the staff chat cannot be told."""

    def __init__(self, app: App, store: Store, desk: Desk, owners: frozenset[str], now: Callable[[], datetime]) -> None:
        self._app = app
        self._store = store
        self._desk = desk
        self._owners = owners
        self._now = now
        self._moved: set[str] = set()

    @property
    def _desks(self) -> Desks:
        catalogue = self._app.library.knowledge.catalogue
        return Desks(self._store, self._app.texts, catalogue, self._desk, self._owners)

    async def round(self) -> None:
        """Tell whose case is late, and erase what was closed long enough ago."""
        now = self._now()
        for case in await self._store.cases.all_open():
            if case.late is None and self._desk.is_late(case, now):
                await self._late(case, now)
        await self._store.waits.lapse(now)
        if lapsed := await self._store.cases.closed_before(now - self._desk.keep):
            await self._desks.erase(lapsed, now)
            log.info("erased cases", count=len(lapsed))

    async def _late(self, case: Case, now: datetime) -> None:
        table = self._desks
        told = Post(case.chat, table.clerk.told(case, "late"), case.worker_side)
        remarks = await table.remarks(case, lambda language: table.clerk.note(case, "desk_late", language))
        await self._store.cases.move(case.number, "late", (told, *remarks), now)

    async def settled(self, waiting: Waiting, result: SendResult) -> None:
        """What became of a post: where it will never arrive, somebody has to know. Raises nothing."""
        try:
            await self._settled(waiting, result)
        except Exception as error:
            log.error("nobody was told of a post", exc_info=error)

    async def _settled(self, waiting: Waiting, result: SendResult) -> None:
        if isinstance(result, Refused) and result.moved_to:
            await self._has_moved(waiting.post.chat, result.moved_to)
        elif over(waiting, result):
            side, _, number = waiting.post.about.partition(":")
            case = await self._store.cases.get(number) if side in {"case", "mine"} else None
            if case and waiting.post.message.edit is None:  # a card that somebody took away needs no new face
                await (self._lost(case, result) if side == "mine" else self._not_put_up(case, waiting.post.chat))

    async def _lost(self, case: Case, result: SendResult) -> None:
        """The worker cannot be reached, or perhaps not: the staff would wait for an answer for ever."""
        gone = isinstance(result, Refused) and result.reason in {"blocked", "gone"}
        key = "desk_lost_blocked" if gone else "desk_lost"
        table = self._desks
        posts = await table.remarks(case, lambda language: table.clerk.note(case, key, language))
        await self._store.outbox.put(*posts, now=self._now())

    async def _not_put_up(self, case: Case, chat: str) -> None:
        """A staff chat cannot be written to: the owners are the next who can do something about it."""
        table = self._desks
        posts = [
            Post(owner, table.clerk.note(case, "desk_failed", await table.language(Place(owner), case)))
            for owner in sorted(await self._all_owners() - {chat})
        ]
        if posts:
            await self._store.outbox.put(*posts, now=self._now())
        log.error("a case could not be put up", owners_told=len(posts))

    async def _all_owners(self) -> frozenset[str]:
        """Those of the settings, and who became one by a link."""
        members = await self._store.team.members(self._now())
        return self._owners | {member.chat for member in members if member.role == "owner" and member.chat}

    async def _has_moved(self, old: str, new: str) -> None:
        """A staff group became another one (Telegram does that when topics are switched on): the setting is stale."""
        await self._store.cases.moved(old, new)
        if old not in self._desk.chats or old in self._moved:
            return
        self._moved.add(old)
        log.error("a staff group has a new number; REDRESS_STAFF_CHAT names the old one")
        posts = []
        for owner in sorted(await self._all_owners()):
            person = await self._store.people.get(owner)
            language = person.language if person else FALLBACK
            posts.append(Post(owner, self._desks.clerk.moved(new, language)))
        if posts:
            await self._store.outbox.put(*posts, now=self._now())
