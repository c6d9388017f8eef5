"""Plain text: find the encoding, guess the title."""

from __future__ import annotations

import codecs
import re

from assistant.domain import Page
from assistant.errors import Unreadable
from ingest.readers import Reading
from ingest.readers.dates import find_date
from ingest.readers.furniture import without_furniture
from ingest.split import looks_like_title

_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_SITE_FURNITURE = re.compile(r"webbplats|logotyp|\bmeny\b|sidhuvud", re.IGNORECASE)
FEW_BROKEN = 10  # at most one broken byte for each ten good letters beyond ASCII: damaged UTF-8, not another encoding


def read(data: bytes, *, where: str) -> Reading:
    """The text as one page without a number."""
    text, warnings = decode(data, where=where)
    text = without_furniture(text)
    return Reading((Page(None, text),), _title(text), find_date(text), warnings)


def decode(data: bytes, *, where: str) -> tuple[str, tuple[str, ...]]:
    """Bytes to text with plain line ends, and a warning when the encoding had to be guessed."""
    text, warnings = _decode(data, where)
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"), warnings


def _decode(data: bytes, where: str) -> tuple[str, tuple[str, ...]]:
    if data.startswith(_UTF16_MARKS):
        return data.decode("utf-16", errors="replace"), ()
    if b"\0" in data:
        raise Unreadable(
            "Filen är inte en textfil",
            where=where,
            next_step="Kontrollera filändelsen, eller spara innehållet som text (UTF-8)",
        )
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError:
        lenient = data.decode("utf-8", errors="replace")
    broken = lenient.count("\ufffd")
    if broken * FEW_BROKEN <= sum(letter > "\x7f" for letter in lenient) - broken:
        return lenient, (f"{broken} tecken gick inte att läsa",)
    return _western(data), ("teckenkodningen är inte UTF-8; filen lästes som Windows-1252",)


def _western(data: bytes) -> str:
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _title(text: str) -> str | None:
    """The first line that looks like a title and stands alone, above the first paragraph."""
    for line in text[:5000].split("\n"):
        if not line.strip():
            continue
        if not looks_like_title(line):
            return None
        if " " in line.strip() and not _SITE_FURNITURE.search(line):
            return line.strip()
    return None
