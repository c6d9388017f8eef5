"""Numbers and dates in one canonical form each."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.language import values
from assistant.language.values import MONTHS

DAYS = st.dates(date(1990, 1, 1), date(2039, 12, 31))


@pytest.mark.parametrize(
    ("forms", "value"),
    [
        (("20000", "20 000", "20\u00a0000", "20\u202f000", "20.000"), "n:20000"),
        (("1 000 000", "1.000.000", "1000000"), "n:1000000"),
        (("1,5 procent", "1.5 %", "1,50"), "n:1.5"),
        (("75 %", "75 procent", "75,0"), "n:75"),
        (("31 mars", "31 MARS", "31 mars.", "den 31 mar", "31/3", "2026-03-31"), "d:03-31"),
        (("1 maj 2024", "2024-05-01", "1/5"), "d:05-01"),
        (("i mars", "31 mars", "31/3", "2026-03-31", "mars och april"), "m:03"),
        (("tre veckor", "3 veckor", "TRE"), "n:3"),
        (("tolv", "12"), "n:12"),
        (("år 2024", "2024-05-01", "1 maj 2024", "2018–2024"), "n:2024"),
    ],
)
def test_one_value_however_it_is_written(forms: tuple[str, ...], value: str) -> None:
    for form in forms:
        assert value in values.values(form), form


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("20 000 kr", "2 000 kr"),
        ("1,5 procent", "15 procent"),
        ("31 mars", "31 maj"),
        ("31 mars", "30 mars"),
        ("31/3", "3/3"),
        ("1 maj 2024", "1 maj 2025"),
        ("2026-03-31", "2026-03-30"),
        ("1.000", "1,001"),
        ("i mars", "i maj"),
        ("tre veckor", "fyra veckor"),
    ],
)
def test_different_values_differ(one: str, other: str) -> None:
    assert values.values(one) != values.values(other)


def test_a_text_without_numbers_has_no_values() -> None:
    assert values.values("Föreningen ansöker hos nämnden.") == frozenset()


@given(DAYS)
def test_a_day_is_the_same_in_words_and_in_digits(day: date) -> None:
    in_words = values.values(f"senast den {day.day} {MONTHS[day.month - 1]} {day.year}.")
    assert in_words == values.values(f"senast {day.isoformat()}.")
    assert f"d:{day:%m-%d}" in in_words
    assert f"n:{day.year}" in in_words


@given(st.integers(0, 999_999_999))
def test_a_number_is_the_same_with_and_without_thousands(number: int) -> None:
    grouped = f"{number:,}"
    plain = values.values(f"beloppet {number} kr")
    assert plain == {f"n:{number}"}
    for mark in (" ", "\u00a0", "\u2009", "."):
        assert values.values(f"beloppet {grouped.replace(',', mark)} kr") == plain


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_another_number_is_another_value(one: int, other: int) -> None:
    assert (values.values(f"{one} kr") == values.values(f"{other} kr")) == (one == other)


@given(st.text(max_size=200))
def test_any_text_has_values_of_the_three_kinds_only(text: str) -> None:
    assert all(value[:2] in ("n:", "d:", "m:") and len(value) > 2 for value in values.values(text))


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("senast 31 mars", True),
        ("2024-05-01", True),
        ("vecka 12", True),
        ("löpande", True),
        ("besked på våren", True),
        ("redovisas året efter", True),
        ("alla föreningar", False),
        ("Ks 900/2019", False),
    ],
)
def test_has_date(text: str, holds: bool) -> None:
    assert values.has_date(text) is holds


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("2 000 kr", True),
        ("75 procent", True),
        ("75 %", True),
        ("halvt prisbasbelopp", True),
        ("Cirkusen – tkr: 32 564", True),
        ("12 medlemmar", False),
    ],
)
def test_has_amount(text: str, holds: bool) -> None:
    assert values.has_amount(text) is holds


@pytest.mark.parametrize(
    ("text", "holds"), [("12 medlemmar", True), ("minst tolv medlemmar", True), ("många medlemmar", False)]
)
def test_has_number(text: str, holds: bool) -> None:
    assert values.has_number(text) is holds


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("2018–2021", (2018, 2021)),
        ("åren 2024, 2023 och 2024", (2024, 2023)),
        ("019-58 80 00", ()),
        ("20240501", ()),
        ("upp till 2 000 kr", ()),
        ("2000–5000 kronor till den som har 1 999 medlemmar", ()),
        ("2022 fick de 2 000 kr", (2022,)),
        ("ingen", ()),
    ],
)
def test_years_in_order_once_each(text: str, years: tuple[int, ...]) -> None:
    assert values.years(text) == years


@pytest.mark.parametrize("text", ["högst tre år", "1–3 år", "minst en timme", "under 2 år", "tio dagar"])
def test_how_long(text: str) -> None:
    assert values.has_span(text)


@pytest.mark.parametrize("text", ["fyllda 13 år", "barn 7–16 år", "unga 13–25 år", "över 65 år", "65 år och äldre"])
def test_how_old_is_not_how_long(text: str) -> None:
    assert not values.has_span(text)
