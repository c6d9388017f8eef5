"""The parts of a passage that can be quoted on their own: sentences, list items and table rows. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property, lru_cache

from assistant.domain import Passage
from assistant.language import matching, swedish, values
from assistant.passages.orders import order_spans


class UnitKind(StrEnum):
    """What a unit is in its source."""

    SENTENCE = "sentence"
    ITEM = "item"
    ROW = "row"


@dataclass(frozen=True)
class Unit:
    """``quote == passage.document.text[start:end]``; ``columns`` and ``cells`` are those of a table row.

    ``head`` is where in the document the row with the column names stands, when the passage has it.
    """

    passage: Passage
    kind: UnitKind
    quote: str
    start: int
    end: int
    block: int  # units of one list or table share their block's number
    columns: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()
    head: tuple[int, int] | None = None

    @cached_property
    def has_date(self) -> bool:
        """True when the unit says when."""
        return values.has_date(self.text)

    @cached_property
    def has_date_in_year(self) -> bool:
        """True when the unit says when in the year."""
        return values.has_date_in_year(self.text)

    @cached_property
    def has_span(self) -> bool:
        """True when the unit says how long."""
        return values.has_span(self.text)

    @cached_property
    def has_amount(self) -> bool:
        """True when the unit gives money or a share."""
        return values.has_amount(self.text)

    @cached_property
    def has_number(self) -> bool:
        """True when the unit gives a number."""
        return values.has_number(self.text)

    @cached_property
    def normalised(self) -> str:
        """The text as it is searched in."""
        return swedish.normalise(self.text)

    @cached_property
    def words(self) -> frozenset[str]:
        """The content words of the text."""
        return matching.words_of(self.text)

    @cached_property
    def text(self) -> str:
        """The unit as a reader should see it: a row with its column names, an item without its bullet."""
        if self.kind is UnitKind.ROW:
            return _row_text(self.columns, self.cells)
        return _BULLET.sub("", self.quote).strip() if self.kind is UnitKind.ITEM else self.quote


_BULLET = re.compile(r"^\s*(?:[-*•–]\s+|\d{1,2}[.)]\s+|[a-zåäö]\)\s+)")
_RULE = re.compile(r"^\s*\|?\s*:?-{2,}:?\s*(\|\s*:?-{2,}:?\s*)*\|?\s*$")
_EMPTY_CELLS = frozenset({"", "–", "-"})
LONG_ITEM = 400  # a list item longer than this is quoted sentence by sentence


@lru_cache(maxsize=4096)
def units_of(passage: Passage) -> tuple[Unit, ...]:
    """Every unit of a passage that may be shown, in order: all but what gives orders to whoever answers (``orders``)."""
    units, orders = every_unit(passage), orders_in(passage)
    return tuple(kept for unit in units for kept in _without(orders, unit)) if orders else units


def orders_in(passage: Passage) -> tuple[tuple[int, int], ...]:
    """(start, end) in the passage of every sentence that gives orders to whoever answers, line by line."""
    return tuple(
        (start + first, start + last)
        for start, end in _lines(passage.text)
        for first, last in order_spans(passage.text[start:end])
    )


def _without(orders: Sequence[tuple[int, int]], unit: Unit) -> Iterator[Unit]:
    """A unit, or what stands before, between and after the orders in it; of a row that holds one, nothing."""
    offset = unit.start - unit.passage.start
    within = [(begin - offset, end - offset) for begin, end in orders]
    within = [(begin, end) for begin, end in within if begin < len(unit.quote) and end > 0]
    if not within:
        yield unit
    elif unit.kind is not UnitKind.ROW:
        begins, ends = [0, *(end for _, end in within)], [*(begin for begin, _ in within), len(unit.quote)]
        for begin, end in zip(begins, ends, strict=True):
            piece = unit.quote[max(begin, 0) : max(end, 0)]
            if re.search(r"\w", piece):
                start = max(begin, 0) + len(piece) - len(piece.lstrip())
                yield replace(
                    unit, quote=piece.strip(), start=unit.start + start, end=unit.start + start + len(piece.strip())
                )


def every_unit(passage: Passage) -> tuple[Unit, ...]:
    """Every unit of a passage, in order. Long list items are split into their sentences."""
    found: list[Unit] = []
    columns: tuple[str, ...] = _cells(passage.lead.splitlines()[0]) if passage.lead.startswith("|") else ()
    lines = list(_lines(passage.text))
    block = 0
    head: tuple[int, int] | None = None
    previous = ""
    for index, (start, end) in enumerate(lines):
        line = passage.text[start:end]
        kind = _kind(line)
        if not line.strip() or kind != previous:
            block += 1
        previous = kind
        if kind == "row":
            header = index + 1 < len(lines) and _RULE.match(passage.text[slice(*lines[index + 1])])
            if header:
                columns, block = _cells(line), block + 1
                head = (passage.start + start, passage.start + end)
            elif not _RULE.match(line):
                found.append(_unit(passage, UnitKind.ROW, start, end, block, columns, _cells(line), head))
        elif kind == "item":
            columns, head = (), None
            found.extend(_item_units(passage, start, end, block))
        elif line.strip():
            columns, head = (), None
            sentences = swedish.sentences(line)
            found.extend(_unit(passage, UnitKind.SENTENCE, start + a, start + b, block) for a, b in sentences)
    return tuple(found)


def _item_units(passage: Passage, start: int, end: int, block: int) -> list[Unit]:
    bullet = _BULLET.match(passage.text[start:end])
    inner = start + (bullet.end() if bullet else 0)
    spans = list(swedish.sentences(passage.text[inner:end]))
    if not spans:
        return []
    if end - inner <= LONG_ITEM or len(spans) < 2:
        return [_unit(passage, UnitKind.ITEM, inner, end, block)]
    return [_unit(passage, UnitKind.ITEM, inner + a, inner + b, block) for a, b in spans]


def _unit(
    passage: Passage,
    kind: UnitKind,
    start: int,
    end: int,
    block: int,
    columns: tuple[str, ...] = (),
    cells: tuple[str, ...] = (),
    head: tuple[int, int] | None = None,
) -> Unit:
    while end > start and passage.text[end - 1].isspace():
        end -= 1
    return Unit(
        passage, kind, passage.text[start:end], passage.start + start, passage.start + end, block, columns, cells, head
    )


def _kind(line: str) -> str:
    if line.lstrip().startswith("|"):
        return "row"
    return "item" if _BULLET.match(line) else "text"


def _lines(text: str) -> list[tuple[int, int]]:
    spans, start = [], 0
    for line in text.splitlines(keepends=True):
        spans.append((start, start + len(line.rstrip("\n"))))
        start += len(line)
    return spans


def _cells(line: str) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in line.strip().strip("|").split("|"))


def _row_text(columns: tuple[str, ...], cells: tuple[str, ...]) -> str:
    if len(columns) != len(cells) or len(cells) < 2:
        return " – ".join(cell for cell in cells if cell not in _EMPTY_CELLS)
    rest = [
        f"{column}: {cell}" for column, cell in zip(columns[1:], cells[1:], strict=True) if cell not in _EMPTY_CELLS
    ]
    return f"{cells[0]} – {'; '.join(rest)}" if rest else cells[0]
