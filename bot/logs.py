"""Logs: few lines, key and value, never a message text, a name, a chat id, a token or a local variable."""

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any, Literal

import structlog

_TOKEN = re.compile(r"\d{5,}:[\w-]{20,}")
# Libraries that write addresses (with the token in them) or whole updates at their lower levels.
_QUIET = ("httpx", "httpcore", "telegram", "aiosqlite", "asyncio", "aiohttp", "watchfiles")


def hide_tokens(text: str) -> str:
    """The text with anything that looks like a bot token replaced. PTB's own InvalidToken message holds the token."""
    return _TOKEN.sub("***", text)


def _hidden(_: Any, __: str, line: Any) -> str:  # noqa: ANN401
    """The last step, over the finished line: a token may also stand inside a list or an object's own form."""
    return hide_tokens(str(line))


class _Hide(logging.Filter):
    """Takes tokens out of what libraries log, also out of tracebacks."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = hide_tokens(_message(record)), ()
        if record.exc_info:
            record.exc_text = hide_tokens(logging.Formatter().formatException(record.exc_info))
        return True


def _message(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except (TypeError, ValueError):  # arguments that do not fit: raised from a filter, it would reach the library
        return str(record.msg)


def configure(form: Literal["console", "json"]) -> None:
    """Set up structlog and the libraries' loggers; all goes to stderr."""
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(_Hide())
    logging.basicConfig(
        handlers=[handler], level=logging.WARNING, format="%(levelname)s %(name)s %(message)s", force=True
    )
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    last = structlog.processors.JSONRenderer() if form == "json" else structlog.dev.ConsoleRenderer(colors=False)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            # Class and place of an error, without values: a traceback's last line can hold what somebody typed.
            _bare_error,
            last,
            _hidden,
        ],
        logger_factory=structlog.WriteLoggerFactory(sys.stderr),
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        cache_logger_on_first_use=False,
    )


def _bare_error(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:  # noqa: ANN401
    error = event.pop("exc_info", None)
    if isinstance(error, BaseException):
        event["error"] = type(error).__name__
        event["at"] = where(error)
    return event


def where(error: BaseException) -> str:
    """`file:line` of the frames of ours that an error came through, innermost last."""
    frames: list[str] = []
    step = error.__traceback__
    while step:
        code = step.tb_frame.f_code
        if "/bot/" in code.co_filename.replace("\\", "/"):
            frames.append(f"{code.co_filename.replace(chr(92), '/').rsplit('/bot/', 1)[1]}:{step.tb_lineno}")
        step = step.tb_next
    return " > ".join(frames[-4:])
