"""A line to the answers: so many at the same time, so many more may wait, and everyone knows how many are before them."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Final

from assistant.errors import CivsamError
from ui import texts

AT_ONCE: Final = 2  # answers under way at the same time; they are work for one processor, so more would only share it
AT_ONCE_MODEL: Final = 32  # with a language model, for which most of an answer is waiting
PATIENCE: Final = 6.0  # seconds that a request waits for its turn: with its answer it is to take at most ten
WAITING: Final = 200  # and as many more may wait; the next one is told to come back
_LOOKS: Final = 0.05  # seconds between two looks at whether everyone has left
_LAST_WORDS: Final = 1.0  # seconds for telling whoever is left


class Crowded(CivsamError):
    """Too many questions at the same time."""

    @classmethod
    def told(cls) -> Crowded:
        """With the words for the person."""
        return cls(texts.CROWDED, next_step=texts.CROWDED_NEXT)


class Closing(Crowded):
    """The service is about to stop."""

    @classmethod
    def told(cls) -> Closing:
        """With the words for the person."""
        return cls(texts.CLOSING, next_step=texts.CLOSING_NEXT)


class Line:
    """Places in order. It is used from one event loop; a place may be left from any thread."""

    def __init__(self, at_once: int = AT_ONCE, waiting: int = WAITING) -> None:
        self._at_once = at_once
        self._most = at_once + waiting
        self._places: list[Place] = []
        self._is_closing = False

    @property
    def length(self) -> int:
        """How many are under way or wait."""
        return len(self._places)

    def join(self) -> Place:
        """The last place. Raises Crowded when the line is full, and Closing when it is about to end."""
        if self._is_closing:
            raise Closing.told()
        if len(self._places) >= self._most:
            raise Crowded.told()
        place = Place(self)
        self._places.append(place)
        return place

    def ahead_of(self, place: Place) -> int:
        """How many have to leave before it is this one's turn; 0 when it is, or when it has left."""
        return max(0, self._places.index(place) - self._at_once + 1) if place in self._places else 0

    async def turn(self, patience: float = PATIENCE) -> Place:
        """A place, when it is its turn. Raises Crowded at once when the line is full, and after so many seconds in it: who asks
        by a request cannot be told how long the line is, but can be told to come back.
        """
        place = self.join()
        try:
            async with asyncio.timeout(patience):
                while place.ahead:
                    await place.closer()
        except TimeoutError:
            place.leave()
            raise Crowded.told() from None
        except BaseException:  # whoever waited has gone
            place.leave()
            raise
        return place

    async def drain(self, seconds: float, hurry: Callable[[], bool] = lambda: False) -> None:
        """Take nobody more in, and return when everyone has left. Whoever is still here after ``seconds`` is told."""
        self._is_closing = True
        await self._left_by(seconds, hurry)
        for place in tuple(self._places):
            place.call_off(Closing.told())
        await self._left_by(_LAST_WORDS, hurry)

    async def _left_by(self, seconds: float, hurry: Callable[[], bool]) -> None:
        deadline = time.monotonic() + seconds
        while self._places and time.monotonic() < deadline and not hurry():
            await asyncio.sleep(_LOOKS)

    def remove(self, place: Place) -> None:
        """Everyone behind moves up."""
        if place in self._places:
            self._places.remove(place)
            for other in (place, *self._places):
                other.moved.set()


class Place:
    """One's own place in the line."""

    def __init__(self, line: Line) -> None:
        self.moved = asyncio.Event()
        self.has_left = False
        self.called_off: CivsamError | None = None
        self._tell: Callable[[CivsamError], object] = lambda _: None
        self._line = line
        self._loop = asyncio.get_running_loop()

    @property
    def ahead(self) -> int:
        """How many have to leave before it is one's turn."""
        return self._line.ahead_of(self)

    async def closer(self) -> None:
        """Returns when the line has moved. Raises what it was called off with."""
        await self.moved.wait()
        self.moved.clear()
        if self.called_off:
            raise self.called_off

    def when_called_off(self, tell: Callable[[CivsamError], object]) -> None:
        """``tell`` is called when the answer may not go on to its end."""
        self._tell = tell
        if self.called_off:
            tell(self.called_off)

    def call_off(self, error: CivsamError) -> None:
        """The answer ends here, with this error."""
        self.called_off = error
        self.moved.set()
        self._tell(error)

    def leave(self) -> None:
        """Make room, from any thread and as often as one likes."""
        self.has_left = True
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._line.remove, self)
