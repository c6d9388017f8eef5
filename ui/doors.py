"""Questions that come in by another door than the chat: the plain page, the API, exports. Work runs off the event loop."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable, Sequence
from contextvars import copy_context
from typing import Final, TypeVar

from assistant.domain import Answer, Document, Done, Hit, Question
from assistant.errors import CivsamError, QuestionError
from assistant.grants.cards import Grant
from assistant.settings import Settings
from ui import texts
from ui.lazy import Served
from ui.library import read
from ui.line import Crowded, Line
from ui.messages import Problem
from ui.stream import Reader

RETRY_AFTER: Final = "5"  # seconds

_LOG: Final = logging.getLogger(__name__)

T = TypeVar("T")


class Doors:
    """The assistant for a request: whole answers, in the same line as the chat's when that is given."""

    def __init__(self, get: Callable[[], Served], settings: Settings, line: Line | None = None) -> None:
        self.settings = settings
        self._get = get
        self._line = line or Line()
        self._inside = 0  # under way or waiting; only the event loop counts

    @property
    def inside(self) -> int:
        """How many are under way or wait."""
        return self._inside

    async def answer(self, question: Question) -> Answer:
        """The whole answer. Raises CivsamError."""
        return await self.run(lambda served: whole_answer(served, question))

    async def search(self, question: Question, k: int) -> Sequence[Hit]:
        """At most k passages, best first. Raises CivsamError."""
        return await self.run(lambda served: served.search(question, k))

    async def documents(self) -> Sequence[Document]:
        """Everything in the knowledge base, without the texts. Raises CivsamError."""
        return await self.run(lambda served: read(lambda: served.generation, lambda library: tuple(library.catalogue)))

    async def grants(self) -> Sequence[Grant]:
        """Every grant card of the knowledge base; none where it keeps no cards. Raises CivsamError."""
        return await self.run(
            lambda served: read(lambda: served.generation, lambda library: tuple(getattr(library, "grants", ())))
        )

    async def run(self, work: Callable[[Served], T]) -> T:
        """``work`` in one thread from start to end. Raises Crowded, and whatever ``work`` raises.

        Raises Closing when the service ends before the work does: then the thread is left to itself.
        """
        self._inside += 1
        try:
            place = await self._line.turn()
            context = copy_context()
            reader = Reader(lambda: [context.run(lambda: work(self._get()))])
            place.when_called_off(reader.fail)
            try:
                (result,) = [item async for item in reader]
                return result
            finally:
                place.leave()
        finally:
            self._inside -= 1


def whole_answer(served: Served, question: Question) -> Answer:
    """The answer at the end of the stream."""
    for event in served.stream(question):
        if isinstance(event, Done):
            return event.answer
    raise RuntimeError("the stream ended without Done")


def told(error: Exception) -> tuple[int, Problem]:
    """The HTTP status of an error and what to say about it. What nobody foresaw is logged, without its message:
    that may repeat the question.
    """
    if isinstance(error, QuestionError):
        return 422, Problem.of(error)
    if isinstance(error, CivsamError):
        if not isinstance(error, Crowded):  # /metrics has the length of the line; a crowd would fill the log
            _LOG.warning("%s: %s", type(error).__name__, error.where or "utan plats")
        return 503, Problem.of(error)
    places = "".join(traceback.format_tb(error.__traceback__))
    _LOG.error("Oväntat fel %s i ett svar:\n%s", type(error).__name__, places)
    return 500, Problem(texts.UNEXPECTED, texts.UNEXPECTED_NEXT)
