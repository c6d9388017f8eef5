"""The page where a whole document is read, with the quoted words marked where they stand. Pure.

The text comes as sections. Of a PDF one page is also shown as a picture; the text is what everyone can read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Final, NamedTuple

from assistant.domain import Document, Passage
from assistant.validity import status_of
from ui import texts
from ui.blocks import Span, plain_blocks
from ui.library import QUOTE_ANCHOR, address, anchor
from ui.markup import element, escape
from ui.page_view import Shown, Wanted, page_break, picture
from ui.passages import render
from ui.shell import whole_page
from ui.sources import age, completeness, origin, related, source_link, validity

_DEEPEST: Final = 6  # HTML has six levels of headings
_MANY: Final = 3  # a document with this many sections gets a table of contents


class Section(NamedTuple):
    """A stretch of the document under one heading; the path leads to it from the document's title."""

    path: tuple[str, ...]
    start: int
    end: int
    page: int | None = None  # of the file, from 1; None without pages


def reading_page(
    document: Document,
    passages: Sequence[Passage],
    titles: Mapping[str, str],
    today: date,
    wanted: Wanted | None = None,
    page: Shown | None = None,
) -> str:
    """A whole HTML document."""
    quote = wanted.found_in(document.text) if wanted else None
    parts = sections(document, passages)
    return whole_page(
        escape(document.title),
        element("h1", escape(document.title)),
        _facts(document, titles, today),
        _came_for(wanted, quote),
        picture(page, address(document.id), wanted) if page else "",
        _contents(parts),
        element("article", _text(document, parts, quote), css="text"),
        css="smal",
    )


def sections(document: Document, passages: Sequence[Passage]) -> tuple[Section, ...]:
    """The document's sections in order. The passages hold all of its text but the headings, which they know."""
    found = []
    for (headings, number), members in groupby(passages, key=_place):
        stretch = list(members)
        found.append(Section(headings, stretch[0].start, stretch[-1].end, number))
    return tuple(found) or (Section((), 0, len(document.text)),)


def _place(passage: Passage) -> tuple[tuple[str, ...], int | None]:
    return passage.headings, passage.physical_page


def page_of(quote: Span | None, passages: Sequence[Passage]) -> int | None:
    """The page of the file where the quoted words begin."""
    holding = (one for one in passages if quote and one.start <= quote.start < one.end)
    return next((one.physical_page for one in holding), None)


def _facts(document: Document, titles: Mapping[str, str], today: date) -> str:
    return element(
        "div",
        origin(document),
        element("p", escape(texts.concerns(document.municipalities))) if document.municipalities else "",
        validity(document, status_of(document, today), {}),
        related(texts.REPLACED_BY, document.superseded_by, titles),
        related(texts.REPLACES, document.supersedes, titles),
        related(texts.SUMMARY, (document.original_of,) if document.original_of else (), titles),
        related(texts.ORIGINAL, (f"{document.id}/original",), titles),
        related(texts.SIMILAR, document.similar_to, titles),
        element("p", escape(texts.also_at(document.also_at)), css="svag") if document.also_at else "",
        age(document, today),
        completeness(document),
        element("p", source_link(document) or texts.NO_SOURCE),
        css="om-dokumentet",
    )


def _came_for(wanted: Wanted | None, quote: Span | None) -> str:
    if wanted is None:
        return ""
    if quote is None:
        return element("p", texts.QUOTE_GONE, css="notis")
    return element("p", element("a", texts.QUOTE_HERE, attributes=f'href="#{QUOTE_ANCHOR}"'), css="inte-papper")


def _contents(parts: Sequence[Section]) -> str:
    if len(parts) < _MANY:
        return ""
    links = (
        element("li", element("a", escape(path[-1]), attributes=f'href="#{name}"')) for path, name in _headings(parts)
    )
    summary = element("summary", texts.CONTENTS)
    return element("details", summary, element("ul", *links), css="innehall")


def _text(document: Document, parts: Sequence[Section], quote: Span | None) -> str:
    names = dict(_headings(parts))
    shown: set[tuple[str, ...]] = set()
    html = []
    before: Section | None = None
    for part in parts:
        if part.page and (before is None or before.page != part.page):
            html.append(page_break(part.page, address(document.id)))
        for depth in range(1, len(part.path) + 1):
            path = part.path[:depth]
            if path not in shown or (depth == len(part.path) and not (before and before.path == part.path)):
                name = f' id="{names[path]}"' if path not in shown else ""
                html.append(_heading(path, name))
            shown.add(path)
        before = part
        html.append(render(plain_blocks(document.text[part.start : part.end], part.start), quote))
    marked = f'<mark id="{QUOTE_ANCHOR}" tabindex="-1">'
    return "".join(html).replace("<mark>", marked, 1)  # only ours: the document's own < is written &#60;


def _heading(path: tuple[str, ...], name: str) -> str:
    level = min(1 + len(path), _DEEPEST)
    return f"<h{level}{name}>{escape(path[-1])}</h{level}>"


def _headings(parts: Sequence[Section]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Every heading once, in order, with the name links lead to; names that collide get a number."""
    seen: set[tuple[str, ...]] = set()
    taken: set[str] = set()
    for part in parts:
        for depth in range(1, len(part.path) + 1):
            path = part.path[:depth]
            if path in seen:
                continue
            seen.add(path)
            name = base = anchor(path)
            number = 2
            while name in taken:
                name, number = f"{base}-{number}", number + 1
            taken.add(name)
            yield path, name
