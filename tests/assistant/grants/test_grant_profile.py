"""An association held against the grants: each rule with its words, unknown never filters, the nearest fits first."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.answer import Assistant
from assistant.grants.cards import Grant, Kind, Purpose
from assistant.grants.profile import Match, Profile, Rule, Verdict, match

TODAY = date(2026, 11, 25)


@pytest.fixture(scope="module")
def grants(real_assistant: Assistant) -> tuple[Grant, ...]:
    return real_assistant.generation.grants


def found(grants: tuple[Grant, ...], profile: Profile, identifier: str) -> Match:
    return next(one for one in match(grants, profile, TODAY) if one.grant.id == identifier)


def verdicts(one: Match) -> dict[Rule, Verdict]:
    return {check.rule: check.verdict for check in reversed(one.checks)}


def test_a_youth_club_in_askersund(grants: tuple[Grant, ...]) -> None:
    profile = Profile("Askersund", Kind.YOUTH, Purpose.START, members=12, ages=(8, 15))
    told = verdicts(found(grants, profile, "askersund-startbidrag"))
    assert told[Rule.PLACE] is told[Rule.KIND] is told[Rule.PURPOSE] is told[Rule.MEMBERS] is Verdict.MET
    assert told[Rule.CONDITION] is Verdict.UNKNOWN


@pytest.mark.parametrize(("members", "verdict"), [(9, Verdict.NOT_MET), (10, Verdict.MET), (None, Verdict.UNKNOWN)])
def test_members_at_the_limit(grants: tuple[Grant, ...], members: int | None, verdict: Verdict) -> None:
    one = found(grants, Profile(members=members), "karlskoga-foreningsbidrag")
    assert verdicts(one)[Rule.MEMBERS] is verdict
    (check,) = [check for check in one.checks if check.rule is Rule.MEMBERS]
    assert check.quote.text == "minst 10 aktiva medlemmar (dispens ett år)"


@pytest.mark.parametrize(
    ("ages", "verdict"),
    [
        ((21, 40), Verdict.NOT_MET),
        ((20, 30), Verdict.MET),
        ((1, 3), Verdict.MET),
        ((1, 2), Verdict.NOT_MET),
        (None, Verdict.UNKNOWN),
    ],
)
def test_ages_that_overlap(grants: tuple[Grant, ...], ages: tuple[int, int] | None, verdict: Verdict) -> None:
    one = found(grants, Profile(ages=ages), "nora-aktivitetsstod")
    assert verdicts(one)[Rule.AGES] is verdict


def test_an_age_that_the_source_excepts_is_unknown(grants: tuple[Grant, ...]) -> None:
    one = found(grants, Profile(ages=(40, 60)), "kumla-aktivitetsbidrag-barn-unga")
    assert verdicts(one)[Rule.AGES] is Verdict.UNKNOWN  # "funktionsvariation alla åldrar"


@pytest.mark.parametrize(
    ("kind", "identifier", "verdict"),
    [
        (Kind.SENIOR, "kumla-grundbidrag", Verdict.UNKNOWN),  # it may be one of the fritidsföreningar
        (Kind.SPORT, "kumla-grundbidrag", Verdict.MET),
        (Kind.SENIOR, "orebro-studentprojekt", Verdict.NOT_MET),
        (Kind.SENIOR, "orebro-investering-under", Verdict.MET),
        (Kind.PERSON, "orebro-investering-under", Verdict.NOT_MET),
        (Kind.SENIOR, "askersund-driftbidrag", Verdict.UNKNOWN),
    ],
)
def test_kinds_are_only_ruled_out_where_the_source_is_clear(
    grants: tuple[Grant, ...], kind: Kind, identifier: str, verdict: Verdict
) -> None:
    assert verdicts(found(grants, Profile(kind=kind), identifier))[Rule.KIND] is verdict


def test_every_rule_is_quoted_from_the_document(grants: tuple[Grant, ...]) -> None:
    for one in match(grants, Profile("Nora", Kind.CULTURE), TODAY):
        for check in one.checks:
            assert one.grant.document.text[check.quote.start : check.quote.end] == check.quote.text


def test_nothing_is_filtered_out_and_what_is_unknown_comes_before_what_is_not_met(grants: tuple[Grant, ...]) -> None:
    matches = match(grants, Profile("Kumla", Kind.SENIOR), TODAY)
    assert {one.grant.id for one in matches} == {grant.id for grant in grants}
    against = [one.count(Verdict.NOT_MET) for one in matches]
    assert against == sorted(against)


def test_an_association_that_says_nothing_of_itself_breaks_no_rule(grants: tuple[Grant, ...]) -> None:
    assert all(not one.count(Verdict.NOT_MET) for one in match(grants, Profile(), TODAY))


def test_another_municipality_is_not_met_and_the_whole_county_is(grants: tuple[Grant, ...]) -> None:
    profile = Profile("Nora")
    assert verdicts(found(grants, profile, "kumla-startbidrag"))[Rule.PLACE] is Verdict.NOT_MET
    assert verdicts(found(grants, profile, "rus-projektfinansiering"))[Rule.PLACE] is Verdict.MET
