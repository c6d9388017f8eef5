"""The server: takes the address first, so that a busy port is told before anything heavy is loaded."""

from __future__ import annotations

import errno
import logging
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Final

import uvicorn
from starlette.types import ASGIApp

from assistant.errors import CivsamError
from ui import texts
from ui.line import Line

_ANSWERS: Final = 10.0  # seconds that answers under way get to become whole when the service is to stop
_KEPT_OPEN: Final = 75  # seconds a silent connection is kept: longer than nginx keeps its own to us (60)
_TURN: Final = 0.001  # seconds that an answer works before the loop, which serves everyone, may go between
_FILES: Final = 65_536  # connections and files at the same time, where the system lets us
_PATIENCE: Final = 2  # seconds an open page may hold up the shutdown after that


def to_stdout(line: str) -> None:
    """The default way to tell the address."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def listen(host: str, port: int) -> socket.socket:
    """A socket that already holds the address. Raises CivsamError when it cannot be had."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, kind, protocol)
    except OSError as error:
        raise _unusable(host, port) from error
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(socket.SOMAXCONN)
    except OSError as error:
        listener.close()
        raise _busy(host, port) if error.errno == errno.EADDRINUSE else _unusable(host, port) from error
    return listener


def run(
    app: ASGIApp,
    listener: socket.socket,
    announce: Callable[[str], object],
    line: Line | None = None,
    *,
    proxy_headers: bool = True,
) -> None:
    """Serve until Ctrl+C or SIGTERM; ``announce`` gets one line with the address. Those in the line get their answers first.

    Without ``proxy_headers`` a client is who opened the connection, whatever is said of who asked.
    """
    _allow_many()
    sys.setswitchinterval(_TURN)
    announce(texts.started(address_of(listener)))  # the socket listens since before: whoever comes now is served
    running = server(app, line, proxy_headers=proxy_headers)
    with quiet_end(running), suppress(KeyboardInterrupt):
        running.run(sockets=[listener])


def _allow_many() -> None:
    """As many open connections as the system lets us have: a visitor's page holds two or three, and the usual limit is 1,024."""
    try:
        import resource
    except ImportError:  # Windows, where there is no such limit
        return
    now, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _FILES if most == resource.RLIM_INFINITY else min(_FILES, most)
    if now != resource.RLIM_INFINITY and now < wanted:
        with suppress(OSError, ValueError):  # then with what we have
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))


class Server(uvicorn.Server):  # type: ignore[misc]
    """One that lets the answers under way become whole before it stops."""

    def __init__(self, config: uvicorn.Config, line: Line | None) -> None:
        super().__init__(config)
        self._line = line

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Nobody new; then the answers, or word to those who do not get one; then the open pages."""
        for taking_in in self.servers:
            taking_in.close()
        if self._line:
            await self._line.drain(_ANSWERS, lambda: self.force_exit)
        await super().shutdown(sockets)


def server(app: ASGIApp, line: Line | None = None, *, proxy_headers: bool = True) -> Server:
    """Silent: no access log, since addresses and times of visitors are nobody's business."""
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=proxy_headers,
        ws="none",
        timeout_keep_alive=_KEPT_OPEN,
        timeout_graceful_shutdown=_PATIENCE,
    )
    return Server(config, line)


@contextmanager
def quiet_end(running: uvicorn.Server) -> Iterator[None]:
    """Pages that are still open when the server stops are no fault: nothing is logged about them."""

    def wanted(_: logging.LogRecord) -> bool:
        return not running.should_exit

    log = logging.getLogger("uvicorn.error")
    log.addFilter(wanted)
    try:
        yield
    finally:
        log.removeFilter(wanted)


def address_of(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://{f'[{host}]' if ':' in host else host}:{port}/"


def _busy(host: str, port: int) -> CivsamError:
    what, where, next_step = texts.port_busy(host, port)
    return CivsamError(what, where=where, next_step=next_step)


def _unusable(host: str, port: int) -> CivsamError:
    what, where, next_step = texts.address_unusable(host, port)
    return CivsamError(what, where=where, next_step=next_step)
