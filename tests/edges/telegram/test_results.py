"""What an error of the Bot API means for a message."""

import inspect
from datetime import timedelta

import pytest
from telegram import error as errors
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    PassportDecryptionError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.core.model import Refused, Retry, SendResult, Stop, Unknown
from bot.edges.telegram.request import NotSentError
from bot.edges.telegram.results import TABLE, result, seconds

ROWS = [kind for kind, _ in TABLE]
THEIRS = [
    kind for _, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, TelegramError)
]  # the library's own list, also after an upgrade


def test_the_library_has_errors() -> None:
    """The comparison below compares something."""
    assert {TelegramError, NetworkError, BadRequest, TimedOut} <= set(THEIRS)
    assert len(THEIRS) >= 11


@pytest.mark.parametrize("kind", THEIRS)
def test_every_error_of_the_library_has_a_row_of_its_own(kind: type[TelegramError]) -> None:
    """An error class that a new version of the library brings is noticed here, and not by a worker."""
    assert ROWS.count(kind) == 1


@pytest.mark.parametrize("at", range(len(ROWS)))
def test_no_row_is_hidden_by_an_earlier_one(at: int) -> None:
    """A superclass stands below its subclasses: TimedOut is a NetworkError, and so is BadRequest."""
    assert not [earlier for earlier in ROWS[:at] if issubclass(ROWS[at], earlier)]


@pytest.mark.parametrize(
    ("error", "meaning"),
    [
        (ChatMigrated(-1001), Refused("moved", moved_to="tg:-1001")),
        (RetryAfter(3), Retry(3.0)),
        (RetryAfter(timedelta(seconds=90)), Retry(90.0)),
        (Forbidden("Forbidden: bot was blocked by the user"), Refused("blocked")),
        (InvalidToken(), Stop()),
        (EndPointNotFound("Not Found"), Stop()),
        (BadRequest("Chat not found"), Refused("gone")),
        (BadRequest("user not found"), Refused("gone")),
        (BadRequest("Not enough rights to send text messages to the chat"), Refused("not-allowed")),
        (BadRequest("have no rights to send a message"), Refused("not-allowed")),
        (BadRequest("Message is too long"), Refused("bad-message")),
        (BadRequest("Message to edit not found"), Refused("bad-message")),
        (NotSentError("no connection"), Retry(1.0)),
        (TimedOut(), Unknown()),
        (NetworkError("Bad Gateway"), Unknown()),
        (Conflict("terminated by other getUpdates request"), Unknown()),
        (PassportDecryptionError("no"), Unknown()),
        (TelegramError("something new"), Unknown()),
    ],
)
def test_an_error_says_what_became_of_the_message(error: TelegramError, meaning: SendResult) -> None:
    """Surely sent never, surely not sent, or perhaps: what follows depends on it."""
    assert result(error) == meaning


def test_an_error_of_a_class_yet_unknown_counts_as_perhaps_sent() -> None:
    """A subclass that the library adds tomorrow is treated as its nearest known parent."""

    class BrandNewError(TimedOut):
        """Not in the table."""

    assert result(BrandNewError()) == Unknown()


def test_how_long_to_wait_is_read_from_either_form() -> None:
    """Telegram's wait comes as seconds or as a period, as the library is set up."""
    assert seconds(RetryAfter(5)) == 5.0
    assert seconds(RetryAfter(timedelta(minutes=2))) == 120.0
