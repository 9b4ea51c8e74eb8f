"""Keeps the command menus of those with a role: they see what they may use, and nobody else does.

Telegram keeps a menu for each chat until it is told otherwise, so all are set anew at the start: what a crash left
undone is done then. What fails is tried again for a while, for at the start Telegram may not be there yet.
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from datetime import datetime

import structlog

from bot.app import App
from bot.edges.store import Store

Commands = tuple[tuple[str, str], ...]
"""Name and description of each command."""
Show = Callable[[str, Commands], Awaitable[None]]
"""Shows a chat its menu; an empty one is the menu that everybody has."""
_FIRST = 5.0  # seconds before a menu is tried again; then three times as long, each time
_TRIES = 6  # some forty minutes in all
log = structlog.get_logger()


class Menus:
    """Shows menus until cancelled."""

    def __init__(self, app: App, store: Store, show: Show, now: Callable[[], datetime]) -> None:
        self._app = app
        self._store = store
        self._show = show
        self._now = now
        self._failed: dict[str, int] = {}

    async def run(self) -> None:
        """All at the start, then whoever was given a role, lost it, or speaks another language now."""
        team = self._store.team
        for chat in {*self._app.house.owners, *(each.chat for each in await team.members(self._now()) if each.chat)}:
            team.touch(chat)
        while True:
            await self.round()
            wait = _FIRST * 3 ** (min(self._failed.values()) - 1) if self._failed else None
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(team.woken.wait(), wait)
            team.woken.clear()
            team.touched |= self._failed.keys()

    async def round(self) -> None:
        """Those that wait, once."""
        while self._store.team.touched:
            chat = self._store.team.touched.pop()
            try:
                await self._show(chat, await self._app.menu(chat))
            except Exception as error:  # noqa: BLE001 - one chat that cannot be reached keeps no other from its menu
                self._note(chat, type(error).__name__)
            else:
                self._failed.pop(chat, None)

    def _note(self, chat: str, error: str) -> None:
        tries = self._failed.pop(chat, 0) + 1
        if tries < _TRIES:
            self._failed[chat] = tries
        else:
            log.warning("no menu shown", error=error)
