"""Files become pages. One module per format, loaded only when such a file is read.

Errors of the libraries are translated here: what leaves this package is a DocumentError that names the file.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from assistant.domain import Page
from assistant.errors import CivsamError, PathMissing, Unreadable, UnsupportedType

MARKDOWN_SUFFIXES = (".md", ".markdown")
HTML_SUFFIXES = (".html", ".htm")
SUPPORTED_SUFFIXES = (*MARKDOWN_SUFFIXES, *HTML_SUFFIXES, ".txt", ".pdf", ".docx", ".odt")
LARGEST_FILE = 200_000_000  # bytes
MOST_LETTERS = 20_000_000  # of one document; a plan of 1,000 pages has about 3 million
MOST_LINES = 200_000
READERS_VERSION = "3"  # part of the index stamp: raise it when the same bytes give another text


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file holds: its pages, and the title and date it states about itself."""

    pages: tuple[Page, ...]
    title: str | None = None
    date: str | None = None
    warnings: tuple[str, ...] = ()
    is_laid_out: bool = False  # the lines are whole paragraphs already, without running heads


def read(path: Path) -> Reading:
    """Read one file. Raises PathMissing, UnsupportedType or Unreadable."""
    return read_data(load(path, where=str(path)), path.suffix, where=str(path))


def load(path: Path, *, where: str) -> bytes:
    """The bytes of a supported file; ``where`` is how the file is named in errors."""
    if not path.exists():
        raise PathMissing("Filen finns inte", where=where, next_step="Kontrollera sökvägen")
    _require_supported(path.suffix, where)
    if not path.is_file():
        raise Unreadable("Det är inte en vanlig fil", where=where, next_step="Ange en fil eller en mapp med filer")
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise Unreadable("Filen är för stor", where=where, next_step="Dela upp den. Högst 200 MB går att läsa in")
        data = path.read_bytes()
    except OSError as error:
        reason = "Du saknar rätt att läsa filen" if isinstance(error, PermissionError) else "Filen gick inte att läsa"
        raise Unreadable(reason, where=where, next_step="Kontrollera filens rättigheter och disken") from error
    if not data.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        raise Unreadable("Filen är tom", where=where, next_step="Fyll på filen eller ta bort den")
    return data


def read_data(data: bytes, suffix: str, *, where: str, plain: bool = False) -> Reading:
    """Read the bytes of a file with this suffix. ``plain``: a PDF with pypdf, because PDFium has failed on it."""
    _require_supported(suffix, where)
    try:
        if plain and suffix.lower() == ".pdf":
            from ingest.readers import pdf_plain

            return pdf_plain.read(data, where=where)
        return _read(data, suffix.lower(), where)
    except (CivsamError, MemoryError):
        raise
    except Exception as error:  # whatever a library throws at a broken file, one file must not stop the others
        raise Unreadable(
            f"Filen är skadad eller har ett format som inte går att tolka ({type(error).__name__})",
            where=where,
            next_step="Öppna filen i sitt program, spara den på nytt och läs in igen",
        ) from error


def _read(data: bytes, suffix: str, where: str) -> Reading:
    if suffix in MARKDOWN_SUFFIXES:
        from ingest.readers import markdown

        return markdown.read(data, where=where)
    if suffix in HTML_SUFFIXES:
        from ingest.readers import html

        return html.read(data, where=where)
    if suffix == ".pdf":
        from ingest.readers import pdf

        return pdf.read(data, where=where)
    if suffix == ".docx":
        from ingest.readers import docx

        return docx.read(data, where=where)
    if suffix == ".odt":
        from ingest.readers import odt

        return odt.read(data, where=where)
    from ingest.readers import text

    return text.read(data, where=where)


def check_amount(reading: Reading, *, where: str) -> Reading:
    """The reading, when no more came out of the file than can be cleaned and split in reasonable time."""
    letters = sum(len(page.text) for page in reading.pages)
    lines = sum(page.text.count("\n") for page in reading.pages)
    if letters > MOST_LETTERS or lines > MOST_LINES:
        raise Unreadable(
            f"Filen ger orimligt mycket text ({letters} tecken på {lines} rader)",
            where=where,
            next_step="Dela upp den i flera filer",
        )
    return reading


def _require_supported(suffix: str, where: str) -> None:
    if suffix.lower() not in SUPPORTED_SUFFIXES:
        raise UnsupportedType(
            f"Filer av typen {suffix!r} går inte att läsa" if suffix else "Filen saknar filändelse",
            where=where,
            next_step=f"Spara den som något av {', '.join(SUPPORTED_SUFFIXES)}",
        )
