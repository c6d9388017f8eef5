"""``CIVSAM_LOG=json``: a line of JSON for every request and every message, for those who run the service.

Never what anybody asked, nor from which address: a route is told by its pattern, a fault by its kind and its places in the code.
"""

from __future__ import annotations

import json
import logging
import sys
import time
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any, Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.api import BASE

UNKNOWN: Final = "annat"  # a route that does not exist: what was written in the address is the visitor's own words
CHAT: Final = "chat"  # a question in the chat; its pieces come by a request that lasts as long as the page is open
_OURS: Final = frozenset(("assistant", "ingest", "ui", "evals", "civsam"))
_REQUESTS: Final = logging.getLogger("civsam.requests")


class Entry:
    """What is told about one request, as far as it is known."""

    def __init__(self) -> None:
        self.outcome: str | None = None
        self.generation: str | None = None
        self.is_written = False


_CURRENT: Final[ContextVar[Entry | None]] = ContextVar("civsam_request", default=None)


def log_as_json() -> None:
    """Every message as a line of JSON to standard error, and a line for every request."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    _REQUESTS.setLevel(logging.INFO)


class JsonLines(logging.Formatter):
    """A record as one line: what was said, or the fields of a request."""

    def format(self, record: logging.LogRecord) -> str:
        said = {"time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")}
        fields = getattr(record, "fields", None) or _told(record)
        return json.dumps(said | fields, ensure_ascii=False)


def _told(record: logging.LogRecord) -> dict[str, str]:
    message = record.getMessage()
    if record.name.partition(".")[0] not in _OURS:
        message = message.partition("\n")[0]  # what follows may be a fault in full, with its words
    fields = {"level": record.levelname.lower(), "logger": record.name, "message": message}
    if record.exc_info and record.exc_info[0]:
        kind, _, trace = record.exc_info  # never the fault's own words: they may repeat the question
        fields |= {"fault": kind.__name__, "places": "".join(traceback.format_tb(trace))}
    return fields


def ended(outcome: str, seconds: float, generation: str | None) -> None:
    """A question is done with: told with its request, or in a line of its own where it came by none."""
    entry = _CURRENT.get()
    if entry is not None and not entry.is_written:
        entry.outcome, entry.generation = outcome, generation
    else:
        _write(CHAT, None, seconds, outcome, generation)


class RequestLog:
    """ASGI middleware, outermost: a line when a request is done with."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not _REQUESTS.isEnabledFor(logging.INFO):
            await self._app(scope, receive, send)
            return
        entry, started, status = Entry(), time.perf_counter(), 500

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        token = _CURRENT.set(entry)
        try:
            await self._app(scope, receive, sending)
        finally:
            _CURRENT.reset(token)
            entry.is_written = True
            _write(_route(scope), status, time.perf_counter() - started, entry.outcome, entry.generation)


def _route(scope: Scope) -> str:
    """The pattern of the route that answered, which holds nothing that was asked for."""
    if scope["path"] == "/":
        return "/"
    pattern = getattr(scope.get("route"), "path", None)
    if not isinstance(pattern, str):
        return UNKNOWN
    return BASE + pattern if scope["path"].startswith(f"{BASE}/") and not pattern.startswith(BASE) else pattern


def _write(route: str, status: int | None, seconds: float, outcome: str | None, generation: str | None) -> None:
    fields: dict[str, Any] = {"route": route, "status": status, "seconds": round(seconds, 4)}
    _REQUESTS.info("request", extra={"fields": fields | {"outcome": outcome, "generation": generation}})
