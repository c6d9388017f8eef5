"""Questions that are expected, each with the place that answers it: a second way to the right section. Pure.

A section is then found by those who ask in other words than its own. The method is document expansion by queries (Nogueira
et al., 2019, "Document Expansion by Query Prediction"), with questions kept beside the documents, where editors read and
change them, instead of predicted ones. They only say where to look: none is shown, and what is quoted is the document.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from assistant.domain import Document, Passage
from assistant.language import matching, values
from assistant.language.matching import Matcher
from assistant.passages.units import Unit
from assistant.ports import Matrix, products
from assistant.question.intents import Intent, intents_of
from assistant.question.query import Query
from assistant.retrieval import lexical
from assistant.retrieval.lexical import LexicalIndex

KIND = "questions"  # the name of this data in a generation
MEANING = 0.6  # share of what the vectors say beside the words
READ = 40  # expected questions that are held against the question word by word
TITLE_CREDIT = 0.9  # how far a word that the document's title or places have counts as asked
BACK = 0.5  # share of the expected question's own words in the likeness, beside the question's
OTHER_KIND = 0.85  # factor when the two ask for different kinds of answer
OTHER_YEAR = 0.8  # factor for one that names a year, and none of those asked about
MEANT = 0.6  # likeness from which its words stand for those of the place it points at
LEAST = 0.3  # likeness below which an expected question says nothing

Place = tuple[int, int]


class Expected(NamedTuple):
    """One expected question, and where in its document the answer stands; with ``whole``, sections as they are."""

    question: str
    document: str
    places: tuple[Place, ...]
    whole: bool = False


class Pointer(NamedTuple):
    """An expected question like the one that is asked, and how alike they are, 0–1."""

    likeness: float
    expected: Expected

    def meets(self, start: int, end: int) -> bool:
        """True when it points at something of this stretch of its document."""
        return any(at < end and to > start for at, to in self.expected.places)


@dataclass(frozen=True, slots=True)
class Pointers:
    """Where the expected questions like the one that is asked point, by document."""

    of: Mapping[str, Sequence[Pointer]] = field(default_factory=dict)

    def at_passage(self, passage: Passage) -> float:
        """How strongly any points at a passage or words in it, 0–1."""
        return max((pointer.likeness for pointer in self._at(passage)), default=0.0)

    def at_unit(self, unit: Unit) -> float:
        """How strongly any points at words of a unit, 0–1."""
        pointers = (one for one in self.of.get(unit.passage.document.id, ()) if not one.expected.whole)
        return max((one.likeness for one in pointers if one.meets(unit.start, unit.end)), default=0.0)

    def words_for(self, passage: Passage) -> frozenset[str]:
        """Words that stand for the passage's own: those of the expected questions that are much like the one asked."""
        meant = [pointer for pointer in self._at(passage) if pointer.likeness >= MEANT]
        return frozenset(word for pointer in meant for word in matching.word_set(pointer.expected.question))

    def _at(self, passage: Passage) -> list[Pointer]:
        return [one for one in self.of.get(passage.document.id, ()) if one.meets(passage.start, passage.end)]


NOTHING = Pointers()


class ExpectedQuestions:
    """Those of one generation, ready to be held against a question."""

    def __init__(
        self, questions: Sequence[Expected], index: LexicalIndex, vectors: Matrix, documents: Mapping[str, Document]
    ) -> None:
        self._questions = questions
        self._index = index
        self._vectors = vectors
        self._read: dict[int, tuple[frozenset[str], frozenset[str], Mapping[str, float]]] = {}
        self._called = {name: f"{one.title} {' '.join(one.municipalities)}" for name, one in documents.items()}

    @property
    def vectors(self) -> Matrix:
        """The vector of each, in order."""
        return self._vectors

    @property
    def documents(self) -> frozenset[str]:
        """The ids of the documents that have any."""
        return frozenset(self._called)

    def near(self, query: Query, matcher: Matcher, vector: Matrix) -> list[Pointer]:
        """The expected questions that are like a question, the most alike first."""
        meant = np.maximum(products(self._vectors, vector), 0.0)
        found = {number for number, _ in self._index.search(lexical.weighted_units(query.search_weights), READ)}
        found.update(np.argsort(-meant)[:READ].tolist())
        liked = (
            (
                ((1 - MEANING) * self._likeness(number, query, matcher) + MEANING * float(meant[number]))
                * _as_asked(self._questions[number].question, query),
                number,
            )
            for number in found
        )
        return [
            Pointer(likeness, self._questions[number])
            for likeness, number in sorted(liked, reverse=True)
            if likeness >= LEAST
        ]

    def pointers(self, query: Query, matcher: Matcher, vector: Matrix) -> Pointers:
        """Where the expected questions that are like a question point."""
        found: dict[str, list[Pointer]] = defaultdict(list)
        for pointer in self.near(query, matcher, vector):
            found[pointer.expected.document].append(pointer)
        return Pointers(found)

    def _likeness(self, number: int, query: Query, matcher: Matcher) -> float:
        """0–1: how far the words of an expected question and of the question stand for each other."""
        own, around, weights = self._words(number)
        forward = matcher.coverage(own, [(matcher.credits(around), TITLE_CREDIT)])
        total = sum(weights.values())
        backward = sum(weight * matcher.asks_for(word) for word, weight in weights.items()) / total if total else 0.0
        return (1 - BACK) * forward + BACK * backward

    def _words(self, number: int) -> tuple[frozenset[str], frozenset[str], Mapping[str, float]]:
        """The words of an expected question, those around its answer, and how much each that only it has tells."""
        if number not in self._read:
            expected = self._questions[number]
            own, around = matching.word_set(expected.question), matching.word_set(self._called[expected.document])
            alone = [word for word in own if matching.best_match(word, around) < TITLE_CREDIT]
            self._read[number] = own, around, {word: self._index.rarity(word) for word in alone}
        return self._read[number]


@lru_cache(maxsize=20_000)
def _kinds(question: str) -> tuple[Intent, ...]:
    return intents_of(question)


def _as_asked(question: str, query: Query) -> float:
    """The factor for an expected question that asks for another kind of answer, or names a year that is not asked about."""
    kinds = {*_kinds(question), *query.intents}
    factor = 1.0 if Intent.OTHER in kinds or set(_kinds(question)) & set(query.intents) else OTHER_KIND
    named = set(values.years(question))
    return factor if not named or named & set(query.years) else factor * OTHER_YEAR


def expected_from(records: Any) -> tuple[Expected, ...]:
    """The expected questions of a generation's data of this kind, in the order of their index; none of None."""
    return tuple(
        Expected(question, record["document"], tuple((start, end) for start, end in answer["places"]), answer["whole"])
        for record in records or ()
        for answer in record["answers"]
        for question in answer["questions"]
    )
