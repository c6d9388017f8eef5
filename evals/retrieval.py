"""How well the right places were found. Ranks are places (document and headings), so they survive another splitting.

The list is cut to the first k hits as a reader sees them; after that, repeated places count once.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from assistant.domain import Hit, Passage
from evals.cases import Gold
from evals.normalise import normalise


class Place(NamedTuple):
    """Where a passage stands."""

    document: str
    headings: tuple[str, ...] = ()
    first_page: int | None = None
    last_page: int | None = None


def place_of(passage: Passage) -> Place:
    """The place of a passage."""
    return Place(passage.document.id, passage.headings, passage.first_page, passage.last_page)


def places_of(hits: Sequence[Hit], *, document_only: bool) -> tuple[Place, ...]:
    """The places of ranked hits, best first, repeats kept."""
    places = [place_of(hit.passage) for hit in hits]
    return tuple(Place(place.document) if document_only else place for place in places)


def found_by(place: Place, golds: Sequence[Gold]) -> tuple[Gold, ...]:
    """The gold places that ``place`` lies in: same document, and the section among its headings or the page on it."""
    return tuple(gold for gold in golds if _lies_in(place, gold))


def gold_ranks(places: Sequence[Place], golds: Sequence[Gold]) -> tuple[int | None, ...]:
    """For each gold place the rank (from 1) of the first hit in it, None when there is none."""
    return tuple(
        next((rank for rank, place in enumerate(places, start=1) if _lies_in(place, gold)), None) for gold in golds
    )


def hit_at(places: Sequence[Place], golds: Sequence[Gold], k: int) -> float | None:
    """1 when at least one gold place is among the first k hits; None without gold."""
    return float(any(found_by(place, golds) for place in places[:k])) if golds else None


def recall_at(places: Sequence[Place], golds: Sequence[Gold], k: int) -> float | None:
    """The share of gold places among the first k hits; None without gold."""
    if not golds:
        return None
    return sum(any(_lies_in(place, gold) for place in places[:k]) for gold in golds) / len(golds)


def reciprocal_rank(places: Sequence[Place], golds: Sequence[Gold], k: int = 10) -> float | None:
    """1 / rank of the first gold place, 0 when it is not among the first k hits; None without gold."""
    if not golds:
        return None
    ranks = (rank for rank, place in enumerate(_once(places[:k]), start=1) if found_by(place, golds))
    return next((1 / rank for rank in ranks), 0.0)


def ndcg(places: Sequence[Place], golds: Sequence[Gold], k: int = 10) -> float | None:
    """Binary nDCG: a rank gains 1 when it shows a gold place not shown above it; None without gold."""
    if not golds:
        return None
    shown: set[Gold] = set()
    gained = 0.0
    for rank, place in enumerate(_once(places[:k]), start=1):
        new = set(found_by(place, golds)) - shown
        gained += bool(new) / math.log2(rank + 1)
        shown |= new
    best = sum(1 / math.log2(rank + 1) for rank in range(1, min(k, len(golds)) + 1))
    return gained / best


def _once(places: Sequence[Place]) -> tuple[Place, ...]:
    return tuple(dict.fromkeys(places))


def _lies_in(place: Place, gold: Gold) -> bool:
    if place.document != gold.document:
        return False
    if gold.page is not None and (place.first_page is None or not _on_page(place, gold.page)):
        return False
    return gold.section is None or normalise(gold.section) in map(normalise, place.headings)


def _on_page(place: Place, page: int) -> bool:
    first = place.first_page or 0
    return first <= page <= (place.last_page or first)
