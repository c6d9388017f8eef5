"""The HTTP API, version 1: the same questions and answers as JSON for other programs. It keeps no state and no text."""

from __future__ import annotations

from collections.abc import Awaitable
from datetime import date
from typing import Any, Final

from fastapi import APIRouter, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse
from starlette.exceptions import HTTPException

from assistant.grants.cards import GrantStatus, in_order, status_on
from ui import grant_texts, texts
from ui.api_page import api_page
from ui.api_shapes import (
    AnswerOut,
    AskIn,
    DocumentsOut,
    ErrorOut,
    GrantsOut,
    SearchIn,
    SearchOut,
    fault_words,
    too_long,
)
from ui.as_json import Json, answer_json, documents_json, grants_json, search_json
from ui.doors import RETRY_AFTER, Doors, told

BASE: Final = "/api/v1"
_HEADERS: Final = {"Civsam-Api-Version": "1", "Cache-Control": "no-store"}
_ERRORS: Final[dict[int | str, dict[str, Any]]] = {
    code: {"model": ErrorOut, "description": words} for code, words in texts.API_ERRORS.items()
}


def attach(app: FastAPI, doors: Doors) -> None:
    """Put the API under /api/v1 and its page in Swedish at /api."""
    api = application(doors)
    router = APIRouter()

    @router.get("/api")
    async def about() -> HTMLResponse:
        return HTMLResponse(api_page(api.openapi(), BASE))

    app.include_router(router)
    app.mount(BASE, api)


def application(doors: Doors) -> FastAPI:
    """The API alone. No other site's pages may read its answers: there are no CORS headers."""
    api = FastAPI(
        title=texts.API_TITLE,
        description=texts.API_INTRO,
        version="1",
        servers=[{"url": BASE}],
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
    )

    @api.post("/ask", response_model=AnswerOut, responses=_ERRORS, summary=texts.API_ASK)
    async def ask(asked: AskIn) -> JSONResponse:
        async def work() -> Json:
            question = asked.to_question()
            too_long(asked, doors.settings.question_limit)
            return answer_json(await doors.answer(question))

        return await _replied(work())

    @api.post("/search", response_model=SearchOut, responses=_ERRORS, summary=texts.API_SEARCH)
    async def search(asked: SearchIn) -> JSONResponse:
        async def work() -> Json:
            question = asked.to_question()
            too_long(asked, doors.settings.question_limit)
            return search_json(question.text, await doors.search(question, asked.k))

        return await _replied(work())

    @api.get("/documents", response_model=DocumentsOut, responses={503: _ERRORS[503]}, summary=texts.API_DOCUMENTS)
    async def documents() -> JSONResponse:
        async def work() -> Json:
            return documents_json(await doors.documents(), date.today())

        return await _replied(work())

    @api.get("/grants", response_model=GrantsOut, responses={503: _ERRORS[503]}, summary=grant_texts.API_GRANTS)
    async def grants() -> JSONResponse:
        async def work() -> Json:
            every = await doors.grants()
            there = [one for one in every if status_on(one, date.today()) is not GrantStatus.ENDED]
            return grants_json(in_order(there, date.today()), date.today())

        return await _replied(work())

    @api.get("/openapi.json", include_in_schema=False)
    async def openapi() -> JSONResponse:
        return JSONResponse(api.openapi(), headers=_HEADERS)

    @api.exception_handler(RequestValidationError)
    async def invalid(_: Request, error: RequestValidationError) -> JSONResponse:
        faults = error.errors()
        if any(fault["type"] == "json_invalid" or fault["loc"] == ("body",) for fault in faults):
            return _failed(400, texts.API_BODY)
        return _failed(422, fault_words(faults))

    @api.exception_handler(HTTPException)
    async def refused(_: Request, error: HTTPException) -> JSONResponse:
        words = texts.API_REFUSALS.get(error.status_code, texts.API_BODY)
        return _failed(error.status_code, words, dict(error.headers or {}))

    return api


async def _replied(work: Awaitable[Json]) -> JSONResponse:
    """The JSON, or what went wrong."""
    try:
        return JSONResponse(await work, headers=_HEADERS)
    except Exception as error:  # the last border before another program
        status, problem = told(error)
        return _failed(status, " ".join(part for part in problem if part))


def _failed(status: int, words: str, headers: dict[str, str] | None = None) -> JSONResponse:
    extra = {"Retry-After": RETRY_AFTER} if status == 503 else {}
    return JSONResponse({"error": words}, status, headers=_HEADERS | extra | (headers or {}))
