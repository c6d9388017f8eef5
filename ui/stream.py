"""A blocking iterator, read from async code without blocking it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import suppress
from typing import Final, Generic, TypeVar

T = TypeVar("T")
_THREAD_NAME: Final = "civsam-svar"


class _End:
    """Marks that there are no more items."""


class Reader(Generic[T]):
    """Reads the items of ``make()``, which runs from start to end in one thread of its own.

    One thread, since an answer may hold things that must stay in theirs (SQLite connections). Its exceptions are
    raised here. When the reader is stopped or left, the thread stops at its next item and closes the iterator.
    """

    def __init__(self, make: Callable[[], Iterable[T]]) -> None:
        self._make = make
        self._left = threading.Event()
        self._stopped = self._has_begun = False
        self._over = asyncio.Event()
        self._loop = asyncio.get_running_loop()
        self._queue: asyncio.Queue[T | Exception | _End] = asyncio.Queue()

    async def over_within(self, seconds: float) -> bool:
        """Begin, and tell whether everything is here already, or how it ended, after at most so many seconds."""
        self._begin()
        with suppress(TimeoutError):
            await asyncio.wait_for(self._over.wait(), seconds)
        return self._over.is_set()

    async def __aiter__(self) -> AsyncIterator[T]:
        self._begin()
        try:
            while not isinstance(item := await self._queue.get(), _End):
                if self._left.is_set():
                    return
                if isinstance(item, Exception):
                    raise item
                yield item
        finally:
            self._left.set()

    @property
    def stopped(self) -> bool:
        """True when it was ended before its last item."""
        return self._stopped

    def stop(self) -> None:
        """End the iteration at once, from any thread. The thread may go on until its next item."""
        self._stopped = True
        self._left.set()
        self._send(_End())

    def fail(self, error: Exception) -> None:
        """End the iteration at once by raising this."""
        self._send(error)

    def _begin(self) -> None:
        if not self._has_begun:
            self._has_begun = True
            threading.Thread(target=self._pump, name=_THREAD_NAME, daemon=True).start()

    def _send(self, item: T | Exception | _End) -> None:
        with suppress(RuntimeError):  # the loop is closed: nobody is left to read
            self._loop.call_soon_threadsafe(self._receive, item)

    def _receive(self, item: T | Exception | _End) -> None:
        self._queue.put_nowait(item)
        if isinstance(item, _End | Exception):
            self._over.set()

    def _pump(self) -> None:
        try:
            iterator = iter(self._make())
            try:
                for item in iterator:
                    if self._left.is_set():
                        break
                    self._send(item)
            finally:
                close = getattr(iterator, "close", None)
                if close is not None:
                    close()
        except Exception as error:  # raised again by the reader
            self._send(error)
        finally:
            self._send(_End())
