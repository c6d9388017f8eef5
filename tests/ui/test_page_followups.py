from __future__ import annotations

from dataclasses import replace

import pytest
from page_fakes import NEAR, PLAN, TABLE, TODAY, answered, cite, document, passage

from assistant.answer import Assistant
from assistant.domain import Outcome, Question, Status, Turn
from ui.followups import MOST, candidates, followups

GRANT = document(
    "## Vem\n\n- Alla.\n\n## Bilagor\n\n- Stadgar.\n\n## Villkor (äldre version)\n\n- Nej.\n\n"
    "| Bidrag | Sista dag |\n|---|---|\n| Start | löpande |\n\n## Kontakt\n\n- Ring.\n"
)


def after(text: str, *citations: object, **fields: object) -> tuple[str, ...]:
    question = Question(text, TODAY, **fields)  # type: ignore[arg-type]
    return followups(answered(question, citations=citations))


def questions(of: object) -> list[str]:
    return [candidate.question for candidate in candidates(of)]  # type: ignore[arg-type]


def test_headings_and_columns_become_questions_that_name_the_place() -> None:
    assert questions(GRANT) == [
        "Vilka bilagor behövs i Kumla?",
        "Vem kan söka bidrag i Kumla?",
        "När kan man söka bidrag i Kumla?",
        "Vem kontaktar man i Kumla?",
    ]


def test_a_plan_is_asked_about_as_what_it_is() -> None:
    plan = replace(PLAN, text="## Mål\n\nFler.\n\n## Datum och källa\n\n- Antagen.\n", kind="overenskommelse")
    assert questions(plan) == ["Vilka mål finns i överenskommelsen?", "När antogs överenskommelsen?"]
    assert questions(replace(plan, municipalities=("Kumla",)))[0] == "Vilka mål finns i Kumla?"
    assert questions(replace(plan, kind="nyhet")) == []
    assert questions(replace(plan, kind=None)) == []


def test_what_was_asked_or_told_is_not_offered_again() -> None:
    told = cite(passage(GRANT, headings=("Vem",)), "Alla.")
    asked = after("När kan man söka bidrag?", told)
    assert "Vem kan söka bidrag i Kumla?" not in asked
    assert asked == ("Vilka bilagor behövs i Kumla?", "När kan man söka bidrag i Kumla?", "Vem kontaktar man i Kumla?")
    history = (Turn("user", "Vilka bilagor behövs i Kumla?"), Turn("assistant", "Stadgar."))
    assert "Vilka bilagor behövs i Kumla?" not in after("Och sedan?", told, history=history)


def test_sources_in_force_come_first_and_there_are_never_many() -> None:
    old = document("## Belopp\n\n100 kr\n\n## Redovisning\n\nJa.", id="gammal", municipalities=("Nora",))
    found = after("Bidrag?", cite(passage(old), "100 kr", 1, Status.EXPIRED), cite(passage(GRANT), "Alla.", 2))
    assert len(found) == MOST
    assert all("Kumla" in question for question in found)


def test_nobody_is_led_on_to_apply_for_what_an_outdated_source_tells_of() -> None:
    old = document(
        "## Belopp\n\n100 kr\n\n## Redovisning\n\nJa.", id="gammal", kind="bidragsregler", municipalities=("Nora",)
    )
    assert after("Bidrag?", cite(passage(old), "100 kr", 1, Status.IN_FORCE))
    assert after("Bidrag?", cite(passage(old), "100 kr", 1, Status.EXPIRED)) == ()


def test_without_an_answer_there_is_nothing_to_go_on_with() -> None:
    assert followups(answered(Question("x", TODAY), outcome=Outcome.NOT_FOUND)) == ()
    assert after("x", cite(passage(NEAR), "Kontakta")) == ()
    assert after("x", cite(passage(TABLE), "minst tio")) == (
        "Hur stort är bidraget i Kumla?",
        "När kan man söka bidrag i Kumla?",
    )


ANSWERABLE = 0.85  # of all that is offered after the title of each real document; the rest answer from another source


def test_what_is_offered_can_be_answered_from_the_source_it_came_from(real_assistant: Assistant) -> None:
    good = []
    for one in list(real_assistant.generation.documents())[::3]:
        first = real_assistant.ask(Question(one.title, TODAY))
        sources = {citation.passage.document.id: citation.passage.document for citation in first.citations}
        history = (Turn("user", one.title), Turn("assistant", first.text))
        for question in followups(first):
            answer = real_assistant.ask(Question(question, TODAY, history))
            cited = {citation.passage.document.id for citation in answer.citations}
            own = {name for name, source in sources.items() if question in questions(source)}
            good.append(answer.outcome is not Outcome.NOT_FOUND and bool(cited & own))
    assert len(good) > 15
    assert sum(good) / len(good) >= ANSWERABLE


def test_what_some_have_got_is_no_question_about_what_there_is() -> None:
    table = "| Förening | Belopp |\n|---|---|\n| Kören | 1 000 kr |\n"
    assert questions(document(f"## Belopp\n\n{table}"))
    assert questions(document(f"## Exempel 2022\n\n{table}")) == []


@pytest.mark.parametrize("heading", ["(((", "## ##", "|", "\\", "Villkor?*+"])
def test_odd_headings_are_no_questions(heading: str) -> None:
    assert questions(document(f"## {heading}\n\nText.\n")) == []
