"""Logs: what happened, and never who said what."""

import asyncio
import contextlib
import io
import logging
import sys
from collections.abc import Callable, Iterator
from typing import Any, Literal

import orjson
import pytest
import structlog

from bot import logs
from bot.app import App
from bot.core.model import Incoming, Person, Pressed, Said
from bot.edges.store import Store
from tests.conftest import NOW, Ear

Form = Literal["console", "json"]
TOKEN = "123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"  # made up
TYPED = "Anna Rossi owes me my wages of March"
CHAT = "tg:884422001177"
URL = f"https://api.telegram.org/bot{TOKEN}/sendMessage"


@pytest.fixture(params=["console", "json"])
def form(request: pytest.FixtureRequest) -> Form:
    """Either form of the log lines."""
    found: Form = request.param
    return found


@pytest.fixture
def written(form: Form, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], str]]:
    """What was written to stderr since logs were set up."""
    out = io.StringIO()
    monkeypatch.setattr(sys, "stderr", out)
    with contextlib.redirect_stdout(io.StringIO()) as stdout:
        logs.configure(form)
        yield out.getvalue
    assert stdout.getvalue() == "", "data goes to stdout, and logs are none"


def broken(text: str) -> None:
    """Fails with a text in its message and in a local variable."""
    secret = text
    raise ValueError(f"cannot read {secret}")


# --- tokens -------------------------------------------------------------------------------------------


def test_a_token_in_a_value_is_hidden(written: Callable[[], str]) -> None:
    """A library's error text may hold the token; a line of ours does not."""
    structlog.get_logger().warning("not reached", url=URL, urls=[URL], error=ValueError(URL), more={"url": (URL,)})
    assert "not reached" in written()
    assert written().count("***") == 4
    assert TOKEN.split(":")[1] not in written()


def test_a_token_in_the_event_itself_is_hidden(written: Callable[[], str]) -> None:
    """Also in the words of the line."""
    structlog.get_logger().error(f"refused {TOKEN}")
    assert "refused ***" in written()


@pytest.mark.parametrize("name", ["httpx", "telegram.ext", "aiohttp.access", "some.library"])
def test_a_token_in_a_librarys_line_is_hidden(written: Callable[[], str], name: str) -> None:
    """Whatever library writes it, with or without arguments."""
    logging.getLogger(name).warning("POST %s failed", URL)
    logging.getLogger(name).error("plain " + URL)  # noqa: G003 - libraries do
    assert written().count("***") == 2
    assert TOKEN.split(":")[1] not in written()


@pytest.mark.parametrize("name", ["httpx", "telegram.Bot", "aiosqlite"])
def test_libraries_do_not_chatter(written: Callable[[], str], name: str) -> None:
    """At their lower levels libraries write addresses and whole updates: those levels are off."""
    logging.getLogger(name).info("POST %s", URL)
    logging.getLogger(name).debug("update %s", {"text": TYPED})
    assert written() == ""


def test_a_token_in_a_librarys_traceback_is_hidden(written: Callable[[], str]) -> None:
    """PTB's InvalidToken carries the token in its text; its traceback shows asterisks."""
    try:
        broken(TOKEN)
    except ValueError:
        logging.getLogger("telegram").exception("polling failed")
    assert "polling failed" in written()
    assert "ValueError" in written()
    assert TOKEN.split(":")[1] not in written()


def test_a_line_that_a_library_got_wrong_harms_nobody(written: Callable[[], str]) -> None:
    """A log call with the wrong arguments is the library's mistake, and no reason to fail."""
    logging.getLogger("some.library").warning("%d updates", "many")
    assert "%d updates" in written()


# --- errors -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("secret", [TOKEN, TYPED])
def test_an_error_is_named_by_class_and_place_alone(written: Callable[[], str], secret: str) -> None:
    """A traceback's last line and its local variables can hold what somebody typed: neither is written."""
    try:
        broken(secret)
    except ValueError as error:
        structlog.get_logger().error("flow failed", exc_info=error)
    assert "flow failed" in written()
    assert "ValueError" in written()
    assert secret not in written()
    assert "cannot read" not in written()


def test_the_place_of_an_error_is_ours() -> None:
    """A maintainer sees the lines of ours that it came through, the innermost last, without paths of the machine."""
    with pytest.raises(TypeError) as ours:
        logs.hide_tokens(None)  # type: ignore[arg-type]
    assert logs.where(ours.value).startswith("logs.py:")
    with pytest.raises(ValueError, match="x") as theirs:
        broken("x")
    assert logs.where(theirs.value) == ""


def test_json_lines_are_objects(written: Callable[[], str], form: Form) -> None:
    """A log collector reads every line: time in UTC, level, event."""
    structlog.get_logger().info("handled", host="tg", ms=1.5)
    if form == "json":
        (line,) = (orjson.loads(text) for text in written().splitlines())
        assert (line["event"], line["level"], line["host"], line["ms"]) == ("handled", "info", "tg", 1.5)
        assert line["timestamp"].endswith("Z")
    else:
        assert "[info" in written()
        assert "\x1b" not in written()


def test_debug_lines_are_not_written(written: Callable[[], str]) -> None:
    """What helps to find a mistake may hold anything: it stays off."""
    structlog.get_logger().debug("turn", text=TYPED)
    assert written() == ""


# --- a whole conversation -----------------------------------------------------------------------------


async def test_a_conversation_leaves_no_word_of_it_in_the_logs(
    written: Callable[[], str], app: App, store: Store, ear: Ear, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Host, kind, outcome and time are logged; no text, no name, no chat, not even when everything fails."""
    await store.people.save(Person(CHAT, "en", "gb"), NOW)
    for event in (Said(TYPED), Said(""), Pressed(TYPED), Said("how do i get my unpaid wages")):
        await app.handle(Incoming(CHAT, event), ear)

    async def fail(*_: Any) -> None:
        raise KeyError(TYPED, CHAT)

    monkeypatch.setattr(app, "turn", fail)
    await app.handle(Incoming(CHAT, Said(TYPED)), ear)
    store.database.later(fail)
    await store.database.flush()
    text = written()
    assert text.count("handled") == 5
    assert "flow failed" in text
    assert "not stored" in text
    assert "KeyError" in text
    for secret in ("Anna", "Rossi", "March", CHAT, "884422001177", "wages"):
        assert secret not in text, secret


async def test_asyncios_own_complaints_carry_no_token(written: Callable[[], str]) -> None:
    """What falls through to the event loop is written by it, with the token taken out."""
    asyncio.get_running_loop().call_exception_handler(
        {"message": f"unhandled at {URL}", "exception": ValueError(f"bad {TOKEN}")}
    )
    assert "unhandled at" in written()
    assert TOKEN.split(":")[1] not in written()
