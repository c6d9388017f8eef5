"""Grants in Swedish words: where the times stand, how old the source is, what a visitor reads of a status. Pure."""

from __future__ import annotations

from datetime import date
from typing import Final

from assistant.domain import NATIONAL, REGION
from assistant.grants.cards import (
    Field,
    Grant,
    GrantStatus,
    Kind,
    Purpose,
    is_dated,
    known_since,
    standing_of,
    status_on,
)
from assistant.grants.deadlines import Standing, State
from assistant.language.values import MONTHS

ROLLING_LEFT_OUT: Final = (
    "Bidrag som söks löpande, eller vars sista dag inte är känd, är inte med. Alla bidrag: civsam grants"
)
DAY_HAS_PASSED: Final = "Dagen du angav har redan varit. Ange en dag som kommer."
STATUS: Final = {
    GrantStatus.OPEN: "Finns enligt källan",
    GrantStatus.PAUSED: "Pausat enligt källan",
    GrantStatus.ENDED: "Finns inte längre",
    GrantStatus.UNKNOWN: "Osäkert om det finns kvar",
}
KINDS: Final = {
    Kind.ANY: "alla ideella föreningar",
    Kind.YOUTH: "barn- och ungdomsföreningar",
    Kind.SPORT: "idrottsföreningar",
    Kind.CULTURE: "kulturföreningar",
    Kind.SENIOR: "pensionärsföreningar",
    Kind.DISABILITY: "funktionsrättsföreningar",
    Kind.SOCIAL: "sociala föreningar",
    Kind.PARTY_YOUTH: "politiska ungdomsförbund",
    Kind.STUDENT: "studentföreningar",
    Kind.ADULT_EDUCATION: "studieförbund",
    Kind.RURAL: "föreningar på landsbygden",
    Kind.MEETING_PLACE: "föreningar med samlingslokal",
    Kind.HERITAGE: "hembygds- och kulturarvsföreningar",
    Kind.NATURE: "natur- och miljöföreningar",
    Kind.FAITH: "trossamfund",
    Kind.COMMUNITY: "idéburna föreningar",
    Kind.MUNICIPALITY: "kommuner",
    Kind.COMPANY: "företag",
    Kind.PERSON: "privatpersoner",
}
KIND_CHOICES: Final = {  # as a list to choose from, in which the longest name would be cut off
    kind: "hembygd och kulturarv" if kind is Kind.HERITAGE else name
    for kind, name in KINDS.items()
    if kind is not Kind.ANY
}
PURPOSES: Final = {
    Purpose.START: "att starta",
    Purpose.OPERATION: "verksamheten",
    Purpose.ACTIVITY: "aktiviteter",
    Purpose.PROJECT: "projekt",
    Purpose.EVENT: "evenemang",
    Purpose.HOLIDAY: "lovaktiviteter",
    Purpose.PREMISES: "lokal eller anläggning",
    Purpose.INVESTMENT: "investeringar",
    Purpose.MATERIAL: "material och utrustning",
    Purpose.LEADERS: "ledare",
    Purpose.EDUCATION: "utbildning",
    Purpose.TRAVEL: "resor",
    Purpose.CULTURE: "kultur",
    Purpose.INTEGRATION: "integration",
    Purpose.INNOVATION: "sociala innovationer",
    Purpose.CARE: "socialt arbete",
}
_MARKS: Final = {GrantStatus.PAUSED: "Pausat", GrantStatus.UNKNOWN: "Osäkert"}
_TIMELESS: Final = {State.ROLLING: "Söks löpande", State.RELATIVE: "Ingen fast sista dag"}
FIELDS: Final = {
    Field.WHO: "Vem kan söka",
    Field.PURPOSE: "Till",
    Field.NOT_FOR: "Inte till",
    Field.AMOUNT: "Belopp",
    Field.POT: "Att dela på",
    Field.CONDITIONS: "Villkor",
    Field.HOW: "Så söker man",
    Field.ATTACHMENTS: "Bilagor",
    Field.REPORTING: "Redovisning",
    Field.DECIDED_BY: "Beslut",
}


def day(when: date) -> str:
    """A day in words: 25 februari 2027."""
    return f"{when.day} {MONTHS[when.month - 1]} {when.year}"


def place(grant: Grant) -> str:
    """Where the grant can be had."""
    names = {REGION: "hela länet", NATIONAL: "hela landet"}
    return ", ".join(names.get(area, area) for area in grant.areas)


def when(grant: Grant, today: date) -> str:
    """Where the grant's times stand, in one or two sentences."""
    status = status_on(grant, today)
    if status is GrantStatus.ENDED:
        return "Går inte att söka."
    told = _standing(standing_of(grant, today))
    return f"Pausat. Tiden var: {told[0].lower()}{told[1:]}" if status is GrantStatus.PAUSED else told


def _standing(standing: Standing) -> str:
    window, days = standing.window, standing.days
    match standing.state:
        case State.ROLLING:
            return f"Söks löpande. Nästa dag att hålla koll på: {day(window.closes)}." if window else "Söks löpande."
        case State.RELATIVE:
            return "Det finns ingen fast sista dag. Källan säger vad den räknas från."
        case State.UNSTATED:
            return "Tiden är ej angiven i källan."
    assert window is not None and days is not None
    match standing.state:
        case State.OPEN:
            return f"Öppet nu. Stänger {_in(days)}, {day(window.closes)}."
        case State.CLOSES:
            return f"Sista dag {_in(days)}, {day(window.closes)}. När det öppnar framgår inte."
        case State.OPENS:
            last = f" och stänger {day(window.closes)}" if window.opens and window.closes > window.opens else ""
            return f"Öppnar {_in(days)}, {day(window.opens or window.closes)}{last}."
        case _:
            return f"Senast kända sista dag var {day(window.closes)}. Nästa är inte känd."


def brief(grant: Grant, today: date) -> str:
    """The same in as few words as tell the next last day."""
    if status_on(grant, today) is GrantStatus.ENDED:
        return "Går inte att söka"
    standing = standing_of(grant, today)
    if standing.window is None:
        return _TIMELESS.get(standing.state, "Tiden står inte i källan")
    last = day(standing.window.closes)
    told = {
        State.CLOSED: f"Senast kända sista dag {last}",
        State.OPEN: f"Öppet nu, sista dag {last}",
        State.ROLLING: f"Löpande, nästa dag {last}",
    }.get(standing.state, f"Sista dag {last}")
    return told if is_dated(grant, today) else f"{told} ({_age(grant)})"


def _age(grant: Grant) -> str:
    written = known_since(grant)
    return f"källa från {written.last.year}" if written else "källan saknar datum"


def _in(days: int) -> str:
    return "i dag" if days == 0 else "i morgon" if days == 1 else f"om {days} dagar"


def mark(grant: Grant, today: date) -> str:
    """One word for what sets a grant apart from those one can count on: paused, uncertain or closed; else nothing."""
    closed = standing_of(grant, today).state is State.CLOSED
    return _MARKS.get(status_on(grant, today), "Stängt" if closed else "")


def caveat(grant: Grant, today: date) -> str:
    """What to say about the age of the source; nothing when it is fresh."""
    if is_dated(grant, today):
        return ""
    written = known_since(grant)
    if written is None:
        return "Källan saknar datum. Kontrollera tiden hos den som ger bidraget."
    return f"Senast kända datum, från {written.last.year}. Kontrollera tiden hos den som ger bidraget."


def decides(grant: Grant) -> str:
    """The last line of every checklist."""
    return f"Det är {grant.giver} som avgör. Civsam visar bara vad källan säger."
