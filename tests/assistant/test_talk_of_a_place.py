"""A follow-up that tells nothing but where is about what was talked of, not about whatever there is in that place."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.answer import Assistant
from assistant.domain import Answer, Outcome, Question, Turn

TODAY = date(2026, 11, 28)


def last(assistant: Assistant, *asked: str) -> Answer:
    *before, text = asked
    return assistant.ask(Question(text, TODAY, history=tuple(Turn("user", one) for one in before)))


@pytest.mark.parametrize(
    ("asked", "document"),
    [
        (("Vad är Ung peng?", "Kan man få det i Degerfors?"), "region-ung-peng"),
        (("Hur söker man från Leader?", "Vi bor i Nora, gäller det oss?"), "leader-bergslagen"),
        (("Vad är Leader?", "Kan man söka i Lekeberg?"), "leader-mellansjolandet"),
        (("Hur mycket kan man få i LOK-stöd?", "Gäller det i Laxå också?"), "lok-stod"),
        (("Kan vi söka pengar från Arvsfonden?", "Vi är i Nora.", "Vad är sista dag?"), "arvsfonden"),
    ],
)
def test_what_was_talked_of_is_asked_about(real_assistant: Assistant, asked: tuple[str, ...], document: str) -> None:
    answer = last(real_assistant, *asked)
    assert {citation.passage.document.id for citation in answer.citations} == {document}


@pytest.mark.parametrize("text", ["Vi är i Askersund.", "Och i Askersund?"])
def test_who_says_where_it_is_asks_the_same_again(real_assistant: Assistant, text: str) -> None:
    told = last(real_assistant, "Kan vi få Sydnärkebidraget?", text).statements
    assert any("minst två av Askersund, Hallsberg, Kumla, Laxå" in one.text for one in told)


def test_another_matter_is_not_taken_for_the_one_before(real_assistant: Assistant) -> None:
    answer = last(real_assistant, "Vad är Fritidskortet?", "Vilka bidrag finns i Nora?")
    assert "i Nora" in answer.lead
    assert not any(citation.passage.document.id == "fritidskortet" for citation in answer.citations)


def test_a_place_that_no_source_names_beside_the_matter_is_not_answered_with_something_else(
    real_assistant: Assistant,
) -> None:
    assert last(real_assistant, "Vad är RUS?", "Gäller den i Nora?").outcome is Outcome.NOT_FOUND
    assert last(real_assistant, "Gäller RUS i Nora?").outcome is Outcome.NOT_FOUND


def test_whether_there_is_one_is_asked_of_what_was_explained(real_assistant: Assistant) -> None:
    answer = last(real_assistant, "Vad är en överenskommelse?", "Finns det i Kumla?")
    assert "30 augusti 2014" in answer.statements[0].text


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Är Lekeberg med i Leader Mellansjölandet?", "Gäller: Askersund, Degerfors, Hallsberg"),
        ("Gäller Sydnärkebidraget i Laxå?", "minst två av Askersund, Hallsberg, Kumla, Laxå"),
        ("Omfattar Sparbanksstiftelsen Bergslagen Hällefors?", "Lindesbergs, Ljusnarsbergs, Nora och Storfors"),
        ("Ingår Örebro i Leader Bergslagen?", "Tio kommuner: Fagersta"),
    ],
)
def test_whether_a_place_is_one_of_several_is_told_by_which_they_are(
    real_assistant: Assistant, text: str, told: str
) -> None:
    answer = last(real_assistant, text)
    assert answer.outcome is Outcome.ANSWERED
    assert len(answer.statements) == 1 and told in answer.statements[0].text


def test_who_is_outside_is_told_which_places_a_grant_is_for_and_nothing_else(real_assistant: Assistant) -> None:
    answer = last(real_assistant, "Kan vi söka från Leader Bergslagen? Vi finns i Nora.", "Och om vi finns i Kumla?")
    (told,) = answer.statements
    assert told.text.startswith("Tio kommuner:")


@pytest.mark.parametrize(
    ("asked", "document"),
    [
        (("Kan vi söka pengar från Arvsfonden?", "Kan en idrottsklubb söka det också?"), "arvsfonden"),
        (("Hur lång måste en träning vara för LOK-stöd?", "När?", "Vem?", "Kan scoutkåren söka det?"), "lok-stod"),
        (("Vad är Fritidskortet?", "Kan en nystartad klubb använda det?"), "fritidskortet"),
    ],
)
def test_it_is_the_last_that_was_named(real_assistant: Assistant, asked: tuple[str, ...], document: str) -> None:
    assert {citation.passage.document.id for citation in last(real_assistant, *asked).citations} == {document}


@pytest.mark.parametrize(
    ("asked", "row"),
    [
        (("Vad gäller för grundbidrag i Kumla?", "Och om vi vill utbilda våra ledare?"), "Utbildningsbidrag"),
        (("Hur söker man grundbidrag i Askersund?", "Och om vi precis har startat?"), "Startbidrag"),
    ],
)
def test_another_need_is_met_by_another_grant_there(
    real_assistant: Assistant, asked: tuple[str, ...], row: str
) -> None:
    assert last(real_assistant, *asked).statements[0].text.startswith(row)


@pytest.mark.parametrize(
    "asked",
    [
        ("Kan vi söka Leader Bergslagen?", "Vad är skillnaden mot Leader Mellansjölandet?"),
        ("Kan vi söka Leader Bergslagen?", "Hur mycket får man?", "Hur skiljer det sig från Leader Mellansjölandet?"),
    ],
)
def test_a_difference_is_from_what_was_talked_of(real_assistant: Assistant, asked: tuple[str, ...]) -> None:
    sources = {citation.passage.document.id for citation in last(real_assistant, *asked).citations}
    assert sources == {"leader-bergslagen", "leader-mellansjolandet"}


def test_that_a_place_is_outside_in_part_comes_before_the_list(real_assistant: Assistant) -> None:
    told = last(real_assistant, "Ingår Örebro i Leader Mellansjölandet?").statements
    assert "Örebro och Karlskoga stadskärnor ingår inte" in told[0].text
