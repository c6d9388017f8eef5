"""The parts of an answer → HTML: a table, sources side by side, a list. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Final, NamedTuple, assert_never

from assistant.domain import Statement
from ui import texts
from ui.arranging import Listed, Part, Side, Sides, Table, Told, Versions
from ui.markup import element, escape, under
from ui.passages import frame_css, sentence

_MOST_ASPECTS: Final = 4  # columns of a comparison; with more it is read row by row
_MOST_AT_ONCE: Final = 20  # items of a list; of a longer one the first are shown and the rest folded
_FIRST: Final = 12
_GAP: Final = "–"


class Marks(NamedTuple):
    """What follows a statement: its [n] as HTML, and in plain words what has to be said about its sources."""

    numbers: str
    remark: str = ""
    doubt: str = ""

    @property
    def html(self) -> str:
        remark = element("span", f"({self.remark})", css="utgatt") if self.remark else ""
        doubt = element("span", self.doubt, css="okontrollerad") if self.doubt else ""
        return _line(self.numbers, remark, doubt)


MarksOf = Callable[[Statement], Marks]


def shaped(part: Part, marks: MarksOf, *, gather: bool = True) -> str:
    """One part as safe HTML. ``gather``: what is true of all sources of a list is said once, above it."""
    match part:
        case Table():
            return _table(part, marks)
        case Sides():
            return _sides(part, marks)
        case Versions():
            return _versions(part, marks)
        case Listed():
            return _list(part, marks, gather=gather)
        case _:
            assert_never(part)


def _list(part: Listed, marks: MarksOf, *, gather: bool) -> str:
    if len(part.statements) == 1:
        (one,) = part.statements
        return element("div", _line(_emphasised(one.text, one), marks(one).html), css="ensam")
    remark = _shared(part.statements, marks) if gather else ""
    items = [
        element("li", _line(_emphasised(one.text, one), _without(remark, marks(one)).html)) for one in part.statements
    ]
    above = element("p", texts.of_all(remark), css="utgatt") if remark else ""
    if len(items) <= _MOST_AT_ONCE:
        return above + element("ul", *items)
    rest = element("ul", *items[_FIRST:])
    more = element("details", element("summary", texts.the_rest(len(items) - _FIRST)), rest, css="fler")
    return above + element("ul", *items[:_FIRST]) + more


def _table(part: Table, marks: MarksOf) -> str:
    remark = _shared([row.statement for row in part.rows], marks)
    rows = (
        element(
            "tr",
            element(
                "th",
                _line(_breakable(row.cells[0]), _without(remark, marks(row.statement)).html),
                attributes='scope="row"',
            ),
            *(
                under(column, escape(cell) or _GAP)
                for column, cell in zip(part.columns[1:], row.cells[1:], strict=True)
            ),
        )
        for row in part.rows
    )
    return _framed(texts.rows_of(part.caption, len(part.rows)), map(escape, part.columns), rows, remark)


def _sides(part: Sides, marks: MarksOf) -> str:
    aspects = _aspects(part)
    rows = (_side(side, aspects, marks) for side in part.sides)
    return _framed(texts.SIDES, map(escape, (texts.SIDE, *(aspects or (texts.SIDE_SAYS,)))), rows)


def _side(side: Side, aspects: tuple[str, ...], marks: MarksOf) -> str:
    """One row. What has to be said about all of its sources stands under its name, once."""
    remark = _shared([told.statement for told in side.told], marks)

    def cell(told: Sequence[Told], column: str = "") -> str:
        lines, before = [], ""
        for one in told:
            aspect = (
                element("strong", escape(f"{one.aspect}:")) if not column and one.aspect not in {"", before} else ""
            )
            lines.append(
                element(
                    "p",
                    _line(aspect, _emphasised(one.words, one.statement), _without(remark, marks(one.statement)).html),
                )
            )
            before = one.aspect
        gap = element("span", texts.SIDE_GAP, css="lucka")
        return under(column, "".join(lines) or gap)

    if aspects:
        cells = [cell([one for one in side.told if one.aspect == aspect], aspect) for aspect in aspects]
    else:
        cells = [cell(side.told)]
    return element(
        "tr", element("th", _line(escape(side.name), Marks("", remark).html), attributes='scope="row"'), *cells
    )


def _versions(part: Versions, marks: MarksOf) -> str:
    """A row for each aspect, a column for each version; what is said of the change itself stands across them."""
    remarks = {
        name: _shared([told.statement for aspect in part.aspects for told in aspect.told[name]], marks)
        for name in part.names
    }

    def cell(told: Sequence[Told], remark: str) -> str:
        lines = (
            element("p", _line(_emphasised(one.words, one.statement), _without(remark, marks(one.statement)).html))
            for one in told
        )
        return "".join(lines) or element("span", texts.SIDE_GAP, css="lucka")

    rows = []
    for aspect in part.aspects:
        each = [under(_remarked(name, remarks[name]), cell(aspect.told[name], remarks[name])) for name in part.names]
        across = element("td", cell(aspect.between, ""), attributes=f'colspan="{len(part.names)}"')
        lines = [each] if any(aspect.told.values()) else []
        lines += [[across]] if aspect.between else []
        for number, line in enumerate(lines):
            head = element("th", escape(aspect.name), attributes=f'scope="row" rowspan="{len(lines)}"')
            rows.append(element("tr", "" if number else head, *line))
    heads = [escape(texts.ASPECT)]
    heads += [_line(escape(name), Marks("", remarks[name]).html) for name in part.names]
    return _framed(texts.SIDES, heads, rows)


def _remarked(name: str, remark: str) -> str:
    """A column's name where it stands alone, with what has to be said about all of its sources."""
    return f"{name} ({remark})" if remark else name


def _emphasised(text: str, statement: Statement) -> str:
    """The words of a statement, those that answer with emphasis."""
    html, focus = sentence(text), escape(statement.focus)
    if not focus:
        return html
    inside = re.compile(rf"(?<![\w#&]){re.escape(focus)}")  # not within a character reference
    return inside.sub(lambda _: element("strong", focus, css="karna"), html, count=1)


def _breakable(text: str) -> str:
    """Words joined with a slash may be parted after it."""
    return escape(text).replace("/", "/<wbr>")


def _shared(statements: Sequence[Statement], marks: MarksOf) -> str:
    """The remark that all of them have; empty when they differ."""
    remarks = {marks(one).remark for one in statements}
    return remarks.pop() if len(remarks) == 1 else ""


def _without(remark: str, marks: Marks) -> Marks:
    return marks._replace(remark="" if marks.remark == remark else marks.remark)


def _line(*parts: str) -> str:
    return " ".join(part for part in parts if part)


def _aspects(part: Sides) -> tuple[str, ...]:
    """The aspects as columns, when few have gaps; else none."""
    every = tuple(dict.fromkeys(told.aspect for side in part.sides for told in side.told))
    filled = len({(side.name, told.aspect) for side in part.sides for told in side.told})
    telling = sum(bool(side.told) for side in part.sides)
    fits = all(every) and 1 < len(every) <= _MOST_ASPECTS and 4 * filled >= 3 * len(every) * telling
    return every if fits else ()


def _framed(caption: str, columns: Iterable[str], rows: Iterable[str], remark: str = "") -> str:
    """A table that scrolls in its own frame when it is wide, and is stacked where there is no room; the keyboard reaches it."""
    columns = tuple(columns)
    heads = (element("th", name, attributes='scope="col"') for name in columns)
    table = element(
        "table",
        element("caption", _line(escape(caption), Marks("", remark).html)),
        element("thead", element("tr", *heads)),
        element("tbody", *rows),
    )
    named = f'tabindex="0" role="group" aria-label="{escape(caption)}"'
    return element("div", table, css=frame_css(len(columns)), attributes=named)
