"""What comes back each year is told for a year to come; else that no source tells of it, and what is known last."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.answer import Assistant
from assistant.domain import Answer, Outcome, Question

TODAY = date(2026, 11, 28)


def ask(assistant: Assistant, text: str) -> Answer:
    return assistant.ask(Question(text, TODAY))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("När är sista dag för Boverkets bidrag i år?", "senast 1 december varje år"),
        ("När kan man söka Arvsfonden 2027?", "öppen löpande hela året"),
    ],
)
def test_what_comes_back_each_year_answers_for_a_year_to_come(real_assistant: Assistant, text: str, told: str) -> None:
    answer = ask(real_assistant, text)
    assert (answer.outcome, told in answer.statements[0].text) == (Outcome.ANSWERED, True)


@pytest.mark.parametrize(
    ("text", "year", "told"),
    [
        ("När är sista dag för Sydnärkebidraget 2027?", "2027", "Ansökan senast 1 maj"),
        ("När är sista dag för lovbidraget i Lekeberg 2026?", "2026", "24 maj 2024"),
        ("När ska ansökan om stöd till studieförbund inför 2026 vara inne?", "2026", "inför 2025: maj–juni 2024"),
    ],
)
def test_what_is_known_last_is_told_as_that(real_assistant: Assistant, text: str, year: str, told: str) -> None:
    answer = ask(real_assistant, text)
    assert answer.outcome is Outcome.PARTIAL
    assert answer.lead.startswith(f"Jag hittar inget för {year}. Det senaste jag hittar står i")
    assert any(told in one.text for one in answer.statements)


def test_that_the_source_knows_nothing_of_the_year_comes_first(real_assistant: Assistant) -> None:
    first, second = ask(real_assistant, "När söker man regionens föreningsstöd inför 2026?").statements
    assert "inför 2026 och 2027 hittades inte" in first.text and "inför 2025" in second.text


@pytest.mark.parametrize(
    "text",
    [
        "Hur mycket delade regionen ut i föreningsstöd 2026?",  # what happened, not a rule
        "När beslutades den nya handlingsplanen 2027?",
    ],
)
def test_what_happened_in_a_year_is_not_told_by_another(real_assistant: Assistant, text: str) -> None:
    assert "Det senaste jag hittar" not in ask(real_assistant, text).lead


def test_what_is_known_last_is_not_what_its_source_calls_older(real_assistant: Assistant) -> None:
    answer = ask(real_assistant, "När är sista ansökningsdag 2027 för föreningsbidrag i Kumla?")
    assert answer.lead.startswith("Jag hittar inget för 2027.")
    assert "1 januari–25 februari" in answer.statements[0].text


def test_activity_that_goes_on_is_no_day_that_comes_back(real_assistant: Assistant) -> None:
    answer = ask(real_assistant, "När stänger MUCF:s organisationsbidrag till barn- och ungdomsorganisationer 2027?")
    assert answer.lead.startswith("Jag hittar inget för 2027.")


def test_a_sum_of_years_before_is_not_that_of_a_year_that_is_asked_about(real_assistant: Assistant) -> None:
    answer = ask(real_assistant, "Hur mycket får länsidrottsförbunden av regionen 2026?")
    assert answer.outcome is not Outcome.ANSWERED
