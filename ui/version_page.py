"""The page with versions side by side: a table for each thing, a row for each aspect, every cell with its source. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from assistant.domain import Document
from assistant.structured.changes import Aspect, Comparison, Version
from assistant.validity import status_of
from ui import texts
from ui.library import Library
from ui.markup import element, escape, under
from ui.passages import frame_css
from ui.plan_page import document_link, quoted_link
from ui.shell import whole_page


def versions_page(library: Library, comparisons: Sequence[Comparison], today: date) -> str:
    """A whole HTML document."""
    documents = {document.id: document for document in library.catalogue}
    back = element("p", element("a", texts.BACK_TO_PLANS, attributes='href="/planer"'))
    title = element("h1", texts.VERSIONS_TITLE)
    tables = (_comparison(library, comparison, documents, today) for comparison in comparisons)
    return whole_page(
        texts.VERSIONS_TITLE, back, title, element("p", texts.VERSIONS_INTRO), *tables, here="/planer/versioner"
    )


def _comparison(library: Library, comparison: Comparison, documents: Mapping[str, Document], today: date) -> str:
    about = any(said.version is None for aspect in comparison.aspects for said in aspect.said)
    columns = [version.name for version in comparison.versions]
    heads = [
        texts.VERSIONS_ASPECT,
        *(_head(version, documents, today) for version in comparison.versions),
        *([texts.VERSIONS_CHANGE] if about else []),
    ]
    rows = (_row(library, aspect, [*columns, *([None] if about else [])]) for aspect in comparison.aspects)
    head = element("tr", *(element("th", words, attributes='scope="col"') for words in heads))
    table = element("table", element("thead", head), element("tbody", *rows))
    named = f'tabindex="0" role="group" aria-label="{escape(comparison.name)}"'
    wrapped = element("div", table, css=frame_css(len(heads)), attributes=named)
    return element("section", element("h2", escape(comparison.name)), wrapped)


def _head(version: Version, documents: Mapping[str, Document], today: date) -> str:
    """A version's name, and its documents with whether they are in force."""
    known = [documents[name] for name in version.documents if name in documents]
    lines = (
        element("p", document_link(document), f". {texts.STATUSES[status_of(document, today)]}.", css="svag")
        for document in known
    )
    return escape(version.name) + "".join(lines)


def _row(library: Library, aspect: Aspect, columns: Sequence[str | None]) -> str:
    name = element("th", escape(f"{aspect.name} ({aspect.shown_change})"), attributes='scope="row"')
    cells = (under(column or texts.VERSIONS_CHANGE, _cell(library, aspect, column)) for column in columns)
    return element("tr", name, *cells)


def _cell(library: Library, aspect: Aspect, column: str | None) -> str:
    quotes = (said.place.quote(library) for said in aspect.said if said.version == column)
    told = [element("p", quoted_link(quote)) for quote in quotes if quote]
    return "".join(told) or texts.VERSIONS_NOTHING
