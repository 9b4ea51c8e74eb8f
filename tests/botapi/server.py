"""The stand-in as an HTTP server on loopback: it reads requests however they are encoded, and answers or fails them."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from http import HTTPStatus
from inspect import isawaitable
from types import TracebackType
from typing import Any, Self

import orjson
from aiohttp import web

from tests.botapi import control, methods, sending
from tests.botapi.checks import too_many
from tests.botapi.faults import Fault, Faults
from tests.botapi.limits import Limits
from tests.botapi.values import ApiError, Ask, Upload
from tests.botapi.world import World

_METHODS = methods.METHODS | sending.METHODS
_LARGEST = 50 * 1024 * 1024
_PAGE = b"<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>nginx</body>\r\n</html>\r\n"


class BotApi:
    """A server for one bot, on a free port unless one is named.

    `base_url` is what PTB's builder wants, `file_url` its `base_file_url`, and `root` what aiogram's does.
    """

    def __init__(self, world: World | None = None, *, port: int = 0) -> None:
        self.world = world or World()
        self.faults = Faults()
        self.limits = Limits(self.world.clock)
        self.port = port
        app = web.Application(client_max_size=_LARGEST)
        app.router.add_route("*", "/bot{token}/{method}", self._bot)
        app.router.add_get("/file/bot{token}/{path:.+}", self._file)
        control.add_routes(app, self.world, self.faults)
        app.router.add_route("*", "/{path:.*}", _nothing)
        self._runner = web.AppRunner(app, access_log=None, handler_cancellation=True, shutdown_timeout=0.2)

    @property
    def root(self) -> str:
        """Where it is, without any path."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def base_url(self) -> str:
        """What the token is appended to for methods."""
        return f"{self.root}/bot"

    @property
    def file_url(self) -> str:
        """What the token is appended to for files."""
        return f"{self.root}/file/bot"

    async def __aenter__(self) -> Self:
        await self._runner.setup()
        await self._listen()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.world.courier.deliver_to(None)
        await self._runner.cleanup()

    @asynccontextmanager
    async def unreachable(self) -> AsyncIterator[None]:
        """Inside, connections are refused and those that were open are gone; afterwards it is back on its port."""
        for site in list(self._runner.sites):
            await site.stop()
        server = self._runner.server
        assert server
        for connection in server.connections:
            connection.force_close()
        yield
        await self._listen()

    async def _listen(self) -> None:
        await web.TCPSite(self._runner, "127.0.0.1", self.port, reuse_address=True).start()
        self.port = self._runner.addresses[-1][1]

    async def _bot(self, request: web.Request) -> web.StreamResponse:
        if request.match_info["token"] != self.world.token:
            return _failure(ApiError(401, "Unauthorized"))
        name, method = _METHODS.get(request.match_info["method"].lower(), ("", None))
        if method is None:
            return _failure(ApiError(404, "Not Found: method not found"))
        ask = Ask(name, *await _arguments(request))
        fault = self.faults.pick(name, ask.number("chat_id") or None)
        answer = await self._perform(method, ask, fault)
        lost = fault.answer == "none"
        self.world.record(name, ask.args, 0 if lost else answer.status, fault.name)
        if fault.seconds:
            await asyncio.sleep(fault.seconds)
        return await _spoilt(request, answer, fault)

    async def _perform(self, method: methods.Method, ask: Ask, fault: Fault) -> web.Response:
        try:
            if fault.error or not fault.accepts:
                return _failure(fault.error or ApiError(502, "Bad Gateway"))
            if wait := self.limits.retry_after(ask.method, ask.number("chat_id")):
                raise too_many(wait)
            result = method(self.world, ask)
            if isawaitable(result):
                result = await result
        except ApiError as error:
            return _failure(error)
        return _json({"ok": True, "result": result})

    async def _file(self, request: web.Request) -> web.Response:
        if request.match_info["token"] != self.world.token:
            return _failure(ApiError(401, "Unauthorized"))
        for file in self.world.files.values():
            if file.path == request.match_info["path"]:
                return web.Response(body=file.content, content_type="application/octet-stream")
        return _failure(ApiError(404, "Not Found"))


async def _nothing(_: web.Request) -> web.Response:
    return _failure(ApiError(404, "Not Found"))


async def _arguments(request: web.Request) -> tuple[Mapping[str, str], Mapping[str, Upload]]:
    """Arguments as text and uploads, from the query and the body; what is no text in JSON stays JSON."""
    args: dict[str, str] = dict(request.query)
    files: dict[str, Upload] = {}
    if request.content_type == "application/json":
        body = await request.read()
        args |= {key: _as_text(value) for key, value in orjson.loads(body or b"{}").items() if value is not None}
    elif request.can_read_body:
        for key, value in (await request.post()).items():
            if isinstance(value, web.FileField):
                files[key] = Upload(value.filename, value.file.read())
                value.file.close()
            else:
                args[key] = value if isinstance(value, str) else bytes(value).decode()
    return args, files


def _as_text(value: Any) -> str:
    return value if isinstance(value, str) else orjson.dumps(value).decode()


def _json(body: object, status: int = 200, headers: Mapping[str, str] | None = None) -> web.Response:
    return web.Response(body=orjson.dumps(body), status=status, headers=headers, content_type="application/json")


def _failure(error: ApiError) -> web.Response:
    body: dict[str, object] = {"ok": False, "error_code": error.code, "description": error.description}
    if error.parameters:
        body["parameters"] = error.parameters
    wait = error.parameters.get("retry_after")
    return _json(body, error.code, {"Retry-After": str(wait)} if wait else None)


async def _spoilt(request: web.Request, answer: web.Response, fault: Fault) -> web.StreamResponse:
    """The answer as the bot gets to see it."""
    if fault.answer == "whole":
        return answer
    if fault.answer == "page":
        return web.Response(body=_PAGE, status=HTTPStatus.BAD_GATEWAY, content_type="text/html")
    cut: web.StreamResponse = answer
    if fault.answer == "cut" and isinstance(answer.body, bytes):
        cut = web.StreamResponse(status=answer.status, headers={"Content-Type": "application/json"})
        cut.content_length = len(answer.body)
        await cut.prepare(request)
        await cut.write(answer.body[: len(answer.body) // 2])
    assert request.transport
    request.transport.close()
    return cut
