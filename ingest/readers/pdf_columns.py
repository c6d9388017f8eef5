"""The reading order of a PDF page: columns one after another, tables whole, by the white strips between the words.

The white strips are sought as in T. M. Breuel, "Two geometric algorithms for layout analysis" (DAS 2002), here only those
that run down the page. What lies between two strips is read from top to bottom. The order of the file decides only where the
page itself leaves it open: whether rows side by side are a table, and whether one band of columns ends above another.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from ingest.clean import is_bullet
from ingest.readers.pdf_words import Word

SPACE = 0.62  # times the size: a wider gap between two words may be the space between columns
MARKER_SPACE = 6.0  # times the size: so far its words may stand from a bullet or a number
STRIP = 0.72  # times the size: the narrowest white strip between two columns
FEWEST_ROWS = 3  # on either side of a strip
LEVEL = 0.6  # of the rows: so many cells stand on one line with their neighbours
LINE_BY_LINE = 1.5  # lines between two turns: with fewer the file may go across the page line by line, not cell by cell
LONGEST_CELLS = 6.0  # lines in the longest cell of a row, on average
PROSE = 0.5  # of the lines: with so many full ones they are running text, not cells
FEWEST_LETTERS = 16  # on an average line of running text, also in a narrow column
MOST_RUNS = 4000  # of a page; with more it is no text that can be laid out
DEEPEST = 12

_MARKER = re.compile(r"(?:\d{1,2}(?:\.\d{1,2}){0,3}[.)]?|[a-zåäö]\)|[-–—*o]|§)", re.IGNORECASE)


@dataclass(slots=True)
class Run:
    """Words that follow each other on one line without a wide gap, or a table as one block."""

    words: list[Word]
    x0: float
    y0: float
    x1: float
    y1: float
    table: list[list[str]] | None = None

    @property
    def place(self) -> int:
        """Its place in the order of the file."""
        return self.words[0].place if self.words else 0

    @property
    def middle(self) -> float:
        """Half-way between the upper and lower edge."""
        return (self.y0 + self.y1) / 2


@dataclass(slots=True)
class Region:
    """A stretch of the page that is read from top to bottom: one column, a heading across the page, a table."""

    rows: list[list[Run]] = field(default_factory=list)
    x1: float = 0.0  # how far its lines could reach
    is_table: bool = False


def runs_of(words: Sequence[Word]) -> list[Run]:
    """Runs in the order of the file."""
    runs: list[Run] = []
    for word in words:
        last = runs[-1] if runs else None
        if last and _goes_on(last, word):
            last.words.append(word)
            last.x1, last.y0, last.y1 = max(last.x1, word.x1), min(last.y0, word.y0), max(last.y1, word.y1)
        else:
            runs.append(Run([word], word.x0, word.y0, word.x1, word.y1))
    return runs


def _goes_on(run: Run, word: Word) -> bool:
    before = run.words[-1]
    height = min(before.y1 - before.y0, word.y1 - word.y0)
    if min(before.y1, word.y1) - max(before.y0, word.y0) < 0.5 * height:
        return False
    gap, size = word.x0 - before.x1, max(before.type.size, word.type.size, 4.0)
    widest = MARKER_SPACE if len(run.words) == 1 and is_marker(before.text) else SPACE
    return -0.5 * size < gap <= widest * size


def is_marker(text: str) -> bool:
    """True for a bullet, or for a number or letter such as those before list items and headings."""
    return is_bullet(text) or bool(_MARKER.fullmatch(text))


def regions(runs: Sequence[Run], size: float) -> list[Region]:
    """The page in reading order. ``size`` is that of the running text, in points."""
    if len(runs) > MOST_RUNS:
        return [Region([[run] for run in runs])]
    return list(_ordered(list(runs), size, _edge(runs)))


def _edge(runs: Sequence[Run]) -> float:
    return max((run.x1 for run in runs), default=0.0)


def _ordered(runs: list[Run], size: float, edge: float, depth: int = 0) -> Iterator[Region]:
    strip = _best_strip(runs, size) if depth < DEEPEST and len(runs) >= 2 * FEWEST_ROWS else None
    if strip is None:
        if runs:
            yield Region(rows_of(runs), edge)
        return
    above = [run for run in runs if run.middle < strip.top]
    below = [run for run in runs if run.middle > strip.bottom]
    within = [run for run in runs if strip.top <= run.middle <= strip.bottom]
    table = _table_rows(within, strip, size)
    if table:
        first, last = table
        above += [run for run in within if run.middle < first]
        below += [run for run in within if run.middle > last]
        yield from _ordered(above, size, edge, depth + 1)
        yield Region(rows_of([run for run in within if first <= run.middle <= last]), edge, is_table=True)
    else:
        yield from _ordered(above, size, edge, depth + 1)
        for band in _bands(within, strip):
            left = [run for run in band if run.x1 <= strip.right]
            right = [run for run in band if run.x1 > strip.right]
            sides = [right, left] if _is_margin_note(left, right) else [left, right]
            for side in sides:
                yield from _ordered(side, size, _edge(side), depth + 1)
    yield from _ordered(below, size, edge, depth + 1)


def _is_margin_note(left: Sequence[Run], right: Sequence[Run]) -> bool:
    """True for a narrow column on the left that the file has after the broad one."""
    if not left or not right:
        return False
    width = max(run.x1 for run in left) - min(run.x0 for run in left)
    other = max(run.x1 for run in right) - min(run.x0 for run in right)
    return width < 0.6 * other and min(run.place for run in left) > max(run.place for run in right)


# --- white strips -----------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Strip:
    left: float
    right: float
    top: float
    bottom: float
    rows: int


def _best_strip(runs: Sequence[Run], size: float) -> _Strip | None:
    """The strip with the most rows on both its sides."""
    top, bottom = min(run.y0 for run in runs), max(run.y1 for run in runs)
    left = min(run.x0 for run in runs)
    if bottom - top > 20_000 or max(run.x1 for run in runs) - left > 20_000:
        return None
    y0 = np.array([run.y0 + 0.25 * (run.y1 - run.y0) for run in runs])
    y1 = np.array([run.y1 - 0.25 * (run.y1 - run.y0) for run in runs])
    x0, x1 = np.array([run.x0 for run in runs]), np.array([run.x1 for run in runs])
    middle = (y0 + y1) / 2
    width = max(STRIP * size, 5.0)
    best: _Strip | None = None
    for edge in sorted({round(float(x)) for x in x0 if x - left > 2 * size}):
        right = float(x0[(x0 > edge - 1.01) & (x0 < edge + 1.01)].min()) - 0.1
        start = right - width
        crossing = (x0 < right) & (x1 > start)
        for first, last in _free(y0[crossing], y1[crossing], top, bottom):
            inside = (middle > first) & (middle < last)
            to_left, to_right = inside & (x1 <= start), inside & (x0 >= right)
            rows = min(_count_rows(middle[to_left], size), _count_rows(middle[to_right], size))
            if rows >= FEWEST_ROWS and (best is None or rows > best.rows):
                best = _Strip(start, right, first, last, rows)
    return best


def _free(y0: np.ndarray, y1: np.ndarray, top: float, bottom: float) -> Iterator[tuple[float, float]]:
    """The stretches between obstacles."""
    reach = top
    for place in np.argsort(y0):
        if y0[place] > reach:
            yield reach, float(y0[place])
        reach = max(reach, float(y1[place]))
    if bottom > reach:
        yield reach, bottom


def _count_rows(middles: np.ndarray, size: float) -> int:
    if not len(middles):
        return 0
    return 1 + int((np.diff(np.sort(middles)) > 0.5 * size).sum())


# --- bands and tables -------------------------------------------------------------------------------------------


def _sides(runs: Sequence[Run], strip: _Strip) -> list[tuple[bool, Run]]:
    """(whether it stands to the right of the strip, run) in the order of the file."""
    return [(run.x1 > strip.right, run) for run in sorted(runs, key=lambda run: run.place)]


def _bands(runs: list[Run], strip: _Strip) -> list[list[Run]]:
    """Columns that stand above other columns."""
    bands = _turns(runs, strip)
    is_line_by_line = len(bands) * FEWEST_ROWS > len(rows_of(runs))
    return [runs] if is_line_by_line else bands


def _turns(runs: Sequence[Run], strip: _Strip) -> list[list[Run]]:
    """The runs cut where the file turns back to the left, below all that came before."""
    sides = _sides(runs, strip)
    lowest_after = [0.0] * len(sides)
    highest = float("inf")
    for place in range(len(sides) - 1, -1, -1):
        highest = lowest_after[place] = min(highest, sides[place][1].middle)
    bands: list[list[Run]] = [[]]
    lowest = float("-inf")
    for place, (is_right, run) in enumerate(sides):
        if place and sides[place - 1][0] and not is_right and lowest < lowest_after[place]:
            bands.append([])
        bands[-1].append(run)
        lowest = max(lowest, run.middle)
    return bands


def _table_rows(runs: Sequence[Run], strip: _Strip, size: float) -> tuple[float, float] | None:
    """(top of the first row, bottom of the last) when what stands side by side are the cells of a table.

    The file has a table row by row, and running text column by column. Only where it goes across both line by line the
    lines themselves must tell: cells stand level, and running text fills its lines.
    """
    rows = [sides for sides in (_split(band, strip) for band in _turns(runs, strip)) if all(sides)]
    if len(rows) < FEWEST_ROWS:
        return None
    lines = sum(max(len(rows_of(side)) for side in sides) for sides in rows) / len(rows)
    if lines > LONGEST_CELLS:
        return None
    if lines < LINE_BY_LINE:
        level = sum(_is_level(left[0], right[0]) for left, right in rows)
        if level < LEVEL * len(rows) or _is_prose(rows, size):
            return None
    top = min(run.y0 for run in rows[0][1])
    for run in sorted(rows[0][0], key=lambda run: -run.y0):  # the first cell may begin higher than the others
        if run.y0 < top < run.y1 - 0.3 * (run.y1 - run.y0):
            top = run.y0
    return top, max(run.y1 for side in rows[-1] for run in side)


def _split(runs: Sequence[Run], strip: _Strip) -> tuple[list[Run], list[Run]]:
    return [run for run in runs if run.x1 <= strip.right], [run for run in runs if run.x1 > strip.right]


def _is_level(left: Run, right: Run) -> bool:
    """True when both stand on one line, as the first lines of cells do."""
    return abs(left.y1 - right.y1) < 1.5 or abs(left.y0 - right.y0) < 1.5


def _is_prose(rows: Sequence[tuple[list[Run], list[Run]]], size: float) -> bool:
    sides = [[run for row in rows for run in row[side]] for side in (0, 1)]
    letters = min(sum(len(word.text) + 1 for run in side for word in run.words) / len(side) for side in sides)
    return letters >= FEWEST_LETTERS and _wrapped_share([*sides[0], *sides[1]], size) >= PROSE


def _wrapped_share(runs: Sequence[Run], size: float) -> float:
    """The share of lines that are full: the first word of the line below had no room there."""
    wrapped = lines = 0
    for run in runs:
        column = [other for other in runs if abs(other.x0 - run.x0) < 2 * size]
        below = min((other for other in column if other.y0 > run.middle), key=lambda other: other.y0, default=None)
        if below is None or below.y0 - run.y0 > 2.5 * (run.y1 - run.y0):
            continue
        lines += 1
        first = below.words[0] if below.words else None
        width = first.x1 - first.x0 if first else 0.0
        wrapped += run.x1 + width + 0.2 * size >= max(other.x1 for other in column) - 0.5 * size
    return wrapped / lines if lines >= FEWEST_ROWS else 0.0


def rows_of(runs: Sequence[Run]) -> list[list[Run]]:
    """Runs at the same height, from left to right; rows from top to bottom."""
    rows: list[list[Run]] = []
    for run in sorted(runs, key=lambda run: run.middle):
        last = rows[-1] if rows else None
        height = min(run.y1 - run.y0, last[0].y1 - last[0].y0) if last else 0.0
        if last and run.middle - (last[0].middle + last[-1].middle) / 2 < 0.4 * height:
            last.append(run)
        else:
            rows.append([run])
    return [sorted(row, key=lambda run: run.x0) for row in rows]
