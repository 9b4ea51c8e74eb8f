"""Who may talk to the browser chat: pages of its own, and only under a name that is its own.

A chat on loopback is still within reach of every page that the browser has open. Two doors are shut: a foreign page
that opens our WebSocket (its Origin is not our Host), and a foreign name that its owner points at 127.0.0.1 (DNS
rebinding: Origin and Host agree, but neither is ours).
"""

from collections.abc import Awaitable, Callable
from ipaddress import ip_address
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Middleware

_LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})

_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
        "object-src 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


async def add_headers(_: web.Request, response: web.StreamResponse) -> None:
    """Put the security headers on every response, errors too; nothing is cached unless a handler says how."""
    response.headers.update(_HEADERS)
    response.headers.setdefault("Cache-Control", "no-store")


def only_own_names(host: str) -> Middleware:
    """Refuse requests whose Host is not ours. `host` is what the server is bound to.

    Bound to anything but loopback, any name may be ours, and none is refused.
    """
    names = _LOOPBACK_NAMES | {host.lower()} if _is_loopback(host) else None

    @web.middleware
    async def check(
        request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        if names is not None and _name(request.headers.get("Host", "")) not in names:
            raise web.HTTPForbidden(text="This name is not one of this server's.")
        return await handler(request)

    return check


def refuse_foreign_pages(request: web.Request) -> None:
    """Refuse a handshake that a page of another site makes.

    A program that is no browser sends no Origin, and cannot be abused by a page: it may come in.
    """
    origin = request.headers.get("Origin")
    if origin is not None and _place(origin) != request.headers.get("Host", "").lower():
        raise web.HTTPForbidden(text="This chat opens only from its own page.")


def home(request: web.Request) -> str:
    """The address of the chat as its page was opened (behind a proxy only the page knows it), for start parameters."""
    origin = request.headers.get("Origin") or f"{request.scheme}://{request.host}"
    return f"{origin}/?start="


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def _name(host: str) -> str | None:
    try:
        return urlsplit(f"//{host}").hostname
    except ValueError:
        return None


def _place(origin: str) -> str | None:
    try:
        return urlsplit(origin).netloc.lower() or None
    except ValueError:
        return None
