"""The border of the editors' pages: nothing but the login is answered before one is logged in, and nothing is kept in a cache."""

from __future__ import annotations

from ipaddress import ip_address
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui import editor_texts as texts
from ui.editor_access import Sessions, is_name
from ui.editor_pages import INSIDE, OUTSIDE
from ui.editor_upload import LARGEST
from ui.forms import from_our_own_page
from ui.security import with_headers
from ui.shell import FRAME

LOGIN: Final = "/redaktor/logga-in"
UPLOAD: Final = "/redaktor/lagg-till"
OPEN: Final = frozenset({LOGIN, "/healthz"})
FORM_LIMIT: Final = 200_000  # bytes of a form without a file
UPLOAD_LIMIT: Final = LARGEST + 100_000  # with the form's other fields
VISIT: Final = "civsam.visit"  # in the ASGI scope
_POLICY: Final = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)


class Visit(NamedTuple):
    """Who asks: an editor's name, or None; and the key that the tokens of the forms are made for."""

    name: str | None
    key: str


class Knows:
    """Tells who asks: by the session of the cookie, or by what a trusted proxy on this machine says in ``header``."""

    def __init__(self, sessions: Sessions, header: str = "") -> None:
        self._sessions = sessions
        self._header = header

    def visit(self, scope: Scope) -> Visit:
        headers = Headers(scope=scope)
        if self._header:
            said = headers.getlist(self._header)
            name = said[0].strip().lower() if len(said) == 1 and _is_this_machine(scope) else ""
            return Visit(name, f"proxy:{name}") if is_name(name) else Visit(None, "")
        token = cookie(headers)
        return Visit(self._sessions.name_of(token) if token else None, f"cookie:{token}" if token else "")


class Gate:
    """ASGI middleware around everything of the editors' application."""

    def __init__(self, app: ASGIApp, knows: Knows) -> None:
        self._app = app
        self._knows = knows

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return
        visit = self._knows.visit(scope)
        refusal = _refusal(scope, visit)
        hardened = _uncached(with_headers(send))
        if refusal:
            await refusal(scope, receive, hardened)
        else:
            frame = FRAME.set(INSIDE if visit.name else OUTSIDE)
            try:
                await self._app({**scope, VISIT: visit}, receive, hardened)
            finally:
                FRAME.reset(frame)


def _refusal(scope: Scope, visit: Visit) -> Response | None:
    path, method, headers = scope["path"], scope["method"], Headers(scope=scope)
    if method not in {"GET", "HEAD", "POST"}:
        return PlainTextResponse(texts.MISSING, 404)
    if visit.name is None and path not in OPEN:
        return RedirectResponse(LOGIN, 303) if method != "POST" else PlainTextResponse(texts.NOT_LOGGED_IN, 403)
    if method != "POST":
        return None
    if not from_our_own_page(headers):
        return PlainTextResponse(texts.FORM_FOREIGN, 403)
    length = headers.get("content-length", "")
    if not length.isdecimal():
        return PlainTextResponse(texts.NO_LENGTH, 411)
    too_much = int(length) > (UPLOAD_LIMIT if path == UPLOAD else FORM_LIMIT)
    return PlainTextResponse(texts.TOO_MUCH, 413) if too_much else None


def _uncached(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(raw=message["headers"])
            headers["Cache-Control"] = "no-store"
            headers.setdefault("Content-Security-Policy", _POLICY)
        await send(message)

    return sending


# --- the cookie --------------------------------------------------------------------------------------------------


def is_secure(headers: Headers) -> bool:
    """False only when the browser itself is on this machine and no TLS is needed."""
    host = urlsplit(f"//{headers.get('host', '')}").hostname or ""
    return host != "localhost" and not is_loopback(host)


def cookie_name(headers: Headers) -> str:
    """With the prefix that browsers only take over TLS, for this host alone."""
    return "__Host-civsam" if is_secure(headers) else "civsam"


def cookie(headers: Headers) -> str:
    """What our cookie says; nothing when there is none."""
    return cookie_parser(headers.get("cookie", "")).get(cookie_name(headers), "")


def set_cookie(response: Response, headers: Headers, token: str) -> None:
    """A session cookie: gone when the browser is closed, unseen by scripts and by requests that other sites start."""
    response.set_cookie(
        cookie_name(headers), token, path="/", httponly=True, samesite="strict", secure=is_secure(headers)
    )


def forget_cookie(response: Response, headers: Headers) -> None:
    response.delete_cookie(cookie_name(headers), path="/", httponly=True, samesite="strict", secure=is_secure(headers))


def _is_this_machine(scope: Scope) -> bool:
    client = scope.get("client")
    return client is not None and is_loopback(str(client[0]))


def is_loopback(host: str) -> bool:
    """True for an address of this machine alone."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
