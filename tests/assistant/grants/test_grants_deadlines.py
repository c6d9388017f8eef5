"""Deadline arithmetic, held against dateutil and calendar over thirty years."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

import pytest
from dateutil.relativedelta import relativedelta
from dateutil.rrule import YEARLY, rrule
from hypothesis import given
from hypothesis import strategies as st

from assistant.grants.deadlines import (
    DayOfYear,
    Once,
    Relative,
    Rolling,
    State,
    Unstated,
    WeekRule,
    Window,
    Yearly,
    last_window,
    next_window,
    parse,
    standing,
)

THIRTY_YEARS = st.dates(date(2015, 1, 1), date(2044, 12, 31))
DAYS = st.dates(date(2024, 1, 1), date(2024, 12, 31)).map(lambda day: DayOfYear(day.month, day.day))


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("25 februari", Yearly(DayOfYear(2, 25))),
        ("29 februari", Yearly(DayOfYear(2, 29))),
        ("1 juni–1 oktober", Yearly(DayOfYear(10, 1), DayOfYear(6, 1))),
        ("1 december – 31 januari", Yearly(DayOfYear(1, 31), DayOfYear(12, 1))),
        ("24 maj 2024", Once(date(2024, 5, 24))),
        ("1 maj–30 juni 2024", Once(date(2024, 6, 30), date(2024, 5, 1))),
        ("1 december 2023–31 januari 2024", Once(date(2024, 1, 31), date(2023, 12, 1))),
        ("söndag vecka 17", WeekRule(7, 17)),
        ("söndag vecka 5 2024", Once(date(2024, 2, 4))),
        ("vecka 14–17 2023", Once(date(2023, 4, 30), date(2023, 4, 3))),
        ("senast i maj", Yearly(DayOfYear(5, 31))),
        ("maj–juni 2024", Once(date(2024, 6, 30), date(2024, 5, 1))),
        ("Löpande", Rolling()),
        ("löpande utom juli och december", Rolling((7, 12))),
        ("två veckor före lovet", Relative("två veckor före lovet")),
        ("ej angivet", Unstated()),
    ],
)
def test_the_forms_that_editors_write(text: str, meaning: object) -> None:
    assert parse(text) == meaning


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("31 juni", "en dag som inte finns"),
        ("29 februari 2023", "inte finns det året"),
        ("30 juni–1 maj 2024", "slutar innan det börjar"),
        ("vecka 17–14 2023", "slutar innan det börjar"),
        ("söndag vecka 54", "en vecka som inte finns"),
        ("söndag vecka 53 2023", "inte finns det året"),
        ("1 maj 2024–30 juni", "inget för den sista"),
        ("på våren", "ska vara en tid som"),
        ("", "ska vara en tid som"),
    ],
)
def test_what_is_no_time_is_refused_with_the_reason(text: str, wrong: str) -> None:
    with pytest.raises(ValueError, match=wrong):
        parse(text)


def dateutil_days(day: DayOfYear, first: int, last: int) -> list[date]:
    """The day in every year by dateutil, which clips to the end of the month as we say we do."""
    return [date(year, 1, 1) + relativedelta(month=day.month, day=day.day) for year in range(first, last + 1)]


@given(DAYS, THIRTY_YEARS)
def test_the_next_yearly_day_is_the_one_dateutil_finds(day: DayOfYear, today: date) -> None:
    found = next_window(Yearly(day), today)
    expected = min(other for other in dateutil_days(day, today.year, today.year + 1) if other >= today)
    assert found == Window(None, expected)


@given(DAYS, THIRTY_YEARS)
def test_the_last_yearly_day_is_the_one_dateutil_finds(day: DayOfYear, today: date) -> None:
    found = last_window(Yearly(day), today)
    assert found == Window(None, max(o for o in dateutil_days(day, today.year - 1, today.year) if o < today))


@given(DAYS, DAYS, THIRTY_YEARS)
def test_a_window_opens_before_it_closes_and_within_a_year(opens: DayOfYear, closes: DayOfYear, today: date) -> None:
    found = next_window(Yearly(closes, opens), today)
    assert found is not None and found.opens is not None
    assert found.opens <= found.closes < found.opens + timedelta(days=366)
    assert (found.closes - today).days <= 366


@given(st.integers(1, 53), st.integers(1, 7), THIRTY_YEARS)
def test_week_rules_follow_dateutils_iso_weeks(week: int, weekday: int, today: date) -> None:
    found = next_window(WeekRule(weekday, week), today)
    rule = rrule(YEARLY, byweekno=week, byweekday=weekday - 1, dtstart=today.replace(month=1, day=1), count=40)
    assert found is not None
    assert found.closes == min(day.date() for day in rule if day.date() >= today)
    assert found.closes.isocalendar()[1:] == (week, weekday)


@pytest.mark.parametrize("year", range(2015, 2045))
def test_the_last_day_of_february_every_year(year: int) -> None:
    found = next_window(Yearly(DayOfYear(2, 29)), date(year, 2, 1))
    assert found == Window(None, date(year, 2, 29 if calendar.isleap(year) else 28))
    assert next_window(Yearly(DayOfYear(2, 28)), date(year, 2, 1)) == Window(None, date(year, 2, 28))


@given(THIRTY_YEARS, st.lists(DAYS, min_size=1, max_size=4))
def test_of_several_days_a_year_the_nearest_counts(today: date, days: list[DayOfYear]) -> None:
    found = standing([Yearly(day) for day in days], today)
    coming = [other for day in days for other in dateutil_days(day, today.year, today.year + 1) if other >= today]
    assert found.state is State.CLOSES
    assert found.days == (min(coming) - today).days
    assert found.is_open is None


WINTER = parse("1 december–31 januari")


@pytest.mark.parametrize(
    ("times", "today", "state", "days"),
    [
        ([WINTER], date(2026, 11, 30), State.OPENS, 1),
        ([WINTER], date(2026, 12, 1), State.OPEN, 61),
        ([WINTER], date(2027, 1, 31), State.OPEN, 0),
        ([WINTER], date(2027, 2, 1), State.OPENS, 303),
        ([parse("24 maj 2024")], date(2024, 5, 24), State.CLOSES, 0),
        ([parse("24 maj 2024")], date(2026, 11, 25), State.CLOSED, 915),
        ([parse("31 januari"), parse("31 augusti")], date(2026, 11, 25), State.CLOSES, 67),
        ([parse("löpande utom juli och december")], date(2026, 12, 24), State.OPENS, 8),
        ([parse("löpande utom juli och december")], date(2026, 7, 1), State.OPENS, 31),
        ([parse("löpande")], date(2026, 7, 1), State.ROLLING, None),
        ([parse("en månad före")], date(2026, 7, 1), State.RELATIVE, None),
        ([parse("ej angivet")], date(2026, 7, 1), State.UNSTATED, None),
        ([], date(2026, 7, 1), State.UNSTATED, None),
    ],
)
def test_where_the_times_stand(times: list[Yearly], today: date, state: State, days: int | None) -> None:
    found = standing(times, today)
    assert (found.state, found.days) == (state, days)


def test_silence_never_becomes_rolling() -> None:
    assert standing([Unstated()], date(2026, 1, 1)).is_open is None
