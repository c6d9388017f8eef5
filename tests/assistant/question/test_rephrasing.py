"""What is asked in a roundabout way is asked outright: who did it, who is responsible, what it is."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.answer import Assistant
from assistant.domain import Outcome, Question
from assistant.question.rephrasing import outright

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
        ("Räkna upp delmålen i hamnplanen", "Vilka är delmålen i hamnplanen?"),
        ("Vilket ger mest, sjöpengen eller båtbidraget?", "Hur mycket ger sjöpengen och hur mycket ger båtbidraget?"),
        ("Vilken period gäller hamnplanen?", "Hur länge gäller hamnplanen?"),
        ("Mellan vilka år gällde klimatstrategin?", "Hur länge gäller klimatstrategin?"),
        ("Vad har ersatt hamnplanen?", "Finns det en efterföljare till hamnplanen?"),
        ("Hur är samhällsnytta definierat?", "Vad är samhällsnytta?"),
        ("Antogs hamnplanen av kommunfullmäktige i maj 2023?", "När antogs hamnplanen och av vem?"),
        (
            "Vilka byar ingår i Norra fjorden och vilka i Södra fjorden?",
            "Vilka byar ingår i Norra fjorden och vilka byar ingår i Södra fjorden?",
        ),
        ("Har vi i båtklubben missat paddelstödet?", "När är sista dag för paddelstödet?"),
        ("Är det för sent att söka startbidrag i Nora?", "När är sista dag för startbidrag i Nora?"),
        ("Hinner vi söka paddelpengen?", "När är sista dag för paddelpengen?"),
        ("Hamnråd, vad är det för något?", "Vad är hamnråd?"),
        ("hamnråd vad e de", "Vad är hamnråd?"),
        ("Vad är ett hamnråd, enkelt förklarat?", "Vad är ett hamnråd?"),
        ("Hur räknas stödet, på enkel svenska?", "Hur räknas stödet?"),
        ("kulturplanen", "Vad är kulturplanen?"),
        ("beslut kulturplanen", "Hur beslutades kulturplanen?"),
        ("bilagor paddelstöd Nora", "Vilka bilagor behövs till paddelstöd Nora?"),
        ("Vad är poängen med hamnplanen?", "Vilket syfte har hamnplanen?"),
        ("Hur gammal måste klubben vara?", "Hur länge måste klubben ha funnits?"),
        ("Hur stor ska föreningen vara i Nora?", "Hur många medlemmar ska föreningen ha i Nora?"),
        ("Hur stor är sjöpengen, alltså inte båtbidraget?", "Hur stor är sjöpengen?"),
        ("Vad vet du om sjöpengen?", "Vad är sjöpengen?"),
        ("ridklubben i Nora, vad finns de att söka", "Ridklubben i Nora, vad finns det att söka"),
        ("När ska vi skicka in ansökan om sjöpengen?", "När ska vi söka sjöpengen?"),
        ("Jag är kassör i en liten klubb, vad kan vi få?", "Vi är en liten klubb, vad kan vi få?"),
        ("Kan vi få det i Hällefors också?", "Gäller det Hällefors också?"),
        ("När söker man sjöpengen för nästa år?", "När söker man sjöpengen inför 2027?"),
        ("Kan du berätta lite om Nora kommun?", "Vilka bidrag finns i Nora?"),
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
        "Vilken period gäller ansökan?",
        "Vad har ersatt den gamla hamnplanen från 2012?",
        "Vi är en klubb, men inte anslutna till något förbund. Kan vi söka?",
        "Kan vi söka, men inte om vi fått pengar förut?",
        "Hur stor är sjöpengen?",
        "Kan du säga om vi får söka sjöpengen?",
        "Vad vet du om när sjöpengen betalas ut?",
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
