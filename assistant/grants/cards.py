"""Grant cards: what a source says of one grant, every part with the words it rests on. Pure.

``document.text[quote.start:quote.end] == quote.text`` for every quote of a card; ingest refuses a card where that fails.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from assistant.domain import NATIONAL, REGION, Document, PartialDate
from assistant.grants import deadlines
from assistant.grants.deadlines import Deadline, Standing
from assistant.validity import is_outdated, status_of

KIND = "grants"  # the name of the cards among the data of a generation
FRESH_DAYS = 365  # a source older than this may have another date by now


class GrantStatus(StrEnum):
    """Whether the source says that the grant can be had. The values are those that editors write."""

    OPEN = "öppet"
    PAUSED = "pausat"
    ENDED = "avslutat"
    UNKNOWN = "okänt"


class Kind(StrEnum):
    """Who a grant is for. The values are those that editors write."""

    ANY = "alla"
    YOUTH = "barn-unga"
    SPORT = "idrott"
    CULTURE = "kultur"
    SENIOR = "pensionär"
    DISABILITY = "funktionsnedsättning"
    SOCIAL = "social"
    PARTY_YOUTH = "politisk-ungdom"
    STUDENT = "student"
    ADULT_EDUCATION = "studieförbund"
    RURAL = "landsbygd"
    MEETING_PLACE = "samlingslokal"
    HERITAGE = "kulturarv"
    NATURE = "natur"
    FAITH = "trossamfund"
    COMMUNITY = "idéburen"
    MUNICIPALITY = "kommun"
    COMPANY = "företag"
    PERSON = "privatperson"


class Purpose(StrEnum):
    """What a grant pays. The values are those that editors write."""

    START = "start"
    OPERATION = "verksamhet"
    ACTIVITY = "aktivitet"
    PROJECT = "projekt"
    EVENT = "evenemang"
    HOLIDAY = "lov"
    PREMISES = "lokal"
    INVESTMENT = "investering"
    MATERIAL = "material"
    LEADERS = "ledare"
    EDUCATION = "utbildning"
    TRAVEL = "resor"
    CULTURE = "kultur"
    INTEGRATION = "integration"
    INNOVATION = "innovation"
    CARE = "omsorg"


class Field(StrEnum):
    """The parts of a card that are told in the source's own words. The values are the editors' field names."""

    WHO = "vem"
    PURPOSE = "till"
    NOT_FOR = "inte_till"
    AMOUNT = "belopp"
    POT = "pott"
    CONDITIONS = "villkor"
    HOW = "ansokan"
    ATTACHMENTS = "bilagor"
    REPORTING = "redovisning"
    DECIDED_BY = "beslut"


class Quote(NamedTuple):
    """Words of the card's document, and where they stand in its text."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Time:
    """One time to apply: in the editor's words, as arithmetic, what it concerns (a half-year, a holiday), and its quote."""

    words: str
    deadline: Deadline
    quote: Quote
    concerns: str = ""


@dataclass(frozen=True, slots=True)
class Grant:
    """One grant. ``quote`` is the row or point that tells of it; ``ages`` are both ends, included."""

    id: str
    name: str
    giver: str
    areas: tuple[str, ...]
    document: Document
    quote: Quote
    status: GrantStatus
    file: str
    status_quote: Quote | None = None
    kinds: tuple[Kind, ...] = ()
    purposes: tuple[Purpose, ...] = ()
    times: tuple[Time, ...] = ()
    ages: tuple[int, int | None] | None = None
    ages_quote: Quote | None = None
    members: int | None = None
    members_quote: Quote | None = None
    fields: Mapping[Field, tuple[Quote, ...]] = field(default_factory=dict)

    @property
    def is_municipal(self) -> bool:
        """True when it is given in some municipalities only."""
        return not {REGION, NATIONAL} & set(self.areas)

    def quotes(self) -> tuple[Quote, ...]:
        """Every quote of the card."""
        single = (self.quote, self.status_quote, self.ages_quote, self.members_quote)
        several = (quote for quotes in self.fields.values() for quote in quotes)
        return (*(quote for quote in single if quote), *(time.quote for time in self.times), *several)


def status_on(grant: Grant, today: date) -> GrantStatus:
    """The card's status; a grant that only an outdated source tells of has ended."""
    return GrantStatus.ENDED if is_outdated(status_of(grant.document, today)) else grant.status


def standing_of(grant: Grant, today: date) -> Standing:
    """Where the grant's times stand."""
    return deadlines.standing([time.deadline for time in grant.times], today)


def is_open(grant: Grant, today: date) -> bool | None:
    """Whether it can be applied for on the day; None when the source does not tell."""
    if status_on(grant, today) in (GrantStatus.ENDED, GrantStatus.PAUSED):
        return False
    return standing_of(grant, today).is_open


def known_since(grant: Grant) -> PartialDate | None:
    """When the source was written or, failing that, decided."""
    return grant.document.source_date or grant.document.decided


def is_dated(grant: Grant, today: date) -> bool:
    """True when the source is so fresh that its days can be taken for this year's."""
    written = known_since(grant)
    return written is not None and (today - written.last).days <= FRESH_DAYS


def closing_days(grant: Grant, first: date, last: date) -> tuple[date, ...]:
    """The last days to apply from ``first`` to ``last``, both included, in order."""
    found = {
        window.closes
        for time in grant.times
        for year in range(first.year, last.year + 1)
        for window in deadlines.windows(time.deadline, year)
        if first <= window.closes <= last
    }
    return tuple(sorted(found))


def sort_key(grant: Grant, today: date) -> tuple[int, date, str, str]:
    """By next deadline: days to come, then at any time, then told in words, then unknown, then passed; by name within."""
    state = standing_of(grant, today)
    if state.window and state.state is not deadlines.State.CLOSED:
        return (0, state.window.closes, grant.name.casefold(), grant.id)
    order = [deadlines.State.ROLLING, deadlines.State.RELATIVE, deadlines.State.UNSTATED, deadlines.State.CLOSED]
    return (1 + order.index(state.state), date.max, grant.name.casefold(), grant.id)


def in_order(grants: Sequence[Grant], today: date) -> list[Grant]:
    """By next deadline."""
    return sorted(grants, key=lambda grant: sort_key(grant, today))


def record_of(grant: Grant) -> dict[str, object]:
    """A card as JSON values; its quotes are places in the document's text, which is not repeated."""
    return {
        "id": grant.id,
        "name": grant.name,
        "giver": grant.giver,
        "areas": list(grant.areas),
        "document": grant.document.id,
        "file": grant.file,
        "status": grant.status.value,
        "kinds": [kind.value for kind in grant.kinds],
        "purposes": [purpose.value for purpose in grant.purposes],
        "ages": list(grant.ages) if grant.ages else None,
        "members": grant.members,
        "quote": _place(grant.quote),
        "status_quote": _place(grant.status_quote),
        "ages_quote": _place(grant.ages_quote),
        "members_quote": _place(grant.members_quote),
        "times": [
            {"words": time.words, "concerns": time.concerns, "quote": _place(time.quote)} for time in grant.times
        ],
        "fields": {name.value: [_place(quote) for quote in quotes] for name, quotes in grant.fields.items()},
    }


def grant_from(record: Mapping[str, Any], document: Document) -> Grant:
    """The card that ``record_of`` wrote."""

    def quote(place: Sequence[int] | None) -> Quote | None:
        return None if place is None else Quote(document.text[place[0] : place[1]], place[0], place[1])

    def told(place: Sequence[int]) -> Quote:
        return Quote(document.text[place[0] : place[1]], place[0], place[1])

    return Grant(
        id=record["id"],
        name=record["name"],
        giver=record["giver"],
        areas=tuple(record["areas"]),
        document=document,
        file=record["file"],
        status=GrantStatus(record["status"]),
        kinds=tuple(map(Kind, record["kinds"])),
        purposes=tuple(map(Purpose, record["purposes"])),
        ages=tuple(record["ages"]) if record["ages"] else None,
        members=record["members"],
        quote=told(record["quote"]),
        status_quote=quote(record["status_quote"]),
        ages_quote=quote(record["ages_quote"]),
        members_quote=quote(record["members_quote"]),
        times=tuple(
            Time(time["words"], deadlines.parse(time["words"]), told(time["quote"]), time["concerns"])
            for time in record["times"]
        ),
        fields={Field(name): tuple(map(told, places)) for name, places in record["fields"].items()},
    )


def _place(quote: Quote | None) -> list[int] | None:
    return None if quote is None else [quote.start, quote.end]
