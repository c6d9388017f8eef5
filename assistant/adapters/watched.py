"""An index on another machine with our own copy beside it: who asks never waits long, and is never told anything else."""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

from assistant.errors import ServerUnavailable
from assistant.ports import Matrix, VectorIndex

ANSWER = 0.5  # seconds a question waits for the server; it takes thousandths
OPENING = 6.0  # seconds to open and check a collection
REST = 30.0  # seconds until the server is tried again

T = TypeVar("T")
log = logging.getLogger(__name__)


class WatchedVectorIndex:
    """Asks the server while it answers well; after one failure its own copy, until the server has been checked anew.

    The check is made beside the questions, at most once in ``REST`` seconds; nobody waits for it.
    """

    def __init__(
        self,
        connect: Callable[[], VectorIndex],
        copy: VectorIndex,
        *,
        answer: float = ANSWER,
        opening: float = OPENING,
        rest: float = REST,
        clock: Callable[[], float] = time.monotonic,
        beside: Callable[[Callable[[], None]], object] | None = None,
    ) -> None:
        """``connect`` opens the index on the server and raises ServerUnavailable; it is tried at once.

        ``beside`` runs the later checks; by default in a thread of their own.
        """
        self._connect = connect
        self._copy = copy
        self._answer = answer
        self._opening = opening
        self._rest = rest
        self._clock = clock
        self._beside = beside or _in_a_thread
        self._lock = threading.Lock()
        self._server: VectorIndex | None = None
        self._tried = clock()
        self._trying = False
        self._closed = False
        self._try_server(first=True)

    @property
    def on_server(self) -> bool:
        """True while the server is asked."""
        return self._server is not None

    def query(self, vector: Matrix, k: int) -> list[tuple[int, float]]:
        """At most k (passage number, cosine similarity), best first."""
        server = self._server
        if server is not None:
            try:
                return within(self._answer, lambda: server.query(vector, k))
            except ServerUnavailable as fault:
                self._leave(server, fault)
        else:
            self._try_again()
        return self._copy.query(vector, k)

    def count(self) -> int:
        """How many vectors there are."""
        return self._copy.count()

    def close(self) -> None:
        """Let go of the server and of the copy."""
        with self._lock:
            self._closed = True
            server, self._server = self._server, None
        if server is not None:
            server.close()
        self._copy.close()

    def _leave(self, server: VectorIndex, fault: ServerUnavailable) -> None:
        with self._lock:
            if self._server is not server:  # another question was first
                return
            self._server = None
            self._tried = self._clock()
        log.warning("%s Civsam söker i sin egen kopia så länge.", fault)
        server.close()

    def _try_again(self) -> None:
        with self._lock:
            if self._trying or self._closed or self._clock() - self._tried < self._rest:
                return
            self._trying = True
        self._beside(self._try_server)

    def _try_server(self, *, first: bool = False) -> None:
        server: VectorIndex | None = None
        try:
            server = within(self._opening, self._connect, lambda late: late.close())
        except ServerUnavailable as fault:
            if first:
                log.warning("%s Civsam söker i sin egen kopia så länge.", fault)
        finally:
            with self._lock:
                self._trying = False
                self._tried = self._clock()
                unwanted = server if self._closed else None
                self._server = None if self._closed else server
        if unwanted is not None:
            unwanted.close()
        elif server is not None and not first:
            log.warning("Chroma-servern svarar igen och används.")


def within(seconds: float, work: Callable[[], T], unwanted: Callable[[T], object] = lambda _: None) -> T:
    """What ``work`` returns, in time; what comes too late is given to ``unwanted``. Raises ServerUnavailable, or as ``work``.

    Done in a thread of its own: a server that sends a little at a time would keep the question waiting.
    """
    done: queue.SimpleQueue[tuple[T | None, Exception | None]] = queue.SimpleQueue()
    late = threading.Event()

    def run() -> None:
        try:
            result = work()
        except Exception as error:
            done.put((None, error))
            return
        done.put((result, None))
        if late.is_set():
            throw_away()

    def throw_away() -> None:
        with suppress(queue.Empty):  # the other thread has taken it
            result, error = done.get_nowait()
            if error is None:
                unwanted(result)  # type: ignore[arg-type]

    _in_a_thread(run)
    try:
        result, error = done.get(timeout=seconds)
    except queue.Empty:
        late.set()
        throw_away()
        raise ServerUnavailable(
            f"Chroma-servern svarade inte på {seconds:g} sekunder", next_step="Kontrollera att den är igång"
        ) from None
    if error is not None:
        raise error
    return result  # type: ignore[return-value]  # there is a result where there is no error


def _in_a_thread(work: Callable[[], None]) -> None:
    threading.Thread(target=work, daemon=True).start()
