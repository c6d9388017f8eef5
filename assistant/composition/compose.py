"""Hits → cited statements without a language model: the sentences, items and rows that answer, verbatim. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

from assistant.answerability.doubt import doubt, is_about_else, words_missing
from assistant.answerability.named_grant import of_the_grant
from assistant.answerability.subject import called_found
from assistant.answerability.sufficiency import is_told, judge, unknown_of
from assistant.answerability.undecided import how_it_ended
from assistant.answerability.unmentioned import told_missing, unmentioned
from assistant.answerability.untold import holds_every_year, silences_about, years_untold
from assistant.composition import comparing
from assistant.composition.confirming import confirmed
from assistant.composition.focus import focus_in, piece_that
from assistant.composition.thresholds import deciding, limits_of
from assistant.domain import MUNICIPALITIES, Citation, Document, Hit, Outcome, Passage, Statement, Status
from assistant.language import matching, swedish, values
from assistant.language.events import Event, events, is_stopped
from assistant.language.places import find_areas, of_locality
from assistant.language.swedish import normalise
from assistant.passages.orders import is_order
from assistant.passages.units import Unit, units_of
from assistant.question.intents import VALUES, Intent
from assistant.question.query import Query
from assistant.retrieval.relevance import SAME_FOCUS, Asked, is_named
from assistant.retrieval.versions import is_older, on_validity, own_age
from assistant.retrieval.weighing import Ranked, Siblings, rank_units
from assistant.selection.absence import is_absence
from assistant.selection.beside import area_of_source, held_now, in_force_first, membership, of_place_left_out, stopped
from assistant.selection.choosing import answer_first, choose, closest, nearest, of_the_time, within, without_asides
from assistant.selection.excepted import excepting, excepts
from assistant.selection.headed import bare_heading, list_of, sections_asked_for
from assistant.selection.offers import GRANT_RULES
from assistant.selection.rows import whole_tables
from assistant.validity import covers_year, is_outdated, status_of
from assistant.verification.citing import is_verbatim, unsupported

NEAR_IN_VALIDITY = 0.8  # of the best hit's score: as near, of what says from when and until when it holds
MOST_IN_FOCUS = 4  # statements in which the words that answer are looked for

_MONTH = "|".join(values.MONTHS)
_FULL_DATE = re.compile(rf"\b\d{{1,2}} (?:{_MONTH}) \d{{4}}\b|\b\d{{4}}-\d{{2}}-\d{{2}}\b")
_TURNS = re.compile(r"^(?:ej|inte)\b|^undantag|\bäldre\b|\bhistorisk|\bförslag\b|\bupphörda\b")
_EACH_YEAR = re.compile(rf"\b\d{{1,2}} (?:{_MONTH})\b|\blöpande\b|\bnär som helst\b|\bhela året\b|\bvecka\b|\bv\.")
_WHICH = re.compile(r"(?:och |men )?vilken\b")
_RANGE = re.compile(
    rf"\b\d{{1,2}} (?:{_MONTH})\s*[–-]\s*(?=\d{{1,2}} (?:{_MONTH}) \d{{4}})"
)  # the first day of "1 maj–30 juni 2024"


@dataclass(frozen=True, slots=True)
class Draft:
    """What was composed, before the conductor dresses it. ``lead``, when given, is said instead of the usual words.

    ``is_doubtful`` when it is unsure that it answers, ``is_beside`` when that is because it does not tell what is asked for;
    ``unmentioned`` are words of the question that its sources do not mention, when it is so or only a part. ``unanswered``
    are the parts of a question that nothing answers, by what they are called; ``unsure_of`` those that what is cited may
    answer, or answers only in part. ``untold`` are years asked about that it does not tell of, but of those before.
    ``is_older`` when it is from versions that others have replaced, and ``is_for_giver`` when the rule is told and who gives
    judges, and nothing else makes it a part. ``is_whole`` when nothing is to be added from other sources. ``tells_of_ended``
    when the lead says that what is cited no longer holds.
    """

    outcome: Outcome
    statements: tuple[Statement, ...] = ()
    citations: tuple[Citation, ...] = ()
    lead: str = ""
    unmentioned: tuple[str, ...] = ()
    is_doubtful: bool = False
    is_beside: bool = False
    unanswered: tuple[str, ...] = ()
    unsure_of: tuple[str, ...] = ()
    untold: tuple[int, ...] = ()
    tells_of_ended: bool = False
    is_older: bool = False
    is_for_giver: bool = False
    is_whole: bool = False


def compose(asked: Asked, hits: Sequence[Hit], today: date, siblings: Siblings, newer: Sequence[Hit] = ()) -> Draft:
    """The units that answer the question, cited and checked, and how far they answer it.

    ``siblings`` gives every passage of a document; ``newer`` are hits in what has taken over from the best source: what
    they say of the matter comes first.
    """
    years = asked.query.years
    asked, ranked = _ranked(asked, hits, siblings, today)
    query = asked.query
    if not ranked:
        return Draft(Outcome.NOT_FOUND)
    if query.wants(Intent.VALIDITY):
        passages = siblings(_that_holds(query, hits, today))
        if (on_it := on_validity(passages)) and not unmentioned(query, passages[:1], asked.unknown):
            return Draft(_how_far_it_holds(query, on_it), *cite(on_it, today))
    picked = _picked(asked, ranked, hits, siblings, newer)
    chosen, decide = picked.units, picked.decide
    if not called_found(query, [hit.passage.document for hit in hits], [unit.passage.document for unit in chosen]):
        return Draft(Outcome.NOT_FOUND)  # the day of another grant is no answer
    untold = years_untold(replace(query, years=years), chosen, today)
    of_any_year = untold or holds_every_year(query, chosen, today)
    judged = _freed(query, years=bool(of_any_year), places=picked.are_of_members)
    outcome, kept, is_beside, is_older_alone, is_for_giver = judge(asked._replace(query=judged), chosen, today, decide)
    if untold and outcome is not Outcome.NOT_FOUND:
        silent = silences_about(untold, kept, siblings(kept[0].passage.document))
        outcome, kept = Outcome.PARTIAL, silent + [unit for unit in kept if unit not in silent]
    if picked.lacks_value and not kept:  # the row of that grant, without what is asked for
        outcome, kept = Outcome.PARTIAL, chosen
    outcome, kept = _with_silence(query, outcome, kept, siblings)
    if (
        kept
        and outcome is not Outcome.NOT_FOUND
        and (aged := own_age(query.text, kept, siblings(kept[0].passage.document)))
    ):
        outcome, kept = Outcome.PARTIAL, [*aged, *(unit for unit in kept if unit not in aged)]
    near = closest(asked, kept, [unit for unit in kept if unit not in picked.ordinary])
    deciding_last = max((kept.index(unit) for unit in kept if unit in decide), default=-1)
    kept = whole_tables(query, list(dict.fromkeys((*kept[: deciding_last + 1], *near))))
    sources = {unit.passage.document for unit in kept}
    named = query.wants(Intent.OFFER) or (len(sources) > 1 and query.wants(*VALUES))
    names = {document.id: grant_name(document) for document in sources if named}
    doubtful, missing = (False, ()) if picked.are_of_members else _doubt(asked, outcome, kept)
    if doubtful and is_about_else(asked, kept, missing) and not any(is_named(one, query) for one in sources):
        return Draft(Outcome.NOT_FOUND)
    doubtful = doubtful or is_beside
    sure = outcome is Outcome.ANSWERED and not doubtful
    also = confirmed(asked, kept, hits, siblings, today) if sure else {}
    telling = [unit for unit in kept[:MOST_IN_FOCUS] if not (picked.is_list or is_stopped(unit.text))]
    focus = focus_in(asked, telling) if sure else {}
    if sure and decide:  # what decides is in focus, and nothing beside it

        def sets(unit: Unit) -> bool:
            return limits_of(query.text, unit) or excepts(query, unit)

        focus = {unit: words for unit in kept if unit in decide and (words := piece_that(unit, sets))}
    statements, citations = cite(kept, today, name_heading=picked.is_list, grants=names, confirmed_by=also, focus=focus)
    return Draft(
        Outcome.PARTIAL if doubtful else outcome,
        statements,
        citations,
        unmentioned=missing,
        is_doubtful=doubtful,
        is_beside=is_beside,
        untold=untold if outcome is not Outcome.NOT_FOUND else (),
        is_older=is_older_alone and not doubtful,
        is_for_giver=is_for_giver and not doubtful,
    )


class _Picked(NamedTuple):
    """The units for an answer. ``ordinary`` are those that no rule of its own has asked for, ``decide`` those that decide for
    what the asker tells of itself. ``lacks_value`` when only the rows of the grant that is named are left, without what is
    asked for.
    """

    units: list[Unit]
    ordinary: list[Unit]
    decide: list[Unit]
    is_list: bool
    are_of_members: bool
    lacks_value: bool


def _picked(
    asked: Asked, ranked: Sequence[Ranked], hits: Sequence[Hit], siblings: Siblings, newer: Sequence[Hit]
) -> _Picked:
    query = asked.query
    listed = sections_asked_for(asked, hits, siblings)
    chosen = listed or list_of(query.count, query, ranked)
    chosen = chosen or nearest(
        asked, without_asides(query, answer_first(query, choose(asked, ranked, siblings), ranked), ranked)
    )
    member = membership(query, chosen, siblings)
    chosen = member or chosen
    ordinary = [] if listed else list(chosen)
    chosen = of_the_time(query, within(query, chosen))
    chosen = held_now(query, chosen, siblings) + chosen
    ended = [unit for unit in stopped(query, chosen, siblings) if unit not in chosen]
    chosen = chosen + ended if query.wants(Intent.WHEN, Intent.AMOUNT) else ended + chosen
    left_out = of_place_left_out(query, chosen, siblings)
    is_out = left_out and query.wants(Intent.SEEK, Intent.CONDITION) and not query.wants(*VALUES)
    chosen = left_out + ([] if is_out else [unit for unit in chosen if unit not in left_out])
    chosen = area_of_source(query, chosen, siblings) + chosen
    chosen = of_the_time(query, in_force_first(asked, newer) + chosen)
    if decide := _deciding(asked, chosen, siblings):  # after what says that the grant is gone, or not for the place
        before = [unit for unit in chosen if unit in left_out or unit in ended]
        chosen = list(dict.fromkeys([*before, *decide, *chosen]))
    own = of_the_grant(query, chosen)
    return _Picked(
        own, ordinary, decide, bool(listed), bool(member), lacks_value=bool(own) and not set(own) & set(chosen)
    )


def _ranked(asked: Asked, hits: Sequence[Hit], siblings: Siblings, today: date) -> tuple[Asked, list[Ranked]]:
    """The units near the top, best first, and the question they are ranked for.

    Where the best tells nothing of a year to come, nor any other names it, that is the question without it, and what its
    source calls older is left out.
    """
    if not hits or not asked.matcher.weights:
        return asked, []
    ranked = rank_units(asked, hits, siblings)
    named = any(set(values.years(entry.unit.text)) & set(asked.query.years) for entry in ranked)
    if named or not years_untold(asked.query, [ranked[0].unit], today):
        return asked, ranked
    asked = asked._replace(query=_freed(asked.query, years=True, places=False))
    ranked = rank_units(asked, hits, siblings)
    return asked, [entry for entry in ranked if not is_older(entry.unit)] or ranked


def _freed(query: Query, *, years: bool, places: bool) -> Query:
    """A question without its years, or its places, where what is cited need not name them."""
    query = replace(query, years=()) if years else query
    return replace(query, areas=(), own_areas=()) if places else query


def compose_unknown(asked: Asked, hits: Sequence[Hit], today: date, siblings: Siblings) -> Draft:
    """What a document that is asked about says itself is not known of what is asked for, where nothing answers."""
    document = hits[0].passage.document if hits else None
    if document is None:
        return Draft(Outcome.NOT_FOUND)
    of_place = bool(set(asked.query.own_areas) & set(document.municipalities))
    speaks_of_it = of_place and not unmentioned(asked.query, [hits[0].passage], asked.unknown)
    if not (speaks_of_it or is_named(document, asked.query) or document.id in asked.query.talked_of):
        return Draft(Outcome.NOT_FOUND)
    return Draft(Outcome.NOT_FOUND, *cite(unknown_of(asked, siblings(document)), today))


def _that_holds(query: Query, hits: Sequence[Hit], today: date) -> Document:
    """The document whose validity is asked about: the one that held in the year asked about, else the first with
    any dates, or what has taken over under the same name.
    """
    near = [hit.passage.document for hit in hits if hit.score >= NEAR_IN_VALIDITY * hits[0].score]
    most = max(_called_so(one, query) for one in near)
    near.sort(key=lambda one: _called_so(one, query) < most)  # what only comes nearer
    held = [one for one in near if _called_so(one, query) == most and one.valid_from]
    if then := next((one for one in held if any(covers_year(one, year, today) for year in query.years)), None):
        return then
    first = next((one for one in near if one.valid_from or one.valid_to or one.superseded_by), near[0])
    later = (one for one in near if one.id in first.superseded_by and is_named(one, query))
    return first if query.years or query.wants_history else next(later, first)


def _how_far_it_holds(query: Query, on_it: Sequence[Unit]) -> Outcome:
    """NOT_FOUND where it is asked which one holds in a year after the last day that is told, and the source knows of none.

    PARTIAL where it has no last day, and the source says that it is not known whether it still holds.
    """
    unknown = any(is_absence(unit.text) for unit in on_it)
    until = on_it[0].passage.document.valid_to
    if unknown and query.years and until and min(query.years) > until.last.year and _WHICH.match(query.text.casefold()):
        return Outcome.NOT_FOUND
    document = on_it[0].passage.document
    is_open = not (document.valid_to or document.superseded_by)
    return Outcome.PARTIAL if unknown and is_open and not query.years_after else Outcome.ANSWERED


def _called_so(document: Document, query: Query) -> int:
    """How many of the word for what is asked about, and those that can stand for it, a title has."""
    title = matching.word_set(document.title)
    called = (query.focus, *query.alternatives.get(query.focus, ())) if query.focus else ()
    return sum(matching.best_match(word, title) >= SAME_FOCUS for word in called)


def _doubt(asked: Asked, outcome: Outcome, kept: Sequence[Unit]) -> tuple[bool, tuple[str, ...]]:
    """Whether a whole answer is doubtful after all, and the words that no source mentions, of a part of an answer too."""
    if outcome is Outcome.NOT_FOUND or (outcome is Outcome.PARTIAL and any(is_absence(unit.text) for unit in kept)):
        return False, ()
    doubtful, missing = doubt(asked, kept)
    if not is_told(asked, [unit.passage for unit in kept]):  # near in meaning alone
        doubtful, missing = True, words_missing(asked, kept)
    return doubtful and outcome is Outcome.ANSWERED, missing


def _deciding(asked: Asked, chosen: Sequence[Unit], siblings: Siblings) -> list[Unit]:
    """The rules of the grant that leave out what is asked for, or set a limit for what the asker tells of itself."""
    document = chosen[0].passage.document if chosen else None
    if document is None or document.kind != GRANT_RULES:
        return []
    own = [unit for unit in chosen if unit.passage.document.id == document.id]
    return [*excepting(asked, own, siblings(document)), *deciding(asked, own, siblings(document))]


def _silence(query: Query, kept: Sequence[Unit], siblings: Siblings) -> list[Unit]:
    """What the cited documents say is not known of what the chosen units leave out."""
    documents = {unit.passage.document.id: unit.passage.document for unit in kept}.values()
    others = [unit for one in documents for passage in siblings(one) for unit in units_of(passage) if unit not in kept]
    return told_missing(query, kept, others)


def _with_silence(query: Query, outcome: Outcome, kept: list[Unit], siblings: Siblings) -> tuple[Outcome, list[Unit]]:
    """An answer after what its source says is not known: of how it ended, where that is asked; of what a whole one leaves out."""
    if outcome is Outcome.NOT_FOUND or not kept:
        return outcome, kept
    silence = how_it_ended(query.text, kept, siblings(kept[0].passage.document))
    if outcome is Outcome.ANSWERED:
        silence = silence or _silence(query, kept, siblings)
    return (
        (Outcome.PARTIAL, [*silence, *(unit for unit in kept if unit not in silence)]) if silence else (outcome, kept)
    )


def placed(draft: Draft, area: str) -> Draft:
    """A draft about one of several places, each statement that names none after the place's name: each is told of its own."""
    sources = {citation.number: citation.passage.document for citation in draft.citations}

    def with_place(statement: Statement) -> Statement:
        documents = [sources[number] for number in statement.citations]
        if area not in MUNICIPALITIES or not all(area in document.municipalities for document in documents):
            return statement
        named = {place for place in find_areas(statement.text) if place in MUNICIPALITIES}
        return statement if named else replace(statement, text=f"{area}: {statement.text}")

    return replace(draft, statements=tuple(map(with_place, draft.statements)))


def compose_side_by_side(first: Document, second: Document, today: date, siblings: Siblings) -> Draft:
    """Two sources aspect by aspect, each statement with what tells its source from the other; NOT_FOUND when they share none."""
    units = comparing.side_by_side(siblings(first), siblings(second))
    labels = {first.id: comparing.label(first, second), second.id: comparing.label(second, first)}
    draft = Draft(Outcome.ANSWERED, *cite(units, today, labels=labels))
    return draft if draft.statements else Draft(Outcome.NOT_FOUND)


def cite(
    units: Sequence[Unit],
    today: date,
    *,
    name_heading: bool = False,
    labels: Mapping[str, str] = MappingProxyType({}),
    grants: Mapping[str, str] = MappingProxyType({}),
    confirmed_by: Mapping[Unit, Unit] = MappingProxyType({}),
    focus: Mapping[Unit, str] = MappingProxyType({}),
) -> tuple[tuple[Statement, ...], tuple[Citation, ...]]:
    """One statement and one numbered citation per unit; what fails the gate is left out.

    A table row whose column names hold numbers, "Från 1 juli 2023", rests on the row of those names too.

    The first of a section that is headed as an older wording or an exception begins with that heading. With
    ``name_heading`` each statement begins with the heading it stands under, with ``labels`` (document id → name) with
    its source's name too. With ``grants`` (document id → name) the first statement from a document says which grant it is.
    ``focus`` has the pieces that answer.
    """
    named: set[str] = set()
    turned: set[str] = set()
    statements: list[Statement] = []
    citations: list[Citation] = []
    for unit in units:
        status = status_of(unit.passage.document, today)
        citation = Citation(len(citations) + 1, unit.passage, unit.quote, unit.start, unit.end, status)
        text = f"{heading}: {unit.text}" if name_heading and (heading := bare_heading(unit.passage)) else unit.text
        if not name_heading and unit.passage.id not in turned and _turns(unit):
            turned.add(unit.passage.id)
            text = f"{unit.passage.headings[-1]}: {unit.text}"
        if labels:
            text = _labelled(unit, labels[unit.passage.document.id])
        name = grants.get(unit.passage.document.id, "")
        if name and unit.passage.document.id not in named and name.casefold() not in text.casefold():
            text = f"{name}: {text}"
        named.add(unit.passage.document.id)
        text = unit.text if is_order(text) else text  # the unit is none: what it is named after is
        if is_verbatim(citation) and not unsupported(text, (unit.quote,), source_context(unit)):
            citations.append(citation)
            numbers = (citation.number, *_of_columns(unit, citations))
            if other := confirmed_by.get(unit):
                status = status_of(other.passage.document, today)
                citations.append(
                    Citation(len(citations) + 1, other.passage, other.quote, other.start, other.end, status)
                )
                numbers = (*numbers, len(citations))
            statements.append(Statement(text, numbers, verified=True, focus=focus.get(unit, "")))
    return tuple(statements), tuple(citations)


def _of_columns(unit: Unit, citations: list[Citation]) -> tuple[int, ...]:
    """The number of the citation of a table's column names where those hold numbers; it is added when it is new."""
    if not unit.head or not values.has_number(" ".join(unit.columns[1:])):
        return ()
    start, end = unit.head
    known = [one.number for one in citations if (one.passage, one.start) == (unit.passage, start)]
    if not known:
        quote, status = unit.passage.document.text[start:end], citations[-1].status
        citations.append(Citation(len(citations) + 1, unit.passage, quote, start, end, status))
    return (known[0] if known else len(citations),)


def _turns(unit: Unit) -> bool:
    """True for an item that means something else without its heading: what gets no grant, what is an older wording."""
    heading = unit.passage.headings[-1] if unit.passage.headings else ""
    if unit.cells or values.has_number(heading) or not (turn := _TURNS.search(normalise(heading))):
        return False
    return turn.group() not in unit.normalised


def _labelled(unit: Unit, source: str) -> str:
    """A unit after the name of its source and its heading; a heading with a number is left out, which only a quote may state."""
    heading = bare_heading(unit.passage)
    named = [name for name in (source, "" if values.has_number(heading) else heading) if name]
    return f"{' – '.join(named)}: {unit.text}" if named else unit.text


def grant_name(document: Document) -> str:
    """What a source of grant rules is about, as its title begins: Ung peng; nothing when that holds a number."""
    name = document.title.split(" – ")[0].strip()
    return "" if document.kind != GRANT_RULES or values.has_number(name) else name


def source_context(unit: Unit) -> str:
    """What the source itself puts around a unit: title, headings and column names."""
    document = unit.passage.document
    return "\n".join((document.title, *document.municipalities, *unit.passage.headings, *unit.columns))


def notices_for(citations: Sequence[Citation], *, tells_of_ended: bool = False) -> tuple[str, ...]:
    """One notice for every cited source that is outdated, and for every sheet whose own source has changed or is gone.

    With ``tells_of_ended`` the answer has said already that they are outdated.
    """
    old = () if tells_of_ended else citations
    outdated = {citation.passage.document.id: citation for citation in old if is_outdated(citation.status)}
    documents = dict.fromkeys(citation.passage.document for citation in citations)
    return (
        *(_outdated_notice(citation.passage.document, citation.status) for citation in outdated.values()),
        *filter(None, map(_source_notice, documents)),
    )


def _source_notice(document: Document) -> str:
    if document.source_gone:
        return f"Obs! Källan till ”{document.title}” finns inte längre på sin adress (sågs {document.source_gone})."
    if document.source_changed:
        return (
            f"Obs! Källan till ”{document.title}” har ändrats sedan faktabladet skrevs (sågs {document.source_changed}). "
            "Läs källan."
        )
    return ""


def passed_notice(query: Query, draft: Draft, today: date) -> tuple[str, ...]:
    """That the last day to apply has been, when every day to apply that is cited has its year, and that is gone by."""
    asks = query.wants(Intent.SEEK, Intent.OFFER, Intent.OTHER) or (
        query.wants(Intent.WHEN) and Event.APPLY in query.events
    )
    if not asks or draft.lead or query.years or query.wants_history or query.wants(Intent.COMPARE):
        return ()
    rules = [one for one in draft.citations if one.passage.document.kind == GRANT_RULES]
    quotes = [citation.quote for citation in rules if not is_outdated(citation.status)]
    sentences = [quote[start:end] for quote in quotes for start, end in swedish.sentences(quote)]
    told = [_RANGE.sub("", normalise(sentence)) for sentence in sentences if Event.APPLY in events(sentence)]
    days = [day for sentence in told for day in values.days(sentence)]
    if not days or max(days) >= today or any(_EACH_YEAR.search(_FULL_DATE.sub("", sentence)) for sentence in told):
        return ()
    last = max(days)
    named = f"{last.day} {values.MONTHS[last.month - 1]} {last.year}"
    return (
        f"Obs! Sista dagen som källan anger, {named}, har passerat. Fråga den som ger bidraget om nästa tillfälle.",
    )


def spelling_notice(respelt: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """Which words of the question were read as other ones, when any were; of a place, in which municipality it lies."""
    places = [(written, meant) for written, meant in respelt if of_locality(written.casefold())]
    read = " och ".join(f"”{written}” som ”{meant}”" for written, meant in respelt if (written, meant) not in places)
    lies = (f"”{written}” läste jag som {meant}, kommunen där orten ligger." for written, meant in places)
    return (*((f"Jag läste {read}.",) if read else ()), *lies)


def _outdated_notice(document: Document, status: Status) -> str:
    if status is Status.SUPERSEDED:
        return f"Obs! ”{document.title}” är ersatt av en nyare version."
    until = f"gällde till och med {document.valid_to} och " if document.valid_to else ""
    return f"Obs! ”{document.title}” {until}har löpt ut."


def source_name(passage: Passage) -> str:
    """How a source is named in a lead."""
    document = passage.document
    what = "faktabladet" if document.is_fact_sheet else "dokumentet"
    publisher = f" ({document.publisher})" if document.publisher else ""
    return f"{what} ”{document.title}”{publisher}"
