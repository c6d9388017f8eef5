"""A real Chroma server on loopback, and a door in front of it that can be shut, or held so that nothing comes through."""

from __future__ import annotations

import contextlib
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

CHROMA = Path(sys.executable).parent / "chroma"


@contextmanager
def chroma_running(folder: Path) -> Iterator[str]:
    """The address of ``chroma run`` over this folder."""
    if not CHROMA.exists():
        pytest.skip("the command chroma is not installed beside Python")
    for _ in range(3):  # somebody else may take the free port first
        port = free_port()
        command = [str(CHROMA), "run", "--path", str(folder), "--host", "127.0.0.1", "--port", str(port)]
        server = subprocess.Popen(
            command, cwd=folder.parent, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL
        )
        try:
            if _answers(server, port):
                yield f"http://127.0.0.1:{port}"
                return
        finally:
            server.terminate()
            server.wait(30)
    pytest.fail("chroma run did not start")


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


def _answers(server: subprocess.Popen[bytes], port: int) -> bool:
    deadline = time.monotonic() + 60
    while server.poll() is None and time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/api/v2/heartbeat", timeout=5):
                return True
        except OSError:
            time.sleep(0.05)
    return False


class Door:
    """A proxy on a port of its own that passes bytes on, and keeps what was sent through it."""

    def __init__(self, url: str) -> None:
        host, _, port = url.removeprefix("http://").partition(":")
        self._beyond = (host, int(port))
        self._open = threading.Event()
        self._open.set()
        self._refusing = False
        self._sockets: list[socket.socket] = []
        self.sent = bytearray()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def hold(self) -> None:
        """From now on everything is taken and nothing is answered."""
        self._open.clear()

    def shut(self) -> None:
        """Every connection breaks, also the new ones."""
        self._refusing = True
        for one in self._sockets:
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    def open(self) -> None:
        self._refusing = False
        self._open.set()

    def close(self) -> None:
        self.open()
        self.shut()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            if self._refusing:
                near.close()
                continue
            try:
                far = socket.create_connection(self._beyond, timeout=10)
            except OSError:
                near.close()
                continue
            far.settimeout(None)
            self._sockets += [near, far]
            for here, there in ((near, far), (far, near)):
                threading.Thread(target=self._pass_on, args=(here, there, here is near), daemon=True).start()

    def _pass_on(self, here: socket.socket, there: socket.socket, kept: bool) -> None:
        with contextlib.suppress(OSError):
            while data := here.recv(65536):
                if kept:
                    self.sent += data
                self._open.wait(120)
                there.sendall(data)
        for one in (here, there):
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
