"""What is told where the year, the place or the version is not the one that is asked about."""

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
        ("Är IOP uteslutet om det finns en marknad, om man följer Borlänge?", "ingen marknad att vårda"),
        ("TIA länsstyrelsen örebro regler", "ideella föreningar"),
    ],
)
def test_a_place_of_the_heading_and_the_name_of_the_county_do_not_stand_in_the_way(
    real_assistant: Assistant, text: str, told: str
) -> None:
    answer = ask(real_assistant, text)
    assert answer.outcome is not Outcome.NOT_FOUND
    assert told in answer.text


@pytest.mark.parametrize(
    "text",
    [
        "Är Degerfors kommun med i Partnerskapet för regional utveckling?",
    ],
)
def test_what_surely_is_about_the_matter_is_shown_as_unsure_where_the_place_or_year_is_not_named(
    real_assistant: Assistant, text: str
) -> None:
    answer = ask(real_assistant, text)
    assert answer.outcome is Outcome.PARTIAL
    assert answer.citations


@pytest.mark.parametrize(
    "text",
    [
        "Kommer regionen att höja stödet till studieförbund nästa år?",
        "Hur många flyktingguider finns i Örebro?",
        "Hur många projekt fick utvecklingsmedel kultur 2022?",
        "Vilka föreningar i Kumla tar emot fritidskortet?",
    ],
)
def test_a_value_or_a_list_of_another_time_or_place_and_what_is_to_come_are_not(
    real_assistant: Assistant, text: str
) -> None:
    assert ask(real_assistant, text).outcome is Outcome.NOT_FOUND


def test_an_older_version_alone_is_said_to_be_so(real_assistant: Assistant) -> None:
    undated = ask(real_assistant, "storre investering orebro sista dag")
    assert undated.outcome is Outcome.PARTIAL
    assert undated.lead.startswith("Jag hittar bara äldre uppgifter, i ")
    assert "30 september" in undated.statements[0].text


def test_what_is_for_the_giver_to_judge_is_said_not_to_be_for_us(real_assistant: Assistant) -> None:
    answer = ask(real_assistant, "Räcker det att vi är med i RF för att få ta emot fritidskortet?")
    assert answer.outcome is Outcome.PARTIAL
    assert answer.lead.startswith("Jag kan inte avgöra det åt dig. Så här står det i ")


@pytest.mark.parametrize(
    ("text", "absent"),
    [
        ("Hur många år i rad kan man få stöd från Adolf Lindgrens stiftelse?", "Datum för 2025 och 2026 hittades inte"),
        ("sista dag mandatbidrag Örebro", "Beloppen saknas"),
    ],
)
def test_a_silence_about_something_else_is_no_part_of_the_answer(
    real_assistant: Assistant, text: str, absent: str
) -> None:
    answer = ask(real_assistant, text)
    assert answer.outcome is Outcome.ANSWERED
    assert absent not in answer.text
