"""What happens when someone asks: question in, one View after another out. No Gradio here."""

from __future__ import annotations

import asyncio
import logging
import time
import traceback
from collections.abc import AsyncIterator, Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, Protocol, assert_never

from assistant.domain import Answer, Delta, Done, Question
from assistant.errors import CivsamError, QuestionError
from ui import texts
from ui.followups import followups
from ui.limits import Limits
from ui.line import Crowded, Line, Place
from ui.messages import Exchange, Problem, history
from ui.stream import Reader

_LOG: Final = logging.getLogger(__name__)
_PAUSE: Final = 0.08  # seconds between redraws of a text that is on its way; a model may send a hundred pieces a second
_LINE_PAUSE: Final = 3.0  # seconds between two words about how long the line is: many wait, and each word is work
_SAME_CLICK: Final = 3.0  # seconds in which the same question again is a click too many
NO_LIMITS: Final = Limits()


class Answering(Protocol):
    """What the page needs from the assistant."""

    def stream(self, question: Question) -> Iterable[Delta | Done]:
        """Pieces of the answer as they become ready, then Done."""
        ...


@dataclass(frozen=True, slots=True)
class View:
    """What the page shows: the conversation, the box and the line under it (None: leave them as they are)."""

    conversation: tuple[Exchange, ...] = ()
    box: str | None = None
    status: str | None = ""
    alarming: bool = False
    editing: bool = False

    @property
    def busy(self) -> bool:
        """True while an answer is on its way."""
        return bool(self.conversation) and self.conversation[-1].waiting

    @property
    def answer(self) -> Answer | None:
        """The answer whose sources are shown: the latest exchange's, if it has one."""
        return self.conversation[-1].answer if self.conversation else None

    @property
    def editable(self) -> bool:
        """Whether the latest question can be changed: there is one, and nobody is answering it."""
        return bool(self.conversation) and not self.busy

    @property
    def retriable(self) -> bool:
        """Whether asking the same again may give something else: it failed, was stopped, or a model wrote it."""
        last = self.conversation[-1] if self.editable else None
        return last is not None and (last.answer is None or last.answer.ai_generated)

    @property
    def followups(self) -> tuple[str, ...]:
        """Questions to go on with."""
        return followups(self.answer) if self.editable and self.answer and not self.editing else ()


@dataclass(slots=True, eq=False, weakref_slot=True)
class Session:
    """One visitor's conversation. While an answer is on its way only ``ask`` changes what is shown: stopping and
    starting over are wishes that it fulfils, so that no late piece of an answer can undo them.
    """

    conversation: tuple[Exchange, ...] = ()
    reader: Reader[Delta | Done] | None = None
    place: Place | None = None
    limits: Limits = NO_LIMITS  # those of the latest question
    answered_at: float = -_SAME_CLICK  # on the clock that only goes forward
    starting_over: bool = False
    editing: bool = False

    def has_just_answered(self, text: str, limits: Limits) -> bool:
        """Whether this question got its answer a moment ago: then it is a click too many, not a new question."""
        last = self.conversation[-1] if self.conversation else None
        soon = time.monotonic() - self.answered_at < _SAME_CLICK and self.limits == limits
        return soon and not self.editing and last is not None and last.answer is not None and last.question == text

    @property
    def busy(self) -> bool:
        """True while a question waits its turn or is being answered."""
        return self.place is not None or self.reader is not None

    def begin(self, limits: Limits) -> None:
        """A question is on its way, with these limits."""
        self.editing = self.starting_over = False
        self.limits = limits

    def stop(self) -> None:
        """The answer on its way, if there is one, ends where it is."""
        if self.place is not None:
            self.place.leave()
        if self.reader is not None:
            self.reader.stop()

    def start_over(self) -> View:
        """An empty conversation."""
        self.starting_over = True
        self.stop()
        self.conversation = ()
        self.editing = False
        return View(box="")

    def edit(self) -> View:
        """The latest question in the box, to be asked in place of the old one; a second time: not after all."""
        if self.busy or not self.conversation:
            return View(self.conversation, status=None)
        self.editing = not self.editing
        if self.editing:
            return View(self.conversation, self.conversation[-1].question, texts.EDITING, editing=True)
        return View(self.conversation, "", texts.EDIT_CANCELLED)

    def followup(self, place: int) -> str:
        """The question on that button; empty when it is not there any more."""
        offered = View(self.conversation).followups
        return offered[place] if place < len(offered) else ""


async def retry(
    answering: Answering,
    session: Session,
    *,
    limit: int,
    today: date,
    limits: Limits = NO_LIMITS,
    line: Line | None = None,
    quick: float = 0.0,
) -> AsyncIterator[View]:
    """The latest question once more, in place of what came of it."""
    if not session.busy and session.conversation:
        session.editing = True
        text = session.conversation[-1].question
        async for view in ask(
            answering, session, text, limit=limit, today=today, limits=limits, line=line, quick=quick
        ):
            yield view
        session.editing = False


async def come_back(
    answering: Answering, session: Session, *, limit: int, today: date, line: Line | None = None
) -> AsyncIterator[View]:
    """A conversation after a reload. A question whose answer the reload cut off is asked again."""
    if not session.conversation[-1].waiting:
        yield View(session.conversation, status=texts.CAME_BACK)
        return
    async for view in retry(answering, session, limit=limit, today=today, limits=session.limits, line=line):
        yield view


async def ask(
    answering: Answering,
    session: Session,
    text: str,
    *,
    limit: int,
    today: date,
    limits: Limits = NO_LIMITS,
    line: Line | None = None,
    quick: float = 0.0,
) -> AsyncIterator[View]:
    """Views from "searching" to the answer. A fault becomes a message, and the question goes back to the box.

    What takes at most ``quick`` seconds is not told: the wait for one's turn, and then for the answer.
    """
    before = session.conversation
    if unasked := _unasked(session, text, limit, today, limits):
        yield unasked
        return
    earlier = before[:-1] if session.editing else before
    day = limits.on(today)
    exchange = Exchange(text.strip(), day=None if day == today else day)
    question = Question(exchange.question, day, history(earlier), limits.filters)
    try:
        session.place = place = (line or Line()).join()
    except Crowded as error:  # nothing was asked: the question stays in the box
        yield View(before, text, " ".join(Problem.of(error)), alarming=True, editing=session.editing)
        return
    session.begin(limits)
    try:
        session.conversation = (*earlier, exchange)
        emptied: str | None = ""  # the box, the first time that anything is shown
        async for ahead in _waiting(place, quick):
            yield View(session.conversation, emptied, texts.in_line(ahead))
            emptied = None
        session.reader = _reader(answering, question, place)
        if not (quick and await session.reader.over_within(quick)):
            yield View(session.conversation, emptied, texts.SEARCHING)
            emptied = None
        shown = time.monotonic()
        told: str | None = texts.WRITING
        pieces = _growing(exchange, session.reader)
        async for exchange in pieces:
            session.conversation = (*earlier, exchange)
            if exchange.answer is None and time.monotonic() - shown >= _PAUSE:
                yield View(session.conversation, status=told)
                shown, told = time.monotonic(), None
        session.answered_at = time.monotonic()
        last = replace(_ended(exchange, stopped=session.reader.stopped), box=emptied)
    except QuestionError as error:
        earlier = before  # nothing was asked
        last = View((), text, " ".join(part for part in Problem.of(error) if part), alarming=True)
    except CivsamError as error:
        _LOG.warning("%s: %s", type(error).__name__, error.where or "utan plats")
        last = _failed(exchange, Problem.of(error))
    except Exception as error:  # the last border before a person
        _log_unexpected(error)
        last = _failed(exchange, Problem(texts.UNEXPECTED, texts.UNEXPECTED_NEXT))
    finally:
        session.stop()  # also when nobody is left to read
        session.reader = session.place = None
    if session.starting_over:
        yield session.start_over()
        return
    session.conversation = (*earlier, *last.conversation)
    yield replace(last, conversation=session.conversation)


def _reader(answering: Answering, question: Question, place: Place) -> Reader[Delta | Done]:
    """What reads the answer, for as long as the place is kept."""
    reader = Reader(lambda: answering.stream(question))
    place.when_called_off(reader.fail)
    if place.has_left:
        reader.stop()
    return reader


async def _waiting(place: Place, quick: float) -> AsyncIterator[int]:
    """How many are ahead, now and then until it is one's turn; the first time after ``quick`` seconds."""
    due = time.monotonic() + quick
    while ahead := place.ahead:
        if time.monotonic() >= due:
            due = time.monotonic() + _LINE_PAUSE
            yield ahead
        with suppress(TimeoutError):
            async with asyncio.timeout(max(0.0, due - time.monotonic())):
                await place.closer()


def _unasked(session: Session, text: str, limit: int, today: date, limits: Limits) -> View | None:
    """What is shown when nothing is to be asked; None when the question is to be answered."""
    if session.has_just_answered(text.strip(), limits):
        return View(session.conversation, status=None)
    if refusal := texts.BUSY if session.busy else refused(text, limit) or _bad_day(limits, today):
        return View(session.conversation, status=refusal, alarming=True, editing=session.editing)
    return None


async def _growing(exchange: Exchange, reader: Reader[Delta | Done]) -> AsyncIterator[Exchange]:
    """The exchange after each piece of its answer; the last one has all of it."""
    async for item in reader:
        match item:
            case Delta():
                exchange = replace(exchange, draft=exchange.draft + item.text)
            case Done():
                exchange = replace(exchange, draft="", answer=item.answer)
            case _:
                assert_never(item)
        yield exchange


def refused(text: str, limit: int) -> str:
    """Why the text cannot be asked, in words for the person; empty when it can."""
    length = len(text.strip())
    if length == 0:
        return texts.EMPTY_QUESTION
    return texts.too_long(length, limit) if length > limit else ""


def _bad_day(limits: Limits, today: date) -> str:
    try:
        limits.on(today)
    except ValueError:
        return texts.BAD_DAY
    return ""


def _ended(exchange: Exchange, *, stopped: bool) -> View:
    """The last view when nothing failed: the answer, or as far as it came."""
    if exchange.answer is not None:
        documents = {citation.passage.document.id for citation in exchange.answer.citations}
        return View((exchange,), status=texts.finished(len(exchange.answer.citations), len(documents)))
    if stopped:
        return View((replace(exchange, stopped=True),), status=texts.STOPPED_STATUS)
    raise RuntimeError("the stream ended without Done")


def _failed(exchange: Exchange, problem: Problem) -> View:
    return View((replace(exchange, problem=problem),), exchange.question, texts.FAILED_STATUS, alarming=True)


def _log_unexpected(error: Exception) -> None:
    """Where it happened, never the message: that may repeat the question."""
    places = "".join(traceback.format_tb(error.__traceback__))
    _LOG.error("Oväntat fel %s i ett svar:\n%s", type(error).__name__, places)
