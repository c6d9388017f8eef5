"""What editors did, one JSON object a line: when, who, what, and with which document. Never a question, never a password."""

from __future__ import annotations

import json
import os
from collections import deque
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from threading import Lock
from typing import Final, NamedTuple

FOLDER: Final = "editor"  # in the data directory; nothing that serves the public reads it
FILE: Final = "audit.jsonl"


class Deed(StrEnum):
    """What can be done."""

    LOGIN = "login"
    LOGIN_FAILED = "login_failed"
    LOGIN_STOPPED = "login_stopped"  # too many wrong passwords
    LOGOUT = "logout"
    UPLOAD = "upload"
    REPLACE = "replace"
    UPLOAD_REFUSED = "upload_refused"
    REMOVE = "remove"
    REMOVE_REFUSED = "remove_refused"
    INGEST = "ingest"
    INGEST_DONE = "ingest_done"
    INGEST_FAILED = "ingest_failed"


class Entry(NamedTuple):
    """One line."""

    time: str
    who: str
    what: str
    document: str


class Audit:
    """The log in a data directory. Lines older than ``days`` are removed when the editors' pages start, and each day."""

    def __init__(self, data_dir: Path, days: int) -> None:
        self._path = data_dir / FOLDER / FILE
        self._days = days
        self._lock = Lock()

    def write(self, who: str, what: Deed, document: str = "", *, now: datetime | None = None) -> None:
        """Add a line, on disk when this returns. Raises OSError: what cannot be logged must not be done."""
        entry = Entry((now or datetime.now(UTC)).isoformat(timespec="seconds"), who, what.value, document)
        with self._lock:
            self._path.parent.mkdir(parents=True, mode=0o700, exist_ok=True)
            descriptor = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
            with os.fdopen(descriptor, "ab") as file:
                file.write(f"{json.dumps(entry._asdict(), ensure_ascii=False)}\n".encode())
                file.flush()
                os.fsync(file.fileno())

    def latest(self, count: int) -> list[Entry]:
        """The last lines, newest first. One that cannot be read is passed over."""
        if not self._path.exists():
            return []
        with self._path.open(encoding="utf-8", errors="replace") as file:
            found = [_entry(line) for line in deque(file, maxlen=count)]
        return [entry for entry in reversed(found) if entry]

    def forget(self, now: datetime) -> None:
        """Remove what is older than the set number of days."""
        with self._lock:
            if not self._path.exists():
                return
            first = (now - timedelta(days=self._days)).isoformat(timespec="seconds")
            lines = self._path.read_text(encoding="utf-8", errors="replace").splitlines(keepends=True)
            kept = [line for line in lines if (entry := _entry(line)) is None or entry.time >= first]
            if len(kept) == len(lines):
                return
            beside = self._path.with_suffix(".tmp")
            descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                file.writelines(kept)
                file.flush()
                os.fsync(file.fileno())
            beside.replace(self._path)


def _entry(line: str) -> Entry | None:
    try:
        found = json.loads(line)
        return Entry(*(str(found[name]) for name in Entry._fields))
    except (ValueError, KeyError, TypeError):
        return None
