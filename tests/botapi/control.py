"""Hands for another process: POST a JSON object of arguments to /control/VERB."""

from collections.abc import Awaitable, Callable
from typing import Any

import orjson
from aiohttp import web

from tests.botapi import faults as all_faults
from tests.botapi.faults import Faults
from tests.botapi.world import World

_PASSED_ON = ("say", "press", "media", "edit", "group_say", "block", "unblock", "deactivate", "transcript", "calls_of")
_FIRST_CHAT = 1_000_001


class _Control:
    def __init__(self, world: World, faults: Faults) -> None:
        self._world = world
        self._faults = faults
        self.verbs: dict[str, Callable[..., Any]] = {name: getattr(world, name) for name in _PASSED_ON} | {
            "deliver": self.deliver,
            "counts": world.tally.counts,
            "faults": self.faults,
            "wait": self.wait,
            "people": self.people,
            "chance": self.chance,
            "received": self.received,
            "wait_calls": self.wait_calls,
            "wait_text": self.wait_text,
        }

    def deliver(self, count: int, chats: int | list[int], **text: str) -> None:
        """As the world's; a number of chats makes as many."""
        listed = range(_FIRST_CHAT, _FIRST_CHAT + chats) if isinstance(chats, int) else chats
        self._world.deliver(count, listed, **text)

    def faults(self, name: str, args: dict[str, Any] | None = None, **rule: Any) -> None:
        """`name` one of the faults with its arguments, the rest as for `Faults.rule`; `none` clears them all."""
        if name == "none":
            self._faults.clear()
        else:
            self._faults.rule(all_faults.BY_NAME[name](**(args or {})), **rule)

    async def wait(self, answered: int, seconds: float = 30) -> None:
        """Answered as soon as the bot has sent so many messages into the chats of `deliver`."""
        await self._world.wait_for(lambda: self._world.tally.answered >= answered, seconds)

    def people(self, count: int) -> None:
        """So many people, without a word from them."""
        for number in range(_FIRST_CHAT, _FIRST_CHAT + count):
            self._world.person(number)

    def chance(self, name: str, method: str, share: float, seed: int, args: dict[str, Any] | None = None) -> None:
        """As of the faults."""
        self._faults.chance(all_faults.BY_NAME[name](**(args or {})), method, share=share, seed=seed)

    def received(self, count: int) -> list[int]:
        """How many messages of the bot stand in each of so many chats."""
        chats = range(_FIRST_CHAT, _FIRST_CHAT + count)
        return [sum(message.from_bot for message in self._world.transcript(chat)) for chat in chats]

    async def wait_calls(self, count: int, seconds: float = 30) -> None:
        """Answered as soon as the bot has made so many requests."""
        await self._world.wait_for(lambda: len(self._world.calls) >= count, seconds)

    async def wait_text(self, chat_id: int, text: str, times: int = 1, seconds: float = 30) -> None:
        """Answered as soon as so many messages of a chat hold this text."""

        def said() -> bool:
            return sum(text in message.text for message in self._world.transcript(chat_id)) >= times

        await self._world.wait_for(said, seconds)


def add_routes(app: web.Application, world: World, faults: Faults) -> None:
    """Add /control/ to a server."""
    verbs = _Control(world, faults).verbs

    async def handle(request: web.Request) -> web.Response:
        verb = verbs.get(request.match_info["verb"])
        if verb is None:
            return web.json_response({"error": f"no such verb, only {sorted(verbs)}"}, status=404)
        try:
            result = verb(**orjson.loads(await request.read() or b"{}"))
            result = await result if isinstance(result, Awaitable) else result
        except (LookupError, TypeError, AssertionError) as error:
            return web.json_response({"error": str(error)}, status=400)
        body = orjson.dumps(result, default=_plain, option=orjson.OPT_NON_STR_KEYS)
        return web.Response(body=body, content_type="application/json")

    app.router.add_post("/control/{verb}", handle)


def _plain(value: Any) -> Any:
    """Files travel by size, not by content."""
    if isinstance(value, bytes):
        return len(value)
    raise TypeError
