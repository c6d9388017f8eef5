"""How well running text answers: a passage under no heading, which only its own sentences can speak for. Pure.

A heading says what a section is about, so that its sentences need not. Where there is none the words stand in the sentences,
and three more things tell which passage is meant: a sentence that has the question's words letter by letter (4-grams, as in
the lexical index), its words in the same order, and its words beside a value of the kind asked for. The weights were fitted
on articles and measured on others (evals/README.md).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from itertools import pairwise

from assistant.domain import Passage
from assistant.language import swedish, values
from assistant.passages.units import units_of
from assistant.question.intents import Intent
from assistant.question.query import Query
from assistant.retrieval import lexical
from assistant.retrieval.relevance import RUNNING_TEXT, Asked, passage_score

SENTENCE = 0.6  # weight of the sentence with most of the question's 4-grams
BESIDE = 0.5  # weight of the question's words that stand beside a value of the kind asked for
IN_ORDER = 0.3  # weight of the question's neighbouring words that are neighbours in the text
REACH = 6  # words on each side of a value that stand beside it

_YEAR = re.compile(rf"(?:1\d\d\d|20\d\d|{'|'.join(values.MONTHS)})$|.*(?:århundrad|talet$)")
_NUMBER = re.compile(rf".*\d|(?:{'|'.join(values.NUMBER_WORDS[2:])}|trettio|hundra|tusen|procent|miljon\w*|kronor)$")

Rarity = Callable[[int], float]  # how rare a unit of the lexical index is, in nats


class RunningText:
    """One question, ready to be held against passages that stand under no heading."""

    def __init__(self, asked: Asked, rarity: Rarity) -> None:
        query, rarity = asked.query, cache(rarity)
        self._query = query
        self._asked = asked
        self._grams = _grams_worth(query, rarity)
        self._pairs = _pairs_worth(query, rarity)
        self._value = _kind_of_value(query)
        self._words = frozenset(swedish.words(query.text))
        self._seen: set[str] = set()
        self._shared: dict[str, frozenset[int]] = {}  # words that share 4-grams with the question, of those seen

    def score(self, passage: Passage) -> float:
        """What ``passage_score`` is for a passage under a heading, and on the same scale."""
        told = SENTENCE * self._best_sentence(passage) + BESIDE * self._beside_value(passage)
        return passage_score(passage, self._asked, RUNNING_TEXT) + told + IN_ORDER * self._in_order(passage)

    def _best_sentence(self, passage: Passage) -> float:
        """The share of the question's 4-grams, by how rare they are, that one sentence has."""
        return max((self._of_sentence(unit.words) for unit in units_of(passage)), default=0.0)

    def _of_sentence(self, words: frozenset[str]) -> float:
        for word in words - self._seen:
            keys = lexical.gram_keys(word)
            if not self._grams.keys().isdisjoint(keys):
                self._shared[word] = frozenset(self._grams.keys() & keys)
        self._seen |= words
        found = frozenset[int]().union(*(self._shared[word] for word in self._shared.keys() & words))
        return sum(map(self._grams.__getitem__, found))

    def _in_order(self, passage: Passage) -> float:
        """The share of the question's neighbouring words that stand so in the text; a stem begins its word."""
        folded = passage.text.casefold()
        likely = {pair for pair in self._pairs if pair[0] in folded and pair[1] in folded}
        return sum(self._pairs[pair] for pair in likely & _pairs(passage.text)) if likely else 0.0

    def _beside_value(self, passage: Passage) -> float:
        """The most that the words around one value tell of the question; a value that the question names is no news."""
        if not self._value:
            return 0.0
        words, matcher = swedish.words(passage.text), self._asked.matcher
        places = [i for i, word in enumerate(words) if self._value.match(word) and word not in self._words]
        beside = ((*words[max(0, i - REACH) : i], *words[i + 1 : i + 1 + REACH]) for i in places)
        return max((matcher.told(matcher.credits(near), (), self._query.weights) for near in beside), default=0.0)


def _kind_of_value(query: Query) -> re.Pattern[str] | None:
    if query.wants(Intent.WHEN):
        return _YEAR
    return _NUMBER if query.wants(Intent.AMOUNT, Intent.COUNT, Intent.AGE) else None


def _grams_worth(query: Query, rarity: Rarity) -> dict[int, float]:
    """The 4-grams that are searched for, each as a share of what the question's own come to."""
    own = _worth(query.weights, rarity)
    total = sum(own.values())
    return {key: worth / total for key, worth in _worth(query.search_weights, rarity).items()} if total else {}


def _worth(weights: Mapping[str, float], rarity: Rarity) -> dict[int, float]:
    units = lexical.weighted_units(weights)
    return {key: weight * rarity(key) for key, weight in units.items() if not key & int(lexical.STEM_BIT)}


def _pairs_worth(query: Query, rarity: Rarity) -> dict[tuple[str, str], float]:
    """The question's neighbouring content words as stems, each pair as a share of what all are worth."""
    pairs = {pair: sum(rarity(lexical.stem_key(stem)) for stem in pair) for pair in _pairs(query.text)}
    total = sum(pairs.values())
    return {pair: worth / total for pair, worth in pairs.items()} if total else {}


@lru_cache(maxsize=4096)
def _pairs(text: str) -> frozenset[tuple[str, str]]:
    return frozenset(pairwise(swedish.stem(word) for word in swedish.content_words(text)))
