"""What an error of the Bot API means for a message: one table.

The order matters: BadRequest and TimedOut are subclasses of NetworkError, ChatMigrated and RetryAfter of TelegramError.
`NotSentError` is surely unsent; any other network error may have arrived.
"""

from collections.abc import Callable
from typing import Any

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

_AGAIN = 1.0  # seconds before a request that never left is tried again


def _bad(error: BadRequest) -> SendResult:
    text = error.message.casefold()
    if "chat not found" in text or "user not found" in text:
        return Refused("gone")
    if "not enough rights" in text or "have no rights" in text:
        return Refused("not-allowed")
    return Refused("bad-message")


def _forbidden(error: Forbidden) -> SendResult:
    return Refused("gone" if "deactivated" in error.message.casefold() else "blocked")


def seconds(error: RetryAfter) -> float:
    """How long Telegram asks to wait."""
    after = error.retry_after
    return float(after if isinstance(after, int | float) else after.total_seconds())


def _retry(error: RetryAfter) -> SendResult:
    return Retry(seconds(error))


def _moved(error: ChatMigrated) -> SendResult:
    return Refused("moved", moved_to=f"tg:{error.new_chat_id}")


def _always(what: SendResult) -> Callable[[Any], SendResult]:
    return lambda _: what


TABLE: tuple[tuple[type[TelegramError], Callable[[Any], SendResult]], ...] = (
    (ChatMigrated, _moved),
    (RetryAfter, _retry),
    (Forbidden, _forbidden),
    (InvalidToken, _always(Stop())),
    (EndPointNotFound, _always(Stop())),
    (BadRequest, _bad),
    (NotSentError, _always(Retry(_AGAIN))),
    (TimedOut, _always(Unknown())),
    (NetworkError, _always(Unknown())),
    (Conflict, _always(Unknown())),
    (PassportDecryptionError, _always(Unknown())),
    (TelegramError, _always(Unknown())),
)
"""The first row whose class fits. A test compares the rows with the library's own list of errors."""


def result(error: TelegramError) -> SendResult:
    """What became of a message whose sending raised this."""
    return next(make(error) for kind, make in TABLE if isinstance(error, kind))
