"""Which grants a question means: those that it asks for, in order, and how many more there are elsewhere. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from assistant.domain import REGION
from assistant.grants import deadlines
from assistant.grants.cards import (
    Field,
    Grant,
    GrantStatus,
    Kind,
    closing_days,
    in_order,
    is_open,
    standing_of,
    status_on,
)
from assistant.grants.deadlines import Once, Rolling, State, Unstated
from assistant.grants.profile import NO_ASSOCIATION
from assistant.grants.questions import Giver, Wanted
from assistant.language.swedish import normalise

REMEMBERED = 3  # years for which a day gone by still tells when the next may be
_YOUNG_TOO = {Kind.YOUTH}  # what is for the young, a sports club may have for its own
_GIVEN_BY = {
    Giver.STATE: re.compile(
        r"styrelsen\b|verket\b|myndighet|arvsfonden|ämbetet\b|riksidrottsförbundet|försäkringskassan|kollegiet"
    ),
    Giver.FOUNDATION: re.compile(r"stiftelse|\bfond\b"),
}


class Chosen(NamedTuple):
    """The grants of an answer, and the ones whose only known day of the wanted time is in a year gone by."""

    grants: list[Grant]
    only_old_days: list[Grant]
    elsewhere: int
    without_day: int
    dated: int
    of_other_kinds: int = 0  # of the same places, for other kinds of association
    open_then: int = 0  # within the wanted days, though the last day is later


def choose(asked: Wanted, grants: Sequence[Grant], today: date) -> Chosen:
    """Those of ``grants`` that are asked for, by next deadline."""
    matching = [grant for grant in grants if _matches(asked, grant)]
    here = [grant for grant in matching if _lies(asked, grant)]
    wider = [grant for grant in matching if asked.areas and grant not in here and not grant.is_municipal]
    wider = [] if asked.givers else wider
    others = _of_other_kinds(asked, [grant for grant in grants if grant not in matching], today)
    if asked.only_paused:
        here = [grant for grant in here if status_on(grant, today) is GrantStatus.PAUSED]
    elif asked.to_apply or asked.span or asked.open_now:
        here = [grant for grant in here if status_on(grant, today) is not GrantStatus.PAUSED]
    if asked.only_rolling:
        here = [grant for grant in here if any(isinstance(time.deadline, Rolling) for time in grant.times)]
    if asked.only_with_time:
        here = [grant for grant in here if not all(isinstance(time.deadline, Unstated) for time in grant.times)]
    if asked.open_now:
        here = [grant for grant in here if _may_be_open(grant, today)]
    if not asked.span:
        comes_first = surely_open if asked.open_now else is_just_for(asked.kinds)
        ordered = sorted(in_order(here, today), key=lambda grant: not comes_first(grant, today))
        return Chosen(ordered, [], len(wider), 0, len(here), others)
    first, last = asked.span
    dated = [grant for grant in here if closing_days(grant, first, last) and not _only_once(grant)]
    rolling = [grant for grant in here if standing_of(grant, today).state is State.ROLLING and grant not in dated]
    old = [grant for grant in here if grant not in dated and _had_a_day(grant, first, last, today)]
    wider = [grant for grant in wider if closing_days(grant, first, last) and not _only_once(grant)]
    chosen = sorted(dated, key=lambda grant: (closing_days(grant, first, last)[0], grant.name))
    may_apply = asked.to_apply and not asked.only_days
    others_of_then = [
        one for one in here if one not in dated and one not in rolling and _is_open_within(one, first, last)
    ]
    open_then = in_order(others_of_then, today) if may_apply else []
    chosen += [*open_then, *(in_order(rolling, today) if may_apply else ())]
    states = (State.RELATIVE, State.UNSTATED)
    without = [grant for grant in here if standing_of(grant, today).state in states]
    old = [grant for grant in old if grant not in open_then]
    return Chosen(chosen, in_order(old, today), len(wider), len(without), len(dated), open_then=len(open_then))


def _matches(asked: Wanted, grant: Grant) -> bool:
    """True when the grant is for those asked about, and pays what is asked about.

    What an association of some kind can apply for is also what any association can, and what the source sets no kind for;
    of an uncertain grant only when it tells who may apply.
    """
    tells_who = grant.status is GrantStatus.UNKNOWN and bool(grant.fields.get(Field.WHO))
    open_to_any = Kind.ANY in grant.kinds or (not grant.kinds and (grant.status is GrantStatus.OPEN or tells_who))
    any_can = asked.to_apply and open_to_any and not asked.kinds <= NO_ASSOCIATION
    kinds = asked.kinds | _YOUNG_TOO if asked.to_apply and Kind.SPORT in asked.kinds else asked.kinds
    if kinds and not kinds & set(grant.kinds) and not any_can:
        return False
    if asked.purposes and not asked.purposes & set(grant.purposes):
        return False
    return bool(asked.kinds) or not asked.to_apply or not grant.kinds or not set(grant.kinds) <= NO_ASSOCIATION


def _of_other_kinds(asked: Wanted, left_out: Sequence[Grant], today: date) -> int:
    """How many grants of the same municipalities, that can be had, are for other kinds of association than the asker's."""
    if not (asked.areas and asked.kinds and asked.to_apply) or asked.kinds <= NO_ASSOCIATION:
        return 0
    of_any_kind = replace(asked, kinds=frozenset())
    there = [grant for grant in left_out if grant.is_municipal and _lies(asked, grant) and _matches(of_any_kind, grant)]
    return sum(is_open(grant, today) is not False for grant in there)


def _lies(asked: Wanted, grant: Grant) -> bool:
    if asked.only_municipal and not grant.is_municipal:
        return False
    if asked.givers and not any(_GIVEN_BY[giver].search(normalise(grant.giver)) for giver in asked.givers):
        return False
    if not asked.areas or (asked.givers and not grant.is_municipal):
        return True
    if asked.only_giver:
        return any(is_given_by(area, grant) for area in asked.areas)
    return any(area in grant.areas for area in asked.areas)


def is_given_by(area: str, grant: Grant) -> bool:
    """True for what a municipality, or the region, gives itself."""
    giver = normalise(grant.giver)
    by_region = "region örebro" in giver
    return by_region if area == REGION else normalise(area) in giver and not by_region and "kommun" in giver


def _may_be_open(grant: Grant, today: date) -> bool:
    """Open, or with a last day to come and an opening that is not told."""
    return is_open(grant, today) is True or standing_of(grant, today).state in (State.CLOSES, State.RELATIVE)


def is_just_for(kinds: frozenset[Kind]) -> Callable[[Grant, date], bool]:
    """True for a grant that names the kinds of association that are asked about, and is not for any."""
    return lambda grant, _: bool(kinds & set(grant.kinds)) and Kind.ANY not in grant.kinds


def surely_open(grant: Grant, today: date) -> bool:
    """True when the source itself says that it is open: at any time, or within days that it tells."""
    return grant.status is GrantStatus.OPEN and is_open(grant, today) is True


def _is_open_within(grant: Grant, first: date, last: date) -> bool:
    """True when the source tells when it opens, and some of those days lie within the wanted ones."""
    years = range(first.year, last.year + 2)
    found = (window for time in grant.times for year in years for window in deadlines.windows(time.deadline, year))
    return any(window.opens and window.opens <= last and window.closes >= first for window in found)


def _only_once(grant: Grant) -> bool:
    return all(isinstance(time.deadline, Once) for time in grant.times)


def _had_a_day(grant: Grant, first: date, last: date, today: date) -> bool:
    """True when a day in a year gone by lies in the same part of the year."""
    gone = [time.deadline.closes for time in grant.times if isinstance(time.deadline, Once)]
    gone = [day for day in gone if day.year >= today.year - REMEMBERED]
    moved = [deadlines.DayOfYear(day.month, day.day).in_year(year) for day in gone for year in (first.year, last.year)]
    return any(day < today for day in gone) and any(first <= day <= last for day in moved)
