"""When a source says that something is not known: silence that is stated. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.language import matching, values
from assistant.language.matching import Matcher
from assistant.language.swedish import normalise, sentences, stem
from assistant.passages.units import Unit
from assistant.retrieval.weighing import BY_TITLE

_ABSENT = re.compile(
    r"\bsaknas\b|\bframgår (?:inte|ej)\b|\bhitta(?:des|ts|t)? (?:inte|ej)\b|\b(?:inte|ej) (?:hitta|fastställ)"
    r"|\binte känn|\binte känd|\bfinns inte i\b|\bingen (?:siffra|uppgift|efterföljare|remiss)\b|\bokän[dt]\b"
    r"|\bvi vet inte\b"
    r"|\banger (?:inga|ingen|inget|inte)\b|\binte klarlagt\b|\bvi har inte\b|\bsyns inte\b|\bstår inte\b|\binte hittats\b"
    r"|\bförklarar (?:inte|ej)\b"
    r"|\b(?:bör|behöver) kontrolleras\b"
    r"|\b(?:listan|tabellen|uppräkningen)\b[^.;]*\binte komplett\b"
)
_IN_BRACKETS = re.compile(r"\([^)]*\)")
_SUM = frozenset(map(stem, ("summa", "summan", "belopp", "beloppet")))
_REMARK = re.compile(  # an editor's word on what was concluded or summed up: nothing is missing
    r"\bdet här är en slutsats\b[^.,:;]*"
    r"|\b(?:det|den|de|siffrorna|summan|talet|namnet) står inte (?:uttryckligen )?i (?:källa|källan|källor|källorna)\b"
)


def is_absence(text: str) -> bool:
    """True when a text says that something is not known; that it is concluded, and not in the source, is something else."""
    return bool(_ABSENT.search(_REMARK.sub(" ", normalise(text))))


def says_missing(unit: Unit, matcher: Matcher, amount: str | None = None) -> bool:
    """True when the sentence of a unit that comes nearest to the question says that the answer is not known.

    ``amount`` is a question, as it is put, for an amount: one that stands there is not taken back by what is added in
    brackets, "30 000 kr per år (2021 högre; belopp saknas)", unless that is what it is about.
    """
    if not is_absence(unit.text):
        return False
    kind = [word for word in matcher.weights if amount and stem(word) in _SUM]  # "summan" says not of what
    parts = [unit.text[start:end] for start, end in sentences(unit.text)]
    scores = [beyond_title(unit, part, matcher, kind) for part in parts]
    nearest = [part for part, score in zip(parts, scores, strict=True) if score == max(scores)]

    def asked_about(bracket: re.Match[str]) -> str:
        added = bracket.group()
        years = set(values.years(added)) & set(values.years(amount or ""))
        return added if years or beyond_title(unit, added, matcher, kind) else " "

    told = [_IN_BRACKETS.sub(asked_about, part) for part in nearest]
    if amount and any(map(values.has_amount, told)):
        return any(map(is_absence, told))
    return any(map(is_absence, nearest))


def beyond_title(unit: Unit, text: str, matcher: Matcher, known: Sequence[str] = ()) -> float:
    """How much of the question a text tells beside the ``known`` words and what its document's title tells already."""
    titled = matcher.credits(matching.word_set(unit.passage.document.title))
    told = [word for word, credit in zip(matcher.weights, titled, strict=True) if credit >= BY_TITLE]
    return matcher.information(matching.word_set(text), (*told, *known))
