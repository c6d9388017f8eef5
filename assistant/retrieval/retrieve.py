"""Question → hits: both legs, fused, steered and spread."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import NamedTuple

from assistant.domain import Document, Filters, Hit, Passage, Question
from assistant.language.events import Event
from assistant.language.matching import Matcher
from assistant.language.spelling import Speller
from assistant.language.vocabulary import Vocabulary
from assistant.passages.units import units_of
from assistant.ports import Embedder, Matrix, Reranker, VectorIndex, products
from assistant.question.intents import Intent
from assistant.question.query import Query, understand
from assistant.retrieval import lexical, ranking, storage
from assistant.retrieval.expected import ExpectedQuestions
from assistant.retrieval.relevance import PROVENANCE, RUNNING_TEXT, Asked, is_itself, is_named, passage_score
from assistant.retrieval.running import RunningText
from assistant.retrieval.storage import Generation
from assistant.retrieval.weighing import told
from assistant.validity import is_outdated, status_of

CANDIDATES = 60  # passages taken from each leg
FILTERED_CANDIDATES = 1000  # the same when filters will take most of them away
WEIGHED = 30  # passages that are read part by part
READ_CLOSELY = 20  # the best of these, whose running text is read sentence by sentence
RARE_SHARE = 0.01  # a word in fewer passages than this share counts no more than one in that many
UNDER_WAY = 8  # questions whose reading is remembered: each is read twice or more on its way to an answer
LEARNT = "static:civsam-sv:"  # the embedder that expected questions were learnt from, evals/train_embedder.py
READ_FOR_MEANING = 10  # the best passages, each part of which is held against the question in meaning
NEAREST_UNIT = 1.0  # weight of the nearest of them
BEST_UNIT = 0.5  # weight of the best sentence, item or row of a passage beside the whole passage


class Steered(NamedTuple):
    """A hit on its way: its score so far, and the factor that what is added to it must bear too."""

    passage: Passage
    score: float
    found_by: tuple[str, ...]
    factor: float


class Retriever:
    """Searches one generation."""

    def __init__(
        self,
        generation: Generation,
        embedder: Embedder,
        vectors: VectorIndex,
        reranker: Reranker | None = None,
        is_swedish: Callable[[str], bool] = lambda _: False,
    ) -> None:
        self.generation = generation
        self._embedder = embedder
        self._vectors = vectors
        self._reranker = reranker
        self._is_swedish = is_swedish
        self._understood: dict[tuple[Question, Vocabulary], Query] = {}
        self._remembering = threading.Lock()

    def understand(self, question: Question, vocabulary: Vocabulary) -> Query:
        """The question as it is searched for, misspelt words as they were meant. Remembered while it is being answered."""
        with self._remembering:
            known = self._understood.get((question, vocabulary))
        if known is None:
            known = self._understand(question, vocabulary)
            with self._remembering:
                self._understood[question, vocabulary] = known
                while len(self._understood) > UNDER_WAY:
                    del self._understood[next(iter(self._understood))]
        return known

    def let_go(self) -> None:
        """Keep no question longer than it takes to answer. What others are in the middle of, they read again."""
        with self._remembering:
            self._understood.clear()

    def _understand(self, question: Question, vocabulary: Vocabulary) -> Query:
        asked = (turn for turn in question.history if turn.role == "user")  # the answers are not read
        turns = tuple(replace(turn, text=self._repaired(turn.text, vocabulary)) for turn in asked)
        return understand(replace(question, text=self._repaired(question.text, vocabulary), history=turns), vocabulary)

    def respelt(self, question: Question, vocabulary: Vocabulary) -> tuple[tuple[str, str], ...]:
        """The words of the question that are read as other ones: (written, meant)."""
        return self._speller.changes(question.text, vocabulary.knows)

    def search(
        self,
        query: Query,
        today: date,
        k: int,
        filters: Filters | None = None,
        favoured: frozenset[str] = frozenset(),
        *,
        avoided: frozenset[str] = frozenset(),
        only: frozenset[str] = frozenset(),
        asked: Asked | None = None,
    ) -> tuple[Hit, ...]:
        """At most k hits, best first. A question without a single known word gives none.

        ``favoured`` are ids of documents that the conversation is about, ``avoided`` those that have answered another
        part of the question; with ``only`` no other documents are searched. ``asked`` is what ``asked`` made of the
        question, where that is known already.
        """
        filters = filters or Filters()
        asked = asked or self.asked(query)
        reach = CANDIDATES if filters == Filters() else FILTERED_CANDIDATES
        legs = {"lexical": self._lexical(query, reach), "dense": self._dense(query, reach)}
        if only:
            legs["chosen"] = self._passages_of(only)
        legs["expected"] = self._pointed_at(asked)
        fused = ranking.fuse(legs, ranking.LEARNT_LEG_WEIGHTS if asked.is_calibrated else ranking.LEG_WEIGHTS)
        hits = [Hit(self.generation.passage(number), score, found_by) for number, (score, found_by) in fused.items()]
        hits = [hit for hit in hits if allowed(hit.passage.document, filters, today)]
        hits = [hit for hit in hits if not only or hit.passage.document.id in only]
        topics = ranking.document_scores(hits)
        documents = {hit.passage.document.id: hit.passage.document for hit in hits}
        factors = {name: _document_factor(one, asked.query, today) for name, one in documents.items()}
        steered = [_steered(hit, asked, topics, factors, favoured, avoided) for hit in hits]
        most = sorted(steered, key=lambda hit: (-hit.score, hit.passage.id))[: len(hits) if only else WEIGHED]
        weighed = self._weighed(most, asked)
        return ranking.spread(self._reread(query, weighed), k)

    def asked(self, query: Query) -> Asked:
        """The question with its words weighted by how rare they are and how much the question means them."""
        index = self.generation.lexical
        cap = lexical.inverse_frequency(max(1, round(RARE_SHARE * index.size)), index.size)

        def rarity(word: str) -> float:
            """How rare a word is; one that no text has, "dan", is as rare as what it stands for: dag."""
            own = index.rarity(word)
            others = query.alternatives.get(word, ()) if own > cap else ()
            return min(cap, own, *map(index.rarity, others))

        weights = {word: weight * rarity(word) for word, weight in query.weights.items()}
        uncapped = {word: weight * index.rarity(word) for word, weight in query.weights.items()}
        unknown = frozenset(word for word in query.weights if not index.has(word))
        matcher = Matcher(weights, query.alternatives, uncapped)
        expected = self._learnt
        if expected is None or not query.weights:
            return Asked(query, matcher, unknown)
        vector = self._meaning(query)

        near: dict[str, float] = {}  # the same parts are looked at from search to the last doubt

        def nearness(texts: Sequence[str]) -> list[float]:
            if new := [text for text in dict.fromkeys(texts) if text not in near]:
                near.update(zip(new, products(self._embedder.embed_passages(new), vector).tolist(), strict=True))
            return [near[text] for text in texts]

        return Asked(query, matcher, unknown, expected.pointers(query, matcher, vector), nearness, expected.documents)

    @property
    def _learnt(self) -> ExpectedQuestions | None:
        """The questions that are expected of these documents, when the embedder is the one that learnt from such questions.

        Another embedder's likeness has another scale, and the figures here do not hold for it.
        """
        return self.generation.expected if self._embedder.name.startswith(LEARNT) else None

    def close(self) -> None:
        """Let go of the index."""
        self._vectors.close()
        self.generation.close()

    def _repaired(self, text: str, vocabulary: Vocabulary) -> str:
        return self._speller.repaired(text, vocabulary.knows)

    @cached_property
    def _speller(self) -> Speller:
        index = self.generation.lexical
        return Speller(index.words, index.word_counts.tolist(), self._is_swedish)

    def _lexical(self, query: Query, reach: int) -> list[tuple[int, float]]:
        return self.generation.lexical.search(lexical.weighted_units(query.search_weights), reach)

    def _passages_of(self, only: frozenset[str]) -> list[tuple[int, float]]:
        """Every passage of some documents, alike: the words decide between them."""
        return [(number, 1.0) for name in only for number in self.generation.numbers_of(name)]

    def _pointed_at(self, asked: Asked) -> list[tuple[int, float]]:
        """Every passage that an expected question like this one points at."""
        numbers = (number for name in asked.pointers.of for number in self.generation.numbers_of(name))
        pointed = ((number, asked.pointers.at_passage(self.generation.passage(number))) for number in numbers)
        return [(number, likeness) for number, likeness in pointed if likeness]

    def _dense(self, query: Query, reach: int) -> list[tuple[int, float]]:
        if not query.weights:
            return []
        return self._vectors.query(self._meaning(query), reach)

    def _meaning(self, query: Query) -> Matrix:
        """The question as a vector: its content words.

        Where the embedder has learnt from questions it is the question as it stands, with what may stand for words of it
        that no text has; of a follow-up, also what it carries from the question before.
        """
        if self._learnt is None:
            return self._embedder.embed_query(query.expanded)
        has = self.generation.lexical.has
        others = [other for word, several in query.alternatives.items() if not has(word) for other in several]
        carried = [query.expanded] if query.follows_up else []
        return self._embedder.embed_query(" ".join((query.text, *carried, *others)))

    def _weighed(self, hits: list[Steered], asked: Asked) -> list[Hit]:
        """The hits with what each passage itself says of the question added: the costly step, for those with a chance."""
        index = self.generation.lexical
        bare = any(not hit.passage.headings for hit in hits)
        running = RunningText(asked, index.unit_rarity) if bare else None

        def score(place: int, passage: Passage) -> float:
            if not running or passage.headings:
                return passage_score(passage, asked)
            return running.score(passage) if place < READ_CLOSELY else passage_score(passage, asked, RUNNING_TEXT)

        weighed = [
            hit._replace(score=hit.score + BEST_UNIT * hit.factor * score(place, hit.passage))
            for place, hit in enumerate(hits)
        ]
        return [Hit(hit.passage, hit.score, hit.found_by) for hit in _by_meaning(weighed, asked)]

    def _reread(self, query: Query, hits: list[Hit]) -> list[Hit]:
        """The hits with the reranker's word on the best of them, when there is a reranker."""
        if not self._reranker or not hits:
            return hits
        ordered = ranking.best_first(hits)
        texts = [storage.embedding_text(hit.passage) for hit in ordered[: ranking.RERANKED]]
        question = f"{query.text} {query.expanded}" if query.follows_up else query.text
        return ranking.blend(ordered, self._reranker.relevances(question, texts).tolist())


def _steered(
    hit: Hit,
    asked: Asked,
    topics: dict[str, float],
    factors: dict[str, float],
    favoured: frozenset[str],
    avoided: frozenset[str],
) -> Steered:
    """The hit with its fused score and its document's, steered by place, time and conversation."""
    passage, document = hit.passage, hit.passage.document
    factor = factors[document.id]
    if passage.headings[:1] in PROVENANCE and not _is_on_the_source(passage, asked.query):
        factor *= ranking.PROVENANCE_FACTOR
    if document.id in favoured:
        factor *= ranking.FAVOURED
    if document.id in avoided:
        factor *= ranking.AVOIDED
    score = (1 - BEST_UNIT) * hit.score + ranking.DOCUMENT_WEIGHT * topics[document.id]
    score += ranking.EXPECTED_WEIGHT * asked.pointers.at_passage(passage)
    return Steered(passage, score * factor, hit.found_by, factor)


def _document_factor(document: Document, query: Query, today: date) -> float:
    """How well a whole document fits the places, names and times that a question has."""
    place = _called(document, query, ranking.place_factor(document, query))
    return place * ranking.time_factor(document, query, today)


def _by_meaning(hits: list[Steered], asked: Asked) -> list[Steered]:
    """The hits with how near the nearest part of each of the best is to the question in meaning."""
    ordered = sorted(hits, key=lambda hit: (-hit.score, hit.passage.id))
    read = [(hit, units_of(hit.passage)) for hit in ordered[:READ_FOR_MEANING]]
    near = iter(asked.nearness([told(unit) for _, units in read for unit in units]))
    nearest = [max((next(near) for _ in units), default=0.0) for _, units in read]
    weighed = [
        hit._replace(score=hit.score + NEAREST_UNIT * hit.factor * max(0.0, nearness))
        for (hit, _), nearness in zip(read, nearest, strict=True)
    ]
    return weighed + ordered[READ_FOR_MEANING:]


def _is_on_the_source(passage: Passage, query: Query) -> bool:
    """True when a section about the source itself may hold what is asked for: its places, or when and by whom it was decided."""
    begun = Event.START in query.events and bool(query.plans)  # an agreement begins when it is decided
    decided = (Event.DECIDE in query.events or begun) and query.wants(Intent.WHEN, Intent.WHO)
    return query.asks_for_places or (decided and passage.headings[:1] == PROVENANCE[1])


def _called(document: Document, query: Query, place: float) -> float:
    """The factor for the place, with what the document gains when the question calls it by its name."""
    is_it = place >= 1 and not query.wants(Intent.DEFINITION, Intent.COMPARE) and is_itself(document, query)
    if is_named(document, query):
        place = max(place, ranking.NO_PLACE) * ranking.NAMED
    return place * ranking.ITSELF if is_it else place


def allowed(document: Document, filters: Filters, today: date) -> bool:
    """True for a document inside the limits of a search."""
    if filters.areas and document.municipalities and not set(filters.areas) & set(document.municipalities):
        return False
    if filters.kinds and document.kind not in filters.kinds:
        return False
    return not (filters.in_force_only and is_outdated(status_of(document, today)))
