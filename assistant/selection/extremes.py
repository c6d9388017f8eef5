"""Which row of a table has the most, or the least, of what a question asks about. Pure.

Only a column in which every row has one figure of the same kind can tell: a row whose figure is unknown could be the one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from assistant.language import matching, swedish, values
from assistant.language.places import find_areas
from assistant.language.swedish import normalise
from assistant.passages.units import Unit, UnitKind, units_of
from assistant.question.intents import Intent
from assistant.question.query import Query
from assistant.verification.claims import IN_KRONOR, SCALES

LEAST_ROWS = 3
NAMES_COLUMN = 0.8  # how well a word of the question must match one of a column's name
_MOST = r"(?:mest|flest|störst|största|högst|högsta|dyrast|dyraste)"
_LEAST = r"(?:minst|minsta|lägst|lägsta|färst|billigast|billigaste)"
_ASKS = re.compile(
    rf"\b(?:vilk(?:en|et|a|as)|vem|vems)\b(?!.*\b(?:kräv|måste))"
    rf".*\b(?:({_MOST})|{_LEAST})\b(?! (?!(?:19|20)\d\d\b)\d)(?! (?:en|ett|två|tre|fyra|fem)\b)"
)
_SAYS_SO = re.compile(rf"\b(?:{_MOST}|{_LEAST})\b")
_TOTAL = re.compile(r"(?:totalt|total|summa|sammanlagt|summerat|hela|alla|samtliga|länet)\b")
_BUT = re.compile(r"\b(?:inte|ej|näst|utöver|förutom|utom|efter)\b")
_SUBJECT = re.compile(rf"\bvilk(?:en|et|a|as)(?: av)? (?:(?:{'|'.join(values.NUMBER_WORDS)}) )?(\w+)")
_ANY_ROW = re.compile(r"post(?:en|er)?|rad(?:en|er)?|mottagare|del(?:en|ar)?")
_OTHER_SCOPE = re.compile(r"\bnationell|\bsedan\b|\bvarav\b|\bper \w|\d")
_ABOUT = r"(?:(?:ca|cirka|drygt|knappt|omkring|ungefär|över|nästan|högst|max|totalt) )?"
_SCALED = "|".join(SCALES)
_FIGURE = re.compile(
    rf"{_ABOUT}(\d{{1,3}}(?:\.\d{{3}})+|\d+(?:[.,]\d+)?)\s?(%|(?:kr|kronor|{_SCALED}|procent|st)\b)?"
    r"(?! ?[–/-] ?\d)(?:(?= (\w+))|(?=$|[ ,;.(]))"
)
_THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+")
_IN_BRACKETS = re.compile(r"\([^)]*\)")
_MONTH = re.compile(rf"\d{{1,2}} (?:{'|'.join(values.MONTHS)})\b")
_MONEY = re.compile(rf"\b(?:kr|kronor|{'|'.join(IN_KRONOR)})\b")
_SHARE = re.compile(r"%|\bprocent\b|\bandel\b")
_UNIT_IN_NAME = re.compile(rf"\b(?:{_SCALED})\b")


class _Figure(NamedTuple):
    """A figure in its plain unit, and what it is a figure of: money, a share or a number."""

    size: float
    kind: str


def rows_asked_for(query: Query, ranked: Sequence[Unit]) -> list[Unit]:
    """The rows with the most or the least of what is asked about, in the table that the best of ``ranked`` stands in.

    As many as the question asks for, and those that have as much as the last. Empty when it asks for none such, or when the
    table has no single column that tells.
    """
    folded = normalise(query.text)
    asks = _ASKS.search(folded)
    best = ranked[0]
    same = [unit for unit in ranked if unit.passage.document.id == best.passage.document.id]
    row = next((unit for unit in same if unit.kind is UnitKind.ROW), None)
    both = re.search(rf"\b{_MOST}\b", folded) and re.search(rf"\b{_LEAST}\b", folded)
    if not asks or both or row is None or _BUT.search(folded) or query.wants(Intent.COMPARE):
        return []
    rows = [unit for unit in units_of(row.passage) if unit.block == row.block and unit.cells]
    rows = [unit for unit in rows if not _TOTAL.match(normalise(unit.cells[0]))]
    rows = _of_years(query, rows)
    if not rows or not _is_of_all(query, rows):
        return []
    column = _column(query, rows) if len(rows) >= LEAST_ROWS else None
    if column is None:
        return []
    sized = {unit: figure.size for unit in rows if (figure := _figure(unit, column))}
    order = sorted(sized, key=lambda unit: -sized[unit] if asks.group(1) else sized[unit])
    last = order[min(query.count or 1, len(order)) - 1]
    return [unit for unit in order if unit in order[: query.count or 1] or sized[unit] == sized[last]]


def tells_it(query: Query, units: Sequence[Unit]) -> bool:
    """True unless a question asks which has the most or the least, and the units neither say so nor are the rows to compare."""
    if not _ASKS.search(normalise(query.text)) or rows_asked_for(query, units):
        return True
    if sum(_is_named(query, unit) for unit in units if unit.cells) > 1:
        return True
    return any(_SAYS_SO.search("\n".join((unit.normalised, *map(normalise, unit.columns)))) for unit in units)


def _is_of_all(query: Query, rows: Sequence[Unit]) -> bool:
    """True when the question is about every row of a table: it names none of them, no kind and no place that only some have.

    What it asks which of, "vilken klubb", must be what the rows are: their column, heading or title says so.
    """
    asked = swedish.content_words(query.text)
    for word in asked:
        having = sum(matching.best_match(word, matching.word_set(unit.cells[0])) >= NAMES_COLUMN for unit in rows)
        if 0 < having < len(rows):
            return False
    by_year = all(values.years(unit.cells[0]) for unit in rows)
    subject = found.group(1) if (found := _SUBJECT.search(normalise(query.text))) else ""
    if by_year or subject == "år":
        return by_year and subject == "år" and len(query.years) != 1
    passage = rows[0].passage
    called = "\n".join((passage.document.title, *passage.headings, *rows[0].columns[:1]))
    places = set(query.own_areas) - set(passage.document.municipalities) - set(find_areas(called))
    is_what = bool(not subject or _ANY_ROW.fullmatch(subject) or subject not in asked)
    return not places and (is_what or matching.best_match(subject, matching.word_set(called)) >= NAMES_COLUMN)


def _is_named(query: Query, unit: Unit) -> bool:
    """True when every word of a row's first cell stands in the question."""
    words = matching.word_set(unit.cells[0])
    return bool(words) and all(matching.best_match(word, query.weights) >= NAMES_COLUMN for word in words)


def _of_years(query: Query, rows: list[Unit]) -> list[Unit]:
    """Of rows that begin with a year, those between the years asked about."""
    if len(query.years) < 2:
        return rows
    span = range(min(query.years), max(query.years) + 1)
    return [unit for unit in rows if not (years := values.years(unit.cells[0])) or years[0] in span]


def _column(query: Query, rows: Sequence[Unit]) -> int | None:
    """The one column beside the first in which each row has a figure of the same kind; of several the one asked for by name."""
    kinds: dict[int, set[str]] = defaultdict(set)
    for unit in rows:
        for number in range(1, len(rows[0].cells)):
            figure = _figure(unit, number)
            kinds[number].add(figure.kind if figure else "")
    telling = [number for number, found in kinds.items() if len(found) == 1 and "" not in found]
    if len(telling) > 1:
        named = {number: _named(query, rows[0].columns[number]) for number in telling}
        telling = [number for number in telling if named[number] and named[number] == max(named.values())]
    return telling[0] if len(telling) == 1 else None


def _named(query: Query, column: str) -> float:
    """How well a column is asked for by a word of its name, or by a year in it."""
    if set(values.years(column)) & set(query.years):
        return 1.0
    asked = [one for word in swedish.content_words(query.text) for one in (word, *query.alternatives.get(word, ()))]
    best = max((matching.best_match(word, asked) for word in matching.word_set(column)), default=0.0)
    return best if best >= NAMES_COLUMN else 0.0


def _figure(unit: Unit, place: int) -> _Figure | None:
    """What a cell begins with, when that is one figure: no date, no year, no span."""
    if place >= len(unit.cells) or place >= len(unit.columns):
        return None
    cell, column = normalise(unit.cells[place]), normalise(unit.columns[place])
    found = _FIGURE.match(cell)
    if not found or _MONTH.match(cell) or (values.years(found.group(1)) and not found.group(2)):
        return None
    called = found.group(2) or (name.group() if (name := _UNIT_IN_NAME.search(column)) else "")
    if _OTHER_SCOPE.search(_IN_BRACKETS.sub("", cell[found.end() :])):
        return None
    number = found.group(1)
    plain = number.replace(".", "") if _THOUSANDS.fullmatch(number) else number.replace(",", ".")
    size = float(plain) * 10.0 ** SCALES.get(called, 0)
    counted = "" if _MONEY.search(called) or _SHARE.search(called) else found.group(3) or ""
    of = f"{called} {counted}".strip() or column  # "2 miljoner kronor" is money, "2 miljoner besökare" are not
    if _MONEY.search(of) or (called in SCALES and not counted and _MONEY.search(column)):
        return _Figure(size, "money")
    return _Figure(size, "share" if _SHARE.search(of) else f"number {swedish.stem(counted)}")
