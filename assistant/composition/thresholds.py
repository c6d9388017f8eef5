"""The rule that decides for an asker who tells how old someone is, how long an association has been, how many it has, in
how many municipalities it is, or asks whether it may begin before a decision. Pure.

The limit is quoted; whether the asker keeps within it is not said.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

from assistant.domain import MUNICIPALITIES, Passage
from assistant.language import values
from assistant.language.swedish import normalise
from assistant.passages.units import Unit, UnitKind, units_of
from assistant.question.intents import VALUES, Intent
from assistant.retrieval.relevance import PROVENANCE, Asked
from assistant.retrieval.versions import is_older
from assistant.selection.absence import is_absence
from assistant.selection.rows import is_row_of


class Measure(StrEnum):
    """What a rule may set a limit for."""

    AGE = "age"
    SINCE = "since"
    MEMBERS = "members"
    BEGIN = "begin"
    PLACES = "places"


_NUMBER = rf"(?:\d{{1,6}}|{'|'.join(values.NUMBER_WORDS[1:])}|ett)"
_ENDS = r"(?=$|[,.?!]| och | men )"
_PLACE = "|".join(map(normalise, MUNICIPALITIES))
_PERSON = r"(?:jag|hon|han|hen|de|dom|(?:dotter|son|barn|ungdom|medlem|deltagar|ledar|spelar)\w*)"
_CLUB = r"(?:vi|\w*(?:förening|klubb|grupp)\w*)"
_NOT_CLUB = r"(?! (?:\w+ )?(?:projekt|arbete|bygg|verksamhet|aktivitet|insats))"
_TOLD = {  # as an asker tells it
    Measure.AGE: rf"\b{_PERSON} (?:\w+ )?(?:är|fyller|fyllt) (?:bara )?\d{{1,2}}(?: år)?{_ENDS}|\bpå \d{{1,2}}(?: år)?{_ENDS}"
    r"|\b\d{1,2}[ -]?åring|\b\d{1,2} år gammal\b"
    r"|^(?:och )?gäller (?:det|den) (?:även |också )?(?:vuxna|barn|unga|äldre|pensionärer)\b",
    Measure.SINCE: rf"\b{_CLUB} (?:\w+ )?(?:bilda|starta)(?:de|t|ts|des|d)\b{_NOT_CLUB}|\bhar (?:bara )?funnits\b"
    r"|\bsom (?:bilda|starta)(?:des|de) (?:i |förra |nu|ny|\d)|\bny(?:bildad|startad|bildade|startade)\b"
    rf"|\b(?:en|är|helt) ny (?:\w+ )?\w*(?:förening|klubb)\b|\b{_CLUB} är (?:\w+ ){{0,3}}(?:år|halvår|månader) gam",
    Measure.MEMBERS: rf"\b(?:är|har|på) (?:bara |endast |ungefär |cirka |ca )?{_NUMBER} (?:\w+ )?"
    r"(?:medlemmar|personer|stycken|st)\b",
    Measure.BEGIN: r"(?<!hur )\b(?:får|kan|måste|behöver|ska) (?:vi|man|jag|föreningen|klubben) (?:\w+ ){0,2}?"
    r"(?:börja|påbörja|starta|sätta igång|dra igång|köra igång)\b|\b(?:i efterhand|retroaktivt)\b"
    r"|\binnan (?:vi|man) (?:får|fått|har fått) (?:svar|besked|ja)|\b(?:innan|före) (?:beslut|besked)"
    r"|\bredan (?:\w+ )?(?:börjat|påbörjat|köpt|gjort|genomfört|betalat|byggt|startat)\b",
    Measure.PLACES: rf"\b(?:finns|är|verkar|arbetar|medlemmar|verksamhet|aktiviteter|medlemmarna)\b (?:\w+ ){{0,3}}i "
    rf"(?:bara |endast )?{_NUMBER} (?:\w+ )?kommun(?:er)?\b|\b(?:bara|endast) (?:\w+ ){{0,3}}?i (?:{_PLACE})\b",
}
_LIMIT = {  # as a rule sets it
    Measure.AGE: r"\b(?:under|över|från|fyllda?|fyllt|åldern?|barn|unga|ungdomar|personer|medlem\w*) (?:\w+ )?"
    r"\d{1,2}(?:\s?[–-]\s?\d{1,2})? år\b|\b\d{1,2}\s?[–-]\s?\d{1,2} år\b",
    Measure.SINCE: rf"\b(?:funnits|verksam\w*|bestått|bedrivit|organisationsnummer|registrerad\w*|bildad)\b.{{0,30}}\b"
    rf"{_NUMBER} (?:år|månader)"
    rf"|\b{_NUMBER} (?:års?|månaders?) verksam|\bnystartad|\bnybildad|\bbokslut\b|\bförsta året\b",
    Measure.MEMBERS: rf"\b(?:minst|fler än|lägst|högst) {_NUMBER} (?:\w+ )?(?:medlem|person|deltagare)",
    Measure.BEGIN: r"påbörja|(?<!ut )\bi efterhand\b|\bretroaktivt\b|\b(?:före|innan) (?:beslut|besked)",
    Measure.PLACES: rf"\bminst {_NUMBER} (?:(?:av \w+ )?kommuner\b|av [A-ZÅÄÖa-zåäö]+,)",
}


def measures(text: str) -> frozenset[Measure]:
    """What a question tells of the asker that a rule may set a limit for."""
    folded = normalise(text)
    return frozenset(measure for measure, pattern in _TOLD.items() if re.search(pattern, folded))


def sets_limit(unit: Unit, measure: Measure) -> bool:
    """True when a unit sets such a limit."""
    return bool(re.search(_LIMIT[measure], unit.normalised))


def limits_of(text: str, unit: Unit) -> bool:
    """True when a unit sets a limit for something that a question tells of the asker."""
    return any(sets_limit(unit, measure) for measure in measures(text))


def deciding(asked: Asked, chosen: Sequence[Unit], passages: Sequence[Passage]) -> list[Unit]:
    """For each thing that an asker who wants to know whether it may apply tells of itself, the rule that sets the limit.

    Of the units that are chosen, else of all the ``passages`` of their document, without the rows of tables, which hold for
    one grant, unless that is named: the one that says most of the question.
    """
    query = asked.query
    if not query.wants(Intent.CONDITION, Intent.SEEK) or query.wants(*VALUES, Intent.COMPARE) or query.wants_history:
        return []
    every = [unit for passage in passages if passage.headings[:1] not in PROVENANCE for unit in units_of(passage)]
    able = [
        unit
        for unit in every
        if (unit.kind is not UnitKind.ROW or is_row_of(asked, unit)) and not (is_older(unit) or is_absence(unit.text))
    ]
    found: list[Unit] = []
    for measure in sorted(measures(query.text)):
        limits = [unit for unit in chosen if sets_limit(unit, measure)] or [
            unit for unit in able if sets_limit(unit, measure)
        ]
        if limits:
            found.append(max(limits, key=lambda unit: (asked.matcher.information(unit.words), -unit.start)))
    return list(dict.fromkeys(found))
