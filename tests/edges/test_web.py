"""The browser chat's server, spoken to as its page speaks, on a free port of loopback."""

import asyncio
import contextlib
import html
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import urlsplit

import orjson
import pytest
import structlog
from aiohttp import ClientSession, ClientWebSocketResponse, WSCloseCode, WSServerHandshakeError, web
from aiohttp.test_utils import TestServer
from hypothesis import given, strategies as st

from bot.core.model import Button, Command, Delivered, File, Incoming, Outgoing, Pressed, Retry, Said, Sender
from bot.edges.web import frames, guard, serve
from bot.errors import AddressInUseError, SettingsError

SOON = 10.0
LONGEST_FRAME = 64 * 1024


class Echo:
    """Says back what came, and misbehaves when it is asked to."""

    def __init__(self) -> None:
        self.gate = asyncio.Event()
        self.loaded = True
        self.heard: list[Incoming] = []
        self.last: Sender | None = None

    async def handle(self, incoming: Incoming, sender: Sender) -> None:
        """Answer, wait for the gate, or fail."""
        self.heard.append(incoming)
        self.last = sender
        match incoming.event:
            case Said("fail" as text):
                raise RuntimeError(f"a mistake with {text} in it")
            case Said("wait"):
                await self.gate.wait()
                await sender.send(Outgoing("waited"))
            case Said("buttons"):
                await sender.send(Outgoing("?", ((Button("Yes", "yes"), Button("Law", url="https://example.org")),)))
            case Pressed(data):
                await sender.send(Outgoing(f"chose {data}").editing(incoming.message))
            case Said(text):
                await sender.send(Outgoing(html.escape(text)))
            case event:
                await sender.send(Outgoing(f"{incoming.chat} {incoming.language} {event}"))

    async def menu(self, chat: str, language: str | None = None) -> tuple[tuple[str, str], ...]:
        """Nobody has a role."""
        del chat, language
        return ()

    def commands(self, language: str) -> tuple[tuple[str, str], ...]:
        """One command; its description tells the language."""
        return (("help", f"Help ({language})"),)

    def ready(self) -> bool:
        """Whether the test wants it so."""
        return self.loaded


class Tab:
    """One open page."""

    def __init__(self, socket: ClientWebSocketResponse) -> None:
        self.socket = socket

    async def send(self, **frame: Any) -> None:
        """Send one frame."""
        await self.socket.send_str(orjson.dumps(frame).decode())

    async def say(self, text: str) -> None:
        """Send a typed text."""
        await self.send(type="say", text=text)

    async def next(self) -> dict[str, Any]:
        """The next frame that is not the three dots."""
        while True:
            frame: dict[str, Any] = await self.socket.receive_json(timeout=SOON)
            if frame["type"] != "typing":
                return frame

    async def texts(self, count: int) -> list[str]:
        """The texts of the next so many messages."""
        return [(await self.next())["html"] for _ in range(count)]


class Client:
    """A browser."""

    def __init__(self, http: ClientSession, url: str) -> None:
        self.http = http
        self.url = url

    async def open(self, person: str = "anna", **headers: str) -> Tab:
        """Open the chat as this person."""
        return Tab(await self.http.ws_connect(f"{self.url}/ws", params={"person": person}, headers=headers))


@pytest.fixture
def echo() -> Echo:
    return Echo()


@pytest.fixture
async def client(echo: Echo) -> AsyncIterator[Client]:
    async with serve(echo, "127.0.0.1", 0) as site, ClientSession() as http:
        yield Client(http, site.url)


# --- HTTP ---------------------------------------------------------------------------------------------


async def test_health_says_ok_while_questions_can_be_answered(client: Client) -> None:
    """A supervisor sees that the bot is well."""
    async with client.http.get(f"{client.url}/healthz") as response:
        assert (response.status, await response.json()) == (200, {"status": "ok"})


async def test_health_fails_while_the_bot_is_not_ready(client: Client, echo: Echo) -> None:
    """A supervisor sends nobody to a bot that is still loading."""
    echo.loaded = False
    async with client.http.get(f"{client.url}/healthz") as response:
        assert response.status == 503


async def test_the_page_is_served_fresh_and_locked_down(client: Client) -> None:
    """The page runs no script but its own, tells no other site of itself, and is never an old one."""
    async with client.http.get(f"{client.url}/") as response:
        assert response.status == 200
        assert response.content_type == "text/html"
        assert response.headers["Cache-Control"] == "no-store"
        policy = response.headers["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "unsafe" not in policy
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize("path", ["/static/app.js", "/static/app.css", "/static/logo.svg", "/nothing", "/static/../x"])
async def test_every_response_carries_the_security_headers(client: Client, path: str) -> None:
    """Files and errors are as locked down as the page."""
    async with client.http.get(f"{client.url}{path}") as response:
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert "default-src 'self'" in response.headers["Content-Security-Policy"]


async def test_the_page_needs_nothing_from_elsewhere(client: Client) -> None:
    """The chat works without the internet, and no third party learns that it is used."""
    async with client.http.get(f"{client.url}/") as response:
        page = await response.text()
    assert "//" not in page.replace("<!doctype html>", "")
    assert "<style" not in page
    assert 'style="' not in page
    assert "<script>" not in page


# --- who may come in ----------------------------------------------------------------------------------


@pytest.mark.parametrize("origin", ["https://evil.example", "http://127.0.0.1:1", "null", "http://[", "file://"])
async def test_a_foreign_page_cannot_open_the_chat(client: Client, origin: str) -> None:
    """A web page that a worker visits cannot read or write their talk."""
    with pytest.raises(WSServerHandshakeError) as refusal:
        await client.open(Origin=origin)
    assert refusal.value.status == 403


async def test_the_chats_own_page_can_open_it(client: Client) -> None:
    """The page's own Origin is welcome."""
    tab = await client.open(Origin=client.url)
    await tab.say("hello")
    assert await tab.texts(1) == ["hello"]


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "127.0.0.1.evil.example", "[", ""])
async def test_a_foreign_name_for_this_machine_is_refused(client: Client, host: str) -> None:
    """A site whose name is pointed at 127.0.0.1 reaches neither the page nor the chat."""
    for path in ("/", "/healthz", "/ws?person=anna"):
        async with client.http.get(f"{client.url}{path}", headers={"Host": host}) as response:
            assert response.status == 403


@pytest.mark.parametrize("host", ["localhost:8484", "LOCALHOST", "127.0.0.1", "[::1]:8484"])
async def test_this_machines_own_names_are_welcome(client: Client, host: str) -> None:
    """The chat opens as localhost too."""
    async with client.http.get(f"{client.url}/", headers={"Host": host}) as response:
        assert response.status == 200


async def test_any_name_is_welcome_when_the_chat_is_not_on_loopback() -> None:
    """A chat that was put on a network answers to whatever name it was given there."""

    async def hello(_: web.Request) -> web.Response:
        return web.Response(text="hello")

    app = web.Application(middlewares=[guard.only_own_names("192.0.2.7")])
    app.router.add_get("/", hello)
    async with (
        TestServer(app) as server,
        ClientSession() as http,
        http.get(server.make_url("/"), headers={"Host": "redress.example"}) as response,
    ):
        assert response.status == 200


@pytest.mark.parametrize("person", ["", "a b", "../x", "ä", "x" * 41, "a:b"])
async def test_a_person_has_a_plain_name(client: Client, person: str) -> None:
    """Nothing odd becomes the key under which settings are kept."""
    with pytest.raises(WSServerHandshakeError) as refusal:
        await client.open(person)
    assert refusal.value.status == 400


# --- the talk -----------------------------------------------------------------------------------------


async def test_messages_are_numbered_and_carry_their_buttons(client: Client) -> None:
    """What is said is answered, with buttons that act and buttons that open a page."""
    tab = await client.open()
    await tab.say("hello")
    assert await tab.next() == {"type": "message", "id": 1, "html": "hello", "rows": []}
    await tab.say("buttons")
    rows = [[{"label": "Yes", "data": "yes"}, {"label": "Law", "url": "https://example.org"}]]
    assert await tab.next() == {"type": "message", "id": 2, "html": "?", "rows": rows}


async def test_the_dots_come_before_the_answer(client: Client) -> None:
    """A worker sees that the bot is at work."""
    tab = await client.open()
    await tab.say("hello")
    kinds = [(await tab.socket.receive_json(timeout=SOON))["type"] for _ in range(2)]
    assert kinds == ["typing", "message"]


async def test_a_pressed_button_can_change_its_message(client: Client) -> None:
    """The message with the button is replaced, not repeated."""
    tab = await client.open()
    await tab.say("buttons")
    number = (await tab.next())["id"]
    await tab.send(type="press", message=number, data="yes")
    assert await tab.next() == {"type": "edit", "id": number, "html": "chose yes", "rows": []}


async def test_the_bot_learns_who_speaks_in_which_language_and_what_was_sent(client: Client) -> None:
    """Photos, voice notes and changed messages reach the bot, under the person's key."""
    tab = await client.open("bo-2")
    await tab.send(type="hello", language="it-IT")
    assert (await tab.next())["commands"] == [{"name": "help", "description": "Help (it-IT)"}]
    await tab.send(type="media", kind="voice")
    await tab.send(type="edit", text="other words")
    await tab.say("/Start@RedressBot  now please")
    voice, edited, command = await tab.texts(3)
    assert voice == "web:bo-2 it-IT Media(kind='voice', caption='')"
    assert edited == "web:bo-2 it-IT Edited()"
    assert command == "web:bo-2 it-IT Command(name='start', args='now please')"


async def test_a_language_that_is_none_is_not_passed_on(client: Client) -> None:
    """The page's language is a hint from outside, and checked as such."""
    tab = await client.open()
    await tab.send(type="hello", language="<script>")
    assert (await tab.next())["commands"][0]["description"] == "Help (en)"
    await tab.say("/x")
    assert await tab.texts(1) == ["web:anna None Command(name='x', args='')"]


async def test_all_tabs_of_a_person_show_the_same_talk(client: Client) -> None:
    """A second tab gets the answers, and what was said in the first; a stranger gets nothing."""
    one, two, stranger = await client.open("anna"), await client.open("anna"), await client.open("bo")
    await one.say("hello")
    assert await one.texts(1) == ["hello"]
    assert await two.next() == {"type": "said", "text": "hello"}
    assert await two.texts(1) == ["hello"]
    await stranger.say("mine")
    assert await stranger.texts(1) == ["mine"]


async def test_one_person_is_answered_in_order_and_others_meanwhile(client: Client, echo: Echo) -> None:
    """A question that takes long holds up the same person's next one, and nobody else's."""
    anna, bo = await client.open("anna"), await client.open("bo")
    await anna.say("wait")
    await anna.say("after")
    await bo.say("hello")
    assert await bo.texts(1) == ["hello"]
    echo.gate.set()
    assert await anna.texts(2) == ["waited", "after"]


async def test_a_mistake_in_an_answer_ends_neither_the_talk_nor_secrecy(client: Client) -> None:
    """After a failure the next question is answered, and the log holds nothing of what was typed."""
    tab = await client.open()
    with structlog.testing.capture_logs() as logged:
        await tab.say("fail")
        await tab.say("hello")
        assert await tab.texts(1) == ["hello"]
    assert [(line["event"], line["error"]) for line in logged] == [("web.flow-failed", "RuntimeError")]
    assert "mistake with" not in str(logged)
    assert "anna" not in str(logged)


async def test_a_message_waits_for_a_page_that_was_reloaded(client: Client, echo: Echo) -> None:
    """An answer that comes while no tab is open is shown in the next one."""
    tab = await client.open()
    await tab.say("wait")
    await tab.say("after")
    await tab.socket.close()
    echo.gate.set()
    assert await (await client.open()).texts(2) == ["waited", "after"]


async def test_numbers_go_on_where_the_page_is(client: Client) -> None:
    """After a restart of the server no new message gets the number of one that a page still shows."""
    tab = await client.open()
    await tab.send(type="hello", language="en", seen=41)
    await tab.next()
    await tab.say("hello")
    assert (await tab.next())["id"] == 42


BAD = [
    "",
    "{",
    "[]",
    "null",
    '"say"',
    "[" * 50_000,
    '{"type":"say"}',
    '{"type":"say","text":1}',
    '{"type":"say","text":"  \\n "}',
    '{"type":"say","text":"\\ud800"}',
    '{"type":"shout","text":"a"}',
    '{"type":"press","message":true,"data":"a"}',
    '{"type":"press","message":-1,"data":"a"}',
    '{"type":"press","message":1e99,"data":"a"}',
    f'{{"type":"press","message":1,"data":"{"a" * 65}"}}',
    '{"type":"media","kind":"bomb"}',
    '{"type":"hello","seen":99999999999999999999}',
    f'{{"type":"say","text":"{"a" * LONGEST_FRAME}"}}',
    f'{{"type":"say","text":"{"ä" * (LONGEST_FRAME // 2)}"}}',
    f'{{"type":"say","text":"{"a" * 1_000_000}"}}',
]


@pytest.mark.parametrize("frame", BAD, ids=[frame[:40] for frame in BAD])
async def test_a_frame_that_is_none_of_ours_is_ignored(client: Client, frame: str) -> None:
    """A broken or oversized frame costs the person nothing: the talk goes on."""
    tab = await client.open()
    await tab.socket.send_str(frame)
    await tab.socket.send_bytes(frame.encode())
    await tab.say("hello")
    assert await tab.next() == {"type": "message", "id": 1, "html": "hello", "rows": []}


# --- coming and going ---------------------------------------------------------------------------------


async def _open_the_gate_once_deaf(echo: Echo, url: str) -> None:
    address = urlsplit(url)
    with contextlib.suppress(ConnectionRefusedError):
        while True:
            _, writer = await asyncio.open_connection(address.hostname, address.port)
            writer.close()
            await writer.wait_closed()
    echo.gate.set()


async def _last_words(tab: Tab) -> tuple[list[str], int | None]:
    heard = [frame.json().get("html") async for frame in tab.socket]
    return heard, tab.socket.close_code


async def test_the_end_waits_for_the_answer_and_then_tells_the_page(echo: Echo) -> None:
    """Someone whose question is being answered when the bot stops still gets the answer."""
    async with asyncio.TaskGroup() as tasks, ClientSession() as http:
        async with serve(echo, "127.0.0.1", 0) as site:
            tab = await Client(http, site.url).open()
            await tab.say("wait")
            assert (await tab.socket.receive_json(timeout=SOON))["type"] == "typing"
            heard = tasks.create_task(_last_words(tab))
            tasks.create_task(_open_the_gate_once_deaf(echo, site.url))
        assert await heard == (["waited"], WSCloseCode.GOING_AWAY)


async def test_a_taken_port_is_told_in_a_sentence(client: Client, echo: Echo) -> None:
    """Who starts the bot twice learns what to do."""
    port = urlsplit(client.url).port
    assert port is not None
    with pytest.raises(AddressInUseError, match=rf"Port {port} on 127\.0\.0\.1 is taken .* REDRESS_PORT"):
        async with serve(echo, "127.0.0.1", port):
            pass


async def test_an_address_of_another_machine_is_told_in_a_sentence(echo: Echo) -> None:
    """A mistyped address names the settings to correct."""
    with pytest.raises(SettingsError, match="REDRESS_HOST"):
        async with serve(echo, "192.0.2.7", 0):
            pass


# --- reading frames -----------------------------------------------------------------------------------


@given(st.text() | st.from_regex(r'\{"type":"(say|press|media|edit|hello)".*\}', fullmatch=True))
def test_no_text_breaks_the_reader(text: str) -> None:
    """Whatever a stranger sends is a frame or nothing."""
    frames.read(text)


@given(st.text())
def test_what_is_typed_arrives_as_it_was_typed(text: str) -> None:
    """Every text is either said, a command, or nothing at all."""
    frame = frames.read(orjson.dumps({"type": "say", "text": text}).decode())
    assert isinstance(frame, frames.Say)
    match frames.event(frame):
        case Said(said):
            assert said == text.strip()
        case Command(name, args):
            assert text.strip().startswith("/")
            assert name == name.lower()
            assert args in text
        case nothing:
            assert nothing is None
            assert not text.strip()


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("/start", Command("start")),
        ("/HELP", Command("help")),
        ("/ask@RedressBot unpaid wages\nsince May ", Command("ask", "unpaid wages\nsince May")),
        ("/ start", Said("/ start")),
        ("/", Said("/")),
        ("//start", Said("//start")),
        ("/1", Said("/1")),
        ("see /help", Said("see /help")),
    ],
)
def test_a_slash_and_a_letter_begin_a_command(text: str, event: Said | Command) -> None:
    """Commands are read as Telegram reads them."""
    assert frames.event(frames.Say(type="say", text=text)) == event


# --- what organisers need -----------------------------------------------------------------------------


async def test_a_file_of_ours_travels_in_the_frame(client: Client, echo: Echo) -> None:
    """A poster is shown and saved without a second request; what only Telegram has is named."""
    tab = await client.open()
    await tab.say("hello")
    await tab.next()
    assert echo.last is not None
    await echo.last.send(Outgoing("Here", file=File("photo", data=b"png", name="poster.png")))
    assert (await tab.next())["file"] == {"kind": "photo", "name": "poster.png", "url": "data:image/png;base64,cG5n"}
    await echo.last.send(Outgoing("Here", file=File("voice", id="telegrams-own")))
    assert (await tab.next())["file"] == {"kind": "voice", "name": "voice"}


async def test_a_message_that_is_taken_back_leaves_the_page(client: Client, echo: Echo) -> None:
    """The page is told which."""
    tab = await client.open()
    await tab.say("hello")
    number = (await tab.next())["id"]
    assert echo.last is not None
    assert await echo.last.delete(number) == Delivered(number)
    assert await tab.next() == {"type": "gone", "id": number}


async def test_a_reply_says_what_it_answers(client: Client, echo: Echo) -> None:
    """A question that a broadcast caused can be told from others."""
    tab = await client.open()
    await tab.send(type="say", text="why?", answers=7)
    await tab.next()
    await tab.send(type="say", text="why?")
    await tab.next()
    assert [incoming.answers for incoming in echo.heard] == [7, None]


async def test_a_link_to_the_chat_begins_where_its_page_is(client: Client, echo: Echo) -> None:
    """Behind a proxy only the page knows its address."""
    tab = await client.open()
    await tab.say("hello")
    await tab.next()
    assert echo.heard[-1].home == f"{client.url}/?start="
    host = client.url.removeprefix("http://")
    tab = await client.open("ben", Origin=f"https://{host}")
    await tab.say("hello")
    await tab.next()
    assert echo.heard[-1].home == f"https://{host}/?start="


async def test_a_role_brings_its_menu_to_open_pages(echo: Echo) -> None:
    """No reload is needed; and the menu goes with the role."""
    async with serve(echo, "127.0.0.1", 0) as site, ClientSession() as http:
        tab = await Client(http, site.url).open()
        await tab.send(type="hello", language="en")
        await tab.next()
        await site.menu("web:anna", (("broadcast", "write to many"),))
        frame = await tab.next()
        assert frame["commands"] == [{"name": "broadcast", "description": "write to many"}]
        await site.menu("web:anna", ())
        assert [each["name"] for each in (await tab.next())["commands"]] == ["help"]


async def test_what_can_wait_waits_until_somebody_is_there(echo: Echo) -> None:
    """A colleague's answer is not kept in the memory of a server that may be restarted before the page opens again."""
    async with serve(echo, "127.0.0.1", 0) as site, ClientSession() as http:
        assert isinstance(await site.patient_door("web:bo").send(Outgoing("news")), Retry)
        assert isinstance(await site.patient_door("web:bo").delete(1), Retry)
        tab = await Client(http, site.url).open("bo")
        await tab.say("here")
        await tab.texts(1)
        assert isinstance(await site.patient_door("web:bo").send(Outgoing("news")), Delivered)
        assert await tab.texts(1) == ["news"]
