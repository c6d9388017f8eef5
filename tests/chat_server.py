"""A server on this machine that speaks like OpenAI's, and does as the test says: answers, forges, stalls, breaks off."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

PIECE = 9  # characters a chunk


@dataclass
class Asked:
    """One request, as the model would see it."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]

    @property
    def system(self) -> str:
        return str(self.body["messages"][0]["content"])

    @property
    def user(self) -> str:
        return str(self.body["messages"][1]["content"])

    def number_of(self, words: str) -> int:
        """The number of the source that has these words."""
        sources = re.findall(r"<<<KÄLLA (\d+) \w+>>>\n(.*?)\n<<<SLUT", self.user, re.DOTALL)
        return next(int(number) for number, text in sources if words in text)


@dataclass
class Script:
    """What the server does with one request."""

    text: str = ""
    status: int = 200
    wait: float = 0.0  # seconds before the first byte
    between: float = 0.0  # seconds between chunks
    stops_after: int | None = None  # chunks until the connection is cut
    raw: bytes | None = None  # sent instead of chunks
    finish: str | None = "stop"


Ask = Callable[..., Any]  # makes an assistant that asks the server
Act = Script | str | Callable[[Asked], str | Script]


@dataclass
class ChatServer:
    """``acts`` are done in turn, and the last one again and again."""

    url: str = ""
    acts: list[Act] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)

    def will(self, *acts: Act) -> None:
        self.acts, self.asked = list(acts), []

    def next(self, asked: Asked) -> Script:
        act = self.acts[min(len(self.asked), len(self.acts) - 1)]
        self.asked.append(asked)
        done = act(asked) if callable(act) else act
        return Script(done) if isinstance(done, str) else done


@contextmanager
def chat_server() -> Iterator[ChatServer]:
    state = ChatServer()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            script = state.next(Asked(self.path, {name.lower(): value for name, value in self.headers.items()}, body))
            self.close_connection = True
            with suppress(ConnectionError):  # the client may have had enough
                self._act(script)

        def _act(self, script: Script) -> None:
            time.sleep(script.wait)
            if script.status != 200:
                self._send(script.status, "application/json", json.dumps({"error": {"message": "nej"}}).encode())
                return
            if script.raw is not None:
                self._send(200, "text/event-stream", script.raw)
                return
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            pieces = [script.text[start : start + PIECE] for start in range(0, len(script.text), PIECE)]
            for piece in pieces[: script.stops_after]:
                self._chunk({"content": piece}, None)
                time.sleep(script.between)
            if script.stops_after is not None:
                return  # no last chunk: the stream is cut in two
            self._chunk({}, script.finish)
            self._write(b"data: [DONE]\n\n")
            self.wfile.write(b"0\r\n\r\n")

        def _chunk(self, delta: dict[str, str], finish: str | None) -> None:
            choice = {"index": 0, "delta": delta, "finish_reason": finish}
            chunk = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "prov", "choices": [choice]}
            self._write(f"data: {json.dumps(chunk)}\n\n".encode())

        def _write(self, data: bytes) -> None:
            self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
            self.wfile.flush()

        def _send(self, status: int, kind: str, data: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    state.url = f"http://127.0.0.1:{server.server_port}/v1"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield state
    finally:
        server.shutdown()
        server.server_close()
