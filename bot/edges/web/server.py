"""The browser chat's HTTP side: the page, its files, the health check and the WebSocket."""

import contextlib
import errno
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

from aiohttp import WSMsgType, web

from bot.core.model import Sender
from bot.edges.web import frames, guard
from bot.edges.web.session import Away, Conversation, Hall, Tab
from bot.errors import AddressInUseError, SettingsError

_STATIC = Path(__file__).parent / "static"
_PERSON = re.compile(r"[A-Za-z0-9-]{1,40}")
_HEARTBEAT = 30.0
"""Seconds between the pings that find out whether a page is still there."""
_GOODBYE = 2.0
"""Seconds that a page has to answer when we close its connection."""
# aiohttp ends a connection whose frame is larger. Ours is ignored from 64 KiB on and keeps its connection; this is
# the point from which ignoring costs more memory than a stranger is worth.
_LARGEST_READ = 4 * 1024 * 1024

_hall = web.AppKey("hall", Hall)
_conversation: web.AppKey[Conversation] = web.AppKey("conversation")


@dataclass(frozen=True, slots=True)
class Site:
    """The chat while it is served: its URL, without a slash at the end, and who is in it."""

    url: str
    hall: Hall

    def door(self, chat: str) -> Sender:
        """The door to a person of the browser chat."""
        return self.hall.talk(chat.removeprefix("web:"))

    def patient_door(self, chat: str) -> Sender:
        """The same for what can wait until the person is there: a restart would lose what waits for a closed tab."""
        talk = self.hall.talk(chat.removeprefix("web:"))
        return talk if talk.open else Away()

    async def menu(self, chat: str, commands: tuple[tuple[str, str], ...]) -> None:
        """Show a person another menu; an empty one is that of everybody."""
        await self.hall.talk(chat.removeprefix("web:")).menu(commands)


@contextlib.asynccontextmanager
async def serve(conversation: Conversation, host: str, port: int) -> AsyncIterator[Site]:
    """Serve the chat while the context is open; yields where it is and the doors to those in it.

    Port 0 takes any free one. At the end, answers under way get a few seconds before the connections close.

    Raises:
        AddressInUseError: something else listens there.
        SettingsError: this machine cannot listen there at all.
    """
    app = _application(conversation, host)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        await _listen(runner, host, port)
        yield Site(_url(runner, host), app[_hall])
    finally:
        await runner.cleanup()


def _application(conversation: Conversation, host: str) -> web.Application:
    app = web.Application(middlewares=[guard.only_own_names(host)])
    app[_conversation] = conversation
    app[_hall] = Hall(conversation)
    app.router.add_get("/", _page)
    app.router.add_get("/healthz", _health)
    app.router.add_get("/ws", _socket)
    app.router.add_static("/static", _STATIC)
    app.on_response_prepare.append(guard.add_headers)
    app.on_shutdown.append(_close)
    return app


async def _listen(runner: web.AppRunner, host: str, port: int) -> None:
    try:
        await web.TCPSite(runner, host, port).start()
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise AddressInUseError(
                f"Port {port} on {host} is taken by another program: end it, or set REDRESS_PORT to a free port."
            ) from error
        raise SettingsError(
            f"Cannot listen on {host}, port {port} ({error.strerror}): set REDRESS_HOST and REDRESS_PORT to an address "
            "of this machine."
        ) from error


def _url(runner: web.AppRunner, host: str) -> str:
    port = runner.addresses[0][1]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


async def _close(app: web.Application) -> None:
    await app[_hall].close()


async def _page(_: web.Request) -> web.StreamResponse:
    return web.FileResponse(_STATIC / "index.html", headers={"Cache-Control": "no-store"})


async def _health(request: web.Request) -> web.StreamResponse:
    if request.app[_conversation].ready():
        return web.json_response({"status": "ok"})
    return web.json_response({"status": "not ready"}, status=503)


async def _socket(request: web.Request) -> web.StreamResponse:
    guard.refuse_foreign_pages(request)
    person = request.query.get("person", "")
    if not _PERSON.fullmatch(person):
        raise web.HTTPBadRequest(text="The person in the address is not one.")
    # Not compressed: a few kilobytes can be made to unpack into megabytes.
    socket = web.WebSocketResponse(timeout=_GOODBYE, max_msg_size=_LARGEST_READ, heartbeat=_HEARTBEAT, compress=False)
    await socket.prepare(request)
    tab, talk = Tab(socket, guard.home(request)), request.app[_hall].talk(person)
    async with talk.joined(tab):
        async for received in socket:
            frame = frames.read(received.data) if received.type is WSMsgType.TEXT else None
            if frame is not None:
                await talk.take(frame, tab)
    return socket
