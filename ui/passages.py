"""Blocks → HTML a person can read: tables as tables, lists as lists, the quoted words marked. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Final

from ui.blocks import Block, Chunk, Kind, Span, plain_blocks
from ui.markup import element, escape, under

_WIDE: Final = 3  # a table with this many columns may need to scroll sideways in the source column
_WIDEST: Final = 4  # and with this many to be stacked on a screen that is not the narrowest


def render(some_blocks: Sequence[Block], quote: Span | None = None) -> str:
    """One line of HTML. The characters of ``quote`` are inside <mark>, all others are not."""
    return "".join(_group(family, list(members), quote) for family, members in groupby(some_blocks, key=_family))


def sentence(text: str) -> str:
    """A statement as it reads in running text: without its list dash, a table row with dashes between the cells."""
    some_blocks = plain_blocks(text)
    if len(some_blocks) != 1:
        return render(some_blocks)
    block = some_blocks[0]
    joint = " – " if block.kind in {Kind.ROW, Kind.HEADER} else " "
    return joint.join(escape(chunk.text) for chunk in block.chunks if chunk.text)


def plain_sentence(text: str) -> str:
    """The same as plain text."""
    some_blocks = plain_blocks(text)
    joint = {Kind.ROW: " – ", Kind.HEADER: " – "}
    lines = (joint.get(one.kind, " ").join(chunk.text for chunk in one.chunks if chunk.text) for one in some_blocks)
    return " ".join(lines)


def frame_css(columns: int) -> str:
    """The class of the frame around a table: one with many columns is stacked sooner."""
    return "tabell bred" if columns >= _WIDEST else "tabell"


def _family(block: Block) -> Kind:
    """Neighbours of one family share a list or a table."""
    return Kind.ROW if block.kind is Kind.HEADER else block.kind


def _group(family: Kind, members: Sequence[Block], quote: Span | None) -> str:
    match family:
        case Kind.ROW:
            return _table(members, quote)
        case Kind.BULLET:
            return element("ul", *(element("li", _inline(block, quote)) for block in members))
        case Kind.NUMBERED:
            items = (element("li", _inline(block, quote)) for block in members)
            return element("ol", *items, attributes=f'start="{members[0].number}"')
        case Kind.HEADING:
            return "".join(element("p", _inline(block, quote), css="rubrik") for block in members)
        case _:
            return "".join(element("p", _inline(block, quote)) for block in members)


def _table(rows: Sequence[Block], quote: Span | None) -> str:
    columns = max(len(row.chunks) for row in rows)
    html, names = [], [""] * columns
    for row in rows:
        texts = [_marked(chunk, quote) for chunk in row.chunks] + [""] * (columns - len(row.chunks))
        if row.kind is Kind.HEADER:
            names = [chunk.text for chunk in row.chunks] + [""] * (columns - len(row.chunks))
            html.append(element("tr", *(element("th", text, attributes='scope="col"') for text in texts)))
        else:
            cells = (under(name, text) for name, text in zip(names, texts, strict=True))
            html.append(element("tr", *cells))
    table = element("table", element("tbody", *html))
    return element("div", table, css=frame_css(columns), attributes='tabindex="0"' if columns >= _WIDE else "")


def _inline(block: Block, quote: Span | None) -> str:
    return " ".join(_marked(chunk, quote) for chunk in block.chunks)


def _marked(chunk: Chunk, quote: Span | None) -> str:
    found = chunk.overlap(quote) if quote is not None else None
    if found is None:
        return escape(chunk.text)
    before, inside, after = chunk.text[: found.start], chunk.text[found.start : found.end], chunk.text[found.end :]
    return f"{escape(before)}<mark>{escape(inside)}</mark>{escape(after)}"
