"""The nouns: dates known to the year, month or day, frozen values, and an answer as text."""

from __future__ import annotations

import dataclasses
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sheets import TODAY, document, passage

from assistant import domain
from assistant.domain import Answer, Citation, Outcome, PartialDate, Question, Statement, Status

DAYS = st.dates(date(1000, 1, 1), date(9999, 12, 31))


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024", "2024-01-01", "2024-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2023-02", "2023-02-01", "2023-02-28"),
        ("2024-12", "2024-12-01", "2024-12-31"),
        (" 2024-05-01 ", "2024-05-01", "2024-05-01"),
    ],
)
def test_a_partial_date_spans_its_days(text: str, first: str, last: str) -> None:
    parsed = PartialDate.parse(text)
    assert parsed == PartialDate(date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    "text",
    ["", "våren 2024", "24", "2024-13", "2024-02-30", "2024-5-1", "2024-05-01T10:00", "20240501", "0000", "²024"],
)
def test_anything_else_is_a_value_error(text: str) -> None:
    with pytest.raises(ValueError):
        PartialDate.parse(text)


@given(DAYS, st.sampled_from(["%Y", "%Y-%m", "%Y-%m-%d"]))
def test_a_partial_date_is_written_as_it_was_read(day: date, form: str) -> None:
    text = day.strftime(form)
    assert str(PartialDate.parse(text)) == text


@pytest.mark.parametrize("text", ["0204", "0204-05"])
def test_a_slip_of_the_finger_in_a_year_is_refused_or_kept(text: str) -> None:
    try:
        parsed = PartialDate.parse(text)
    except ValueError:
        return
    assert str(parsed) == text


def test_every_noun_is_frozen() -> None:
    nouns = [noun for noun in vars(domain).values() if dataclasses.is_dataclass(noun) and isinstance(noun, type)]
    assert len(nouns) > 10
    for noun in nouns:
        assert noun.__dataclass_params__.frozen, noun  # type: ignore[attr-defined]
        assert "__slots__" in vars(noun), noun


def test_an_answer_as_text_is_lead_statements_with_their_numbers_and_notices() -> None:
    stated = passage(document("Sök senast 10 mars."))
    answer = Answer(
        question=Question("När?", TODAY),
        outcome=Outcome.ANSWERED,
        lead="Så här står det:",
        statements=(
            Statement("Sök senast 10 mars.", (1, 2), verified=True),
            Statement("Inget mer.", (), verified=True),
        ),
        citations=(Citation(1, stated, stated.text, 0, len(stated.text), Status.IN_FORCE),),
        notices=("Obs! Kontrollera källan.",),
    )
    assert answer.text == "Så här står det:\n– Sök senast 10 mars. [1][2]\n– Inget mer.\nObs! Kontrollera källan."
    assert not answer.ai_generated
    assert dataclasses.replace(answer, model="en-modell").ai_generated
