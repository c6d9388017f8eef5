"""The addresses of the plans: /planer, and /planer/versioner for what changed between versions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from assistant.errors import CivsamError
from assistant.structured.changes import comparisons
from assistant.structured.plan_answers import newest_first
from ui.document_routes import problem_page
from ui.lazy import Lazy
from ui.library import Library, read
from ui.plan_page import plans_page
from ui.version_page import versions_page


def plan_router(served: Lazy) -> APIRouter:
    """The two pages. They ask for the serving generation anew each time."""
    router = APIRouter()

    def page(make: Callable[[Library], str]) -> HTMLResponse:
        try:
            return HTMLResponse(read(lambda: served.generation, make))
        except CivsamError as error:
            return problem_page(error)

    @router.get("/planer")
    def plans() -> HTMLResponse:
        return page(lambda library: plans_page(library, newest_first(library), date.today()))

    @router.get("/planer/versioner")
    def versions() -> HTMLResponse:
        return page(lambda library: versions_page(library, comparisons(library), date.today()))

    return router
