"""How long a language model is waited for: one deadline for the whole reply, one retry, and a rest after three failures."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress

from assistant.errors import ModelUnavailable
from assistant.ports import ChatModel

FAILURES = 3  # in a row; then the model is left alone
REST = 60.0  # seconds
PAUSE = 0.5  # seconds before the retry
_End = ModelUnavailable | None


class PatientChatModel:
    """A chat model that is never waited for longer than ``timeout`` seconds, and not asked while it is down."""

    def __init__(
        self,
        model: ChatModel,
        timeout: float,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._model = model
        self._timeout = timeout
        self._clock = clock
        self._sleep = sleep
        self._failures = 0
        self._rests_until = float("-inf")
        self._lock = threading.Lock()

    @property
    def name(self) -> str:
        """The name of the model that is asked."""
        return self._model.name

    def stream(self, system: str, user: str) -> Iterator[str]:
        """The pieces of one reply, all within the time-out."""
        if self._clock() < self._rests_until:
            raise ModelUnavailable(
                f"Språkmodellen {self.name} vilar efter upprepade fel", next_step="Försök om en minut"
            )
        begun = failed = False
        try:
            for piece in self._with_one_retry(system, user):
                begun = True
                yield piece
        except ModelUnavailable:
            failed = True
            raise
        finally:  # also when the reader has had enough
            if begun or failed:
                self._count(failed=failed)

    def _with_one_retry(self, system: str, user: str) -> Iterator[str]:
        deadline = self._clock() + self._timeout
        begun = False
        try:
            for piece in self._within(deadline, system, user):
                begun = True
                yield piece
            return
        except ModelUnavailable:
            if begun or self._clock() + PAUSE >= deadline:
                raise
        self._sleep(PAUSE)
        yield from self._within(deadline, system, user)

    def _within(self, deadline: float, system: str, user: str) -> Iterator[str]:
        """The reply, read in a thread of its own: a library that hangs does not take the question with it."""
        pieces: queue.Queue[str | _End] = queue.Queue()
        stopped = threading.Event()
        threading.Thread(target=self._read, args=(system, user, pieces, stopped), daemon=True).start()
        try:
            while True:
                piece = pieces.get(timeout=max(0.0, deadline - self._clock()))
                if isinstance(piece, ModelUnavailable):
                    raise piece
                if piece is None:
                    return
                yield piece
        except queue.Empty:
            what = f"Språkmodellen {self.name} blev inte klar på {self._timeout:g} sekunder"
            raise ModelUnavailable(what, next_step="Försök igen, eller höj CIVSAM_CHAT_TIMEOUT") from None
        finally:
            stopped.set()

    def _read(self, system: str, user: str, pieces: queue.Queue[str | _End], stopped: threading.Event) -> None:
        end: _End = ModelUnavailable(  # unless it ends or says why not
            f"Språkmodellen {self.name} svarar inte", next_step="Försök igen om en stund"
        )
        try:
            stream = self._model.stream(system, user)
            for piece in stream:
                if stopped.is_set():
                    break
                pieces.put(piece)
            with suppress(AttributeError):
                stream.close()  # type: ignore[attr-defined]  # generators have it, and let go of the connection
            end = None
        except ModelUnavailable as error:
            end = error
        finally:
            pieces.put(end)

    def _count(self, *, failed: bool) -> None:
        with self._lock:
            self._failures = self._failures + 1 if failed else 0
            if self._failures >= FAILURES:
                self._rests_until = self._clock() + REST
