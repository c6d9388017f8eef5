"""How well a stretch of text covers the words of a question, also through inflection and compounds. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from rapidfuzz import fuzz

from assistant import swedish
from assistant.vocabulary import SYNONYM_WEIGHT

SAME_STEM = 1.0
INSIDE = 0.8  # the shorter word stands inside the longer: bidrag in föreningsbidrag
MISSPELT = 0.75  # one or two letters off: ansökningsdg
NONE: Mapping[str, tuple[str, ...]] = {}
LEAST = 0.5  # below this two words do not match at all


@lru_cache(maxsize=500_000)
def similarity(asked: str, found: str) -> float:
    """0–1: how far a word of the text can stand for a word of the question."""
    if asked == found:
        return SAME_STEM
    if asked.isdigit() or found.isdigit():
        return 0.0
    a, b = swedish.stem(asked), swedish.stem(found)
    if a == b:
        return SAME_STEM
    shorter, longer = sorted((a, b), key=len)
    if len(shorter) < 4:
        return 0.0
    if longer.startswith(shorter) or longer.endswith(shorter):
        return INSIDE
    if shorter in longer:
        return INSIDE * 0.8
    if len(shorter) >= 5 and (a[0] == b[0] or len(shorter) >= 8) and fuzz.ratio(a, b) >= 85:
        return MISSPELT
    return _gram_overlap(a, b)


def _gram_overlap(a: str, b: str) -> float:
    grams_a, grams_b = set(swedish.grams(a)), set(swedish.grams(b))
    if min(len(grams_a), len(grams_b)) < 2:
        return 0.0
    share = len(grams_a & grams_b) / min(len(grams_a), len(grams_b))
    return INSIDE * share if share >= LEAST else 0.0


def best_match(asked: str, words: Iterable[str]) -> float:
    """The best similarity between one asked word and any of these."""
    best = 0.0
    for word in words:
        score = similarity(asked, word)
        if score > best:
            best = score
            if best == SAME_STEM:
                break
    return best


Alternatives = Mapping[str, tuple[str, ...]]


def coverage(
    weights: Mapping[str, float], layers: Iterable[tuple[frozenset[str], float]], alternatives: Alternatives = NONE
) -> float:
    """0–1: the share of the question's weight that the text covers, by the words themselves or by those that may stand for them.

    ``layers`` are (words, credit): a word found in the text itself gives full credit, in its headings or title less.
    """
    total = sum(weights.values())
    if not total:
        return 0.0
    layers = list(layers)
    return sum(weight * _covered(word, alternatives.get(word, ()), layers) for word, weight in weights.items()) / total


def _covered(word: str, others: tuple[str, ...], layers: list[tuple[frozenset[str], float]]) -> float:
    own = covered(word, layers)
    return max([own, *(SYNONYM_WEIGHT * covered(other, layers) for other in others)]) if own < SYNONYM_WEIGHT else own


def covered(word: str, layers: Iterable[tuple[frozenset[str], float]]) -> float:
    """0–1: the best credit that one asked word gets in any layer."""
    return max((credit * best_match(word, words) for words, credit in layers), default=0.0)


@lru_cache(maxsize=20_000)
def word_set(text: str) -> frozenset[str]:
    """The content words of a text."""
    return frozenset(swedish.content_words(text))
