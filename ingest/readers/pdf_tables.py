"""Tables on a PDF page: by their rules where they have them, else by rows and the white between the columns."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median

from ingest.clean import clean_characters, hyphen_glue
from ingest.readers.pdf_columns import Run, rows_of
from ingest.readers.pdf_ink import Rule
from ingest.readers.pdf_words import Word

TOUCH = 3.5  # points between two rules that meet
MOST_RULES = 3000  # on a page; with more it is a drawing
MOST_LINES = 200  # of a table in either direction
FEWEST_IN_BOX = 4  # words: with fewer it is a button, a mark or a part of a drawing
ROW_GAP = 1.25  # times the usual distance between lines: between two rows of a table without rules
LINE_GAP = 1.3  # times the height of a line: the same, whatever the usual distance
COLUMN_GAP = 0.5  # times the size: the narrowest white between two columns of a table
CROSSING = 0.12  # of the rows: so many may run across the white, as headings of the table do

Rows = list[list[str]]


def ruled_tables(words: Sequence[Word], rules: Sequence[Rule]) -> tuple[list[Run], list[list[Word]], list[Word]]:
    """The tables that are drawn with rules, the words of each box beside the text, and the words outside them."""
    tables: list[Run] = []
    boxes: list[list[Word]] = []
    left = list(words)
    if len(rules) > MOST_RULES:
        return tables, boxes, left
    for group in _groups(joined(rules)):
        xs = _merged([rule.at for rule in group if not rule.is_level])
        ys = _merged([rule.at for rule in group if rule.is_level])
        if not (2 <= len(xs) <= MOST_LINES and 2 <= len(ys) <= MOST_LINES):
            continue
        inside = [w for w in left if xs[0] <= (w.x0 + w.x1) / 2 <= xs[-1] and ys[0] <= w.middle <= ys[-1]]
        if len(xs) == 2 and len(ys) == 2:
            left = _without_box(inside, left, boxes)
            continue
        rows = _grid(inside, xs, ys, group)
        if sum(sum(map(bool, row)) >= 2 for row in rows) < 2:
            continue
        tables.append(Run(inside, xs[0], ys[0], xs[-1], ys[-1], rows))
        taken = set(map(id, inside))
        left = [word for word in left if id(word) not in taken]
    return tables, boxes, left


def _without_box(inside: list[Word], words: list[Word], boxes: list[list[Word]]) -> list[Word]:
    """The words without those of a box that stands beside others; one that is as wide as the text stays in it."""
    if len(inside) < FEWEST_IN_BOX:
        return words
    top, bottom = min(word.y0 for word in inside), max(word.y1 for word in inside)
    taken = set(map(id, inside))
    outside = [word for word in words if id(word) not in taken]
    beside = sum(top < word.middle < bottom for word in outside)
    if beside < FEWEST_IN_BOX:
        return words
    boxes.append(inside)
    return outside


def joined(rules: Iterable[Rule]) -> list[Rule]:
    """Pieces of one line put together: most programs draw a table cell by cell."""
    found: list[Rule] = []
    for rule in sorted(set(rules), key=lambda rule: (rule.is_level, round(rule.at), rule.start)):
        last = found[-1] if found else None
        if (
            last
            and last.is_level == rule.is_level
            and abs(last.at - rule.at) <= TOUCH / 2
            and rule.start <= last.end + TOUCH
        ):
            found[-1] = last._replace(end=max(last.end, rule.end))
        else:
            found.append(rule)
    return found


def _groups(rules: Sequence[Rule]) -> list[list[Rule]]:
    """Rules that hang together."""
    groups: list[list[Rule]] = []
    for rule in rules:
        touched = [group for group in groups if any(_meet(rule, other) for other in group)]
        merged = [rule, *(other for group in touched for other in group)]
        groups = [group for group in groups if not any(group is other for other in touched)]
        groups.append(merged)
    return groups


def _meet(one: Rule, other: Rule) -> bool:
    if one.is_level == other.is_level:
        near = abs(one.at - other.at) <= TOUCH
        return near and one.start <= other.end + TOUCH and other.start <= one.end + TOUCH
    return other.start - TOUCH <= one.at <= other.end + TOUCH and one.start - TOUCH <= other.at <= one.end + TOUCH


def _merged(values: Iterable[float]) -> list[float]:
    merged: list[float] = []
    for value in sorted(values):
        if not merged or value - merged[-1] > TOUCH:
            merged.append(value)
    return merged


def _grid(words: Sequence[Word], xs: Sequence[float], ys: Sequence[float], rules: Sequence[Rule]) -> Rows:
    """The cells. One that spans several columns stands in the first, one that spans several rows in each of them."""
    cells: dict[tuple[int, int], list[Word]] = {}
    for word in words:
        row = min(max(bisect_right(ys, word.middle) - 1, 0), len(ys) - 2)
        column = min(max(bisect_right(xs, (word.x0 + word.x1) / 2) - 1, 0), len(xs) - 2)
        cells.setdefault((row, column), []).append(word)
    upright = [rule for rule in rules if not rule.is_level]
    level = [rule for rule in rules if rule.is_level]
    for row, (top, bottom) in enumerate(pairwise(ys)):
        for column in range(len(xs) - 2, 0, -1):
            if (row, column) in cells and not _has_rule(upright, xs[column], (top + bottom) / 2):
                cells[row, column - 1] = cells.get((row, column - 1), []) + cells.pop((row, column))
    spans: dict[tuple[int, int], tuple[int, int]] = {}  # cell → the first cell of its span
    for column, (start, end) in enumerate(pairwise(xs)):
        for row in range(1, len(ys) - 1):
            if not _has_rule(level, ys[row], (start + end) / 2):
                first = spans.get((row - 1, column), (row - 1, column))
                spans[row, column] = first
                cells[first] = cells.get(first, []) + cells.pop((row, column), [])
    text = {place: cell_text(found) for place, found in cells.items()}
    rows = [
        [text.get(spans.get((row, column), (row, column)), "") for column in range(len(xs) - 1)]
        for row in range(len(ys) - 1)
    ]
    return _without_empty(rows)


def _has_rule(rules: Sequence[Rule], at: float, across: float) -> bool:
    return any(abs(rule.at - at) <= TOUCH and rule.start - TOUCH <= across <= rule.end + TOUCH for rule in rules)


def _without_empty(rows: Rows) -> Rows:
    """Without rows and columns that hold nothing, and rows that only repeat the one above."""
    kept = [row for place, row in enumerate(rows) if any(row) and (not place or row != rows[place - 1])]
    filled = [column for column in range(len(kept[0]) if kept else 0) if any(row[column] for row in kept)]
    return [[row[column] for column in filled] for row in kept]


def cell_text(words: Sequence[Word]) -> str:
    """The words of a cell, line by line, in one line."""
    runs = [Run([word], word.x0, word.y0, word.x1, word.y1) for word in words]
    text = ""
    for row in rows_of(runs):
        line = " ".join(run.words[0].text for run in row)
        glue = hyphen_glue(text, line)
        text = f"{text} {line}" if glue is None else text[:-1] + glue + line
    return clean_characters(text).strip()


# --- without rules ----------------------------------------------------------------------------------------------


def open_table(rows: Sequence[Sequence[Run]], rules: Sequence[Rule]) -> Rows:
    """The cells of rows that stand side by side without a grid."""
    edges = _column_edges(rows)
    lines: list[list[list[Word]]] = []
    for row in rows:
        cells: list[list[Word]] = [[] for _ in range(len(edges) + 1)]
        for word in (word for run in row for word in run.words):
            cells[bisect_right(edges, (word.x0 + word.x1) / 2)].append(word)
        lines.append(cells)
    table: list[list[list[Word]]] = []
    starts = _row_starts(rows, lines, rules)
    for line, starts_row in zip(lines, starts, strict=True):
        if starts_row or not table:
            table.append(line)
        else:
            table[-1] = [above + below for above, below in zip(table[-1], line, strict=True)]
    return _without_empty([[cell_text(cell) for cell in row] for row in table])


def _column_edges(rows: Sequence[Sequence[Run]]) -> list[float]:
    """Half-way through each white strip that hardly any row crosses."""
    runs = [run for row in rows for run in row]
    size = median(word.type.size for run in runs for word in run.words)
    start, end = min(run.x0 for run in runs), max(run.x1 for run in runs)
    count = [0] * (int(end - start) + 2)
    for row in rows:
        covered = {x for run in row for x in range(int(run.x0 - start), int(run.x1 - start) + 1)}
        for x in covered:
            count[min(max(x, 0), len(count) - 1)] += 1
    edges, white = [], 0
    for x, crossing in enumerate(count):
        if crossing <= CROSSING * len(rows):
            white += 1
            continue
        if COLUMN_GAP * size <= white < x:
            edges.append(start + x - white / 2)
        white = 0
    return edges


def _row_starts(
    rows: Sequence[Sequence[Run]], lines: Sequence[Sequence[Sequence[Word]]], rules: Sequence[Rule]
) -> list[bool]:
    """Which lines begin a row: below a rule, else after a wider gap, else where the first column has words."""
    middles = [median(run.middle for run in row) for row in rows]
    left, right = min(row[0].x0 for row in rows), max(row[-1].x1 for row in rows)
    level = [rule.at for rule in rules if rule.is_level and rule.start < right and rule.end > left]
    ruled = [True, *(any(a < at < b for at in level) for a, b in pairwise(middles))]
    if sum(ruled) > max(2, len(rows) // 4):
        return ruled
    gaps = [b - a for a, b in pairwise(middles)]
    size = median(run.y1 - run.y0 for row in rows for run in row)
    widest = max(ROW_GAP * min(gaps, default=0.0), LINE_GAP * size)
    wide = [True, *(gap > widest for gap in gaps)]
    if sum(wide) > 2 and not all(wide) and _are_rows(lines, wide):
        return wide
    filled = [sum(map(bool, line)) for line in lines]
    return [bool(line[0]) and filled[place] >= 2 for place, line in enumerate(lines)]


def _are_rows(lines: Sequence[Sequence[Sequence[Word]]], starts: Sequence[bool]) -> bool:
    """True when each row that begins so has words in two columns or more."""
    rows: list[set[int]] = []
    for line, starts_row in zip(lines, starts, strict=True):
        if starts_row:
            rows.append(set())
        rows[-1] |= {column for column, cell in enumerate(line) if cell}
    return sum(len(row) >= 2 for row in rows) >= 0.8 * len(rows)
