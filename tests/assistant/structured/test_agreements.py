"""Which municipalities have an agreement, and of which none is known: whole sets, each with its source."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.answer import Assistant
from assistant.domain import Answer, Outcome, Question

TODAY = date(2026, 11, 28)


def ask(assistant: Assistant, text: str) -> Answer:
    return assistant.ask(Question(text, TODAY))


@pytest.mark.parametrize(
    "text",
    [
        "Vilka kommuner har en lokal överenskommelse?",
        "Hur många kommuner i länet har tecknat överenskommelser?",
        "Vilka kommuner har skrivit överenskommelse med föreningslivet och när?",
    ],
)
def test_each_municipality_with_an_agreement_is_told_when_it_came(real_assistant: Assistant, text: str) -> None:
    answer = ask(real_assistant, text)
    assert answer.outcome is Outcome.ANSWERED
    assert answer.lead.startswith("Dokumenten berättar om en överenskommelse i 3 kommuner: Kumla, Laxå och Örebro.")
    years = ("2014", "2012", "2020")
    assert [year in one.text for year, one in zip(years, answer.statements, strict=True)] == [True] * 3


def test_where_none_has_been_found_is_not_where_there_is_one(real_assistant: Assistant) -> None:
    answer = ask(real_assistant, "Vilka kommuner saknar överenskommelse?")
    places = [citation.passage.document.municipalities for citation in answer.citations]
    assert places == [("Degerfors",), ("Hallsberg",), ("Lindesberg",)]
    assert "Det kan finnas ändå" in answer.lead


@pytest.mark.parametrize(
    "text",
    [
        "Har regionen en överenskommelse med civilsamhället?",
        "Vilken version av överenskommelsen mellan regionen och civilsamhället gäller nu?",
    ],
)
def test_the_region_has_none_with_civil_society_in_the_documents(real_assistant: Assistant, text: str) -> None:
    answer = ask(real_assistant, text)
    assert answer.outcome is Outcome.PARTIAL
    assert answer.lead.startswith("Jag hittar ingen överenskommelse mellan regionen och civilsamhället i dokumenten.")
    assert {one.passage.document.municipalities for one in answer.citations} == {("Kumla",), ("Laxå",), ("Örebro",)}


def test_what_the_region_has_with_its_municipalities_is_told(real_assistant: Assistant) -> None:
    answer = ask(real_assistant, "Vilka överenskommelser om hälsa har regionen med kommunerna?")
    assert "folkhalsooverenskommelser-2018-2023" in {one.passage.document.id for one in answer.citations}


def test_both_kinds_are_told_when_both_are_asked_for(real_assistant: Assistant) -> None:
    answer = ask(real_assistant, "Vilka kommuner har en överenskommelse eller ett IOP?")
    assert "i 3 kommuner: Kumla, Laxå och Örebro" in answer.lead and "i 2 kommuner: Karlskoga och Örebro" in answer.lead
    assert [one.number for one in answer.citations] == list(range(1, len(answer.citations) + 1))
    assert {number for one in answer.statements for number in one.citations} == {one.number for one in answer.citations}


def test_when_an_agreement_came_is_told_by_the_agreement(real_assistant: Assistant) -> None:
    told = [one.text for one in ask(real_assistant, "När kom Laxås överenskommelse till?").statements]
    assert told == ["Kommunfullmäktige i Laxå antog överenskommelsen den 12 september 2012."]


def test_partnerships_are_told_with_what_is_said_of_several_at_once(real_assistant: Assistant) -> None:
    answer = ask(real_assistant, "Vilka kommuner har IOP?")
    assert answer.lead.startswith("Dokumenten berättar om ett idéburet offentligt partnerskap (IOP) i 2 kommuner")
    assert "Kumla, Lindesberg, Degerfors: vi har inte hittat något IOP" in answer.statements[-1].text


@pytest.mark.parametrize(
    "text", ["Finns det en överenskommelse i Karlskoga?", "Har Karlskoga kommun någon överenskommelse?"]
)
def test_a_municipality_with_only_the_other_kind_is_told_of_that(real_assistant: Assistant, text: str) -> None:
    answer = ask(real_assistant, text)
    assert answer.outcome is Outcome.PARTIAL
    assert answer.lead.startswith("Jag hittar inte någon överenskommelse i Karlskoga. Det kan finnas ändå.")
    assert {citation.passage.document.id for citation in answer.citations} == {"karlskoga-iop-mockelnforeningarna"}


@pytest.mark.parametrize(
    ("text", "told", "documents"),
    [
        ("Finns det någon överenskommelse i Laxå?", ("12 september 2012", "är okänt"), {"laxa-overenskommelse-2012"}),
        ("Har Karlskoga IOP?", ("Möckelnföreningarna",), {"karlskoga-iop-mockelnforeningarna"}),
        ("Finns det IOP i Örebro?", ("flera IOP", "riktlinjerna"), {"orebro-iop-riktlinjer-2020", "nationell-iop"}),
    ],
)
def test_a_municipality_that_has_one_is_told_of_it_and_what_is_not_known(
    real_assistant: Assistant, text: str, told: tuple[str, ...], documents: set[str]
) -> None:
    answer = ask(real_assistant, text)
    assert answer.outcome is Outcome.ANSWERED
    assert [words in one.text for words, one in zip(told, answer.statements, strict=True)] == [True] * len(told)
    assert {citation.passage.document.id for citation in answer.citations} == documents


def test_where_none_has_been_found_that_is_told(real_assistant: Assistant) -> None:
    answer = ask(real_assistant, "Finns det något IOP i Degerfors?")
    assert answer.outcome is Outcome.PARTIAL and answer.lead.endswith("Det kan finnas mer än de berättar.")
    assert "Degerfors: vi har inte hittat något IOP" in answer.statements[0].text


@pytest.mark.parametrize(
    "text", ["Finns det överenskommelse i Hällefors?", "Finns det en överenskommelse i Hällefors?"]
)
def test_where_nothing_is_said_of_any_nothing_else_is_told(real_assistant: Assistant, text: str) -> None:
    assert ask(real_assistant, text).outcome is Outcome.NOT_FOUND


@pytest.mark.parametrize(
    "text",
    [
        "Vilka kommuner ingår i folkhälsoöverenskommelserna?",
        "Vilka kommuner har investeringsbidrag?",
        "Vad är en överenskommelse?",
        "Vilka kommuner har överenskommelse och saknar IOP?",  # has the one, lacks the other
        "Vilka kommuner har idéburna föreningar?",
        "Vilka kommuner har fortfarande en överenskommelse?",  # no source says whether it holds
        "Vilka kommuner har en överenskommelse om folkhälsa?",
        "Vilka kommuner har en överenskommelse, Kumla eller Nora?",  # of these, not all
        "Vilka kommuner har en överenskommelse med Kumla?",
    ],
)
def test_other_questions_are_not_taken(real_assistant: Assistant, text: str) -> None:
    assert not ask(real_assistant, text).lead.startswith("Dokumenten berättar om")
