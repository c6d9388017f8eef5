"""A year, this one or one to come, that a question about rules names and no source tells of: then what is known last. Pure.

That a day comes back every year is told for each of them; a day of another year is not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from assistant import values
from assistant.absence import is_absence
from assistant.domain import Passage
from assistant.events import RECURRING
from assistant.intents import Intent
from assistant.query import Query
from assistant.units import Unit, units_of
from assistant.validity import covers_year

_COMES_BACK = re.compile(
    r"\bvarje (?:år|vår|höst|termin)\b|\bårlig|\blöpande\b|\bnär som helst\b|\bhela året\b|\båret runt\b"
)


def years_untold(query: Query, units: Sequence[Unit], today: date) -> tuple[int, ...]:
    """The years asked about that none of the units is about; none when some are past or something that happened is asked for."""
    is_told = any(_is_about(query.years, unit, today) for unit in units if not is_absence(unit.text))
    return () if is_told or not units or not _asks_for_day(query, today) else query.years


def holds_every_year(query: Query, units: Sequence[Unit], today: date) -> bool:
    """True for a day of a year to come, or this one, that some unit tells of as coming back each year."""
    return _asks_for_day(query, today) and any(_comes_back(unit) for unit in units)


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
    named = values.years("\n".join((unit.text, *unit.passage.headings[-1:], document.title)))
    if named:
        return bool(set(range(min(named), max(named) + 1)) & set(years))
    return _comes_back(unit) or any(covers_year(document, year, today) for year in years)
