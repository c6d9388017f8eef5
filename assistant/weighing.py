"""How well each sentence, item and row near the top answers the question. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from assistant import matching
from assistant.domain import Hit
from assistant.query import municipality_of
from assistant.relevance import Asked, around, has_wanted
from assistant.units import Unit, units_of

NEAR_TOP = 0.8  # a passage further than this below the best one is not quoted
OWN_WEIGHT = 0.35  # how much a unit's own words count beside those of its headings and title
RIGHT_KIND = 0.35  # for a unit that has what is asked for: a date, an amount, a definition
MOST_PASSAGES = 4
BY_TITLE = 0.8  # a word that the document's title has this well does not tell its parts apart


class Ranked(NamedTuple):
    """A unit and how well it answers."""

    unit: Unit
    score: float
    own: float  # how much of the question stands in the unit itself, in nats of rarity
    apart: float  # the same without what the document's title says already: what tells its parts apart
    hit_rank: int


def rank_units(asked: Asked, hits: Sequence[Hit]) -> list[Ranked]:
    """Every unit of the passages near the top, best first."""
    top = hits[0].score
    near = [hit for hit in hits if hit.score >= NEAR_TOP * top][:MOST_PASSAGES]
    ranked = [entry for rank, hit in enumerate(near) for entry in _ranked_units(asked, hit, top, rank)]
    return sorted(ranked, key=lambda entry: (-entry.score, entry.hit_rank, entry.unit.start))


def _ranked_units(asked: Asked, hit: Hit, top: float, rank: int) -> list[Ranked]:
    query, matcher = asked
    layers = around(hit.passage, matcher)
    document = hit.passage.document
    placed = {word for word in query.weights if municipality_of(word) in document.municipalities}
    titled = zip(query.weights, matcher.credits(matching.word_set(document.title)), strict=True)
    told_by_document = placed | {word for word, credit in titled if credit >= BY_TITLE}
    in_question = sum(weight for word, weight in matcher.weights.items() if word not in placed)
    found = []
    for unit in units_of(hit.passage):
        words = matching.word_set(unit.text)
        share = matcher.information(words, placed) / in_question if in_question else 0.0
        bonus = RIGHT_KIND if has_wanted(query, unit) else 0.0
        score = (matcher.coverage(words, layers) + OWN_WEIGHT * share + bonus) * hit.score / top
        found.append(Ranked(unit, score, share * in_question, matcher.information(words, told_by_document), rank))
    return found
