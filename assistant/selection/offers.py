"""What a seeker needs of one grant: who may apply, how much, by when and by which way. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from assistant.language import matching, values
from assistant.language.events import Event, events
from assistant.language.swedish import normalise
from assistant.passages.sections import last_heading
from assistant.passages.units import Unit, UnitKind, units_of
from assistant.question.intents import VALUES, Intent
from assistant.question.query import Query
from assistant.retrieval.relevance import PROVENANCE, Asked, has_wanted, says_who
from assistant.retrieval.versions import is_older
from assistant.retrieval.weighing import (
    KIND_NEAR,
    LEAST_TOLD,
    NEAR_BEST,
    Ranked,
    Siblings,
    of_one_place,
    stands_out,
)
from assistant.selection.excepted import excepts
from assistant.selection.headed import MOST_OFFERED, SAME_WORD

GRANT_RULES = "bidragsregler"
ASKS_HOW = re.compile(r"\bhur (?:an)?sök(?:er|s)\b|\bhur (?:gör|går) .{0,30}\b(?:an)?söka\b")
_WAY = re.compile(  # by which way an application goes
    r"\be-tjänst|\bblankett|formulär|\binterbook|\brbok\b|\bidrottonline|\bonline\b|\bmejl|\bper post\b|\bmed post|\bkontakta "
)
_APPLIED = re.compile(r"\bansökan\b.*\d|\bansökningsperiod|\blöpande\b|\bnär som helst\b")


def offered(query: Query, section: Sequence[Ranked], siblings: Siblings) -> list[Unit]:
    """What a seeker needs of one grant.

    For a yes or no, the rule that the question is about; else the section that fits, and from the same document who may
    apply, how much and by when.
    """
    owns = [entry.apart for entry in section]
    said = [entry.unit for entry in section if entry.apart == max(owns)]
    by_row = all(unit.kind is UnitKind.ROW and not excepts(query, unit) for unit in said)
    some_row = by_row and query.wants(Intent.OFFER) and not query.window and stands_out(owns, LEAST_TOLD)
    one_part = not query.wants(Intent.LIST, Intent.AMOUNT, Intent.OFFER) and stands_out(owns)
    if len(section) > 1 and (some_row or one_part):
        return [entry.unit for entry in section if entry.apart >= NEAR_BEST * max(owns)]
    told = [entry.unit for entry in sorted(section, key=lambda entry: -entry.score)[:MOST_OFFERED]]
    asks_how = bool(ASKS_HOW.search(normalise(query.text)))
    others = [passage for passage in siblings(told[0].passage.document) if passage.headings[:1] not in PROVENANCE]
    needed = _NEEDED if asks_how or query.wants(Intent.OFFER, Intent.WHEN, Intent.LIST) else _NEEDED[:-1]
    for heading, is_told in needed:
        under = [unit for passage in others if re.search(heading, last_heading(passage)) for unit in units_of(passage)]
        if not any(is_told(unit) for unit in told):
            told += _latest([unit for unit in under if is_told(unit)])[:1]
    every = [unit for passage in others for unit in units_of(passage)] if asks_how else []
    ways = [
        unit for unit in every if _WAY.search(unit.normalised) and not (is_older(unit) or of_one_place(query, unit))
    ]
    told += [unit for unit in ways[:1] if unit not in told]
    order = {passage.id: number for number, passage in enumerate(others)}
    in_order = sorted(told, key=lambda unit: (order.get(unit.passage.id, 0), unit.start))
    if asks_how:
        return sorted(in_order, key=lambda unit: not (_WAY.search(unit.normalised) or _APPLIED.search(unit.normalised)))
    if query.wants(Intent.CONDITION) and not query.wants(Intent.OFFER, Intent.LIST, *VALUES):  # "kan vi få det?"
        return sorted(in_order, key=lambda unit: not says_who(unit))
    return sorted(in_order, key=lambda unit: query.wants(Intent.AMOUNT) and not unit.has_amount)


def overview(asked: Asked, best: Ranked, ranked: Sequence[Ranked], siblings: Siblings) -> list[Unit]:
    """Who may apply, how much and when: what a grant is, where its own source does not say it in so many words."""
    query, document = asked.query, best.unit.passage.document
    if (
        not query.wants(Intent.DEFINITION)
        or query.wants(*VALUES)
        or document.kind != GRANT_RULES
        or any(has_wanted(query, entry.unit) for entry in ranked)
    ):
        return []
    if min(asked.matcher.credits(matching.word_set(document.title)), default=0.0) < SAME_WORD:
        return []
    passages = [passage for passage in siblings(document) if passage.headings[:1] not in PROVENANCE]
    told: list[Unit] = []
    for heading, is_told in _IN_SHORT:
        under = [
            unit for passage in passages if re.search(heading, last_heading(passage)) for unit in units_of(passage)
        ]
        told += _latest([unit for unit in under if is_told(unit) and unit not in told and not is_older(unit)])[:1]
    return told if len(told) > 1 else []


def _latest(units: Sequence[Unit]) -> list[Unit]:
    """The units in order; of rows that begin with a year, the newest first."""
    return sorted(units, key=lambda unit: -max(values.years((unit.cells or ("",))[0]), default=0))


_NEEDED: tuple[tuple[str, Callable[[Unit], bool]], ...] = (
    (r"\bvem\b|sökande", says_who),
    (r"belopp", lambda unit: unit.has_amount),
    (r"\btid|ansök|datum|sista", lambda unit: unit.has_date_in_year),
)


_IN_SHORT: tuple[tuple[str, Callable[[Unit], bool]], ...] = (
    (r"\bvem\b|sökande|villkor", says_who),
    (r"belopp", lambda unit: unit.has_amount),
    (r"\btid|ansök|datum|sista|villkor", lambda unit: unit.has_date_in_year and Event.APPLY in events(unit.text)),
)


def rule_on_who(query: Query, ranked: Sequence[Ranked]) -> Ranked | None:
    """What says who may apply for the very grant, for a seeker, where the best unit only repeats the grant's name."""
    best = ranked[0]
    if best.apart > 0 or not query.wants(Intent.SEEK) or query.wants(*VALUES, Intent.OFFER):
        return None
    same = [entry for entry in ranked if entry.unit.passage.document.id == best.unit.passage.document.id]
    return next((one for one in same if says_who(one.unit) and one.score >= KIND_NEAR * best.score), None)
