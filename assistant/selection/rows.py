"""Rows and tables: which rows are named, and what is told with them. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.domain import MUNICIPALITIES
from assistant.language import matching, swedish, values
from assistant.language.events import Event
from assistant.language.places import find_areas
from assistant.language.swedish import normalise
from assistant.language.vocabulary import SYNONYM_WEIGHT
from assistant.passages import sections
from assistant.passages.sections import section_key
from assistant.passages.units import Unit, UnitKind, units_of
from assistant.question.intents import VALUES, Intent
from assistant.question.query import ASKER_WEIGHT, Query
from assistant.retrieval.relevance import Asked, has_value, has_wanted
from assistant.retrieval.weighing import KIND_NEAR, NEAR_BEST, Ranked, stands_out

MOST_LISTED = 30  # rows or items of one list that is asked for as a whole
LEAST_ROWS = 4  # of a table that is told as a whole
MOST_ROWS = 0.6  # share of its rows from which it is
SAME_ROW = 0.95  # how well each word of a row's first cell must match a word of the question
GRANT_WORD = re.compile(r"(?!förening)(\w{3,}?)s?(?:bidrag|stöd|medel|peng)(?:et|en|ets|ens|s|n)?")
_BODY = r"\w*(?:styrelsen|nämnden|fullmäktige|utskottet)"
_EITHER = re.compile(rf"\b{_BODY},? eller \w|\beller {_BODY}\b")
_DAY = re.compile(rf"\d{{1,2}} (?:{'|'.join(values.MONTHS)})")
_CUT_OFF = "…"
_OF_PLACES = re.compile(r"kommun(?:er|en|erna)?\b")  # the name of such a column
_IN_BRACKETS = re.compile(r"\s*\([^)]*\)")


def introduced(rows: list[Unit]) -> list[Unit]:
    """Rows of a table after the sentence that leads up to it: "För besked i god tid gäller:"."""
    units = units_of(rows[0].passage)
    first = next(unit for unit in units if unit.block == rows[0].block)
    before = units[max(0, units.index(first) - 1)]
    return [before, *rows] if before is not first and before.text.endswith(":") else rows


def newest(query: Query, entries: Sequence[Ranked]) -> list[Ranked]:
    """Of table rows that begin with a year, only the newest, unless years are asked about, or all name the place asked about."""
    dated = {entry: years[-1] for entry in entries if (years := values.years((entry.unit.cells or ("",))[0]))}
    if query.years or query.wants_history or len(dated) < 2 or all(is_row_of_place(query, one.unit) for one in dated):
        return list(entries)
    return [entry for entry in entries if dated.get(entry, max(dated.values())) == max(dated.values())]


def row_of_year_compared(query: Query, best: Ranked, ranked: Sequence[Ranked]) -> list[Unit]:
    """The row of the best unit's document that is about the year asked about, in a comparison of one year with another."""
    if not query.wants(Intent.COMPARE) or len(query.years) != 1:
        return []
    same = [entry.unit for entry in ranked if entry.unit.passage.document.id == best.unit.passage.document.id]
    rows = [unit for unit in same if unit.cells and query.years[0] in values.years(unit.cells[0])]
    return sorted(rows, key=lambda unit: unit.cells[0].strip() != str(query.years[0]))[:1]


def rows_of_years(query: Query, best: Ranked, section: Sequence[Ranked]) -> list[Unit]:
    """The rows of the best row's table that begin with a year asked about, when each by itself is asked for."""
    if not query.is_series or best.unit.kind is not UnitKind.ROW:
        return []
    rows = [
        entry.unit for entry in section if entry.unit.block == best.unit.block and values.years(entry.unit.cells[0])
    ]
    asked = [row for row in rows if not query.years or set(values.years(row.cells[0])) & set(query.years)]
    return asked[:MOST_LISTED] if len(asked) > 1 else []


def table_asked_for(asked: Asked, best: Ranked, section: Sequence[Ranked]) -> list[Ranked]:
    """The rows of the best row's table, when each has what is asked for and none stands out."""
    query = asked.query
    rows = [entry for entry in section if entry.unit.block == best.unit.block]
    if best.unit.kind is not UnitKind.ROW or len(rows) < 2 or values.years(best.unit.cells[0]):
        return []
    fitting = all(has_wanted(query, entry.unit) for entry in rows)
    return rows if fitting and not stands_out([entry.apart for entry in rows]) else []


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
    if words <= giver and (not query.wants(*VALUES, Intent.WHO) or _has_another_matter(asked, unit, giver)):
        return False  # "vad går Boverkets bidrag till": all of it is Boverket's
    called = [word for word, weight in query.weights.items() if weight > ASKER_WEIGHT]  # "vi" names no row
    if query.follows_up and (query.tells_need or (query.wants(*VALUES) and not has_value(query, unit))):
        own = swedish.content_words(query.text)
        called = [word for word in called if word in own]
    return bool(words) and all(matching.best_match(word, called) >= SAME_ROW for word in words)


def _has_another_matter(asked: Asked, unit: Unit, giver: frozenset[str]) -> bool:
    """True when the name of another row of the table is asked for, in its own words or in others that stand for it."""
    others = [one for one in units_of(unit.passage) if one.cells and one is not unit and not row_words(one) <= giver]
    names = [row_words(one) for one in others]
    least = SAME_ROW * SYNONYM_WEIGHT
    return any(words and all(asked.matcher.asks_for(word) >= least for word in words) for words in names)


def is_row_of_place(query: Query, unit: Unit) -> bool:
    """True for a row whose cell in a column of municipalities names the place asked about."""
    asked = set(query.own_areas) & set(MUNICIPALITIES)
    places = [
        cell for column, cell in zip(unit.columns, unit.cells, strict=False) if _OF_PLACES.match(normalise(column))
    ]
    return any(asked & set(find_areas(cell)) for cell in places)


def defining_row(asked: Asked, ranked: Sequence[Ranked]) -> list[Unit]:
    """The rows of a glossary that define what is asked for: that which is the best unit, or those that bear the very names."""
    if not asked.query.wants(Intent.DEFINITION) or asked.query.wants(*VALUES):
        return []
    rows = [entry for entry in ranked if entry.unit.kind is UnitKind.ROW and has_wanted(asked.query, entry.unit)]
    rows = [entry for entry in rows if entry is ranked[0] or is_row_of(asked, entry.unit)]
    if not rows or rows[0].score < KIND_NEAR * ranked[0].score:
        return []
    first = rows[0].unit
    same = [one.unit for one in rows[1:] if section_key(one.unit) == section_key(first)]
    told_by_first = matching.word_set(_row_name(first))
    named = [one for one in same if is_row_of(asked, one) and not row_words(one) <= told_by_first]
    return [first, *named]


def rows_called(query: Query, section: Sequence[Ranked]) -> list[Unit]:
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
