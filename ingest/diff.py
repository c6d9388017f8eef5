"""What differs between two readings: sentences, list items and table rows that were added, removed or changed. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from rapidfuzz import fuzz

from assistant.domain import Passage
from assistant.language.swedish import normalise
from assistant.passages.units import every_unit

SAME_SENTENCE = 60.0  # per cent of the characters: from there on a sentence was changed, not replaced by another


class Kind(StrEnum):
    """What happened to a part."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Part:
    """A sentence, list item or table row, and where it stands."""

    text: str
    headings: tuple[str, ...]
    page: int | None
    page_label: str = ""  # as printed


@dataclass(frozen=True, slots=True)
class Change:
    """One difference; ``before`` is None for what was added, ``after`` for what was removed."""

    kind: Kind
    before: Part | None
    after: Part | None


@dataclass(frozen=True, slots=True)
class Difference:
    """All changes in reading order, how many parts are the same, and how many only stand elsewhere."""

    changes: tuple[Change, ...]
    unchanged: int
    moved: int

    def count(self, kind: Kind) -> int:
        """How many changes of a kind."""
        return sum(change.kind is kind for change in self.changes)


def parts_of(passages: Iterable[Passage]) -> list[Part]:
    """Every part of a document, in order."""
    return [
        Part(" ".join(unit.quote.split()), passage.headings, passage.first_page, passage.printed_page)
        for passage in passages
        for unit in every_unit(passage)
    ]


def compare(before: Sequence[Part], after: Sequence[Part]) -> Difference:
    """What has to be done to ``before`` to get ``after``."""
    old, new = [_key(part) for part in before], [_key(part) for part in after]
    changes: list[Change] = []
    unchanged = 0
    for operation, start, end, new_start, new_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if operation == "equal":
            unchanged += end - start
        else:
            changes += _paired(before[start:end], after[new_start:new_end])
    kept, moved = _without_moved(changes)
    return Difference(tuple(kept), unchanged + moved, moved)


def _key(part: Part) -> str:
    return normalise(part.text)


def _paired(before: Sequence[Part], after: Sequence[Part]) -> Iterator[Change]:
    """Parts that stand at the same place: those that are much alike were changed, the rest added or removed."""
    partner: dict[int, int] = {}
    for number, old in enumerate(before):
        scores = [
            (fuzz.ratio(_key(old), _key(new)), -place)
            for place, new in enumerate(after)
            if place not in partner.values()
        ]
        best = max(scores, default=(0.0, 0))
        if best[0] >= SAME_SENTENCE:
            partner[number] = -best[1]
    of = {place: number for number, place in partner.items()}
    for number, old in enumerate(before):
        if number not in partner:
            yield Change(Kind.REMOVED, old, None)
    for place, new in enumerate(after):
        changed = place in of
        yield Change(Kind.CHANGED if changed else Kind.ADDED, before[of[place]] if changed else None, new)


def _without_moved(changes: Sequence[Change]) -> tuple[list[Change], int]:
    """Without what was removed here and added there, word for word; and how many parts that was."""
    removed: dict[str, list[int]] = defaultdict(list)
    for number, change in enumerate(changes):
        if change.before and not change.after:
            removed[_key(change.before)].append(number)
    dropped: set[int] = set()
    for number, change in enumerate(changes):
        if change.after and not change.before and removed[_key(change.after)]:
            dropped |= {number, removed[_key(change.after)].pop(0)}
    return [change for number, change in enumerate(changes) if number not in dropped], len(dropped) // 2


def marked_words(before: str, after: str) -> str:
    """Both wordings in one line: [-what went-] and {+what came+}."""
    old, new = before.split(), after.split()
    words: list[str] = []
    for operation, start, end, new_start, new_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if operation == "equal":
            words += old[start:end]
            continue
        if end > start:
            words.append(f"[-{' '.join(old[start:end])}-]")
        if new_end > new_start:
            words.append(f"{{+{' '.join(new[new_start:new_end])}+}}")
    return " ".join(words)
