"""The text of a gold place, and whether it is still the text that the case was written from."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from assistant.domain import Passage
from evals.case_schema import Gold
from evals.retrieval import found_by, place_of

HASH_LENGTH = 16  # digits that are written into a case: enough to notice a change, short enough to read past

ByDocument = Mapping[str, Sequence[Passage]]


def by_document(passages: Iterable[Passage]) -> ByDocument:
    """The passages of each document, in order."""
    found: dict[str, list[Passage]] = defaultdict(list)
    for passage in passages:
        found[passage.document.id].append(passage)
    return found


def gold_text(gold: Gold, passages: ByDocument) -> str | None:
    """Everything that stands in the gold place, however it is split into passages; None when there is no such place."""
    inside = _inside(gold, passages)
    if not inside:
        return None
    text = inside[0].document.text
    covered, parts = 0, []
    for passage in sorted(inside, key=lambda passage: passage.start):
        parts.append(text[max(covered, passage.start) : passage.end])
        covered = max(covered, passage.end)
    return " ".join(" ".join(parts).split())


def gold_words(gold: Gold, passages: ByDocument) -> str | None:
    """As ``gold_text``, after the headings that the text stands under: all that a reader of the place can know."""
    text = gold_text(gold, passages)
    headings = dict.fromkeys(heading for passage in _inside(gold, passages) for heading in passage.headings)
    return None if text is None else "\n".join((*headings, text))


def _inside(gold: Gold, passages: ByDocument) -> list[Passage]:
    return [passage for passage in passages.get(gold.document, ()) if found_by(place_of(passage), (gold,))]


def gold_hash(gold: Gold, passages: ByDocument) -> str | None:
    """The sha256 of the gold place's text, in hexadecimal, whatever the spacing; None when there is no such place."""
    text = gold_text(gold, passages)
    return hashlib.sha256(text.encode()).hexdigest() if text is not None else None


def is_stale(gold: Gold, passages: ByDocument) -> bool:
    """True when the place is gone, or its text is no longer the one that the case was written from."""
    found = gold_hash(gold, passages)
    return found is None or not found.startswith(gold.sha256 or "")
