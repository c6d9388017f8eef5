"""What is said before a list of grants: how many, in which order, how old the sources are. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from assistant.domain import MUNICIPALITIES
from assistant.grants.cards import Grant, GrantStatus, is_dated, known_since, standing_of
from assistant.grants.questions import Wanted
from assistant.grants.spans import Span
from assistant.language import swedish
from assistant.language.values import MONTHS
from assistant.structured.grant_sets import Chosen, is_given_by, is_just_for, surely_open

_WITH_THEM = "och kommuner"  # who gives together with the municipalities


def lead_of(asked: Wanted, chosen: Chosen, today: date) -> str:
    """How many there are, how sure that is, and how many more there are elsewhere: our own words, before the list."""
    sentences = [_counted(asked, chosen, today), *_given_by_others(asked, chosen)]
    if chosen.only_old_days:
        sentences.append(f"{len(chosen.only_old_days)} till har bara ett äldre datum som är känt.")
    if chosen.without_day and asked.to_apply and asked.span:
        sentences.append(f"{chosen.without_day} bidrag anger ingen dag i källan och är inte med.")
    sentences += caveats([*chosen.grants, *chosen.only_old_days], today)
    elsewhere = 0 if asked.only_giver or asked.only_municipal else chosen.elsewhere
    more = (
        [f"{chosen.of_other_kinds} bidrag{_where(asked)} för andra slags föreningar"] if chosen.of_other_kinds else []
    )
    more += [f"{elsewhere} {'' if more else 'bidrag '}för hela länet eller landet"] if elsewhere else []
    if more:
        sentences.append(f"Utöver dem finns {swedish.listed(more)}; se sidan Bidrag.")
    return " ".join(sentences)


def _counted(asked: Wanted, chosen: Chosen, today: date) -> str:
    """How many there are, of which days, and in which order."""
    told = len(chosen.grants)
    found = f"{told} bidrag{_where(asked)}"
    if asked.span:
        days = _in_words(asked.span)
        counted = [f"{chosen.dated} bidrag{_where(asked)} med sista dag {days}"] if chosen.dated else []
        counted += [f"{chosen.open_then} med en ansökningstid som når dit"] if chosen.open_then else []
        rolling = told - chosen.dated - chosen.open_then
        counted += [f"{rolling} som söks löpande"] if rolling else []
        listed = swedish.listed(counted)
        found = listed if chosen.dated else f"{found} kan sökas {days}: {listed}"
    if asked.open_now and told > 1:
        surely = sum(surely_open(grant, today) for grant in chosen.grants)
        return f"{found} kan gå att söka nu. {_opened(surely)}"
    just_for = sum(is_just_for(asked.kinds)(grant, today) for grant in chosen.grants)
    if 0 < just_for < told and not asked.span:
        return f"{found}. Det som gäller just det slaget av förening står först."
    with_days = sum(standing_of(grant, today).window is not None for grant in chosen.grants)
    return f"{found}, ordnade efter nästa sista dag." if with_days > 1 else f"{found}."


def _given_by_others(asked: Wanted, chosen: Chosen) -> list[str]:
    """How many of those in a municipality it does not give itself."""
    places = [area for area in asked.areas if area in MUNICIPALITIES]
    if len(places) != 1 or asked.areas != tuple(places) or asked.givers:
        return []
    others = sum(not (is_given_by(places[0], grant) or _WITH_THEM in grant.giver) for grant in chosen.grants)
    if not others:
        return []
    if others == len(chosen.grants):
        return ["Det ges av någon annan än kommunen." if others == 1 else "Alla ges av andra än kommunen."]
    return [f"{others} av dem ges av {'någon annan' if others == 1 else 'andra'} än kommunen."]


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


def caveats(grants: Iterable[Grant], today: date) -> list[str]:
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
