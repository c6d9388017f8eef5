"""What a question's misspelt words were meant to be, judged by the words of the index. Pure.

A word is left alone when the index, the word list or Swedish knows it, and when it is put together of such words. Else the
nearest word of the index takes its place: the same letters without their dots, or one fault away (two in a long word).
Faults are counted as optimal string alignment counts them: a letter more, less, other or changed places with the next.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache, partial
from itertools import product
from math import prod

from rapidfuzz import process
from rapidfuzz.distance import OSA

from assistant.language import swedish
from assistant.language.places import municipality_of, of_locality

SHORTEST = 5  # letters of a word that may be misspelt; shorter ones have too many neighbours
LONG = 10  # letters from which a word may have two faults
SHORTEST_PART = 4  # letters of a part of a compound
MOST_NEAR = 20  # near words that are looked at, of each length
MISSING_DOTS = 0.5  # a fault, when the question writes other dots
MOST_VARIANTS = 81  # ways of setting dots that are tried
FAR_MORE = 5  # times as common
LEAST_SIGNS = 2  # that a place is meant as a part of its municipality
SPOKEN = {
    "va": "vad", "nä": "när", "ä": "är", "e": "är", "vicka": "vilka", "vicken": "vilken", "vicket": "vilket", "dan": "dagen",
    "mycke": "mycket", "myke": "mycket", "ere": "är", "nuförtin": "nuförtiden",
    "oxå": "också", "nåt": "något", "nån": "någon", "nåra": "några", "spänn": "kronor", "vaför": "varför",
    "kravs": "krävs",
}  # fmt: skip
DOTLESS = {
    "for": "för",
    "at": "åt",
    "aven": "även",
    "stod": "stöd",
    "lon": "lön",
    "bast": "bäst",
    "pa": "på",
    "fran": "från",
}
# words that are others than they look when the whole question is written without å, ä and ö

_WHERE = re.compile(r"\b(?:i|från|kring|runt|utanför|nära) $", re.IGNORECASE)
_SEEKS = re.compile(r"\b(?:bidrag|stöd|pengar|sök)", re.IGNORECASE)  # who asks for money says where the asker is from
_CALLED_SO = re.compile(r" (?:folkhögskola|[A-ZÅÄÖ])")
_QUESTION_WORDS = ("vilka", "vilken", "vilket", "varför")

_WORD = re.compile(r"(?<![\w-])[^\W\d_]+(?![\w-])")
_ENGLISH = frozenset("the is are how what when which who where does do we our you and of to can much many".split())
_LEAST_ENGLISH = 2  # such words that make a question English
_DOTS = {"a": "aäå", "o": "oö"}
_DOTTED = re.compile("[åäöÅÄÖ]")


class Speller:
    """Knows the words of one index. ``is_swedish`` says of a word whether it is one, whatever the index holds."""

    def __init__(self, words: Sequence[str], counts: Sequence[int], is_swedish: Callable[[str], bool]) -> None:
        self._is_swedish = is_swedish
        self._counts = {word: int(count) for word, count in zip(words, counts, strict=True) if word.isalpha()}
        for word in swedish.ASKING_WORDS:
            self._counts.setdefault(word, 1)
        self._counts |= dict.fromkeys(swedish.STOP_WORDS, max(self._counts.values(), default=1))
        self._stems = {swedish.stem(word) for word in self._counts}
        self._bare_by_length: dict[int, dict[str, str]] = defaultdict(dict)  # word → the same without dots
        self._by_bare: dict[str, list[str]] = defaultdict(list)
        for word in self._counts:
            bare = swedish.fold(word)
            if len(word) >= SHORTEST - 1:
                self._bare_by_length[len(word)][word] = bare
            if bare != word:
                self._by_bare[bare].append(word)
        self._nearest = lru_cache(maxsize=2000)(partial(_nearest, self._counts, self._bare_by_length))

    def repaired(self, text: str, is_known: Callable[[str], bool]) -> str:
        """The text with its misspelt words as they were meant; capitals are kept. ``is_known``: words of the word list."""
        found = [word.casefold() for word in _WORD.findall(text)]
        if sum(word in _ENGLISH for word in found) >= _LEAST_ENGLISH and not _DOTTED.search(text):
            return text
        without_dots = not _DOTTED.search(text)
        seeks = bool(_SEEKS.search(text))
        inside = {match.start() for match in re.finditer(r"(?<=[^\s.!?:…] )[A-ZÅÄÖ]", text)}

        def meant(match: re.Match[str]) -> str:
            word = match.group()
            folded = word.casefold()
            if folded in SPOKEN and word == folded:
                return SPOKEN[folded]
            if place := of_locality(folded):  # by two of three signs: "i Frövi", money is asked for, no document has it
                signs = (_is_where(text, match), seeks, not self._is_of_index(folded))
                if sum(signs) >= LEAST_SIGNS:
                    return place
            if without_dots and (dotted := DOTLESS.get(folded) or _place(folded)):
                return dotted.capitalize() if word[0].isupper() else dotted
            if match.start() == 0 and not self._is_of_index(folded) and (asking := _question_word(folded)):
                return asking.capitalize() if word[0].isupper() else asking
            if (place := _place(folded, dotless=False)) and not self._is_right(folded):
                return place.capitalize() if word[0].isupper() else place
            if is_known(folded) or (self._is_of_index(folded) and not self._is_bare(folded)):
                return word
            repaired = self._meant(folded, without_dots, match.start() in inside)
            return repaired.capitalize() if word[0].isupper() else repaired

        return _WORD.sub(meant, text)

    def changes(self, text: str, is_known: Callable[[str], bool]) -> tuple[tuple[str, str], ...]:
        """(written, meant) of the words that got other letters; dots that are set and spoken forms are not worth telling."""
        pairs = zip(_WORD.findall(text), _WORD.findall(self.repaired(text, is_known)), strict=True)
        other = ((a, b) for a, b in pairs if swedish.fold(a.casefold()) != swedish.fold(b.casefold()))
        return tuple(dict.fromkeys((a, b) for a, b in other if a not in SPOKEN))

    def _meant(self, word: str, without_dots: bool, is_name: bool) -> str:
        dotted = max(self._by_bare.get(swedish.fold(word), ()), key=self._rank, default=None)
        if dotted and (without_dots or not self._is_right(word)):
            return dotted
        if self._is_of_index(word):
            return word
        if without_dots and (variant := self._with_dots(word)):
            return variant
        if len(word) < SHORTEST:
            return word
        nearest = self._nearest(word, 2 if len(word) >= LONG and not is_name else 1, without_dots)
        return nearest if nearest and not self._is_right(word) else word

    def _with_dots(self, word: str) -> str | None:
        """A Swedish word with the same letters but for their dots, when there is one and this is none."""
        choices = [_DOTS.get(letter, letter) for letter in word]
        if prod(map(len, choices)) > MOST_VARIANTS or self._is_swedish(word):
            return None
        variants = map("".join, product(*choices))
        return next((variant for variant in variants if variant != word and self._is_swedish(variant)), None)

    def _is_bare(self, word: str) -> bool:
        """True for a word of the index that is far more common with dots: foreningsbidrag, in addresses."""
        if word in swedish.ASKING_WORDS or word in swedish.STOP_WORDS:
            return False
        return any(self._counts[other] >= FAR_MORE * self._counts.get(word, 0) for other in self._by_bare.get(word, ()))

    def _rank(self, word: str) -> tuple[int, str]:
        return self._counts[word], word

    def _is_of_index(self, word: str) -> bool:
        return word in self._counts or swedish.stem(word) in self._stems

    def _is_right(self, word: str) -> bool:
        """True for a word that Swedish knows, and for one put together of two known words."""
        if self._is_swedish(word):
            return True
        cuts = range(SHORTEST_PART, len(word) - SHORTEST_PART + 1)
        return any(self._is_part(word[:cut]) and self._is_word(word[cut:]) for cut in cuts)

    def _is_part(self, word: str) -> bool:
        return self._is_word(word) or (word.endswith("s") and self._is_word(word[:-1]))

    def _is_word(self, word: str) -> bool:
        return len(word) >= SHORTEST_PART and (word in self._counts or self._is_swedish(word))


def _is_where(text: str, found: re.Match[str]) -> bool:
    """True for a place where something is, "i Fellingsbro", not for what is called after it: Fellingsbro folkhögskola."""
    return bool(_WHERE.search(text, 0, found.start())) and not _CALLED_SO.match(text, found.end())


def _place(word: str, *, dotless: bool = True) -> str | None:
    """The municipality that a word names, in the same case and form: orebros is örebros; also misspelt unless ``dotless``."""
    place = municipality_of(word)
    name = place.casefold() if place else ""
    form = f"{name}s" if word.endswith("s") and not name.endswith("s") else name
    if not place or form == word or (dotless and swedish.fold(form) != word):
        return None
    return form


def _question_word(word: str) -> str | None:
    """The question word that a question which begins with a misspelt one means: vlka is vilka."""
    return next((asking for asking in _QUESTION_WORDS if OSA.distance(word, asking) == 1), None)


def _nearest(
    counts: Mapping[str, int],
    bare_by_length: Mapping[int, Mapping[str, str]],
    word: str,
    most: int,
    without_dots: bool,
) -> str | None:
    """The word with the fewest faults, and of those the most common."""
    bare, dots = swedish.fold(word), 0.0 if without_dots else MISSING_DOTS
    near: list[tuple[float, int, str]] = []
    for length in range(len(word) - most, len(word) + most + 1):
        for other, listed in _within(bare, bare_by_length.get(length, {}), most):
            faults = min(float(OSA.distance(word, listed)), OSA.distance(bare, other) + dots)
            if faults <= most and (faults <= 1 or listed[0] == word[0]):
                near.append((faults + (other[0] != bare[0]), -counts[listed], listed))
    return min(near)[2] if near else None


def _within(bare: str, others: Mapping[str, str], most: int) -> list[tuple[str, str]]:
    """(without dots, as it is listed) of the words this many faults away, dots left out of account."""
    found = process.extract(bare, others, scorer=OSA.distance, score_cutoff=most, limit=MOST_NEAR)
    return [(other, listed) for other, _, listed in found]
