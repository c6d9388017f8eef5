"""What is said of a grant beside an answer: that the last day that it quotes is near."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.answer import Assistant
from assistant.domain import Answer, Question

SOON = "Snart sista dag, enligt den senaste uppgift som finns här: "


def ask(assistant: Assistant, text: str, today: date) -> Answer:
    return assistant.ask(Question(text, today))


def soon(answer: Answer) -> list[str]:
    return [notice for notice in answer.notices if notice.startswith("Snart")]


@pytest.mark.parametrize(
    ("today", "told"),
    [
        (date(2026, 11, 28), "måndag 30 november (om 2 dagar)"),
        (date(2026, 11, 29), "måndag 30 november (i morgon)"),
        (date(2026, 11, 30), "måndag 30 november (i dag)"),
    ],
)
def test_a_last_day_within_a_week_is_said_to_be_near(real_assistant: Assistant, today: date, told: str) -> None:
    answer = ask(real_assistant, "När är sista dagen för skötselbidraget i Örebro?", today)
    assert soon(answer) == [f"{SOON}{told} för ”Skötselbidrag” (osäkert om det finns kvar)."]
    assert any("30 november" in citation.quote for citation in answer.citations)


@pytest.mark.parametrize("today", [date(2026, 12, 1), date(2026, 11, 22)])
def test_a_day_gone_by_or_further_off_is_not(real_assistant: Assistant, today: date) -> None:
    assert not soon(ask(real_assistant, "När är sista dagen för skötselbidraget i Örebro?", today))


def test_a_day_that_is_not_quoted_is_not_told(real_assistant: Assistant) -> None:
    answer = ask(real_assistant, "Hur mycket betalar Boverket för tillgänglighet?", date(2026, 11, 28))
    assert answer.citations and not any("1 december" in citation.quote for citation in answer.citations)
    assert not soon(answer)


def test_a_day_that_the_row_of_the_grant_quotes_is_told(real_assistant: Assistant) -> None:
    answer = ask(real_assistant, "När söker man aktivitetsbidrag för seniorer i Kumla?", date(2027, 2, 23))
    assert [notice for notice in soon(answer) if "25 februari (om 2 dagar)" in notice]


@pytest.mark.parametrize(
    "text", ["Vad är LONA?", "Vem beslutar om LONA?", "När var sista dagen för skötselbidraget i Örebro 2022?"]
)
def test_who_asks_of_something_else_is_not_told(real_assistant: Assistant, text: str) -> None:
    assert not soon(ask(real_assistant, text, date(2026, 11, 28)))


def test_each_day_of_a_set_is_told_once_in_order_with_all_that_close(real_assistant: Assistant) -> None:
    (told,) = soon(ask(real_assistant, "Vilka bidrag är öppna nu?", date(2026, 11, 28)))
    first, second = told.removeprefix(SOON).split("; ")
    assert first.startswith("måndag 30 november") and second.startswith("tisdag 1 december")
    assert "samlingslokaler” och ”Lokala naturvårdssatsningen" in second
