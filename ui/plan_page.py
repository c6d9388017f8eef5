"""The page with the plans as trees: every line leads to its words, and links are shown only where a source states them. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from assistant.domain import Document
from assistant.structured.drafting import Quote
from assistant.structured.plans import SEPARATOR, Link, Node, Place, Plan, links
from assistant.validity import status_of
from ui import texts
from ui.library import Library, address, anchor, place_address
from ui.markup import element, escape
from ui.shell import whole_page
from ui.sources import validity


class Names:
    """What the ends of links are called: plans, nodes and documents, by id."""

    def __init__(self, plans: Sequence[Plan], documents: Mapping[str, Document]) -> None:
        self._names = {document.id: document.title for document in documents.values()}
        self._names |= {plan.id: plan.name for plan in plans}
        self._names |= {
            f"{plan.id}{SEPARATOR}{node.id}": f"{node.name} ({plan.name})" for plan in plans for node in plan.nodes
        }

    def __getitem__(self, identifier: str) -> str:
        return self._names.get(identifier, identifier)


def plans_page(library: Library, plans: Sequence[Plan], today: date) -> str:
    """A whole HTML document."""
    documents = {document.id: document for document in library.catalogue}
    shown = [plan for plan in plans if plan.document in documents]
    title = element("h1", texts.PLANS_TITLE)
    if not shown:
        return whole_page(texts.PLANS_TITLE, title, element("p", texts.PLANS_NONE, css="notis"), here="/planer")
    contents = (element("li", _to(f"#{anchor([plan.id])}", plan.name)) for plan in shown)
    names = Names(plans, documents)
    return whole_page(
        texts.PLANS_TITLE,
        title,
        element("p", texts.PLANS_INTRO),
        element("p", _to("/planer/versioner", texts.TO_VERSIONS)),
        element("details", element("summary", texts.PLANS_CONTENTS), element("ul", *contents), css="innehall"),
        *(_plan(library, plan, documents[plan.document], tuple(links(plans)), names, today) for plan in shown),
        here="/planer",
    )


def _plan(library: Library, plan: Plan, document: Document, stated: Sequence[Link], names: Names, today: date) -> str:
    own = [link for link in stated if link.touches(plan.id)]
    return element(
        "section",
        element("h2", escape(plan.name), attributes=f'id="{anchor([plan.id])}"'),
        _in_force(plan, document, today),
        element("p", document_link(document)),
        _branch(library, plan, plan.children(None)),
        _quotes(library, texts.PLAN_COUNTS, [count.place for count in plan.counts]),
        _quotes(library, texts.PLAN_MISSING_PARTS, [gap.place for gap in plan.missing]),
        element("h3", texts.PLAN_LINKS),
        _no_activity_links(plan, own),
        element("ul", *(_link(library, link, names) for link in own)) if own else element("p", texts.PLAN_NO_LINKS),
    )


def _in_force(plan: Plan, document: Document, today: date) -> str:
    if plan.ended is None:
        return validity(document, status_of(document, today), {})
    return element("p", texts.PLAN_ENDED, css="giltighet expired") if plan.has_ended(today) else ""


def _branch(library: Library, plan: Plan, nodes: Sequence[Node]) -> str:
    """Some nodes and all that stands under them, as nested lists."""
    return element("ul", *(_node(library, plan, node) for node in nodes), css="trad") if nodes else ""


def _node(library: Library, plan: Plan, node: Node) -> str:
    facts = (
        element("p", f"{texts.PLAN_FACTS[name]}: ", _words(library, place), css="svag")
        for name, place in (node.facts or {}).items()
    )
    beside = (element("p", _words(library, place), css="svag") for place in (node.uncertain, node.remark) if place)
    return element(
        "li",
        element("span", escape(node.kind.capitalize()), css="typ"),
        " ",
        _words(library, node.place, node.name),
        *beside,
        *facts,
        _branch(library, plan, plan.children(node)),
    )


def _quotes(library: Library, heading: str, places: Sequence[Place]) -> str:
    unique = dict.fromkeys(places)
    if not unique:
        return ""
    return element("h3", heading) + element("ul", *(element("li", _words(library, place)) for place in unique))


def _no_activity_links(plan: Plan, own: Sequence[Link]) -> str:
    """Said when the plan has activities and no source links any of them to anything."""
    ends = {end for link in own for end in (link.source, link.target)}
    activities = {f"{plan.id}{SEPARATOR}{node.id}" for node in plan.of_kind(["aktivitet"])}
    return element("p", texts.PLAN_NO_ACTIVITY_LINKS) if activities and not activities & ends else ""


def _link(library: Library, link: Link, names: Names) -> str:
    ends = f"{escape(names[link.source])} → {escape(names[link.target])}"
    return element("li", element("strong", ends), element("p", _words(library, link.place)))


def _words(library: Library, place: Place, name: str = "") -> str:
    """Words of a source, or the name of what stands there, as a link to where they are read."""
    quote = place.quote(library)
    return quoted_link(quote, name) if quote else escape(name)


def quoted_link(quote: Quote, name: str = "") -> str:
    """A link to where some words are read, marked."""
    return _to(place_address(quote.passage.document.id, quote.start, quote.end, quote.words), name or quote.shown)


def document_link(document: Document) -> str:
    """A link to where a document is read, by its title."""
    return _to(address(document.id), document.title)


def _to(href: str, words: str) -> str:
    return element("a", escape(words), attributes=f'href="{escape(href)}"')
