"""Plans as trees: goals, areas, activities and what links them, each with the place of its quote. Pure.

The records are made and checked by ``ingest.plans``; a place is always inside one passage of its document.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from assistant.domain import PartialDate
from assistant.structured.drafting import Knowledge, Quote, quote_at

KIND = "plans"  # the name of this data in a generation
SEPARATOR = "#"  # between a plan and one of its nodes, in a link


@dataclass(frozen=True, slots=True)
class Place:
    """Where some words stand: ``document.text[start:end]``."""

    document: str
    start: int
    end: int

    def quote(self, knowledge: Knowledge) -> Quote | None:
        """The words and their passage."""
        return quote_at(knowledge, self.document, self.start, self.end)


@dataclass(frozen=True, slots=True)
class Node:
    """One thing in a plan. ``path`` are the ids above it; with ``in_heading`` its quote is all that stands under its name."""

    id: str
    kind: str
    name: str
    place: Place
    path: tuple[str, ...] = ()
    in_heading: bool = False
    uncertain: Place | None = None
    remark: Place | None = None
    facts: Mapping[str, Place] | None = None  # ansvarig, tidplan, indikator: where they are stated


@dataclass(frozen=True, slots=True)
class Count:
    """How many of a kind the source says there are."""

    kind: str
    number: int
    place: Place


@dataclass(frozen=True, slots=True)
class Missing:
    """What the source says it does not tell: a kind of node, or ansvarig, tidplan, indikator, budget, efterföljare."""

    what: str
    place: Place


@dataclass(frozen=True, slots=True)
class Link:
    """What a source states about two things: plans (by id), nodes (plan#node) or documents (by id)."""

    source: str
    target: str
    place: Place

    def touches(self, name: str) -> bool:
        """True when one end is this plan, node or document, or a node of this plan."""
        return any(end == name or end.startswith(name + SEPARATOR) for end in (self.source, self.target))


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan: its nodes in the order of its source, a parent before its children."""

    id: str
    name: str
    document: str
    called: tuple[str, ...]
    nodes: tuple[Node, ...]
    counts: tuple[Count, ...] = ()
    missing: tuple[Missing, ...] = ()
    links: tuple[Link, ...] = ()
    ended: PartialDate | None = None  # when the plan, not its document, ended
    validity: Place | None = None

    @property
    def family(self) -> str:
        """What all versions of a plan have in common: how they are called."""
        return self.called[0].casefold()

    def of_kind(self, kinds: Iterable[str], under: Node | None = None) -> tuple[Node, ...]:
        """The nodes of some kinds, in order; ``under`` limits them to what stands below a node."""
        wanted = frozenset(kinds)
        return tuple(node for node in self.nodes if node.kind in wanted and (under is None or under.id in node.path))

    def node(self, identifier: str) -> Node | None:
        """The node with an id."""
        return next((node for node in self.nodes if node.id == identifier), None)

    def parent(self, node: Node) -> Node | None:
        """What a node stands under."""
        return self.node(node.path[-1]) if node.path else None

    def children(self, node: Node | None) -> tuple[Node, ...]:
        """What stands right under a node; under None, the roots."""
        path = (*node.path, node.id) if node else ()
        return tuple(one for one in self.nodes if one.path == path)

    def count(self, kind: str) -> Count | None:
        """How many of a kind the source says there are."""
        return next((count for count in self.counts if count.kind == kind), None)

    def says_missing(self, what: str) -> Place | None:
        """Where the source says that it does not tell something."""
        return next((one.place for one in self.missing if one.what == what), None)

    def has_ended(self, today: date) -> bool:
        """True when the plan is known to have ended apart from its document."""
        return self.ended is not None and today > self.ended.last


def plans(knowledge: Knowledge) -> tuple[Plan, ...]:
    """Every plan in a version of the knowledge base."""
    return knowledge.structure(KIND, read)


def read(records: Sequence[Mapping[str, Any]]) -> tuple[Plan, ...]:
    """Plans from their stored records."""
    return tuple(map(_plan, records))


def links(every: Iterable[Plan]) -> Iterator[Link]:
    """Every stated link, each once."""
    yield from dict.fromkeys(link for plan in every for link in plan.links)


def _plan(record: Mapping[str, Any]) -> Plan:
    return Plan(
        id=record["id"],
        name=record["name"],
        document=record["document"],
        called=tuple(record["called"]),
        nodes=tuple(map(_node, record["nodes"])),
        counts=tuple(Count(one["kind"], one["number"], Place(*one["place"])) for one in record["counts"]),
        missing=tuple(Missing(one["what"], Place(*one["place"])) for one in record["missing"]),
        links=tuple(Link(one["source"], one["target"], Place(*one["place"])) for one in record["links"]),
        ended=PartialDate.parse(record["ended"]) if record["ended"] else None,
        validity=_place(record["validity"]),
    )


def _node(record: Mapping[str, Any]) -> Node:
    return Node(
        id=record["id"],
        kind=record["kind"],
        name=record["name"],
        place=Place(*record["place"]),
        path=tuple(record["path"]),
        in_heading=record["in_heading"],
        uncertain=_place(record["uncertain"]),
        remark=_place(record["remark"]),
        facts={name: Place(*place) for name, place in record["facts"].items()},
    )


def _place(values: Sequence[Any] | None) -> Place | None:
    return Place(*values) if values else None
