"""An association held against a grant, rule by rule: met, not met or unknown, each with the words it rests on. Pure.

It informs and never decides: what is unknown rules nothing out, and the rules that only people can judge stay unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from assistant.domain import NATIONAL, REGION
from assistant.grants.cards import Field, Grant, Kind, Purpose, Quote, sort_key

_APPLIES = re.compile(r"^- (Gäller: .+)$", re.MULTILINE)
_NO_LIMIT = re.compile(r"alla åldrar|utan övre gräns|ingen övre")
# Kinds that an association of another kind is not: a youth club may well be rural, and a sports club have seniors.
EXCLUSIVE = frozenset(
    {
        Kind.PERSON, Kind.MUNICIPALITY, Kind.COMPANY, Kind.STUDENT, Kind.ADULT_EDUCATION, Kind.PARTY_YOUTH,
        Kind.SPORT, Kind.FAITH,
    }
)  # fmt: skip
NO_ASSOCIATION = frozenset({Kind.PERSON, Kind.MUNICIPALITY, Kind.COMPANY})


class Verdict(StrEnum):
    """How far a rule is met. The values are what a visitor reads."""

    MET = "uppfyllt"
    NOT_MET = "ej uppfyllt"
    UNKNOWN = "okänt"


class Rule(StrEnum):
    """What a rule is about. The values are what a visitor reads."""

    PLACE = "Kommun"
    KIND = "Slag av förening"
    PURPOSE = "Ändamål"
    AGES = "Ålder"
    MEMBERS = "Antal medlemmar"
    WHO = "Vem som kan söka"
    CONDITION = "Villkor"
    NOT_FOR = "Går inte till"


@dataclass(frozen=True, slots=True)
class Profile:
    """What an association says about itself. None is what it did not say. ``ages`` are those of who takes part."""

    municipality: str | None = None
    kind: Kind | None = None
    purpose: Purpose | None = None
    members: int | None = None
    ages: tuple[int, int] | None = None


class Check(NamedTuple):
    """One rule, how far it is met, and the source's words."""

    rule: Rule
    verdict: Verdict
    quote: Quote


class Match(NamedTuple):
    """A grant and its rules."""

    grant: Grant
    checks: tuple[Check, ...]

    def count(self, verdict: Verdict) -> int:
        """How many of the rules have this verdict."""
        return sum(check.verdict is verdict for check in self.checks)


def match(grants: Iterable[Grant], profile: Profile, today: date) -> list[Match]:
    """Every grant with its checklist: those with fewest rules not met first, then most met, then by next deadline."""
    found = [Match(grant, checklist(grant, profile)) for grant in grants]
    return sorted(
        found,
        key=lambda one: (one.count(Verdict.NOT_MET), -one.count(Verdict.MET), sort_key(one.grant, today)),
    )


def checklist(grant: Grant, profile: Profile) -> tuple[Check, ...]:
    """The rules of a grant held against a profile."""
    return (*_stated(grant, profile), *_for_people_to_judge(grant))


def _stated(grant: Grant, profile: Profile) -> Iterator[Check]:
    who = _first(grant, Field.WHO)
    yield Check(Rule.PLACE, _place(grant, profile.municipality), _where(grant))
    yield Check(Rule.KIND, _kind(grant, profile.kind), who)
    if grant.purposes:
        met = profile.purpose in grant.purposes  # that it pays one thing does not say that it cannot pay another
        yield Check(Rule.PURPOSE, Verdict.MET if met else Verdict.UNKNOWN, _first(grant, Field.PURPOSE))
    if grant.ages and grant.ages_quote:
        verdict = _verdict(_overlap(grant.ages, profile.ages))
        excepted = verdict is Verdict.NOT_MET and _NO_LIMIT.search(grant.ages_quote.text)
        yield Check(Rule.AGES, Verdict.UNKNOWN if excepted else verdict, grant.ages_quote)
    if grant.members is not None and grant.members_quote:
        enough = None if profile.members is None else profile.members >= grant.members
        yield Check(Rule.MEMBERS, _verdict(enough), grant.members_quote)


def _for_people_to_judge(grant: Grant) -> Iterator[Check]:
    for rule, field in ((Rule.WHO, Field.WHO), (Rule.CONDITION, Field.CONDITIONS), (Rule.NOT_FOR, Field.NOT_FOR)):
        for quote in grant.fields.get(field, ())[1 if rule is Rule.WHO else 0 :]:
            yield Check(rule, Verdict.UNKNOWN, quote)


def _where(grant: Grant) -> Quote:
    """What the fact sheet says of where it applies; the card's own quote when it tells another place."""
    found = _APPLIES.search(grant.document.text)
    if found is None or grant.areas != grant.document.municipalities:
        return grant.quote
    return Quote(found.group(1), found.start(1), found.end(1))


def _first(grant: Grant, field: Field) -> Quote:
    return next(iter(grant.fields.get(field, ())), grant.quote)


def _place(grant: Grant, municipality: str | None) -> Verdict:
    if {REGION, NATIONAL} & set(grant.areas):
        return Verdict.MET
    return _verdict(None if municipality is None else municipality in grant.areas)


def _kind(grant: Grant, kind: Kind | None) -> Verdict:
    """Not met only where the source is clear: it is for kinds that exclude others, or for associations alone."""
    if not grant.kinds or kind is None:
        return Verdict.UNKNOWN
    if kind in grant.kinds or (Kind.ANY in grant.kinds and kind not in NO_ASSOCIATION):
        return Verdict.MET
    return Verdict.NOT_MET if kind in NO_ASSOCIATION or EXCLUSIVE.issuperset(grant.kinds) else Verdict.UNKNOWN


def _overlap(rule: tuple[int, int | None], ages: tuple[int, int] | None) -> bool | None:
    if ages is None:
        return None
    first, last = rule
    return ages[1] >= first and (last is None or ages[0] <= last)


def _verdict(known: bool | None) -> Verdict:
    return Verdict.UNKNOWN if known is None else Verdict.MET if known else Verdict.NOT_MET
