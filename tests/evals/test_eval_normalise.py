import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.normalise import contains, normalise, number_tokens

MONTHS = (
    "januari", "februari", "mars", "april", "maj", "juni",
    "juli", "augusti", "september", "oktober", "november", "december",
)  # fmt: skip
AMOUNTS = st.integers(min_value=1, max_value=999_999).map(lambda thousands: thousands * 1000)
SPACES = st.sampled_from([" ", "\u00a0", "\u2009", "\u202f"])
PIECES = st.sampled_from(
    [
        "20 000 kr",
        "20\u00a0000 kronor",
        "1.825.000",
        "9,5 tkr",
        "75 %",
        "31/3",
        "31/3-2024",
        "2026-03-31",
        "7 dec.",
        "1:a maj",
        "1–31 mars",
        "0 – 25 år",
        "1 juni – 1 oktober",
        "bi-\ndrag",
        "social-\noch",
        "RF-\nSISU",
        "L&SEK",
        "25 a §",
        "1121/2017",
        *(" ", "\n", "–", "-", "/", ".", ",", "”", "\u00ad", "och", "Örebro", "2024", "05", "tkr", "%", "mars", "nov"),
    ]
)


def grouped(amount: int, separator: str) -> str:
    return f"{amount:,}".replace(",", separator)


@given(AMOUNTS, SPACES)
def test_an_amount_is_the_same_however_it_is_written(amount, space):
    plain = normalise(f"{amount} kr")
    for form in (
        f"{grouped(amount, space)} kr",
        f"{grouped(amount, '.')} kr",
        f"{grouped(amount, ' ')} kronor",
        f"{amount}:-",
        f"{amount // 1000} tkr",
        f"{amount // 1000}{space}tkr",
    ):
        assert normalise(form) == plain


@given(st.integers(1, 28), st.integers(1, 12), st.integers(1990, 2040))
def test_a_date_is_the_same_however_it_is_written(day, month, year):
    name = MONTHS[month - 1]
    assert normalise(f"{year}-{month:02}-{day:02}") == normalise(f"{day}/{month} {year}") == f"{day} {name} {year}"
    assert contains(f"senast {year}-{month:02}-{day:02}.", f"{day} {name}")
    assert contains(f"senast {day} {name} {year}", f"{day}/{month}")
    assert not contains(f"senast {day} {name} {year}", f"{day} {name} {year + 1}")


@given(st.lists(PIECES, max_size=8).map(" ".join) | st.lists(PIECES, max_size=8).map("".join) | st.text(max_size=40))
def test_normalising_twice_changes_nothing_more(text):
    once = normalise(text)
    assert normalise(once) == once


@given(st.lists(PIECES, min_size=1, max_size=5).map(" ".join))
def test_every_text_contains_itself(text):
    assert contains(text, text) == bool(normalise(text))


@given(st.integers(0, 10_000), st.integers(0, 10_000))
def test_a_number_is_never_found_inside_another_number(number, other):
    assert contains(f"({other})", str(number)) == (number == other)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("20 tusen kronor", "20 000 kr"),
        ("9,5 tkr", "9 500 kr"),
        ("75%", "75 procent"),
        ("75\u00a0%", "75 procent"),
        ("7 dec", "7 december"),
        ("15 sept.", "15 september"),
        ("den 1:a maj", "den 1 maj"),
        ("07 december", "7 december"),
        ("31/3-2024", "31 mars 2024"),
        ("0 – 25 år", "0-25 år"),
        ("0—25 år", "0-25 år"),
        ("1 juni – 1 oktober", "1 juni–1 oktober"),
        ("1–31 mars", "1 mars–31 mars"),
        ("för\u00adening", "förening"),
        ("före-\nningen", "föreningen"),
        ("social-\noch kulturnämnden", "social- och kulturnämnden"),
        ("RF-\nSISU", "RF-SISU"),
        ("”Ung peng”", '"ung peng"'),
        ("Två\n\n rader\t här", "två rader här"),
        ("o\u0308ppet", "öppet"),
    ],
)
def test_two_ways_to_write_the_same(written, meant):
    assert normalise(written) == normalise(meant)


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("12 000 kr", "2 000"),
        ("2 0000", "2 000"),
        ("31 oktober", "1 oktober"),
        ("14–25 år", "4–25 år"),
        ("9,5 procent", "5 procent"),
        ("vecka 17,5", "17"),
        ("10 500 kr", "500 kr"),
        ("1121/2017", "31/3"),
        ("31/13", "31 mars"),
        ("2019", "201"),
        ("text", ""),
    ],
)
def test_what_is_not_contained(text, form):
    assert not contains(text, form)


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("Från 0–25 år.", "25 år"),
        ("Belopp: 2000.", "2 000"),
        ("öppet 1 juni–1 oktober", "–1 oktober"),
        ("öppet 1–31 mars", "1 mars"),
        ("–1 825 000 kr", "1 825 000"),
        ("enligt 19 kap. 25 a § LOU", "25 a §"),
    ],
)
def test_what_is_contained(text, form):
    assert contains(text, form)


def test_number_tokens_are_dates_numbers_and_small_number_words():
    assert number_tokens("Minst fyra får 2 000 kr (9,5 %) senast 31/3 2025, § 20, 1121/2017.") == (
        "4", "2000", "9,5", "31 mars", "2025", "20", "1121/2017",
    )  # fmt: skip
    assert number_tokens("Trevlig femma utan tal") == ()
