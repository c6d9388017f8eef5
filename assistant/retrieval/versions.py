"""What a document says about its own age: how long it holds, what in it is older and what has taken over. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from assistant.domain import Passage
from assistant.language import values
from assistant.language.swedish import normalise
from assistant.passages.units import Unit, units_of
from assistant.question.asked_again import THE_OLDER
from assistant.retrieval.relevance import PROVENANCE

MOST_ON_VALIDITY = 3

_OLDER = rf"\b{THE_OLDER}\b"
_OLDER_HEADING = re.compile(rf"{_OLDER}|\bhistori")
_OLDER_TEXT = re.compile(rf"^(?:en |den |det |enligt (?:en |den )?)?(?:{_OLDER})")
_NEWER_TEXT = re.compile(r"^(?:en |den |det |enligt (?:en |den )?)?(?:nuvarande|nyare|ny|nya|senare|numera)\b")
_ON_VALIDITY = re.compile(
    r"\bgiltig (?:från|till)|\bgäll(?:er|de|t)\b(?: troligen)? (?:från|till|fram|tills|fortfarande|efter|\d)"
    r"|\blöp(?:er|te|t) ut\b"
    r"|\bgälla från\b|\bupphör|\bersatt\b|\bersattes\b|\bersätter\b|\befterföljare\b|\bi kraft\b"
    r"|\bnyare version|\bny \w*(?:plan|version|strategi|överenskommelse)\b|\bförläng"
)
_WHAT_FOLLOWS = re.compile(
    r"\bersatt|\befterföljare|\befter (?:\d{1,2} [a-z]+ )?(?:19|20)\d\d|\b(?:19|20)\d\d (?:är okänt|och framåt)"
)
_BACKGROUND = re.compile(r"\bbakgrund|\bhistori|\bursprung|föregångare")
_SPAN = re.compile(r"^giltig (?:från|till)")
_STILL = re.compile(
    r"^(?:och |men )?(?:gäller|finns|är|stämmer|har) .*\b(?:fortfarande|ännu|kvar|aktuell\w*|inaktuell\w*)\b"
)
_IS_OLD = re.compile(r"\binaktuell|\bokänt\b|\bvet inte\b|\bkan inte tas som\b")
_IS_FROM = re.compile(r"\bär från\b|\bsaknar datum\b|\buppdaterades\b")


def is_older(unit: Unit) -> bool:
    """True when the source itself calls what the unit says older: by its heading or by how it begins."""
    heading = normalise(unit.passage.headings[-1]) if unit.passage.headings else ""
    return bool(_OLDER_HEADING.search(heading)) or begins_older(unit)


def begins_older(unit: Unit) -> bool:
    """True when a unit begins by calling what it says older: "Äldre sida: …"."""
    return bool(_OLDER_TEXT.match(unit.normalised))


def taken_over(passages: Sequence[Passage], is_wanted: Callable[[Unit], bool]) -> list[Unit]:
    """The first unit of a document that says what holds now, where an older wording stands beside it."""
    units = (unit for passage in passages for unit in units_of(passage))
    return [unit for unit in units if _NEWER_TEXT.match(normalise(unit.text)) and is_wanted(unit)][:1]


def on_validity(passages: Sequence[Passage]) -> list[Unit]:
    """What a document says about how long it holds and what has taken over.

    Its last day comes first: in a sentence of its own where there is one, else as catalogued.
    """
    found = [unit for passage in passages for unit in units_of(passage) if _ON_VALIDITY.search(normalise(unit.text))]
    catalogued = [unit for unit in found if _SPAN.match(normalise(unit.text))]
    told = [unit for unit in found if unit not in catalogued and unit.passage.headings[:1] != PROVENANCE[0]]
    last = frozenset(day for unit in catalogued for day in _days(unit.normalised.rpartition("till")[2]))
    dated = [unit for unit in told if last and last <= _days(unit.normalised)][-1:]
    others = [unit for unit in told if unit not in dated and not (dated and _is_background(unit))]
    others.sort(key=lambda unit: not _WHAT_FOLLOWS.search(unit.normalised))
    return [*(dated or catalogued), *others][:MOST_ON_VALIDITY]


def own_age(text: str, units: Sequence[Unit], passages: Sequence[Passage]) -> list[Unit]:
    """What a source says of its own age, of a question whether something still holds; else nothing. What has most
    of the first of the ``units`` goes before.
    """
    if not units or not _STILL.search(normalise(text)):
        return []
    dated = [
        unit
        for passage in passages
        if passage.headings[:1] in PROVENANCE
        for unit in units_of(passage)
        if _says_age(unit)
    ]
    named = units[0].words
    dated.sort(key=lambda unit: (not _IS_OLD.search(unit.normalised), -len(named & unit.words)))
    return dated[:1]


def _says_age(unit: Unit) -> bool:
    return bool(_IS_OLD.search(unit.normalised) or _IS_FROM.search(unit.normalised))


def _is_background(unit: Unit) -> bool:
    return bool(unit.passage.headings and _BACKGROUND.search(normalise(unit.passage.headings[-1])))


def _days(text: str) -> frozenset[str]:
    return frozenset(value for value in values.values(text) if value.startswith("d:"))
