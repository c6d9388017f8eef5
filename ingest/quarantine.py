"""Files that were refused: a copy and the reason, until they can be read or are gone.

``data/quarantine/lista.json`` tells which and why. A copy is named by its hash, so that nobody opens it by mistake; what
is too large, or comes when the room is full, is only listed.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

FOLDER = "quarantine"
LIST = "lista.json"
LARGEST = 20_000_000  # bytes of one file
ROOM = 200_000_000  # bytes in all
_SUFFIX = ".karantan"


@dataclass(frozen=True, slots=True)
class Refusal:
    """One refused file: where it came from, why in Swedish, what to do, since when, and its copy if there is one."""

    source: str
    reason: str
    next_step: str
    since: str
    size: int
    sha256: str
    copied: bool


class Quarantine:
    """The refused files of a data directory. Writers hold the lock."""

    def __init__(self, data_dir: Path) -> None:
        self._folder = data_dir / FOLDER

    def refusals(self) -> tuple[Refusal, ...]:
        """Everything in it, in order of name. A list that cannot be read counts as empty: the next ingest makes it anew."""
        try:
            records = json.loads((self._folder / LIST).read_text(encoding="utf-8"))
            return tuple(Refusal(**record) for record in records)
        except (OSError, ValueError, TypeError):
            return ()

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """An ingest and a fetch may come at once."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(self._folder, os.O_RDONLY)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)

    def add(self, source: str, data: bytes, reason: str, next_step: str, today: str) -> None:
        """Put a file in it; one that is there already for the same reason keeps its day."""
        with self._alone():
            self._add(source, data, reason, next_step, today)

    def _add(self, source: str, data: bytes, reason: str, next_step: str, today: str) -> None:
        digest = hashlib.sha256(data).hexdigest()
        others = [refusal for refusal in self.refusals() if refusal.source != source]
        same = [r for r in self.refusals() if (r.source, r.sha256, r.reason) == (source, digest, reason)]
        used = sum(path.stat().st_size for path in self._folder.glob(f"*{_SUFFIX}"))
        copy = self._folder / f"{digest}{_SUFFIX}"
        fits = 0 < len(data) <= LARGEST and (copy.exists() or used + len(data) <= ROOM)
        if fits and not copy.exists():
            self._write(copy, data)
        since = same[0].since if same else today
        self._save([*others, Refusal(source, reason, next_step, since, len(data), digest, fits)])

    def clear(self, sources: Iterable[str]) -> None:
        """Take out what can be read now, or is gone."""
        gone = set(sources)
        if not any(refusal.source in gone for refusal in self.refusals()):
            return
        with self._alone():
            self._save([refusal for refusal in self.refusals() if refusal.source not in gone])

    def keep_only(self, sources: Iterable[str], *, web: bool) -> None:
        """Take out everything else of the same origin: fetched (``web``) or from a folder."""
        kept = set(sources)
        self.clear(r.source for r in self.refusals() if is_web(r.source) is web and r.source not in kept)

    def _save(self, refusals: list[Refusal]) -> None:
        ordered = sorted(refusals, key=lambda refusal: refusal.source)
        text = json.dumps([asdict(refusal) for refusal in ordered], ensure_ascii=False, indent=1)
        self._write(self._folder / LIST, text.encode("utf-8"))
        needed = {refusal.sha256 for refusal in ordered if refusal.copied}
        for path in self._folder.glob(f"*{_SUFFIX}"):
            if path.stem not in needed:
                path.unlink(missing_ok=True)

    def _write(self, path: Path, data: bytes) -> None:
        temporary = path.with_name(f"{path.name}.tmp")
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)


def is_web(source: str) -> bool:
    """True for the address of something that was fetched."""
    return source.startswith(("https://", "http://"))
