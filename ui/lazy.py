"""The assistant, loaded when first needed and tried again when that failed (nothing may be indexed yet)."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from typing import Final

from assistant.domain import Delta, Done, Question
from assistant.errors import CivsamError
from ui.chat import Answering

_LOG: Final = logging.getLogger(__name__)


class Lazy:
    """Answering that loads the real one at most once at a time, and keeps it."""

    def __init__(self, load: Callable[[], Answering]) -> None:
        self._load = load
        self._lock = threading.Lock()
        self._loaded: Answering | None = None

    @property
    def ready(self) -> bool:
        return self._loaded is not None

    def get(self) -> Answering:
        """Whatever ``load`` raises comes through."""
        with self._lock:
            if self._loaded is None:
                self._loaded = self._load()
            return self._loaded

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
