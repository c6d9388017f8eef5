"""/healthz, /readyz and /metrics: for those who run the service, and the programs that watch it."""

from __future__ import annotations

from ipaddress import ip_address

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, PlainTextResponse, Response

from ui import texts
from ui.lazy import Lazy
from ui.library import read
from ui.metrics import CONTENT_TYPE, Metrics

_PASSED_ON = (
    "forwarded",
    "x-forwarded-for",
    "x-real-ip",
    "via",
)  # set by a proxy: somebody else than this machine asks
_NO_STORE = {"Cache-Control": "no-store"}


def operation_router(served: Lazy, metrics: Metrics) -> APIRouter:
    """Nothing here tells what anybody asked. /metrics is for this machine alone, also behind a proxy."""
    router = APIRouter()

    @router.get("/healthz")
    async def healthz() -> JSONResponse:
        ready = served.ready
        return JSONResponse({"status": "ok" if ready else "startar"}, 200 if ready else 503)

    @router.get("/readyz")
    def readyz() -> JSONResponse:
        status = _readiness(served)
        return JSONResponse({"status": status}, 200 if status == texts.READY else 503, headers=_NO_STORE)

    @router.get("/metrics")
    def numbers(request: Request) -> Response:
        if not _from_this_machine(request):
            return PlainTextResponse(texts.METRICS_CLOSED, 403, headers=_NO_STORE)
        return Response(metrics.text(served), media_type=CONTENT_TYPE, headers=_NO_STORE)

    return router


def _readiness(served: Lazy) -> str:
    """Whether a question can be answered now: the knowledge base is open, and there is a document to read in it."""
    if not served.ready:
        return texts.NOT_READY_YET
    try:
        found = read(lambda: served.generation, lambda library: any(True for _ in library.documents()))
    except Exception:  # whatever is wrong with the index: a balancer is to send visitors elsewhere
        return texts.NOT_READY
    return texts.READY if found else texts.NOT_READY


def _from_this_machine(request: Request) -> bool:
    if request.client is None or any(name in request.headers for name in _PASSED_ON):
        return False
    try:
        return ip_address(request.client.host).is_loopback
    except ValueError:
        return False
