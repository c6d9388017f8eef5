"""Lexical ranking: BM25F over character 4-grams and stems, with title and headings as weighted fields. Pure.

Every word is wrapped in boundary marks and cut into 4-grams (|bidrag| → |bid bidr idra drag rag|), so that
*föreningsbidragets* meets *bidrag* while beginnings and ends still tell words apart. The grams of one word together weigh
about the square root of their number, so that long words do not drown short ones. å, ä and ö are folded in the grams
only; the Snowball stem of each word, unfolded, is one more unit. The figures behind these choices: evals/README.md.

The index is four arrays that open from disk without being rebuilt: the sorted keys, and for each key a run of
(passage number, impact), where the impact is the whole BM25F contribution, computed when the index is built.
BM25F: Robertson & Zaragoza (2009), The Probabilistic Relevance Framework: BM25 and Beyond.
"""

from __future__ import annotations

import hashlib
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from assistant import swedish

K1 = 1.2  # saturation of repeated units
FIELD_WEIGHTS = (3.0, 2.0, 1.0)  # title, headings, text
FIELD_B = (0.3, 0.3, 0.75)  # length normalisation of each
GRAM_EXPONENT = -0.4  # each of a word's m grams weighs m to this power
STEM_WEIGHT = 0.3
ANALYSER = f"{swedish.ANALYSER_VERSION}-{K1}-{FIELD_WEIGHTS}-{FIELD_B}"  # part of the IndexStamp

Keys = NDArray[np.uint64]
_STEM_BIT = np.uint64(1 << 63)  # set in stem keys, never in gram keys (four 15-bit code points)


class Fields(NamedTuple):
    """What is indexed of one passage."""

    title: str
    headings: str
    text: str


@dataclass(frozen=True, slots=True)
class LexicalIndex:
    """Postings in compressed rows: key i owns ``passages[offsets[i]:offsets[i + 1]]``."""

    keys: Keys
    offsets: NDArray[np.int64]
    passages: NDArray[np.uint32]
    impacts: NDArray[np.float16]
    size: int

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

    def rarity(self, word: str) -> float:
        """Inverse document frequency of a word's stem, in nats; unknown words are as rare as can be."""
        return inverse_frequency(self.frequency(stem_key(swedish.stem(word))), self.size)

    def save(self, folder: Path) -> None:
        """Write the index into an existing folder."""
        for name in ("keys", "offsets", "passages", "impacts"):
            np.save(folder / f"{name}.npy", getattr(self, name))

    @classmethod
    def open(cls, folder: Path, size: int) -> LexicalIndex:
        """Open a saved index; the large arrays stay on disk until they are read. Raises OSError or ValueError."""
        keys, offsets = np.load(folder / "keys.npy"), np.load(folder / "offsets.npy")
        passages, impacts = (np.load(folder / f"{name}.npy", mmap_mode="r") for name in ("passages", "impacts"))
        if len(offsets) != len(keys) + 1 or not len(passages) == len(impacts) == int(offsets[-1]):
            raise ValueError("the lexical index does not fit together")
        return cls(keys, offsets, passages, impacts, size)


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
    return int.from_bytes(digest, "little") | int(_STEM_BIT)


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


def build(passages: Iterable[Fields]) -> LexicalIndex:
    """Index passages in the order given."""
    counted = [_count(fields) for fields in passages]
    lengths = np.array([entry.lengths for entry in counted], np.float32).reshape(-1, 2, len(FIELD_WEIGHTS))
    means = np.maximum(lengths.mean(axis=0), 1.0) if counted else np.ones(lengths.shape[1:], np.float32)
    return _compress([_saturated(entry, means) for entry in counted])


class _Counted(NamedTuple):
    keys: Keys
    counts: NDArray[np.float32]  # one column per field
    lengths: tuple[tuple[int, ...], tuple[int, ...]]  # grams, stems; one number per field


def _count(fields: Fields) -> _Counted:
    columns = [_field_units(text) for text in fields]
    keys = np.fromiter({key: None for grams, stems in columns for key in (*grams, *stems)}, np.uint64)
    keys.sort()
    counts = np.zeros((len(keys), len(columns)), np.float32)
    for column, units in enumerate(columns):
        for kind in units:
            places = np.searchsorted(keys, np.fromiter(kind, np.uint64, len(kind)))
            counts[places, column] = np.fromiter(kind.values(), np.float32, len(kind))
    grams_long = tuple(sum(grams.values()) for grams, _ in columns)
    return _Counted(keys, counts, (grams_long, tuple(sum(stems.values()) for _, stems in columns)))


def _field_units(text: str) -> tuple[Counter[int], Counter[int]]:
    grams: Counter[int] = Counter()
    stems: Counter[int] = Counter()
    for word, count in Counter(swedish.content_words(text)).items():
        stems[stem_key(swedish.stem(word))] += count
        for key in gram_keys(word):
            grams[key] += count
    return grams, stems


def _saturated(entry: _Counted, means: NDArray[np.float32]) -> tuple[Keys, NDArray[np.float32]]:
    """(keys, BM25F term frequency after saturation, still without idf)."""
    weights, b = np.array(FIELD_WEIGHTS, np.float32), np.array(FIELD_B, np.float32)
    scale = weights / (1 - b + b * np.array(entry.lengths, np.float32) / means)
    is_stem = (entry.keys >= _STEM_BIT).astype(np.intp)
    frequency = (entry.counts * scale[is_stem]).sum(axis=1)
    return entry.keys, (frequency * (K1 + 1) / (frequency + K1)).astype(np.float32)


def _compress(rows: Sequence[tuple[Keys, NDArray[np.float32]]]) -> LexicalIndex:
    size = len(rows)
    if not size:
        nothing = np.zeros(0, np.uint32)
        return LexicalIndex(np.zeros(0, np.uint64), np.zeros(1, np.int64), nothing, np.zeros(0, np.float16), 0)
    all_keys = np.concatenate([keys for keys, _ in rows])
    keys, numbers, per_key = np.unique(all_keys, return_inverse=True, return_counts=True)
    owners = np.repeat(np.arange(size, dtype=np.uint32), [len(row_keys) for row_keys, _ in rows])
    order = np.argsort(numbers, kind="stable")
    idf = np.log(1.0 + (size - per_key + 0.5) / (per_key + 0.5)).astype(np.float32)
    impacts = np.concatenate([values for _, values in rows])[order] * np.repeat(idf, per_key)
    offsets = np.concatenate([np.zeros(1, np.int64), np.cumsum(per_key)]).astype(np.int64)
    return LexicalIndex(keys, offsets, owners[order], impacts.astype(np.float16), size)
