"""The addresses of the grants: /bidrag, /bidrag/profil, /bidrag.ics and /bidrag.csv."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from assistant.errors import CivsamError
from assistant.grants.cards import Grant, in_order
from ui.document_routes import problem_page
from ui.grant_calendar import ics, table
from ui.grant_page import Wish, grants_page
from ui.grant_profile_page import profile_page, read_profile
from ui.lazy import Lazy
from ui.library import read

_LONGEST: Final = 40  # characters of a choice
_LONGEST_TEXT: Final = 100  # of what is searched for


def grant_router(served: Lazy) -> APIRouter:
    """The pages and the files. They ask for the serving generation anew each time."""
    router = APIRouter()

    def shown(make: Callable[[Sequence[Grant]], Response]) -> Response:
        try:
            return make(every_grant(served))
        except CivsamError as error:
            return problem_page(error)

    @router.get("/bidrag")
    def grants(request: Request) -> Response:
        return shown(lambda every: HTMLResponse(grants_page(every, _wish(request.query_params), date.today())))

    @router.get("/bidrag/profil")
    def profile(request: Request) -> Response:
        asked = read_profile(request.query_params)
        return shown(lambda every: HTMLResponse(profile_page(every, asked, date.today())))

    @router.get("/bidrag.ics")
    def calendar(request: Request) -> Response:
        return shown(lambda every: _file(ics(_chosen(every, request), date.today()), "text/calendar", "bidrag.ics"))

    @router.get("/bidrag.csv")
    def sheet(request: Request) -> Response:
        return shown(lambda every: _file(table(_chosen(every, request), date.today()), "text/csv", "bidrag.csv"))

    return router


def every_grant(served: Lazy) -> tuple[Grant, ...]:
    """The cards of the serving version, also when that is swapped meanwhile; none where it keeps no cards."""
    return read(lambda: served.generation, lambda library: tuple(getattr(library, "grants", ())))


def _chosen(every: Sequence[Grant], request: Request) -> list[Grant]:
    wish, today = _wish(request.query_params), date.today()
    return in_order([grant for grant in every if wish.admits(grant, today)], today)


def _wish(asked: Mapping[str, str]) -> Wish:
    area, kind = (asked.get(name, "")[:_LONGEST] for name in ("kommun", "slag"))
    text = asked.get("sok", "")[:_LONGEST_TEXT].strip()
    return Wish(area, kind, asked.get("oppet") == "ja", asked.get("upphort") == "ja", text)


def _file(text: str, kind: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(text.encode("utf-8"), media_type=f"{kind}; charset=utf-8", headers=headers)
