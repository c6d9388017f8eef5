"""An ingest that an editor starts: one at a time, in a thread of its own, with how far it has come."""

from __future__ import annotations

import logging
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Final

from assistant.errors import CivsamError
from ingest.progress import Progress
from ui import editor_texts as texts
from ui.messages import Problem

if TYPE_CHECKING:
    from ingest.pipeline import IngestReport

_LOG: Final = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class State:
    """How far it has come, or how it ended."""

    running: bool = False
    who: str = ""
    stage: str = ""
    done: int = 0
    total: int = 0
    ended: datetime | None = None
    report: IngestReport | None = None
    problem: Problem | None = None


class Job:
    """``work`` gets a Progress; ``ended`` is called with who started it and how it went."""

    def __init__(self, work: Callable[[Progress], IngestReport], ended: Callable[[State], object]) -> None:
        self._work = work
        self._ended = ended
        self._lock = threading.Lock()
        self._state = State()

    @property
    def state(self) -> State:
        return self._state

    def start(self, who: str) -> bool:
        """False when one is running."""
        with self._lock:
            if self._state.running:
                return False
            self._state = State(running=True, who=who)
        threading.Thread(target=self._run, name="civsam-ingest", daemon=True).start()
        return True

    def _run(self) -> None:
        report, problem = None, None
        try:
            report = self._work(_Watched(self._set))
        except CivsamError as error:
            problem = Problem.of(error)
        except Exception as error:  # the last border before a person
            _LOG.error(
                "Oväntat fel %s vid inläsning:\n%s",
                type(error).__name__,
                "".join(traceback.format_tb(error.__traceback__)),
            )
            problem = Problem(texts.INGEST_UNEXPECTED, texts.INGEST_UNEXPECTED_NEXT)
        state = State(who=self._state.who, ended=datetime.now(), report=report, problem=problem)
        try:
            self._ended(state)
        finally:
            self._state = state

    def _set(self, stage: str, done: int, total: int) -> None:
        self._state = replace(self._state, stage=stage, done=done, total=total)


class _Watched(Progress):
    """Tells each step to ``tell``."""

    def __init__(self, tell: Callable[[str, int, int], None]) -> None:
        self._tell = tell

    @contextmanager
    def stage(self, name: str, total: int) -> Iterator[Callable[[int], object]]:
        done = 0
        self._tell(name, done, total)

        def advance(steps: int) -> None:
            nonlocal done
            done += steps
            self._tell(name, done, total)

        yield advance
