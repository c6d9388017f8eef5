"""``civsam plan``: the plans as lines of text and as JSON (ARCHITECTURE.md). Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from assistant.domain import Document
from assistant.language.swedish import words
from assistant.structured.changes import Comparison
from assistant.structured.drafting import Knowledge
from assistant.structured.plan_words import same
from assistant.structured.plans import Link, Node, Place, Plan, links
from assistant.validity import is_outdated, status_of
from ui import texts

Json = dict[str, object]
INDENT = "  "


def chosen(plans: Sequence[Plan], name: str | None) -> list[Plan]:
    """The plans that a name means: an id, what a plan is called, or nothing for all."""
    if name is None:
        return list(plans)
    exact = [plan for plan in plans if plan.id == name]
    asked = words(name)
    called = [plan for plan in plans if any(_alike(asked, words(one)) for one in plan.called)]
    return exact or called


def _alike(asked: Sequence[str], called: Sequence[str]) -> bool:
    return len(asked) == len(called) and all(map(same, asked, called))


def as_lines(knowledge: Knowledge, plans: Sequence[Plan], every: Sequence[Plan], today: date) -> Iterator[str]:
    """The trees, a line for each node, and what sources say of them."""
    documents = {document.id: document for document in knowledge.catalogue}
    for plan in plans:
        document = documents.get(plan.document)
        yield f"{plan.name} ({plan.id})"
        if (document and is_outdated(status_of(document, today))) or plan.has_ended(today):
            yield f"{INDENT}{texts.PLAN_ENDED}"
        for node in plan.nodes:
            yield f"{INDENT * (len(node.path) + 1)}{node.kind}: {node.name}"
        yield from _told(knowledge, texts.PLAN_COUNTS, [count.place for count in plan.counts])
        yield from _told(knowledge, texts.PLAN_MISSING_PARTS, [gap.place for gap in plan.missing])
        own = [link for link in links(every) if link.touches(plan.id)]
        yield f"{INDENT}{texts.PLAN_LINKS}:"
        yield from (f"{INDENT * 2}{link.source} → {link.target}: ”{_words(knowledge, link.place)}”" for link in own)
        if not own:
            yield f"{INDENT * 2}{texts.PLAN_NO_LINKS}"
        yield ""


def _told(knowledge: Knowledge, heading: str, places: Sequence[Place]) -> Iterator[str]:
    if places:
        yield f"{INDENT}{heading}:"
        yield from (f"{INDENT * 2}”{_words(knowledge, place)}”" for place in dict.fromkeys(places))


def plans_json(
    knowledge: Knowledge,
    plans: Sequence[Plan],
    every: Sequence[Plan],
    comparisons: Sequence[Comparison],
    today: date,
) -> Json:
    """``plan --json``."""
    documents = {document.id: document for document in knowledge.catalogue}
    shown = [(plan, documents[plan.document]) for plan in plans if plan.document in documents]
    return {
        "plans": [_plan_json(knowledge, plan, document, tuple(links(every)), today) for plan, document in shown],
        "comparisons": [_comparison_json(knowledge, comparison) for comparison in comparisons],
    }


def _plan_json(knowledge: Knowledge, plan: Plan, document: Document, stated: Sequence[Link], today: date) -> Json:
    ended = plan.has_ended(today)
    return {
        "id": plan.id,
        "name": plan.name,
        "document_id": plan.document,
        "status": "expired" if ended else status_of(document, today).value,
        "nodes": [_node_json(knowledge, plan, node) for node in plan.children(None)],
        "counts": [
            {"kind": one.kind, "number": one.number, "quote": _quote(knowledge, one.place)} for one in plan.counts
        ],
        "missing": [{"what": one.what, "quote": _quote(knowledge, one.place)} for one in plan.missing],
        "links": [
            {"from": link.source, "to": link.target, "quote": _quote(knowledge, link.place)}
            for link in stated
            if link.touches(plan.id)
        ],
    }


def _node_json(knowledge: Knowledge, plan: Plan, node: Node) -> Json:
    facts = {name: _quote(knowledge, place) for name, place in (node.facts or {}).items()}
    return {
        "id": node.id,
        "kind": node.kind,
        "name": node.name,
        "quote": _quote(knowledge, node.place),
        "responsible": facts.get("ansvarig"),
        "schedule": facts.get("tidplan"),
        "indicator": facts.get("indikator"),
        "uncertain": _quote(knowledge, node.uncertain) if node.uncertain else None,
        "remark": _quote(knowledge, node.remark) if node.remark else None,
        "nodes": [_node_json(knowledge, plan, child) for child in plan.children(node)],
    }


def _comparison_json(knowledge: Knowledge, comparison: Comparison) -> Json:
    return {
        "id": comparison.id,
        "name": comparison.name,
        "versions": [{"name": one.name, "document_ids": list(one.documents)} for one in comparison.versions],
        "aspects": [
            {
                "name": aspect.name,
                "change": aspect.change,
                "said": [{"version": one.version, "quote": _quote(knowledge, one.place)} for one in aspect.said],
            }
            for aspect in comparison.aspects
        ],
    }


def _quote(knowledge: Knowledge, place: Place) -> Json:
    """The words, their place and the headings they stand under."""
    quote = place.quote(knowledge)
    headings = list(quote.passage.headings) if quote else []
    return {
        "document_id": place.document,
        "headings": headings,
        "start": place.start,
        "end": place.end,
        "text": quote.words if quote else "",
    }


def _words(knowledge: Knowledge, place: Place) -> str:
    quote = place.quote(knowledge)
    return quote.shown if quote else ""
