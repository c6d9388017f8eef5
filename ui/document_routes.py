"""The addresses of the documents: /dokument, and /dokument/<id> for reading one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final, NamedTuple

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from assistant.domain import Document, Passage
from assistant.errors import CivsamError
from ui import texts
from ui.blocks import Span
from ui.documents import documents_page
from ui.lazy import Lazy
from ui.library import Library, Wish, read, titles_of, with_words
from ui.markup import element, escape
from ui.page_view import Shown, Wanted
from ui.pdf_pages import PdfPages
from ui.reading import page_of, reading_page
from ui.shell import whole_page

_LONGEST: Final = 200  # characters of a search
_DIGITS: Final = 6  # of a page number
_PRIVATE: Final = {"Cache-Control": "private, max-age=600"}
_INLINE: Final = {
    "Content-Disposition": "inline",
    # what a browser's own viewer needs, which a stricter policy would stop in some of them
    "Content-Security-Policy": "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'",
}


class Found(NamedTuple):
    """A document, its passages, and the titles of all documents by id."""

    document: Document
    passages: tuple[Passage, ...]
    titles: Mapping[str, str]


def document_router(served: Lazy, pdf_pages: PdfPages) -> APIRouter:
    """The list, reading, a page of a PDF as a picture, and the PDF itself. They ask for the serving generation anew each time."""
    router = APIRouter()

    @router.get("/dokument")
    def documents(request: Request) -> HTMLResponse:
        wish = _wish(request.query_params)
        try:
            every, having = read(lambda: served.generation, lambda library: _searched(library, wish.text))
        except CivsamError as error:
            return problem_page(error)
        return HTMLResponse(documents_page(every, wish, date.today(), having))

    @router.get("/dokument/{identifier:path}")
    def document(identifier: str, request: Request) -> HTMLResponse:
        try:
            found = _found(served, identifier)
        except CivsamError as error:
            return problem_page(error)
        if found is None:
            return _told(texts.DOCUMENT_MISSING, texts.DOCUMENT_MISSING_NEXT, 404)
        wanted = _wanted(request.query_params)
        page = _page(pdf_pages, found, wanted, request.query_params.get("sida", ""))
        return HTMLResponse(reading_page(*found, date.today(), wanted, page))

    @router.get("/sida/{number}/{identifier:path}")
    def page_picture(number: int, identifier: str) -> Response:
        try:
            found = _found(served, identifier)
        except CivsamError as error:
            return problem_page(error)
        drawn = pdf_pages.picture(found.document, number) if found else None
        if drawn is None:
            return _told(texts.FILE_MISSING, texts.FILE_MISSING_NEXT, 404)
        return Response(drawn.png, media_type="image/png", headers=_PRIVATE)

    @router.get("/original/{identifier:path}")
    def original(identifier: str) -> Response:
        try:
            found = _found(served, identifier)
        except CivsamError as error:
            return problem_page(error)
        file = pdf_pages.file(found.document) if found else None
        if file is None:
            return _told(texts.FILE_MISSING, texts.FILE_MISSING_NEXT, 404)
        return Response(file.read_bytes(), media_type="application/pdf", headers=_PRIVATE | _INLINE)

    return router


def _searched(library: Library, text: str) -> tuple[tuple[Document, ...], frozenset[str]]:
    """Every document, and the ids of those whose text has the words."""
    return tuple(library.catalogue), with_words(library, text)


def _found(served: Lazy, identifier: str) -> Found | None:
    """Raises CivsamError when there is no knowledge base."""

    def find(library: Library) -> Found | None:
        found = library.document_called(identifier)
        return Found(found, library.passages_of(found), titles_of(library.catalogue)) if found else None

    return read(lambda: served.generation, find)


def _page(pdf_pages: PdfPages, found: Found, wanted: Wanted | None, asked: str) -> Shown | None:
    """The page to show as a picture: the one asked for, the quoted words', or the first; None when there is no PDF."""
    document = found.document
    if pdf_pages.file(document) is None:
        return None
    quote = wanted.found_in(document.text) if wanted else None
    home = page_of(quote, found.passages)
    number = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < _DIGITS else home or 1
    words = document.text[quote.start : quote.end] if quote and number == home else ""
    return Shown(document.id, number, pdf_pages.picture(document, number, words), has_quote=bool(words))


def problem_page(error: CivsamError) -> HTMLResponse:
    """What happened and what to do, without the place on the server."""
    return _told(error.what.rstrip(".") + ".", error.next_step.rstrip(".") + "." if error.next_step else "", 503)


def _told(what: str, next_step: str, code: int) -> HTMLResponse:
    words = element("p", escape(next_step)) if next_step else ""
    return HTMLResponse(whole_page(escape(what), element("h1", escape(what)), words), code)


def _wish(asked: Mapping[str, str]) -> Wish:
    text = asked.get("sok", "")[:_LONGEST].strip()
    return Wish(text, asked.get("typ", ""), asked.get("kommun", ""), asked.get("gallande") == "ja")


def _wanted(asked: Mapping[str, str]) -> Wanted | None:
    """The quoted place in the address, when it is whole."""
    start, end, fingerprint = (asked.get(name, "") for name in ("fran", "till", "citat"))
    if not (start.isascii() and start.isdecimal() and end.isascii() and end.isdecimal() and fingerprint):
        return None
    return Wanted(Span(int(start[:12]), int(end[:12])), fingerprint)
