"""How a question speaks of plans: which plan and version, which kinds of thing, the how-manieth, and what is left. Pure.

A question is only taken when every word of it is accounted for: by a plan's name, a kind, a number, a year, a word that
only asks, or the name of a node. One word too many, and it is about something else.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz import fuzz

from assistant.domain import Question
from assistant.language import matching, swedish, values
from assistant.question.asked_again import OLDER
from assistant.structured.plans import Node, Plan

ALIKE = 85  # rapidfuzz ratio from which two words are one, inflected or misspelt
SHORTEST_ALIKE = 5
LONG = 8  # letters from which the first may be wrong too
NAMES_IT = 0.75  # how well a word must match a word of the node that is meant
SHARE_NAMED = 0.5  # of a node's words that a question must have to mean it

KINDS: Mapping[str, tuple[str, ...]] = {
    "aktivitet": ("aktivitet",),
    "åtgärd": ("aktivitet",),
    "insats": ("aktivitet",),
    "insatsområde": ("insatsområde",),
    "handlingsområde": ("handlingsområde",),
    "delmål": ("delmål",),
    "effektmål": ("effektmål",),
    "övergripande mål": ("övergripande mål", "mål"),
    "huvudmål": ("övergripande mål", "mål"),
    "mål": ("övergripande mål", "mål", "delmål"),
    "prioriterat område": ("prioriterat område",),
    "prioriterade områden": ("prioriterat område",),
    "område": ("prioriterat område", "insatsområde", "handlingsområde"),
    "strategisk inriktning": ("strategisk inriktning",),
    "inriktning": ("strategisk inriktning", "inriktning"),
    "önskvärt läge": ("önskvärt läge",),
    "önskvärda lägen": ("önskvärt läge",),
    "önskat läge": ("önskvärt läge",),
    "önskade lägen": ("önskvärt läge",),
    "läge": ("önskvärt läge",),
    "delar": ("insatsområde", "delmål", "handlingsområde"),
    "vision": ("vision",),
    "prioritering": ("prioritering",),
    "uppdrag": ("uppdrag",),
    "indikator": ("indikator",),
}
NAMES: Mapping[str, tuple[str, str]] = {
    "vision": ("vision", "visioner"),
    "övergripande mål": ("övergripande mål", "övergripande mål"),
    "prioriterat område": ("prioriterat område", "prioriterade områden"),
    "strategisk inriktning": ("strategisk inriktning", "strategiska inriktningar"),
    "inriktning": ("inriktning", "inriktningar"),
    "önskvärt läge": ("önskvärt läge", "önskvärda lägen"),
    "insatsområde": ("insatsområde", "insatsområden"),
    "handlingsområde": ("handlingsområde", "handlingsområden"),
    "aktivitet": ("aktivitet", "aktiviteter"),
    "prioritering": ("prioritering", "prioriteringar"),
    "indikator": ("indikator", "indikatorer"),
}  # a kind that is not here is the same for one and for several: mål, delmål, effektmål, uppdrag
TELLING = frozenset(
    {"insatsområde", "önskvärt läge", "delmål", "effektmål", "prioriterat område", "strategisk inriktning"}
)
THE_GOAL = "målet"  # the whole one, not the parts of it
NEWER = frozenset("nya ny nyare nuvarande senaste nyaste reviderade uppdaterade omarbetade".split())
PASSING = frozenset(
    """
    samtliga varje totalt sammanlagt exakt egentligen nämn nämns anges angivna listas tas omfattar består ingår innehåller
    innehåll heter kallas uppdelad delas indelad länets länet län region regionen regionens regionala örebro berätta visa
    beskriv beskrivs namn namnen rubriker lyfter sätter satt handlar rör slutet början år år året antal antalet nämna ge
    dokument dokumenten version versionen före innan under inom kommer nivå idag dag just närvarande tack hej
    satta uppsatta respektive gällde gällt
    """.split()
)


_MEANS_IT = re.compile(r"\b(?:den|det|dess)\b")
_GOES_ON = re.compile(r"^(?:och|men|eller|samt|då|hur är det med|hur var det)\b")


class Kind(NamedTuple):
    """A kind of thing that a question names: what it is called, the kinds of node it covers, and the how-manieth one."""

    word: str
    covers: tuple[str, ...]
    ordinal: int | None = None


@dataclass(frozen=True, slots=True)
class Wording:
    """A question about plans, taken apart. ``rest`` are the content words that nothing accounts for yet."""

    text: str
    families: tuple[str, ...]
    kinds: tuple[Kind, ...]
    years: tuple[int, ...]
    number: int | None
    age: str | None  # "older" or "newer", when the question says so
    counts: bool
    rest: tuple[str, ...]

    def without(self, words: Sequence[str]) -> Wording:
        """The same, with some words of the rest accounted for."""
        return replace(self, rest=tuple(word for word in self.rest if not any(same(word, other) for other in words)))


@lru_cache(maxsize=43_000)
def same(asked: str, known: str) -> bool:
    """True when two words are one word: inflected, or lightly misspelt."""
    if asked == known or _root(asked) == _root(known):
        return True
    shorter = min(len(asked), len(known))
    begins_alike = shorter >= SHORTEST_ALIKE and (asked[0] == known[0] or shorter >= LONG)
    return begins_alike and not asked.isdigit() and fuzz.ratio(asked, known) >= ALIKE


def _root(word: str) -> str:
    return swedish.stem(swedish.stem(word))


def take_apart(text: str, plans: Sequence[Plan]) -> Wording:
    """What a question says of plans."""
    words = swedish.words(text)
    folded = swedish.normalise(text)
    taken: set[int] = set()
    families: dict[str, None] = {}
    for is_called in (_is_spelt, _is_called):  # a name as it is spelt goes before one that it is like
        for called, family in _names(plans):
            for start in _found(called, words, taken, is_called):
                taken.update(range(start, start + len(called)))
                families[family] = None
    kinds = _kinds(words, taken)
    years = values.years(folded)
    numbers = [i for i, word in enumerate(words) if i not in taken and _number(word) is not None]
    taken.update(i for i, word in enumerate(words) if word.isdigit() and int(word) in years)
    number = next((_number(words[i]) for i in numbers if i not in taken), None)
    taken.update(numbers)
    rest = [word for i, word in enumerate(words) if i not in taken and not _is_passing(word)]
    age = "older" if OLDER & set(rest) or re.search(r"\bföre (?:år )?\d{4}", folded) else None
    age = age or ("newer" if NEWER & set(rest) else None)
    return Wording(
        text=text,
        families=tuple(families),
        kinds=kinds,
        years=years,
        number=number,
        age=age,
        counts=bool(re.search(r"\bhur många\b|\bantal(?:et)?\b", folded)),
        rest=tuple(word for word in rest if word not in OLDER | NEWER),
    )


def in_conversation(question: Question, plans: Sequence[Plan]) -> Wording:
    """What a question says of plans; what a follow-up leaves out is taken from the question before it.

    "Och det fjärde?" changes the number, "och kulturplanen?" the plan, "och 2018–2021?" the version; "vilka mål har den?"
    keeps the plan.
    """
    own = take_apart(question.text, plans)
    earlier = [turn.text for turn in question.history if turn.role == "user"]
    if not earlier:
        return own
    before = take_apart(earlier[-1], plans)
    if own.kinds:
        means_it = not own.families and _MEANS_IT.search(swedish.normalise(question.text))
        return replace(own, families=before.families, years=own.years or before.years) if means_it else own
    numbers = [values.ORDINALS.index(word) + 1 for word in own.rest if word in values.ORDINALS]
    if numbers and len(own.rest) == 1 and any(kind.ordinal for kind in before.kinds):
        return replace(before, kinds=tuple(kind._replace(ordinal=kind.ordinal and numbers[0]) for kind in before.kinds))
    goes_on = _GOES_ON.search(swedish.normalise(question.text)) and not own.rest and before.kinds
    if goes_on and (own.families or own.years or own.age):
        return replace(before, families=own.families or before.families, years=own.years, age=own.age)
    return own


def _names(plans: Sequence[Plan]) -> list[tuple[list[str], str]]:
    """What plans are called, as words, the longest first."""
    called = {tuple(swedish.words(name)): plan.family for plan in plans for name in plan.called}
    return [(list(words), family) for words, family in sorted(called.items(), key=lambda entry: -len(entry[0]))]


def _found(
    called: Sequence[str], words: Sequence[str], taken: set[int], is_called: Callable[[str, str], bool]
) -> list[int]:
    """Where some words stand together, whole, in a question."""
    starts = range(len(words) - len(called) + 1)
    named = (start for start in starts if all(is_called(words[start + i], word) for i, word in enumerate(called)))
    return [start for start in named if taken.isdisjoint(range(start, start + len(called)))]


def _is_spelt(asked: str, known: str) -> bool:
    return asked == known or (_root(asked) == _root(known) and _is_called(asked, known))


def _is_called(asked: str, known: str) -> bool:
    """True for a word of a name; several plans ("planer") are no plan's name."""
    return same(asked, known) and not (asked.endswith(("planer", "planerna")) and not known.endswith("planer"))


def _kinds(words: Sequence[str], taken: set[int]) -> tuple[Kind, ...]:
    found: dict[int, Kind] = {}
    for name, covers in sorted(KINDS.items(), key=lambda entry: -len(entry[0].split())):
        called = name.split()
        for start in _found(called, words, taken, _is_called):
            end = start + len(called)
            taken.update(range(start, end))
            ordinal = _ordinal(words, start - 1, end, taken)
            whole = tuple(one for one in covers if one != "delmål") if words[start] == THE_GOAL else covers
            found[start] = Kind(name, whole, ordinal)
    return tuple(found[start] for start in sorted(found))


def _ordinal(words: Sequence[str], before: int, after: int, taken: set[int]) -> int | None:
    """The third of "det tredje insatsområdet", "insatsområde 3" and "3:e insatsområdet"."""
    if before > 0 and words[before] in ("e", "a") and words[before - 1].isdigit():
        taken.update((before, before - 1))
        return int(words[before - 1])
    if before >= 0 and words[before] in values.ORDINALS:
        taken.add(before)
        return values.ORDINALS.index(words[before]) + 1
    if after < len(words) and (number := _number(words[after])) is not None and number <= len(values.ORDINALS):
        taken.add(after)
        return number
    return None


def _number(word: str) -> int | None:
    """A small number, in figures or as a word; en and ett are articles."""
    if word.isdigit():
        return int(word) if int(word) < 100 else None
    return values.NUMBER_WORDS.index(word) if word in values.NUMBER_WORDS[2:] else None


def _is_passing(word: str) -> bool:
    return not swedish.is_content(word) or word in PASSING or word in swedish.ASKING_WORDS


def named_node(wording: Wording, plan: Plan) -> Node | None:
    """The node whose name accounts for all that is left of a question; the one that says least else."""
    if not wording.rest:
        return None
    found: list[tuple[float, int, Node]] = []
    for place, node in enumerate(plan.nodes):
        words = matching.word_set(node.name)
        hits = [matching.best_match(word, words) for word in wording.rest]
        share = sum(any(same(word, other) for other in wording.rest) for word in words) / max(1, len(words))
        if words and min(hits) >= NAMES_IT and share >= SHARE_NAMED:
            found.append((share, -place, node))
    return max(found, key=lambda entry: entry[:2])[2] if found else None


def version(wording: Wording, versions: Sequence[Plan]) -> Plan | None:
    """Which of the versions of a plan (oldest first) is meant: by its years, or as the older or newer; else the newest.

    None when the years name no version, or more than one.
    """
    if not versions:
        return None
    if wording.age == "older":
        return versions[-2] if len(versions) > 1 else versions[-1]
    years = [year for year in wording.years if any(str(year) in plan.name for plan in versions)]
    named = [plan for plan in versions if years and all(str(year) in plan.name for year in years)]
    if len(named) == 1:
        return named[0]
    if len(years) != len(wording.years) or (years and not named):
        return None
    return versions[-1]
