"""What a source says beside what was chosen: that it is stopped, what holds now, and which places it is for. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial

from assistant.domain import MUNICIPALITIES, Document, Hit
from assistant.language.events import is_stopped
from assistant.language.places import find_areas
from assistant.passages import sections
from assistant.passages.sections import is_history
from assistant.passages.units import Unit, UnitKind, units_of
from assistant.question.intents import Intent
from assistant.question.query import Query
from assistant.retrieval.relevance import PROVENANCE, Asked, has_value, has_wanted
from assistant.retrieval.versions import is_older, taken_over
from assistant.retrieval.weighing import LEAST_OWN, Siblings, rank_units
from assistant.selection.headed import LEAST_SIBLINGS
from assistant.selection.offers import GRANT_RULES

_NOT_IN = re.compile(r"\b(?:ingår|omfattas|gäller|med|är) (?:inte|ej)\b|\binte med\b")


def in_force_first(asked: Asked, newer: Sequence[Hit]) -> list[Unit]:
    """The unit that says most about the matter in the source that has taken over, when it says enough."""
    ranked = rank_units(asked, newer) if newer else []
    telling = [entry for entry in ranked if entry.own >= LEAST_OWN]
    if asked.query.wants(Intent.ENCLOSURES):
        telling = [entry for entry in telling if has_wanted(asked.query, entry.unit)]
    return [max(telling, key=lambda entry: entry.own).unit] if telling else []


def held_now(query: Query, chosen: Sequence[Unit], siblings: Siblings) -> list[Unit]:
    """What holds now, when what was chosen is what its own source calls an older wording."""
    if query.years or query.wants_history or not any(map(is_older, chosen)):
        return []
    document = next(unit.passage.document for unit in chosen if is_older(unit))
    return [unit for unit in taken_over(siblings(document), partial(has_value, query)) if unit not in chosen]


def stopped(query: Query, chosen: Sequence[Unit], siblings: Siblings) -> list[Unit]:
    """What the document says about its grant being paused or withdrawn: nobody is told how to apply without it."""
    asks_for_it = query.wants(Intent.SEEK, Intent.WHEN, Intent.AMOUNT) or sections.STATE in sections.asked_for(
        query.text
    )
    if not asks_for_it or not chosen or query.wants(Intent.COMPARE):
        return []
    document = chosen[0].passage.document
    if document.kind != GRANT_RULES or any(is_stopped(unit.text) for unit in chosen):
        return []
    passages = [passage for passage in siblings(document) if passage.headings[:1] not in PROVENANCE]
    return [unit for passage in passages for unit in units_of(passage) if is_stopped(unit.text)][:1]


def of_place_left_out(query: Query, chosen: Sequence[Unit], siblings: Siblings) -> list[Unit]:
    """What a source for several places says of a place asked about that is not one of them."""
    document = chosen[0].passage.document if chosen else None
    asked = set(query.own_areas) & set(MUNICIPALITIES)
    if (
        not document
        or len(document.municipalities) < LEAST_SIBLINGS
        or not asked
        or asked & set(document.municipalities)
    ):
        return []
    passages = [passage for passage in siblings(document) if passage.headings[:1] not in PROVENANCE]
    units = [unit for passage in passages for unit in units_of(passage) if not is_history(unit)]
    named = [unit for unit in units if asked <= set(find_areas(unit.text))]
    return named[:1] or _lists_of_places(document, siblings)[:1]


def membership(query: Query, chosen: Sequence[Unit], siblings: Siblings) -> list[Unit]:
    """What a source for several places says of which they are, when it is asked whether a place is one of them.

    What it says of that place being outside, in whole or in part, comes first.
    """
    asked = set(query.own_areas)
    if not chosen or not query.asks_if_member:
        return []
    passage = chosen[0].passage
    several = len(passage.document.municipalities) >= LEAST_SIBLINGS
    units = [unit for unit in units_of(passage) if _lists_places(unit)]
    units += _lists_of_places(passage.document, siblings) if several else []
    listed = sorted(units, key=lambda unit: not asked <= set(find_areas(unit.text)))[:1]
    own = [unit for one in siblings(passage.document) for unit in units_of(one) if several and not is_history(unit)]
    excepted = [unit for unit in own if asked <= set(find_areas(unit.text)) and _NOT_IN.search(unit.normalised)]
    return list(dict.fromkeys((*excepted[:1], *listed))) if listed else []


def _lists_of_places(document: Document, siblings: Siblings) -> list[Unit]:
    """What counts up the municipalities that a source holds for: in its own words before those of the catalogue."""
    units = [unit for passage in siblings(document) for unit in units_of(passage) if _lists_places(unit)]
    return sorted(units, key=lambda unit: unit.passage.headings[:1] in PROVENANCE)


def _lists_places(unit: Unit) -> bool:
    """True for a unit that counts up the municipalities it holds for."""
    return unit.kind is not UnitKind.ROW and len(set(find_areas(unit.text)) & set(MUNICIPALITIES)) >= LEAST_SIBLINGS


def area_of_source(query: Query, chosen: Sequence[Unit], siblings: Siblings) -> list[Unit]:
    """The municipalities of a source, as it is catalogued, where it is asked which they are and nothing chosen names them."""
    document = chosen[0].passage.document if chosen else None
    asks = query.asks_for_places and query.wants(Intent.LIST, Intent.WHO) and not query.own_areas
    if not asks or document is None or len(document.municipalities) < LEAST_SIBLINGS:
        return []
    if any(len(find_areas(unit.text)) >= LEAST_SIBLINGS for unit in chosen):
        return []
    about = [passage for passage in siblings(document) if passage.headings[:1] == PROVENANCE[0]]
    units = [unit for passage in about for unit in units_of(passage)]
    return [unit for unit in units if set(document.municipalities) <= set(find_areas(unit.text))][:1]
