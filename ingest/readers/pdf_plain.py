"""PDF with pypdf: what PDFium cannot open. Headings by size and weight, paragraphs by distance, rows by base line.

pypdf hands over the text in fragments with position and font. Only what is certain is marked; the rest stays as read.
"""

from __future__ import annotations

import io
import logging
import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise, zip_longest
from statistics import median
from typing import Any

from pypdf import PageObject, PdfReader
from pypdf.errors import DependencyError, FileNotDecryptedError, PyPdfError

from assistant.domain import Page
from assistant.errors import Unreadable
from ingest.clean import is_bullet
from ingest.readers import Reading
from ingest.readers.dates import find_date
from ingest.split import is_list_item, looks_like_title

logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what it says about a broken file is said by our errors

LARGER = 1.15  # times the size of the running text: a heading
PARAGRAPH_GAP = 1.4  # times the usual distance between lines: a new paragraph
SAME_LINE = 1.0  # points between two base lines that are one
CELL_GAP = 2.0  # times the size: so wide a gap in a bold line means a table head, not a heading
LETTER_WIDTH = 0.55  # of the size, on average
LONGEST_HEADING = 140  # characters
FEWEST_HEADINGS = 2  # below the title: with fewer the type says too little, and the words decide
DEEPEST = 6

_HASH = re.compile(r"^(\s*#+)\s+")  # a line of a program or the like, that must not look like a heading

Style = tuple[float, bool]


@dataclass(slots=True)
class Line:
    """One line as printed: where it begins, its type, and its cells when it is a row of a table."""

    text: str
    x: float
    y: float
    size: float
    is_bold: bool
    has_gap: bool = False
    cells: list[str] = field(default_factory=list)

    @property
    def style(self) -> Style:
        """Size and weight, rounded so that like is like."""
        return round(self.size * 2) / 2, self.is_bold


def read(data: bytes, *, where: str) -> Reading:
    """The pages of a PDF. Raises Unreadable when it is damaged, encrypted or has no text at all."""
    try:
        reader = PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):  # an empty password: anyone may open but not change it
            raise encrypted(where)
        texts, failed, title = _texts(reader)
    except (FileNotDecryptedError, DependencyError) as error:
        raise encrypted(where) from error
    except PyPdfError as error:
        raise damaged(where) from error
    if not any(any(map(str.isalnum, text)) for text in texts):
        raise damaged(where)
    pages = tuple(Page(place, text, place) for place, text in enumerate(texts, 1))
    empty = [page.number for page in pages if not any(map(str.isalnum, page.text))]
    warnings = [f"sidan {place} {'kunde inte läsas' if place in failed else 'saknar text'}" for place in empty]
    return Reading(pages, title, find_date("\n".join(texts)), tuple(warnings))


def _texts(reader: PdfReader) -> tuple[list[str], set[int], str | None]:
    """The text of every page, the places from 1 of those that could not be read, and the title as printed."""
    pages: list[list[Line]] = []
    failed = set()
    for place, page in enumerate(reader.pages, 1):
        try:
            pages.append(page_lines(page))
        except (MemoryError, FileNotDecryptedError, DependencyError):
            raise
        except Exception:  # pypdf meets broken content streams with errors of many kinds; the other pages go on
            pages.append([])
            failed.add(place)
    texts, title = marked_texts(pages)
    return texts, failed, title


def encrypted(where: str) -> Unreadable:
    """The error for a file that needs a password."""
    return Unreadable("PDF-filen är krypterad", where=where, next_step="Spara en kopia utan lösenord och läs in den")


def damaged(where: str) -> Unreadable:
    """The error for a file in which nothing can be found."""
    return Unreadable(
        "PDF-filen är skadad", where=where, next_step="Öppna den i ett PDF-program, spara den på nytt och läs in igen"
    )


def page_lines(page: PageObject) -> list[Line]:
    """The lines of a page in the order of the file."""
    lines: list[Line] = []
    fragments: list[Line] = []

    def visit(text: str, cm: Sequence[float], tm: Sequence[float], font: dict[str, Any] | None, size: float) -> None:
        x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
        y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
        height = size * math.hypot(tm[2], tm[3]) * math.hypot(cm[2], cm[3])
        name = str((font or {}).get("/BaseFont", "")).lower()
        is_bold = any(word in name for word in ("bold", "black", "heavy", "semibold", "-bd", "demi"))
        for place, part in enumerate(text.split("\n")):
            if place:
                _close(fragments, lines)
            if part:
                fragments.append(Line(part, x, y, height, is_bold))

    page.extract_text(visitor_text=visit)
    _close(fragments, lines)
    return lines


def _close(fragments: list[Line], lines: list[Line]) -> None:
    """Make one line of the fragments, or one more cell of the row above."""
    text = "".join(fragment.text for fragment in fragments)
    printed = [fragment for fragment in fragments if fragment.text.strip()]
    fragments.clear()
    if not printed:
        return
    first = printed[0]
    size = max(printed, key=lambda fragment: len(fragment.text)).size
    line = Line(text, first.x, first.y, size, all(part.is_bold for part in printed), _has_gap(printed))
    above = lines[-1] if lines else None
    if above and is_bullet(above.text):  # some programs place the bullet by itself
        line.text, line.is_bold = f"{above.text.strip()} {text.strip()}", False
        lines[-1] = line
    elif above and abs(above.y - line.y) < SAME_LINE and line.x > above.x:
        above.cells = [*(above.cells or [above.text.strip()]), text.strip()]
        above.text = f"{above.text.rstrip()} {text.strip()}"
        above.is_bold = above.is_bold and line.is_bold
    else:
        lines.append(line)


def _has_gap(fragments: Sequence[Line]) -> bool:
    return any(
        right.x - left.x - len(left.text.strip()) * left.size * LETTER_WIDTH > CELL_GAP * left.size
        for left, right in pairwise(fragments)
    )


def marked_texts(pages: Sequence[Sequence[Line]]) -> tuple[list[str], str | None]:
    """The text of each page as Markdown where the type is clear, and the title of the document."""
    letters: Counter[float] = Counter()
    for line in (line for page in pages for line in page):
        letters[line.style[0]] += len(line.text)
    body = letters.most_common(1)[0][0] if letters else 0.0
    merged = [_merge(page, body) for page in pages]
    headings = [line for page in merged for line in page if _is_heading(line, body)]
    title = _title(merged, body)
    levels = _levels(headings, title)
    return [_page_text(page, body, levels) for page in merged], title.text.strip() if title else None


def _merge(page: Sequence[Line], body: float) -> list[Line]:
    """Lines of one heading put together."""
    merged: list[Line] = []
    for line in page:
        above = merged[-1] if merged else None
        if above and above.style == line.style and _could_be_heading(above, body) and _could_be_heading(line, body):
            goes_on = line.text.lstrip()[:1].islower() and 0 < above.y - line.y < 2 * line.size
            if goes_on and len(above.text) + len(line.text) <= LONGEST_HEADING:
                above.text, above.y = f"{above.text.rstrip()} {line.text.strip()}", line.y
                continue
        merged.append(line)
    return merged


def _could_be_heading(line: Line, body: float) -> bool:
    return not line.cells and (line.size >= LARGER * body or (line.is_bold and line.size >= body - 0.5))


def _is_heading(line: Line, body: float) -> bool:
    text = line.text.strip()
    if not _could_be_heading(line, body) or len(text) > LONGEST_HEADING or text.endswith((".", ",", ";", ":")):
        return False
    if not any(letter.isalpha() for letter in text) or text[0].islower():
        return False
    is_numbered = text[0].isdigit()
    if line.size >= LARGER * body:
        return is_numbered or not is_list_item(text)
    return not line.has_gap and (is_numbered or looks_like_title(text)) and len(text) <= LONGEST_HEADING / 2


def _title(pages: Sequence[Sequence[Line]], body: float) -> Line | None:
    """The heading in the largest type on the first page with text, when it is larger than all that follow."""
    first = next((page for page in pages if page), [])
    headings = [line for line in first if _is_heading(line, body) and line.size >= LARGER * body]
    return max(headings, key=lambda line: line.style[0], default=None)


def _levels(headings: Sequence[Line], title: Line | None) -> dict[Style, int]:
    """Style → depth of the heading, the largest first; nothing when only the title stands out."""
    if sum(line is not title for line in headings) < FEWEST_HEADINGS:
        return {}
    styles = sorted({line.style for line in headings}, reverse=True)
    return {style: min(level, DEEPEST) for level, style in enumerate(styles, 1)}


def _page_text(page: Sequence[Line], body: float, levels: dict[Style, int]) -> str:
    gaps = [above.y - line.y for above, line in pairwise(page) if above.y - line.y > SAME_LINE]
    usual = median(gaps) if gaps else 0.0
    parts: list[str] = []
    above: Line | None = None
    for line, following in zip_longest(page, page[1:]):
        is_heading = line.style in levels and _is_heading(line, body)
        if above and (is_heading or _is_apart(above, line, usual)):
            parts.append("")
        if is_heading:
            parts += [f"{'#' * levels[line.style]} {line.text.strip()}", ""]
        else:
            parts += _row(line, above, following) or [_HASH.sub(r"\1", line.text)]
        above = line
    return "\n".join(parts)


def _is_apart(above: Line, line: Line, usual: float) -> bool:
    return above.y - line.y > PARAGRAPH_GAP * max(usual, line.size) and not line.cells


def _row(line: Line, above: Line | None, following: Line | None) -> list[str]:
    """A row of a table as Markdown, when a neighbour has as many cells."""
    count = len(line.cells)
    has_above = above is not None and len(above.cells) == count
    if count < 2 or not (has_above or (following is not None and len(following.cells) == count)):
        return []
    row = "| " + " | ".join(cell.replace("|", "/") for cell in line.cells) + " |"
    return [row] if has_above else ["", row, "|" + "---|" * count]
