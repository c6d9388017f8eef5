"""Which goal an activity serves, and which agreement or grant a plan mentions: links that a source states, with the quote. Pure.

What no source states is not concluded: "ingen uttrycklig koppling i dokumenten" is the answer then.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from assistant.composition.compose import Draft
from assistant.domain import Outcome
from assistant.language import values
from assistant.language.swedish import normalise
from assistant.selection.headed import bare_heading
from assistant.structured import drafting
from assistant.structured.drafting import Asking, Knowledge, Quote, Said
from assistant.structured.plan_words import NAMES, Wording, named_node, version
from assistant.structured.plans import SEPARATOR, Link, Node, Plan, links

NONE_STATED = "Ingen uttrycklig koppling i dokumenten."
_ASKS = re.compile(
    r"\bhör\b.*\btill\b|\bhör till\b|\btillhör\w*|\bkoppl\w*|\bbidra\w*|\bsvarar mot\b|\bmotsvar\w*|\bkny\w*"
    r"|\bhänger (?:\w+ )?(?:ihop|samman)\b|\bhänga ihop\b|\bkonkretiser\w*|\bgenomför\w*|\bhänvisa\w*|\bnämn\w*|\btjänar\b"
    r"|\bstödjer\b|\bstöder\b|\bbygger\b|\bsamband\w*|\brelation\w*|\butgår från\b|\bleder till\b"
)
_WHICH_PLANS = re.compile(r"\bvilka (?:\w+ )?\w*planer\b")
_KINDS_OF_DOCUMENT = {
    "bidragsregler": r"\w*bidrag(?:en)?\b|\w*stöd(?:en)?\b",
    "overenskommelse": r"överenskommelse\w*|\bavtal\w*|\biop\b",
}
_FILLING = (
    "hör", "tillhör", "koppling", "kopplingar", "kopplad", "kopplat", "kopplade", "kopplas", "bidrar", "bidra", "svarar",
    "motsvarar", "knyts", "knyter", "hänger", "ihop", "samman", "konkretiserar", "genomför", "genomförs", "hänvisar",
    "nämner", "nämns", "tjänar", "stödjer", "stöder", "bygger", "samband", "relation", "utgår", "leder", "uttrycklig",
    "plan", "planer", "handlingsplaner", "dokument",
)  # fmt: skip


def answer(wording: Wording, every: Sequence[Plan], asking: Asking) -> Draft | None:
    """The stated links between the two things that a question names; None when it does not ask for a link."""
    folded = normalise(wording.text)
    if not _ASKS.search(folded):
        return None
    left = wording.without(_FILLING)
    if documents := _documents_asked_for(folded):
        return _mentioned(left, every, asking, documents)
    if _WHICH_PLANS.search(folded):
        return _plans_linked(left, every, asking)
    ends = _ends(left, every)
    if ends is None:
        return None
    source, node, target = ends
    if source == target and node:
        return _place_in_tree(source, node, asking)
    stated = _between(every, ends, left)
    if stated:
        return drafting.draft(_quotes(stated, asking.knowledge), asking.question.today)
    around = [link for link in links(every) if link.touches(source.id) and link.touches(target.id)]
    said = [*(_own(source, node, asking.knowledge) if node else []), *_quotes(around, asking.knowledge)]
    what = f"”{node.name}”" if node else source.name
    lead = f"Ingen uttrycklig koppling mellan {what} och {_asked_of(left, target)} i dokumenten."
    if not said:
        return Draft(Outcome.NOT_FOUND, lead=lead)
    return drafting.draft(said, asking.question.today, Outcome.PARTIAL, f"{lead} Det här sägs:")


class Ends(NamedTuple):
    """The plan that links are looked for from, its node when one is named, and the plan they lead to."""

    source: Plan
    node: Node | None
    target: Plan


def _ends(wording: Wording, every: Sequence[Plan]) -> Ends | None:
    """What a question wants linked: two plans, a node and a plan, or a node and the things of a kind in another plan."""
    families = tuple(dict.fromkeys(plan.family for plan in every))
    chosen = {family: version(wording, [plan for plan in every if plan.family == family]) for family in families}
    named = [plan for family in wording.families if (plan := chosen[family])]
    if not wording.rest:
        return Ends(named[0], None, named[1]) if len(named) == 2 else None
    holding = [(plan, node) for plan in chosen.values() if plan and (node := named_node(wording, plan))]
    if not holding:
        return None
    plan, node = next(((plan, node) for plan, node in holding if plan not in named), holding[0])
    asked = {kind for one in wording.kinds for kind in one.covers}
    if others := [other for other in named if other != plan]:
        return Ends(plan, node, others[0])
    if asked & {above.kind for above in plan.nodes if above.id in node.path}:
        return Ends(plan, node, plan)
    own = {one.kind for one in plan.nodes}
    elsewhere = {kind for one in wording.kinds if not own & set(one.covers) for kind in one.covers}
    having = [one for one in chosen.values() if one and one != plan and elsewhere & {each.kind for each in one.nodes}]
    return Ends(plan, node, having[0]) if len(having) == 1 else None


def _between(every: Sequence[Plan], ends: Ends, wording: Wording) -> list[Link]:
    """The links from a node, or from a plan and its nodes, to a plan and what is asked for of it."""
    start = f"{ends.source.id}{SEPARATOR}{ends.node.id}" if ends.node else ends.source.id
    found = [link for link in links(every) if link.touches(start) and link.touches(ends.target.id)]
    kinds = _kinds_asked_of(wording, ends.target)
    if not kinds:
        return found
    nodes = {f"{ends.target.id}{SEPARATOR}{one.id}" for one in ends.target.nodes if one.kind in kinds}
    return [link for link in found if {link.source, link.target} & nodes]


def _kinds_asked_of(wording: Wording, plan: Plan) -> set[str]:
    return {one.kind for one in plan.nodes} & {kind for one in wording.kinds for kind in one.covers}


def _asked_of(wording: Wording, plan: Plan) -> str:
    """What of a plan a link is asked for to, in words."""
    words = [one.word for one in wording.kinds if set(one.covers) & _kinds_asked_of(wording, plan)]
    several = NAMES.get(words[0], (words[0], words[0]))[1] if words else ""
    return f"{several} i {plan.name}" if several else plan.name


def _plans_linked(wording: Wording, every: Sequence[Plan], asking: Asking) -> Draft | None:
    """The plans that a source links to a plan, or to one of its nodes."""
    if len(wording.families) != 1:
        return None
    plan = version(wording, [plan for plan in every if plan.family == wording.families[0]])
    node = named_node(wording, plan) if plan else None
    if plan is None or (wording.rest and node is None):
        return None
    end = f"{plan.id}{SEPARATOR}{node.id}" if node else plan.id
    others = [other.id for other in every if other.id != plan.id]
    stated = [link for link in links(every) if link.touches(end) and any(map(link.touches, others))]
    if not stated:
        return Draft(Outcome.NOT_FOUND, lead=NONE_STATED)
    return drafting.draft(_quotes(stated, asking.knowledge), asking.question.today)


def _place_in_tree(plan: Plan, node: Node, asking: Asking) -> Draft | None:
    """What a node stands under in its own plan."""
    parent = plan.parent(node)
    if parent is None:
        return None
    return drafting.draft(_own(plan, node, asking.knowledge), asking.question.today)


def _own(plan: Plan, node: Node, knowledge: Knowledge) -> list[Said]:
    """A node after what it stands under."""
    quote, parent = node.place.quote(knowledge), plan.parent(node)
    if quote is None:
        return []
    above = f"{parent.name}: " if parent and parent.in_heading else ""
    return [Said(f"{above}{node.name if node.in_heading else quote.words}", (quote,))]


def _documents_asked_for(folded: str) -> str | None:
    asked = re.search(r"\bvilk(?:a|et|en) (.+)", folded)
    opening = " ".join(asked.group(1).split()[:3]) if asked else ""
    return next((kind for kind, pattern in _KINDS_OF_DOCUMENT.items() if re.search(pattern, opening)), None)


def _mentioned(wording: Wording, every: Sequence[Plan], asking: Asking, kind: str) -> Draft | None:
    """The grants or agreements that a source links to a plan."""
    pattern = _KINDS_OF_DOCUMENT[kind]
    rest = tuple(word for word in wording.rest if not re.fullmatch(pattern.replace(r"\b", ""), word))
    if rest or len(wording.families) != 1:
        return None
    plan = version(wording, [plan for plan in every if plan.family == wording.families[0]])
    if plan is None:
        return None
    kinds = {document.id: document.kind for document in asking.knowledge.catalogue}
    stated = [
        link
        for link in links(every)
        if link.touches(plan.id) and kind in (kinds.get(link.source), kinds.get(link.target))
    ]
    if not stated:
        return Draft(Outcome.NOT_FOUND, lead=NONE_STATED)
    return drafting.draft(_quotes(stated, asking.knowledge), asking.question.today)


def _quotes(stated: Sequence[Link], knowledge: Knowledge) -> list[Said]:
    quotes = dict.fromkeys(quote for link in stated if (quote := link.place.quote(knowledge)))
    return [Said(_readable(quote), (quote,)) for quote in quotes]


def _readable(quote: Quote) -> str:
    """The words of a quote; of a table row, after its heading."""
    if " | " not in quote.words:
        return quote.words
    heading = bare_heading(quote.passage)
    return f"{heading}: {quote.shown}" if heading and not values.has_number(heading) else quote.shown
