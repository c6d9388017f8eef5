"""/halsa: how the documents and their sources are."""

from __future__ import annotations

from pathlib import Path

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from assistant.errors import CivsamError
from assistant.retrieval.storage import Generation
from ingest.health import HealthReport, health_report
from ingest.originals import Originals
from ingest.quarantine import Quarantine
from ui.document_routes import problem_page
from ui.health_page import health_page
from ui.lazy import Lazy
from ui.library import Library, read


def health_router(served: Lazy, data_dir: Path) -> APIRouter:
    """The page. What fetching has found is read each time: it may come between two ingests."""
    router = APIRouter()

    @router.get("/halsa")
    def health() -> HTMLResponse:
        def look(library: Library) -> HealthReport:
            health = library.health() if isinstance(library, Generation) else {}
            return health_report(library.catalogue, health, Originals(data_dir), Quarantine(data_dir))

        try:
            report = read(lambda: served.generation, look)
        except CivsamError as error:
            return problem_page(error)
        return HTMLResponse(health_page(report))

    return router
