"""A conversation that is there again after a reload: kept in memory as long as its page's own state, and never on disk.

The page draws a random word of its own each time it is loaded and tells it with each question, and after a reload the one it
had before. The new page gets a copy of the conversation, so that two tabs with the same past go on apart.
"""

from __future__ import annotations

import re
from typing import Final
from weakref import WeakValueDictionary

from ui.chat import Session

_WORD: Final = re.compile(r"[0-9a-f]{32}")


class Conversations:
    """Which word belongs to which visitor's conversation. It forgets one as soon as nobody else holds it."""

    def __init__(self) -> None:
        self._known: WeakValueDictionary[str, Session] = WeakValueDictionary()

    def know(self, session: Session, word: object) -> None:
        """The page's word, from now on."""
        if isinstance(word, str) and _WORD.fullmatch(word):
            self._known[word] = session

    def greet(self, session: Session, words: str) -> bool:
        """``words``: the page's new word, then the one it had before, if any. True when it got its conversation back."""
        now, _, before = words.partition(" ")
        if not _WORD.fullmatch(now) or session.conversation or session.reader is not None:
            return False
        earlier = self._known.get(before)
        self._known[now] = session
        if earlier is None or earlier is session or not earlier.conversation:
            return False
        session.conversation, session.limits = earlier.conversation, earlier.limits
        return True
