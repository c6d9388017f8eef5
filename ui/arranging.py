"""An answer's statements → the shape they are read in best: rows of one table, sources side by side, or a list. Pure.

Nothing is said that the statements do not say: a cell is the part of a statement under that column's name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from assistant.composition.comparing import NEWER, OLDER
from assistant.domain import AREAS, Answer, Citation, Statement
from assistant.structured.changes import VERSION_NAMES
from ui.blocks import Kind, Span, blocks, plain_blocks

FEWEST_ROWS: Final = 3  # fewer read as well in a list
FEWEST_SIDES: Final = 2
_SIDE: Final = re.compile(r"(?P<side>[^:]{2,70}?)(?: – (?P<aspect>[^:–]{2,80}))?: (?P<told>.+)", re.DOTALL)
_ASPECT: Final = re.compile(r"(?P<aspect>[^:]{2,90}?)(?: – (?P<side>Den [^:–]{2,40}))?: (?P<told>.+)", re.DOTALL)
_EMPTY: Final = {"", "-", "–", "—"}  # what a source writes in a cell that has nothing


@dataclass(frozen=True, slots=True)
class Row:
    """A statement as the cells of a table; a cell that the source leaves empty is empty."""

    statement: Statement
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Statements that are rows of one table, under its own column names. ``caption`` is its heading in the source."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """What one side says: of which aspect (it may have no name), and the words."""

    statement: Statement
    aspect: str
    words: str


@dataclass(frozen=True, slots=True)
class Side:
    """One municipality, version or source of a comparison; nothing told is a gap."""

    name: str
    told: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Sides:
    """Sources side by side."""

    sides: tuple[Side, ...]


@dataclass(frozen=True, slots=True)
class Aspect:
    """One thing that versions are compared in: what each of them says, by its name, and what is said of the change."""

    name: str
    told: Mapping[str, tuple[Told, ...]]
    between: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Versions:
    """Versions side by side, aspect by aspect; ``names`` from the oldest to the newest."""

    names: tuple[str, ...]
    aspects: tuple[Aspect, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """Statements one after another."""

    statements: tuple[Statement, ...]


Part = Table | Sides | Versions | Listed


def arranged(answer: Answer) -> tuple[Part, ...]:
    """The statements in their order, in as few parts as hold them."""
    if compared := _compared(answer) or _versions(answer):
        return (compared,)
    known = {citation.number: citation for citation in answer.citations}
    rows = {id(one): row for one in answer.statements if (row := _row(one, known))}
    parts: list[Part] = []
    for key, members in groupby(answer.statements, key=lambda one: rows[id(one)][0] if id(one) in rows else None):
        stretch = tuple(members)
        if key is not None and len(stretch) >= FEWEST_ROWS:
            parts.append(Table(key[0], key[1], tuple(Row(one, rows[id(one)][1]) for one in stretch)))
        elif parts and isinstance(parts[-1], Listed):
            parts[-1] = Listed((*parts[-1].statements, *stretch))
        else:
            parts.append(Listed(stretch))
    return tuple(parts)


_Key = tuple[str, tuple[str, ...]]


def _row(statement: Statement, known: Mapping[int, Citation]) -> tuple[_Key, tuple[str, ...]] | None:
    """The table a statement is a row of, and its cells; None unless the statement holds every one of them."""
    citation = known.get(statement.citations[0]) if len(statement.citations) == 1 else None
    if citation is None or not citation.quote.startswith("|"):
        return None
    header, cells = _header(citation), [chunk.text for chunk in plain_blocks(citation.quote)[0].chunks]
    if len(header) != len(cells) or len(header) < 2 or "\n" in citation.quote.strip():
        return None
    named = [f"{name}: {cell}" for name, cell in zip(header[1:], cells[1:], strict=True) if cell not in _EMPTY]
    heading = citation.passage.headings[-1] if citation.passage.headings else ""
    if statement.text.removeprefix(f"{heading}: ") != f"{cells[0]} – {'; '.join(named)}":
        return None
    return (heading, header), tuple("" if cell in _EMPTY else cell for cell in cells)


def _header(citation: Citation) -> tuple[str, ...]:
    """The column names above the quoted row."""
    quote = Span(citation.start, citation.end)
    found: tuple[str, ...] = ()
    for block in blocks(citation.passage):
        if block.kind is Kind.HEADER:
            found = tuple(chunk.text for chunk in block.chunks)
        elif block.touches(quote):
            return found if block.kind is Kind.ROW else ()
    return ()


def _compared(answer: Answer) -> Sides | None:
    """The sides of a comparison, when every statement names one and there are two or more."""
    names = _names(answer)
    told: dict[str, list[Told]] = {}
    for statement in answer.statements:
        found = _SIDE.fullmatch(statement.text)
        if not found or found["side"] not in names:
            return None
        told.setdefault(found["side"], []).append(Told(statement, found["aspect"] or "", found["told"]))
    if len(told) < FEWEST_SIDES:
        return None
    missing = [
        area for area in _areas_in(answer.question.text) if area not in told and any(one in AREAS for one in told)
    ]
    in_order = sorted(told, key=(OLDER, NEWER).index) if set(told) == {OLDER, NEWER} else list(told)
    sides = [Side(name, tuple(told[name])) for name in in_order]
    return Sides((*sides, *(Side(name, ()) for name in missing)))


def _versions(answer: Answer) -> Versions | None:
    """Versions compared aspect by aspect: every statement begins with an aspect, most with a version after it."""
    rows: dict[str, list[tuple[str, Told]]] = {}
    for statement in answer.statements:
        found = _ASPECT.fullmatch(statement.text)
        if not found or (found["side"] or OLDER) not in VERSION_NAMES:
            return None
        told = Told(statement, found["aspect"], found["told"])
        rows.setdefault(found["aspect"], []).append((found["side"] or "", told))
    speaking = {side for row in rows.values() for side, _ in row}
    names = tuple(name for name in VERSION_NAMES if name in speaking)
    if len(names) < FEWEST_SIDES:
        return None
    aspects = (
        Aspect(
            name,
            {side: tuple(told for one, told in row if one == side) for side in names},
            tuple(told for one, told in row if not one),
        )
        for name, row in rows.items()
    )
    return Versions(names, tuple(aspects))


def _names(answer: Answer) -> set[str]:
    """What a side of a comparison may be called: a place, older or newer, what the title of a source begins with."""
    titles = (citation.passage.document.title for citation in answer.citations)
    return {*AREAS, OLDER, NEWER, *(re.split(r" [–-] | \(", title)[0] for title in titles)}


def _areas_in(text: str) -> Iterator[str]:
    words = {word.casefold().removesuffix("s") for word in re.findall(r"\w+", text)}
    return (area for area in AREAS if area.casefold().removesuffix("s") in words)
