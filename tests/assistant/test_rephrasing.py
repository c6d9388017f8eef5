"""What is asked in a roundabout way is asked outright: who did it, who is responsible, what it is."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.answer import Assistant
from assistant.domain import Outcome, Question
from assistant.rephrasing import outright

TODAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Var det kommunstyrelsen som antog Orsas klimatplan?", "Vem antog Orsas klimatplan?"),
        ("Är det tekniska nämnden som beslutar om bryggorna?", "Vem beslutar om bryggorna?"),
        ("Antog regionfullmäktige hamnplanen?", "Vem antog hamnplanen?"),
        ("Var det kommunstyrelsen i Orsa som antog klimatplanen?", "Vem antog klimatplanen i Orsa?"),
        ("Definiera samhällsnytta", "Vad är samhällsnytta?"),
        ("Definition av social hållbarhet", "Vad är social hållbarhet?"),
        ("Vem följer upp klimatstrategin?", "Vem ansvarar för uppföljningen av klimatstrategin?"),
        ("Vem håller i hamnplanen?", "Vem ansvarar för hamnplanen?"),
        ("Stämmer det att det var nämnden som antog hamnplanen?", "Vem antog hamnplanen?"),
    ],
)
def test_what_is_asked_for_is_said_outright(text: str, said: str) -> None:
    assert outright(Question(text, TODAY)).text == said


@pytest.mark.parametrize(
    "text",
    [
        "Vem antog klimatplanen?",
        "Var det dyrt?",
        "Beslutade nämnden att höja taket?",
        "Vem leder föreningen?",
        "Var det regeringen som beslutade att lagen skulle ändras?",
        "Är det regionen som delar ut pengarna?",
        "Vad är definitionen av social hållbarhet i planen för länet?",
    ],
)
def test_other_questions_stay_the_same_object(text: str) -> None:
    question = Question(text, TODAY)
    assert outright(question) is question


def test_the_body_that_decided_is_told_when_another_is_named(real_assistant: Assistant) -> None:
    answer = real_assistant.ask(Question("Var det kommunstyrelsen som antog Laxås överenskommelse?", TODAY))
    assert answer.statements[0].text.startswith("Kommunfullmäktige i Laxå antog överenskommelsen")
    assert answer.outcome is Outcome.ANSWERED


def test_the_question_that_is_shown_is_the_one_that_was_put(real_assistant: Assistant) -> None:
    asked = Question("Definiera social ekonomi", TODAY)
    assert real_assistant.ask(asked).question == asked
