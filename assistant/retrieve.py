"""Question → hits: both legs, fused, steered and spread."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date

from assistant import lexical, matching, ranking, swedish, values
from assistant.domain import Document, Filters, Hit, Passage
from assistant.events import disagree, events
from assistant.ports import Embedder, VectorIndex
from assistant.query import Intent, Query, find_areas
from assistant.storage import Generation
from assistant.swedish import normalise
from assistant.units import Unit, UnitKind, units_of
from assistant.validity import is_outdated, status_of
from assistant.vocabulary import SYNONYM_WEIGHT

CANDIDATES = 60  # passages taken from each leg
RARE_SHARE = 0.01  # a word in fewer passages than this share counts no more than one in that many
BEST_UNIT = 0.5  # weight of the best sentence, item or row of a passage beside the whole passage
TYPE_BONUS = 0.2  # for a unit that has what is asked for: a date, an amount, a number
HEADING_PRECISION = 0.25  # for a heading whose every word is asked for
LISTED = 0.12  # for a section that is a list, when a list is asked for
SEVERAL = 3
HEADING_CUE = 0.15  # for a heading that names the kind of answer: Tider, Belopp, Vem kan söka
TITLE_CREDIT = 0.9
HEADING_CREDIT = 0.9
PROVENANCE = (("Om faktabladet",), ("Datum och källa",))  # sections about the source itself (corpus/README.md)


class Retriever:
    """Searches one generation."""

    def __init__(self, generation: Generation, embedder: Embedder, vectors: VectorIndex) -> None:
        self.generation = generation
        self._embedder = embedder
        self._vectors = vectors

    def search(
        self,
        query: Query,
        today: date,
        k: int,
        filters: Filters | None = None,
        favoured: frozenset[str] = frozenset(),
    ) -> tuple[Hit, ...]:
        """At most k hits, best first. A question without a single known word gives none.

        ``favoured`` are ids of documents that the conversation is about.
        """
        filters = filters or Filters()
        legs = {"lexical": self._lexical(query), "dense": self._dense(query)}
        fused = ranking.fuse(legs, {"lexical": 1 - ranking.DENSE_WEIGHT, "dense": ranking.DENSE_WEIGHT})
        hits = [Hit(self.generation.passage(number), score, found_by) for number, (score, found_by) in fused.items()]
        hits = [hit for hit in hits if _allowed(hit.passage.document, filters, today)]
        weights = self.weights(query)
        topics = ranking.document_scores(hits)
        steered = (self._steer(hit, query, weights, topics, today, favoured) for hit in hits)
        return ranking.spread(steered, k)

    def weights(self, query: Query) -> dict[str, float]:
        """The question's words, weighted by how rare they are and how much the question means them."""
        index = self.generation.lexical
        cap = lexical.inverse_frequency(max(1, round(RARE_SHARE * index.size)), index.size)
        return {word: weight * min(index.rarity(word), cap) for word, weight in query.weights.items()}

    def close(self) -> None:
        """Let go of the index."""
        self._vectors.close()
        self.generation.close()

    def _lexical(self, query: Query) -> list[tuple[int, float]]:
        return self.generation.lexical.search(lexical.weighted_units(query.search_weights), CANDIDATES)

    def _dense(self, query: Query) -> list[tuple[int, float]]:
        if not query.weights:
            return []
        return self._vectors.query(self._embedder.embed_query(query.expanded), CANDIDATES)

    def _steer(
        self,
        hit: Hit,
        query: Query,
        weights: dict[str, float],
        topics: dict[str, float],
        today: date,
        favoured: frozenset[str],
    ) -> Hit:
        passage, document = hit.passage, hit.passage.document
        factor = ranking.place_factor(document, query) * ranking.time_factor(document, query, today)
        if passage.headings[:1] in PROVENANCE and not query.asks_for_places:
            factor *= ranking.PROVENANCE_FACTOR
        if document.id in favoured:
            factor *= ranking.FAVOURED
        best = max(unit_scores(passage, query, weights), default=0.0)
        best += heading_bonus(passage, query, weights) + structure_bonus(passage, query)
        score = (1 - BEST_UNIT) * hit.score + BEST_UNIT * best + ranking.DOCUMENT_WEIGHT * topics[document.id]
        return Hit(passage, score * factor, hit.found_by)


def layers_around(passage: Passage) -> list[tuple[frozenset[str], float]]:
    """The words around a unit that count for it in part: its headings and its document's title."""
    return [
        (matching.word_set(" ".join(passage.headings)), HEADING_CREDIT),
        (matching.word_set(f"{passage.document.title} {' '.join(passage.document.municipalities)}"), TITLE_CREDIT),
    ]


_RULE = re.compile(r"\bmåste\b|\bkräv|\bkrav|\bska\b|\bminst\b|\bhögst\b|\bendast\b|\bbara\b|\binte\b")
_CUES: Mapping[Intent, str] = {
    Intent.WHEN: r"\btid|ansökan|ansökningsp|datum|sista|period|när\b|beslutsgång|process",
    Intent.AMOUNT: r"belopp|bidrag\b|fördelning|minskning",
    Intent.WHO: r"\bvem\b|sökande|parter|sammansättning",
    Intent.CONDITION: r"villkor|krav|regler|\bvem\b",
    Intent.SEEK: r"\bvem\b|villkor|krav|bidrag",
    Intent.DEFINITION: r"\bvad\b|begrepp|definition|\bär$|syfte",
}


def heading_bonus(passage: Passage, query: Query, weights: Mapping[str, float]) -> float:
    """How far the heading says that this is the place: it names what is asked for, or is about little else."""
    if not passage.headings or passage.headings[:1] in PROVENANCE:
        return 0.0
    heading = passage.headings[-1]
    words = matching.word_set(heading)
    asked = [word for word, weight in weights.items() if weight > 0]
    matched = sum(max(matching.best_match(word, asked), _by_synonym(word, query)) for word in words)
    cued = any(re.search(cue, heading.casefold()) for intent, cue in _CUES.items() if query.wants(intent))
    return (HEADING_PRECISION * matched / len(words) if words else 0.0) + (HEADING_CUE if cued else 0.0)


def _by_synonym(word: str, query: Query) -> float:
    others = (other for found in query.alternatives.values() for other in found)
    return SYNONYM_WEIGHT * matching.best_match(word, others)


def unit_scores(passage: Passage, query: Query, weights: dict[str, float]) -> Iterator[float]:
    """How well each unit of a passage answers, in order: coverage, and a bonus for the kind of value asked for."""
    around = layers_around(passage)
    for unit in units_of(passage):
        score = matching.coverage(weights, [(matching.word_set(unit.text), 1.0), *around], query.alternatives)
        yield score + (TYPE_BONUS if has_wanted(query, unit) else 0.0)


def has_wanted(query: Query, unit: Unit) -> bool:
    """True when a unit has what the question asks for: a date (of the event asked about), an amount, a definition …"""
    text = unit.text
    return any(
        (
            query.wants(Intent.WHEN) and values.has_date(text) and not disagree(query.events, events(text)),
            query.wants(Intent.AMOUNT) and values.has_amount(text),
            query.wants(Intent.COUNT) and values.has_number(text),
            query.wants(Intent.CONDITION) and bool(_RULE.search(normalise(text))),
            query.wants(Intent.DEFINITION) and _defines(query, unit),
            query.asks_for_places and len(find_areas(text)) >= SEVERAL,
        )
    )


def _defines(query: Query, unit: Unit) -> bool:
    """True when a unit begins with the word asked about, as a glossary or a definition does."""
    opening = unit.cells[0] if unit.cells else " ".join(unit.text.split()[:4])
    called = [word for asked in query.weights for word in (asked, *query.alternatives.get(asked, ()))]
    first = swedish.content_words(opening)[:1]
    return bool(first) and matching.best_match(first[0], called) >= 0.9


def structure_bonus(passage: Passage, query: Query) -> float:
    """A question for a list is better answered by a list or a table."""
    if not query.wants(Intent.LIST):
        return 0.0
    listed = [unit for unit in units_of(passage) if unit.kind is not UnitKind.SENTENCE]
    return LISTED if len(listed) >= SEVERAL else 0.0


def _allowed(document: Document, filters: Filters, today: date) -> bool:
    if filters.areas and document.municipalities and not set(filters.areas) & set(document.municipalities):
        return False
    if filters.kinds and document.kind not in filters.kinds:
        return False
    return not (filters.in_force_only and is_outdated(status_of(document, today)))
