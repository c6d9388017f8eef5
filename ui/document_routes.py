"""The addresses of the documents: /dokument, and /dokument/<id> for reading one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from assistant.domain import Document, Passage
from assistant.errors import CivsamError
from ui import texts
from ui.blocks import Span
from ui.documents import documents_page
from ui.lazy import Lazy
from ui.library import Library, Wish, read, titles_of
from ui.markup import element, escape
from ui.reading import Wanted, reading_page
from ui.shell import whole_page

_LONGEST: Final = 200  # characters of a search in titles


def document_router(served: Lazy) -> APIRouter:
    """The two pages. They ask for the serving generation anew each time."""
    router = APIRouter()

    @router.get("/dokument")
    def documents(request: Request) -> HTMLResponse:
        try:
            every = read(lambda: served.generation, lambda library: tuple(library.documents()))
        except CivsamError as error:
            return problem_page(error)
        return HTMLResponse(documents_page(every, _wish(request.query_params), date.today()))

    @router.get("/dokument/{identifier:path}")
    def document(identifier: str, request: Request) -> HTMLResponse:
        def find(library: Library) -> tuple[Document, tuple[Passage, ...], Mapping[str, str]] | None:
            every = {document.id: document for document in library.documents()}
            found = every.get(identifier)
            return (found, library.passages_of(found), titles_of(every.values())) if found else None

        try:
            found = read(lambda: served.generation, find)
        except CivsamError as error:
            return problem_page(error)
        if found is None:
            return _told(texts.DOCUMENT_MISSING, texts.DOCUMENT_MISSING_NEXT, 404)
        return HTMLResponse(reading_page(*found, date.today(), _wanted(request.query_params)))

    return router


def problem_page(error: CivsamError) -> HTMLResponse:
    """What happened and what to do, without the place on the server."""
    return _told(error.what.rstrip(".") + ".", error.next_step.rstrip(".") + "." if error.next_step else "", 503)


def _told(what: str, next_step: str, code: int) -> HTMLResponse:
    words = element("p", escape(next_step)) if next_step else ""
    return HTMLResponse(whole_page(escape(what), element("h1", escape(what)), words), code)


def _wish(asked: Mapping[str, str]) -> Wish:
    title = asked.get("sok", "")[:_LONGEST].strip()
    return Wish(title, asked.get("typ", ""), asked.get("kommun", ""), asked.get("gallande") == "ja")


def _wanted(asked: Mapping[str, str]) -> Wanted | None:
    """The quoted place in the address, when it is whole."""
    start, end, fingerprint = (asked.get(name, "") for name in ("fran", "till", "citat"))
    if not (start.isascii() and start.isdecimal() and end.isascii() and end.isdecimal() and fingerprint):
        return None
    return Wanted(Span(int(start[:12]), int(end[:12])), fingerprint)
