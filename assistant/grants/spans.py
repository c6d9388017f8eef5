"""The days that a question keeps to, counted from today: "före 30 april", "i mars", "nästa månad", "inom tre veckor". Pure."""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from assistant.grants.deadlines import DayOfYear
from assistant.language import values
from assistant.language.swedish import normalise
from assistant.question import windows
from assistant.question.windows import Window

SOON = 30  # days
_BEFORE = re.compile(r"\b(?:före|innan|till och med|senast|fram till)\b")
_NUMBER = rf"\d{{1,3}}|en|ett|{'|'.join(values.NUMBER_WORDS[2:])}"
_WITHIN = re.compile(
    rf"\b(?:inom|de|den|det|under) (?:(?:de|den|det) )?(?:(?:närmaste|kommande) )?({_NUMBER})?\s?(?:närmaste |kommande )?"
    r"(dag(?:en|ar|arna)?|veck(?:a|an|or|orna)|månad(?:en|er|erna)?|halvåret?|året)\b"
)
_NEAREST = re.compile(r"\bnärmaste\b|\bkommande\b|\binom\b")
_THIS_OR_NEXT = re.compile(r"\b(?:(den här|denna|nästa) (veckan?|månad(?:en)?))\b")
_SOON = re.compile(r"\bsnart\b|\binom kort\b")
_HALVES = (
    (re.compile(r"\bvår(?:en|ens)\b|\bi vår(?=\W*$|[?.,])"), (1, 6)),
    (re.compile(r"\bhöst(?:en|ens)\b|\bi höst\b"), (7, 12)),
)
_LENGTH = {"dag": 1, "vec": 7, "mån": 30, "hal": 182, "åre": 365}


class Span(NamedTuple):
    """Days, both included."""

    first: date
    last: date


def span(text: str, today: date, years: Sequence[int] = ()) -> Span | None:
    """The days that a question keeps to; None when it names none. ``years`` are those it names: one to come places the days."""
    folded = normalise(text)
    year = years[0] if len(years) == 1 and years[0] >= today.year else None
    before = bool(_BEFORE.search(folded))
    full = values.days(text)
    if len(full) == 1:
        return Span(today, full[0]) if before else Span(full[0], full[0])
    if limit := windows.window(text) or _one_day(text):
        return _in_turn(limit, today, year, before)
    return _relative(folded, today) or _half(folded, today, year) or _whole(year, today)


def _in_turn(limit: Window, today: date, year: int | None, before: bool) -> Span:
    """A part of the year in the year that is named, else the next time it ends; from today for "före"."""
    first, last = (DayOfYear(*day) for day in limit)
    year = year or (today.year if last.in_year(today.year) >= today else today.year + 1)
    return Span(today if before else first.in_year(year), last.in_year(year))


def _one_day(text: str) -> Window | None:
    """The one day of the year that a question names: "har 31 mars som sista dag"."""
    named = [value[2:].split("-") for value in values.values(text) if value.startswith("d:")]
    if len(named) != 1:
        return None
    day = (int(named[0][0]), int(named[0][1]))
    return Window(day, day)


def _relative(folded: str, today: date) -> Span | None:
    if found := _THIS_OR_NEXT.search(folded):
        return _this_or_next(found.group(2).startswith("veck"), found.group(1) == "nästa", today)
    found = _WITHIN.search(folded)
    if found and _NEAREST.search(folded):
        count = _count(found.group(1))
        return Span(today, today + timedelta(days=count * _LENGTH[found.group(2)[:3]]))
    return Span(today, today + timedelta(days=SOON)) if _SOON.search(folded) else None


def _this_or_next(is_week: bool, is_next: bool, today: date) -> Span:
    if is_week:
        monday = today - timedelta(days=today.weekday()) + timedelta(days=7 * is_next)
        return Span(max(monday, today), monday + timedelta(days=6))
    first = (today.replace(day=28) + timedelta(days=4)).replace(day=1) if is_next else today
    return Span(first, first.replace(day=calendar.monthrange(first.year, first.month)[1]))


def _count(word: str | None) -> int:
    return 1 if word in (None, "en", "ett") else values.small_number(str(word))


def _half(folded: str, today: date, year: int | None) -> Span | None:
    """Spring is the first half of the year, autumn the second."""
    for pattern, (first, last) in _HALVES:
        if pattern.search(folded):
            limit = Window((first, 1), (last, calendar.monthrange(2024, last)[1]))
            found = _in_turn(limit, today, year, before=False)
            return Span(max(found.first, today), found.last)
    return None


def _whole(year: int | None, today: date) -> Span | None:
    return Span(max(date(year, 1, 1), today), date(year, 12, 31)) if year else None
