"""A file that an editor sends: checked as an ingest would, then put in a folder of the corpus, whole or not at all."""

from __future__ import annotations

import os
import re
import secrets
import unicodedata
from collections.abc import Sequence
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import BinaryIO, Final, NamedTuple

from assistant.errors import CivsamError
from ingest.access import FOLDER as STAFF_FOLDER
from ingest.access import is_for_staff, is_staff_folder
from ingest.documents import read_document
from ingest.guard import GuardedReader
from ingest.kinds import READERS
from ingest.readers import SUPPORTED_SUFFIXES
from ui import editor_texts as texts

LARGEST: Final = 50_000_000  # bytes of one file; larger ones are put in the folder by whoever runs the server
LONGEST_NAME: Final = 120  # characters
_UNSAFE: Final = re.compile(r"[^\w .()+-]")
_OPEN: Final = re.compile(
    rb"^atkomst:[ \t]*['\"]?(\xc3\xb6|o\xcc\x88)ppen", re.MULTILINE
)  # said, and not only left out
_CHUNK: Final = 1 << 20
_DATA_FOLDERS: Final = frozenset(folder for _, folder in READERS)  # of the editors' data, not of documents


class UploadError(CivsamError):
    """The file was not stored."""


class Stored(NamedTuple):
    """Where a file was put, in the corpus; whether it took another's place; whether it is for staff only; what to look at."""

    name: str
    replaced: bool
    for_staff: bool
    warnings: tuple[str, ...]


def folders(corpus_dir: Path) -> Sequence[str]:
    """The folders of the corpus that documents may be put in; always one that is for staff only, last."""
    found = [
        path.relative_to(corpus_dir).as_posix()
        for path in sorted(corpus_dir.rglob("*"))
        if path.is_dir() and not path.is_symlink()
    ]
    usable = [name for name in found if not _is_closed(PurePosixPath(name))]
    staff = [name for name in usable if any(map(is_staff_folder, PurePosixPath(name).parts))]
    return [*(name for name in usable if name not in staff), *(staff or [STAFF_FOLDER])]


def _is_closed(name: PurePosixPath) -> bool:
    return name.parts[0] in _DATA_FOLDERS or any(part.startswith(".") for part in name.parts)


def safe_name(sent: str) -> str:
    """The file's own name without folders and odd characters. Raises UploadError when it is of no kind that can be read."""
    last = PureWindowsPath(sent.replace("/", "\\")).name
    name = re.sub(r"\s+", " ", _UNSAFE.sub("-", unicodedata.normalize("NFC", last))).strip(" .-")
    stem, suffix = PurePosixPath(name).stem, PurePosixPath(name).suffix.lower()
    if suffix not in SUPPORTED_SUFFIXES or not stem.strip(" .-") or stem.upper() == "README":
        raise UploadError(texts.BAD_KIND, where=name or texts.NO_FILE, next_step=texts.kinds(SUPPORTED_SUFFIXES))
    if len(name) > LONGEST_NAME:
        raise UploadError(texts.LONG_NAME, where=f"{name[:40]}…", next_step=texts.LONG_NAME_NEXT)
    return f"{stem}{suffix}"


def store(corpus_dir: Path, folder: str, sent: str, file: BinaryIO, *, replace: bool = False) -> Stored:
    """Check the file and put it in ``folder`` of the corpus.

    Raises UploadError, or what reading it raises; then nothing is changed.
    """
    if folder not in folders(corpus_dir):
        raise UploadError(texts.NO_FOLDER, where=folder, next_step=texts.NO_FOLDER_NEXT)
    name = safe_name(sent)
    place = corpus_dir / folder
    place.mkdir(exist_ok=True)
    target = place / name
    taken = next((path for path in place.iterdir() if _same(path.name, name)), None)
    if taken and not replace:
        raise UploadError(texts.TAKEN, where=f"{folder}/{taken.name}", next_step=texts.TAKEN_NEXT)
    if taken and (taken.is_symlink() or not taken.is_file()):
        raise UploadError(texts.NO_PLACE, where=f"{folder}/{taken.name}", next_step=texts.NO_FOLDER_NEXT)
    target = taken or target
    beside = place / f".{secrets.token_hex(8)}{target.suffix.lower()}"  # hidden: an ingest passes it over
    try:
        _write(beside, file, name)
        with GuardedReader() as reader:
            built = read_document(beside, name, reader.read)
        for_staff = is_for_staff(beside)
        if taken:
            if is_for_staff(taken) and not for_staff and not _OPEN.search(beside.read_bytes()):
                raise UploadError(texts.WOULD_OPEN, where=f"{folder}/{taken.name}", next_step=texts.WOULD_OPEN_NEXT)
            beside.replace(target)
        else:
            _put(beside, target, folder)
    finally:
        beside.unlink(missing_ok=True)
    return Stored(f"{folder}/{target.name}", taken is not None, for_staff, tuple(built.warnings))


def _same(one: str, other: str) -> bool:
    """Also on a file system that does not tell capitals apart."""
    return unicodedata.normalize("NFC", one).casefold() == other.casefold()


def _write(path: Path, file: BinaryIO, name: str) -> None:
    with path.open("xb") as to:
        written = 0
        while chunk := file.read(_CHUNK):
            written += len(chunk)
            if written > LARGEST:
                raise UploadError(texts.TOO_LARGE, where=name, next_step=texts.too_large_next(LARGEST))
            to.write(chunk)
        if not written:
            raise UploadError(texts.EMPTY_FILE, where=name, next_step=texts.EMPTY_FILE_NEXT)
        to.flush()
        os.fsync(to.fileno())


def _put(beside: Path, target: Path, folder: str) -> None:
    """In a place that must be free: what somebody else has just put there is not written over."""
    try:
        os.link(beside, target)
    except FileExistsError as error:
        raise UploadError(texts.TAKEN, where=f"{folder}/{target.name}", next_step=texts.TAKEN_NEXT) from error
