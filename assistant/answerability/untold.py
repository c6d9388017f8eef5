"""A year, this one or one to come, that a question about rules names and no source tells of: then what is known last. Pure.

That a day comes back every year is told for each of them; a day of another year is not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from assistant.domain import Passage
from assistant.language import values
from assistant.language.events import RECURRING
from assistant.passages.units import Unit, units_of
from assistant.question.intents import Intent
from assistant.question.query import Query
from assistant.selection.absence import is_absence
from assistant.validity import covers_year

_COMES_BACK = re.compile(
    r"\bvarje (?:år|vår|höst|termin)\b|\bårlig|\blöpande\b(?! (?:verksamhet|drift|underhåll|arbete|projekt))"
    r"|\bnär som helst\b|\bhela året\b|\båret runt\b"
)
_SPAN = re.compile(r"\b((?:19|20)\d\d)\s*[–-]\s*((?:19|20)\d\d)\b")


def years_untold(query: Query, units: Sequence[Unit], today: date) -> tuple[int, ...]:
    """The years to come, or this one, that a question about when to apply or report names and none of the units is about."""
    is_told = any(_is_about(query.years, unit, today) for unit in units if not is_absence(unit.text))
    is_told = is_told or any(_comes_back(unit) for unit in units[:1])  # of others it may be another grant that does
    return () if is_told or not units or not _asks_for_day(query, today) else query.years


def holds_every_year(query: Query, units: Sequence[Unit], today: date) -> bool:
    """True for a day of a year to come, or this one, that the first unit tells of as coming back each year."""
    return _asks_for_day(query, today) and any(map(_comes_back, units[:1]))


def silences_about(years: Sequence[int], units: Sequence[Unit], passages: Sequence[Passage]) -> list[Unit]:
    """The first that the units, or else the ``passages`` of their sources, say is not known of these years."""
    every = [*units, *(unit for passage in passages for unit in units_of(passage))]
    return [unit for unit in every if is_absence(unit.text) and set(values.years(unit.text)) & set(years)][:1]


def _asks_for_day(query: Query, today: date) -> bool:
    """True for a question about when to apply, report and the like, of no year that has been."""
    comes = bool(query.years) and min(query.years) >= today.year
    return comes and query.wants(Intent.WHEN) and bool(query.events) and query.events <= RECURRING


def _comes_back(unit: Unit) -> bool:
    return bool(_COMES_BACK.search(unit.normalised)) and not is_absence(unit.text)


def _is_about(years: Sequence[int], unit: Unit, today: date) -> bool:
    document = unit.passage.document
    text = "\n".join((unit.text, *unit.passage.headings[-1:], document.title))
    named = values.years(text)
    if named:
        spans = (range(int(first), int(last) + 1) for first, last in _SPAN.findall(text))
        return bool({*named, *(year for span in spans for year in span)} & set(years))
    return any(covers_year(document, year, today) for year in years)
