"""The web page: layout and wiring only. Importing this module imports Gradio (two to three seconds)."""

from __future__ import annotations

import os

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # read when Gradio is imported; otherwise it calls out at start

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import date
from typing import Any, Final

import gradio as gr
from fastapi import FastAPI
from fastapi.responses import HTMLResponse, JSONResponse

from assistant.settings import Settings
from ui import chat, frame, texts
from ui.about import about_page
from ui.chat import Answering, Session, View
from ui.lazy import Lazy
from ui.messages import messages
from ui.security import Border
from ui.serving import listen, run, to_stdout
from ui.sources import panel
from ui.theme import HEAD, script, stylesheet, theme

AT_ONCE: Final = 32  # answers under way at the same time; more wait their turn
_PRIVATE: Final = {"show_progress": "hidden", "api_visibility": "private"}

Shown = tuple[Any, ...]


def create_app(load: Callable[[], Answering], settings: Settings) -> FastAPI:
    """The whole page as an ASGI application. ``load`` runs in the background, and again if it failed."""
    answering = Lazy(load)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        answering.warm_up()
        yield

    app = FastAPI(lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url=None)
    app.add_middleware(Border, first_script=script())

    @app.get("/healthz")
    async def healthz() -> JSONResponse:
        ready = answering.ready
        return JSONResponse({"status": "ok" if ready else "startar"}, 200 if ready else 503)

    @app.get("/om")
    async def about() -> HTMLResponse:
        return HTMLResponse(about_page())

    mounted: FastAPI = gr.mount_gradio_app(
        app,
        build(answering, settings),
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
        css=stylesheet(),
        head=HEAD,
    )
    return mounted


def serve(load: Callable[[], Answering], settings: Settings, *, announce: Callable[[str], object] = to_stdout) -> None:
    """Serve the page on ``settings.host:port`` until it is stopped. ``announce`` gets one line with the address.

    Raises CivsamError when the address is taken or the assistant cannot be loaded; then nothing has been served.
    """
    with listen(settings.host, settings.port) as listener:
        assistant = load()
        run(create_app(lambda: assistant, settings), listener, announce)


def build(answering: Answering, settings: Settings) -> gr.Blocks:
    """The layout, and what each button does."""
    with gr.Blocks(title=texts.TITLE, analytics_enabled=False, fill_width=True) as page:
        state = gr.State(Session())
        with gr.Column(elem_id="allt"):
            gr.Markdown(lambda: frame.header(date.today()), elem_id="huvud", latex_delimiters=[])
            with gr.Row(elem_id="sida"):
                with gr.Column(elem_id="fragor"):
                    welcome = gr.Markdown(frame.welcome(), elem_id="start", latex_delimiters=[])
                    conversation = gr.Chatbot(
                        elem_id="samtal",
                        label=texts.CONVERSATION,
                        visible=False,
                        height=None,
                        buttons=[],
                        feedback_options=None,
                        latex_delimiters=[],
                        autoscroll=False,
                        layout="bubble",
                    )
                    with gr.Column(elem_id="ruta"):
                        box = gr.Textbox(
                            label=texts.QUESTION_LABEL,
                            info=texts.QUESTION_HINT,
                            lines=1,
                            max_lines=6,
                            html_attributes=gr.InputHTMLAttributes(autocomplete="off"),
                        )
                        with gr.Row(elem_id="knappar"):
                            send = gr.Button(texts.SEND, variant="primary", elem_id="skicka")
                            halt = gr.Button(texts.STOP, visible=False, elem_id="stoppa")
                            status = gr.Markdown(elem_id="status", latex_delimiters=[])
                            restart = gr.Button(texts.RESTART, elem_id="ny")
                    with gr.Column(elem_id="forslag") as suggestions:
                        examples = _examples()
                with gr.Column(elem_id="kallpanel"):
                    sources = gr.Markdown(panel(None), latex_delimiters=[])
            gr.Markdown(frame.footer(), elem_id="fot", latex_delimiters=[])

        outputs = [welcome, suggestions, conversation, status, box, halt, sources]

        async def ask(text: str | None, session: Session) -> AsyncIterator[Shown]:
            limit = settings.question_limit
            async for view in chat.ask(answering, session, text or "", limit=limit, today=date.today()):
                yield _shown(view)

        def asking(text: str) -> Callable[[Session], AsyncIterator[Shown]]:
            async def ask_example(session: Session) -> AsyncIterator[Shown]:
                async for shown in ask(text, session):
                    yield shown

            return ask_example

        limits: dict[str, Any] = _PRIVATE | {"concurrency_limit": AT_ONCE, "concurrency_id": "svar"}
        gr.on([box.submit, send.click], ask, [box, state], outputs, trigger_mode="multiple", **limits)
        for text, button in examples:
            button.click(asking(text), [state], outputs, **limits)
        halt.click(lambda session: session.stop(), [state], None, concurrency_limit=None, **_PRIVATE)
        restart.click(
            lambda session: _shown(session.start_over()), [state], outputs, concurrency_limit=None, **_PRIVATE
        )
    return page


def _examples() -> list[tuple[str, gr.Button]]:
    buttons = []
    gr.Markdown(frame.examples_heading(), latex_delimiters=[])
    with gr.Row(elem_id="exempel"):
        for group in texts.EXAMPLES:
            with gr.Column():
                gr.Markdown(frame.group_heading(group.heading), latex_delimiters=[])
                buttons += [(question, gr.Button(question, size="sm")) for question in group.questions]
    return buttons


def _shown(view: View) -> Shown:
    """The view as values for the components, in the order of ``outputs``."""
    return (
        gr.update(visible=not view.conversation),
        gr.update(visible=not view.conversation),
        gr.update(value=messages(view.conversation), visible=bool(view.conversation)),
        gr.skip() if view.status is None else frame.status(view.status, alarming=view.alarming),
        gr.skip() if view.box is None else view.box,
        gr.update(visible=view.busy),
        panel(view.answer, pending=view.busy),
    )
