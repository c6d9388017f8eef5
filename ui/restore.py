"""``civsam restore``: a backup becomes what serves. Everything is checked before anything that serves is touched."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import shutil
import tarfile
import zlib
from collections.abc import Callable
from contextlib import closing
from pathlib import Path, PurePosixPath
from typing import IO, Final

from assistant.retrieval import storage
from ingest import generations
from ui import staff_texts, texts
from ui.backup import (
    AUDIT,
    CONTENTS,
    FOLDERS,
    FORMAT,
    LARGEST_CONTENTS,
    WITH_STAFF,
    BackupError,
    Contents,
    Held,
    copy_database,
    writing,
)  # fmt: skip
from ui.feedback_store import FILE as FEEDBACK

_GENERATION: Final = re.compile(r"gen-\d{4,}")
_DAMAGED: Final = (tarfile.TarError, gzip.BadGzipFile, zlib.error, EOFError, ValueError, KeyError, TypeError)
_CHUNK: Final = 1 << 20


def restore(
    data_dir: Path, file: Path, *, force: bool = False, publish: Callable[[Path], object] = lambda _: None
) -> tuple[Contents, str]:
    """What the backup held, and the name of the generation that now serves. What it does not hold is left as it is.

    A running service goes over to it by itself. ``publish`` gets the folder of the generation before it serves.
    Raises BackupError when the file is damaged or there is something to overwrite and no ``force``, IndexMismatch,
    IndexBroken and WriterBusy; then what served before still does.
    """
    if not file.is_file():
        raise BackupError(texts.RESTORE_NO_FILE, where=str(file), next_step=texts.RESTORE_NO_FILE_NEXT)
    taken = [name for name in ("CURRENT", *FOLDERS, FEEDBACK, storage.STAFF, AUDIT) if (data_dir / name).exists()]
    if taken and not force:
        raise BackupError(texts.RESTORE_TAKEN, where=str(data_dir), next_step=texts.RESTORE_TAKEN_NEXT)
    with writing(data_dir):
        name = generations.next_name(data_dir)
        work = data_dir / f"{name}.tmp"  # the next ingest clears it away if we are stopped here
        shutil.rmtree(work, ignore_errors=True)
        try:
            contents = _unpack(file, work)
            restored = storage.open_generation(work / contents.generation)  # made by another version? then say that
            restored.close()
            if restored.for_staff and data_dir.name != storage.STAFF:
                elsewhere = staff_texts.restore_into(str(storage.staff_dir(data_dir)))
                raise BackupError(staff_texts.RESTORE_ELSEWHERE, where=str(file), next_step=elsewhere)
            _refuse_to_publish(data_dir, work, contents)
            if contents.staff:
                _restore_staff(storage.staff_dir(data_dir), work / storage.STAFF, contents.staff)
            generations.adopt(data_dir, work / contents.generation, name, publish)
            _put_beside(data_dir, work)
            if (work / AUDIT).is_file():
                _merge_logs(data_dir / AUDIT, work / AUDIT)
        finally:
            shutil.rmtree(work, ignore_errors=True)
        generations.prune(data_dir, name)
    return contents, name


def _refuse_to_publish(data_dir: Path, work: Path, contents: Contents) -> None:
    """Raise BackupError when what anyone would read has a document that is for staff only, in the backup or here today."""
    if data_dir.name == storage.STAFF:
        return
    hidden = _for_staff_only(work / storage.STAFF / contents.staff) if contents.staff else set()
    inner = storage.staff_dir(data_dir)
    if (inner / "CURRENT").exists():
        hidden |= _for_staff_only(inner / storage.current_name(inner))
    with closing(storage.open_generation(work / contents.generation)) as restored:
        shown = sorted(document.id for document in restored.catalogue if document.staff_only or document.id in hidden)
    if shown:
        raise BackupError(
            staff_texts.restore_publishes(shown),
            where=str(data_dir),
            next_step=staff_texts.restore_publishes_next(str(inner)),
        )


def _for_staff_only(folder: Path) -> set[str]:
    with closing(storage.open_generation(folder)) as generation:
        return {document.id for document in generation.catalogue if document.staff_only}


def _restore_staff(inner: Path, work: Path, generation: str) -> None:
    """The collection for staff into its own folder, whose vectors never leave this machine."""
    with closing(storage.open_generation(work / generation)) as restored:
        if not restored.for_staff:
            raise BackupError(texts.RESTORE_DAMAGED, next_step=texts.RESTORE_DAMAGED_NEXT)
    with writing(inner):
        name = generations.next_name(inner)
        generations.adopt(inner, work / generation, name)
        _put_folders(inner, work)
        generations.prune(inner, name)


def _merge_logs(served: Path, restored: Path) -> None:
    """What editors did, in the backup and since, in order of time; no line twice."""
    served.parent.mkdir(mode=0o700, exist_ok=True)
    known = [path.read_bytes().splitlines(keepends=True) for path in (restored, served) if path.is_file()]
    lines = sorted(dict.fromkeys(line for part in known for line in part))  # a line begins with its time
    beside = restored.with_suffix(".both")
    beside.touch(mode=0o600)
    beside.write_bytes(b"".join(lines))
    beside.replace(served)


def _put_beside(data_dir: Path, work: Path) -> None:
    _put_folders(data_dir, work)
    if (work / FEEDBACK).exists():
        copy_database(work / FEEDBACK, data_dir / FEEDBACK)


def _put_folders(data_dir: Path, work: Path) -> None:
    for folder in FOLDERS:
        new, served, old = work / folder, data_dir / folder, work / f"{folder}.old"
        if not new.is_dir():
            continue
        if served.exists():
            served.replace(old)
        try:
            new.replace(served)
        except OSError:
            if old.exists():
                old.replace(served)
            raise


def _unpack(file: Path, work: Path) -> Contents:
    """Every file that the contents list, with the hash that stands there, and no other."""
    try:
        with tarfile.open(file, "r:gz") as archive:
            contents = _contents(archive)
            missing = set(contents.files)
            while entry := archive.next():  # iterating would begin with the contents again
                if entry.name not in missing or not entry.isreg():
                    raise _damaged(file)
                source = archive.extractfile(entry)
                if source is None or _copy(source, work / entry.name) != contents.files[entry.name]:
                    raise _damaged(file, entry.name)
                missing.remove(entry.name)
    except _DAMAGED as error:
        raise _damaged(file) from error
    if missing:
        raise _damaged(file, min(missing))
    return contents


def _contents(archive: tarfile.TarFile) -> Contents:
    """What the backup says about itself. Raises one of _DAMAGED, BackupError when another version wrote it."""
    head = archive.next()
    if head is None or head.name != CONTENTS or not head.isreg() or head.size > LARGEST_CONTENTS:
        raise ValueError("no contents first")
    source = archive.extractfile(head)
    record = json.loads(source.read() if source else b"")
    if record["format"] not in (FORMAT, WITH_STAFF):
        raise BackupError(texts.RESTORE_OTHER_FORMAT, next_step=texts.RESTORE_OTHER_FORMAT_NEXT)
    files = {name: Held(str(held["sha256"]), int(held["size"])) for name, held in record["files"].items()}
    generation, staff = str(record["generation"]), str(record["staff"]) if record["format"] == WITH_STAFF else ""
    names_fit = _GENERATION.fullmatch(generation) and (not staff or _GENERATION.fullmatch(staff))
    if not names_fit or not all(_is_ours(name, generation, staff, record["format"]) for name in files):
        raise ValueError("a path that is not ours")
    return Contents(str(record["format"]), str(record["created"]), generation, files, staff)


def _is_ours(name: str, generation: str, staff: str, format_: str) -> bool:
    """A path to one of the places that a backup holds, and never out of them."""
    path = PurePosixPath(name)
    if path.as_posix() != name or ".." in path.parts or "\\" in name or "\0" in name:
        return False
    if name == FEEDBACK or (format_ == WITH_STAFF and name == AUDIT):
        return True
    if staff and path.parts[0] == storage.STAFF:
        return len(path.parts) > 2 and path.parts[1] in (staff, *FOLDERS)
    return len(path.parts) > 1 and path.parts[0] in (generation, *FOLDERS)


def _copy(source: IO[bytes], target: Path) -> Held:
    target.parent.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    with target.open("wb") as written:
        while chunk := source.read(_CHUNK):
            digest.update(chunk)
            size += written.write(chunk)
    return Held(digest.hexdigest(), size)


def _damaged(file: Path, part: str = "") -> BackupError:
    where = f"{file}, {part}" if part else str(file)
    return BackupError(texts.RESTORE_DAMAGED, where=where, next_step=texts.RESTORE_DAMAGED_NEXT)
