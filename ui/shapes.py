"""The parts of an answer → HTML: a table, sources side by side, a list. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final, NamedTuple, assert_never

from assistant.domain import Statement
from ui import texts
from ui.arranging import Listed, Part, Side, Sides, Table, Told
from ui.markup import element, escape
from ui.passages import sentence

_MOST_ASPECTS: Final = 4  # columns of a comparison; with more it is read row by row
_GAP: Final = "–"


class Marks(NamedTuple):
    """What follows a statement, as HTML: its [n], and what has to be said about its sources."""

    numbers: str
    remark: str


MarksOf = Callable[[Statement], Marks]


def shaped(part: Part, marks: MarksOf) -> str:
    """One part as safe HTML."""
    match part:
        case Table():
            return _table(part, marks)
        case Sides():
            return _sides(part, marks)
        case Listed():
            return _list(part, marks)
        case _:
            assert_never(part)


def _list(part: Listed, marks: MarksOf) -> str:
    items = [_line(sentence(one.text), *marks(one)) for one in part.statements]
    if len(items) == 1:
        return element("div", *items, css="ensam")
    return element("ul", *(element("li", item) for item in items))


def _table(part: Table, marks: MarksOf) -> str:
    remark = _shared([row.statement for row in part.rows], marks)
    rows = (
        element(
            "tr",
            element(
                "th", _line(escape(row.cells[0]), *_without(remark, marks(row.statement))), attributes='scope="row"'
            ),
            *(element("td", escape(cell) or _GAP) for cell in row.cells[1:]),
        )
        for row in part.rows
    )
    return _framed(texts.rows_of(part.caption, len(part.rows)), part.columns, rows, remark)


def _sides(part: Sides, marks: MarksOf) -> str:
    aspects = _aspects(part)
    rows = (_side(side, aspects, marks) for side in part.sides)
    return _framed(texts.SIDES, (texts.SIDE, *(aspects or (texts.SIDE_SAYS,))), rows)


def _side(side: Side, aspects: tuple[str, ...], marks: MarksOf) -> str:
    """One row. What has to be said about all of its sources stands under its name, once."""
    remark = _shared([told.statement for told in side.told], marks)

    def cell(told: Sequence[Told], *, named: bool) -> str:
        lines, before = [], ""
        for one in told:
            aspect = element("strong", escape(f"{one.aspect}:")) if named and one.aspect not in {"", before} else ""
            lines.append(element("p", _line(aspect, sentence(one.words), *_without(remark, marks(one.statement)))))
            before = one.aspect
        return element("td", "".join(lines) or element("span", texts.SIDE_GAP, css="lucka"))

    if aspects:
        cells = [cell([one for one in side.told if one.aspect == aspect], named=False) for aspect in aspects]
    else:
        cells = [cell(side.told, named=True)]
    return element("tr", element("th", _line(escape(side.name), remark), attributes='scope="row"'), *cells)


def _shared(statements: Sequence[Statement], marks: MarksOf) -> str:
    """The remark that all of them have; empty when they differ."""
    remarks = {marks(one).remark for one in statements}
    return remarks.pop() if len(remarks) == 1 else ""


def _without(remark: str, marks: Marks) -> Marks:
    return Marks(marks.numbers, "" if marks.remark == remark else marks.remark)


def _line(*parts: str) -> str:
    return " ".join(part for part in parts if part)


def _aspects(part: Sides) -> tuple[str, ...]:
    """The aspects as columns, when few have gaps; else none."""
    every = tuple(dict.fromkeys(told.aspect for side in part.sides for told in side.told))
    filled = len({(side.name, told.aspect) for side in part.sides for told in side.told})
    telling = sum(bool(side.told) for side in part.sides)
    fits = all(every) and 1 < len(every) <= _MOST_ASPECTS and 4 * filled >= 3 * len(every) * telling
    return every if fits else ()


def _framed(caption: str, columns: tuple[str, ...], rows: Iterable[str], remark: str = "") -> str:
    """A table that scrolls in its own frame when it is wide; the keyboard reaches the frame."""
    heads = (element("th", escape(name), attributes='scope="col"') for name in columns)
    table = element(
        "table",
        element("caption", _line(escape(caption), remark)),
        element("thead", element("tr", *heads)),
        element("tbody", *rows),
    )
    return element("div", table, css="tabell", attributes=f'tabindex="0" role="group" aria-label="{escape(caption)}"')
