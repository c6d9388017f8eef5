"""Hits → cited statements without a language model: the sentences, list items and table rows that answer, verbatim. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from assistant import matching
from assistant.citing import is_verbatim, unsupported
from assistant.domain import Citation, Document, Hit, Outcome, Passage, Statement, Status
from assistant.query import Intent, Query
from assistant.retrieve import TYPE_BONUS, has_wanted, layers_around
from assistant.swedish import normalise
from assistant.units import Unit, units_of
from assistant.validity import is_outdated, status_of

ANSWER_BAR = 0.46  # least share of the question that the best unit, its headings and title must cover
NEAR_TOP = 0.72  # a passage further than this below the best one is not quoted
NEAR_BEST = 0.74  # a unit further than this below the best one is not quoted
MOST_STATEMENTS = 6
MOST_LISTED = 24  # rows or items of one list that is asked for as a whole
MOST_PASSAGES = 4

_ABSENT = re.compile(
    r"\bsaknas\b|\bframgår (?:inte|ej)\b|\bhitta(?:des|ts|t)? (?:inte|ej)\b|\binte (?:hitta|känn|känd|fastställ)|\bfinns inte i\b|"
    r"\bingen (?:siffra|uppgift|efterföljare|remiss)\b|\bokän[dt]\b|\binte klarlagt\b|\bvi har inte\b|\bsyns inte\b"
)


class Ranked(NamedTuple):
    """A unit and how well it answers."""

    unit: Unit
    score: float
    own: float
    hit_rank: int


@dataclass(frozen=True, slots=True)
class Draft:
    """What was composed, before the conductor dresses it."""

    outcome: Outcome
    statements: tuple[Statement, ...] = ()
    citations: tuple[Citation, ...] = ()


def compose(query: Query, hits: Sequence[Hit], weights: Mapping[str, float], today: date) -> Draft:
    """The units that answer the question, cited and checked; not_found when nothing reaches the bar."""
    if not hits or not weights:
        return Draft(Outcome.NOT_FOUND)
    ranked = rank_units(query, hits, weights)
    if not ranked or ranked[0].score < ANSWER_BAR:
        return Draft(Outcome.NOT_FOUND)
    chosen = _choose(query, ranked)
    outcome = _outcome(query, chosen)
    return Draft(outcome, *cite(chosen, today))


def rank_units(query: Query, hits: Sequence[Hit], weights: Mapping[str, float]) -> list[Ranked]:
    """Every unit of the passages near the top, best first."""
    top = hits[0].score
    near = [hit for hit in hits if hit.score >= NEAR_TOP * top][:MOST_PASSAGES]
    ranked = [
        _rank(query, unit, weights, layers_around(hit.passage), hit.score / top, rank)
        for rank, hit in enumerate(near)
        for unit in units_of(hit.passage)
    ]
    return sorted(ranked, key=lambda entry: (-entry.score, entry.hit_rank, entry.unit.start))


def _rank(
    query: Query,
    unit: Unit,
    weights: Mapping[str, float],
    around: list[tuple[frozenset[str], float]],
    closeness: float,
    rank: int,
) -> Ranked:
    words = matching.word_set(unit.text)
    own = matching.coverage(weights, [(words, 1.0)], query.alternatives)
    full = matching.coverage(weights, [(words, 1.0), *around], query.alternatives)
    bonus = TYPE_BONUS if has_wanted(query, unit.text) else 0.0
    return Ranked(unit, full * closeness**0.5 + bonus, own, rank)


def is_absence(text: str) -> bool:
    """True when the source itself says that something is not known."""
    return bool(_ABSENT.search(normalise(text)))


def _choose(query: Query, ranked: Sequence[Ranked]) -> list[Unit]:
    best = ranked[0]
    if query.wants(Intent.LIST, Intent.WHO, Intent.DEFINITION) or (query.wants(Intent.CONDITION) and best.own < 0.2):
        whole = _whole_list(best.unit)
        if len(whole) > 1:
            return whole[:MOST_LISTED]
    chosen = [entry.unit for entry in ranked if entry.score >= NEAR_BEST * best.score][:MOST_STATEMENTS]
    order = {entry.unit.passage.id: entry.hit_rank for entry in reversed(ranked)}
    return sorted(chosen, key=lambda unit: (order[unit.passage.id], unit.start))


def _whole_list(unit: Unit) -> list[Unit]:
    """All units of the passage that a list or table is asked from."""
    return list(units_of(unit.passage))


def _outcome(query: Query, chosen: Sequence[Unit]) -> Outcome:
    texts = [unit.text for unit in chosen]
    if all(is_absence(text) for text in texts):
        return Outcome.NOT_FOUND
    asks_value = query.wants(Intent.WHEN, Intent.AMOUNT, Intent.COUNT)
    if asks_value and not any(has_wanted(query, text) for text in texts):
        return Outcome.PARTIAL
    return Outcome.ANSWERED


def cite(units: Sequence[Unit], today: date) -> tuple[tuple[Statement, ...], tuple[Citation, ...]]:
    """Number the units in order; units that touch in one passage share a citation's passage but keep their own quote."""
    statements: list[Statement] = []
    citations: list[Citation] = []
    for unit in units:
        number = len(citations) + 1
        document = unit.passage.document
        citation = Citation(number, unit.passage, unit.quote, unit.start, unit.end, status_of(document, today))
        if is_verbatim(citation) and not unsupported(unit.text, (unit.quote,), source_context(unit)):
            citations.append(citation)
            statements.append(Statement(unit.text, (number,), verified=True))
    return tuple(statements), tuple(citations)


def source_context(unit: Unit) -> str:
    """What the source itself puts around a unit: title, headings and column names."""
    return "\n".join((unit.passage.document.title, *unit.passage.headings, *unit.columns))


def outdated_notice(document: Document, status: Status) -> str:
    """Names a source that is no longer in force."""
    until = f" {document.valid_to}" if document.valid_to else ""
    if status is Status.SUPERSEDED:
        return f"Obs! {document.title} är ersatt av en nyare version."
    return (
        f"Obs! {document.title} gällde till och med{until} och har löpt ut."
        if until
        else f"Obs! {document.title} har löpt ut."
    )


def notices_for(citations: Sequence[Citation]) -> tuple[str, ...]:
    """One notice for every outdated source that is cited."""
    outdated = {citation.passage.document.id: citation for citation in citations if is_outdated(citation.status)}
    return tuple(outdated_notice(citation.passage.document, citation.status) for citation in outdated.values())


def source_name(passage: Passage) -> str:
    """How a source is named in a lead."""
    document = passage.document
    what = "faktabladet" if document.is_fact_sheet else "dokumentet"
    publisher = f" ({document.publisher})" if document.publisher else ""
    return f"{what} ”{document.title}”{publisher}"
