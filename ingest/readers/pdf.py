"""PDF: one Page for each page, with its printed number where the file states one, and its place in the file.

PDFium reads (by pypdfium2: it gives the box and type of every word, and is several times as fast as pypdf); what it cannot
open pypdf may still read.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import islice

import pypdfium2 as pdfium
from pypdfium2 import raw

from assistant.domain import Page
from assistant.errors import Unreadable
from ingest.clean import clean_characters, invisible_characters
from ingest.readers import MOST_LETTERS, MOST_LINES, Reading, ocr, pdf_plain
from ingest.readers.dates import find_date
from ingest.readers.pdf_layout import blocks_of, markdown, title_of
from ingest.readers.pdf_lines import body_size, columns_of, without_running_lines
from ingest.readers.pdf_words import Sheet, characters, read_sheet

TAIL = 65_536  # bytes: a complete PDF ends with %%EOF, sometimes followed by a little rubbish
MOST_LAID_OUT = 600  # pages; of longer files only the words are read, not how they are set
MOST_PAGES = 20_000
MOST_FAILURES = 200  # pages that cannot be read at all
MOST_OUTLINE = 5_000  # entries
_EMPTY_TITLE = re.compile(
    r"(?:microsoft \w+ - .*|\(.*\)|.*\.\w{3,4}|untitled.*|namnlös.*|document\d*|dokument\d*|[\W\d]*)", re.I
)
_TEXT = re.compile(r"[^\W_][\W_]*[^\W_]")  # two letters or digits: a page that counts as having text
_LABEL = re.compile(r"[0-9]{1,5}|(?=.*[^\W\d_])[\w.–-]{1,12}")  # a plain number, or like iv, A-3, Bilaga.2
_DATE = re.compile(r"(?:D:)?(\d{4})(\d{2})(\d{2})")


def read(data: bytes, *, where: str) -> Reading:
    """The pages of a PDF. Raises Unreadable when it is damaged, encrypted or has no text at all."""
    if b"%PDF-" not in data[:1024]:
        raise Unreadable(
            "Filen är inte en PDF", where=where, next_step="Kontrollera filändelsen, eller hämta filen igen"
        )
    if b"%%EOF" not in data[-TAIL:]:
        raise Unreadable(
            "PDF-filen är avklippt: slutet saknas", where=where, next_step="Hämta filen igen. Hela filen kom inte med"
        )
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if raw.FPDF_GetLastError() == raw.FPDF_ERR_PASSWORD or "password" in str(error).lower():
            raise pdf_plain.encrypted(where) from error
        return pdf_plain.read(data, where=where)
    try:
        return _reading(document, data, where)
    finally:
        document.close()


def _reading(document: pdfium.PdfDocument, data: bytes, where: str) -> Reading:
    count = min(len(document), MOST_PAGES)
    labels = _labels(document, count)
    numbers = _numbers(labels)
    if count > MOST_LAID_OUT:
        pages, failed, warnings = _words_only(document, numbers)
        title = None
    else:
        sheets, failed = _sheets(document, count)
        pages, title, warnings = _laid_out(document, sheets, numbers)
    if not pages or len(failed) == len(pages):
        return pdf_plain.read(data, where=where)
    if len(document) > len(pages):
        warnings.append(f"bara de första {len(pages)} sidorna av {len(document)} lästes; dela upp filen")
    # pages may end before the file
    pages = [_labelled(page, label) for page, label in zip(pages, labels, strict=False)]
    pages, read_by_ocr = _with_ocr(document, pages, failed)
    empty = [page for page in pages if not _has_text(page.text)]
    if len(empty) == len(pages):
        raise Unreadable("PDF-filen har ingen text, troligen bara bilder", where=where, next_step=ocr.NEXT_STEP)
    warnings += [_warning(page, "lästes med texttolkning (OCR) och kan ha fel") for page in read_by_ocr]
    warnings += [
        _warning(page, "kunde inte läsas" if (page.physical or 0) - 1 in failed else "saknar text") for page in empty
    ]
    return Reading(
        tuple(pages), _title(document, pages, title), _stated_date(document, pages), tuple(warnings),
        is_laid_out=count <= MOST_LAID_OUT,
    )  # fmt: skip


def _laid_out(
    document: pdfium.PdfDocument, sheets: Sequence[Sheet], numbers: Sequence[int]
) -> tuple[list[Page], str | None, list[str]]:
    size = body_size(sheets)
    numbers = numbers[: len(sheets)]
    invisible = sum(invisible_characters(word.text) for sheet in sheets for word in sheet.words)
    without_running_lines(sheets, size, numbers)
    size = body_size(sheets)  # on pages with little text the foot may have had most letters
    blocks = blocks_of([columns_of(sheet, size) for sheet in sheets], size, _outline(document))
    pages = [
        Page(number, markdown(found), place)
        for place, (number, found) in enumerate(zip(numbers, blocks, strict=True), 1)
    ]
    warnings = [
        _warning(page, f"har {sheet.hidden} ord som inte syns; de togs bort")
        for page, sheet in zip(pages, sheets, strict=True)
        if sheet.hidden
    ]
    if invisible:
        warnings.append(f"{invisible} osynliga tecken togs bort")
    return pages, title_of(blocks, size), warnings


def _sheets(document: pdfium.PdfDocument, count: int) -> tuple[list[Sheet], set[int]]:
    """Every page, empty where it cannot be read, and which those are."""
    sheets: list[Sheet] = []
    failed: set[int] = set()
    for place in range(count):
        try:
            page = document[place]
            try:
                sheets.append(read_sheet(page))
            finally:
                page.close()
        except pdfium.PdfiumError:  # one broken page; the others go on
            sheets.append(Sheet(1.0, 1.0))
            failed.add(place)
            if len(failed) >= MOST_FAILURES and len(failed) == len(sheets):
                break
    return sheets, failed


def _words_only(document: pdfium.PdfDocument, numbers: Sequence[int]) -> tuple[list[Page], set[int], list[str]]:
    pages: list[Page] = []
    failed: set[int] = set()
    letters = lines = 0
    for place, number in enumerate(numbers):
        text = ""
        try:
            page = document[place]
            textpage = page.get_textpage()
            text = characters(textpage).replace("\ufffe", "\u00ad\n")
            textpage.close()
            page.close()
        except pdfium.PdfiumError:
            failed.add(place)
            if len(failed) >= MOST_FAILURES and len(failed) == place + 1:
                break
        letters, lines = letters + len(text), lines + text.count("\n")
        if letters > MOST_LETTERS or lines > MOST_LINES:
            break  # the rest is told as not read
        pages.append(Page(number, text, place + 1))
    return pages, failed, []


def _with_ocr(
    document: pdfium.PdfDocument, pages: Sequence[Page], failed: Collection[int]
) -> tuple[list[Page], list[Page]]:
    """The pages, those without text read from their picture where that is possible; and which those are."""
    empty = [place for place, page in enumerate(pages) if not _has_text(page.text) and place not in failed]
    if not empty or not ocr.is_installed():
        return list(pages), []
    found = ocr.read_pages(document, empty)
    mended = [replace(page, text=found.get(place, page.text)) for place, page in enumerate(pages)]
    return mended, [mended[place] for place in empty if _has_text(mended[place].text)]


# --- what the file says about itself ----------------------------------------------------------------------------


def _labels(document: pdfium.PdfDocument, count: int) -> list[str]:
    """What is printed on each page, by what the file states; empty where it states nothing that could be."""
    stated = (clean_characters(document.get_page_label(place)).strip() for place in range(count))
    return [label if _LABEL.fullmatch(label) else "" for label in stated]


def _numbers(labels: Sequence[str]) -> list[int]:
    """The printed number of each page where that is a plain number, else its place."""
    return [(int(label) if label.isdigit() else 0) or place for place, label in enumerate(labels, 1)]


def _labelled(page: Page, label: str) -> Page:
    return page if label.isdigit() else replace(page, label=label)


def _outline(document: pdfium.PdfDocument) -> dict[tuple[int, str], int]:
    """The entries of the outline, by page and words."""
    found: dict[tuple[int, str], int] = {}
    try:
        for entry in islice(document.get_toc(max_depth=8), MOST_OUTLINE):
            target = entry.get_dest()
            place = target.get_index() if target else None
            words = " ".join(re.findall(r"\w+", entry.get_title().lower()))
            if place is not None and words:
                found.setdefault((place, words), entry.level + 1)
    except (pdfium.PdfiumError, ValueError, UnicodeDecodeError, RecursionError):
        return found  # a broken outline costs the depth of the headings, not the text
    return found


def _title(document: pdfium.PdfDocument, pages: Sequence[Page], printed: str | None) -> str | None:
    """The title of the metadata, unless it is a file name or nothing, or the first pages say another."""
    stated = " ".join(_metadata(document, "Title").split())
    if _EMPTY_TITLE.fullmatch(stated):
        return printed
    words = set(_words(stated))
    opening = set(islice(_words("\n".join(page.text for page in pages[:3])), 2000))
    return stated if len(words & opening) >= len(words) / 2 else printed or stated


def _words(text: str) -> Iterator[str]:
    return (found.group().lower() for found in re.finditer(r"\w{3,}", text))


def _stated_date(document: pdfium.PdfDocument, pages: Sequence[Page]) -> str | None:
    """The date of last update that the text states, else when the file was made."""
    printed = find_date("\n".join(page.text for page in pages))
    found = _DATE.match(_metadata(document, "CreationDate"))
    if printed or not found:
        return printed
    try:
        made = date(*map(int, found.groups()))
    except ValueError:
        return None
    return made.isoformat() if 1990 <= made.year <= date.today().year else None


def _metadata(document: pdfium.PdfDocument, key: str) -> str:
    try:
        return str(document.get_metadata_value(key) or "")
    except (pdfium.PdfiumError, UnicodeDecodeError):
        return ""


def _has_text(text: str) -> bool:
    return bool(_TEXT.search(text[:1000]))


def _warning(page: Page, what: str) -> str:
    is_place = page.physical is None or page.number == page.physical
    if is_place and not page.label:
        return f"sidan {page.number} {what}"
    return f"sidan {page.label or page.number} (nummer {page.physical} i filen) {what}"
