"""Which units make the answer: the one that says it, a whole list, the rows asked for, or what a seeker needs. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from assistant.grants.cards import Kind
from assistant.grants.profile import EXCLUSIVE
from assistant.grants.questions import kinds_of
from assistant.language import matching, swedish
from assistant.language.events import Event
from assistant.language.places import municipality_of
from assistant.language.swedish import normalise
from assistant.passages import sections
from assistant.passages.sections import is_history, section_key
from assistant.passages.units import Unit, UnitKind
from assistant.question.intents import VALUES, Intent
from assistant.question.query import Query
from assistant.retrieval.ranking import place_factor
from assistant.retrieval.relevance import PROVENANCE, Asked, has_value, has_wanted, has_words_in_a_row
from assistant.retrieval.versions import is_older
from assistant.retrieval.weighing import (
    KIND_NEAR,
    LEAST_TOLD,
    NEAR_BEST,
    STANDS_OUT,
    Ranked,
    Siblings,
    of_another_year,
    section_of,
    stands_out,
    told,
)
from assistant.selection import extremes
from assistant.selection.absence import is_absence
from assistant.selection.headed import (
    ASKS_RULES,
    MOST_STATEMENTS,
    SAME_WORD,
    is_numbered,
    is_of_process,
    list_called,
    names_section,
    reasons_asked_for,
    rules_asked_for,
)
from assistant.selection.offers import ASKS_HOW, GRANT_RULES, offered, overview, rule_on_who
from assistant.selection.rows import (
    MOST_LISTED,
    SAME_ROW,
    defining_row,
    introduced,
    is_row_of,
    is_row_of_place,
    newest,
    row_of_year_compared,
    rows_called,
    rows_of_years,
    table_asked_for,
)

LEAST_SAID = 3.5  # a best unit with less of the question in it does not stand for its section
UNSURE = 0.8  # below this cover of the question, what stands around in a short section is shown too
SHORT_SECTION = 5  # units
ELSEWHERE = 0.7  # a unit of another section is quoted when its own words say this much of what the best one says
ABOUT_THE_SAME = 0.9  # and in another document it must cover this much of what the best one covers
NEAR_IN_MEANING = 0.7  # a section further than this below the nearest one is left out
CLOSE = 0.9  # nearness in meaning and likeness of the expected question, together: from it on one unit may answer alone
NEAR_CLOSEST = 0.7  # and others are shown when they come this near to it
SEVERAL = (Intent.LIST, Intent.OFFER, Intent.SEEK, Intent.COMPARE, Intent.COUNT, Intent.PROCESS, Intent.DEFINITION)
_ASSOCIATION = re.compile(r"förening|klubb")
_EXAMPLE = re.compile(r"^(?:räkne)?exempel\b|^det här är en slutsats\b")
_CONCLUDED = "det här är en slutsats"
_OF_THE_LIST = re.compile(r"^(?:listan|tabellen|uppräkningen)\b")  # a remark on it is no part of it
_COUNTED = re.compile(r"(?:^|\n)\s*\d{1,2}[.)]\s+$")
NUMBER_WIDTH = 6  # characters before an item that may hold its number


def nearest(asked: Asked, chosen: Sequence[Unit]) -> list[Unit]:
    """Without the sections that are much further in meaning from the question than the nearest of those chosen.

    Where nothing has been learnt of a document, nothing of it is left out.
    """
    near: dict[str, float] = {}
    for unit, nearness in zip(chosen, asked.nearness([told(unit) for unit in chosen]), strict=True):
        fits = place_factor(unit.passage.document, asked.query)
        near[section_key(unit)] = max(nearness * fits, near.get(section_key(unit), 0.0))
    least = NEAR_IN_MEANING * max(near.values(), default=0.0)
    return [unit for unit in chosen if near[section_key(unit)] >= least or unit.passage.document.id not in asked.learnt]


def closest(asked: Asked, kept: Sequence[Unit], always: Collection[Unit]) -> list[Unit]:
    """The closest unit first and only those almost as close, where one thing is asked for and something is close to it.

    Close is near in meaning and pointed at by an expected question. What is to be shown ``always``, and what is of a document
    that nothing has been learnt of, stays where it is. Of a question for a value, one that has it is always shown.
    """
    query = asked.query
    who_may = query.wants(Intent.WHO) and Event.APPLY in query.events  # each rule of it holds
    if not asked.is_calibrated or query.wants(*SEVERAL) or query.is_series or who_may:
        return list(kept)
    stays = {unit for unit in kept if unit in always or unit.passage.document.id not in asked.learnt}
    meanings = asked.nearness([told(unit) for unit in kept])
    close = {
        unit: nearness + asked.pointers.at_unit(unit)
        for unit, nearness in zip(kept, meanings, strict=True)
        if unit not in stays
    }
    best = max(close.values(), default=0.0)
    shown = [unit for unit in kept if unit in stays or close[unit] >= NEAR_CLOSEST * best]
    lost = query.wants(*VALUES) and not any(has_value(query, unit) for unit in shown)
    if best < CLOSE or (lost and any(has_value(query, unit) for unit in kept)):
        return list(kept)
    return sorted(shown, key=lambda unit: unit not in stays and close[unit] < best)


def within(query: Query, chosen: list[Unit]) -> list[Unit]:
    """Of a list, only what falls in the part of the year that the question limits itself to."""
    if not query.window or not query.wants(Intent.LIST, Intent.SEEK, Intent.OFFER):
        return chosen
    dated = [unit for unit in chosen if unit.has_date_in_year]
    return [unit for unit in dated if query.window.holds(unit.text)] if dated else chosen


def of_the_time(query: Query, chosen: list[Unit]) -> list[Unit]:
    """Without what is headed by other years than those asked about, or superseded when what holds now is asked for.

    Where nothing else was chosen it stays: an old answer that is named as old is better than none.
    """
    left = chosen
    if query.years:
        left = [unit for unit in left if not of_another_year(query, unit)]
    elif query.wants_current:
        left = [unit for unit in left if not (unit.passage.document.superseded_by or is_older(unit))]
    return left or chosen


def choose(asked: Asked, ranked: Sequence[Ranked], siblings: Siblings) -> list[Unit]:
    """The units that make the answer, of those that are ``ranked``: rows, a section or a list asked for, else what is best."""
    query = asked.query
    ranked = _without_rows_of_others(query, _of_the_source_called(query, ranked))
    ranked = _of_wanted_kind(asked, _of_the_named(query, _without_other_rows(asked, ranked)))
    best = rule_on_who(query, ranked) or ranked[0]
    section = section_of(best, ranked)
    extreme = extremes.rows_asked_for(query, [entry.unit for entry in ranked])
    year = row_of_year_compared(query, best, ranked)
    if row := extreme or year or defining_row(asked, ranked) or rows_of_years(query, best, section):
        return row
    reasons = reasons_asked_for(query, best, ranked)
    if told := reasons or rules_asked_for(asked, best, ranked, siblings) or overview(asked, best, ranked, siblings):
        return told
    if named := [entry.unit for entry in section if is_row_of(asked, entry.unit)]:
        return introduced(named)
    if called := rows_called(query, section):
        return introduced(called)
    narrow = query.wants(*VALUES, Intent.EXCLUSION) and not query.wants(Intent.LIST, Intent.AMOUNT, Intent.OFFER)
    if query.wants(Intent.SEEK) and not narrow and best.unit.passage.document.kind == GRANT_RULES:
        return offered(query, section, siblings)
    if not query.wants(*VALUES) and is_numbered(best.unit.passage, query):
        return [entry.unit for entry in section][:MOST_LISTED]
    if called_so := list_called(query, best, ranked):
        return called_so
    if _asks_for_whole(query, section) or (query.wants(Intent.LIST) and names_section(best.unit.passage, asked)):
        return [entry.unit for entry in section[:MOST_LISTED]]
    if rows := table_asked_for(asked, best, section):
        return [entry.unit for entry in rows][:MOST_LISTED]
    if best.own < LEAST_SAID and not query.wants(*VALUES, Intent.COMPARE) and len(section) <= SHORT_SECTION:
        return [entry.unit for entry in section]  # the section is found, but no part of it says so in the asker's words
    near = [entry for entry in ranked if entry.score >= NEAR_BEST * best.score and _belongs(entry, best)]
    if stands_out([entry.apart for entry in near], least=LEAST_TOLD):
        near = [entry for entry in near if entry.apart >= KIND_NEAR * max(entry.apart for entry in near)]
    near = newest(query, near)[:MOST_STATEMENTS]
    if max(entry.covered for entry in near) < UNSURE and not query.wants(*VALUES, Intent.COMPARE):
        beside = [entry for entry in section if entry not in near]
        near += beside if len(section) <= SHORT_SECTION else []
    return [entry.unit for entry in sorted(near, key=lambda entry: (entry.hit_rank, entry.unit.start))]


def answer_first(query: Query, chosen: list[Unit], ranked: Sequence[Ranked]) -> list[Unit]:
    """The chosen units in their order, but the one that clearly answers best before the others; rows stay with their table.

    Of what is asked for as a list nothing is moved, and of rules only one that says much more of the question than the first.
    """
    if (
        len(chosen) < 2
        or query.wants(Intent.COMPARE, Intent.LIST, Intent.OFFER, Intent.PROCESS)
        or ASKS_HOW.search(normalise(query.text))
    ):
        return chosen
    entries = {entry.unit: entry for entry in ranked if entry.unit in chosen}
    able = [one for one in chosen if one in entries and not (is_older(one) or _is_aside(one))]
    if query.wants(*VALUES):
        able = [one for one in able if has_value(query, one)] or able
    if not able or chosen[0] not in entries:
        return chosen
    best = max(able, key=lambda unit: (entries[unit].score, -unit.start))
    rules = query.wants(Intent.CONDITION, Intent.WHO, Intent.DEFINITION) and not query.wants(*VALUES)
    least = max(LEAST_TOLD, STANDS_OUT * entries[chosen[0]].apart)
    if _is_enumerated(best) or (rules and entries[best].apart < least):
        return chosen
    moved = [best]
    if best.kind is UnitKind.ROW:
        moved = [unit for unit in chosen if (unit.passage.id, unit.block) == (best.passage.id, best.block)]
    return [*moved, *(unit for unit in chosen if unit not in moved)]


def _is_aside(unit: Unit) -> bool:
    """True for an example worked out, or an editor's conclusion."""
    return bool(_EXAMPLE.match(unit.normalised))


def without_asides(query: Query, chosen: list[Unit], ranked: Sequence[Ranked]) -> list[Unit]:
    """Without the editors' conclusions, and what was, where something else answers what is asked now.

    A conclusion that says much more of the question than all the rest stays.
    """
    if query.years or query.wants_history or query.wants(Intent.COMPARE, Intent.PROCESS, Intent.VALIDITY, Intent.LIST):
        left = [unit for unit in chosen if not unit.normalised.startswith(_CONCLUDED)]
    else:
        left = [unit for unit in chosen if not (_is_aside(unit) or is_history(unit))]
    told = has_value if query.wants(*VALUES) else (lambda _, unit: True)
    if not any(told(query, unit) for unit in left):
        return chosen
    own = {entry.unit: entry.own for entry in ranked if entry.unit in chosen}
    concluded = [own.get(unit, 0.0) for unit in chosen if unit.normalised.startswith(_CONCLUDED)]
    tell_less = max((own.get(unit, 0.0) for unit in left), default=0.0) < ELSEWHERE * max(concluded, default=0.0)
    return chosen if tell_less else left


def _is_enumerated(unit: Unit) -> bool:
    """True for an item with a number: 1. Självständighet och oberoende."""
    text = unit.passage.document.text
    return bool(_COUNTED.search(text[max(0, unit.start - NUMBER_WIDTH) : unit.start]))


def _of_wanted_kind(asked: Asked, ranked: Sequence[Ranked]) -> Sequence[Ranked]:
    """Only the units with the date, amount or number asked for, when there are any near the top."""
    query = asked.query
    asks_for_value = query.wants(*VALUES, Intent.EXCLUSION, Intent.WHERE)
    asks_for_value = asks_for_value and not query.wants(Intent.LIST, Intent.OFFER, Intent.COMPARE)
    asks_for_value = asks_for_value or query.wants(Intent.ENCLOSURES)
    if any(is_row_of(asked, entry.unit) and is_absence(entry.unit.text) for entry in ranked):
        return ranked  # the row that is named answers, also when it says that nothing is known
    asks_who = query.wants(Intent.WHO) and bool(query.events & {Event.APPLY, Event.DECIDE})
    if not (asks_for_value or asks_who or query.asks_for_places):
        return ranked
    wanted = [entry for entry in ranked if has_wanted(query, entry.unit)]
    if not (query.years or query.wants_history):
        wanted = [entry for entry in wanted if not is_history(entry.unit)] or wanted
    best = ranked[0].unit.passage.document.id
    if wanted and wanted[0].unit.passage.document.id != best and wanted[0].score < NEAR_BEST * ranked[0].score:
        return ranked  # a figure of another matter is no answer
    if wanted and wanted[0].score >= KIND_NEAR * ranked[0].score:
        return wanted
    if not query.wants(*VALUES, Intent.ENCLOSURES) or is_absence(ranked[0].unit.text):
        return ranked
    same = [entry for entry in wanted if entry.unit.passage.document.id == best]
    beside = [entry for entry in same if entry.apart >= LEAST_TOLD]
    beside = beside or [entry for entry in same if sections.is_cued(entry.unit.passage.headings, query.intents)]
    return beside or ranked  # the grant's section tells its rules, a row elsewhere its day


def _without_rows_of_others(query: Query, ranked: Sequence[Ranked]) -> Sequence[Ranked]:
    """Without the rows of grants that are for associations of another kind than the asker's: student clubs, for a sports club."""
    told = kinds_of(word for word in swedish.content_words(query.text) if _ASSOCIATION.search(word))
    own = told or kinds_of(word for word in query.weights if _ASSOCIATION.search(word))
    if not own or query.wants(Intent.LIST, Intent.COMPARE):
        return ranked
    others = {entry for entry in ranked if entry.unit.cells and _is_for_others(own, entry.unit)}
    return [entry for entry in ranked if entry not in others] or ranked


def _is_for_others(own: frozenset[Kind], unit: Unit) -> bool:
    told = kinds_of(word for word in unit.words if _ASSOCIATION.search(word))
    return bool(told) and told <= EXCLUSIVE and not told & own


def _without_other_rows(asked: Asked, ranked: Sequence[Ranked]) -> Sequence[Ranked]:
    """Without the other rows of a table in which the question names one, or its place: they tell of others."""
    if asked.query.is_series or asked.query.wants(Intent.LIST, Intent.COMPARE, Intent.COUNT, Intent.DEFINITION):
        return ranked
    named = {entry.unit for entry in ranked if is_row_of(asked, entry.unit) or is_row_of_place(asked.query, entry.unit)}
    tables = {(unit.passage.id, unit.block) for unit in named}
    return [entry for entry in ranked if entry.unit in named or (entry.unit.passage.id, entry.unit.block) not in tables]


def _of_the_source_called(query: Query, ranked: Sequence[Ranked]) -> Sequence[Ranked]:
    """Where the rules of a grant are asked for, what its own source says, not what another says of its own beside it."""
    if not ASKS_RULES.search(normalise(query.text)) or query.own_areas:
        return ranked
    return [entry for entry in ranked if has_words_in_a_row(entry.unit.passage.document, query)] or ranked


def _of_the_named(query: Query, ranked: Sequence[Ranked]) -> Sequence[Ranked]:
    """Without what names none of those whose sum is asked for, where the same source has an amount of theirs."""
    if not query.wants(Intent.AMOUNT) or query.is_series or query.wants(Intent.LIST, Intent.COMPARE):
        return ranked
    document = ranked[0].unit.passage.document
    title = matching.word_set(f"{document.title} {document.publisher}")
    names = [name for name in query.names if not municipality_of(name) and matching.best_match(name, title) < SAME_WORD]
    same = [entry for entry in ranked if entry.unit.passage.document.id == document.id and has_value(query, entry.unit)]
    named = [entry for entry in same if any(matching.best_match(name, entry.unit.words) >= SAME_ROW for name in names)]
    return named or ranked


def _belongs(entry: Ranked, best: Ranked) -> bool:
    """True for the best unit's own section, and for others that say as much about the question themselves.

    In another document they must also be about the same: covered as well by words, headings and title.
    """
    if entry.unit.passage.id == best.unit.passage.id:
        return True
    same = entry.unit.passage.document.id == best.unit.passage.document.id
    return entry.own >= ELSEWHERE * best.own and (same or entry.covered >= ABOUT_THE_SAME * best.covered)


def _asks_for_whole(query: Query, section: Sequence[Ranked]) -> bool:
    """True when a list is asked for and no part of it stands out from the rest."""
    if query.wants(Intent.WHO) and Event.DECIDE in query.events:  # who decides is told in one line
        return False
    if len(section) < 2 or section[0].unit.passage.headings[:1] in PROVENANCE:
        return False
    if is_of_process(query, section[0].unit.passage):
        return True
    asks_for_list = query.wants(Intent.LIST, Intent.WHO, Intent.DEFINITION)
    asks_for_list = asks_for_list or (query.wants(Intent.CONDITION) and not query.wants(*VALUES))
    told = [entry.apart for entry in section if not _OF_THE_LIST.search(entry.unit.normalised)]
    return asks_for_list and not stands_out(told)
