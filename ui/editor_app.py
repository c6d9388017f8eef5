"""The editors' application: plain HTML behind a login, over the whole collection. No Gradio, no part of the public one."""

from __future__ import annotations

import asyncio
import json
import logging
import re
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Final

import anyio
from anyio import to_thread
from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException

from assistant.errors import CivsamError, SettingsError
from assistant.retrieval import storage
from assistant.settings import PROJECT, Settings
from ingest.health import HealthReport, health_report
from ingest.lock import reason
from ingest.originals import Originals
from ingest.progress import Progress
from ingest.quarantine import Quarantine
from ui import editor_pages as pages
from ui import editor_texts as texts
from ui import enkel, export
from ui.about import about_page
from ui.document_routes import document_router
from ui.doors import Doors, told
from ui.editor_access import Editors, Guesses, Sessions, Tokens, editors_of, new_token
from ui.editor_audit import Audit, Deed
from ui.editor_gate import LOGIN, VISIT, Gate, Knows, Visit, cookie, forget_cookie, is_loopback, set_cookie
from ui.editor_job import Job, State
from ui.editor_removal import choose, removable, remove
from ui.editor_upload import UploadError, folders, store
from ui.feedback_store import FeedbackStore
from ui.forms import FormError
from ui.grant_routes import grant_router
from ui.health_page import health_parts
from ui.lazy import Lazy, Served
from ui.messages import Problem
from ui.pdf_pages import PdfPages
from ui.plan_routes import plan_router
from ui.serving import listen, run, to_stdout

if TYPE_CHECKING:
    from ingest.pipeline import IngestReport

_LOG: Final = logging.getLogger(__name__)
_DAY: Final = 24 * 60 * 60  # seconds
_LATEST: Final = 10  # events on the first page
_LINES: Final = 200  # events on the page of the log
_FIELDS: Final = 20
_FIELD: Final = 10_000  # bytes of a field that is no file
_CHECKS: Final = 2  # passwords looked at, or files read, at the same time: each needs memory
RUNS: Final = (PROJECT / "evals" / "runs", PROJECT / "evals" / "results")


class Whole(Lazy):
    """The assistant over everything: the collection for staff where there is one, opened anew when there comes to be one."""

    def __init__(self, data_dir: Path, load: Callable[[Path], Served]) -> None:
        super().__init__(lambda: load(self._place))
        self._data_dir = data_dir
        self._place = self.place
        self._moving = Lock()

    @property
    def place(self) -> Path:
        """The data directory that holds everything now."""
        inner = storage.staff_dir(self._data_dir)
        return inner if (inner / "CURRENT").exists() else self._data_dir

    def get(self) -> Served:
        with self._moving:
            if (place := self.place) != self._place:
                self._place, self._loaded = place, None
        return super().get()


class Desk:
    """What the routes share."""

    def __init__(self, settings: Settings, whole: Whole, editors: Editors) -> None:
        self.settings = settings
        self.whole = whole
        self.editors = editors
        self.sessions = Sessions()
        self.guesses = Guesses()
        self.tokens = Tokens()
        self.audit = Audit(settings.data_dir, settings.audit_days)
        self.job = Job(lambda progress: _ingest(settings, progress), self._ended)
        self.slow = anyio.CapacityLimiter(_CHECKS)

    def _ended(self, state: State) -> None:
        self.audit.write(state.who, Deed.INGEST_FAILED if state.problem else Deed.INGEST_DONE)

    def page(self, request: Request, title: str, body: Iterable[str], status: int = 200, **more: str) -> HTMLResponse:
        visit = visit_of(request)
        token = "" if self.settings.editor_header else self.tokens.of(visit.key)
        here = more.pop("here", request.url.path)
        html = pages.page(title, *body, here=here, who=visit.name or "", token=token, **more)
        return HTMLResponse(html, status)

    def token(self, request: Request) -> str:
        return self.tokens.of(visit_of(request).key)

    async def posted(self, request: Request) -> FormData:
        """The form's fields, when it carries the session's token. Every route that changes something begins here.

        Raises FormError.
        """
        try:
            form = await request.form(max_files=1, max_fields=_FIELDS, max_part_size=_FIELD)
        except HTTPException as error:
            raise FormError(400, texts.FORM_OLD) from error
        token = form.get(pages.TOKEN)
        if not isinstance(token, str) or not self.tokens.fits(visit_of(request).key, token):
            raise FormError(403, texts.FORM_OLD)
        return form


def visit_of(request: Request) -> Visit:
    visit: Visit = request.scope[VISIT]
    return visit


def create_editor_app(settings: Settings, load: Callable[[Path], Served] | None = None) -> FastAPI:
    """The whole application. Raises SettingsError when nobody could log in. ``load`` opens a data directory."""
    desk = Desk(settings, Whole(settings.data_dir, load or _loading(settings)), _editors(settings))

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        forgetting = asyncio.create_task(_forget_daily(desk.audit))
        yield
        forgetting.cancel()

    app = FastAPI(lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url=None)
    app.add_middleware(Gate, knows=Knows(desk.sessions, settings.editor_header))
    _reading(app, desk)
    _going_in_and_out(app, desk)
    _looking(app, desk)
    _changing(app, desk)
    _removing(app, desk)
    _faults(app, desk)
    return app


def serve_editors(settings: Settings, *, announce: Callable[[str], object] = to_stdout) -> None:
    """Serve the editors' pages on this machine alone until it is stopped.

    Raises CivsamError when nobody could log in, when others could reach it without a proxy, or when the address is taken.
    """
    if not (settings.host == "localhost" or is_loopback(settings.host)):
        raise SettingsError(texts.NOT_LOOPBACK, where=settings.host, next_step=texts.NOT_LOOPBACK_NEXT)
    app = create_editor_app(settings)
    with listen(settings.host, settings.port) as listener:
        run(app, listener, announce, proxy_headers=False)


def _editors(settings: Settings) -> Editors:
    editors = editors_of(settings.editors.get_secret_value())
    if settings.editor_header and editors:
        raise SettingsError(texts.BOTH_WAYS, next_step=texts.BOTH_WAYS_NEXT)
    if not settings.editor_header and not editors:
        raise SettingsError(texts.NO_EDITORS, next_step=texts.NO_EDITORS_NEXT)
    return editors


def _loading(settings: Settings) -> Callable[[Path], Served]:
    def opened(data_dir: Path) -> Served:
        from assistant.wiring import load

        return load(settings.model_copy(update={"data_dir": data_dir}))

    return opened


def _ingest(settings: Settings, progress: Progress) -> IngestReport:
    from assistant.adapters.embedding import load_embedder
    from assistant.wiring import vector_server
    from ingest.pipeline import ingest

    corpus = settings.corpus_dir
    return ingest(
        [corpus], settings.data_dir, load_embedder(settings),
        progress=progress, catalogue_dir=corpus, server=vector_server(settings),
    )  # fmt: skip


async def _forget_daily(audit: Audit) -> None:
    while True:
        try:
            await to_thread.run_sync(lambda: audit.forget(datetime.now(UTC)))
        except OSError as error:
            _LOG.warning("Gamla rader i redaktörernas logg gick inte att ta bort: %s", type(error).__name__)
        await asyncio.sleep(_DAY)


# --- reading and asking, as on the public pages, but over everything ---------------------------------------------


def _reading(app: FastAPI, desk: Desk) -> None:
    settings, whole = desk.settings, desk.whole
    doors = Doors(whole.get, settings.model_copy(update={"feedback_days": 0}))  # editors are no visitors
    app.include_router(document_router(whole, PdfPages(storage.staff_dir(settings.data_dir), settings.data_dir)))
    app.include_router(grant_router(whole))
    app.include_router(plan_router(whole))
    app.include_router(enkel.routes(doors))
    app.include_router(export.routes(doors))

    @app.get("/")
    async def home() -> Response:
        return RedirectResponse(pages.HOME, 303)

    @app.get("/halsa")
    async def health() -> Response:
        return RedirectResponse(f"{pages.HOME}/halsa", 303)

    @app.get("/om")
    async def about() -> HTMLResponse:
        return HTMLResponse(about_page(settings))

    @app.get("/api")
    async def api(request: Request) -> HTMLResponse:
        return desk.page(request, texts.MISSING, [texts.API_ELSEWHERE], 404)

    @app.get("/healthz")
    async def healthz() -> JSONResponse:
        return JSONResponse({"status": "ok"})


# --- in and out --------------------------------------------------------------------------------------------------


def _going_in_and_out(app: FastAPI, desk: Desk) -> None:
    def login_page(request: Request, problem: Problem | None = None, status: int = 200) -> HTMLResponse:
        """The form, with a token of its own: nobody is to be logged in by another site."""
        token = cookie(request.headers) or new_token()
        page = HTMLResponse(pages.login_page(desk.tokens.of(f"cookie:{token}"), problem), status)
        set_cookie(page, request.headers, token)
        return page

    if desk.settings.editor_header:

        @app.get(LOGIN)
        async def outside(request: Request) -> Response:
            if visit_of(request).name:
                return RedirectResponse(pages.HOME, 303)
            return HTMLResponse(pages.page(texts.LOGIN, pages.alert(Problem(texts.PROXY_LOGIN))), 403)

        return

    @app.get(LOGIN)
    async def form(request: Request) -> Response:
        return RedirectResponse(pages.HOME, 303) if visit_of(request).name else login_page(request)

    @app.post(LOGIN)
    async def login(request: Request) -> Response:
        try:
            sent = await desk.posted(request)
        except FormError as error:
            return login_page(request, Problem(texts.LOGIN_OLD), error.status)
        said, password = (str(sent.get(name, "")) for name in ("namn", "losenord"))
        name = said.strip().lower()
        who = name if name in desk.editors else texts.UNKNOWN  # what was typed may be a password in the wrong field
        if not desk.guesses.begin(name):  # also for names that nobody has: else it would tell which there are
            await _log(desk, who, Deed.LOGIN_STOPPED)
            return login_page(request, Problem(texts.LOGIN_STOPPED), 429)
        if not await to_thread.run_sync(desk.editors.know, name, password, limiter=desk.slow):
            await _log(desk, who, Deed.LOGIN_FAILED)
            return login_page(request, Problem(texts.LOGIN_WRONG), 403)
        await _log(desk, who, Deed.LOGIN)
        desk.guesses.right(name)
        desk.sessions.end(cookie(request.headers))
        response = RedirectResponse(pages.HOME, 303)
        set_cookie(response, request.headers, desk.sessions.begin(name))  # never the one from before the login
        return response

    @app.post(f"{pages.HOME}/logga-ut")
    async def logout(request: Request) -> Response:
        try:
            await desk.posted(request)
        except FormError as error:
            return _fault(desk, request, Problem(str(error)), error.status)
        desk.sessions.end(cookie(request.headers))
        await _log(desk, visit_of(request).name or texts.UNKNOWN, Deed.LOGOUT)
        response = RedirectResponse(LOGIN, 303)
        forget_cookie(response, request.headers)
        return response


def _faults(app: FastAPI, desk: Desk) -> None:
    """What goes wrong is told in Swedish, without places on the server."""

    @app.exception_handler(HTTPException)
    async def missing(request: Request, error: HTTPException) -> Response:
        return _fault(desk, request, Problem(texts.MISSING), error.status_code)

    @app.exception_handler(OSError)
    async def full(request: Request, error: OSError) -> Response:
        _LOG.error("Datorn sa nej: %s", reason(error))
        return _fault(desk, request, Problem(texts.DISK, texts.DISK_NEXT), 503)

    @app.exception_handler(Exception)
    async def unexpected(request: Request, error: Exception) -> Response:
        return _fault(desk, request, told(error)[1], 500)


# --- looking -----------------------------------------------------------------------------------------------------


def _looking(app: FastAPI, desk: Desk) -> None:
    settings = desk.settings

    def page(path: str, title: str, body: Callable[[], Iterable[str]]) -> None:
        """A page that only shows something; what it cannot read it says."""

        async def shown(request: Request) -> Response:
            try:
                found = await to_thread.run_sync(lambda: list(body()))
            except CivsamError as error:
                return _fault(desk, request, Problem.of(error), 503)
            return desk.page(request, title, found)

        app.add_api_route(path, shown, methods=["GET"], response_class=HTMLResponse)

    page(pages.HOME, texts.START, lambda: pages.start_page(_standing(desk), desk.audit.latest(_LATEST)))
    page(f"{pages.HOME}/halsa", texts.HEALTH, lambda: health_parts(_health(desk)))
    page(f"{pages.HOME}/aterkoppling", texts.FEEDBACK, lambda: _feedback(settings))
    page(f"{pages.HOME}/matningar", texts.EVALS, _evals)
    page(
        f"{pages.HOME}/logg",
        texts.LOG,
        lambda: (f"<p>{texts.LOG_INTRO}</p>", pages.log_table(desk.audit.latest(_LINES))),
    )


def _standing(desk: Desk) -> str:
    try:
        library = storage.open_current(desk.whole.place)
    except CivsamError:
        return texts.NOTHING_INGESTED
    try:
        every = library.catalogue
        return texts.counts(len(every), sum(one.staff_only for one in every), library.name)
    finally:
        library.close()


def _health(desk: Desk) -> HealthReport:
    place = desk.whole.place
    library = storage.open_current(place)
    try:
        return health_report(library.catalogue, library.health(), Originals(desk.settings.data_dir), Quarantine(place))
    finally:
        library.close()


def _feedback(settings: Settings) -> Iterable[str]:
    every = FeedbackStore(settings.data_dir, settings.feedback_days).every(date.today())
    return pages.feedback_body(every, settings.feedback_days)


def _evals() -> Iterable[str]:
    for folder in newest_first(RUNS):
        try:
            about, summary = (
                json.loads((folder / name).read_text(encoding="utf-8")) for name in ("run.json", "summary.json")
            )
            return list(pages.evals_body(folder.name, about, summary))
        except (OSError, ValueError, KeyError, TypeError):
            continue  # begun and not finished, or made by another version
    return [f"<p>{texts.EVALS_NONE}</p>"]


def newest_first(roots: Iterable[Path]) -> list[Path]:
    """The folders of finished runs."""
    found = [path for root in roots if root.is_dir() for path in root.glob("*/summary.json")]
    return [path.parent for path in sorted(found, key=lambda path: path.stat().st_mtime, reverse=True)]


# --- changing ----------------------------------------------------------------------------------------------------


def _changing(app: FastAPI, desk: Desk) -> None:
    corpus = desk.settings.corpus_dir
    upload, ingest = f"{pages.HOME}/lagg-till", f"{pages.HOME}/las-in"

    def form(request: Request, *above: str, chosen: str = "", status: int = 200) -> HTMLResponse:
        intro = f"<p>{texts.UPLOAD_INTRO}</p>"
        shown = pages.upload_form(desk.token(request), folders(corpus), chosen)
        return desk.page(request, texts.UPLOAD, [*above, intro, shown], status)

    @app.get(upload)
    def start(request: Request) -> HTMLResponse:
        return form(request)

    @app.post(upload)
    async def send(request: Request) -> Response:
        who = visit_of(request).name or texts.UNKNOWN
        try:
            sent = await desk.posted(request)
        except FormError as error:
            return form(request, pages.alert(Problem(str(error))), status=error.status)
        file, folder = sent.get("fil"), str(sent.get("mapp", ""))
        name = (file.filename or "") if isinstance(file, UploadFile) else ""
        try:
            if not isinstance(file, UploadFile) or not name:
                raise UploadError(texts.NO_FILE, next_step=texts.EMPTY_FILE_NEXT)
            handle, replace = file.file, sent.get("ersatt") == "ja"
            stored = await to_thread.run_sync(
                lambda: store(corpus, folder, name, handle, replace=replace), limiter=desk.slow
            )
        except CivsamError as error:
            await _log(desk, who, Deed.UPLOAD_REFUSED, _shown(folder, name))
            return form(request, pages.alert(Problem.of(error)), chosen=folder, status=422)
        finally:
            await sent.close()
        await _log(desk, who, Deed.REPLACE if stored.replaced else Deed.UPLOAD, stored.name)
        return form(request, pages.stored_note(stored), chosen=folder)

    @app.get(ingest)
    async def progress(request: Request) -> HTMLResponse:
        state = desk.job.state
        again = f'<meta http-equiv="refresh" content="{pages.AGAIN}">' if state.running else ""
        return desk.page(request, texts.INGEST, pages.ingest_body(state, desk.token(request)), head=again)

    @app.post(ingest)
    async def begin(request: Request) -> Response:
        try:
            await desk.posted(request)
        except FormError as error:
            return _fault(desk, request, Problem(str(error)), error.status)
        who = visit_of(request).name or texts.UNKNOWN
        if not desk.job.state.running:  # else the page shows that one
            await _log(desk, who, Deed.INGEST)
            desk.job.start(who)
        return RedirectResponse(ingest, 303)


def _removing(app: FastAPI, desk: Desk) -> None:
    """A file is chosen, then confirmed: by what it holds, so that nothing goes that nobody has seen."""
    corpus = desk.settings.corpus_dir
    path = f"{pages.HOME}/ta-bort"

    async def form(request: Request, *above: str, status: int = 200) -> HTMLResponse:
        names = await to_thread.run_sync(removable, corpus)
        return desk.page(request, texts.REMOVAL, [*above, *pages.removal_form(names)], status)

    @app.get(path)
    async def start(request: Request, dokument: str = "") -> HTMLResponse:
        if not dokument:
            return await form(request)
        try:
            chosen = await to_thread.run_sync(choose, corpus, dokument)
        except CivsamError as error:
            return await form(request, pages.alert(Problem.of(error)), status=422)
        return desk.page(request, texts.REMOVAL, pages.confirm_form(desk.token(request), chosen))

    @app.post(path)
    async def confirmed(request: Request) -> Response:
        try:
            sent = await desk.posted(request)
        except FormError as error:
            return _fault(desk, request, Problem(str(error)), error.status)
        who = visit_of(request).name or texts.UNKNOWN
        name, held = (str(sent.get(field, "")) for field in ("dokument", "innehall"))
        try:
            await to_thread.run_sync(choose, corpus, name)
            await _log(desk, who, Deed.REMOVE, name)  # what cannot be logged is not done
            await to_thread.run_sync(remove, corpus, name, held)
        except CivsamError as error:
            await _log(desk, who, Deed.REMOVE_REFUSED, _shown(*name.rpartition("/")[::2]))
            return await form(request, pages.alert(Problem.of(error)), status=422)
        return await form(request, pages.removed_note(name))


def _shown(folder: str, name: str) -> str:
    """A name for the log: one line, and not longer than a name is."""
    return re.sub(r"[^\w .()/+-]", "-", f"{folder}/{name}")[:200]


async def _log(desk: Desk, who: str, what: Deed, document: str = "") -> None:
    await to_thread.run_sync(desk.audit.write, who, what, document)


def _fault(desk: Desk, request: Request, problem: Problem, status: int) -> HTMLResponse:
    return desk.page(request, texts.FAULT, [pages.alert(problem)], status)
