"""A question about several places is asked once for each, unless one of them is only where the asker is."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.answer import Assistant
from assistant.domain import Answer, Question

TODAY = date(2026, 11, 28)


def ask(assistant: Assistant, text: str) -> Answer:
    return assistant.ask(Question(text, TODAY))


@pytest.mark.parametrize(
    "text",
    [
        "Kan en kulturförening som bara finns i Lekeberg få regionens föreningsstöd?",
        "Vi är bara verksamma i Kumla. Får vi söka föreningsstöd av regionen?",
    ],
)
def test_what_the_region_gives_is_asked_for_where_the_asker_only_tells_where_it_is(
    real_assistant: Assistant, text: str
) -> None:
    answer = ask(real_assistant, text)
    assert {citation.passage.document.id for citation in answer.citations} == {"region-foreningsstod-2025"}
    assert "minst fyra av länets kommuner" in answer.statements[0].text  # the rule that decides for who is in one
    assert "nämner inte" not in answer.lead


def test_a_comparison_of_the_region_and_a_municipality_is_of_both(real_assistant: Assistant) -> None:
    answer = ask(real_assistant, "Jämför regionens stöd till studieförbund med Hallsbergs stöd till studieförbund")
    places = {place for citation in answer.citations for place in citation.passage.document.municipalities}
    assert "Hallsberg" in places and len(places) > 1


def test_only_words_that_no_source_mentions_are_said_not_to_be_mentioned(real_assistant: Assistant) -> None:
    answer = ask(real_assistant, "Ger Kumla eller Nora evenemangsbidrag till drakflygning?")
    assert "drakflygning" in answer.lead
    assert "evenemangsbidrag" not in answer.lead  # Kumla's source does


@pytest.mark.parametrize(
    "text",
    [
        "Vi har redan bidrag från regionen, när söker vi grundbidrag i Kumla?",
        "Vi i Kumla har fått stöd från regionen, kan vi ändå söka startbidrag i Kumla?",
        "Vi har fått avslag från regionen. Vilka bidrag finns i Kumla?",
        "Kan vi i Kumla få både startbidrag och stöd från regionen?",
    ],
)
def test_what_the_region_gave_before_is_not_what_is_asked_for(real_assistant: Assistant, text: str) -> None:
    sources = {citation.passage.document.id for citation in ask(real_assistant, text).citations}
    assert "kumla-foreningsbidrag" in sources
