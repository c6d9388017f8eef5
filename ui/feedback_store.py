"""What visitors thought of answers, in a SQLite file of its own, for as many days as is set. Nothing about the visitor.

Each call opens and closes its own connection. The file is never one of Chroma's: two SQLite libraries in one process drop
each other's locks.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Final

from assistant.errors import CivsamError
from ui import texts

FILE: Final = "feedback.sqlite"
MOST_ROWS: Final = 20_000  # a form that anyone may send must not fill the disk
_PATIENCE: Final = 5.0  # seconds to wait for another writer
_TABLE: Final = """
CREATE TABLE IF NOT EXISTS feedback (
    id INTEGER PRIMARY KEY,
    day TEXT NOT NULL,
    helped INTEGER NOT NULL,
    reason TEXT NOT NULL,
    outcome TEXT NOT NULL,
    documents TEXT NOT NULL,
    questions TEXT NOT NULL
)
"""


class FeedbackError(CivsamError):
    """What somebody thought could not be stored or read."""


class Reason(StrEnum):
    """Why an answer did not help. A choice and not a text, so that nobody's name ends up here."""

    NONE = ""
    WRONG = "fel"
    OUTDATED = "gammalt"
    MISSED = "missar"
    UNCLEAR = "svart"
    SOURCE = "kalla"
    OTHER = "annat"


@dataclass(frozen=True, slots=True)
class Feedback:
    """One thumb. ``questions`` is empty unless the visitor asked for them to be kept; the last one got the answer."""

    day: date
    helped: bool
    reason: Reason = Reason.NONE
    outcome: str = ""
    documents: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()


class FeedbackStore:
    """The file in the data directory. ``days`` is how long anything is kept; 0 keeps nothing."""

    def __init__(self, data_dir: Path, days: int) -> None:
        self._path = data_dir / FILE
        self.days = days

    def add(self, feedback: Feedback) -> None:
        """Store it, and forget what is too old. Raises FeedbackError."""
        if not self.days:
            raise FeedbackError(texts.FEEDBACK_OFF)
        with self._open(create=True) as connection:
            connection.execute(_TABLE)
            self._forget(connection, feedback.day)
            (rows,) = connection.execute("SELECT count(*) FROM feedback").fetchone()
            if rows >= MOST_ROWS:
                raise FeedbackError(texts.FEEDBACK_FULL)
            connection.execute(
                "INSERT INTO feedback (day, helped, reason, outcome, documents, questions) VALUES (?, ?, ?, ?, ?, ?)",
                (
                    feedback.day.isoformat(),
                    feedback.helped,
                    feedback.reason.value,
                    feedback.outcome,
                    json.dumps(feedback.documents),
                    json.dumps(feedback.questions, ensure_ascii=False),
                ),
            )

    def forget(self, today: date) -> None:
        """Remove what is older than the set number of days. Raises FeedbackError."""
        if self._path.exists():
            with self._open(create=False) as connection:
                connection.execute(_TABLE)
                self._forget(connection, today)

    def every(self, today: date) -> tuple[Feedback, ...]:
        """Everything that may still be kept, oldest first. Raises FeedbackError."""
        self.forget(today)
        if not self._path.exists():
            return ()
        with self._open(create=False) as connection:
            columns = "day, helped, reason, outcome, documents, questions"
            return tuple(map(_feedback, connection.execute(f"SELECT {columns} FROM feedback ORDER BY id")))

    def holds_questions(self) -> bool:
        """Is there any question that a visitor let us keep? Changes nothing. Raises FeedbackError."""
        if not self._path.exists():
            return False
        with self._open(create=False) as connection:
            connection.execute(_TABLE)
            return connection.execute("SELECT 1 FROM feedback WHERE questions != '[]'").fetchone() is not None

    def _forget(self, connection: sqlite3.Connection, today: date) -> None:
        oldest = today - timedelta(days=self.days) if self.days else date.max
        connection.execute("DELETE FROM feedback WHERE day < ?", (oldest.isoformat(),))

    @contextmanager
    def _open(self, *, create: bool) -> Iterator[sqlite3.Connection]:
        """A transaction of its own. What is deleted is overwritten, so that no copy stays in the file."""
        try:
            if create:
                self._path.touch(mode=0o600)
            connection = sqlite3.connect(self._path, timeout=_PATIENCE, isolation_level=None)
            try:
                connection.execute("PRAGMA secure_delete = ON")
                connection.execute("BEGIN IMMEDIATE")
                yield connection
                connection.execute("COMMIT")
            finally:
                connection.close()  # without COMMIT nothing is written
        except (sqlite3.Error, OSError, ValueError) as error:
            raise FeedbackError(
                texts.FEEDBACK_UNUSABLE, where=str(self._path), next_step=texts.FEEDBACK_UNUSABLE_NEXT
            ) from error


def _feedback(row: Sequence[str]) -> Feedback:
    day, helped, reason, outcome, documents, questions = row
    known = Reason(reason) if reason in set(Reason) else Reason.OTHER
    return Feedback(
        date.fromisoformat(day),
        bool(helped),
        known,
        outcome,
        tuple(json.loads(documents)),
        tuple(json.loads(questions)),
    )
