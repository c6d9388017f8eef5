"""Which municipalities have an agreement with the associations, or a partnership, and of which none is known. Pure.

A question is taken only when every word of it is understood. That no source has found one does not mean that there is none.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import NamedTuple

from assistant.composition.compose import Draft
from assistant.domain import MUNICIPALITIES, REGION, Document, Outcome
from assistant.language import swedish, values
from assistant.language.events import Event, events
from assistant.language.places import find_areas, municipality_of
from assistant.language.swedish import normalise
from assistant.passages.units import Unit, units_of
from assistant.retrieval.relevance import PROVENANCE
from assistant.selection.absence import is_absence
from assistant.structured import drafting
from assistant.structured.drafting import Asking, Knowledge, Quote, Said

_ASKS = re.compile(r"\b(?:vilka|hur många|finns det) (?:\w+ ){0,3}?kommuner(?:na)?\b")
_ASKS_OF_ONE = re.compile(r"^(?:och |men )?(?:finns|har|är)\b")
_GUIDELINES = re.compile(r"\briktlinj|\bpolicy")
_HOLDS = re.compile(r"\bgäll(?:er|de)\b")
_LACKS = re.compile(
    r"\bsaknar\b|\butan\b|\b(?:har|tecknat|skrivit) (?:inte|ingen|inget|ej)\b|\binte (?:har|tecknat|skrivit)\b"
)
_PLAIN = re.compile(
    r"vilka|eller|hur|många|finns|det|som|av|i|och|när|år|vilket|har|inte|ingen|inget|ej|saknar|utan|en|ett|någon|något|nån|nåt|egen"
    r"|eget|egna|lokala?|län|länet|länets|örebro|kommuner(?:na)?|tecknat|skrivit|slutit|antagit|undertecknat|under|ingått|med"
    r"|kommun(?:en|s|ens)?|där|nu|idag"
    r"|förening(?:ar|arna|slivet)|civilsamhället?|civila|samhället|ideella|idéburna|sektorn|så|kallade?|idéburet|offentligt|offentliga"
)
_OF_THE_REGION = re.compile(
    r"region(?:en|ens|al|ala|nivå)?|mellan|den|vilken|version(?:en)?|gäller|gällande|nuvarande|senaste|på|för|vad|säger"
)
_CIVIL_SOCIETY = re.compile(r"\bcivil|\bförening|\bideell|\bidébur|\bsocial ekonomi")
LEAST_PLACES = 2  # municipalities that a unit names to tell of several


class Kind(NamedTuple):
    """A kind of agreement: what documents of it are filed as, how it is spoken of, and what one, and none, is called."""

    filed_as: str
    spoken_of: re.Pattern[str]
    one: str
    none: str


AGREEMENT = Kind(
    "overenskommelse", re.compile(r"överenskommelser?(?:na|n)?"), "en överenskommelse", "någon överenskommelse"
)
PARTNERSHIP = Kind(
    "partnerskap",
    re.compile(r"iop(?:er|ar|-?avtal)?|partnerskap(?:en)?"),
    "ett idéburet offentligt partnerskap (IOP)",
    "något idéburet offentligt partnerskap (IOP)",
)


def answer(asking: Asking) -> Draft | None:
    """What the documents say of each municipality that has one, or is said to have none; None for any other question."""
    folded = normalise(asking.question.text)
    kinds = [one for one in (AGREEMENT, PARTNERSHIP) if any(map(one.spoken_of.fullmatch, swedish.words(folded)))]
    if not kinds:
        return None
    if not _ASKS.search(folded):
        return _of_the_region(folded, kinds, asking) or _of_one_place(folded, kinds, asking)
    if not _is_understood(swedish.words(folded), kinds):
        return None
    if len(kinds) > 1 and _LACKS.search(folded):  # has one of them, lacks the other?
        return None
    drafts = [draft for kind in kinds if (draft := _of_kind(kind, folded, asking))]
    return _together(drafts) if drafts else None


def _of_one_place(folded: str, kinds: Sequence[Kind], asking: Asking) -> Draft | None:
    """Whether a municipality has one of the kind: what is told of it, else of the other kind there, else beside others."""
    places = [place for place in asking.query.own_areas if place in MUNICIPALITIES]
    others = [word for word in swedish.words(folded) if not municipality_of(word)]
    if len(kinds) != 1 or len(places) != 1 or not _ASKS_OF_ONE.search(folded) or not _is_understood(others, kinds):
        return None
    kind, place = kinds[0], places[0]
    return (
        _of_its_own(kind, place, asking) or _of_other_kind(kind, place, asking) or _beside_others(kind, place, asking)
    )


def _of_the_region(folded: str, kinds: Sequence[Kind], asking: Asking) -> Draft | None:
    """Which municipalities have one, where the region's own with civil society is asked for and no document is one."""
    others = [word for word in swedish.words(folded) if not _OF_THE_REGION.fullmatch(word)]
    asks = "region" in folded and _CIVIL_SOCIETY.search(folded) and _is_understood(others, kinds)
    if not asks or kinds != [AGREEMENT] or any(map(_is_of_the_region, asking.knowledge.catalogue)):
        return None
    draft = _of_kind(AGREEMENT, folded, asking)
    lead = "Jag hittar ingen överenskommelse mellan regionen och civilsamhället i dokumenten. Den kan finnas ändå."
    return replace(draft, outcome=Outcome.PARTIAL, lead=f"{lead} {draft.lead}") if draft else None


def _is_of_the_region(document: Document) -> bool:
    """True for an agreement of the region's own with civil society; with its municipalities it has others."""
    of_region = document.kind == AGREEMENT.filed_as and REGION in document.municipalities
    return of_region and bool(_CIVIL_SOCIETY.search(normalise(document.title)))


def _of_its_own(kind: Kind, place: str, asking: Asking) -> Draft | None:
    """When the municipality's own was made, and what its source says is not known of whether it holds; None without one."""
    has = newest_of(kind, asking.knowledge).get(place)
    told = _told(kind, place, has, asking.knowledge) if has else None
    if not has or not told:
        return None
    unknown = [
        unit for unit in _units(has, asking.knowledge) if is_absence(unit.text) and _HOLDS.search(unit.normalised)
    ]
    said = [told, *(Said(unit.text, (_quote(unit),)) for unit in unknown[:1])]
    if _GUIDELINES.search(normalise(has.title)):  # how one is made, not that there is one
        said = _of_several_with(place, kind, asking) + said
    return drafting.draft(said, asking.question.today, lead=f"Dokumenten berättar om {kind.one} i {place}:")


def _beside_others(kind: Kind, place: str, asking: Asking) -> Draft | None:
    """What is told of the municipality where several are told of at once, or that it has none as far as is known."""
    others = [one for one in MUNICIPALITIES if one != place]
    said = _of_several_with(place, kind, asking) or _of_none(kind, asking.knowledge, without=others)
    lead = f"Så här säger dokumenten om {kind.one} i {place}. Det kan finnas mer än de berättar."
    return drafting.draft(said, asking.question.today, Outcome.PARTIAL, lead) if said else None


def _of_several_with(place: str, kind: Kind, asking: Asking) -> list[Said]:
    return [one for one in _of_several(kind, asking.knowledge) if place in find_areas(one.text)]


def _of_other_kind(kind: Kind, place: str, asking: Asking) -> Draft | None:
    """What a municipality has of the other kind, where none of the one asked about is known; else None."""
    other = PARTNERSHIP if kind is AGREEMENT else AGREEMENT
    has = newest_of(other, asking.knowledge).get(place)
    if has is None or place in newest_of(kind, asking.knowledge):
        return None
    said = _told(other, place, has, asking.knowledge)
    none = _of_none(kind, asking.knowledge, without=[one for one in MUNICIPALITIES if one != place])
    lead = (
        f"Jag hittar inte {kind.none} i {place}. Det kan finnas ändå. Dokumenten berättar däremot om {other.one} där:"
    )
    return drafting.draft([*none, said], asking.question.today, Outcome.PARTIAL, lead) if said else None


def _together(drafts: Sequence[Draft]) -> Draft:
    """The answers about each kind as one, the citations of those after the first numbered on."""
    first, *others = drafts
    for draft in others:
        on = len(first.citations)
        statements = tuple(
            replace(one, citations=tuple(number + on for number in one.citations)) for one in draft.statements
        )
        citations = tuple(replace(one, number=one.number + on) for one in draft.citations)
        lead = f"{first.lead} {draft.lead}"
        first = replace(
            first, statements=first.statements + statements, citations=first.citations + citations, lead=lead
        )
    return first


def _of_kind(kind: Kind, folded: str, asking: Asking) -> Draft | None:
    of_several = _of_several(kind, asking.knowledge)
    newest = newest_of(kind, asking.knowledge)
    if _LACKS.search(folded):
        said = [*of_several, *_of_none(kind, asking.knowledge, without=newest)]
        lead = f"Källorna har inte hittat {kind.none} i de här kommunerna. Det kan finnas ändå."
        return drafting.draft(said, asking.question.today, lead=lead) if said else None
    told = [(place, _told(kind, place, document, asking.knowledge)) for place, document in newest.items()]
    found = {place: said for place, said in told if said}
    if len(found) < LEAST_PLACES:
        return None
    lead = f"Dokumenten berättar om {kind.one} i {len(found)} kommuner: {swedish.listed(found)}."
    rest = "Om de andra säger de inget, eller att ingen har hittats."
    return drafting.draft([*found.values(), *of_several], asking.question.today, lead=f"{lead} {rest}")


def _is_understood(words: Sequence[str], kinds: Sequence[Kind]) -> bool:
    patterns = (_PLAIN, *(kind.spoken_of for kind in kinds))
    return all(any(pattern.fullmatch(word) for pattern in patterns) for word in words)


def newest_of(kind: Kind, knowledge: Knowledge, places: Sequence[str] = MUNICIPALITIES) -> dict[str, Document]:
    """The newest document of the kind of each of the places that has one of its own, by the place's name."""
    newest: dict[str, Document] = {}
    for document in knowledge.catalogue:
        place = document.municipalities[0] if len(document.municipalities) == 1 else ""
        named = any(map(kind.spoken_of.fullmatch, swedish.words(document.title)))
        is_one = document.kind == kind.filed_as and named and place in places
        if is_one and (place not in newest or newest[place].id in document.supersedes):
            newest[place] = document
    return dict(sorted(newest.items()))


def _told(kind: Kind, place: str, document: Document, knowledge: Knowledge) -> Said | None:
    """When it was signed or decided, else the first that is said of it."""
    units = [unit for unit in _units(document, knowledge) if not is_absence(unit.text)]
    about = [unit for unit in units if _speaks_of(kind, unit.text)]
    begun = {Event.DECIDE, Event.START}
    dated = [unit for unit in about if values.years(unit.text) and events(unit.text) & begun]
    own = [unit for unit in dated if unit.passage.headings[:1] in PROVENANCE] or dated or about
    return _said(place, own[0]) if own else None


def _of_several(kind: Kind, knowledge: Knowledge) -> list[Said]:
    """What tells of several municipalities at once."""
    return [
        Said(unit.text, (_quote(unit),))
        for unit in _every_unit(knowledge)
        if _speaks_of(kind, unit.text)
        and is_absence(unit.text)
        and len(set(find_areas(unit.text)) & set(MUNICIPALITIES)) >= LEAST_PLACES
    ]


def _of_none(kind: Kind, knowledge: Knowledge, without: Collection[str]) -> list[Said]:
    """What is said of one municipality having none, as far as is known; ``without`` are those that have one."""
    found: dict[str, Said] = {}
    for unit in _every_unit(knowledge):
        for start, end in swedish.sentences(unit.text):
            part = unit.text[start:end]
            named = set(find_areas(part)) & set(MUNICIPALITIES) or set(unit.passage.document.municipalities)
            if is_absence(part) and _speaks_of(kind, part) and len(named) == 1:
                place = next(iter(named))
                found.setdefault(place, _said(place, unit))
    return [found[place] for place in sorted(found) if place in MUNICIPALITIES and place not in without]


def _every_unit(knowledge: Knowledge) -> list[Unit]:
    """What stands in every document that is about some place; a large collection of others is not read through."""
    about_places = [document for document in knowledge.catalogue if document.municipalities]
    return [unit for document in about_places for unit in _units(document, knowledge)]


def _units(document: Document, knowledge: Knowledge) -> list[Unit]:
    return [unit for passage in knowledge.passages_of(document) for unit in units_of(passage)]


def _speaks_of(kind: Kind, text: str) -> bool:
    return any(map(kind.spoken_of.fullmatch, swedish.words(text)))


def _said(place: str, unit: Unit) -> Said:
    text = unit.text if place in find_areas(unit.text) else f"{place}: {unit.text}"
    return Said(text, (_quote(unit),))


def _quote(unit: Unit) -> Quote:
    return Quote(unit.passage, unit.start, unit.end)
