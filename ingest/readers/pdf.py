"""PDF with pypdf: one Page for each page, with its printed number where the file states one."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Mapping

from pypdf import PdfReader
from pypdf.errors import DependencyError, FileNotDecryptedError, PyPdfError

from assistant.domain import Page
from assistant.errors import Unreadable
from ingest.readers import Reading
from ingest.readers.dates import find_date
from ingest.readers.pdf_layout import Line, marked_texts, page_lines

logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what it says about a broken file is said by our errors

TAIL = 4096  # bytes: a complete PDF ends with %%EOF, sometimes followed by a little rubbish
FEWEST_LETTERS = 2  # on a page that counts as having text
_EMPTY_TITLE = re.compile(
    r"(?:microsoft \w+ - .*|\(.*\)|.*\.\w{3,4}|untitled.*|namnlös.*|document\d*|dokument\d*|[\W\d]*)", re.I
)


def read(data: bytes, *, where: str) -> Reading:
    """The pages of a PDF. Raises Unreadable when it is damaged, encrypted or has no text at all."""
    if b"%PDF-" not in data[:1024]:
        raise Unreadable(
            "Filen är inte en PDF", where=where, next_step="Kontrollera filändelsen, eller hämta filen igen"
        )
    if b"%%EOF" not in data[-TAIL:].rstrip(b"\0"):
        raise Unreadable(
            "PDF-filen är avklippt: slutet saknas", where=where, next_step="Hämta filen igen. Hela filen kom inte med"
        )
    try:
        reader = PdfReader(io.BytesIO(data), strict=False)
        _unlock(reader, where)
        texts, failed, printed_title = _texts(reader)
        numbers = _numbers(reader, len(texts))
        title = _stated_title(reader)
    except (FileNotDecryptedError, DependencyError) as error:
        raise _encrypted(where) from error
    except PyPdfError as error:
        raise _damaged(where) from error
    if not texts or len(failed) == len(texts):
        raise _damaged(where)
    empty = [place for place, text in enumerate(texts) if not _has_text(text)]
    if len(empty) == len(texts):
        raise Unreadable(
            "PDF-filen har ingen text, troligen bara bilder",
            where=where,
            next_step="Kör texttolkning (OCR) på filen, eller spara originalet som PDF med text",
        )
    warnings = [_warning(place, numbers[place], is_failed=place in failed) for place in empty]
    pages = tuple(Page(number, text) for number, text in zip(numbers, texts, strict=True))
    return Reading(pages, title or printed_title, find_date("\n".join(texts)), tuple(warnings))


def _unlock(reader: PdfReader, where: str) -> None:
    """Files that anyone may open but not change are encrypted with an empty password."""
    if reader.is_encrypted and not reader.decrypt(""):
        raise _encrypted(where)


def _texts(reader: PdfReader) -> tuple[list[str], set[int], str | None]:
    """The text of every page, which pages could not be read, and the title as printed."""
    pages: list[list[Line]] = []
    failed = set()
    for place, page in enumerate(reader.pages):
        try:
            pages.append(page_lines(page))
        except (MemoryError, FileNotDecryptedError, DependencyError):
            raise
        except Exception:  # pypdf meets broken content streams with errors of many kinds; the other pages go on
            pages.append([])
            failed.add(place)
    texts, title = marked_texts(pages)
    return texts, failed, title


def _numbers(reader: PdfReader, count: int) -> list[int]:
    """The printed number of each page where the file states one, else its place."""
    labels: list[str] = []
    if "/PageLabels" in reader.root_object:
        try:
            labels = reader.page_labels
        except (PyPdfError, ValueError, KeyError, TypeError, IndexError, AttributeError):
            labels = []  # a broken label tree costs the printed numbers, not the text
    printed = [int(label) if label.isascii() and label.isdigit() else None for label in labels]
    return [(printed[place] if place < len(printed) else None) or place + 1 for place in range(count)]


def _stated_title(reader: PdfReader) -> str | None:
    """The title of the metadata, unless it is a file name or nothing."""
    try:
        facts: Mapping[str, object] = reader.metadata or {}
        title = " ".join(str(facts.get("/Title") or "").split())
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return None if _EMPTY_TITLE.fullmatch(title) else title


def _has_text(text: str) -> bool:
    return sum(letter.isalnum() for letter in text[:1000]) >= FEWEST_LETTERS


def _warning(place: int, number: int, *, is_failed: bool) -> str:
    name = f"sidan {number}" if number == place + 1 else f"sidan {number} (nummer {place + 1} i filen)"
    return f"{name} kunde inte läsas" if is_failed else f"{name} saknar text"


def _encrypted(where: str) -> Unreadable:
    return Unreadable("PDF-filen är krypterad", where=where, next_step="Spara en kopia utan lösenord och läs in den")


def _damaged(where: str) -> Unreadable:
    return Unreadable(
        "PDF-filen är skadad", where=where, next_step="Öppna den i ett PDF-program, spara den på nytt och läs in igen"
    )
