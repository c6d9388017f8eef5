"""The web page: its routes and how it is served. Importing this module imports Gradio (two to three seconds)."""

from __future__ import annotations

import os

from assistant.environment import TOLD, make_harmless

os.environ.update(TOLD)  # read when Gradio is imported; otherwise it calls out at start

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial

import gradio as gr
from fastapi import FastAPI
from fastapi.responses import HTMLResponse

from assistant.settings import Settings
from ui import api, enkel, export, feedback, mcp
from ui.about import about_page
from ui.departing import Departures
from ui.document_routes import document_router
from ui.doors import Doors
from ui.feedback_store import FeedbackStore
from ui.grant_routes import grant_router
from ui.health_routes import health_router
from ui.layout import build, forget, renew
from ui.lazy import Lazy, Served
from ui.line import AT_ONCE, AT_ONCE_MODEL, Line
from ui.logs import RequestLog
from ui.metrics import Counted, Metrics
from ui.operation_routes import operation_router
from ui.page_states import keep_only_conversations
from ui.pdf_pages import PdfPages
from ui.plan_routes import plan_router
from ui.security import Border
from ui.serving import listen, run, to_stdout
from ui.styles import ICON_LINK, chat_css
from ui.theme import script, theme


def create_app(load: Callable[[], Served], settings: Settings, line: Line | None = None) -> FastAPI:
    """The whole page as an ASGI application. ``load`` runs in the background, and again if it failed.

    Every question waits in the same ``line``, whichever door it comes by.
    """
    make_harmless(os.environ)
    metrics = Metrics()
    line = line or _line(settings)
    answering = Lazy(lambda: Counted(load(), metrics))
    store = FeedbackStore(settings.data_dir, settings.feedback_days)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        answering.warm_up()
        forgetting = asyncio.create_task(feedback.forget_daily(store))
        yield
        forgetting.cancel()

    app = FastAPI(lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url=None)
    page = build(answering, settings, line)
    app.add_middleware(Departures, forget=partial(forget, page))
    app.add_middleware(Border, first_script=script(), renew=partial(renew, page))
    app.add_middleware(RequestLog)

    @app.get("/om")
    async def about() -> HTMLResponse:
        return HTMLResponse(about_page(settings))

    app.include_router(document_router(answering, PdfPages(settings.data_dir)))
    app.include_router(health_router(answering, settings.data_dir))
    app.include_router(grant_router(answering))
    app.include_router(plan_router(answering))
    app.include_router(operation_router(answering, metrics))
    doors = Doors(answering.get, settings, line)
    metrics.watch("chat", lambda: max(0, line.length - doors.inside))
    metrics.watch("other", lambda: doors.inside)
    app.include_router(enkel.routes(doors))
    app.include_router(export.routes(doors))
    app.include_router(feedback.routes(doors, store))
    app.include_router(mcp.routes(doors))
    api.attach(app, doors)
    mounted: FastAPI = gr.mount_gradio_app(
        app,
        page,
        "/",
        show_error=False,
        footer_links=[],
        run_history=False,
        enable_monitoring=False,
        ssr_mode=False,
        pwa=False,
        mcp_server=False,
        allowed_paths=[],
        theme=theme(),
        css=chat_css(),
        head=ICON_LINK,
    )
    keep_only_conversations(mounted, page)
    return mounted


def _line(settings: Settings) -> Line:
    return Line(AT_ONCE_MODEL if settings.chat_model else AT_ONCE)


def serve(load: Callable[[], Served], settings: Settings, *, announce: Callable[[str], object] = to_stdout) -> None:
    """Serve the page on ``settings.host:port`` until it is stopped. ``announce`` gets one line with the address.

    Raises CivsamError when the address is taken or the assistant cannot be loaded; then nothing has been served.
    """
    with listen(settings.host, settings.port) as listener:
        assistant = load()
        line = _line(settings)
        run(create_app(lambda: assistant, settings, line), listener, announce, line)
