"""The plans of the corpus: complete against a hand-written list, and every quote stands where the tree says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.answer import Assistant
from assistant.language.swedish import normalise
from assistant.retrieval.storage import Generation
from assistant.structured import changes, plans
from assistant.structured.plans import SEPARATOR, Place, Plan

GOLD = (Path(__file__).parent / "plan_gold.txt").read_text(encoding="utf-8")
Line = tuple[str, str]  # kind, name
Edge = tuple[Line | None, Line]


@pytest.fixture(scope="module")
def generation(real_assistant: Assistant) -> Generation:
    return real_assistant.generation


def gold_trees() -> dict[str, set[Edge]]:
    """The hand-written tree of each plan."""
    parts = GOLD.split("\n[")[1:]
    return {name: gold_edges(outline) for name, _, outline in (part.partition("]\n") for part in parts)}


def gold_edges(outline: str) -> set[Edge]:
    """(what it stands under, node) of an indented outline."""
    above: list[Line] = []
    found: set[Edge] = set()
    for line in outline.rstrip("\n").splitlines():
        depth = (len(line) - len(line.lstrip())) // 2
        kind, _, name = line.strip().partition(": ")
        node = (kind, name)
        found.add((above[depth - 1] if depth else None, node))
        above = [*above[:depth], node]
    return found


def tree_edges(plan: Plan) -> set[Edge]:
    def line(node: plans.Node | None) -> Line | None:
        return (node.kind, node.name) if node else None

    return {(line(plan.parent(node)), (node.kind, node.name)) for node in plan.nodes}


def f1(found: set[object], gold: set[object]) -> float:
    return 2 * len(found & gold) / (len(found) + len(gold))


def test_nodes_and_edges_are_those_a_person_reads_out_of_the_sheets(generation: Generation) -> None:
    trees = {plan.id: tree_edges(plan) for plan in plans.plans(generation)}
    assert set(trees) == set(gold_trees())
    gold = {(name, edge) for name, edges in gold_trees().items() for edge in edges}
    found = {(name, edge) for name, edges in trees.items() for edge in edges}
    assert len(gold) > 90
    nodes = [{(name, edge[1]) for name, edge in edges} for edges in (found, gold)]
    assert f1(set(nodes[0]), set(nodes[1])) >= 0.98
    assert f1(set(found), set(gold)) >= 0.98


def every_place(generation: Generation) -> Iterator[tuple[str, Place]]:
    for plan in plans.plans(generation):
        for node in plan.nodes:
            for place in (node.place, node.uncertain, node.remark, *(node.facts or {}).values()):
                if place:
                    yield f"{plan.id}{SEPARATOR}{node.id}", place
        for stated in (*plan.counts, *plan.missing, *plan.links):
            yield plan.id, stated.place
        if plan.validity:
            yield plan.id, plan.validity
    for comparison in changes.comparisons(generation):
        for aspect in comparison.aspects:
            yield from ((f"{comparison.id}: {aspect.name}", said.place) for said in aspect.said)


def test_every_node_count_gap_link_and_aspect_resolves_to_a_quote(generation: Generation) -> None:
    places = list(every_place(generation))
    assert len(places) > 130
    for owner, place in places:
        quote = place.quote(generation)
        assert quote is not None, owner
        assert quote.words == quote.passage.document.text[place.start : place.end], owner
        assert quote.words.strip(), owner


def test_the_name_of_every_node_stands_in_its_quote_or_heading(generation: Generation) -> None:
    for plan in plans.plans(generation):
        for node in plan.nodes:
            quote = node.place.quote(generation)
            assert quote
            said = normalise(" ".join((*quote.passage.headings, quote.words)))
            assert normalise(node.name) in said, f"{plan.id}{SEPARATOR}{node.id}"


def test_stated_links_name_what_exists(generation: Generation) -> None:
    known = {document.id for document in generation.documents()}
    every = plans.plans(generation)
    known |= {plan.id for plan in every}
    known |= {f"{plan.id}{SEPARATOR}{node.id}" for plan in every for node in plan.nodes}
    for link in plans.links(every):
        assert {link.source, link.target} <= known
