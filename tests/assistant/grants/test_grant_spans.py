"""The days that a question keeps to, counted from the day it is asked."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.grants.spans import Span, span

TODAY = date(2026, 11, 25)  # a Wednesday


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("före 30 april", TODAY, date(2027, 4, 30)),
        ("före mars", TODAY, date(2027, 2, 28)),
        ("i mars", date(2027, 3, 1), date(2027, 3, 31)),
        ("i november", date(2026, 11, 1), date(2026, 11, 30)),
        ("mellan 1 maj och 30 juni", date(2027, 5, 1), date(2027, 6, 30)),
        ("har 31 mars som sista dag", date(2027, 3, 31), date(2027, 3, 31)),
        ("före 30 april 2028", TODAY, date(2028, 4, 30)),
        ("den här månaden", TODAY, date(2026, 11, 30)),
        ("nästa månad", date(2026, 12, 1), date(2026, 12, 31)),
        ("den här veckan", TODAY, date(2026, 11, 29)),
        ("nästa vecka", date(2026, 11, 30), date(2026, 12, 6)),
        ("inom två veckor", TODAY, date(2026, 12, 9)),
        ("inom 30 dagar", TODAY, date(2026, 12, 25)),
        ("de närmaste tre månaderna", TODAY, date(2027, 2, 23)),
        ("de närmaste veckorna", TODAY, date(2026, 12, 2)),
        ("stänger snart", TODAY, date(2026, 12, 25)),
        ("under våren", date(2027, 1, 1), date(2027, 6, 30)),
        ("till hösten", TODAY, date(2026, 12, 31)),
        ("kan vi söka i vår?", date(2027, 1, 1), date(2027, 6, 30)),
    ],
)
def test_days_are_counted_from_today(text: str, first: date, last: date) -> None:
    assert span(text, TODAY) == Span(first, last)


@pytest.mark.parametrize(
    "text", ["Vilka bidrag finns i vår kommun?", "Vilka bidrag finns?", "en gång per år", "under lovet"]
)
def test_no_days_are_named(text: str) -> None:
    assert span(text, TODAY) is None


def test_a_year_that_is_named_places_the_days() -> None:
    assert span("i mars 2028", TODAY, (2028,)) == Span(date(2028, 3, 1), date(2028, 3, 31))
    assert span("2027", TODAY, (2027,)) == Span(date(2027, 1, 1), date(2027, 12, 31))
    assert span("i år", TODAY, (2026,)) == Span(TODAY, date(2026, 12, 31))
    assert span("2018", TODAY, (2018,)) is None


def test_a_month_that_ends_the_year_and_the_last_of_february() -> None:
    assert span("nästa månad", date(2026, 12, 31)) == Span(date(2027, 1, 1), date(2027, 1, 31))
    assert span("i februari", date(2028, 2, 29)) == Span(date(2028, 2, 1), date(2028, 2, 29))
    assert span("nästa månad", date(2027, 1, 31)) == Span(date(2027, 2, 1), date(2027, 2, 28))
