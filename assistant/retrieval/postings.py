"""Building a lexical index: the passages in batches, so that memory grows with the postings and not with the words. Pure."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from assistant.language import swedish
from assistant.retrieval.lexical import (
    FIELD_B,
    FIELD_WEIGHTS,
    K1,
    STEM_BIT,
    Fields,
    Keys,
    LexicalIndex,
    gram_keys,
    stem_key,
)

BATCH = 2000  # passages whose postings are put in order together
MOST_COUNTED = 255  # a unit that stands more often than this in one field is as good as this often


class _Batch(NamedTuple):
    """The postings of some passages, passage by passage: the unit's number, and how often it stands in each field."""

    units: NDArray[np.uint32]
    counts: NDArray[np.uint8]
    per_passage: NDArray[np.int64]
    lengths: NDArray[np.float32]  # (passages, grams or stems, fields)


class _Words:
    """Every word so far with its units, so that a word is cut up once, however often it stands."""

    def __init__(self) -> None:
        self.keys: dict[int, int] = {}  # key → its number, in order of first sight
        self.numbers: dict[str, int] = {}  # word → its number
        self._units = array("I")  # the units of every word, one word after the other
        self._ends = array("q", [0])

    def number(self, word: str) -> int:
        """The word's number; a new one's units are noted."""
        known = self.numbers.get(word)
        if known is not None:
            return known
        for key in (*gram_keys(word), stem_key(swedish.stem(word))):
            self._units.append(self.keys.setdefault(key, len(self.keys)))
        self._ends.append(len(self._units))
        return self.numbers.setdefault(word, len(self.numbers))

    def units_of(self, words: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The units of words one after the other, the stem last of each, and how many each word has."""
        ends = np.frombuffer(self._ends, np.int64)
        begins, lengths = ends[words], ends[words + 1] - ends[words]
        places = np.arange(int(lengths.sum())) + np.repeat(begins - (np.cumsum(lengths) - lengths), lengths)
        return np.frombuffer(self._units, np.uint32)[places].astype(np.int64), lengths


def build(passages: Iterable[Fields]) -> LexicalIndex:
    """Index passages in the order given."""
    words, found = _Words(), np.zeros(0, np.int64)
    batches: list[_Batch] = []
    for group in _groups(passages):
        batch, standing = _batch(group, words)
        batches.append(batch)
        standing[: len(found)] += found
        found = standing
    if not batches:
        nothing = np.zeros(0, np.uint32)
        return LexicalIndex(np.zeros(0, np.uint64), np.zeros(1, np.int64), nothing, np.zeros(0, np.float16), 0)
    keys = np.fromiter(words.keys, np.uint64, len(words.keys))
    order = np.argsort(keys)
    place = np.empty(len(keys), np.uint32)  # number → place among the sorted keys
    place[order] = np.arange(len(keys), dtype=np.uint32)
    listed = sorted(words.numbers)
    counts = np.fromiter((found[words.numbers[word]] for word in listed), np.uint32, len(listed))
    return _merge(keys[order], place, batches, tuple(listed), counts)


def _groups(passages: Iterable[Fields]) -> Iterator[list[Fields]]:
    source = iter(passages)
    while group := list(islice(source, BATCH)):
        yield group


def _batch(group: Sequence[Fields], known: _Words) -> tuple[_Batch, NDArray[np.int64]]:
    """The postings of some passages, and in how many of them each word stands."""
    texts = [[known.number(word) for word in swedish.content_words(text)] for fields in group for text in fields]
    words = np.fromiter(chain.from_iterable(texts), np.int64)
    slots = np.repeat(np.arange(len(texts)), np.fromiter(map(len, texts), np.int64, len(texts)))  # passage and field
    columns = len(FIELD_WEIGHTS)
    vocabulary = len(known.numbers)
    standing = np.unique(slots // columns * vocabulary + words) % max(vocabulary, 1)
    units, per_word = known.units_of(words)
    slots = np.repeat(slots, per_word)
    is_stem = np.zeros(len(units), np.int64)
    is_stem[np.cumsum(per_word) - 1] = 1
    sizes = (slots // columns * 2 + is_stem) * columns + slots % columns
    lengths = np.bincount(sizes, minlength=len(group) * 2 * columns).reshape(len(group), 2, columns)
    pairs, back = np.unique(slots // columns * len(known.keys) + units, return_inverse=True)
    counts = np.bincount(back * columns + slots % columns, minlength=len(pairs) * columns).reshape(-1, columns)
    of_passage, of_unit = np.divmod(pairs, max(len(known.keys), 1))
    return _Batch(
        of_unit.astype(np.uint32),
        np.minimum(counts, MOST_COUNTED).astype(np.uint8),
        np.bincount(of_passage, minlength=len(group)),
        lengths.astype(np.float32),
    ), np.bincount(standing, minlength=vocabulary)


def _merge(
    keys: Keys, place: NDArray[np.uint32], batches: list[_Batch], words: tuple[str, ...], counts: NDArray[np.uint32]
) -> LexicalIndex:
    """Every batch's postings put where their keys' runs go on; a batch is let go of when it is in."""
    per_key = sum(np.bincount(place[batch.units], minlength=len(keys)) for batch in batches)
    offsets = np.concatenate([np.zeros(1, np.int64), np.cumsum(per_key)]).astype(np.int64)
    passages, impacts = np.empty(offsets[-1], np.uint32), np.empty(offsets[-1], np.float16)
    lengths = np.concatenate([batch.lengths for batch in batches])
    means, size = np.maximum(lengths.mean(axis=0), 1.0), len(lengths)
    idf = np.log(1.0 + (size - per_key + 0.5) / (per_key + 0.5)).astype(np.float32)
    ends, first = offsets[:-1].copy(), 0  # where each key's run goes on; the number of the batch's first passage
    for number, batch in enumerate(batches):
        owners = np.repeat(np.arange(len(batch.lengths), dtype=np.uint32), batch.per_passage)
        runs = place[batch.units]
        impact = _saturated(batch, owners, keys[runs] >= STEM_BIT, means) * idf[runs]
        order = np.argsort(runs, kind="stable")
        runs = runs[order]
        present, begins, lengths_of = np.unique(runs, return_index=True, return_counts=True)
        goes_to = np.arange(len(runs)) + np.repeat(ends[present] - begins, lengths_of)
        passages[goes_to], impacts[goes_to] = owners[order] + np.uint32(first), impact[order]
        ends[present] += lengths_of
        first += len(batch.lengths)
        batches[number] = _Batch(batch.units[:0], batch.counts[:0], batch.per_passage[:0], batch.lengths[:0])
    return LexicalIndex(keys, offsets, passages, impacts, size, words, counts)


def _saturated(
    batch: _Batch, owners: NDArray[np.uint32], is_stem: NDArray[np.bool_], means: NDArray[np.float32]
) -> NDArray[np.float32]:
    """BM25F term frequency after saturation, still without idf."""
    weights, b = np.array(FIELD_WEIGHTS, np.float32), np.array(FIELD_B, np.float32)
    scale = weights / (1 - b + b * batch.lengths / means)
    frequency = (batch.counts * scale[owners, is_stem.astype(np.intp)]).sum(axis=1)
    return np.asarray(frequency * (K1 + 1) / (frequency + K1), dtype=np.float32)
