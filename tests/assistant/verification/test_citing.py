"""The gate before the screen. A quote that was touched, or a value that no quote has, does not get through."""

from __future__ import annotations

import random
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sheets import document, passage

from assistant.domain import Citation, Status
from assistant.passages.units import units_of
from assistant.retrieval import storage
from assistant.settings import Settings
from assistant.verification.citing import is_verbatim, unsupported

TEXT = "Inledning. Föreningen får inte söka efter den 31 mars 2025. Bidraget är högst 20 000 kr. Slut."
WHOLE = document(TEXT)
CITED = passage(WHOLE, 11, len(TEXT) - 6)
QUOTE = "Bidraget är högst 20 000 kr."


def citation(start: int, end: int, quote: str | None = None) -> Citation:
    return Citation(1, CITED, TEXT[start:end] if quote is None else quote, start, end, Status.IN_FORCE)


def test_a_slice_of_the_cited_passage_is_verbatim() -> None:
    start = TEXT.index(QUOTE)
    assert is_verbatim(citation(start, start + len(QUOTE)))
    assert is_verbatim(citation(CITED.start, CITED.end))


@given(st.integers(0, len(TEXT)), st.integers(0, len(TEXT)))
def test_verbatim_means_a_true_slice_inside_the_passage(start: int, end: int) -> None:
    inside = CITED.start <= start < end <= CITED.end
    assert is_verbatim(citation(start, end, TEXT[start:end])) is inside


@given(st.integers(0, len(QUOTE) - 1), st.characters())
def test_one_changed_character_is_caught(place: int, other: str) -> None:
    start = TEXT.index(QUOTE)
    forged = QUOTE[:place] + other + QUOTE[place + 1 :]
    assert is_verbatim(citation(start, start + len(QUOTE), forged)) is (forged == QUOTE)


@pytest.mark.parametrize(
    "forged",
    [
        "Bidraget är högst 30 000 kr.",
        "Bidraget är högst 20000 kr.",
        "Bidraget är högst 20\u00a0000 kr.",
        "bidraget är högst 20 000 kr.",
        "Bidraget är 20 000 kr.",
        "Bidraget är högst 20 000 kr",
        "",
    ],
)
def test_a_quote_that_says_nearly_the_same_is_not_verbatim(forged: str) -> None:
    start = TEXT.index(QUOTE)
    assert not is_verbatim(citation(start, start + len(QUOTE), forged))


@pytest.mark.parametrize(("start", "end"), [(-5, 5), (20, 10), (20, 20), (0, 9), (len(TEXT), len(TEXT) + 5)])
def test_offsets_outside_the_passage_are_not_verbatim(start: int, end: int) -> None:
    assert not is_verbatim(citation(start, end, TEXT[start:end]))


def test_a_passage_that_is_not_in_the_stored_text_is_not_verbatim() -> None:
    start = TEXT.index(QUOTE)
    elsewhere = replace(CITED, document=replace(WHOLE, text=TEXT.replace("20 000", "90 000")))
    assert not is_verbatim(replace(citation(start, start + len(QUOTE)), passage=elsewhere))


# --- values that no quote has -----------------------------------------------------------------------------------

SOURCE = ("Ansök senast den 31 mars 2025. Bidraget är högst 20 000 kr och 75 procent av kostnaden i tre år.",)


@pytest.mark.parametrize(
    "text",
    [
        "Bidraget är högst 20000 kr.",
        "Senast 31/3 ska ansökan vara inne.",
        "Senast 2025-03-31.",
        "Senast i mars.",
        "Det täcker 75 % av kostnaden.",
        "Det varar i 3 år.",
        "Föreningen kan ansöka.",
        SOURCE[0],
    ],
)
def test_the_same_values_in_other_words_are_supported(text: str) -> None:
    assert unsupported(text, SOURCE) == frozenset()


@pytest.mark.parametrize(
    "text",
    [
        "Bidraget är högst 30 000 kr.",
        "Bidraget är högst 2 000 kr.",
        "Ansök senast den 30 mars.",
        "Ansök senast den 31 maj.",
        "Ansök senast i maj.",
        "Ansök senast 2025-03-13.",
        "Ansök senast 2026-03-31.",
        "Ansök senast 31 mars 2024.",
        "Det täcker 57 procent.",
        "Det täcker 7,5 procent.",
        "Det varar i fyra år.",
        "Det varar i 4 år.",
        "Ansök inte den 31 mars.",
        "Bidraget är minst 20 000 kr.",
        "Bara 75 procent ges.",
        "Ansök tidigast 31 mars.",
    ],
)
def test_another_number_date_limit_or_negation_is_caught(text: str) -> None:
    assert unsupported(text, SOURCE)


def test_titles_and_headings_may_hold_a_value() -> None:
    assert unsupported("Planen 2018–2021 följs upp.", ("Planen följs upp.",))
    assert not unsupported("Planen 2018–2021 följs upp.", ("Planen följs upp.",), context="Plan 2018–2021")


def test_a_changed_number_is_caught_in_every_unit_of_the_real_corpus(real_settings: Settings) -> None:
    generation = storage.open_current(real_settings.data_dir)
    choose = random.Random(7)
    units = [unit for stored in generation.passages() for unit in units_of(stored) if re.search(r"\d", unit.text)]
    assert len(units) > 500
    missed = []
    for unit in units:
        assert not unsupported(unit.text, (unit.quote,), "\n".join(unit.columns))
        place = choose.choice([match.start() for match in re.finditer(r"\d", unit.text)])
        digit = choose.choice([other for other in "123456789" if other != unit.text[place]])
        forged = unit.text[:place] + digit + unit.text[place + 1 :]
        if not unsupported(forged, (unit.text,)):
            missed.append((unit.text, forged))
    for _, forged in missed:  # what gets through has become a number that the quote really has
        assert len(re.findall(r"\d", forged)) > 1, forged
    assert len(missed) <= 0.02 * len(units), missed[:5]
    generation.close()
