"""A file that an editor removes: one of those in the folders that files can be put in, as it was when it was chosen."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple

from assistant.errors import CivsamError
from assistant.retrieval.storage import file_sha256
from ingest.access import is_for_staff
from ingest.kinds import READERS
from ingest.lock import reason
from ingest.readers import SUPPORTED_SUFFIXES
from ui import editor_texts as texts
from ui.editor_upload import folders

_DATA: Final = tuple(folder for _, folder in READERS)  # the folders of the editors' data


class RemovalError(CivsamError):
    """The file was not removed."""


class Chosen(NamedTuple):
    """A file that may be removed: its name in the corpus, what it holds, who may read it, and the data kept about it."""

    name: str
    sha256: str
    for_staff: bool
    about_it: tuple[str, ...]  # files of the editors' data that go by its name


def removable(corpus_dir: Path) -> Sequence[str]:
    """The names of the files that may be removed, in order: what an ingest reads in the folders that can be chosen."""
    found = []
    for folder in folders(corpus_dir):
        place = corpus_dir / folder
        files = sorted(place.iterdir()) if place.is_dir() else []
        found += [f"{folder}/{path.name}" for path in files if _may_go(path)]
    return [name for name in found if _can_be_sent(name)]


def _may_go(path: Path) -> bool:
    usual = path.suffix.lower() in SUPPORTED_SUFFIXES and path.stem != "README" and not path.name.startswith(".")
    return usual and path.is_file() and not path.is_symlink()


def _can_be_sent(name: str) -> bool:
    """True for a name that comes back from a form as it was: no control characters, no bytes that are no letters."""
    return not any(unicodedata.category(letter) in ("Cc", "Cs") for letter in name)


def choose(corpus_dir: Path, name: str) -> Chosen:
    """The file of this name. Raises RemovalError when there is none, or when it is the only document."""
    every = removable(corpus_dir)
    if name not in every:
        raise RemovalError(texts.NOT_REMOVABLE, where=name[:200], next_step=texts.NOT_REMOVABLE_NEXT)
    if len(every) == 1:
        raise RemovalError(texts.LAST_ONE, where=name, next_step=texts.LAST_ONE_NEXT)
    path = corpus_dir / name
    about_it = tuple(
        f"{folder}/{found.name}"
        for folder in _DATA
        for found in sorted((corpus_dir / folder).glob(f"{path.stem}.y*ml"))
    )
    return Chosen(name, file_sha256(path), is_for_staff(path), about_it)


def remove(corpus_dir: Path, name: str, sha256: str) -> None:
    """Remove the file, when it still holds what was chosen. Raises RemovalError; then it is left."""
    if choose(corpus_dir, name).sha256 != sha256:
        raise RemovalError(texts.CHANGED_MEANWHILE, where=name, next_step=texts.CHANGED_MEANWHILE_NEXT)
    try:
        (corpus_dir / name).unlink()
        folder = os.open((corpus_dir / name).parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    except OSError as error:
        why = f"{texts.NOT_REMOVED} ({reason(error)})"
        raise RemovalError(why, where=name, next_step=texts.DISK_NEXT) from error
