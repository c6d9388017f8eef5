"""How well a stretch of text covers the words of a question, also through inflection and compounds. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from rapidfuzz import fuzz

from assistant.language import swedish
from assistant.language.vocabulary import SYNONYM_WEIGHT

ELIDED = "…"  # between the first part of a compound and the word beside it that has its last part
SAME_STEM = 1.0
INSIDE = 0.8  # the shorter word begins or ends the longer: bidrag in föreningsbidrag
DEEP_INSIDE = 0.64  # it stands in the middle
MISSPELT = 0.75  # one or two letters off: ansökningsdg
MAY_BE_MISSPELT = 5  # letters of a stem that may be misspelt after its first letter
MISSPELT_ANYWHERE = 8  # letters of one whose first letter may be wrong
SLIGHT = 0.2  # a word with less than this share of the weightiest is only in passing
LEAST_RATIO = 85  # rapidfuzz ratio from which a word counts as misspelt
MUCH_SHORTER = 2  # letters that a word may lack of the one it stands for
LEAST_SHARE = 0.5  # share of common 4-grams below which two words do not match at all

Layer = tuple[Sequence[float], float]


@lru_cache(maxsize=170_000)  # with 175,000 and more the table behind it is in time twice as large, 21 MB
def similarity(asked: str, found: str) -> float:
    """0–1: how far a word of the text can stand for a word of the question."""
    if asked == found:
        return SAME_STEM
    if ELIDED in found:
        first, _, whole = found.partition(ELIDED)
        return SAME_STEM if swedish.completes(asked, first, whole) else similarity(asked, first)
    if ELIDED in asked:  # of two sources held against each other
        return similarity(asked.partition(ELIDED)[0], found)
    if asked.isdigit() or found.isdigit():
        return 0.0
    a, b = swedish.stem(asked), swedish.stem(found)
    if a == b or _is_definite(*sorted((asked, found), key=len)):
        return SAME_STEM
    shorter, longer = sorted((a, b), key=len)
    if len(shorter) < 4:
        return 0.0
    if longer.startswith(shorter) or longer.endswith(shorter):
        return INSIDE
    if shorter in longer:
        return DEEP_INSIDE
    long = len(shorter) >= MISSPELT_ANYWHERE
    if len(shorter) >= MAY_BE_MISSPELT and (a[0] == b[0] or long) and fuzz.ratio(a, b) >= LEAST_RATIO:
        return MISSPELT
    return _gram_overlap(a, b)


def _is_definite(word: str, longer: str) -> bool:
    """True for a word and its definite form: syfte and syftet, which Snowball tells apart."""
    ending = longer.removeprefix(word)
    return (
        ending in ("et", "en")
        or (ending in ("t", "n") and word.endswith("e"))
        or (ending == "n" and word.endswith("a"))
    )


def _gram_overlap(a: str, b: str) -> float:
    grams_a, grams_b = set(swedish.grams(a)), set(swedish.grams(b))
    if min(len(grams_a), len(grams_b)) < 2:
        return 0.0
    share = len(grams_a & grams_b) / min(len(grams_a), len(grams_b))
    return INSIDE * share if share >= LEAST_SHARE else 0.0


def best_match(asked: str, words: Iterable[str]) -> float:
    """The best similarity between one asked word and any of these."""
    return max((similarity(asked, word) for word in words), default=0.0)


@lru_cache(maxsize=20_000)
def word_set(text: str) -> frozenset[str]:
    """The content words of a text."""
    return frozenset(swedish.content_words(text))


@lru_cache(maxsize=20_000)
def words_of(text: str) -> frozenset[str]:
    """The content words of a source; what stands for a compound, "kvinno-", together with the word that has its last part."""
    found, elided = word_set(text), swedish.elided(text)
    return frozenset(f"{word}{ELIDED}{elided[word]}" if word in elided else word for word in found)


def stands_for(asked: str, found: str) -> float:
    """The same as ``similarity``, but a shorter word does not stand for a longer one: kultur is no Kulturrådet."""
    return similarity(asked, found) if len(swedish.stem(found)) + MUCH_SHORTER >= len(swedish.stem(asked)) else 0.0


class Matcher:
    """The weighted words of one question, ready to be held against many texts.

    A text's word is compared only with the asked words it shares a gram with, or that begin alike and are about as long
    (a misspelling), and only once: so a question costs milliseconds, not the product of all words.
    """

    def __init__(
        self,
        weights: Mapping[str, float],
        alternatives: Mapping[str, Sequence[str]],
        rarities: Mapping[str, float] | None = None,
    ) -> None:
        """``rarities``: how much each word tells when a whole passage is looked at (the weights if left out)."""
        self.weights = dict(weights)
        self._rarities = dict(rarities or weights)
        self._asked = list(weights)
        self._values = list(weights.values())
        self._total = sum(self._values)
        self._terms = [(term, i, 1.0) for i, term in enumerate(self._asked)]
        self._terms += [
            (other, i, SYNONYM_WEIGHT) for i, word in enumerate(self._asked) for other in alternatives.get(word, ())
        ]
        self._by_key: dict[str, set[int]] = defaultdict(set)
        for number, (term, _, _) in enumerate(self._terms):
            for key in _keys(term):
                self._by_key[key].add(number)
        self._keys = frozenset(self._by_key)
        self._seen: set[str] = set()
        self._near: dict[str, tuple[tuple[int, float], ...]] = {}  # the words that have matched, of those seen

    def credits(self, words: Iterable[str]) -> list[float]:
        """For each asked word, 0–1: how well the best of these words stands for it."""
        words = frozenset(words)
        new = words - self._seen
        self._seen |= new
        for word in new:
            if not self._keys.isdisjoint(_keys(word)):
                self._look_at(word)
        best = [0.0] * len(self._asked)
        for word in self._near.keys() & words:
            for place, credit in self._near[word]:
                best[place] = max(best[place], credit)
        return best

    def coverage(self, words: Iterable[str], around: Sequence[Layer] = ()) -> float:
        """0–1: the share of the question's weight that the words cover.

        ``around`` are (credits, factor) of what stands around the words: it counts in part.
        """
        return self.share(self.credits(words), around)

    def share(self, own: Sequence[float], around: Sequence[Layer] = ()) -> float:
        """The same for words whose credits are known."""
        if not self._total:
            return 0.0
        best = _with(own, around)
        return sum(value * credit for value, credit in zip(self._values, best, strict=True)) / self._total

    def told(self, own: Sequence[float], around: Sequence[Layer], words: Iterable[str]) -> float:
        """0–1: the share of what these of the asked words tell that is covered, each by its full rarity."""
        rarities = [self._rarities[word] if word in words else 0.0 for word in self._asked]
        total = sum(rarities)
        if not total:
            return 0.0
        best = _with(own, around)
        return sum(rarity * credit for rarity, credit in zip(rarities, best, strict=True)) / total

    def information(self, words: Iterable[str], without: Iterable[str] = ()) -> float:
        """How much of the question the words tell, in the unit of the weights, leaving some asked words out."""
        left_out = set(without)
        pairs = zip(self._asked, self._values, self.credits(words), strict=True)
        return sum(value * credit for word, value, credit in pairs if word not in left_out)

    def asks_for(self, word: str) -> float:
        """0–1: how near one word comes to anything asked for in earnest."""
        if word not in self._seen:
            self._seen.add(word)
            self._look_at(word)
        least = SLIGHT * max(self._values, default=0.0)
        near = self._near.get(word, ())
        return max((credit for place, credit in near if self._values[place] >= least), default=0.0)

    def _look_at(self, word: str) -> None:
        found: dict[int, float] = {}
        for number in set().union(*(self._by_key[key] for key in self._by_key.keys() & _keys(word))):
            term, place, factor = self._terms[number]
            likeness = similarity(term, word)
            if factor == SYNONYM_WEIGHT and likeness == MISSPELT:
                continue  # what stands for a word is spelt right: försening is not förening
            credit = factor * likeness
            if credit > found.get(place, 0.0):
                found[place] = credit
        if found:
            self._near[word] = tuple(found.items())


def best_of(several: Iterable[Sequence[float]]) -> list[float]:
    """For each asked word the best of several credits."""
    return [max(column) for column in zip(*several, strict=True)]


def _with(own: Sequence[float], around: Sequence[Layer]) -> Sequence[float]:
    for layer, factor in around:
        own = [max(credit, factor * other) for credit, other in zip(own, layer, strict=True)]
    return own


@lru_cache(maxsize=200_000)
def _keys(word: str) -> frozenset[str]:
    """Words that match share one of these: a gram, the whole word or stem, or the way it begins or ends."""
    word = word.partition(ELIDED)[0]
    stem = swedish.stem(word)
    keys = [*swedish.grams(stem), f"={stem}"]
    if len(stem) >= MAY_BE_MISSPELT:
        keys.append(f"^{word[:2]}")
    if len(stem) >= MISSPELT_ANYWHERE:
        keys.append(f"${word[-3:]}")
    return frozenset(keys)
