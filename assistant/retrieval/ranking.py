"""Fuse the legs, steer by place, year and validity, and spread over documents. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from assistant.domain import NATIONAL, REGION, Document, Hit
from assistant.question.intents import Intent
from assistant.question.query import Query
from assistant.validity import covers_year, is_outdated, status_of

DENSE_WEIGHT = 0.1  # share of the dense leg in the fused score
LEARNT_DENSE_WEIGHT = 0.5  # the same where the embedder has learnt from questions about these documents
CHOSEN_WEIGHT = 0.01  # lets every passage of a chosen document be weighed, found or not
POINTED_WEIGHT = 0.01  # the same for one that an expected question points at
LEG_WEIGHTS = {
    "lexical": 1 - DENSE_WEIGHT, "dense": DENSE_WEIGHT, "chosen": CHOSEN_WEIGHT, "expected": POINTED_WEIGHT,
}  # fmt: skip
LEARNT_LEG_WEIGHTS = LEG_WEIGHTS | {"lexical": 1 - LEARNT_DENSE_WEIGHT, "dense": LEARNT_DENSE_WEIGHT}
EXPECTED_WEIGHT = 0.8  # for a passage that the likest expected question points at, times how alike they are
OTHER_PLACE = 0.45  # factor for a document about another municipality than the one asked about
NO_PLACE = 0.85  # factor for a document about the whole county when a municipality is asked about
MANY_PLACES = 0.65  # factor for a document about many municipalities, the one asked about among them
FEW_PLACES = 2
ALL_PLACES = 1.2  # factor for a document about all the places asked about
OUTDATED = 0.8  # factor for an expired or superseded source, unless the past is asked about
OTHER_YEAR = 0.8  # factor for a document that was not in force in the year asked about
NAMED_YEARS = 1.15  # factor for a document whose name has all of several years asked about: 2018–2030
PROVENANCE_FACTOR = 0.6  # factor for sections about the source itself: they name the topic without answering
AVOIDED = 0.75  # factor for a document that has answered another part of the question
NAMED = 1.2  # factor for a document that the question calls by its name
ITSELF = 1.1  # further factor for one whose title begins with that name: it is that, and is not only about it
SAME_DAY = 1.3  # factor for a document decided on the very day that the question names
FAVOURED = 1.3  # factor for a document that the conversation is about
DOCUMENT_WEIGHT = 0.5  # weight of the whole document's score beside the passage's own
BEST_OF_DOCUMENT = 3  # passages that make a document's score
RERANKED = 20  # hits that a reranker reads, when there is one
RERANKER_WEIGHT = 0.5  # weight of its figure beside the score that the hits had
PER_DOCUMENT = 8  # passages of one document before others come first


def fuse(
    legs: Mapping[str, Sequence[tuple[int, float]]], weights: Mapping[str, float]
) -> dict[int, tuple[float, tuple[str, ...]]]:
    """Passage number → (fused score 0–1, the legs that found it). Each leg is scaled to its own best score."""
    fused: dict[int, tuple[float, tuple[str, ...]]] = {}
    for leg, results in legs.items():
        best = max((score for _, score in results), default=0.0)
        if best <= 0:
            continue
        for number, score in results:
            before, found_by = fused.get(number, (0.0, ()))
            fused[number] = (before + weights[leg] * max(score, 0.0) / best, (*found_by, leg))
    return fused


def document_scores(hits: Sequence[Hit]) -> dict[str, float]:
    """Document id → 0–1: the mean of its best passages, a missing one counting as nothing, scaled to the best document."""
    scores: dict[str, list[float]] = defaultdict(list)
    for hit in hits:
        scores[hit.passage.document.id].append(hit.score)
    means = {name: sum(sorted(found)[-BEST_OF_DOCUMENT:]) / BEST_OF_DOCUMENT for name, found in scores.items()}
    best = max(means.values(), default=1.0) or 1.0
    return {name: mean / best for name, mean in means.items()}


def place_factor(document: Document, query: Query) -> float:
    """How well a document fits the places asked about: 1.0 is a fit or no place asked."""
    if not query.areas or not document.municipalities or (query.asks_if_member and is_wide(document)):
        return 1.0
    together = len(query.own_areas) > 1 and not query.wants(Intent.COMPARE)
    if together and set(query.own_areas) <= set(document.municipalities):
        return ALL_PLACES
    seeks = query.wants(Intent.OFFER)  # what those of a place can have: the county's and the state's too
    if set(query.areas) & set(document.municipalities):
        return 1.0 if len(document.municipalities) <= FEW_PLACES or seeks else MANY_PLACES
    if query.areas == (REGION,):
        return NO_PLACE if document.municipalities == (NATIONAL,) else OTHER_PLACE + 0.25
    return (1.0 if seeks else NO_PLACE) if set(document.municipalities) <= {REGION, NATIONAL} else OTHER_PLACE


def is_wide(document: Document) -> bool:
    """True for a document about more than one municipality."""
    return len(document.municipalities) > 1 or set(document.municipalities) <= {REGION, NATIONAL}


def time_factor(document: Document, query: Query, today: date) -> float:
    """How well a document fits the time asked about."""
    if document.decided and document.decided.first == document.decided.last in query.days:
        return SAME_DAY
    if query.years:
        fits = [covers_year(document, year, today) for year in query.years]
        named = [year for year in query.years if str(year) in document.title or str(year) in document.id]
        if len(named) == len(query.years) > 1:  # one year alone may be a horizon or a date
            return NAMED_YEARS
        return 1.0 if named or not all(fit is False for fit in fits) else OTHER_YEAR
    if is_outdated(status_of(document, today)) and not query.wants_history:
        return OUTDATED
    return 1.0


def best_first(hits: Iterable[Hit]) -> list[Hit]:
    """By score; equals always in the same order."""
    return sorted(hits, key=lambda hit: (-hit.score, hit.passage.id))


def blend(hits: Sequence[Hit], relevances: Sequence[float]) -> list[Hit]:
    """Hits, best first, of which a reranker has read as many as there are relevances (0–1); the others count as 0."""
    top = hits[0].score if hits else 0.0
    read = [*relevances, *([0.0] * (len(hits) - len(relevances)))]
    return [
        replace(hit, score=(1 - RERANKER_WEIGHT) * hit.score + RERANKER_WEIGHT * top * relevance)
        for hit, relevance in zip(hits, read, strict=True)
    ]


def spread(hits: Iterable[Hit], k: int) -> tuple[Hit, ...]:
    """The k best, where a document's ninth passage waits until others have had their turn."""
    first: list[Hit] = []
    later: list[Hit] = []
    seen: Counter[str] = Counter()
    for hit in best_first(hits):
        seen[hit.passage.document.id] += 1
        (first if seen[hit.passage.document.id] <= PER_DOCUMENT else later).append(hit)
    return tuple((first + later)[:k])
