"""Lexical ranking: BM25F over character 4-grams and stems, with title and headings as weighted fields. Pure.

Every word is wrapped in boundary marks and cut into 4-grams (|bidrag| → |bid bidr idra drag rag|), so that
*föreningsbidragets* meets *bidrag* while beginnings and ends still tell words apart. The grams of one word together weigh
about the square root of their number, so that long words do not drown short ones. å, ä and ö are folded in the grams
only; the Snowball stem of each word, unfolded, is one more unit. The figures behind these choices: evals/README.md.

The index is four arrays that open from disk without being rebuilt (postings.py writes them): the sorted keys, and for each
key a run of (passage number, impact), where the impact is the whole BM25F contribution. Beside them lie the words.
BM25F: Robertson & Zaragoza (2009), The Probabilistic Relevance Framework: BM25 and Beyond.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from assistant.language import swedish

K1 = 1.2  # saturation of repeated units
FIELD_WEIGHTS = (3.0, 2.0, 1.0)  # title, headings, text
FIELD_B = (0.3, 0.3, 0.75)  # length normalisation of each
GRAM_EXPONENT = -0.4  # each of a word's m grams weighs m to this power
STEM_WEIGHT = 0.3
ANALYSER = f"{swedish.ANALYSER_VERSION}-{K1}-{FIELD_WEIGHTS}-{FIELD_B}"  # part of the IndexStamp

WORDS = "words.txt"

Keys = NDArray[np.uint64]
STEM_BIT = np.uint64(1 << 63)  # set in stem keys, never in gram keys (four 15-bit code points)


class Fields(NamedTuple):
    """What is indexed of one passage."""

    title: str
    headings: str
    text: str


@dataclass(frozen=True, slots=True)
class LexicalIndex:
    """Postings in compressed rows: key i owns ``passages[offsets[i]:offsets[i + 1]]``.

    ``words`` are the content words, in order, and ``word_counts`` in how many passages each stands.
    """

    keys: Keys
    offsets: NDArray[np.int64]
    passages: NDArray[np.uint32]
    impacts: NDArray[np.float16]
    size: int
    words: tuple[str, ...] = ()
    word_counts: NDArray[np.uint32] = field(default_factory=lambda: np.zeros(0, np.uint32))

    def scores(self, weights: Mapping[int, float]) -> NDArray[np.float32]:
        """BM25F score of every passage for weighted units; shape (size,)."""
        result = np.zeros(self.size, dtype=np.float32)
        if not weights or not len(self.keys):
            return result
        wanted = np.fromiter(weights, np.uint64, len(weights))
        places = np.minimum(np.searchsorted(self.keys, wanted), len(self.keys) - 1)
        for place, key, weight in zip(places.tolist(), wanted, weights.values(), strict=True):
            if self.keys[place] == key:
                run = slice(int(self.offsets[place]), int(self.offsets[place + 1]))
                result[self.passages[run]] += np.float32(weight) * self.impacts[run].astype(np.float32)
        return result

    def search(self, weights: Mapping[int, float], k: int) -> list[tuple[int, float]]:
        """The k best (passage number, score), best first; passages without any of the units are left out."""
        scores = self.scores(weights)
        count = min(k, int(np.count_nonzero(scores > 0)))
        if count == 0:
            return []
        best = np.argpartition(-scores, count - 1)[:count]
        ordered = best[np.lexsort((best, -scores[best]))]
        return [(int(number), float(scores[number])) for number in ordered]

    def frequency(self, key: int) -> int:
        """In how many passages a unit occurs."""
        place = int(np.searchsorted(self.keys, np.uint64(key)))
        if place == len(self.keys) or int(self.keys[place]) != key:
            return 0
        return int(self.offsets[place + 1] - self.offsets[place])

    def has(self, word: str) -> bool:
        """True when some passage has a word with the same stem."""
        return self.frequency(stem_key(swedish.stem(word))) > 0

    def rarity(self, word: str) -> float:
        """Inverse document frequency of a word's stem, in nats; unknown words are as rare as can be."""
        return inverse_frequency(self.frequency(stem_key(swedish.stem(word))), self.size)

    def unit_rarity(self, key: int) -> float:
        """The same for a unit, a 4-gram or a stem; one that no passage has is worth nothing, as it cannot be found."""
        frequency = self.frequency(key)
        return inverse_frequency(frequency, self.size) if frequency else 0.0

    def save(self, folder: Path) -> None:
        """Write the index into an existing folder."""
        for name in ("keys", "offsets", "passages", "impacts", "word_counts"):
            np.save(folder / f"{name}.npy", getattr(self, name))
        (folder / WORDS).write_text("\n".join(self.words), encoding="utf-8")

    @classmethod
    def open(cls, folder: Path, size: int) -> LexicalIndex:
        """Open a saved index; the large arrays stay on disk until they are read. Raises OSError or ValueError."""
        keys, offsets = np.load(folder / "keys.npy"), np.load(folder / "offsets.npy")
        passages, impacts = (np.load(folder / f"{name}.npy", mmap_mode="r") for name in ("passages", "impacts"))
        passages, impacts = (
            passages.view(np.ndarray),
            impacts.view(np.ndarray),
        )  # a slice of a memmap costs ten times more
        if len(offsets) != len(keys) + 1 or not len(passages) == len(impacts) == int(offsets[-1]):
            raise ValueError("the lexical index does not fit together")
        words = tuple((folder / WORDS).read_text(encoding="utf-8").split())
        counts = np.load(folder / "word_counts.npy")
        if len(words) != len(counts):
            raise ValueError("the words of the lexical index do not fit together")
        return cls(keys, offsets, passages, impacts, size, words, counts)


def inverse_frequency(frequency: int, size: int) -> float:
    """BM25's idf, never negative."""
    return math.log(1.0 + (size - frequency + 0.5) / (frequency + 0.5))


@lru_cache(maxsize=200_000)
def gram_keys(word: str) -> tuple[int, ...]:
    """The 4-grams of a marked, folded word, each as four code points of 15 bits in one number."""
    marked = f"|{swedish.fold(word)}|"
    codes = [ord(letter) & 0x7FFF for letter in marked]
    width = min(4, len(codes))
    return tuple(
        sum(code << (15 * place) for place, code in enumerate(reversed(codes[i : i + width])))
        for i in range(len(codes) - width + 1)
    )


@lru_cache(maxsize=200_000)
def stem_key(stem: str) -> int:
    """A stem as a number with the top bit set, so that it never meets a gram."""
    digest = hashlib.blake2b(stem.encode("utf-8"), digest_size=8).digest()
    return int.from_bytes(digest, "little") | int(STEM_BIT)


def weighted_units(words: Mapping[str, float]) -> dict[int, float]:
    """The units of a question's weighted words; a unit that several words share is added up."""
    units: dict[int, float] = {}
    for word, weight in words.items():
        grams = gram_keys(word)
        share = weight * len(grams) ** GRAM_EXPONENT
        for key in grams:
            units[key] = units.get(key, 0.0) + share
        stem = stem_key(swedish.stem(word))
        units[stem] = units.get(stem, 0.0) + weight * STEM_WEIGHT
    return units
