"""Where a quote stands on the page of a PDF, so that it can be marked there."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

import pypdfium2 as pdfium

from ingest.readers.pdf_columns import regions, runs_of
from ingest.readers.pdf_lines import body_size
from ingest.readers.pdf_words import Sheet, Word, read_sheet, turned_back

LONGEST_QUOTE = 20_000  # characters; no quote is longer
LONGEST_FUZZY = 3_000  # letters of a quote that is looked for piece by piece
ENOUGH = 0.8  # of the letters of the quote: with fewer found, nothing is marked
SHORTEST_PIECE = 4  # letters
SPREAD = 1.5  # times the quote: so far apart its pieces may lie

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Rectangle:
    """A box on the page as it is shown, in shares of its width and height: 0 is left or top, 1 right or bottom."""

    x0: float
    y0: float
    x1: float
    y1: float


def quote_boxes(pdf_bytes: bytes, physical_page: int, quote: str) -> tuple[Rectangle, ...]:
    """One box for each line of the quote on page ``physical_page`` (from 1); empty when it is not found there.

    The quote is text as Civsam shows it: hyphens at line ends, ligatures, list marks and the bars of tables make no
    difference. A damaged file or a page that does not exist gives no boxes and no error.
    """
    wanted = _letters(quote[:LONGEST_QUOTE])
    sheet = _sheet(pdf_bytes, physical_page) if wanted else None
    if sheet is None:
        return ()
    found = _find(wanted, sheet.words) or _find(wanted, _laid_out(sheet)) or _find_pieces(wanted, sheet.words)
    width, height = (sheet.height, sheet.width) if sheet.quarter % 2 else (sheet.width, sheet.height)
    boxes = [_box(words, sheet) for words in _lines(found)]
    return tuple(
        Rectangle(*(min(max(share, 0.0), 1.0) for share in (x0 / width, y0 / height, x1 / width, y1 / height)))
        for x0, y0, x1, y1 in boxes
    )


def _sheet(pdf_bytes: bytes, physical_page: int) -> Sheet | None:
    try:
        document = pdfium.PdfDocument(pdf_bytes)
        try:
            if not 1 <= physical_page <= len(document):
                return None
            page = document[physical_page - 1]
            try:
                return read_sheet(page)
            finally:
                page.close()
        finally:
            document.close()
    except pdfium.PdfiumError:
        return None


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).lower()))


def _laid_out(sheet: Sheet) -> list[Word]:
    found = regions(runs_of(sheet.words), body_size([sheet]))
    return [word for region in found for row in region.rows for run in row for word in run.words]


def _find(wanted: str, words: Sequence[Word]) -> list[Word]:
    """The words that hold the letters, in one stretch."""
    text, owners = _stream(words)
    place = text.find(wanted)
    return [] if place < 0 else _owned(owners, place, place + len(wanted), words)


def _stream(words: Sequence[Word]) -> tuple[str, list[int]]:
    """The letters of all words, and which word each belongs to."""
    parts = [_letters(word.text) for word in words]
    return "".join(parts), [place for place, part in enumerate(parts) for _ in part]


def _owned(owners: Sequence[int], start: int, end: int, words: Sequence[Word]) -> list[Word]:
    return [words[place] for place in dict.fromkeys(owners[start:end])]


def _find_pieces(wanted: str, words: Sequence[Word]) -> list[Word]:
    """The words of a quote that other words interrupt, such as a note or the foot of the page."""
    text, owners = _stream(words)
    if len(wanted) > LONGEST_FUZZY or not text:
        return []
    matcher = SequenceMatcher(None, text, wanted, autojunk=False)
    anchor = matcher.find_longest_match()
    reach = int(SPREAD * len(wanted)) + 50
    start, end = max(anchor.a - reach, 0), anchor.a + reach
    matcher.set_seq1(text[start:end])
    pieces = [match for match in matcher.get_matching_blocks() if match.size >= SHORTEST_PIECE]
    if sum(match.size for match in pieces) < ENOUGH * len(wanted):
        return []
    return [word for match in pieces for word in _owned(owners, start + match.a, start + match.a + match.size, words)]


def _lines(words: Sequence[Word]) -> list[list[Word]]:
    """Words that follow each other on one line."""
    lines: list[list[Word]] = []
    for word in words:
        last = lines[-1][-1] if lines else None
        if (
            last
            and abs(last.middle - word.middle) < 0.5 * (last.y1 - last.y0)
            and -1.0 <= word.x0 - last.x1 <= 3 * max(word.type.size, 4.0)
        ):
            lines[-1].append(word)
        else:
            lines.append([word])
    return lines


def _box(words: Sequence[Word], sheet: Sheet) -> Box:
    return turned_back(
        (
            min(word.x0 for word in words),
            min(word.y0 for word in words),
            max(word.x1 for word in words),
            max(word.y1 for word in words),
        ),
        sheet,
    )
