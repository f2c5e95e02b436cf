"""Who may come in, and who somebody is: the token, the visitor's cookie, and where a request comes from.

Without a token the chat is for this machine alone: then only requests for a local name are answered, so that a
strange page cannot reach it by pointing a name of its own here (DNS rebinding).
"""

import hashlib
import hmac
import secrets
from ipaddress import ip_address
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

VISITOR_COOKIE = "reverie_visitor"
TOKEN_COOKIE = "reverie_token"  # noqa: S105 - the cookie's name
_VISITOR_BYTES = 32
_COOKIE_AGE_S = 365 * 24 * 3600
_VISITOR = web.RequestKey("visitor", str)
_OPEN_PATHS = ("/enter", "/page/")
"""What a visitor without the token may still see: the way in, and how it looks."""

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; media-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def is_local(host: str) -> bool:
    """Return whether a host name or address means this machine alone."""
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


def owner_of(request: web.Request) -> str:
    """Return under which name a visitor's things are kept; it does not reveal the cookie."""
    return f"web:{hashlib.sha256(request[_VISITOR].encode()).hexdigest()[:32]}"


def token_fits(token: str | None, told: str) -> bool:
    """Return whether somebody told the token; always, where there is none."""
    return token is None or hmac.compare_digest(told.encode(), token.encode())


def admit(response: web.StreamResponse, token: str, *, secure: bool) -> None:
    """Let this browser in from now on."""
    remember(response, TOKEN_COOKIE, token, secure=secure)


def remember(response: web.StreamResponse, name: str, value: str, *, secure: bool) -> None:
    """Have the browser keep a value for the server alone; an empty one is forgotten."""
    if value:
        response.set_cookie(name, value, max_age=_COOKIE_AGE_S, httponly=True, samesite="Lax", secure=secure)
    else:
        response.del_cookie(name)


def gate(token: str | None) -> Middleware:
    """Return the middleware that every request passes."""

    @web.middleware
    async def middleware(request: web.Request, handler: Handler) -> web.StreamResponse:
        if token is None and not is_local(_name_of(request.host)):
            raise web.HTTPForbidden(text="This Reverie answers only to its own machine.", headers=HEADERS)
        if request.method != "GET" and not _is_from_here(request):
            raise web.HTTPForbidden(text="This request comes from another page.", headers=HEADERS)
        if not token_fits(token, request.cookies.get(TOKEN_COOKIE, "")) and not request.path.startswith(_OPEN_PATHS):
            raise web.HTTPSeeOther("/enter", headers=HEADERS)
        known = request.cookies.get(VISITOR_COOKIE, "")
        request[_VISITOR] = known or secrets.token_urlsafe(_VISITOR_BYTES)
        try:
            response = await handler(request)
        except web.HTTPException as error:
            error.headers.update(HEADERS)
            raise
        if not response.prepared:
            response.headers.update(HEADERS)
            if not known:
                remember(response, VISITOR_COOKIE, request[_VISITOR], secure=request.secure)
        return response

    return middleware


def require_own_page(request: web.Request) -> None:
    """Refuse a WebSocket that another page opens; raises `HTTPForbidden`."""
    if not _is_from_here(request) or not request.cookies.get(VISITOR_COOKIE):
        raise web.HTTPForbidden(text="This connection comes from another page.")


def _is_from_here(request: web.Request) -> bool:
    origin = request.headers.get("Origin", "")
    return bool(origin) and urlsplit(origin).netloc == request.host


def _name_of(host: str) -> str:
    """Return a host without its port."""
    return urlsplit(f"//{host}").hostname or ""
