"""The bytes of the PDF files that are served, so that a reader can be shown the page itself. Nothing else is kept.

``data/pdf/<sha256>.pdf``. What has been fetched lies in ``data/originals`` already and is not stored twice.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from assistant.errors import KnowledgeBaseError
from assistant.retrieval import storage

FOLDER = "pdf"
FETCHED = "originals"
SUFFIX = ".pdf"


def keep(data_dir: Path, files: Iterable[Path]) -> None:
    """Store the PDF files among ``files`` that the serving generation was read from, and remove what it does not have."""
    served = _served(data_dir)
    folder = data_dir / FOLDER
    for path in folder.glob("*"):
        if path.stem not in served or path.suffix != SUFFIX:
            path.unlink(missing_ok=True)
    for file in files if served else ():
        if file.suffix.lower() != SUFFIX or file.is_relative_to(data_dir):
            continue
        try:
            data = file.read_bytes()
        except OSError:  # it was there a moment ago; the page is then read as text only
            continue
        sha256 = hashlib.sha256(data).hexdigest()
        if sha256 in served and find(data_dir, sha256) is None:
            _write(folder, f"{sha256}{SUFFIX}", data)


def find(data_dir: Path, sha256: str) -> Path | None:
    """The file with these bytes; None when it is not kept."""
    candidates = (data_dir / folder / f"{sha256}{SUFFIX}" for folder in (FOLDER, FETCHED))
    return next((path for path in candidates if path.is_file()), None)


def _served(data_dir: Path) -> set[str]:
    try:
        generation = storage.open_current(data_dir)
    except KnowledgeBaseError:
        return set()
    try:
        return {one.sha256 for one in generation.catalogue if one.path.lower().endswith(SUFFIX)}
    finally:
        generation.close()


def _write(folder: Path, name: str, data: bytes) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    temporary = folder / f"{name}.tmp"
    temporary.write_bytes(data)
    temporary.replace(folder / name)
