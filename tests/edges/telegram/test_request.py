"""The HTTP client under PTB: every failure is one of its errors, and none holds the address with the token in it."""

import asyncio
import shutil
import ssl
import traceback
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer, unused_port
from telegram import Bot
from telegram.error import BadRequest, InvalidToken, NetworkError, TelegramError, TimedOut
from telegram.request import RequestData

from bot import __version__
from bot.edges.telegram import request
from bot.edges.telegram.request import AiohttpRequest, NotSentError
from tests.botapi import BotApi, faults
from tests.botapi.values import TOKEN
from tests.edges.telegram.conftest import ANN, said

Handler = Callable[[web.Request], Any]


@pytest.fixture
async def client() -> AsyncIterator[AiohttpRequest]:
    """An open client with a single connection."""
    opened = AiohttpRequest(1)
    await opened.initialize()
    yield opened
    await opened.shutdown()


async def failure(client: AiohttpRequest, url: str, **times: float) -> TelegramError:
    """The error of a call to an address that holds the token; neither text nor traceback shows it."""
    with pytest.raises(TelegramError) as caught:
        await client.post(f"{url}/bot{TOKEN}/getMe", RequestData(), **times)
    assert TOKEN not in str(caught.value)
    shown = traceback.format_exception(caught.value)
    assert TOKEN not in "".join(shown)
    return caught.value


async def served(handler: Handler) -> TestServer:
    """A server that answers every call with this handler; the test closes it."""
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", handler)
    server = TestServer(app, host="127.0.0.1")
    await server.start_server()
    return server


async def answering(client: AiohttpRequest, body: str, status: int = 200) -> TelegramError:
    """The error that such an answer becomes."""

    async def handler(_: web.Request) -> web.Response:
        return web.Response(text=body, status=status)

    async with await served(handler) as server:
        return await failure(client, str(server.make_url("")).rstrip("/"))


async def test_arguments_and_the_name_of_the_program_arrive(client: AiohttpRequest, api: BotApi) -> None:
    """What PTB hands over reaches the server, with a User-Agent that says who calls."""
    agents: list[str] = []

    async def handler(call: web.Request) -> web.Response:
        agents.append(call.headers["User-Agent"])
        return web.json_response({"ok": True, "result": True})

    async with await served(handler) as server:
        assert await client.post(str(server.make_url("/x")), RequestData()) is True
    assert agents == [f"Redress/{__version__}"]
    me: Any = await client.post(f"{api.base_url}{TOKEN}/getMe", RequestData())
    assert me["username"] == "redress_bot"


async def test_a_refused_connection_surely_sent_nothing(client: AiohttpRequest) -> None:
    """Trying again cannot double anything."""
    error = await failure(client, f"http://127.0.0.1:{unused_port()}")
    assert isinstance(error, NotSentError)


async def test_a_pool_that_is_full_surely_sent_nothing(client: AiohttpRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Waiting for a free connection in vain is not a lost answer."""
    monkeypatch.setattr(request, "_CONNECT", 0.05)
    arrived, gate = asyncio.Event(), asyncio.Event()

    async def handler(_: web.Request) -> web.Response:
        arrived.set()
        await gate.wait()
        return web.json_response({"ok": True, "result": True})

    async with await served(handler) as server:
        url = str(server.make_url("")).rstrip("/")
        first = asyncio.create_task(client.post(f"{url}/slow", RequestData()))
        await arrived.wait()
        assert isinstance(await failure(client, url), NotSentError)
        gate.set()
        assert await first is True


async def test_an_answer_that_does_not_come_may_have_been_sent(client: AiohttpRequest) -> None:
    """A read that times out is no proof that nothing happened: it is TimedOut, and not NotSentError."""
    gate = asyncio.Event()

    async def handler(_: web.Request) -> web.Response:
        await gate.wait()
        return web.Response()

    async with await served(handler) as server:
        error = await failure(client, str(server.make_url("")).rstrip("/"), read_timeout=0.05)
        gate.set()
    assert type(error) is TimedOut


@pytest.mark.parametrize("fault", [faults.refuse(), faults.cut(), faults.accept_then_drop()], ids=lambda f: f.name)
async def test_a_line_that_breaks_may_have_sent(client: AiohttpRequest, api: BotApi, fault: faults.Fault) -> None:
    """A connection that ends before or within the answer tells nothing about the message."""
    api.faults.script("getMe", fault)
    assert type(await failure(client, api.root)) is NetworkError


@pytest.mark.parametrize("body", ["<html>502 Bad Gateway</html>", "", "[1, 2]", '"text"', "{", "\ufffd"])
@pytest.mark.parametrize("status", [200, 502])
async def test_an_answer_that_is_no_json_object_is_a_broken_line(
    client: AiohttpRequest, body: str, status: int
) -> None:
    """A gateway's page is neither a delivery nor a refusal."""
    assert isinstance(await answering(client, body, status), NetworkError)


async def test_what_telegram_refuses_keeps_its_meaning(client: AiohttpRequest) -> None:
    """PTB's own reading of status and description goes on working above our client."""
    refused = await answering(client, '{"ok": false, "description": "Bad Request: chat not found"}', 400)
    assert (type(refused), "chat not found" in str(refused).casefold()) == (BadRequest, True)
    assert isinstance(await answering(client, '{"ok": false, "description": "Unauthorized"}', 401), InvalidToken)


async def test_a_plain_server_where_tls_was_expected_surely_got_nothing(client: AiohttpRequest, api: BotApi) -> None:
    """A wrong address in the settings is told as a connection that did not come about."""
    assert isinstance(await failure(client, api.root.replace("http:", "https:")), NotSentError)


@pytest.mark.skipif(shutil.which("openssl") is None, reason="makes its certificate with openssl")
async def test_a_certificate_that_is_not_trusted_gets_nothing(client: AiohttpRequest, tmp_path: Path) -> None:
    """Somebody between us and Telegram sees neither token nor answer."""
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    make = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=127.0.0.1 -days 1"
    process = await asyncio.create_subprocess_exec(
        *make.split(), "-keyout", key, "-out", certificate, stderr=asyncio.subprocess.DEVNULL
    )
    assert await process.wait() == 0
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate, key)
    server = TestServer(web.Application(), host="127.0.0.1", scheme="https")
    await server.start_server(ssl=context)
    error = await failure(client, str(server.make_url("")).rstrip("/"))
    await server.close()
    assert isinstance(error, NotSentError)
    assert "certificate" in str(error)


async def test_an_address_that_is_none_is_a_broken_line(client: AiohttpRequest) -> None:
    """A typing mistake in REDRESS_API_URL does not show the token either."""
    assert isinstance(await failure(client, "api.telegram.org"), NetworkError)


async def test_a_client_that_is_closed_sends_nothing(client: AiohttpRequest) -> None:
    """After shutdown, and before the start, a call says so; opening and closing twice is harmless."""
    await client.initialize()
    await client.shutdown()
    await client.shutdown()
    assert isinstance(await failure(client, "http://127.0.0.1:1"), NotSentError)


async def test_an_api_that_goes_and_comes_back_is_reached_again(client: AiohttpRequest, api: BotApi) -> None:
    """The pool gets over connections that died."""
    url = f"{api.base_url}{TOKEN}/getMe"
    assert await client.post(url, RequestData())
    async with api.unreachable():
        assert isinstance(await failure(client, api.root), NetworkError)
    assert await client.post(url, RequestData())


async def test_a_file_goes_as_multipart_with_its_name_and_content(api: BotApi, bot: Bot) -> None:
    """A broadcast can carry a leaflet: bytes, file name and caption arrive unchanged."""
    content = bytes(range(256))
    await bot.send_document(ANN, content, filename="leaflet é.pdf", caption="Read <b>this</b> & that")
    (message,) = said(api, ANN)
    assert message.media is not None
    assert message.media.file is not None
    assert (message.media.file.name, message.media.file.content) == ("leaflet é.pdf", content)
    assert message.text == "Read <b>this</b> & that"


def test_a_slow_answer_is_waited_for_longer_than_ptb_would() -> None:
    """PTB's own five seconds would call a slow answer a failure, and the message would go out twice."""
    assert AiohttpRequest().read_timeout == 30
