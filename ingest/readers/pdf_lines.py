"""Lines of a PDF page in reading order, each with its type, and what stands on every page taken away."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ingest.clean import clean_characters, is_page_number
from ingest.readers.pdf_columns import Run, regions, rows_of, runs_of
from ingest.readers.pdf_tables import joined, open_table, ruled_tables
from ingest.readers.pdf_words import Sheet, Word

EDGE = 0.17  # of the height of the page: running heads and feet stand above or below
EDGE_ROWS = 5  # at the top, and at the bottom
FEWEST_PAGES = 3  # the same line at the same height on so many pages is a running head or foot
RUNNING_SHARE = 0.3  # of the pages; left and right pages may differ, and so may chapters
COUNTED_SHARE = 0.5  # of the pages: with their number at the edge of so many, it is part of the head or foot
NUMBER_PLACES = 3  # words at the end of a line among which the page number is: Sida 7 av 12, 7 (12)
SAME_HEIGHT = 4.0  # points
RAISED = 0.72  # of the size of its neighbours: a number so small is the mark of a footnote

_UNIT = re.compile(r"(?:^|\d|\W)(?:k|d|c|m)?m$")
_RAISED = {"2": "²", "3": "³"}


_Row = tuple[bool, list[Word]]  # whether it stands at the top of the page, and its words


@dataclass(slots=True)
class Line:
    """One line as printed, or a whole table. ``column`` tells which stretch of the page it belongs to."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    size: float
    is_bold: bool
    column: int
    first_word: float = 0.0  # width of its first word, in points
    table: list[list[str]] | None = None
    is_note: bool = False

    @property
    def style(self) -> tuple[float, bool]:
        """Size and weight."""
        return self.size, self.is_bold


@dataclass(slots=True)
class Column:
    """A stretch of lines below each other, and how far it reaches."""

    lines: list[Line] = field(default_factory=list)
    x0: float = 0.0
    x1: float = 0.0


def body_size(sheets: Iterable[Sheet]) -> float:
    """The size of most letters, in points."""
    letters: Counter[float] = Counter()
    for sheet in sheets:
        for word in sheet.words:
            letters[word.type.size] += len(word.text)
    return letters.most_common(1)[0][0] if letters else 10.0


def without_running_lines(sheets: Sequence[Sheet], size: float, numbers: Sequence[int]) -> None:
    """Take away running heads, feet and page numbers from the words of every page. ``numbers`` are those printed."""
    edges = [_edge_rows(sheet) for sheet in sheets]
    wanted = [(str(number), str(place)) for place, number in enumerate(numbers, 1)]
    counts = Counter(
        key
        for rows, own in zip(edges, wanted, strict=True)
        for key in {_key(row, is_top, size, own) for is_top, row in rows}
    )
    filled = sum(bool(sheet.words) for sheet in sheets)
    usual = max(FEWEST_PAGES, math.ceil(RUNNING_SHARE * filled))
    counted = _counted_sides(edges, wanted, size)
    kept: list[list[Word]] = []
    for place, (sheet, rows) in enumerate(zip(sheets, edges, strict=True)):
        gone: set[int] = set()
        for side in (True, False):
            for depth, (is_top, row) in enumerate(row for row in rows if row[0] == side):
                least = 2 if filled == 2 and "#" in _key(row, is_top, size, wanted[place])[2] else usual
                repeats = sum(counts[_key(row, is_top, size, wanted[place], step)] for step in (-1, 0, 1))
                is_number = is_page_number(" ".join(word.text for word in row))
                has_number = side in counted and _has_number(row, wanted[place], size)
                if repeats < least and not (depth == 0 and (is_number or has_number)):
                    break  # what stands further in is the text
                gone |= {id(word) for word in row}
        kept.append([word for word in sheet.words if id(word) not in gone])
    if sum(map(bool, kept)) < filled / 2:
        return  # pages that hold nothing but the same lines: then these are the text
    for sheet, left in zip(sheets, kept, strict=True):
        sheet.words = left


def _counted_sides(edges: Sequence[Sequence[_Row]], wanted: Sequence[Sequence[str]], size: float) -> set[bool]:
    """Whether most pages have their number in the outermost row at the top (True), at the bottom (False).

    That is the head of a chapter: its words change from chapter to chapter, so that they do not repeat often enough.
    """
    sides = set()
    for side in (True, False):
        outermost = [next((row for is_top, row in rows if is_top == side), None) for rows in edges]
        hits = sum(row is not None and _has_number(row, own, size) for row, own in zip(outermost, wanted, strict=True))
        if hits >= max(FEWEST_PAGES, COUNTED_SHARE * len(edges)):
            sides.add(side)
    return sides


def _has_number(row: Sequence[Word], wanted: Sequence[str], size: float) -> bool:
    """True when the row begins or ends with the number of its page, and is not set as a heading."""
    return (row[0].text in wanted or row[-1].text in wanted) and not _is_set_as_heading(row, size)


def _is_set_as_heading(row: Sequence[Word], size: float) -> bool:
    return any(word.type.size > 1.05 * size or word.type.is_bold for word in row)


def _edge_rows(sheet: Sheet) -> list[_Row]:
    """(whether it stands at the top, words of the row), outermost first."""
    rows: list[_Row] = []
    for is_top in (True, False):
        zone = [w for w in sheet.words if (w.y0 < EDGE * sheet.height if is_top else w.y1 > (1 - EDGE) * sheet.height)]
        if not zone and sheet.words:  # a page with little on it has its foot where the text ends
            last = (min if is_top else max)(word.middle for word in sheet.words)
            zone = [word for word in sheet.words if abs(word.middle - last) < 3 * (word.y1 - word.y0)]
        found = rows_of([Run([word], word.x0, word.y0, word.x1, word.y1) for word in zone])
        ordered = found if is_top else found[::-1]
        rows += [(is_top, [run.words[0] for run in row]) for row in ordered[:EDGE_ROWS]]
    return rows


def _key(row: Sequence[Word], is_top: bool, size: float, wanted: Sequence[str], step: int = 0) -> tuple[bool, int, str]:
    """What makes rows of several pages alike. Only the number of the page itself may differ, at the end or beginning.

    Other numbers are told apart (Mål 1, Mål 2), and all those of a heading.
    """
    words = [word.text for word in row]
    if not _is_set_as_heading(row, size):
        places = {0, *range(max(len(words) - NUMBER_PLACES, 0), len(words))}
        words = ["#" if n in places and word.strip("()–-") in wanted else word for n, word in enumerate(words)]
    return is_top, int(row[0].y1 // SAME_HEIGHT) + step, " ".join(words)


# --- lines ------------------------------------------------------------------------------------------------------


def columns_of(sheet: Sheet, size: float) -> list[Column]:
    """The page as stretches of lines in reading order; boxes, and words that run in another direction, come last."""
    tables, boxes, words = ruled_tables(sheet.words, sheet.rules)
    runs = [*runs_of(words), *tables]
    found = regions(runs, size)
    for box in boxes:
        found += regions(runs_of(box), size)
    if sheet.aside:
        found += regions(runs_of(sheet.aside), size)
    rules = joined(sheet.rules)
    columns: list[Column] = []
    for number, region in enumerate(found):
        if region.is_table:
            lines = [_table_line(open_table(region.rows, rules), [r for row in region.rows for r in row], number)]
        else:
            lines = [line for row in region.rows for line in _lines(row, number)]
        columns.append(Column(lines, min(line.x0 for line in lines), max(region.x1, *(line.x1 for line in lines))))
    return columns


def _lines(row: Sequence[Run], column: int) -> list[Line]:
    """A row as one line; a table in it stands alone."""
    lines = [_table_line(run.table, [run], column) for run in row if run.table is not None]
    words = [word for run in row if run.table is None for word in run.words]
    return [*lines, _line(words, column)] if words else lines


def _table_line(table: list[list[str]], runs: Sequence[Run], column: int) -> Line:
    words = [word for run in runs for word in run.words]
    return Line(
        "", min(run.x0 for run in runs), min(run.y0 for run in runs), max(run.x1 for run in runs),
        max(run.y1 for run in runs), words[0].type.size if words else 0.0, False, column, table=table,
    )  # fmt: skip


def _line(words: Sequence[Word], column: int) -> Line:
    letters: Counter[float] = Counter()
    for word in words:
        letters[word.type.size] += len(word.text)
    size = letters.most_common(1)[0][0]
    base = [word for word in words if word.type.size > 0.8 * size] or list(words)
    return Line(
        clean_characters(_text(words, size)).strip(),
        words[0].x0,
        min(word.y0 for word in base),
        max(word.x1 for word in words),
        max(word.y1 for word in base),
        size,
        all(word.type.is_bold for word in words if any(map(str.isalnum, word.text))),
        column,
        words[0].x1 - words[0].x0,
    )


def _text(words: Sequence[Word], size: float) -> str:
    """The words with a space between them. The raised number of a footnote is left out, that of a unit is kept."""
    text = ""
    before: Word | None = None
    for word in words:
        touches = before is not None and word.x0 - before.x1 < 0.12 * size
        is_small = word.type.size <= RAISED * size and before is not None and word.y1 < before.y1
        if is_small and touches and word.text.rstrip(",.").isdigit():
            raised = _RAISED.get(word.text) if _UNIT.search(text) else None
            text += raised or word.text.lstrip("0123456789")
        elif touches and before is not None and before.type != word.type and not text.isdigit():
            text += word.text  # a word that changes its type half-way
        else:
            text += f" {word.text}" if text else word.text
        before = word
    return text
