"""When a grant can be applied for: the forms in which sources say it, and the arithmetic on a given day. Pure.

Weeks are those of ISO 8601. A day that a year lacks (29 February) is the last day of its month that year; a week 53 that a
year lacks has no day that year.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, timedelta
from enum import StrEnum
from typing import NamedTuple, TypeAlias, assert_never

from assistant.language.swedish import normalise
from assistant.language.values import MONTHS

WEEKDAYS = ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag")
UNSTATED_WORDS = "ej angivet"
ROLLING_WORDS = "löpande"


class DayOfYear(NamedTuple):
    """A day of the year, in any year."""

    month: int
    day: int

    def in_year(self, year: int) -> date:
        """The day in one year; the last of the month when the month is shorter that year."""
        return date(year, self.month, min(self.day, calendar.monthrange(year, self.month)[1]))


class Window(NamedTuple):
    """One time to apply, both days included. ``opens`` is None when the source gives only the last day."""

    opens: date | None
    closes: date


@dataclass(frozen=True, slots=True)
class Yearly:
    """The same days every year. A window may reach over New Year."""

    closes: DayOfYear
    opens: DayOfYear | None = None


@dataclass(frozen=True, slots=True)
class Once:
    """One window, in one year."""

    closes: date
    opens: date | None = None


@dataclass(frozen=True, slots=True)
class WeekRule:
    """The same day of the same week every year. ``weekday`` is 1 for Monday to 7 for Sunday."""

    weekday: int
    week: int


@dataclass(frozen=True, slots=True)
class Rolling:
    """At any time, but not in the months ``pauses``."""

    pauses: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Relative:
    """A time before or after something that the source gives no date for, in the source's words."""

    words: str


@dataclass(frozen=True, slots=True)
class Unstated:
    """The source does not say. That is not the same as at any time."""


Deadline: TypeAlias = Yearly | Once | WeekRule | Rolling | Relative | Unstated

_MONTH = "|".join(MONTHS)
_DAY = rf"(\d{{1,2}}) ({_MONTH})"
_DASH = r" ?[–-] ?"
_ONE_DAY = re.compile(rf"{_DAY}(?: (\d{{4}}))?")
_FROM_TO = re.compile(rf"{_DAY}(?: (\d{{4}}))?{_DASH}{_DAY}(?: (\d{{4}}))?")
_MONTHS_ONLY = re.compile(rf"(?:senast i )?({_MONTH})(?:{_DASH}({_MONTH}))?(?: (\d{{4}}))?")
_WEEK_RULE = re.compile(rf"({'|'.join(WEEKDAYS)}) vecka (\d{{1,2}})(?: (\d{{4}}))?")
_WEEKS = re.compile(rf"vecka (\d{{1,2}})(?:{_DASH}(\d{{1,2}}))? (\d{{4}})")
_ROLLING = re.compile(rf"{ROLLING_WORDS}(?: utom ((?:{_MONTH})(?:(?:, | och )(?:{_MONTH}))*))?")
_BEFORE_OR_AFTER = re.compile(r"\b(?:före|innan|efter|i förväg)\b")


def parse(text: str) -> Deadline:
    """Read a time as editors write it: ``25 februari``, ``1 juni–1 oktober``, ``24 maj 2024``, ``söndag vecka 17``,
    ``vecka 14–17 2023``, ``senast i maj``, ``löpande utom juli``, ``en månad före lovet``, ``ej angivet``.

    ValueError says in Swedish what is wrong: no such form, no such day, or a window that ends before it begins.
    """
    folded = " ".join(normalise(text).split())
    if folded == UNSTATED_WORDS:
        return Unstated()
    if found := _ROLLING.fullmatch(folded):
        return Rolling(tuple(MONTHS.index(name) + 1 for name in re.findall(_MONTH, found.group(1) or "")))
    if found := _WEEK_RULE.fullmatch(folded):
        return _week_rule(WEEKDAYS.index(found.group(1)) + 1, int(found.group(2)), found.group(3))
    if found := _WEEKS.fullmatch(folded):
        return _weeks(int(found.group(1)), int(found.group(2) or found.group(1)), int(found.group(3)))
    if found := _FROM_TO.fullmatch(folded):
        return _from_to(found)
    if found := _ONE_DAY.fullmatch(folded):
        day = _day(found.group(1), found.group(2))
        return Once(_in(day, found.group(3))) if found.group(3) else Yearly(day)
    if found := _MONTHS_ONLY.fullmatch(folded):
        return _months_only(found)
    if _BEFORE_OR_AFTER.search(folded):
        return Relative(text.strip())
    raise ValueError(
        "ska vara en tid som 25 februari, 1 juni–1 oktober, 24 maj 2024, söndag vecka 17, senast i maj, löpande, "
        "två veckor före lovet eller ej angivet"
    )


def windows(deadline: Deadline, year: int) -> Iterator[Window]:
    """The windows that close in one year."""
    match deadline:
        case Yearly(closes, opens):
            last = closes.in_year(year)
            yield Window(_opening(opens, closes, year), last)
        case Once(closes, opens):
            if closes.year == year:
                yield Window(opens, closes)
        case WeekRule(weekday, week):
            for labelled in (year - 1, year, year + 1):  # the days of a week may lie in another year than its number
                day = _weekday(labelled, week, weekday)
                if day and day.year == year:
                    yield Window(None, day)
        case Rolling() | Relative() | Unstated():
            return
        case _:
            assert_never(deadline)


def next_window(deadline: Deadline, today: date) -> Window | None:
    """The first window that has not closed; None when there is none."""
    years = (
        (deadline.closes.year,) if isinstance(deadline, Once) else range(today.year, min(today.year + 30, MAXYEAR) + 1)
    )
    coming = (window for year in years for window in windows(deadline, year) if window.closes >= today)
    return next(coming, None)


def last_window(deadline: Deadline, today: date) -> Window | None:
    """The last window that has closed; None when there is none."""
    years = (
        (deadline.closes.year,) if isinstance(deadline, Once) else range(today.year, max(today.year - 30, MINYEAR), -1)
    )
    gone = (window for year in years for window in windows(deadline, year) if window.closes < today)
    return next(gone, None)


class State(StrEnum):
    """Where a grant's times stand on a day."""

    OPEN = "open"  # a window with both its days is open
    CLOSES = "closes"  # a last day is to come; when it opens is not said
    OPENS = "opens"
    ROLLING = "rolling"
    RELATIVE = "relative"
    CLOSED = "closed"  # every known day has passed
    UNSTATED = "unstated"


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the times stand: ``window`` is the one to come or, when CLOSED, the last; ``days`` from today to its
    closing (OPEN, CLOSES), its opening (OPENS), or since it closed (CLOSED)."""

    state: State
    window: Window | None = None
    days: int | None = None

    @property
    def is_open(self) -> bool | None:
        """Whether it can be applied for on the day; None when the source does not tell."""
        known = {State.OPEN: True, State.ROLLING: True, State.OPENS: False, State.CLOSED: False}
        return known.get(self.state)


def standing(deadlines: Sequence[Deadline], today: date) -> Standing:
    """Where several times of one grant stand together; the one that matters first decides."""
    coming = sorted(
        (window for deadline in deadlines if (window := next_window(deadline, today))), key=lambda window: window.closes
    )
    rolling = [deadline for deadline in deadlines if isinstance(deadline, Rolling)]
    if any(today.month not in deadline.pauses for deadline in rolling):
        return Standing(State.ROLLING, coming[0] if coming else None)
    if coming:
        return _of_window(coming[0], today)
    if rolling:
        opens = _after_pause(rolling[0], today)
        return Standing(State.OPENS, Window(opens, opens), (opens - today).days)
    if any(isinstance(deadline, Relative) for deadline in deadlines):
        return Standing(State.RELATIVE)
    gone = [window for deadline in deadlines if (window := last_window(deadline, today))]
    if gone:
        last = max(gone, key=lambda window: window.closes)
        return Standing(State.CLOSED, last, (today - last.closes).days)
    return Standing(State.UNSTATED)


def _of_window(window: Window, today: date) -> Standing:
    if window.opens is None:
        return Standing(State.CLOSES, window, (window.closes - today).days)
    if window.opens <= today:
        return Standing(State.OPEN, window, (window.closes - today).days)
    return Standing(State.OPENS, window, (window.opens - today).days)


def _after_pause(rolling: Rolling, today: date) -> date:
    day = today
    while day.month in rolling.pauses:
        day = (day.replace(day=28) + timedelta(days=4)).replace(day=1)
    return day


def _opening(opens: DayOfYear | None, closes: DayOfYear, year: int) -> date | None:
    if opens is None:
        return None
    return opens.in_year(year if opens <= closes else year - 1)


def _weekday(year: int, week: int, weekday: int) -> date | None:
    try:
        return date.fromisocalendar(year, week, weekday)
    except ValueError:
        return None


def _week_rule(weekday: int, week: int, year: str | None) -> Deadline:
    if not 1 <= week <= 53:
        raise ValueError("har en vecka som inte finns")
    if year is None:
        return WeekRule(weekday, week)
    day = _weekday(int(year), week, weekday)
    if day is None:
        raise ValueError("har en vecka som inte finns det året")
    return Once(day)


def _weeks(first: int, last: int, year: int) -> Once:
    opens, closes = _weekday(year, first, 1), _weekday(year, last, 7)
    if opens is None or closes is None:
        raise ValueError("har en vecka som inte finns det året")
    return _once(opens, closes)


def _from_to(found: re.Match[str]) -> Deadline:
    opens, closes = _day(found.group(1), found.group(2)), _day(found.group(4), found.group(5))
    last_year = found.group(6)
    if last_year is None:
        if found.group(3):
            raise ValueError("har ett årtal för första dagen men inget för den sista")
        return Yearly(closes, opens)
    return _once(_in(opens, found.group(3) or last_year), _in(closes, last_year))


def _months_only(found: re.Match[str]) -> Deadline:
    first = MONTHS.index(found.group(1)) + 1
    last = MONTHS.index(found.group(2)) + 1 if found.group(2) else first
    opens, closes = DayOfYear(first, 1), DayOfYear(last, 31)
    if found.group().startswith("senast"):
        return Once(closes.in_year(int(found.group(3)))) if found.group(3) else Yearly(closes)
    if found.group(3):
        return _once(opens.in_year(int(found.group(3))), closes.in_year(int(found.group(3))))
    return Yearly(closes, opens)


def _once(opens: date, closes: date) -> Once:
    if closes < opens:
        raise ValueError("slutar innan det börjar")
    return Once(closes, opens)


def _day(number: str, month: str) -> DayOfYear:
    day = DayOfYear(MONTHS.index(month) + 1, int(number))
    if not 1 <= day.day <= calendar.monthrange(2024, day.month)[1]:  # a leap year
        raise ValueError("har en dag som inte finns")
    return day


def _in(day: DayOfYear, year: str) -> date:
    if day.in_year(int(year)).day != day.day:
        raise ValueError("har en dag som inte finns det året")
    return day.in_year(int(year))
