"""Numbers, units, dates, paragraphs and limits in one form each, however they are written."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.verification.citing import unsupported
from assistant.verification.claims import claims, parse_number

SAME = [
    ("50 000 kr", "50.000 kr", "50000 kronor", "50\u00a0000:-", "50 tkr", "femtio tusen kronor", "50 tusen kr"),
    ("8 mnkr", "8 miljoner kronor", "8 000 000 kr", "åtta miljoner kr"),
    ("1,5 procent", "1,5 %", "1.5 %", "1,50 procent"),
    ("1,5 miljoner kr", "1 500 000 kr", "1,5 mnkr", "1 500 tkr"),
    ("31 mars", "31/3", "den 31:a mars", "31 MARS"),
    ("31 mars 2026", "2026-03-31", "31/3 2026", "31.3.2026", "31/3/2026"),
    ("1 mars", "första mars", "1/3", "1:a mars"),
    ("19 kap. 25 a §", "19 kap 25a §", "19 kapitel 25 a §"),
    ("§ 119", "119 §", "§119"),
    ("tolv månader", "12 månader", "12 mån"),
    ("fyraåriga", "4-åriga", "fyra år"),
    ("ett år", "1 år"),
    ("7–20 år", "7 till 20 år", "7-20 år", "7 och 20 år"),
    ("10–15 mars", "10 och 15 mars", "10 mars till 15 mars"),
    ("kl. 16.00", "klockan 16", "kl 16:00"),
    ("vecka 12", "v. 12", "v 12"),
    ("tjugofem procent", "25 %"),
    ("hundra kr", "100 kr"),
    ("hälften", "halva"),
    ("högst 8 000 kr", "max 8 tkr", "maximalt 8000 kronor", "upp till 8 000 kr", "8 000 kr max"),
    ("minst 12", "minst tolv", "lägst 12"),
]
DIFFERENT = [
    ("50 000 kr", "5 000 kr"), ("50 000 kr", "50 000 procent"), ("50 000 kr", "50 kr"), ("8 mnkr", "8 tkr"),
    ("8 mnkr", "8 kr"), ("1,5 procent", "15 procent"), ("75 %", "75 procentenheter"), ("31 mars", "30 mars"),
    ("31 mars 2026", "31 mars 2025"), ("2026-03-31", "2026-03-13"), ("19 kap. 25 a §", "19 kap. 25 b §"),
    ("19 kap. 25 a §", "18 kap. 25 a §"), ("25 a §", "25 §"), ("3 år", "3 månader"), ("3 veckor", "3 dagar"),
    ("tre år", "fyra år"), ("femtio tusen kronor", "sextio tusen kronor"), ("en halv miljon", "en miljon"),
    ("kl. 16.00", "kl. 17.00"), ("vecka 12", "vecka 13"), ("måndag", "tisdag"), ("löpande", "årligen"),
    ("högst 8 000 kr", "minst 8 000 kr"), ("senast 31 mars", "tidigast 31 mars"), ("senast 31 mars", "före 31 mars"),
    ("från och med 1 mars", "till och med 1 mars"), ("100 kr", "100 euro"), ("minst en", "högst en"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), [(forms[0], form) for forms in SAME for form in forms[1:]])
def test_one_claim_however_it_is_written(one: str, other: str) -> None:
    assert unsupported(f"Det gäller {other}.", (f"Det gäller {one}.",)) == frozenset()
    assert unsupported(f"Det gäller {one}.", (f"Det gäller {other}.",)) == frozenset()


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_another_claim_is_another(one: str, other: str) -> None:
    assert unsupported(f"Det gäller {other}.", (f"Det gäller {one}.",))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("20000", "20000"), ("20.000", "20000"), ("1,50", "1.5"), ("75,0", "75"), ("007", "7"), ("tjugofem", "25"),
        ("tvåhundra", "200"), ("hundrafemtio", "150"), ("femtiotusen", "50000"), ("tusen", "1000"), ("sextio", "60"),
        ("trehundratusen", "300000"), ("arton", "18"), ("miljon", "1000000"),
    ],
)  # fmt: skip
def test_numbers_in_digits_and_words(text: str, number: str) -> None:
    assert parse_number(text) == number


def test_a_bare_number_in_a_table_has_the_unit_of_its_column() -> None:
    assert not unsupported("Startbidrag: 1 500 kr", ("Startbidrag – Belopp: 1 500",), context="Belopp (kr)")
    assert unsupported("Startbidrag: 1 500 procent", ("Startbidrag – Belopp: 1 500",), context="Belopp (kr)")


def test_a_date_with_the_year_of_the_title_is_supported_but_not_with_another_year() -> None:
    quote = ("Sista dag är 31 mars.",)
    assert not unsupported("Sista dag är 31 mars 2026.", quote, context="Bidrag 2026")
    assert unsupported("Sista dag är 31 mars 2025.", quote, context="Bidrag 2026")


def test_a_value_of_another_row_does_not_support() -> None:
    rows = ("Träningspeng – När: 10 mars; Belopp: 40 kr", "Lägerpeng – När: 15 maj; Belopp: högst 8 000 kr")
    assert not unsupported("Lägerpeng söks 15 maj.", rows)
    assert unsupported("Lägerpeng söks 10 mars.", rows)
    assert unsupported("Lägerpeng ger 40 kr.", rows)
    assert not unsupported("Träningspeng söks 10 mars och lägerpeng 15 maj.", rows)


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("Resor ersätts.", "Resor ersätts inte."),
        ("Resor ersätts.", "Regeln står i paragraf 99. Resor ersätts inte."),
        ("Resor ersätts.", "Bidraget är högst 3 000 kr. Resor ersätts inte."),
        ("Resor ersätts.", "Ledaren är minst 18 år. Resor ersätts inte."),
        ("Beslutet går att överklaga.", "Beslutet går inte att överklaga."),
        ("Resor ersätts inte.", "Resor ersätts. Konserter ersätts inte."),
        ("Konserter ersätts.", "Resor ersätts. Konserter ersätts inte."),
        ("Bara föreningar kan söka.", "Föreningar kan söka."),
        ("Bidraget är 8 000 kr.", "Bidraget är högst 8 000 kr."),
        ("Bidrag ges med säkerhet.", "Bidrag ges utan säkerhet."),
    ],
)
def test_a_negation_or_limit_that_is_added_or_left_out_is_caught(text: str, quote: str) -> None:
    assert unsupported(text, (quote,))


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("Resor ersätts ej.", "Resor ersätts inte."),
        ("Konserter ersätts inte, men resor ersätts.", "Resor ersätts. Konserter ersätts inte."),
        ("Konserter ersätts inte.", "Konserter, teater och resor ersätts inte."),
        ("Det går inte att överklaga beslutet.", "Beslutet går inte att överklaga."),
    ],
)
def test_a_negation_in_its_own_clause_is_kept(text: str, quote: str) -> None:
    assert unsupported(text, (quote,)) == frozenset()


@given(st.text(max_size=200), st.text(max_size=200))
def test_any_text_can_be_held_against_any_other(text: str, other: str) -> None:
    assert unsupported(text, (text,)) == frozenset()
    assert all(isinstance(flaw, str) for flaw in unsupported(text, (other, "Ett bidrag."), "Rubrik"))


@pytest.mark.parametrize(
    "text", ["sextio" * 200 + "x", "1" * 5000, "1.1" * 2000, "sista " * 500, "a." * 2000, "(" * 3000]
)
def test_a_text_made_to_be_slow_is_read_quickly(text: str) -> None:
    started = time.perf_counter()
    claims(text)
    unsupported(text, ("Ett bidrag.", "Två bidrag."))
    assert time.perf_counter() - started < 2
