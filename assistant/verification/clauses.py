"""Does a statement say no where its source says no? Clause by clause, in both directions. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.language import swedish
from assistant.language.swedish import normalise
from assistant.language.values import MONTHS, NUMBER_WORDS

NEGATIONS = {
    "inte": r"inte|ej|icke|aldrig|ingen|inga|inget|ingenting|varken",
    "utan": r"utan",
    "endast": r"endast|bara|enbart|uteslutande|blott",
    "utom": r"utom|förutom|undanta(?:g|get|gen|gna)",
}
MUST_STAY = ("inte", "utan")  # leaving out one of these turns a statement round; leaving out "bara" only weakens it
SAID = 0.75  # share of a source clause's words from which a statement is held to say the clause
SAME = 0.8  # likeness from which two clauses are one: then negations are counted, not only looked for
NEAR = 0.999  # of the likeness of the nearest clause: the nearest ones share a place

_PATTERNS = {name: re.compile(rf"\b(?:{pattern})\b") for name, pattern in NEGATIONS.items()}
_ENUMERATED = re.compile(r"(?:(?<=^)|(?<=[.!?,:;] ))(\w+(?: \w+)?), (?=(\w+(?: \w+)?)(?:,| (?:och|eller|samt) ))")
_NO = re.compile("|".join(NEGATIONS.values()))
_VALUE_WORDS = frozenset(
    {*MONTHS, *NUMBER_WORDS, *"högst minst max mest senast tidigast före innan lägst maximalt".split()}
)
_SPLIT = re.compile(
    r"[;|\n()]|[,:](?=\s)|(?<=\w{3})[.!?](?=\s)"
    r"|(?<=\bkr|\bår|[\w\s]\d|[\d\s]%)\.(?=\s+[A-ZÅÄÖ])"  # short, but no abbreviations in the middle of a sentence
    r"|\s[–—-]\s|\s(?=(?:men|dock)\s)"
)


@dataclass(frozen=True)
class Clause:
    """A stretch of a sentence: its stems, and how often it says each negation."""

    stems: frozenset[str]
    negations: tuple[int, ...]

    def says(self, name: str) -> int:
        return self.negations[tuple(NEGATIONS).index(name)]


_NONE = Clause(frozenset(), (0,) * len(NEGATIONS))


@lru_cache(maxsize=8192)
def clauses(text: str) -> tuple[Clause, ...]:
    """The clauses of a text; one without words of its own belongs to the next in its sentence, else to the one before."""
    found: list[Clause] = []
    waiting = _NONE
    for start, end in swedish.sentences(text):
        first = len(found)
        for part in _SPLIT.split(_ENUMERATED.sub(_and, text[start:end])):
            clause = Clause(content_stems(part), _counts(part))
            if clause.stems:
                found.append(_joined(clause, waiting))
                waiting = _NONE
            elif len(found) > first:
                found[-1] = _joined(found[-1], clause)
            else:
                waiting = _joined(waiting, clause)
    return (*found, waiting) if any(waiting.negations) else tuple(found)


def _and(match: re.Match[str]) -> str:
    """ "Resor, mat och logi" is one clause; "inte resor, mat" may be two."""
    return match[0] if any(_counts(f"{match[1]} {match[2]}")) else f"{match[1]} och "


def _counts(text: str) -> tuple[int, ...]:
    folded = normalise(text)
    return tuple(len(pattern.findall(folded)) for pattern in _PATTERNS.values())


def _joined(one: Clause, other: Clause) -> Clause:
    counts = tuple(a + b for a, b in zip(one.negations, other.negations, strict=True))
    return Clause(one.stems | other.stems, counts)


@lru_cache(maxsize=8192)
def content_stems(text: str) -> frozenset[str]:
    """The stems of a text's content words, without values and negations."""
    words = (word for word in swedish.content_words(text) if not word.isdigit() and not _NO.fullmatch(word))
    return frozenset(swedish.stem(word) for word in words if word not in swedish.ASKING_WORDS | _VALUE_WORDS)


def turned(text: str, sources: Sequence[str]) -> Iterator[str]:
    """The negations that the text adds to what the sources say, and (with a minus) those it leaves out."""
    said = clauses(text)
    told = [clause for source in sources for clause in clauses(source)]
    for name in NEGATIONS:
        if any(_added(name, clause, told) for clause in said):
            yield name
    for name in MUST_STAY:
        if any(_left_out(name, clause, said) for clause in told):
            yield f"-{name}"


def _added(name: str, clause: Clause, told: Sequence[Clause]) -> bool:
    if not clause.says(name):
        return False
    near = _nearest(clause, told)
    if not near:
        return not any(other.says(name) for other in told)
    return not any(_covers(other.says(name), clause.says(name), clause, other) for other in near)


def _left_out(name: str, clause: Clause, said: Sequence[Clause]) -> bool:
    if not clause.says(name):
        return False
    stems = frozenset[str]().union(*(other.stems for other in said))
    if len(clause.stems & stems) < SAID * len(clause.stems) or not clause.stems:
        return False
    near = _nearest(clause, said)
    return not any(_covers(other.says(name), clause.says(name), clause, other) for other in near)


def _covers(has: int, needs: int, one: Clause, other: Clause) -> bool:
    return has >= (needs if _likeness(one, other) >= SAME else 1)


def _nearest(clause: Clause, others: Iterable[Clause]) -> list[Clause]:
    likeness = [(other, _likeness(clause, other)) for other in others]
    best = max((like for _, like in likeness), default=0.0)
    return [other for other, like in likeness if like >= NEAR * best] if best else []


def _likeness(one: Clause, other: Clause) -> float:
    """0–1: twice the stems they share, of all stems they have."""
    total = len(one.stems) + len(other.stems)
    return 2 * len(one.stems & other.stems) / total if total else 0.0
