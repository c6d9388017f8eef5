"""Answers that were just given, kept in memory for those who ask the same thing again. Never on disk."""

from __future__ import annotations

import hashlib
import json
import re
import threading
from collections import OrderedDict
from dataclasses import replace
from typing import Generic, TypeVar

from assistant.domain import Question

V = TypeVar("V")
_SPACES = re.compile(r"[ \t]+")


def tidied(question: Question) -> Question:
    """The question without blanks around it, and with one where there were several. Line breaks and case are kept.

    Every question is answered as it is tidied, so two that are tidied alike have the same answer, remembered or not.
    """
    return replace(question, text=_SPACES.sub(" ", question.text).strip())


class Memory(Generic[V]):
    """At most ``size`` values by question; the one that nobody has asked for the longest goes first. For many threads.

    It belongs to one ``owner`` at a time, the opened generation: what another one puts is not kept, and it finds nothing.
    A question is kept as a checksum of all that it holds (words, conversation, filters and day), not as text.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._kept: OrderedDict[bytes, V] = OrderedDict()
        self._owner: object = None
        self._lock = threading.Lock()
        self._hits = self._misses = 0

    def __len__(self) -> int:
        return len(self._kept)

    @property
    def hits(self) -> int:
        """How many times a value was found."""
        return self._hits

    @property
    def misses(self) -> int:
        """How many times there was none."""
        return self._misses

    def belong_to(self, owner: object) -> None:
        """Forget everything, and keep what this owner puts."""
        with self._lock:
            self._owner = owner
            self._kept.clear()

    def get(self, owner: object, question: Question) -> V | None:
        """What the owner put for exactly this question."""
        key = _checksum(question)
        with self._lock:
            found = self._kept.get(key) if owner is self._owner else None
            if found is None:
                self._misses += 1
                return None
            self._hits += 1
            self._kept.move_to_end(key)
            return found

    def put(self, owner: object, question: Question, value: V) -> None:
        """Keep it, if it is the owner's."""
        key = _checksum(question)
        with self._lock:
            if owner is not self._owner:
                return
            self._kept[key] = value
            self._kept.move_to_end(key)
            while len(self._kept) > self._size:
                self._kept.popitem(last=False)


def _checksum(question: Question) -> bytes:
    filters = question.filters
    parts = [
        question.text,
        question.today.isoformat(),
        [[turn.role, turn.text] for turn in question.history],
        [filters.areas, filters.kinds, filters.in_force_only],
    ]
    return hashlib.sha256(json.dumps(parts).encode()).digest()
