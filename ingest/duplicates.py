"""The same content under two names, and versions that are nearly the same. Pure.

Near-identity: the share of common runs of four words (Broder, "On the resemblance and containment of documents", 1997),
on a sample of the runs chosen by their hash, so that two documents choose the same ones.
"""

from __future__ import annotations

import re
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from assistant.domain import Document

RUN = 4  # words
SIMILAR = 0.5  # of the runs: about one word in ten has been changed
FEWEST = 30  # runs: shorter texts share too much by chance
SAMPLED = 400  # runs: of longer texts every eighth is looked at
COMMON = 12  # documents: a run that so many share is boilerplate
_WORD = re.compile(r"\w+")


class Duplicate(NamedTuple):
    """A file with the same content as a document that is kept."""

    path: str
    same_as: str


def same_content(
    documents: Sequence[Document], served: Callable[[Document], bool]
) -> tuple[dict[str, tuple[str, ...]], list[Duplicate]]:
    """Id → other files with the same content, of those that are kept; and the ones that are not.

    A fact sheet is never one of them: its editor has said that it is a document. A fetched original is kept before a file
    in a folder, what ``served`` before is kept before what is new, and one with pages before one without.
    """
    groups: dict[str, list[Document]] = defaultdict(list)
    for document in documents:
        if not document.is_fact_sheet:
            groups[" ".join(document.text.split())].append(document)
    others: dict[str, tuple[str, ...]] = {}
    duplicates: list[Duplicate] = []
    for members in groups.values():
        ranked = sorted(members, key=lambda one: _rank(one, served))
        kept, same = ranked[0], [one for one in ranked[1:] if one.original_of is None]
        if same:
            others[kept.id] = tuple(sorted(one.path for one in same))
            duplicates += [Duplicate(one.path, kept.id) for one in same]
    return others, sorted(duplicates)


def _rank(document: Document, served: Callable[[Document], bool]) -> tuple[bool, bool, bool, int, str]:
    return (
        document.original_of is None,
        not served(document),
        not document.path.lower().endswith(".pdf"),
        document.path.count("/"),
        document.path,
    )


def similar(documents: Iterable[Document]) -> Mapping[str, tuple[str, ...]]:
    """Id → the documents that are nearly the same, where that is not known already."""
    known = list(documents)
    runs = {document.id: sample for document in known if len(sample := _runs(document.text)) >= FEWEST}
    shared = _shared(runs)
    links: dict[str, set[str]] = defaultdict(set)
    by_id = {document.id: document for document in known}
    for (first, second), count in shared.items():
        union = len(runs[first]) + len(runs[second]) - count
        if count / union >= SIMILAR and not _is_told(by_id[first], by_id[second]):
            links[first].add(second)
            links[second].add(first)
    return {name: tuple(sorted(found)) for name, found in links.items()}


def _runs(text: str) -> frozenset[int]:
    words = _WORD.findall(text.lower())
    hashes = {zlib.crc32(" ".join(words[at : at + RUN]).encode()) for at in range(len(words) - RUN + 1)}
    return frozenset(hashes if len(hashes) <= SAMPLED else {value for value in hashes if value % 8 == 0})


def _shared(runs: Mapping[str, frozenset[int]]) -> Mapping[tuple[str, str], int]:
    """Pair of ids → how many runs they share, for pairs that share any but boilerplate."""
    holders: dict[int, list[str]] = defaultdict(list)
    for name, sample in runs.items():
        for value in sample:
            holders[value].append(name)
    pairs = {
        (first, second)
        for names in holders.values()
        if 1 < len(names) <= COMMON
        for at, first in enumerate(names)
        for second in names[at + 1 :]
    }
    return {(first, second): len(runs[first] & runs[second]) for first, second in pairs}


def _is_told(first: Document, second: Document) -> bool:
    """True when what the two are to each other is stated: a sheet and its original, versions, or both our own sheets."""
    return (
        first.original_of == second.id
        or second.original_of == first.id
        or first.id in second.supersedes
        or second.id in first.supersedes
        or (first.is_fact_sheet and second.is_fact_sheet)
    )
