"""A grant in words: its name, what its source says of it, and the places of those words. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from assistant.composition.compose import Draft
from assistant.domain import Citation, Outcome, Statement
from assistant.grants import deadlines
from assistant.grants.cards import Field, Grant, GrantStatus, Quote, Time
from assistant.grants.deadlines import Unstated, WeekRule
from assistant.grants.questions import Wanted, says_one_of
from assistant.language import swedish
from assistant.language.swedish import normalise
from assistant.language.values import values
from assistant.selection.absence import is_absence
from assistant.structured.drafting import Knowledge, quote_at
from assistant.structured.drafting import Quote as Place
from assistant.validity import status_of
from assistant.verification.citing import is_verbatim, unsupported

UNSURE = "osäkert om det finns kvar"
LEAST_LONG = 50  # characters of a part that is told once for
LEAST_SHARED = 3  # grants that share it


def _closes(time: Time, first: date, last: date) -> bool:
    years = range(first.year, last.year + 1)
    return any(first <= window.closes <= last for year in years for window in deadlines.windows(time.deadline, year))


class Part(NamedTuple):
    """What is told of a grant after its name, and the words of its source; none where it is told that they are missing."""

    text: str
    place: Place | None = None


class Said(NamedTuple):
    """One grant in words: its name, the words that name it and where they stand, and the parts after them."""

    name: str
    naming: str
    place: Place | None
    parts: tuple[Part, ...]

    @property
    def places(self) -> tuple[Place, ...]:
        """What it all rests on."""
        return tuple(place for place in (self.place, *(part.place for part in self.parts)) if place)


def said_of(grant: Grant, asked: Wanted, knowledge: Knowledge, *, old: bool, more: Sequence[Quote] = ()) -> Said:
    """A grant with what a question about a set asks of it, and ``more``; ``old`` when its only known day is one gone by."""

    def place_of(quote: Quote) -> Place | None:
        return quote_at(knowledge, grant.document.id, quote.start, quote.end)

    further = [(quote, place_of(quote)) for quote in _outside(grant, [*_further(grant, asked), *more])]
    parts = [Part(_tidy(place.shown if place and place.row else quote.text), place) for quote, place in further]
    if asked.amounts and not _amounts(grant):
        parts.append(Part("belopp eller andel saknas i källan"))
    if not asked.span and all(isinstance(time.deadline, Unstated) for time in grant.times):
        parts.append(Part("datum saknas i källan"))
    if grant.status is GrantStatus.UNKNOWN:
        parts.append(Part(UNSURE))
    before = [part for part in ("Äldre datum" if old else "", _place_name(grant, asked)) if part]
    own = place_of(grant.quote)
    naming = ": ".join([*before, _tidy(_shown(grant, own))])
    return Said(_capital(grant.name), naming, own, tuple(parts))


def _tidy(text: str) -> str:
    return text.strip(" .:|").replace(" | ", " – ")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _told_once(said: Sequence[Said]) -> list[Said]:
    """A long part that is the same for several grants once, after the last of them, with the names of those it holds for."""
    counts = Counter(part for one in said for part in one.parts if part.place and len(part.text) >= LEAST_LONG)
    shared = [part for part, count in counts.items() if count >= LEAST_SHARED]
    last = {part: max(number for number, one in enumerate(said) if part in one.parts) for part in shared}
    told: list[Said] = []
    for number, one in enumerate(said):
        told.append(one._replace(parts=tuple(part for part in one.parts if part not in shared)))
        for part in (part for part in shared if last[part] == number):
            names = swedish.listed([f"”{other.name}”" for other in said if part in other.parts])
            told.append(Said("", f"Gäller {names}: {part.text}", part.place, ()))
    return told


def drafted(told: Sequence[Said], today: date, lead: str) -> Draft | None:
    """One statement for each grant. The words that name it pass the gate, or its bare quote stands instead; the parts
    after them are quotes. None when a quote does not stand where it should: then nothing is complete.
    """
    statements: list[Statement] = []
    citations: list[Citation] = []
    numbers: dict[Place, int] = {}
    for one in _told_once(told):
        if not one.place:
            return None
        for place in one.places:
            if place not in numbers:
                numbers[place] = len(citations) + 1
                status = status_of(place.passage.document, today)
                citations.append(Citation(numbers[place], place.passage, place.words, place.start, place.end, status))
        first = one.naming
        if unsupported(first, (one.place.words,), "\n".join(one.place.around)):
            first = one.place.words
        text = "; ".join((first, *(part.text for part in one.parts)))
        statements.append(Statement(text, tuple(numbers[place] for place in dict.fromkeys(one.places)), verified=True))
    if not all(map(is_verbatim, citations)):
        return None
    return Draft(Outcome.ANSWERED, tuple(statements), tuple(citations), lead)


def _place_name(grant: Grant, asked: Wanted) -> str:
    if not grant.is_municipal or len(grant.areas) > 1:
        return "" if normalise(grant.giver) == normalise(grant.name) else grant.giver
    return "" if len(asked.areas) == 1 else grant.areas[0]


def _shown(grant: Grant, place: Place | None) -> str:
    """The card's quote with the grant's name first: of a table row the cell that names it.

    The columns are named where a cell does not tell by itself what it is: "framgår inte", or one of two days.
    """
    name = normalise(grant.name)
    if grant.quote.text.startswith("|"):
        cells = [cell.strip() for cell in grant.quote.text.strip().strip("|").split("|")]
        naming = next((cell for cell in cells if name in normalise(cell)), _capital(grant.name))
        others = [cell for cell in cells if cell not in (naming, "–")]
        row = place.row if place else None
        if row and not _tell_by_themselves(others):
            columns = dict(zip(row.cells, row.columns, strict=False))
            others = [f"{columns[cell]}: {cell}" if columns.get(cell) else cell for cell in others]
        return " – ".join([naming, *others])
    if normalise(grant.quote.text).startswith(name):
        return _capital(grant.quote.text)
    return f"{_capital(grant.name)} – {grant.quote.text}"


def _tell_by_themselves(cells: Sequence[str]) -> bool:
    dated = [cell for cell in cells if any(value.startswith("d:") for value in values(cell))]
    return len(dated) < 2 and not any(is_absence(cell) for cell in cells)


def _further(grant: Grant, asked: Wanted) -> list[Quote]:
    """What else has to be said: when, if the quote does not, what was asked about, and that it is paused."""
    found: list[Quote] = []
    if not _says_when(grant):
        found += [time.quote for time in grant.times if not isinstance(time.deadline, Unstated)]
    if asked.span:
        first, last = asked.span
        found += [
            time.quote for time in grant.times if isinstance(time.deadline, WeekRule) and _closes(time, first, last)
        ]
    found += [quote for quote in grant.fields.get(Field.PURPOSE, ()) if says_one_of(asked.purposes, quote.text)]
    if asked.kinds:
        found += grant.fields.get(Field.WHO, ())[:1]
    if asked.amounts:
        found += _amounts(grant)
    if grant.status is GrantStatus.PAUSED and grant.status_quote:
        found.append(grant.status_quote)
    return found


def _outside(grant: Grant, quotes: Sequence[Quote]) -> list[Quote]:
    """Those of the quotes that neither the card's own quote nor another of them holds."""
    outside = [quote for quote in dict.fromkeys(quotes) if not _inside(quote, grant.quote)]
    return [quote for quote in outside if not any(_inside(quote, other) for other in outside if other != quote)]


def _says_when(grant: Grant) -> bool:
    """True when the card's own quote names a day of its times, or that it is rolling."""
    said = normalise(grant.quote.text)
    days = {value for value in values(grant.quote.text) if value.startswith("d:")}
    return any(
        _inside(time.quote, grant.quote) or days & values(time.words) or normalise(time.words) in said
        for time in grant.times
    )


def _amounts(grant: Grant) -> tuple[Quote, ...]:
    return grant.fields.get(Field.AMOUNT, ())


def _inside(quote: Quote, other: Quote) -> bool:
    return other.start <= quote.start and quote.end <= other.end
