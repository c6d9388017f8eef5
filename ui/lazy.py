"""The assistant, loaded when first needed and tried again when that failed (nothing may be indexed yet)."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Final, Protocol

from assistant.domain import Delta, Done, Hit, Question
from assistant.errors import CivsamError
from ui.chat import Answering
from ui.library import Library

_LOG: Final = logging.getLogger(__name__)


class Served(Answering, Protocol):
    """What the pages need: answers, and the documents they come from."""

    @property
    def generation(self) -> Library:
        """The version of the knowledge base that serves now."""
        ...

    def search(self, question: Question, k: int) -> Sequence[Hit]:
        """At most k passages, best first."""
        ...


class Lazy:
    """Served that loads the real one at most once at a time, and keeps it."""

    def __init__(self, load: Callable[[], Served]) -> None:
        self._load = load
        self._lock = threading.Lock()
        self._loaded: Served | None = None

    @property
    def ready(self) -> bool:
        return self._loaded is not None

    def get(self) -> Served:
        """Whatever ``load`` raises comes through."""
        with self._lock:
            if self._loaded is None:
                self._loaded = self._load()
            return self._loaded

    @property
    def generation(self) -> Library:
        return self.get().generation

    def stream(self, question: Question) -> Iterator[Delta | Done]:
        yield from self.get().stream(question)

    def warm_up(self) -> None:
        """Load in the background, so that the first question need not wait. A fault is told when someone asks."""
        threading.Thread(target=self._try, name="civsam-start", daemon=True).start()

    def _try(self) -> None:
        try:
            self.get()
        except CivsamError as error:
            _LOG.warning("%s", error)
        except Exception:
            _LOG.exception("Oväntat fel när kunskapsbasen skulle öppnas")
