"""A web server of this machine with TLS from a CA of its own, for every way in which a source can misbehave."""

from __future__ import annotations

import gzip
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import trustme

HOST, OTHER = "kalla.test", "annan.test"
Handler = Callable[[BaseHTTPRequestHandler], None]


def page(words: str, title: str = "Föreningsbidrag") -> bytes:
    """A page of a municipality: its words among menus and a different number every time."""
    return (
        f'<!doctype html><html lang="sv"><head><title>{title}</title></head><body><nav>Meny {time.perf_counter()}</nav>'
        f"<main><h1>{title}</h1><h2>Ansökan</h2><p>{words}</p><p>Bidraget söks i kommunens e-tjänst varje år, och "
        "beslut lämnas av fritidsnämnden inom tre månader efter sista ansökningsdag.</p></main></body></html>"
    ).encode()


@dataclass
class Site:
    """What the server says at each path, and what it was asked."""

    port: int = 0
    says: dict[str, Handler] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)

    def url(self, path: str, host: str = HOST) -> str:
        return f"https://{host}:{self.port}{path}"

    def page(self, path: str, body: bytes, kind: str = "text/html; charset=utf-8", **headers: str) -> None:
        """Answer with a body; with ``ETag`` and ``Last_Modified`` also conditional requests."""

        def say(request: BaseHTTPRequestHandler) -> None:
            tag = headers.get("ETag")
            if tag and request.headers.get("If-None-Match") == tag:
                answer(request, 304, b"", **headers)
            else:
                answer(request, 200, body, Content_Type=kind, **headers)

        self.says[path] = say

    def status(self, path: str, code: int, **headers: str) -> None:
        self.says[path] = lambda request: answer(request, code, b"<html>Nej</html>", **headers)

    def redirect(self, path: str, to: str, code: int = 302) -> None:
        self.status(path, code, Location=to)


def answer(request: BaseHTTPRequestHandler, code: int, body: bytes, **headers: str) -> None:
    request.send_response(code)
    for name, value in ({"Content_Length": str(len(body))} | headers).items():
        request.send_header(name.replace("_", "-"), value)
    request.end_headers()
    if body and code != 304:
        request.wfile.write(body)


def gzipped(body: bytes) -> Handler:
    packed = gzip.compress(body)
    return lambda request: answer(request, 200, packed, Content_Type="text/html", Content_Encoding="gzip")


def dripping(before: bytes, pause: float) -> Handler:
    """One byte now and then, for ever: in the headers or in the body."""

    def say(request: BaseHTTPRequestHandler) -> None:
        try:
            request.wfile.write(before)
            for _ in range(600):
                request.wfile.write(b"x")
                request.wfile.flush()
                time.sleep(pause)
        except OSError:
            return

    return say


@contextmanager
def serving(authority: trustme.CA, *names: str) -> Iterator[Site]:
    """A site on this machine with a certificate for the names."""
    site = Site()

    class Answering(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self.close_connection = True
            site.asked.append(self.path)
            site.headers.append(dict(self.headers))
            say = site.says.get(self.path) or (lambda request: answer(request, 404, b"finns inte"))
            try:
                say(self)
            except OSError:
                return

        def log_message(self, *_: object) -> None:
            return

    class Quiet(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: object) -> None:
            return

    server = Quiet(("127.0.0.1", 0), Answering)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*names).configure_cert(context)
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    site.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
