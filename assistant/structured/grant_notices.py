"""What has to be said of a grant beside an answer about it: that it is paused, has ended or may have, or closes soon. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

from assistant.composition.compose import Draft, grant_name
from assistant.domain import Citation
from assistant.grants.cards import Grant, GrantStatus, Quote, closing_days, status_on
from assistant.language import swedish, values
from assistant.language.events import is_stopped
from assistant.question.intents import Intent
from assistant.question.query import Query
from assistant.retrieval.relevance import PROVENANCE
from assistant.validity import is_outdated

MANY = 3  # grants of one source that are not named one by one
_TOLD = {
    GrantStatus.PAUSED: "Obs! {} är pausat, enligt den senaste uppgift som finns här.",
    GrantStatus.ENDED: "Obs! {} har troligen upphört, enligt den senaste uppgift som finns här.",
    GrantStatus.UNKNOWN: "Obs! Det är osäkert om {} går att söka nu. Fråga den som ger bidraget.",
}
_NOT_TO_APPLY = (Intent.COMPARE, Intent.VALIDITY)
SOON = timedelta(days=7)
MOST_CLOSING = 4  # days that are named
_DAYS = ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag")
_CLOSES = "Snart sista dag, enligt den senaste uppgift som finns här: {}."


def standing_notices(query: Query, draft: Draft, grants: Sequence[Grant], today: date) -> tuple[str, ...]:
    """What the cards say of the grants that an answer rests on: paused, ended or uncertain, one notice for each.

    A grant is what an answer rests on when its card quotes the very words, or when it is the only one of its source. What
    the answer says itself, and what is asked of another time, needs no notice.
    """
    is_past = query.wants_history or (query.years and max(query.years) < today.year)
    if draft.lead or is_past or query.wants(*_NOT_TO_APPLY):
        return ()
    told = [citation for citation in draft.citations if citation.passage.headings[:1] not in PROVENANCE]
    of_source = Counter(grant.document.id for grant in grants)
    uncertain = [grant for grant in grants if grant.status in _TOLD and not _is_said(grant, draft)]
    resting = [
        grant
        for grant in uncertain
        if any(_rests_on(one, grant, is_alone=of_source[grant.document.id] == 1) for one in told)
    ]
    named = {
        status: list(dict.fromkeys(_quoted(_called(one, resting, grants)) for one in resting if one.status is status))
        for status in _TOLD
    }
    return tuple(_TOLD[status].format(swedish.listed(names)) for status, names in named.items() if names)


def closing_notices(query: Query, draft: Draft, grants: Sequence[Grant], today: date) -> tuple[str, ...]:
    """Which of the last days to apply that an answer quotes are within a week; nothing where another time is asked about."""
    of_then = query.wants_history or (query.years and set(query.years) != {today.year})
    if of_then or query.wants(*_NOT_TO_APPLY, Intent.DEFINITION, Intent.WHO):
        return ()
    names: dict[date, list[str]] = {}
    for grant in grants:
        shown = [one.quote for one in draft.citations if any(_is_quoted(quote, grant, one) for quote in grant.quotes())]
        if not shown or status_on(grant, today) in (GrantStatus.ENDED, GrantStatus.PAUSED):
            continue
        days = {value for quote in shown for value in values.values(quote)}
        for day in closing_days(grant, today, today + SOON):
            if values.day_of_year(day) in days:
                unsure = " (osäkert om det finns kvar)" if grant.status is GrantStatus.UNKNOWN else ""
                names.setdefault(day, []).append(f"{_quoted(grant.name)}{unsure}")
    told = [
        f"{_DAYS[day.weekday()]} {day.day} {values.MONTHS[day.month - 1]} ({_in_days((day - today).days)}) "
        f"för {swedish.listed(dict.fromkeys(called))}"
        for day, called in sorted(names.items())[:MOST_CLOSING]
    ]
    return (_CLOSES.format("; ".join(told)),) if told else ()


def _in_days(days: int) -> str:
    return "i dag" if days == 0 else "i morgon" if days == 1 else f"om {days} dagar"


def _called(grant: Grant, resting: Sequence[Grant], grants: Sequence[Grant]) -> str:
    """The name of a grant; where an answer rests on many of a source that all stand alike, what the source is called."""
    shown = [one for one in resting if one.document.id == grant.document.id]
    alike = {one.status for one in grants if one.document.id == grant.document.id} == {grant.status}
    return (grant_name(grant.document) if alike and len(shown) >= MANY else "") or grant.name


def _quoted(name: str) -> str:
    return f"”{name[:1].upper()}{name[1:]}”"


def _rests_on(citation: Citation, grant: Grant, *, is_alone: bool) -> bool:
    if citation.passage.document.id != grant.document.id or is_outdated(citation.status):
        return False
    return is_alone or any(_is_quoted(quote, grant, citation) for quote in grant.quotes())


def _is_quoted(quote: Quote, grant: Grant, citation: Citation) -> bool:
    of_it = citation.passage.document.id == grant.document.id
    return of_it and quote.start < citation.end and citation.start < quote.end


def _is_said(grant: Grant, draft: Draft) -> bool:
    of_it = [citation for citation in draft.citations if citation.passage.document.id == grant.document.id]
    said = grant.status_quote
    return any(is_stopped(one.quote) or (said and said.start < one.end and one.start < said.end) for one in of_it)
