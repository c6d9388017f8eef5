"""Questions about plans answered from their trees: whole sets with their count, what is in force, what is not told. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from assistant.composition import compose
from assistant.composition.compose import Draft
from assistant.domain import Document, Outcome, Status
from assistant.language import values
from assistant.language.swedish import normalise
from assistant.language.values import MONTHS
from assistant.passages.units import units_of
from assistant.question.asked_again import is_of_both
from assistant.retrieval.versions import on_validity
from assistant.structured import drafting, traces
from assistant.structured.drafting import Asking, Knowledge, Quote, Said
from assistant.structured.plan_words import NAMES, TELLING, Kind, Wording, in_conversation, named_node, version
from assistant.structured.plans import Node, Place, Plan, plans
from assistant.validity import covers_year, is_outdated, status_of

UNTOLD = {
    "ansvarig": r"\bansvar\w*",
    "tidplan": r"\btidplan\w*|\btidsplan\w*|\bnär ska\b|\bklart?\b|\bvilket år\b",
    "indikator": r"\bindikator\w*",
    "budget": r"\bbudget\w*",
}
_HOLDS = r"\bgäll(?:er|ande|de)\b|\barbetade\b|\bföljde\b|\bstyrde\b|\baktuell\w*|\bi kraft\b"
_CURRENT = re.compile(
    rf"^(?:och |men )?(?:(?:vilken|vilket|vilka|finns det|har vi|har regionen)\b.*(?:{_HOLDS})"
    r"|gäller\b.*\b(?:nu|i ?dag|fortfarande|ännu|än|längre)\b)"
)
_CURRENT_WORDS = (
    "gällde",
    "arbetade",
    "följde",
    "styrde",
    "efter",
    "då",
    "gällande",
    "gäller",
    "aktuell",
    "aktuella",
    "kraft",
    "fortfarande",
    "längre",
    "ännu",
    "idag",
    "plan",
    "planer",
)
_ENDED = re.compile(
    r"^(?:och |men )?vilka (?:\w+ )*planer\b.*\b(?:löpt ut|gått ut|upphört|ersatts|utgångna|inaktuella|gäller inte)\b"
)
_AFTER_IT = re.compile(
    r"\b(?:händer|hände|kommer|följer|tar över)\b.*\b(?:efter|sedan|sen)\b|\bvad (?:kommer att )?ersätt(?:er|a)\b"
    r"|\bvad (?:gäller|kommer) (?:\w+ ){0,3}?efter\b"
)
_AFTER_WORDS = tuple(
    "vad händer hände kommer följer tar över efter sedan sen ersätter ersätta gäller löper löpt går gått ut slut tar slutar att"
    " då med när den".split()
)
_NOT = re.compile(r"\b(?:inte|ännu|aldrig|fortfarande)\b")
_ENDED_WORDS = tuple(
    "löpt ut gått upphört ersatts utgångna inaktuella gäller längre plan planer redan inte ännu aldrig fortfarande".split()
)
_EVERY_PLAN = re.compile(r"\bplaner(?:na)?\b")


class Scope(NamedTuple):
    """A plan, and the node in it that a question keeps to."""

    plan: Plan
    node: Node | None


def answer(asking: Asking) -> Draft | None:
    """The answer to a question that is wholly about what plans hold; None for every other question."""
    every = in_order(asking.knowledge)
    if not every or is_of_both(asking.question.text):
        return None
    wording = in_conversation(asking.question, every)
    return (
        in_force(wording, every, asking)
        or successor(wording, every, asking)
        or traces.answer(wording, every, asking)
        or untold(wording, every, asking)
        or listed(wording, every, asking)
    )


def in_order(knowledge: Knowledge) -> tuple[Plan, ...]:
    """Every plan, the versions of each from the oldest to the newest."""
    every = plans(knowledge)
    began = {document.id: document.valid_from for document in knowledge.catalogue} if every else {}
    first = date.min

    def start(plan: Plan) -> date:
        known = began.get(plan.document)
        return known.first if known else first

    return tuple(sorted(every, key=start))


def newest_first(knowledge: Knowledge) -> tuple[Plan, ...]:
    """Every plan for reading: the versions of each together, the newest first; the plan with most in it before others."""
    every = in_order(knowledge)
    families = dict.fromkeys(plan.family for plan in every)
    grouped = [[plan for plan in reversed(every) if plan.family == family] for family in families]
    grouped.sort(key=lambda versions: (-max(len(plan.nodes) for plan in versions), versions[0].name))
    return tuple(plan for versions in grouped for plan in versions)


def scope(wording: Wording, every: Sequence[Plan], kinds: Sequence[Kind]) -> Scope | None:
    """The plan and node that a question keeps to, when nothing is left unaccounted for."""
    if len(wording.families) > 1:
        return None
    families = wording.families or tuple(dict.fromkeys(plan.family for plan in every))
    found: list[Scope] = []
    for family in families:
        versions = [plan for plan in every if plan.family == family]
        chosen = version(wording, versions)
        if chosen is None:
            continue
        told = any(chosen.count(one) for kind in kinds for one in kind.covers)
        candidates = [chosen] if wording.years or wording.age or told else [chosen, *reversed(versions)]
        fitting = (one for plan in candidates if (one := _within(wording, plan, kinds)))
        if first := next(fitting, None):
            found.append(first)
    if wording.families or len(found) < 2:
        return found[0] if found else None
    return found[0] if _all_alike(found, kinds) else None


def _within(wording: Wording, plan: Plan, kinds: Sequence[Kind]) -> Scope | None:
    """A plan as scope: it has what is asked for, and the rest of the question names one of its nodes."""
    if not any(covered(plan, kind) for kind in kinds):
        return None
    node = _by_ordinal(plan, kinds)
    if wording.rest:
        named = named_node(wording, plan)
        if named is None or (node and named != node):
            return None
        node = named
    elif node is None and any(kind.ordinal for kind in kinds):
        return None
    return Scope(plan, node)


def _all_alike(found: Sequence[Scope], kinds: Sequence[Kind]) -> bool:
    """True when several plans have just the same things of a kind, by name."""
    named = {tuple(normalise(node.name) for node in asked_for(one, kinds)) for one in found}
    return len(named) == 1


def _by_ordinal(plan: Plan, kinds: Sequence[Kind]) -> Node | None:
    for kind in kinds:
        nodes = covered(plan, kind)
        if kind.ordinal and kind.ordinal <= len(nodes):
            return nodes[kind.ordinal - 1]
    return None


def covered(plan: Plan, kind: Kind, under: Node | None = None) -> tuple[Node, ...]:
    """The nodes of a plan that a word covers. "Mål" is every goal but effektmål; "område" the first kind that there is."""
    if kind.word == "mål":
        return plan.of_kind(kind.covers, under)
    return next((nodes for one in kind.covers if (nodes := plan.of_kind([one], under))), ())


def asked_for(found: Scope, kinds: Sequence[Kind]) -> tuple[Node, ...]:
    """What a question wants listed: what it names under the node it keeps to, or what stands right under that node."""
    plan, node = found
    wanted = [kind for kind in kinds if not kind.ordinal]
    if node is None:
        return covered(plan, wanted[-1] if len(wanted) > 1 and _nested(plan, wanted) else wanted[0]) if wanted else ()
    for kind in wanted:
        if nodes := covered(plan, kind, node):
            return nodes
    return plan.children(node) or (node,)


def _nested(plan: Plan, kinds: Sequence[Kind]) -> bool:
    """True when the things of the last kind all stand under those of the first: areas and their activities."""
    above = {node.id for node in covered(plan, kinds[0])}
    below = covered(plan, kinds[-1])
    return bool(below) and all(above & set(node.path) for node in below)


def listed(wording: Wording, every: Sequence[Plan], asking: Asking) -> Draft | None:
    """Everything of a kind, with its count; what the source says is missing is said too."""
    kinds = wording.kinds
    if not kinds or not (wording.families or any(set(kind.covers) & TELLING for kind in kinds)):
        return None
    if not wording.families and all(kind.word == "område" for kind in kinds) and not wording.rest:
        return None
    found = scope(wording, every, kinds)
    nodes = asked_for(found, kinds) if found else ()
    if not found or not nodes:
        return _only_counted(wording, every, asking)
    plan = found.plan
    stated = plan.count(nodes[0].kind) if found.node is None else None
    gap = plan.says_missing(nodes[0].kind) if found.node is None else None
    known = wording.number == len(nodes) or (stated is not None and stated.number <= len(nodes))
    is_whole = known or not (stated or gap)
    knowledge = asking.knowledge
    said: list[Said] = []
    if stated and (wording.counts or not is_whole):
        said += _quoted(knowledge, stated.place)
    if wording.counts and not stated:
        said += _counted(knowledge, nodes)
    grouped = len(nodes) > 1 and found.node is None
    if not (wording.counts and stated and not is_whole):
        said += [one for node in nodes for one in node_said(knowledge, plan, node, grouped)]
        said += _quoted(knowledge, gap) if gap and not is_whole else []
    said += _ending(knowledge, plan, asking.question.today)
    outcome = Outcome.ANSWERED if is_whole or wording.counts else Outcome.PARTIAL
    lead = how_many(nodes, found.node, _source(said)) if is_whole and len(nodes) > 1 and not wording.counts else ""
    return drafting.draft(said, asking.question.today, outcome, lead)


def _only_counted(wording: Wording, every: Sequence[Plan], asking: Asking) -> Draft | None:
    """A kind that a source counts but does not list."""
    if wording.rest or len(wording.families) != 1 or len(wording.kinds) != 1:
        return None
    chosen = version(wording, [plan for plan in every if plan.family == wording.families[0]])
    counted = (count for kind in wording.kinds[0].covers if chosen and (count := chosen.count(kind)))
    stated = next(counted, None)
    if not chosen or not stated:
        return None
    gap = chosen.says_missing(stated.kind)
    said = _quoted(asking.knowledge, stated.place)
    said += _quoted(asking.knowledge, gap) if gap and not wording.counts else []
    return drafting.draft(
        said, asking.question.today, Outcome.ANSWERED if wording.counts else Outcome.PARTIAL
    )  # fmt: skip


def untold(wording: Wording, every: Sequence[Plan], asking: Asking) -> Draft | None:
    """Who is responsible, when, measured how: where it is stated; else what the source says of not telling it."""
    folded = normalise(wording.text)
    what = next((name for name, pattern in UNTOLD.items() if re.search(pattern, folded)), None)
    if what is None:
        return None
    words = [word for pattern in UNTOLD.values() for found in re.finditer(pattern, folded) for word in found[0].split()]
    left = wording.without(words)
    kinds = tuple(kind for kind in wording.kinds if kind.word != "indikator")
    whole = what in ("indikator", "budget") and bool(wording.families) and not left.rest
    if not kinds and not whole:
        return None
    if not kinds:
        return _gap(version(left, [plan for plan in every if plan.family in left.families]), what, asking)
    found = scope(left, every, kinds)
    if not found or covered(found.plan, Kind("indikator", ("indikator",))):
        return None
    nodes = [found.node] if found.node else list(asked_for(found, kinds))
    knowledge = asking.knowledge
    places = [(node, node.facts[what]) for node in nodes if node.facts and what in node.facts]
    if not places:
        return _gap(found.plan, what, asking)
    quoted = [(node, quote) for node, place in places if (quote := place.quote(knowledge))]
    said = [Said(quote.words, (quote,)) for quote in dict.fromkeys(quote for _, quote in quoted)]
    named = [one for node, _ in quoted for one in node_said(knowledge, found.plan, node, grouped=False)]
    return drafting.draft([*named, *said], asking.question.today)


def _gap(plan: Plan | None, what: str, asking: Asking) -> Draft | None:
    place = plan.says_missing(what) if plan else None
    if place is None:
        return None
    return drafting.draft(_quoted(asking.knowledge, place), asking.question.today, Outcome.NOT_FOUND)


def in_force(wording: Wording, every: Sequence[Plan], asking: Asking) -> Draft | None:
    """Which version of a plan, or which plans, are in force today, or no longer."""
    folded = normalise(wording.text)
    if _ENDED.search(folded) and not (wording.kinds or wording.years or wording.without(_ENDED_WORDS).rest):
        has_not_ended = _NOT.search(folded.replace("gäller inte", "gäller"))
        return _all_in_force(every, asking) if has_not_ended else _all_ended(every, asking)
    if wording.kinds or not _CURRENT.search(folded) or wording.without(_CURRENT_WORDS).rest:
        return None
    today, knowledge = asking.question.today, asking.knowledge
    documents = {document.id: document for document in knowledge.catalogue}
    if _EVERY_PLAN.search(folded) and not folded.startswith("gäller"):
        return _all_in_force(every, asking) if folded.startswith("vilka") else None
    if len(wording.families) != 1:
        return None
    dated = replace(wording, years=tuple(year for year in wording.years if year != today.year))
    versions = [plan for plan in every if plan.family == wording.families[0] and plan.document in documents]
    plan = version(dated, versions) or _held_in(dated.years, versions, documents, today)
    document = documents.get(plan.document) if plan else None
    if not plan or not document or plan.ended:
        return None
    successor = plan.says_missing("efterföljare")
    said = _on_validity(knowledge, document, successor)
    day = f"{today.day} {MONTHS[today.month - 1]} {today.year}"
    if not is_outdated(status_of(document, today)):
        return drafting.draft(said, today)
    further = _quoted(knowledge, successor) if successor else []
    said += [one for one in further if not any(one.text in other.text for other in said)]
    if dated.years or wording.age:
        of_its_name = all(str(year) in plan.name for year in dated.years)  # not "gäller den fortfarande 2024"
        asks = folded.startswith("gäller") and of_its_name
        lead = f"Nej, enligt dokumenten gäller den inte i dag, {day}:" if asks else ""
        return replace(drafting.draft(said, today, lead=lead), tells_of_ended=bool(lead))
    lead = f"Ingen version i dokumenten gäller i dag, {day}. Den senaste är ”{document.title}”:"
    return replace(drafting.draft(said, today, lead=lead), tells_of_ended=True)


def successor(wording: Wording, every: Sequence[Plan], asking: Asking) -> Draft | None:
    """What is known of what comes after a version of a plan; None where a version follows, or nothing is said of it."""
    if wording.kinds or len(wording.families) != 1 or not _AFTER_IT.search(normalise(wording.text)):
        return None
    documents = {document.id: document for document in asking.knowledge.catalogue}
    versions = [plan for plan in every if plan.family == wording.families[0] and plan.document in documents]
    plan = version(wording, versions)
    gap = plan.says_missing("efterföljare") if plan else None
    if not plan or not gap or wording.without(_AFTER_WORDS).rest:
        return None
    said = _on_validity(asking.knowledge, documents[plan.document], gap)
    return drafting.draft([*_quoted(asking.knowledge, gap), *said], asking.question.today)


def _held_in(
    years: Sequence[int], versions: Sequence[Plan], documents: Mapping[str, Document], today: date
) -> Plan | None:
    """The version that was in force in a year."""
    held = [plan for plan in versions if all(covers_year(documents[plan.document], year, today) for year in years)]
    return held[-1] if held and len(years) == 1 else None


def _on_validity(knowledge: Knowledge, document: Document, successor: Place | None) -> list[Said]:
    """What a source is called and how long it holds, once, without what is said of its successor."""
    found = _catalogued(knowledge, document)
    for unit in on_validity(knowledge.passages_of(document)):
        of_successor = successor and "efterföljare" in unit.normalised
        repeated = document.valid_to and document.valid_to.last in values.days(unit.text)
        if not (of_successor or repeated or unit.text.startswith("Giltig ")):
            found.append(Said(unit.text, (Quote(unit.passage, unit.start, unit.end),)))
    return found


def _catalogued(knowledge: Knowledge, document: Document) -> list[Said]:
    """The title of a source and its dates, as catalogued."""
    units = [unit for passage in knowledge.passages_of(document)[:1] for unit in units_of(passage)]
    told = [unit for unit in units if unit.text.startswith(("Titel: ", "Giltig "))]
    quotes = tuple(Quote(unit.passage, unit.start, unit.end) for unit in told)
    return (
        [Said(": ".join(unit.text.removeprefix("Titel: ").rstrip(".") for unit in told) + ".", quotes)] if told else []
    )


def _documents(every: Sequence[Plan], knowledge: Knowledge) -> list[Document]:
    """The documents of plans, each once."""
    documents = {document.id: document for document in knowledge.catalogue}
    return list(dict.fromkeys(documents[plan.document] for plan in every if plan.document in documents))


def _all_in_force(every: Sequence[Plan], asking: Asking) -> Draft | None:
    """Every plan whose document is in force today, with its dates as catalogued."""
    today, knowledge = asking.question.today, asking.knowledge
    held = [one for one in _documents(every, knowledge) if status_of(one, today) is Status.IN_FORCE]
    said = [one for document in held for one in _catalogued(knowledge, document)]
    return drafting.draft(said, today, lead=f"{len(said)} planer i dokumenten gäller i dag:") if said else None


def _all_ended(every: Sequence[Plan], asking: Asking) -> Draft | None:
    """Every plan that has ended or been replaced, with its dates as catalogued, and what else is said of some having ended."""
    today, knowledge = asking.question.today, asking.knowledge
    ended = [one for one in _documents(every, knowledge) if is_outdated(status_of(one, today))]
    said = [one for document in ended for one in _catalogued(knowledge, document)]
    lead = f"{len(said)} planer med eget faktablad har löpt ut eller ersatts:"
    told = dict.fromkeys(plan.validity for plan in every if plan.has_ended(today) and plan.validity)
    said += [one for place in told for one in _quoted(knowledge, place)]
    return replace(drafting.draft(said, today, lead=lead), tells_of_ended=True) if said else None


def how_many(nodes: Sequence[Node], under: Node | None, source: str) -> str:
    """The lead over a list: how many of what, under what, and where it stands."""
    kinds = {node.kind for node in nodes}
    kind = kinds.pop() if len(kinds) == 1 else "mål" if all("mål" in one for one in kinds) else "delar"
    one, several = NAMES.get(kind, (kind, kind))
    under_what = f" under ”{under.name}”" if under and under not in nodes else ""
    return f"{len(nodes)} {one if len(nodes) == 1 else several}{under_what}, i {source}:"


def _source(said: Iterable[Said]) -> str:
    names = list(dict.fromkeys(compose.source_name(quote.passage) for one in said for quote in one.quotes))
    return names[0] if len(names) == 1 else f"{len(names)} källor"


def node_said(knowledge: Knowledge, plan: Plan, node: Node, grouped: bool) -> list[Said]:
    """A node as a statement, after its area when ``grouped``; then what is uncertain about it, and what else must be said."""
    quote = node.place.quote(knowledge)
    if quote is None:
        return []
    parent = plan.parent(node)
    text = node.name if node.in_heading else quote.shown
    if grouped and parent and parent.in_heading:
        text = f"{parent.name}: {text}"
    beside = [place for place in (node.uncertain, node.remark) if place]
    return [Said(text, (quote,)), *(one for place in beside for one in _quoted(knowledge, place))]


def _quoted(knowledge: Knowledge, place: Place) -> list[Said]:
    quote = place.quote(knowledge)
    return [Said(quote.shown, (quote,))] if quote else []


def _counted(knowledge: Knowledge, nodes: Sequence[Node]) -> list[Said]:
    quotes = [quote for node in nodes if (quote := node.place.quote(knowledge))]
    one, several = NAMES.get(nodes[0].kind, (nodes[0].kind, nodes[0].kind))
    text = f"Sammanlagt {len(quotes)} {one if len(quotes) == 1 else several}."
    return [Said(text, tuple(quotes), counts=True)] if len(quotes) == len(nodes) else []


def _ending(knowledge: Knowledge, plan: Plan, today: date) -> list[Said]:
    """What its source says of the age of a plan that has ended, when that source is about more than the plan."""
    return _quoted(knowledge, plan.validity) if plan.validity and plan.has_ended(today) else []
