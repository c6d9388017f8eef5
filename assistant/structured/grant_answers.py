"""Questions over sets of grants, answered from the cards: one statement for each, by next deadline, with the count. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from assistant.composition.compose import Draft
from assistant.domain import NATIONAL, REGION, Outcome
from assistant.grants.cards import KIND, Field, Grant, GrantStatus, Kind, Quote, grant_from, status_on
from assistant.grants.questions import Wanted, called, kinds_of, offered, wanted
from assistant.language import swedish
from assistant.language.matching import SAME_STEM, best_match, word_set
from assistant.language.swedish import normalise
from assistant.passages.units import Unit, UnitKind, units_of
from assistant.question.intents import Intent
from assistant.question.query import Query
from assistant.retrieval.relevance import PROVENANCE
from assistant.retrieval.retrieve import allowed
from assistant.selection.absence import is_absence
from assistant.selection.excepted import excepts
from assistant.selection.offers import GRANT_RULES
from assistant.structured import needs
from assistant.structured.drafting import Asking, Knowledge
from assistant.structured.drafting import Quote as Place
from assistant.structured.grant_leads import caveats, lead_of
from assistant.structured.grant_sets import choose
from assistant.structured.grant_statements import Said, drafted, said_of
from assistant.structured.needs import Fit, Need

INSTEAD = "Jag hittar inget bidrag som nämner just det du beskriver. Det här finns:"
THERE_IS = "Det här finns:"
WIDER = "Det som heter så gäller hela länet eller landet och står först."
MOST_FOR_NEED = 4  # grants of the municipality, and as many for the county and the country
MOST_INSTEAD = 10  # grants of the municipality, where none is for what is asked about
FEW_OWN = 1  # grants that a municipality gives by itself
_ONE = re.compile(r"(?:hej |och )?finns det (?:ett |något |nåt )?(?!bidrag|stöd)")
_EXCLUDES = re.compile(r"\b(?:inte|ej)\b|\buteslut|\buteslöts?\b")
_ORDINARY = re.compile(r"\bordinarie (?:förenings)?bidrag\b")


def answer_from_grants(asking: Asking) -> Draft | None:
    """Every grant that the question asks for; None when it asks for something else, or no card answers."""
    asked = wanted(asking.query, asking.question.today)
    draft = _all_of(asked, asking) if asked else None
    names = called(asking.query) if _ONE.match(normalise(asking.query.text)) else ()
    if not (asked and draft and names) or len(asked.areas) != 1 or _called_so(names, asked, asking.knowledge):
        return draft
    lead = (
        f"Jag hittar inget bidrag i {asked.areas[0]} som heter ”{names[0]}”. Det här kan gälla samma sak: {draft.lead}"
    )
    return replace(draft, outcome=Outcome.PARTIAL, lead=lead)


def _all_of(asked: Wanted, asking: Asking, most: int | None = None, first: Sequence[Grant] = ()) -> Draft | None:
    """Every grant of a set, or the first of them, with the count of all, after those to tell first; None when there is none."""
    today = asking.question.today
    grants = [grant for grant in cards_of(asking.knowledge) if status_on(grant, today) is not GrantStatus.ENDED]
    grants = [grant for grant in grants if allowed(grant.document, asking.question.filters, today)]
    chosen = choose(asked, grants, today)
    told = [*chosen.grants, *chosen.only_old_days][:most]
    if not chosen.grants:  # days gone by alone are no answer
        return None
    old = frozenset(grant.id for grant in chosen.only_old_days)
    said = [said_of(grant, asked, asking.knowledge, old=grant.id in old) for grant in [*first, *told]]
    lead = lead_of(asked, chosen, today)
    all_told = len(told) == len(chosen.grants) + len(chosen.only_old_days)
    said = [*_left_out_there(asking.query, asked.areas, asking.knowledge), *said]
    said += _not_found_there(asked, told, asking.knowledge)
    return drafted(
        said, today, lead if all_told else f"{lead} Här är de {len(told)} första; fler finns på sidan Bidrag."
    )


def _not_found_there(asked: Wanted, told: Sequence[Grant], knowledge: Knowledge) -> list[Said]:
    """What the sources of a municipality say of its ordinary grants not being found, where hardly any of its own is told of."""
    if len(asked.areas) != 1 or asked.span or asked.purposes:
        return []
    place = asked.areas[0]
    if sum(grant.areas == (place,) for grant in told) > FEW_OWN:
        return []
    documents = (one for one in knowledge.catalogue if one.municipalities == (place,))
    units = (unit for one in documents for passage in knowledge.passages_of(one) for unit in units_of(passage))
    for unit in units:
        for start, end in swedish.sentences(unit.text):
            sentence = unit.text[start:end]
            if is_absence(sentence) and _ORDINARY.search(normalise(sentence)):
                return [Said("", sentence, Place(unit.passage, unit.start, unit.end), ())]
    return []


def _left_out_there(query: Query, areas: Sequence[str], knowledge: Knowledge) -> list[Said]:
    """What the rules of one municipality say of giving nothing to the kind of association that is named."""
    named = {word: weight for word, weight in query.weights.items() if kinds_of([word])}
    if len(areas) != 1 or not named:
        return []
    kind = replace(query, weights=named, alternatives={})
    rules = [one for one in knowledge.catalogue if one.municipalities == tuple(areas) and one.kind == GRANT_RULES]
    passages = (passage for one in rules for passage in knowledge.passages_of(one))
    units = [unit for passage in passages if passage.headings[:1] not in PROVENANCE for unit in units_of(passage)]
    found = [unit for unit in units if unit.kind is not UnitKind.ROW and excepts(kind, unit)]
    return [
        Said("", _headed(unit), Place(unit.passage, unit.start, unit.end), ())
        for unit in sorted(found, key=lambda unit: is_absence(unit.text))
    ]


def _headed(unit: Unit) -> str:
    """A list that a heading gives its meaning, after the heading: "Ej bidrag: …"."""
    headed = unit.passage.headings and not _EXCLUDES.search(unit.normalised)
    return f"{unit.passage.headings[-1]}: {unit.text}" if headed else unit.text


def offer_instead(asking: Asking, *, is_need: bool = False) -> Draft | None:
    """A part of an answer, where nothing answers what there is for something: what there is in the municipality.

    What the county or the country gives that is called as what is asked for, where the municipality gives none, is told first.
    """
    asked = offered(asking.query, is_need=is_need)
    if not asked:
        return None
    names = () if asking.query.wants(Intent.OFFER) else called(asking.query)
    so_called = _called_so(names, asked, asking.knowledge)
    if any(grant.is_municipal for grant in so_called):
        return None  # what is asked of it is not known, and no other grant tells
    called_elsewhere = bool(so_called)
    if so_called:  # for whom it is, where it is not for any association, is not told here
        own = [one for one in so_called if any(best_match(name, word_set(one.name)) >= SAME_STEM for name in names)]
        so_called = [one for one in own if not one.kinds or {Kind.ANY, *asked.kinds} & set(one.kinds)]
    draft = _all_of(asked, asking, MOST_INSTEAD, first=so_called)
    if not draft:
        return None
    lead = INSTEAD
    if called_elsewhere:
        lead = f"I {asked.areas[0]} hittar jag inget bidrag som heter ”{names[0]}”. {WIDER if so_called else THERE_IS}"
    return replace(draft, outcome=Outcome.PARTIAL, lead=f"{lead} {draft.lead}")


def _called_so(names: Sequence[str], asked: Wanted, knowledge: Knowledge) -> list[Grant]:
    """The grants of the place, and of the county or the country, that are or were called so."""
    there = [one for one in cards_of(knowledge) if not one.is_municipal or set(one.areas) & set(asked.areas)]

    def told(grant: Grant) -> frozenset[str]:
        return word_set(f"{grant.name} {grant.document.title}")

    return [one for one in there if any(best_match(name, told(one)) >= SAME_STEM for name in names)]


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
    said = [said_of(grant, asked, asking.knowledge, old=False) for grant in general]
    told = [said_of(fit.grant, asked, asking.knowledge, old=False, more=_on_need(fit, need)) for fit in (*here, *wider)]
    lead = _lead_to_need(need, here, wider, general, today)
    pays = any(fit.purposes or fit.says for fit in wider)  # what pays the very thing goes before what pays much
    left_out = _left_out_there(asking.query, need.areas, asking.knowledge)
    draft = drafted(
        [*left_out, *told, *said] if pays else [*left_out, *said, *told],
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
    sentences = [told, *caveats([*general, *(fit.grant for fit in (*here, *wider))], today)]
    if not need.areas:
        sentences.append("Skriv vilken kommun ni finns i, så visar jag vad som finns där.")
    return " ".join(sentences)


def cards_of(knowledge: Knowledge) -> tuple[Grant, ...]:
    """The cards of a version of the knowledge base."""

    def build(records: list[dict[str, Any]]) -> tuple[Grant, ...]:
        found = ((record, knowledge.document_called(record["document"])) for record in records)
        return tuple(grant_from(record, document) for record, document in found if document)

    return knowledge.structure(KIND, build)
