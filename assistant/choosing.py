"""Which units make the answer: the one that says it, a whole list, the rows asked for, or what a seeker needs. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from functools import partial
from statistics import median

from assistant import extremes, matching, sections, swedish, values
from assistant.absence import is_absence
from assistant.domain import MUNICIPALITIES, Document, Hit, Passage
from assistant.events import Event, events, is_stopped
from assistant.excepted import excepts
from assistant.intents import VALUES, Intent
from assistant.places import find_areas, municipality_of
from assistant.query import ASKER_WEIGHT, Query
from assistant.ranking import place_factor
from assistant.relevance import MOST_NAMING, PROVENANCE, Asked, has_value, has_wanted, says_who
from assistant.swedish import normalise
from assistant.units import Unit, UnitKind, units_of
from assistant.versions import is_older, taken_over
from assistant.weighing import MOST_PASSAGES, Ranked, Siblings, of_another_year, of_one_place, rank_units, told

NEAR_BEST = 0.8  # a unit further than this below the best one is not quoted
KIND_NEAR = 0.6  # a unit of the wanted kind this near the best one goes before it
STANDS_OUT = 2.0  # a unit this many times above its list's middle answers alone; else the list answers as a whole
LEAST_OWN = 3.5  # and its own words must tell this much (nats of rarity): "bidrag" and "förening" alone do not
LEAST_SAID = 3.5  # a best unit with less of the question in it does not stand for its section
UNSURE = 0.8  # below this cover of the question, what stands around in a short section is shown too
SHORT_SECTION = 5  # units
LEAST_TOLD = 2.0  # the same among units that are all near the best one
ELSEWHERE = 0.7  # a unit of another section is quoted when its own words say this much of what the best one says
ABOUT_THE_SAME = 0.9  # and in another document it must cover this much of what the best one covers
NEAR_IN_MEANING = 0.7  # a section further than this below the nearest one is left out
CLOSE = 0.9  # nearness in meaning and likeness of the expected question, together: from it on one unit may answer alone
NEAR_CLOSEST = 0.7  # and others are shown when they come this near to it
SEVERAL = (Intent.LIST, Intent.OFFER, Intent.SEEK, Intent.COMPARE, Intent.COUNT, Intent.PROCESS, Intent.DEFINITION)
MOST_STATEMENTS = 4
MOST_LISTED = 30  # rows or items of one list that is asked for as a whole
MOST_OFFERED = 10  # units of the section that tells about a grant
LEAST_SIBLINGS = 3  # sections whose headings make a list: Insatsområde 1, Insatsområde 2 …
GRANT_RULES = "bidragsregler"
LEAST_ROWS = 4  # of a table that is told as a whole
MOST_ROWS = 0.6  # share of its rows from which it is
SAME_WORD = 0.8  # how well a section's name must match a word of the question
SAME_ROW = 0.95  # how well each word of a row's first cell must match a word of the question
_ASKS_RULES = re.compile(r"\bvad krävs\b|\bvilka (?:\w+ )?(?:krav|villkor|regler)\b|\bvad (?:\w+ )?måste (?:vi|man)\b")
_CRITERIA = re.compile(r"\bkrav\b|\bvillkor\b|\bregler\b|grundkrav|\bkriterier\b|\bmålgrupp|^vem\b")
_RULES = re.compile(r"\bkrav\b|\bvillkor\b|\bregler\b|grundkrav|^för förening(?:en|ar)\b")
_ASKS_HOW = re.compile(r"\bhur (?:an)?sök(?:er|s)\b|\bhur (?:gör|går) .{0,30}\b(?:an)?söka\b")
_WAY = re.compile(  # by which way an application goes
    r"\be-tjänst|\bblankett|formulär|\binterbook|\brbok\b|\bidrottonline|\bonline\b|\bmejl|\bper post\b|\bmed post|\bkontakta "
)
_APPLIED = re.compile(r"\bansökan\b.*\d|\bansökningsperiod|\blöpande\b|\bnär som helst\b")
GRANT_WORD = re.compile(r"(?!förening)(\w{3,}?)s?(?:bidrag|stöd|medel|peng)(?:et|en|ets|ens|s|n)?")
_EXAMPLE = re.compile(r"^(?:räkne)?exempel\b|^det här är en slutsats\b")
_CONCLUDED = "det här är en slutsats"
_BODY = r"\w*(?:styrelsen|nämnden|fullmäktige|utskottet)"
_EITHER = re.compile(rf"\b{_BODY},? eller \w|\beller {_BODY}\b")
_BECAUSE = re.compile(
    r"\bdärför\b|\beftersom\b|\bpå grund av\b|\bför att\b|\bberor\b|\bskäl|\borsak|\bsyfte|\bmotiv|\bså att\b"
)
_OF_THE_LIST = re.compile(r"^(?:listan|tabellen|uppräkningen)\b")  # a remark on it is no part of it
_DAY = re.compile(rf"\d{{1,2}} (?:{'|'.join(values.MONTHS)})")
_COUNTED = re.compile(r"(?:^|\n)\s*\d{1,2}[.)]\s+$")
NUMBER_WIDTH = 6  # characters before an item that may hold its number
_CUT_OFF = "…"
_OF_PLACES = re.compile(r"kommun(?:er|en|erna)?\b")  # the name of such a column
_IN_BRACKETS = re.compile(r"\s*\([^)]*\)")
_NUMBERED = re.compile(r"^(\w+) \d{1,2}\b(?! \w)")
_NOT_IN = re.compile(r"\b(?:ingår|omfattas|gäller|med|är) (?:inte|ej)\b|\binte med\b")
_SO_MANY_PARTS = re.compile(r"\b(?:del|punkt|område|avsnitt|spår|rubrik|kapit)\w*")


def sections_asked_for(asked: Asked, hits: Sequence[Hit], siblings: Siblings) -> list[Unit]:
    """The first unit of each section, when what is asked for is a document's run of numbered sections."""
    query = asked.query
    # "de fyra delarna", whatever they are called
    has_parts = query.count and _SO_MANY_PARTS.search(normalise(query.text))
    if not (has_parts or query.wants(Intent.LIST, Intent.COUNT)):
        return []
    for document in dict.fromkeys(hit.passage.document for hit in hits[:MOST_PASSAGES]):
        runs: dict[str, dict[tuple[str, ...], Passage]] = defaultdict(dict)
        for passage in siblings(document):
            if passage.headings and (numbered := _NUMBERED.match(passage.headings[-1])):
                runs[numbered.group(1)].setdefault(passage.headings, passage)
        for name, run in runs.items():
            if any(_is_named(passage, asked) for passage in run.values()):
                continue
            is_called = asked.matcher.asks_for(normalise(name)) >= SAME_WORD or (has_parts and len(run) == query.count)
            if len(run) >= LEAST_SIBLINGS and is_called:
                return [units_of(passage)[0] for passage in run.values()]
    return []


def _is_named(passage: Passage, asked: Asked) -> bool:
    """True when the question names this very section, not the run it stands in."""
    words = matching.word_set(bare_heading(passage))
    return bool(words) and all(asked.matcher.asks_for(word) >= SAME_WORD for word in words)


def _is_numbered(passage: Passage, query: Query) -> bool:
    """True when the question names a section by its number: insatsområde 2."""
    numbered = _NUMBERED.match(passage.headings[-1]) if passage.headings else None
    return numbered is not None and bool(
        re.search(rf"\b{re.escape(normalise(numbered.group()))}\b", normalise(query.text))
    )


def list_of(count: int | None, query: Query, ranked: Sequence[Ranked]) -> list[Unit]:
    """The list or table near the top that has as many entries as the question expects."""
    if count is None or not query.wants(Intent.LIST):
        return []
    blocks: dict[tuple[str, int], list[Ranked]] = defaultdict(list)
    for entry in sorted(ranked, key=lambda entry: (entry.hit_rank, entry.unit.start)):
        if entry.unit.kind is not UnitKind.SENTENCE:
            blocks[entry.unit.passage.id, entry.unit.block].append(entry)
    fitting = [block for block in blocks.values() if len(block) == count]
    return [entry.unit for entry in fitting[0]] if fitting else []


def nearest(asked: Asked, chosen: Sequence[Unit]) -> list[Unit]:
    """Without the sections that are much further in meaning from the question than the nearest of those chosen.

    Where nothing has been learnt of a document, nothing of it is left out.
    """
    near: dict[str, float] = {}
    for unit, nearness in zip(chosen, asked.nearness([told(unit) for unit in chosen]), strict=True):
        fits = place_factor(unit.passage.document, asked.query)
        near[_headed(unit)] = max(nearness * fits, near.get(_headed(unit), 0.0))
    least = NEAR_IN_MEANING * max(near.values(), default=0.0)
    return [unit for unit in chosen if near[_headed(unit)] >= least or unit.passage.document.id not in asked.learnt]


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


def _headed(unit: Unit) -> str:
    return "\n".join((unit.passage.document.id, *unit.passage.headings))


def in_force_first(asked: Asked, newer: Sequence[Hit]) -> list[Unit]:
    """The unit that says most about the matter in the source that has taken over, when it says enough."""
    ranked = rank_units(asked, newer) if newer else []
    telling = [entry for entry in ranked if entry.own >= LEAST_OWN]
    if asked.query.wants(Intent.ENCLOSURES):
        telling = [entry for entry in telling if has_wanted(asked.query, entry.unit)]
    return [max(telling, key=lambda entry: entry.own).unit] if telling else []


def held_now(query: Query, chosen: Sequence[Unit], siblings: Siblings) -> list[Unit]:
    """What holds now, when what was chosen is what its own source calls an older wording."""
    if query.years or query.wants_history or not any(map(is_older, chosen)):
        return []
    document = next(unit.passage.document for unit in chosen if is_older(unit))
    return [unit for unit in taken_over(siblings(document), partial(has_value, query)) if unit not in chosen]


def stopped(query: Query, chosen: Sequence[Unit], siblings: Siblings) -> list[Unit]:
    """What the document says about its grant being paused or withdrawn: nobody is told how to apply without it."""
    asks_for_it = query.wants(Intent.SEEK, Intent.WHEN, Intent.AMOUNT) or sections.STATE in sections.asked_for(
        query.text
    )
    if not asks_for_it or not chosen or query.wants(Intent.COMPARE):
        return []
    document = chosen[0].passage.document
    if document.kind != GRANT_RULES or any(is_stopped(unit.text) for unit in chosen):
        return []
    passages = [passage for passage in siblings(document) if passage.headings[:1] not in PROVENANCE]
    return [unit for passage in passages for unit in units_of(passage) if is_stopped(unit.text)][:1]


def of_place_left_out(query: Query, chosen: Sequence[Unit], siblings: Siblings) -> list[Unit]:
    """What a source for several places says of a place asked about that is not one of them."""
    document = chosen[0].passage.document if chosen else None
    asked = set(query.own_areas) & set(MUNICIPALITIES)
    if (
        not document
        or len(document.municipalities) < LEAST_SIBLINGS
        or not asked
        or asked & set(document.municipalities)
    ):
        return []
    passages = [passage for passage in siblings(document) if passage.headings[:1] not in PROVENANCE]
    units = [unit for passage in passages for unit in units_of(passage) if not _is_history(unit)]
    named = [unit for unit in units if asked <= set(find_areas(unit.text))]
    return named[:1] or _lists_of_places(document, siblings)[:1]


def membership(query: Query, chosen: Sequence[Unit], siblings: Siblings) -> list[Unit]:
    """What a source for several places says of which they are, when it is asked whether a place is one of them.

    What it says of that place being outside, in whole or in part, comes first.
    """
    asked = set(query.own_areas)
    if not chosen or not query.asks_if_member:
        return []
    passage = chosen[0].passage
    several = len(passage.document.municipalities) >= LEAST_SIBLINGS
    units = [unit for unit in units_of(passage) if _lists_places(unit)]
    units += _lists_of_places(passage.document, siblings) if several else []
    listed = sorted(units, key=lambda unit: not asked <= set(find_areas(unit.text)))[:1]
    own = [unit for one in siblings(passage.document) for unit in units_of(one) if several and not _is_history(unit)]
    excepted = [unit for unit in own if asked <= set(find_areas(unit.text)) and _NOT_IN.search(unit.normalised)]
    return list(dict.fromkeys((*excepted[:1], *listed))) if listed else []


def _lists_of_places(document: Document, siblings: Siblings) -> list[Unit]:
    """What counts up the municipalities that a source holds for: in its own words before those of the catalogue."""
    units = [unit for passage in siblings(document) for unit in units_of(passage) if _lists_places(unit)]
    return sorted(units, key=lambda unit: unit.passage.headings[:1] in PROVENANCE)


def _lists_places(unit: Unit) -> bool:
    """True for a unit that counts up the municipalities it holds for."""
    return unit.kind is not UnitKind.ROW and len(set(find_areas(unit.text)) & set(MUNICIPALITIES)) >= LEAST_SIBLINGS


def area_of_source(query: Query, chosen: Sequence[Unit], siblings: Siblings) -> list[Unit]:
    """The municipalities of a source, as it is catalogued, where it is asked which they are and nothing chosen names them."""
    document = chosen[0].passage.document if chosen else None
    asks = query.asks_for_places and query.wants(Intent.LIST, Intent.WHO) and not query.own_areas
    if not asks or document is None or len(document.municipalities) < LEAST_SIBLINGS:
        return []
    if any(len(find_areas(unit.text)) >= LEAST_SIBLINGS for unit in chosen):
        return []
    about = [passage for passage in siblings(document) if passage.headings[:1] == PROVENANCE[0]]
    units = [unit for passage in about for unit in units_of(passage)]
    return [unit for unit in units if set(document.municipalities) <= set(find_areas(unit.text))][:1]


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
    query = asked.query
    ranked = _of_wanted_kind(asked, _of_the_named(query, _without_other_rows(asked, ranked)))
    best = _who_may(query, ranked) or ranked[0]
    section = _section(best, ranked)
    extreme = extremes.rows_asked_for(query, [entry.unit for entry in ranked])
    year = _year_compared(query, best, ranked)
    if row := extreme or year or _defining_row(asked, ranked) or _years_in_row(query, best, section):
        return row
    reasons = _reasons_asked_for(query, best, ranked)
    if told := reasons or _rules_asked_for(asked, best, ranked, siblings) or _overview(asked, best, ranked, siblings):
        return told
    if named := [entry.unit for entry in section if is_row_of(asked, entry.unit)]:
        return _introduced(named)
    if called := _rows_called(query, section):
        return _introduced(called)
    narrow = query.wants(*VALUES, Intent.EXCLUSION) and not query.wants(Intent.LIST, Intent.AMOUNT, Intent.OFFER)
    if query.wants(Intent.SEEK) and not narrow and best.unit.passage.document.kind == GRANT_RULES:
        return _offer(query, section, siblings)
    if not query.wants(*VALUES) and _is_numbered(best.unit.passage, query):
        return [entry.unit for entry in section][:MOST_LISTED]
    if called_so := _list_called(query, best, ranked):
        return called_so
    if _asks_for_whole(query, section) or (query.wants(Intent.LIST) and _is_named(best.unit.passage, asked)):
        return [entry.unit for entry in section[:MOST_LISTED]]
    if rows := _table_asked_for(asked, best, section):
        return [entry.unit for entry in rows][:MOST_LISTED]
    if best.own < LEAST_SAID and not query.wants(*VALUES, Intent.COMPARE) and len(section) <= SHORT_SECTION:
        return [entry.unit for entry in section]  # the section is found, but no part of it says so in the asker's words
    near = [entry for entry in ranked if entry.score >= NEAR_BEST * best.score and _belongs(entry, best)]
    if _stands_out([entry.apart for entry in near], least=LEAST_TOLD):
        near = [entry for entry in near if entry.apart >= KIND_NEAR * max(entry.apart for entry in near)]
    near = _newest(query, near)[:MOST_STATEMENTS]
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
        or _ASKS_HOW.search(normalise(query.text))
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
        left = [unit for unit in chosen if not (_is_aside(unit) or _is_history(unit))]
    told = has_value if query.wants(*VALUES) else (lambda _, unit: True)
    if not any(told(query, unit) for unit in left):
        return chosen
    own = {entry.unit: entry.own for entry in ranked if entry.unit in chosen}
    concluded = [own.get(unit, 0.0) for unit in chosen if unit.normalised.startswith(_CONCLUDED)]
    tell_less = max((own.get(unit, 0.0) for unit in left), default=0.0) < ELSEWHERE * max(concluded, default=0.0)
    return chosen if tell_less else left


def _is_history(unit: Unit) -> bool:
    return bool(unit.passage.headings and re.search(r"\bhistori", _heading(unit.passage)))


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
        wanted = [entry for entry in wanted if not _is_history(entry.unit)] or wanted
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


def _rules_asked_for(asked: Asked, best: Ranked, ranked: Sequence[Ranked], siblings: Siblings) -> list[Unit]:
    """The section of the best unit's document that is headed as its rules, when what is required is asked for.

    Of a document that the question is about as a whole: every such section, whom it is for and its criteria among them.
    """
    query, document = asked.query, best.unit.passage.document
    if (
        not _ASKS_RULES.search(normalise(query.text))
        or query.wants(*VALUES)
        or _RULES.search(_heading(best.unit.passage))
    ):
        return []
    same = [entry for entry in ranked if entry.unit.passage.document.id == document.id]
    headed = [entry for entry in same if _RULES.search(_heading(entry.unit.passage))]
    if headed:
        first = min(headed, key=lambda entry: entry.hit_rank)
        every = [unit for passage in siblings(document) for unit in units_of(passage)]
        called = [unit for unit in every if is_row_of(asked, unit)]  # the grant's own conditions before those for all
        rules = [entry.unit for entry in _section(first, ranked) if entry.unit not in called]
        return [*called, *rules][:MOST_LISTED]
    asks = [word for word in query.weights if word not in swedish.ASKING_WORDS and query.weights[word] > ASKER_WEIGHT]
    title = matching.word_set(document.title)
    if not asks or any(matching.best_match(word, title) < SAME_WORD for word in asks):
        return []
    passages = siblings(document)
    if any(
        all(matching.best_match(word, matching.word_set(_heading(one))) >= SAME_WORD for word in asks)
        for one in passages
    ):
        return []  # it is about a part of the document, which has a heading of its own
    criteria = [passage for passage in passages if _CRITERIA.search(_heading(passage))]
    return [unit for passage in criteria for unit in units_of(passage)][:MOST_OFFERED]


def _reasons_asked_for(query: Query, best: Ranked, ranked: Sequence[Ranked]) -> list[Unit]:
    """The section of the best unit's document headed as its background, when it is asked why and the unit does not say."""
    if sections.REASON not in sections.asked_for(query.text) or _BECAUSE.search(best.unit.normalised):
        return []
    headed = [entry for entry in ranked if sections.REASON in sections.kinds_of(_heading(entry.unit.passage))]
    same = [entry for entry in headed if entry.unit.passage.document.id == best.unit.passage.document.id]
    return [entry.unit for entry in _section(same[0], ranked)][:MOST_STATEMENTS] if same else []


def _without_other_rows(asked: Asked, ranked: Sequence[Ranked]) -> Sequence[Ranked]:
    """Without the other rows of a table in which the question names one, or its place: they tell of others."""
    if asked.query.is_series or asked.query.wants(Intent.LIST, Intent.COMPARE, Intent.COUNT, Intent.DEFINITION):
        return ranked
    named = {
        entry.unit for entry in ranked if is_row_of(asked, entry.unit) or _is_row_of_place(asked.query, entry.unit)
    }
    tables = {(unit.passage.id, unit.block) for unit in named}
    return [entry for entry in ranked if entry.unit in named or (entry.unit.passage.id, entry.unit.block) not in tables]


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


def _introduced(rows: list[Unit]) -> list[Unit]:
    """Rows of a table after the sentence that leads up to it: "För besked i god tid gäller:"."""
    units = units_of(rows[0].passage)
    first = next(unit for unit in units if unit.block == rows[0].block)
    before = units[max(0, units.index(first) - 1)]
    return [before, *rows] if before is not first and before.text.endswith(":") else rows


def _belongs(entry: Ranked, best: Ranked) -> bool:
    """True for the best unit's own section, and for others that say as much about the question themselves.

    In another document they must also be about the same: covered as well by words, headings and title.
    """
    if entry.unit.passage.id == best.unit.passage.id:
        return True
    same = entry.unit.passage.document.id == best.unit.passage.document.id
    return entry.own >= ELSEWHERE * best.own and (same or entry.covered >= ABOUT_THE_SAME * best.covered)


def _section(best: Ranked, ranked: Sequence[Ranked]) -> list[Ranked]:
    """The units of the best unit's passage, in order."""
    same = [entry for entry in ranked if entry.unit.passage.id == best.unit.passage.id]
    return sorted(same, key=lambda entry: entry.unit.start)


def _offer(query: Query, section: Sequence[Ranked], siblings: Siblings) -> list[Unit]:
    """What a seeker needs of one grant.

    For a yes or no, the rule that the question is about; else the section that fits, and from the same document who may
    apply, how much and by when.
    """
    owns = [entry.apart for entry in section]
    said = [entry.unit for entry in section if entry.apart == max(owns)]
    by_row = all(unit.kind is UnitKind.ROW and not excepts(query, unit) for unit in said)
    some_row = by_row and query.wants(Intent.OFFER) and not query.window and _stands_out(owns, LEAST_TOLD)
    one_part = not query.wants(Intent.LIST, Intent.AMOUNT, Intent.OFFER) and _stands_out(owns)
    if len(section) > 1 and (some_row or one_part):
        return [entry.unit for entry in section if entry.apart >= NEAR_BEST * max(owns)]
    told = [entry.unit for entry in sorted(section, key=lambda entry: -entry.score)[:MOST_OFFERED]]
    asks_how = bool(_ASKS_HOW.search(normalise(query.text)))
    others = [passage for passage in siblings(told[0].passage.document) if passage.headings[:1] not in PROVENANCE]
    needed = _NEEDED if asks_how or query.wants(Intent.OFFER, Intent.WHEN, Intent.LIST) else _NEEDED[:-1]
    for heading, is_told in needed:
        under = [unit for passage in others if re.search(heading, _heading(passage)) for unit in units_of(passage)]
        if not any(is_told(unit) for unit in told):
            told += _latest([unit for unit in under if is_told(unit)])[:1]
    every = [unit for passage in others for unit in units_of(passage)] if asks_how else []
    ways = [
        unit for unit in every if _WAY.search(unit.normalised) and not (is_older(unit) or of_one_place(query, unit))
    ]
    told += [unit for unit in ways[:1] if unit not in told]
    order = {passage.id: number for number, passage in enumerate(others)}
    in_order = sorted(told, key=lambda unit: (order.get(unit.passage.id, 0), unit.start))
    if asks_how:
        return sorted(in_order, key=lambda unit: not (_WAY.search(unit.normalised) or _APPLIED.search(unit.normalised)))
    if query.wants(Intent.CONDITION) and not query.wants(Intent.OFFER, Intent.LIST, *VALUES):  # "kan vi få det?"
        return sorted(in_order, key=lambda unit: not says_who(unit))
    return sorted(in_order, key=lambda unit: query.wants(Intent.AMOUNT) and not unit.has_amount)


def _overview(asked: Asked, best: Ranked, ranked: Sequence[Ranked], siblings: Siblings) -> list[Unit]:
    """Who may apply, how much and when: what a grant is, where its own source does not say it in so many words."""
    query, document = asked.query, best.unit.passage.document
    if (
        not query.wants(Intent.DEFINITION)
        or query.wants(*VALUES)
        or document.kind != GRANT_RULES
        or any(has_wanted(query, entry.unit) for entry in ranked)
    ):
        return []
    if min(asked.matcher.credits(matching.word_set(document.title)), default=0.0) < SAME_WORD:
        return []
    passages = [passage for passage in siblings(document) if passage.headings[:1] not in PROVENANCE]
    told: list[Unit] = []
    for heading, is_told in _IN_SHORT:
        under = [unit for passage in passages if re.search(heading, _heading(passage)) for unit in units_of(passage)]
        told += _latest([unit for unit in under if is_told(unit) and unit not in told and not is_older(unit)])[:1]
    return told if len(told) > 1 else []


def _latest(units: Sequence[Unit]) -> list[Unit]:
    """The units in order; of rows that begin with a year, the newest first."""
    return sorted(units, key=lambda unit: -max(values.years((unit.cells or ("",))[0]), default=0))


def _heading(passage: Passage) -> str:
    return normalise(passage.headings[-1]) if passage.headings else ""


_NEEDED: tuple[tuple[str, Callable[[Unit], bool]], ...] = (
    (r"\bvem\b|sökande", says_who),
    (r"belopp", lambda unit: unit.has_amount),
    (r"\btid|ansök|datum|sista", lambda unit: unit.has_date_in_year),
)
_IN_SHORT: tuple[tuple[str, Callable[[Unit], bool]], ...] = (
    (r"\bvem\b|sökande|villkor", says_who),
    (r"belopp", lambda unit: unit.has_amount),
    (r"\btid|ansök|datum|sista|villkor", lambda unit: unit.has_date_in_year and Event.APPLY in events(unit.text)),
)


def _newest(query: Query, entries: Sequence[Ranked]) -> list[Ranked]:
    """Of table rows that begin with a year, only the newest, unless years are asked about, or all name the place asked about."""
    dated = {entry: years[-1] for entry in entries if (years := values.years((entry.unit.cells or ("",))[0]))}
    if query.years or query.wants_history or len(dated) < 2 or all(_is_row_of_place(query, one.unit) for one in dated):
        return list(entries)
    return [entry for entry in entries if dated.get(entry, max(dated.values())) == max(dated.values())]


def _who_may(query: Query, ranked: Sequence[Ranked]) -> Ranked | None:
    """What says who may apply for the very grant, for a seeker, where the best unit only repeats the grant's name."""
    best = ranked[0]
    if best.apart > 0 or not query.wants(Intent.SEEK) or query.wants(*VALUES, Intent.OFFER):
        return None
    same = [entry for entry in ranked if entry.unit.passage.document.id == best.unit.passage.document.id]
    return next((one for one in same if says_who(one.unit) and one.score >= KIND_NEAR * best.score), None)


def _year_compared(query: Query, best: Ranked, ranked: Sequence[Ranked]) -> list[Unit]:
    """The row of the best unit's document that is about the year asked about, in a comparison of one year with another."""
    if not query.wants(Intent.COMPARE) or len(query.years) != 1:
        return []
    same = [entry.unit for entry in ranked if entry.unit.passage.document.id == best.unit.passage.document.id]
    rows = [unit for unit in same if unit.cells and query.years[0] in values.years(unit.cells[0])]
    return sorted(rows, key=lambda unit: unit.cells[0].strip() != str(query.years[0]))[:1]


def _years_in_row(query: Query, best: Ranked, section: Sequence[Ranked]) -> list[Unit]:
    """The rows of the best row's table that begin with a year asked about, when each by itself is asked for."""
    if not query.is_series or best.unit.kind is not UnitKind.ROW:
        return []
    rows = [
        entry.unit for entry in section if entry.unit.block == best.unit.block and values.years(entry.unit.cells[0])
    ]
    asked = [row for row in rows if not query.years or set(values.years(row.cells[0])) & set(query.years)]
    return asked[:MOST_LISTED] if len(asked) > 1 else []


def _asks_for_whole(query: Query, section: Sequence[Ranked]) -> bool:
    """True when a list is asked for and no part of it stands out from the rest."""
    if query.wants(Intent.WHO) and Event.DECIDE in query.events:  # who decides is told in one line
        return False
    if len(section) < 2 or section[0].unit.passage.headings[:1] in PROVENANCE:
        return False
    if _is_of_process(query, section[0].unit.passage):
        return True
    asks_for_list = query.wants(Intent.LIST, Intent.WHO, Intent.DEFINITION)
    asks_for_list = asks_for_list or (query.wants(Intent.CONDITION) and not query.wants(*VALUES))
    told = [entry.apart for entry in section if not _OF_THE_LIST.search(entry.unit.normalised)]
    return asks_for_list and not _stands_out(told)


def _is_of_process(query: Query, passage: Passage) -> bool:
    """True for a section that is headed as a course of events, in a question about how something went."""
    return query.wants(Intent.PROCESS) and sections.is_asked_for(passage.headings, query.text)


def _table_asked_for(asked: Asked, best: Ranked, section: Sequence[Ranked]) -> list[Ranked]:
    """The rows of the best row's table, when each has what is asked for and none stands out."""
    query = asked.query
    rows = [entry for entry in section if entry.unit.block == best.unit.block]
    if best.unit.kind is not UnitKind.ROW or len(rows) < 2 or values.years(best.unit.cells[0]):
        return []
    fitting = all(has_wanted(query, entry.unit) for entry in rows)
    return rows if fitting and not _stands_out([entry.apart for entry in rows]) else []


def is_row_of(asked: Asked, unit: Unit) -> bool:
    """True when every word of a row's first cell is asked for by name: Grundbidrag for "grundbidraget".

    What a follow-up only carries, "per ledare? – Och hur länge?", names no row that lacks the value it asks for, and none
    where it tells of another need: "och om vi vill bygga ut?".
    """
    query = asked.query
    either = query.wants(Intent.WHO) and Event.DECIDE in query.events and _EITHER.search(normalise(query.text))
    if either or sections.REASON in sections.asked_for(query.text):
        return False  # which of two bodies decided, or why, is not told by a row that is named
    words = row_words(unit)
    giver = matching.word_set(unit.passage.document.publisher or "")
    if words <= giver and not query.wants(
        *VALUES, Intent.WHO
    ):  # "vad går Boverkets bidrag till": all of it is Boverket's
        return False
    called = [word for word, weight in query.weights.items() if weight > ASKER_WEIGHT]  # "vi" names no row
    if query.follows_up and (query.tells_need or (query.wants(*VALUES) and not has_value(query, unit))):
        own = swedish.content_words(query.text)
        called = [word for word in called if word in own]
    return bool(words) and all(matching.best_match(word, called) >= SAME_ROW for word in words)


def _is_row_of_place(query: Query, unit: Unit) -> bool:
    """True for a row whose cell in a column of municipalities names the place asked about."""
    asked = set(query.own_areas) & set(MUNICIPALITIES)
    places = [
        cell for column, cell in zip(unit.columns, unit.cells, strict=False) if _OF_PLACES.match(normalise(column))
    ]
    return any(asked & set(find_areas(cell)) for cell in places)


def _list_called(query: Query, best: Ranked, ranked: Sequence[Ranked]) -> list[Unit]:
    """The list that is headed by what is asked for, "Sex principer" for "vilka principer".

    It is the best unit's document's, or the section's that is found first.
    """
    if not query.wants(Intent.LIST) or not query.focus or query.wants(*VALUES, Intent.OFFER, Intent.COMPARE):
        return []
    for entry in sorted(ranked, key=lambda entry: entry.hit_rank):
        words = matching.word_set(_heading(entry.unit.passage))
        near = entry.hit_rank == 0 or entry.unit.passage.document.id == best.unit.passage.document.id
        if not near or not 0 < len(words) <= MOST_NAMING:
            continue
        listed = [one.unit for one in _section(entry, ranked) if one.unit.kind is not UnitKind.SENTENCE]
        if len(listed) >= LEAST_SIBLINGS and matching.best_match(query.focus, words) >= SAME_ROW:
            return listed[:MOST_LISTED]
    return []


def _defining_row(asked: Asked, ranked: Sequence[Ranked]) -> list[Unit]:
    """The rows of a glossary that define what is asked for: that which is the best unit, or those that bear the very names."""
    if not asked.query.wants(Intent.DEFINITION) or asked.query.wants(*VALUES):
        return []
    rows = [entry for entry in ranked if entry.unit.kind is UnitKind.ROW and has_wanted(asked.query, entry.unit)]
    rows = [entry for entry in rows if entry is ranked[0] or is_row_of(asked, entry.unit)]
    if not rows or rows[0].score < KIND_NEAR * ranked[0].score:
        return []
    first = rows[0].unit
    same = [one.unit for one in rows[1:] if _headed(one.unit) == _headed(first)]
    told_by_first = matching.word_set(_row_name(first))
    named = [one for one in same if is_row_of(asked, one) and not row_words(one) <= told_by_first]
    return [first, *named]


def _rows_called(query: Query, section: Sequence[Ranked]) -> list[Unit]:
    """The rows of a table whose name begins as the grant asked for does: Lovaktivitet for "lovbidrag"."""
    rows = [entry for entry in section if entry.unit.cells]
    if not query.wants(*VALUES):
        return []
    begun = {match.group(1) for match in map(GRANT_WORD.fullmatch, query.weights) if match}
    found = [entry for entry in rows if any(word.startswith(tuple(begun)) for word in _name_words(entry.unit))]
    found = [entry for entry in found if has_wanted(query, entry.unit)]
    if not found or len(found) == len(rows) or {entry.unit.block for entry in found} != {found[0].unit.block}:
        return []
    most = max(entry.apart for entry in found)
    return [entry.unit for entry in found if entry.apart >= NEAR_BEST * most]


def whole_tables(query: Query, units: Sequence[Unit]) -> list[Unit]:
    """The units with every row, in order, of a table of which most rows are told when sums are asked for: a selection that is
    not said to be one is taken for all.
    """
    if not query.wants(Intent.AMOUNT):
        return list(units)
    whole: list[Unit] = []
    for unit in units:
        table = _table(unit)
        told = sum(row in units for row in table)
        whole += table if told >= LEAST_ROWS and told >= MOST_ROWS * len(table) else [unit]
    return list(dict.fromkeys(whole))


def _table(unit: Unit) -> list[Unit]:
    """Every row of the table that a unit is a row of; nothing for another unit."""
    if unit.kind is not UnitKind.ROW:
        return []
    return [one for one in units_of(unit.passage) if one.kind is UnitKind.ROW and one.block == unit.block]


def row_words(unit: Unit) -> frozenset[str]:
    """The words of a row's name, without what stands in brackets after it: ASF (arbetsintegrerande socialt företag).

    None of a name that is cut off, "Stöd till föreningar inom …": nobody calls it by that.
    """
    name = _row_name(unit) if unit.kind is UnitKind.ROW and unit.cells else ""
    if _CUT_OFF in name:
        return frozenset()
    return matching.word_set(_IN_BRACKETS.sub("", name)) or matching.word_set(name)


def _name_words(unit: Unit) -> list[str]:
    return swedish.words(_row_name(unit))


def _row_name(unit: Unit) -> str:
    """What a row is about: its first cell, or the second where the table goes by its dates."""
    return unit.cells[1] if len(unit.cells) > 1 and _DAY.fullmatch(normalise(unit.cells[0])) else unit.cells[0]


def _stands_out(owns: Sequence[float], least: float = LEAST_OWN) -> bool:
    """True when the best of some parts says much more about the question than the middle one, of two than the other."""
    if max(owns, default=0.0) < least:
        return False
    return max(owns) >= STANDS_OUT * (min(owns) if len(owns) == 2 else median(owns))


def bare_heading(passage: Passage) -> str:
    """The heading of a numbered section without its number: "Insatsområde 1 – Förståelse" is Förståelse. Empty without one."""
    if not passage.headings:
        return ""
    return _NUMBERED.sub("", passage.headings[-1]).strip(" –-:.") or passage.headings[-1]
