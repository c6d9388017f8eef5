"""What comes after a plan, the year after, who else has one, when it is looked over, and terms that no source explains."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.answer import Assistant
from assistant.domain import Answer, Outcome, Question, Turn
from assistant.question.asked_again import completed

TODAY = date(2026, 11, 28)


def last(assistant: Assistant, *asked: str) -> Answer:
    *before, text = asked
    return assistant.ask(Question(text, TODAY, history=tuple(Turn("user", one) for one in before)))


@pytest.mark.parametrize(
    "text",
    [
        "Vad händer med handlingsplanen för civilsamhället efter 2025?",
        "Vad kommer efter handlingsplanen 2022–2025?",
        "Vad ersätter handlingsplanen när den löper ut?",
    ],
)
def test_what_comes_after_a_plan_is_what_is_known_of_its_successor(real_assistant: Assistant, text: str) -> None:
    assert last(real_assistant, text).statements[0].text.startswith("Ingen efterföljare för 2026 och framåt")


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("Och året efter?", "2022"),
        ("Två år senare?", "2023"),
        ("Hur var det året innan?", "2020"),
        ("Ett år före?", "2020"),
    ],
)
def test_the_year_after_is_counted_from_the_one_asked_about(text: str, year: str) -> None:
    asked = Question(text, TODAY, history=(Turn("user", "Vilken kommun fick priset 2021?"),))
    assert completed(asked).text == f"Vilken kommun fick priset {year}?"


@pytest.mark.parametrize(
    "asked",
    [
        ("Vad är en överenskommelse?", "Vilka kommuner har en?"),
        ("Vad är en överenskommelse och vilka kommuner i länet har en?",),
    ],
)
def test_who_has_one_is_asked_of_what_was_explained(real_assistant: Assistant, asked: tuple[str, ...]) -> None:
    sources = {citation.passage.document.id for citation in last(real_assistant, *asked).citations}
    assert {"kumla-overenskommelse-2014", "laxa-overenskommelse-2012", "orebro-overenskommelse-2020"} <= sources


def test_how_often_tells_when_a_plan_is_looked_over(real_assistant: Assistant) -> None:
    assert "varje mandatperiod" in last(real_assistant, "När ska RUS ses över?").statements[0].text


@pytest.mark.parametrize("term", ["munkmodellen", "armlängds avstånd", "smart specialisering"])
def test_a_term_that_is_only_mentioned_is_not_explained(real_assistant: Assistant, term: str) -> None:
    assert last(real_assistant, f"Vad är {term}?").outcome is not Outcome.ANSWERED


@pytest.mark.parametrize("term", ["Leader", "social ekonomi", "Samverkansrådet", "RUS"])
def test_a_term_that_a_source_explains_or_is_about_is_explained(real_assistant: Assistant, term: str) -> None:
    assert last(real_assistant, f"Vad är {term}?").outcome is Outcome.ANSWERED
