"""Questions over sets of grants, answered from the cards: one statement for each, by next deadline, with the count. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

from assistant.composition.compose import Draft
from assistant.domain import MUNICIPALITIES, NATIONAL, REGION, Citation, Outcome, Statement
from assistant.grants import deadlines
from assistant.grants.cards import (
    KIND,
    Field,
    Grant,
    GrantStatus,
    Kind,
    Quote,
    Time,
    closing_days,
    grant_from,
    in_order,
    is_dated,
    is_open,
    known_since,
    standing_of,
    status_on,
)
from assistant.grants.deadlines import Once, Rolling, State, Unstated, WeekRule
from assistant.grants.profile import NO_ASSOCIATION
from assistant.grants.questions import Giver, Wanted, called, offered, says_one_of, wanted
from assistant.grants.spans import Span
from assistant.language import swedish
from assistant.language.matching import SAME_STEM, best_match, word_set
from assistant.language.swedish import normalise
from assistant.language.values import MONTHS, values
from assistant.question.intents import Intent
from assistant.retrieval.retrieve import allowed
from assistant.selection.absence import is_absence
from assistant.structured import needs
from assistant.structured.drafting import Asking, Knowledge, quote_at
from assistant.structured.drafting import Quote as Place
from assistant.structured.needs import Fit, Need
from assistant.validity import status_of
from assistant.verification.citing import is_verbatim, unsupported

UNSURE = "osäkert om det finns kvar"
INSTEAD = "Jag hittar inget bidrag som nämner just det du beskriver. Det här finns:"
MOST_FOR_NEED = 4  # grants of the municipality, and as many for the county and the country
MOST_INSTEAD = 10  # grants of the municipality, where none is for what is asked about
LEAST_LONG = 50  # characters of a part that is told once for
LEAST_SHARED = 3  # grants that share it
REMEMBERED = 3  # years for which a day gone by still tells when the next may be
_YOUNG_TOO = {Kind.YOUTH}  # what is for the young, a sports club may have for its own
_GIVEN_BY = {
    Giver.STATE: re.compile(
        r"styrelsen\b|verket\b|myndighet|arvsfonden|ämbetet\b|riksidrottsförbundet|försäkringskassan|kollegiet"
    ),
    Giver.FOUNDATION: re.compile(r"stiftelse|\bfond\b"),
}


class _Chosen(NamedTuple):
    """The grants of an answer, and the ones whose only known day of the wanted time is in a year gone by."""

    grants: list[Grant]
    only_old_days: list[Grant]
    elsewhere: int
    without_day: int
    dated: int
    of_other_kinds: int = 0  # of the same places, for other kinds of association


def answer_from_grants(asking: Asking) -> Draft | None:
    """Every grant that the question asks for; None when it asks for something else, or no card answers."""
    asked = wanted(asking.query, asking.question.today)
    return _all_of(asked, asking) if asked else None


def _all_of(asked: Wanted, asking: Asking, most: int | None = None) -> Draft | None:
    """Every grant of a set, or the first of them, with the count of all; None when there is none."""
    today = asking.question.today
    grants = [grant for grant in cards_of(asking.knowledge) if status_on(grant, today) is not GrantStatus.ENDED]
    grants = [grant for grant in grants if allowed(grant.document, asking.question.filters, today)]
    chosen = choose(asked, grants, today)
    told = [*chosen.grants, *chosen.only_old_days][:most]
    if not chosen.grants:  # days gone by alone are no answer
        return None
    old = frozenset(grant.id for grant in chosen.only_old_days)
    said = [_said(grant, asked, asking.knowledge, old=grant.id in old) for grant in told]
    lead = _lead(asked, chosen, today)
    all_told = len(said) == len(chosen.grants) + len(chosen.only_old_days)
    return _draft(
        said, today, lead if all_told else f"{lead} Här är de {len(said)} första; fler finns på sidan Bidrag."
    )


def offer_instead(asking: Asking, *, is_need: bool = False) -> Draft | None:
    """A part of an answer, where nothing answers what there is for something: what there is in the municipality."""
    asked = offered(asking.query, is_need=is_need)
    if asked and not asking.query.wants(Intent.OFFER) and _is_there(called(asking.query), asked, asking.knowledge):
        return None  # what is asked of it is not known, and no other grant tells
    draft = _all_of(asked, asking, MOST_INSTEAD) if asked else None
    if not draft:
        return None
    return replace(draft, outcome=Outcome.PARTIAL, lead=f"{INSTEAD} {draft.lead}")


def _is_there(names: Sequence[str], asked: Wanted, knowledge: Knowledge) -> bool:
    """True when a grant of the place, or of the county or the country, is or was called so."""
    there = [one for one in cards_of(knowledge) if not one.is_municipal or set(one.areas) & set(asked.areas)]
    told = {word for grant in there for word in word_set(f"{grant.name} {grant.document.title}")}
    return any(best_match(name, told) >= SAME_STEM for name in names)


def answer_to_need(asking: Asking, drafts: Sequence[Draft]) -> Draft | None:
    """The grants that are for what somebody needs money for, of the municipality and of the county or country.

    None where no need is told, and where ``drafts``, what was composed, answer better. It is for whoever gives to say whether
    a grant is for it: the answer is a part of one. Where no grant is, what there is in the municipality is told.
    """
    need = needs.need_of(asking.query)
    if not need:
        return None
    grants = _to_apply_for(asking)
    fits = needs.fits(need, grants)
    answering = [one for one in drafts if one.citations and one.outcome is not Outcome.NOT_FOUND]
    if answering and not _go_before(need, fits, answering, grants):
        return None
    return _for_need(need, fits, grants, asking) if fits else offer_instead(asking, is_need=True)


def _go_before(need: Need, fits: Sequence[Fit], drafts: Sequence[Draft], grants: Sequence[Grant]) -> bool:
    """True when the grants for a need answer better than what was composed.

    What is told of the municipality that is named stands, unless it is in doubt and there are grants that pay what is needed,
    or say a word that its sources lack; what is told of no such grant, and of another place, does not.
    """
    doubtful = all(draft.is_doubtful for draft in drafts)
    lacking = {word for draft in drafts for word in draft.unmentioned}
    if not fits:
        return doubtful and bool(lacking)
    told = {citation.passage.document for draft in drafts for citation in draft.citations}
    if doubtful and any(fit.purposes or lacking & set(fit.says) for fit in fits):
        return True
    if not need.areas:  # one municipality's is no answer to who does not say to be there
        return need.asks_who or not any({REGION, NATIONAL} & set(document.municipalities) for document in told)
    given_there = {grant.document for grant in grants if set(need.areas) & set(grant.areas)}
    if any(set(need.areas) & set(document.municipalities) or document in given_there for document in told):
        return False
    best = {fit.grant.document.id for fit in needs.best_of(need, fits)}
    return not best <= {document.id for document in told}


def _for_need(need: Need, fits: Sequence[Fit], grants: Sequence[Grant], asking: Asking) -> Draft | None:
    """One statement for each of the nearest grants, the municipality's first."""
    today = asking.question.today
    here = [fit for fit in fits if fit.grant.is_municipal][:MOST_FOR_NEED]
    wider = [fit for fit in fits if not fit.grant.is_municipal][:MOST_FOR_NEED]
    general = [] if here else needs.general(need, grants)[:MOST_FOR_NEED]
    asked = Wanted(areas=need.areas, kinds=need.kinds, purposes=need.purposes, to_apply=True)
    said = [_said(grant, asked, asking.knowledge, old=False) for grant in general]
    told = [_said(fit.grant, asked, asking.knowledge, old=False, more=_on_need(fit, need)) for fit in (*here, *wider)]
    lead = _lead_to_need(need, here, wider, general, today)
    pays = any(fit.purposes or fit.says for fit in wider)  # what pays the very thing goes before what pays much
    draft = _draft(
        [*told, *said] if pays else [*said, *told],
        today,
        lead if len(told) == len(fits) else f"{lead} Fler finns på sidan Bidrag.",
    )
    return replace(draft, outcome=Outcome.PARTIAL) if draft else None


def _to_apply_for(asking: Asking) -> list[Grant]:
    """The grants that may be had, of the sources that the question keeps to."""
    today, gone = asking.question.today, (GrantStatus.ENDED, GrantStatus.PAUSED)
    grants = [grant for grant in cards_of(asking.knowledge) if status_on(grant, today) not in gone]
    return [one for one in grants if allowed(one.document, asking.question.filters, today)]


def _on_need(fit: Fit, need: Need) -> list[Quote]:
    """What a card says that it pays, and its words for what is needed."""
    fields = fit.grant.fields
    quotes = [quote for quote in fit.grant.quotes() if quote not in fields.get(Field.NOT_FOR, ())]
    words = [one for one in need.words if one[0] in fit.says]
    return [
        *fields.get(Field.PURPOSE, ())[:1],
        *(next((quote for quote in quotes if needs.says(quote.text, one)), fit.grant.quote) for one in words),
        *fields.get(Field.WHO, ())[:1],
    ]


def _lead_to_need(need: Need, here: Sequence[Fit], wider: Sequence[Fit], general: Sequence[Grant], today: date) -> str:
    alone = here[0].grant.areas if len(here) == 1 else ()
    where = swedish.listed(need.areas or alone or ("olika kommuner",))
    counted = [f"{len(here)} bidrag i {where}"] if here else []
    counted += [f"{len(wider)} {'' if here else 'bidrag '}för hela länet eller landet"] if wider else []
    told = f"{swedish.listed(counted)} kan gälla det du beskriver."
    if need.areas and not here:
        there = f"{len(general)} mer allmänna" if len(general) > 1 else "ett mer allmänt"
        own = f", men {there}" if general else ""
        told = f"I {where} hittar jag inget bidrag för just det{own}. {told}"
    sentences = [told, *_caveats([*general, *(fit.grant for fit in (*here, *wider))], today)]
    if not need.areas:
        sentences.append("Skriv vilken kommun ni finns i, så visar jag vad som finns där.")
    return " ".join(sentences)


def cards_of(knowledge: Knowledge) -> tuple[Grant, ...]:
    """The cards of a version of the knowledge base."""

    def build(records: list[dict[str, Any]]) -> tuple[Grant, ...]:
        found = ((record, knowledge.document_called(record["document"])) for record in records)
        return tuple(grant_from(record, document) for record, document in found if document)

    return knowledge.structure(KIND, build)


def choose(asked: Wanted, grants: Sequence[Grant], today: date) -> _Chosen:
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
        ordered = in_order(here, today)
        if asked.open_now:
            ordered.sort(key=lambda grant: not _surely_open(grant, today))
        return _Chosen(ordered, [], len(wider), 0, len(here), others)
    first, last = asked.span
    dated = [grant for grant in here if closing_days(grant, first, last) and not _only_once(grant)]
    rolling = [grant for grant in here if standing_of(grant, today).state is State.ROLLING and grant not in dated]
    old = [grant for grant in here if grant not in dated and _had_a_day(grant, first, last, today)]
    wider = [grant for grant in wider if closing_days(grant, first, last) and not _only_once(grant)]
    chosen = sorted(dated, key=lambda grant: (closing_days(grant, first, last)[0], grant.name))
    chosen += [] if asked.only_days or not asked.to_apply else in_order(rolling, today)
    states = (State.RELATIVE, State.UNSTATED)
    without = [grant for grant in here if standing_of(grant, today).state in states]
    return _Chosen(chosen, in_order(old, today), len(wider), len(without), len(dated))


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
        return any(_gives(area, grant) for area in asked.areas)
    return any(area in grant.areas for area in asked.areas)


def _gives(area: str, grant: Grant) -> bool:
    giver = normalise(grant.giver)
    by_region = "region örebro" in giver
    return by_region if area == REGION else normalise(area) in giver and not by_region and "kommun" in giver


def _may_be_open(grant: Grant, today: date) -> bool:
    """Open, or with a last day to come and an opening that is not told."""
    return is_open(grant, today) is True or standing_of(grant, today).state in (State.CLOSES, State.RELATIVE)


def _surely_open(grant: Grant, today: date) -> bool:
    """True when the source itself says that it is open: at any time, or within days that it tells."""
    return grant.status is GrantStatus.OPEN and is_open(grant, today) is True


def _closes(time: Time, first: date, last: date) -> bool:
    years = range(first.year, last.year + 1)
    return any(first <= window.closes <= last for year in years for window in deadlines.windows(time.deadline, year))


def _only_once(grant: Grant) -> bool:
    return all(isinstance(time.deadline, Once) for time in grant.times)


def _had_a_day(grant: Grant, first: date, last: date, today: date) -> bool:
    """True when a day in a year gone by lies in the same part of the year."""
    gone = [time.deadline.closes for time in grant.times if isinstance(time.deadline, Once)]
    gone = [day for day in gone if day.year >= today.year - REMEMBERED]
    moved = [deadlines.DayOfYear(day.month, day.day).in_year(year) for day in gone for year in (first.year, last.year)]
    return any(day < today for day in gone) and any(first <= day <= last for day in moved)


class _Part(NamedTuple):
    """What is told of a grant after its name, and the words of its source; none where it is told that they are missing."""

    text: str
    place: Place | None = None


class _Said(NamedTuple):
    """One grant in words: its name, the words that name it and where they stand, and the parts after them."""

    name: str
    naming: str
    place: Place | None
    parts: tuple[_Part, ...]

    @property
    def places(self) -> tuple[Place, ...]:
        """What it all rests on."""
        return tuple(place for place in (self.place, *(part.place for part in self.parts)) if place)


def _said(grant: Grant, asked: Wanted, knowledge: Knowledge, *, old: bool, more: Sequence[Quote] = ()) -> _Said:
    def place_of(quote: Quote) -> Place | None:
        return quote_at(knowledge, grant.document.id, quote.start, quote.end)

    further = [(quote, place_of(quote)) for quote in _outside(grant, [*_further(grant, asked), *more])]
    parts = [_Part(_tidy(place.shown if place and place.row else quote.text), place) for quote, place in further]
    if asked.amounts and not _amounts(grant):
        parts.append(_Part("belopp eller andel saknas i källan"))
    if not asked.span and all(isinstance(time.deadline, Unstated) for time in grant.times):
        parts.append(_Part("datum saknas i källan"))
    if grant.status is GrantStatus.UNKNOWN:
        parts.append(_Part(UNSURE))
    before = [part for part in ("Äldre datum" if old else "", _place_name(grant, asked)) if part]
    own = place_of(grant.quote)
    naming = ": ".join([*before, _tidy(_shown(grant, own))])
    return _Said(_capital(grant.name), naming, own, tuple(parts))


def _tidy(text: str) -> str:
    return text.strip(" .:|").replace(" | ", " – ")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _told_once(said: Sequence[_Said]) -> list[_Said]:
    """A long part that is the same for several grants once, after the last of them, with the names of those it holds for."""
    counts = Counter(part for one in said for part in one.parts if part.place and len(part.text) >= LEAST_LONG)
    shared = [part for part, count in counts.items() if count >= LEAST_SHARED]
    last = {part: max(number for number, one in enumerate(said) if part in one.parts) for part in shared}
    told: list[_Said] = []
    for number, one in enumerate(said):
        told.append(one._replace(parts=tuple(part for part in one.parts if part not in shared)))
        for part in (part for part in shared if last[part] == number):
            names = swedish.listed([f"”{other.name}”" for other in said if part in other.parts])
            told.append(_Said("", f"Gäller {names}: {part.text}", part.place, ()))
    return told


def _draft(told: Sequence[_Said], today: date, lead: str) -> Draft | None:
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


def _lead(asked: Wanted, chosen: _Chosen, today: date) -> str:
    sentences = [_counted(asked, chosen, today)]
    if chosen.only_old_days:
        sentences.append(f"{len(chosen.only_old_days)} till har bara ett äldre datum som är känt.")
    if chosen.without_day and asked.to_apply and asked.span:
        sentences.append(f"{chosen.without_day} bidrag anger ingen dag i källan och är inte med.")
    sentences += _caveats([*chosen.grants, *chosen.only_old_days], today)
    if chosen.of_other_kinds:
        others = f"{chosen.of_other_kinds} bidrag till{_where(asked)}"
        sentences.append(f"{others} är enligt källan för andra slags föreningar; se sidan Bidrag.")
    if chosen.elsewhere and not asked.only_giver and not asked.only_municipal:
        sentences.append(f"Utöver dem finns {chosen.elsewhere} bidrag för hela länet eller landet; se sidan Bidrag.")
    return " ".join(sentences)


def _counted(asked: Wanted, chosen: _Chosen, today: date) -> str:
    """How many there are, of which days, and in which order."""
    told = len(chosen.grants)
    found = f"{told} bidrag{_where(asked)}"
    if asked.span:
        found += f" med sista dag {_in_words(asked.span)}"
        rolling = told - chosen.dated
        found += f" ({rolling} av dem söks löpande)" if rolling else ""
    if asked.open_now and told > 1:
        surely = sum(_surely_open(grant, today) for grant in chosen.grants)
        return f"{found} kan gå att söka nu. {_opened(surely)}"
    with_days = sum(standing_of(grant, today).window is not None for grant in chosen.grants)
    return f"{found}, ordnade efter nästa sista dag." if with_days > 1 else f"{found}."


def _opened(surely: int) -> str:
    if not surely:
        return "Källorna säger bara sista dagen, inte när ansökan öppnar."
    return f"{surely} är öppna enligt källan och står först; för resten säger källan inte när ansökan öppnar."


def _in_words(days: Span) -> str:
    """The days in words: 31 mars 2027, 1–31 mars 2027, 25 november 2026–30 april 2027."""
    first, last = days
    end = f"{last.day} {MONTHS[last.month - 1]} {last.year}"
    if first == last:
        return end
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{end}"
    year = "" if first.year == last.year else f" {first.year}"
    return f"{first.day} {MONTHS[first.month - 1]}{year}–{end}"


def _where(asked: Wanted) -> str:
    places = [area for area in asked.areas if area in MUNICIPALITIES]
    return f" i {swedish.listed(places)}" if places else ""


def _caveats(grants: Iterable[Grant], today: date) -> list[str]:
    """How old the sources are, and for how many it is uncertain that the grant is still there."""
    grants = list(grants)
    old = [grant for grant in grants if not is_dated(grant, today)]
    years = sorted({written.last.year for grant in old if (written := known_since(grant))})
    found = []
    if old:
        span = f" (från {years[0]}{f'–{years[-1]}' if len(years) > 1 else ''})" if years else ""
        undated = "" if years and all(map(known_since, old)) else " Flera källor saknar datum." if years else ""
        which = f"senast kända uppgifter{span}" if years else "från källor utan datum"
        found.append(f"Det är {which}: kontrollera hos den som ger bidraget.{undated}")
    unsure = sum(grant.status is GrantStatus.UNKNOWN for grant in grants)
    if unsure == len(grants) == 1:
        found.append("Det är osäkert om det finns kvar.")
    elif unsure:
        found.append(f"För {unsure} av dem är det osäkert om {'det' if unsure == 1 else 'de'} finns kvar.")
    return found
