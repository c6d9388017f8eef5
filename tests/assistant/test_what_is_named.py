"""What is asked for by its name is answered with its own day and sum, and what became of it only by what is known."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.answer import Assistant
from assistant.domain import Answer, Outcome, Question

TODAY = date(2026, 11, 25)


def ask(assistant: Assistant, text: str) -> Answer:
    return assistant.ask(Question(text, TODAY))


def told_of(answer: Answer) -> str:
    return "\n".join(statement.text for statement in answer.statements)


def test_the_day_of_the_grant_beside_it_is_no_answer(real_assistant: Assistant) -> None:
    answer = ask(real_assistant, "När är sista dag för aktivitetsstödet i Hallsberg?")
    assert "1 maj" not in told_of(answer)
    assert answer.outcome is Outcome.NOT_FOUND


def test_the_row_that_lacks_the_sum_is_told_and_not_the_sums_of_the_others(real_assistant: Assistant) -> None:
    answer = ask(real_assistant, "Hur stort är aktivitetsbidraget för seniorer i Kumla?")
    assert all(statement.text.startswith("Aktivitetsbidrag") for statement in answer.statements)
    assert answer.outcome is not Outcome.ANSWERED


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("När söker en simklubb i Hallsberg LOK-stöd?", "lok-stod"),
        ("Vad är sista dagen för Boverkets bidrag i Nora?", "boverket-samlingslokaler"),
        ("Kan vi i Degerfors få LONA-bidrag?", "lona-bidrag"),
    ],
)
def test_what_the_country_gives_is_given_in_the_municipality_too(
    real_assistant: Assistant, text: str, source: str
) -> None:
    answer = ask(real_assistant, text)
    assert {citation.passage.document.id for citation in answer.citations} == {source}


def test_a_municipalitys_own_source_is_not_left_for_a_national_one_about_the_same(real_assistant: Assistant) -> None:
    answer = ask(real_assistant, "Vad gör Karlskogas IOP med Möckelnföreningarna?")
    assert "karlskoga-iop-mockelnforeningarna" in {citation.passage.document.id for citation in answer.citations}


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        ("Röstade riksdagen ja till demokrativillkoren?", "biföll förslaget står inte"),
        ("Har stödet till lokala utvecklingsgrupper i Örebro öppnat igen?", "vi vet inte om pausen"),
        ("Fick Ung Företagsamhet pengarna de sökte?", "Utfallen framgår inte"),
    ],
)
def test_how_it_ended_is_not_taken_from_what_was_planned(real_assistant: Assistant, text: str, unknown: str) -> None:
    answer = ask(real_assistant, text)
    assert unknown in told_of(answer)
    assert answer.outcome is Outcome.PARTIAL


def test_how_many_there_are_in_the_country_is_not_how_many_there_are_here(real_assistant: Assistant) -> None:
    assert ask(real_assistant, "Hur många IOP-avtal har Örebro kommun?").outcome is not Outcome.ANSWERED


def test_what_a_membership_costs_is_told(real_assistant: Assistant) -> None:
    answer = ask(real_assistant, "Vad kostar det att vara medlem i Leader Mellansjölandet?")
    assert "100 kr per år" in told_of(answer)


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("Gäller Lindesbergs regler för driftbidrag fortfarande?", "Reglerna är troligen inaktuella"),
        ("Är stiftelsernas datum fortfarande aktuella?", "kan inte tas som besked"),
    ],
)
def test_whether_it_still_holds_is_told_by_what_the_source_says_of_its_age(
    real_assistant: Assistant, text: str, age: str
) -> None:
    answer = ask(real_assistant, text)
    assert age in answer.statements[0].text
    assert answer.outcome is Outcome.PARTIAL


def test_sums_of_a_table_are_told_whole_when_most_of_them_are(real_assistant: Assistant) -> None:
    told = [one.text.split(" – ")[0] for one in ask(real_assistant, "Hur mycket fick studieförbunden 2020?").statements]
    assert len(told) == 10
    assert told[0] == "ABF" and told[-1] == "Kulturens"


def test_what_a_grant_goes_to_is_not_the_share_of_who_gives_it(real_assistant: Assistant) -> None:
    answer = ask(real_assistant, "Vad går Boverkets bidrag till?")
    assert answer.statements[0].text.startswith("Bidraget går till: ny-, om- och tillbyggnad")
