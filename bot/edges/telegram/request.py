"""The Bot API client under PTB: aiohttp instead of httpx, a third of the CPU for each update and its answer.

It also says what httpx under PTB does not: whether a request surely never left (`NotSentError`).
"""

from typing import Any

import aiohttp
import orjson
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot import __version__

_READ = 30.0  # seconds; PTB's own 5 would call a slow answer a failure, and a message would go out twice
_CONNECT = 10.0


class NotSentError(NetworkError):
    """The request never left this machine: sending it again cannot double it."""


class AiohttpRequest(BaseRequest):
    """One pool of connections to the Bot API."""

    def __init__(self, connections: int = 256) -> None:
        self._connections = connections
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float | None:
        """Seconds that an answer may take."""
        return _READ

    async def initialize(self) -> None:
        """Open the pool."""
        if self._session is None:
            connector = aiohttp.TCPConnector(limit=self._connections, ttl_dns_cache=300)
            self._session = aiohttp.ClientSession(connector=connector, trust_env=True)

    async def shutdown(self) -> None:
        """Close the pool."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ANN401 - PTB's own marker for "not given"
        write_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ANN401, ARG002
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ANN401, ARG002
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ANN401, ARG002
    ) -> tuple[int, bytes]:
        """One request. Raises NotSentError, TimedOut or NetworkError, without the URL: it holds the token."""
        if self._session is None:
            raise NotSentError("the connection to Telegram is closed")
        read = read_timeout if isinstance(read_timeout, int | float) else _READ
        timeout = aiohttp.ClientTimeout(total=None, connect=_CONNECT, sock_connect=_CONNECT, sock_read=read)
        headers = {"User-Agent": f"Redress/{__version__}"}
        try:
            async with self._session.request(
                method, url, data=_body(request_data), timeout=timeout, headers=headers
            ) as response:
                return response.status, await response.read()
        except aiohttp.ConnectionTimeoutError:
            raise NotSentError("no connection to Telegram in time") from None
        except aiohttp.ClientConnectorCertificateError:  # the only one of its family without an os_error
            raise NotSentError("no connection to Telegram: its certificate is not trusted") from None
        except aiohttp.ClientConnectorError as error:
            raise NotSentError(f"no connection to Telegram: {error.os_error.strerror or 'name not found'}") from None
        except TimeoutError:
            raise TimedOut("Telegram did not answer in time") from None
        except aiohttp.ClientError as error:
            raise NetworkError(f"the connection to Telegram broke: {type(error).__name__}") from None

    @staticmethod
    def parse_json_payload(payload: bytes) -> Any:  # noqa: ANN401 - as PTB declares it
        """Parse an answer. Raises NetworkError for what is none: a gateway's page tells nothing of the message."""
        try:
            found = orjson.loads(payload)
        except orjson.JSONDecodeError:
            raise NetworkError("Telegram's answer was no JSON") from None
        if not isinstance(found, dict):
            raise NetworkError("Telegram's answer was no object")
        return found


def _body(data: RequestData | None) -> aiohttp.FormData | dict[str, Any] | None:
    if data is None:
        return None
    if not data.contains_files:
        return data.json_parameters
    form = aiohttp.FormData(data.json_parameters, quote_fields=False)  # Telegram would show the %20 of a file's name
    for name, (filename, content, kind) in data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=kind)
    return form
