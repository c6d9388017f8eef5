"""Building a lexical index: the passages in batches, so that memory grows with the postings and not with the words. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from assistant import swedish
from assistant.lexical import FIELD_B, FIELD_WEIGHTS, K1, STEM_BIT, Fields, Keys, LexicalIndex, gram_keys, stem_key

BATCH = 2000  # passages whose postings are put in order together
MOST_COUNTED = 65_535  # a unit that stands more often than this in one field is as good as this often


class _Batch(NamedTuple):
    """The postings of some passages, passage by passage: the unit's number, and how often it stands in each field."""

    units: NDArray[np.uint32]
    counts: NDArray[np.uint16]
    per_passage: NDArray[np.int64]
    lengths: NDArray[np.float32]  # (passages, grams or stems, fields)


def build(passages: Iterable[Fields]) -> LexicalIndex:
    """Index passages in the order given."""
    numbers: dict[int, int] = {}  # key → its number, in order of first sight
    words: Counter[str] = Counter()
    batches = [_batch(group, numbers, words) for group in _groups(passages)]
    if not batches:
        nothing = np.zeros(0, np.uint32)
        return LexicalIndex(np.zeros(0, np.uint64), np.zeros(1, np.int64), nothing, np.zeros(0, np.float16), 0)
    keys = np.fromiter(numbers, np.uint64, len(numbers))
    order = np.argsort(keys)
    place = np.empty(len(keys), np.uint32)  # number → place among the sorted keys
    place[order] = np.arange(len(keys), dtype=np.uint32)
    listed = sorted(words)
    found = np.fromiter((words[word] for word in listed), np.uint32, len(listed))
    return _merge(keys[order], place, batches, tuple(listed), found)


def _groups(passages: Iterable[Fields]) -> Iterator[list[Fields]]:
    source = iter(passages)
    while group := list(islice(source, BATCH)):
        yield group


def _batch(group: Sequence[Fields], numbers: dict[int, int], words: Counter[str]) -> _Batch:
    counted = [_count(fields, words) for fields in group]
    keys, back = np.unique(np.concatenate([entry.keys for entry in counted]), return_inverse=True)
    units = np.fromiter((numbers.setdefault(key, len(numbers)) for key in keys.tolist()), np.uint32, len(keys))
    return _Batch(
        units[back],
        np.concatenate([entry.counts for entry in counted]),
        np.array([len(entry.keys) for entry in counted], np.int64),
        np.array([entry.lengths for entry in counted], np.float32).reshape(-1, 2, len(FIELD_WEIGHTS)),
    )


class _Counted(NamedTuple):
    keys: Keys
    counts: NDArray[np.uint16]  # one column per field
    lengths: tuple[tuple[int, ...], tuple[int, ...]]  # grams, stems; one number per field


def _count(fields: Fields, words: Counter[str]) -> _Counted:
    counted = [Counter(swedish.content_words(text)) for text in fields]
    words.update(set().union(*counted))
    columns = [_field_units(column) for column in counted]
    keys = np.fromiter({key: None for grams, stems in columns for key in (*grams, *stems)}, np.uint64)
    keys.sort()
    counts = np.zeros((len(keys), len(columns)), np.uint16)
    for column, units in enumerate(columns):
        for kind in units:
            places = np.searchsorted(keys, np.fromiter(kind, np.uint64, len(kind)))
            counts[places, column] = [min(count, MOST_COUNTED) for count in kind.values()]
    grams_long = tuple(sum(grams.values()) for grams, _ in columns)
    return _Counted(keys, counts, (grams_long, tuple(sum(stems.values()) for _, stems in columns)))


def _field_units(words: Counter[str]) -> tuple[Counter[int], Counter[int]]:
    grams: Counter[int] = Counter()
    stems: Counter[int] = Counter()
    for word, count in words.items():
        stems[stem_key(swedish.stem(word))] += count
        for key in gram_keys(word):
            grams[key] += count
    return grams, stems


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
