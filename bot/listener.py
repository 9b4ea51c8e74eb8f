"""Tells organisers, two hours after a message to many, what people asked back: numbers, never who."""

from collections.abc import Callable
from datetime import datetime, timedelta

from bot.app import App
from bot.core.asked_back import Digest, told
from bot.core.model import Outgoing
from bot.edges.store import Store
from bot.edges.store.replies import Due

AFTER = timedelta(hours=2)


class Listener:
    """Runs beside the application."""

    def __init__(self, app: App, store: Store, now: Callable[[], datetime]) -> None:
        self._app = app
        self._store = store
        self._now = now

    async def round(self) -> None:
        """Tell whoever is to be told now."""
        now = self._now()
        for due in await self._store.replies.due(now - AFTER):
            await self._store.database.flush()  # the last questions may not be written yet
            await self._store.replies.tell(due, self._word(due), now)

    def _word(self, due: Due) -> Callable[[Digest], Outgoing]:
        language = self._app.texts.known(due.language)
        knowledge = self._app.library.knowledge

        def title(topic: str) -> str:
            found = knowledge.find(topic, None, language)
            return found.page.entry.title if found else topic

        return lambda found: told(due.broadcast, found, title, self._app.texts, language)
