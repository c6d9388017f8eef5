"""The border around Gradio: only the routes the page uses, and headers that keep everything at our own origin."""

from __future__ import annotations

import base64
import hashlib
import re
from collections import OrderedDict
from collections.abc import Callable, Iterable
from datetime import date
from http import HTTPStatus
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui import frame

BODY_LIMIT: Final = 1_000_000  # bytes; a question of 20,000 characters with the conversation's bookkeeping is far below
ADDRESSES: Final = 16  # by which the page is reached, and is kept made for
_PAGE: Final = "/"
_TELLING: Final = frozenset(
    (b"host", b"forwarded", b"x-forwarded-host", b"x-forwarded-proto", b"x-forwarded-prefix", b"x-gradio-server")
)
_READABLE: Final = re.compile(
    r"/|/om|/healthz|/readyz|/metrics|/dokument(/.+)?|/sida/\d{1,5}/.+|/original/.+|/halsa|/planer(/versioner)?|/bidrag(/profil|\.ics|\.csv)?"
    r"|/enkel|/aterkoppling|/api|/api/v1/(ask|search|documents|grants|openapi\.json)"
    r"|/config|/theme\.css|/manifest\.json|/robots\.txt|/favicon\.ico|/(assets|static)/.+"
    r"|/gradio_api/(queue/data|startup-events|heartbeat/\w+)"
)
_WRITABLE: Final = re.compile(
    r"/gradio_api/(queue/join|cancel|reset)/?"
    r"|/mcp|/enkel|/aterkoppling|/exportera/(md|docx|pdf)|/api/v1/(ask|search)"
)
_INLINE_SCRIPT: Final = re.compile(r"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", re.DOTALL)
_SHARING_META: Final = re.compile(r'<meta\s+(?:property="og:|name="twitter:)[^>]*/>\s*')
_BODY: Final = re.compile(r"<body\b[^>]*>")
_HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def content_security_policy(scripts: Iterable[str] = ()) -> str:
    """Own origin only; of inline scripts only exactly ``scripts``. Gradio needs inline styles."""
    hashes = (base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts)
    allowed = " ".join(["'self'", *(f"'sha256-{value}'" for value in hashes)])
    return (
        f"default-src 'self'; script-src {allowed}; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
        "font-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; "
        "frame-ancestors 'none'"
    )


def swedish_page(html: str, first_script: str) -> str:
    """Gradio's page with Swedish as its language, our script first, and without its own advertisement."""
    html = html.replace('lang="en"', 'lang="sv"', 1)
    html = _SHARING_META.sub("", html)
    html = _BODY.sub(lambda found: found.group() + frame.without_script(), html, count=1)
    return html.replace("<head>", f"<head><script>{first_script}</script>", 1)


class Border:
    """ASGI middleware. Streams pass through untouched; only the page itself is read and rewritten.

    The page is the same for everyone who comes by the same address on the same day, and is made once for each, after
    ``renew``.
    """

    def __init__(self, app: ASGIApp, first_script: str, renew: Callable[[], object] = lambda: None) -> None:
        self._app = app
        self._first_script = first_script
        self._renew = renew
        self._pages: OrderedDict[tuple[object, ...], list[Message]] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if refusal := _refusal(scope):
            await refusal(scope, receive, with_headers(send))
        elif scope["path"] == _PAGE and scope["method"] == "GET":
            await self._page(scope, receive, with_headers(send))
        else:
            await self._app(scope, receive, with_headers(send))

    async def _page(self, scope: Scope, receive: Receive, send: Send) -> None:
        address = (date.today(), *_address(scope))
        page = None if scope["query_string"] else self._pages.get(address)
        if page is None:
            self._renew()
            page = await self._made(scope, receive)
            if page and page[0]["status"] == HTTPStatus.OK and not scope["query_string"]:
                self._pages[address] = page
                if len(self._pages) > ADDRESSES:
                    self._pages.popitem(last=False)
        else:
            self._pages.move_to_end(address)
        for message in page:
            await send({**message, "headers": list(message["headers"])} if "headers" in message else message)

    async def _made(self, scope: Scope, receive: Receive) -> list[Message]:
        kept = [(name, value) for name, value in scope["headers"] if name.lower() != b"accept-encoding"]
        start: Message = {}
        body = bytearray()
        made: list[Message] = []

        async def collect(message: Message) -> None:
            if message["type"] == "http.response.start":
                start.update(message)
                return
            body.extend(message.get("body", b""))
            if not message.get("more_body", False):
                html = swedish_page(body.decode("utf-8"), self._first_script)
                headers = MutableHeaders(raw=start["headers"])
                headers["Content-Security-Policy"] = content_security_policy(_INLINE_SCRIPT.findall(html))
                headers["Content-Length"] = str(len(html.encode()))
                headers["Cache-Control"] = "no-store"
                made.extend((start, {"type": "http.response.body", "body": html.encode()}))

        await self._app({**scope, "headers": kept}, receive, collect)
        return made


def _address(scope: Scope) -> tuple[object, ...]:
    """What of a request decides which address the page believes that it has."""
    told = sorted((name, value) for name, value in scope["headers"] if name.lower() in _TELLING)
    return (scope["scheme"], scope.get("server"), scope.get("root_path"), *told)


def _refusal(scope: Scope) -> Response | None:
    """A refusal of what the page never asks for (uploads, files, proxying, code) and of bodies that are too big."""
    path, method = scope["path"], scope["method"]
    if method in {"GET", "HEAD"}:
        return None if _READABLE.fullmatch(path) else _refused(path, "Sidan finns inte.", 404)
    if method != "POST" or not _WRITABLE.fullmatch(path):
        return _refused(path, "Det går inte att skicka något hit.", 404)
    length = Headers(scope=scope).get("content-length", "")
    if not length.isdecimal():
        return _refused(path, "Längden saknas.", 411)
    return _refused(path, "För mycket på en gång.", 413) if int(length) > BODY_LIMIT else None


def _refused(path: str, words: str, status: int) -> Response:
    """Words for a person, or JSON for a program."""
    return JSONResponse({"error": words}, status) if path.startswith("/api/") else PlainTextResponse(words, status)


def with_headers(send: Send) -> Send:
    """``send`` with the headers that every answer has, and a policy where it has none of its own."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(raw=message["headers"])
            for name, value in _HEADERS.items():
                headers[name] = value
            headers.setdefault("Content-Security-Policy", content_security_policy())
        await send(message)

    return sending
