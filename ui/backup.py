"""``civsam backup``: what the service needs to stand up again, in one file. The format is said here, for restoring too.

A gzipped tar. First ``civsam-backup.json``: format, when, the generation, and the SHA-256 and size of every file; then the
files, with paths as in the data directory: the serving generation, the originals, the PDF files that are shown, and what
visitors thought; the same of the collection for staff, in ``staff/``, and what editors did, unless only what anyone may read is
saved. Not the caches, which are made again, nor the quarantine. A file without the latter two has the first format.
"""

from __future__ import annotations

import io
import json
import os
import shutil
import sqlite3
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from assistant.errors import CivsamError, IndexBroken
from assistant.retrieval import storage
from ingest import kept, originals
from ingest.lock import writer_lock
from ui import editor_audit, texts
from ui.feedback_store import FILE as FEEDBACK
from ui.saving import check_free

CONTENTS: Final = "civsam-backup.json"
FORMAT: Final = "1"
WITH_STAFF: Final = (
    "2"  # the format of a file with what is for staff, or the editors' log: Civsam before it cannot restore it
)
AUDIT: Final = f"{editor_audit.FOLDER}/{editor_audit.FILE}"
LOCK: Final = "LOCK"
FOLDERS: Final = (originals.FOLDER, kept.FOLDER)  # beside the generation
LARGEST_CONTENTS: Final = 50_000_000  # bytes


class BackupError(CivsamError):
    """The file cannot be written or restored as it is asked for."""


@dataclass(frozen=True, slots=True)
class Held:
    """One file: SHA-256 in hex, and size in bytes."""

    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Contents:
    """What a backup says about itself. ``files`` by path in the data directory, with / between its parts."""

    format: str
    created: str
    generation: str
    files: dict[str, Held]
    staff: str = ""  # the generation of the collection for staff, when that is there

    @property
    def size(self) -> int:
        """Bytes of all the files."""
        return sum(held.size for held in self.files.values())


def backup(data_dir: Path, file: Path, *, force: bool = False, public: bool = False) -> Contents:
    """Write ``file``; whole or not at all. The service may run meanwhile, but nothing can be read in.

    With ``public`` there is nothing in it but what anyone may read, and what visitors thought.

    Raises SavingError, BackupError, IndexMissing, IndexBroken when what serves is damaged, and WriterBusy.
    """
    storage.current_name(data_dir)  # nothing to save: say so before anything is made
    check_free(file, force=force)
    with writing(data_dir), tempfile.TemporaryDirectory(prefix="civsam-") as spare:
        generation = _whole_generation(data_dir)
        paths = dict(_paths(data_dir, generation))
        if (data_dir / FEEDBACK).exists():
            paths[FEEDBACK] = Path(spare) / FEEDBACK
            copy_database(data_dir / FEEDBACK, paths[FEEDBACK])
        staff = "" if public else _staff(data_dir, paths)
        if not public and (data_dir / AUDIT).is_file():
            paths[AUDIT] = Path(
                shutil.copy(data_dir / AUDIT, Path(spare) / "audit")
            )  # an editor may add to it meanwhile
        held = {name: Held(storage.file_sha256(path), path.stat().st_size) for name, path in paths.items()}
        format_ = WITH_STAFF if staff or AUDIT in held else FORMAT
        contents = Contents(format_, datetime.now(UTC).isoformat(timespec="seconds"), generation, held, staff)
        _write(file, contents, paths)
    return contents


@contextmanager
def writing(data_dir: Path) -> Iterator[None]:
    """Alone in the data directory: nothing is read in or fetched meanwhile. Raises WriterBusy."""
    with ExitStack() as locks:
        locks.enter_context(writer_lock(data_dir))
        if (data_dir / originals.FOLDER).is_dir():
            locks.enter_context(writer_lock(data_dir / originals.FOLDER, "hämtning"))
        yield


def copy_database(source: Path, target: Path) -> None:
    """SQLite's own copying: right also while somebody writes to one of them. Raises BackupError."""
    try:
        target.touch(mode=0o600)
        with closing(sqlite3.connect(source)) as read, closing(sqlite3.connect(target)) as written:
            read.backup(written)
    except sqlite3.Error as error:
        raise BackupError(texts.FEEDBACK_UNUSABLE, where=str(source), next_step=texts.FEEDBACK_UNUSABLE_NEXT) from error


def _whole_generation(data_dir: Path) -> str:
    """The name of the serving generation, whose every file is as it was written."""
    name = storage.current_name(data_dir)
    if name not in storage.generation_names(data_dir):
        raise IndexBroken("Filen CURRENT är skadad", where=str(data_dir), next_step=storage.REBUILD)
    with closing(storage.open_generation(data_dir / name)) as generation:
        storage.check_vector_index(generation)
    return name


def _paths(data_dir: Path, generation: str) -> Iterator[tuple[str, Path]]:
    for folder in (generation, *FOLDERS):
        for path in sorted((data_dir / folder).rglob("*")):
            if path.is_file() and not path.is_symlink() and path.name != LOCK:
                yield path.relative_to(data_dir).as_posix(), path


def _record(contents: Contents) -> dict[str, object]:
    record = asdict(contents)
    return record if contents.format == WITH_STAFF else {name: record[name] for name in record if name != "staff"}


def _staff(data_dir: Path, paths: dict[str, Path]) -> str:
    """The generation of the collection for staff, whose files are added to ``paths``; empty when there is none."""
    inner = storage.staff_dir(data_dir)
    if not (inner / "CURRENT").exists():
        return ""
    with writing(inner):
        generation = _whole_generation(inner)
        paths.update((f"{storage.STAFF}/{name}", path) for name, path in _paths(inner, generation))
    return generation


def _write(file: Path, contents: Contents, paths: dict[str, Path]) -> None:
    """Beside the file first, for its owner alone, and moved there when it is on the disk."""
    descriptor, half = tempfile.mkstemp(prefix=".civsam-", suffix=".tmp", dir=file.parent)
    try:
        with os.fdopen(descriptor, "wb") as raw:
            with tarfile.open(fileobj=raw, mode="w:gz", compresslevel=6) as archive:
                described = json.dumps(_record(contents), ensure_ascii=False, indent=1).encode("utf-8")
                head = tarfile.TarInfo(CONTENTS)
                head.size = len(described)
                archive.addfile(head, io.BytesIO(described))
                for name, path in paths.items():
                    entry = tarfile.TarInfo(name)  # no owner, no rights: they belong to this machine
                    entry.size = contents.files[name].size
                    with path.open("rb") as data:
                        archive.addfile(entry, data)
            raw.flush()
            os.fsync(raw.fileno())
        Path(half).replace(file)
    finally:
        Path(half).unlink(missing_ok=True)
