"""Updates sent to the bot's own address instead of polled: one after another, again until it says 2xx."""

import asyncio
from contextlib import suppress

import aiohttp

from tests.botapi.updates import Updates
from tests.botapi.values import Json, Webhook

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
_FIRST_PAUSE = 0.02
_LONGEST_PAUSE = 2.0


class Courier:
    """Delivers to the webhook while one is set."""

    def __init__(self, updates: Updates) -> None:
        self.hook: Webhook | None = None
        self._updates = updates
        self._task: asyncio.Task[None] | None = None

    async def deliver_to(self, hook: Webhook | None) -> None:
        """Deliver there from now on; None: deliver no more."""
        if self._task:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task
        self.hook = hook
        self._updates.end_poll("terminated by setWebhook request")
        self._task = asyncio.create_task(self._run(hook)) if hook else None

    async def _run(self, hook: Webhook) -> None:
        offset, pause = 0, _FIRST_PAUSE
        async with aiohttp.ClientSession() as session:
            while True:
                for update in await self._updates.poll(offset, 1, 50):
                    if await _post(session, hook, update):
                        offset, pause = int(update["update_id"]) + 1, _FIRST_PAUSE
                    else:
                        await asyncio.sleep(pause)
                        pause = min(pause * 2, _LONGEST_PAUSE)


async def _post(session: aiohttp.ClientSession, hook: Webhook, update: Json) -> bool:
    headers = {SECRET_HEADER: hook.secret} if hook.secret else {}
    try:
        async with session.post(hook.url, json=update, headers=headers) as answer:
            return answer.status // 100 == 2
    except aiohttp.ClientError:
        return False
