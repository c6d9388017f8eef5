"""Pages of a PDF as pictures, drawn in a child process with limits, the latest ones kept in memory."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import OrderedDict
from pathlib import Path
from threading import Lock, Semaphore
from typing import Final, NamedTuple

from assistant.domain import Document
from assistant.settings import PROJECT
from ingest import kept
from ingest.readers.pdf_picture import HEAD
from ui.library import is_pdf

_SECONDS: Final = 20  # a page may take
_MEMORY: Final = 1 << 30  # bytes of address space
_MOST_KEPT: Final = 64  # pictures, of about 100 kB
_AT_ONCE: Final = 2


class Box(NamedTuple):
    """A marked place, in shares of the page's width and height."""

    x0: float
    y0: float
    x1: float
    y1: float


class Picture(NamedTuple):
    """One page: PNG, its size in pixels, how many pages the file has, and where the quote stands (nowhere: not exact)."""

    png: bytes
    width: int
    height: int
    pages: int
    boxes: tuple[Box, ...]


class PdfPages:
    """The pictures of the PDF files in one or several data directories."""

    def __init__(self, *data_dirs: Path) -> None:
        self._data_dirs = data_dirs
        self._kept: OrderedDict[tuple[str, int, str], Picture] = OrderedDict()
        self._lock = Lock()
        self._free = Semaphore(_AT_ONCE)

    def file(self, document: Document) -> Path | None:
        """The document's own PDF file; None when it is no PDF or is not kept."""
        if not is_pdf(document):
            return None
        found = (kept.find(folder, document.sha256) for folder in self._data_dirs)
        return next((file for file in found if file), None)

    def picture(self, document: Document, number: int, quote: str = "") -> Picture | None:
        """Page ``number`` (from 1), with the quote's boxes; None when it cannot be drawn."""
        file = self.file(document)
        if file is None or number < 1:
            return None
        with self._lock:
            found = next((one for key, one in self._kept.items() if _is_same(key, document, number, quote)), None)
        if found is None:
            with self._free:
                found = _drawn(file, number, quote)
            with self._lock:
                if found:
                    self._kept[document.sha256, number, quote] = found
                while len(self._kept) > _MOST_KEPT:
                    self._kept.popitem(last=False)
        return found


def _is_same(key: tuple[str, int, str], document: Document, number: int, quote: str) -> bool:
    """The picture of a page is the same with and without a quote."""
    return key[:2] == (document.sha256, number) and (not quote or key[2] == quote)


def _drawn(file: Path, number: int, quote: str) -> Picture | None:
    command = [sys.executable, "-m", "ingest.readers.pdf_picture", str(file), str(number), str(_MEMORY)]
    try:
        child = subprocess.run(
            command,
            input=quote.encode("utf-8", "replace"),
            capture_output=True,
            timeout=_SECONDS,
            check=False,
            cwd=PROJECT,
        )
    except subprocess.TimeoutExpired:
        return None
    if child.returncode != 0 or len(child.stdout) < HEAD.size:
        return None
    (size,) = HEAD.unpack(child.stdout[: HEAD.size])
    about = json.loads(child.stdout[HEAD.size : HEAD.size + size])
    boxes = tuple(Box(*box) for box in about["boxes"])
    return Picture(child.stdout[HEAD.size + size :], about["width"], about["height"], about["pages"], boxes)
