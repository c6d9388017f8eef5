"""Every route that the application has, also those of Gradio and those that its next release brings, against a list."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from page_fakes import FakeAssistant

from assistant.settings import Settings
from ui.security import Border

OPEN = {
    "GET": {
        "/", "/om", "/healthz", "/readyz", "/metrics", "/halsa",
        "/dokument", "/dokument/{identifier:path}", "/sida/{number}/{identifier:path}", "/original/{identifier:path}",
        "/planer", "/planer/versioner", "/bidrag", "/bidrag/profil", "/bidrag.ics", "/bidrag.csv",
        "/enkel", "/aterkoppling", "/api", "/api/v1/documents", "/api/v1/grants", "/api/v1/openapi.json",
        # Gradio's, for the page: its settings, its files, and the streams of an answer and of an open page
        "/config", "/theme.css", "/manifest.json", "/robots.txt", "/favicon.ico", "/static/{path:path}", "/assets/{path:path}",
        "/gradio_api/queue/data", "/gradio_api/startup-events", "/gradio_api/heartbeat/{session_hash}",
    },
    "POST": {
        "/mcp", "/enkel", "/aterkoppling", "/exportera/{kind}", "/api/v1/ask", "/api/v1/search",
        "/gradio_api/queue/join", "/gradio_api/cancel", "/gradio_api/reset", "/gradio_api/reset/",
    },
}  # fmt: skip
SAMPLES = {"number": "1", "kind": "md"}
NEVER = (
    "upload",
    "file",
    "proxy",
    "monitoring",
    "openapi",
    "docs",
    "info",
    "component_server",
    "runs",
    "login",
    "vibe",
    "call",
    "run",
)
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT")


def routes_of(holder: Any, before: str = "") -> Iterator[tuple[str, frozenset[str]]]:
    """(path with its parameters, methods) of every route, through mounts and included routers."""
    for route in holder:
        router = getattr(route, "original_router", None)
        if router is not None:
            yield from routes_of(router.routes, before + route.include_context.prefix)
        elif getattr(route, "routes", None):
            yield from routes_of(route.routes, before + route.path.rstrip("/"))
        elif getattr(route, "methods", None):
            yield before + route.path, frozenset(route.methods)
        else:
            yield before + getattr(route, "path", "/"), frozenset({"GET", "POST"})


def passes(method: str, path: str) -> bool:
    """Whether the border lets it through to the application."""
    reached = []

    async def inside(*_: object) -> None:
        reached.append(path)

    async def ignore(_: object) -> None:
        pass

    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "headers": [(b"content-length", b"1")],
        "query_string": b"",
    }
    if path == "/" and method == "GET":
        return True  # the page itself, which the border reads
    asyncio.run(Border(inside, "")(scope, ignore, ignore))  # type: ignore[arg-type]
    return bool(reached)


def filled(path: str) -> str:
    return re.sub(r"\{(\w+)(?::\w+)?\}", lambda found: SAMPLES.get(found[1], "prov"), path)


@pytest.fixture(scope="module")
def every() -> list[tuple[str, frozenset[str]]]:
    from ui.app import create_app

    return list(routes_of(create_app(FakeAssistant, Settings(mcp=True)).routes))


def opened(every: Iterable[tuple[str, frozenset[str]]], method: str) -> set[str]:
    return {path for path, methods in every if method in methods and passes(method, filled(path))}


def test_exactly_the_listed_routes_are_open(every: list[tuple[str, frozenset[str]]]) -> None:
    assert len(every) > 70  # all of Gradio's were found
    for method in ("GET", "POST"):
        assert opened(every, method) == OPEN[method]


def test_no_other_method_is_open(every: list[tuple[str, frozenset[str]]]) -> None:
    for path, _ in every:
        for method in METHODS:
            if method not in ("GET", "HEAD", "POST"):
                assert not passes(method, filled(path)), (method, path)


def test_uploads_files_monitoring_and_schemas_are_there_and_closed(every: list[tuple[str, frozenset[str]]]) -> None:
    theirs = {
        path for path, _ in every if any(word in re.split(r"[/={}:_]", path) or f"/{word}" in path for word in NEVER)
    }
    assert len(theirs) >= 12
    for path in theirs - {"/api/v1/openapi.json", "/gradio_api/queue/join"}:
        for method in METHODS:
            assert not passes(method, filled(path)), (method, path)


@pytest.mark.parametrize(
    "path",
    [
        "/gradio_api/upload/", "//gradio_api/upload", "/gradio_api//upload", "/assets/../gradio_api/upload",
        "/GRADIO_API/upload", "/gradio_api/queue/join/../../upload", "/gradio_api/queue/data/../file=/etc/hostname",
        "/gradio_api/upload\n", "/enkel/../gradio_api/upload",
    ],
)  # fmt: skip
def test_no_writing_of_a_closed_address_opens_it(path: str) -> None:
    assert not passes("POST", path)
