"""The page with every document in the knowledge base: search, two choices, and a list. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from assistant.domain import Document
from assistant.validity import status_of
from ui import texts
from ui.library import Wish, address, in_order, known_areas, titles_of
from ui.markup import element, escape
from ui.shell import whole_page
from ui.sources import age, completeness, origin, related, validity


def documents_page(documents: Sequence[Document], wish: Wish, today: date, having: Collection[str] = ()) -> str:
    """A whole HTML document with those the wish admits: first by their titles, then those of ``having``, by their texts."""
    admitted = in_order(document for document in documents if wish.admits(document, today))
    titled = [document for document in admitted if wish.names(document)]
    in_text = [document for document in admitted if document.id in having and not wish.names(document)]
    titles = titles_of(documents)
    items = [_item(document, titles, today) for document in titled]
    items += [_item(document, titles, today, element("p", texts.IN_TEXT)) for document in in_text]
    return whole_page(
        texts.DOCUMENTS_TITLE,
        element("h1", texts.DOCUMENTS_TITLE),
        element("p", texts.DOCUMENTS_INTRO),
        _form(documents, wish),
        element("p", _count(wish, len(titled), len(in_text), len(documents)), attributes='role="status"'),
        element("ul", *items, css="lista") if items else element("p", texts.DOCUMENTS_NONE, css="notis"),
        element("p", element("a", texts.TO_HEALTH, attributes='href="/halsa"'), css="inte-papper"),
        here="/dokument",
    )


def _count(wish: Wish, titled: int, in_text: int, every: int) -> str:
    return texts.how_found(titled, in_text, every) if wish.text else texts.how_many(titled, every)


def _item(document: Document, titles: Mapping[str, str], today: date, why: str = "") -> str:
    return element(
        "li",
        element("h2", element("a", escape(document.title), attributes=f'href="{address(document.id)}"')),
        why,
        origin(document, explained=False),
        element("p", escape(texts.concerns(document.municipalities)), css="svag") if document.municipalities else "",
        validity(document, status_of(document, today), {}),
        related(texts.REPLACED_BY, document.superseded_by, titles),
        age(document, today),
        completeness(document),
    )


def _form(documents: Sequence[Document], wish: Wish) -> str:
    kinds = sorted({document.kind for document in documents if document.kind}, key=texts.kind)
    return element(
        "form",
        _field("sok", texts.SEARCH_DOCUMENTS, f'<input type="search" id="sok" name="sok" value="{escape(wish.text)}">'),
        _choice("typ", texts.KIND, [(kind, texts.kind(kind)) for kind in kinds], wish.kind),
        _choice("kommun", texts.AREA, [(area, texts.area(area)) for area in known_areas(documents)], wish.area),
        element(
            "div",
            f'<input type="checkbox" id="gallande" name="gallande" value="ja"{" checked" * wish.in_force_only}>',
            element("label", texts.IN_FORCE_ONLY, attributes='for="gallande"'),
            css="kryss",
        ),
        element("button", texts.SHOW, attributes='type="submit"'),
        element("a", texts.SHOW_ALL, attributes='href="/dokument"') if wish != Wish() else "",
        css="sok",
        attributes='action="/dokument" method="get" role="search"',
    )


def _field(name: str, label: str, control: str) -> str:
    return element("div", element("label", label, attributes=f'for="{name}"'), control, css="falt")


def _choice(name: str, label: str, choices: Sequence[tuple[str, str]], chosen: str) -> str:
    options = (
        element("option", escape(words), attributes=f'value="{escape(value)}"{" selected" * (value == chosen)}')
        for value, words in [("", texts.ANY), *choices]
    )
    return _field(name, label, element("select", *options, attributes=f'id="{name}" name="{name}"'))
