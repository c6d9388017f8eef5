"""Follow-ups that ask the same again, of the version before or about another thing; what was before and what is now."""

from __future__ import annotations

from datetime import date

import pytest

from assistant import parts
from assistant.answer import Assistant
from assistant.composition.compose import Draft
from assistant.domain import Answer, Outcome, Question, Turn
from assistant.inquiry import Found
from assistant.language.matching import Matcher
from assistant.language.vocabulary import Vocabulary
from assistant.question import asked_again
from assistant.question.query import understand
from assistant.retrieval.relevance import Asked
from assistant.structured import plan_sources

TODAY = date(2026, 11, 28)


def said(*turns: str) -> Question:
    *before, text = turns
    return Question(text, TODAY, history=tuple(Turn("user", one) for one in before))


def ask(assistant: Assistant, *turns: str) -> Answer:
    return assistant.ask(said(*turns))


def sources(answer: Answer) -> set[str]:
    return {citation.passage.document.id for citation in answer.citations}


@pytest.mark.parametrize(
    ("before", "text", "meant"),
    [
        ("Vad är planen 2022–2025?", "Och den förra?", "Vad är planen i den förra versionen?"),
        ("Vilka mål har planen?", "Hur var det i den gamla planen då?", "Vilka mål har planen i den gamla planen?"),
        ("Vem antog planen 2022?", "Och 2018 då?", "Vem antog planen 2018?"),
        ("Hur följs RUS upp?", "Och handlingsplanen?", "Hur följs handlingsplanen upp?"),
        ("När söker man paddelpeng?", "och tidigare?", "När söker man paddelpeng i den förra versionen?"),
        ("När söker man paddelpeng?", "Hur såg det ut före 2019?", "När söker man paddelpeng före 2019?"),
        ("Vad säger planen om sjöar?", "Och om broar?", "Vad säger planen om broar?"),
        ("När söks startpengen i Nora?", "Och paddelpengen då?", "När söks paddelpengen i Nora?"),
        ("Hur stort är grundstödet i Nora?", "hur är det med lägerstödet", "Hur stort är lägerstödet i Nora?"),
        ("Vilka bidrag finns i Kumla?", "Och Hallsberg då?", "Vilka bidrag finns i Hallsberg?"),
        ("När söks startpeng i Glanshammar?", "Och i Kumla?", "När söks startpeng i Kumla?"),
        ("Vad är Kumlas startpeng?", "och i Nora", "Vad är Noras startpeng?"),
        ("Vilka mål har RUS?", "Har de ändrats sedan 2018?", "Har mål i RUS ändrats?"),
        ("Vilka mål har RUS?", "är det samma som förut", "Har mål i RUS ändrats?"),
        (
            "Vad säger handlingsplanen om sjöar?",
            "Var det med i den förra planen?",
            "Har sjöar ändrats i handlingsplanen?",
        ),
        ("Hur stort är paddelstödet i Nora?", "Finns det något annat vi kan söka?", "Vilka bidrag kan vi söka i Nora?"),
        ("När antogs gällande RUS?", "Och den förra?", "När antogs RUS i den förra versionen?"),
        (
            "Vilka delmål fanns i handlingsplanen?",
            "Heter de likadant i den nya?",
            "Har delmål i handlingsplanen ändrats?",
        ),
        ("Vad är social ekonomi?", "Och civilsamhälle?", "Vad är civilsamhälle?"),
        ("Vad menas med ett paddelråd?", "men åbolag då", "Vad menas med åbolag?"),
        ("Vad är IOP?", "Vilka kommuner har det?", "Vilka kommuner har IOP?"),
        ("Vilka planer hänger ihop med RUS?", "Vilka av dem har gått ut?", "Vilka planer under RUS har löpt ut?"),
        ("Vilka planer finns under RUS?", "Vilka av dem gäller nu?", "Vilka planer under RUS gäller nu?"),
        ("kulturplanen", "mål", "mål kulturplanen?"),
        ("paddelstöd i Nora", "sista dag", "sista dag paddelstöd Nora?"),
        ("mål kulturplanen", "beslut", "beslut kulturplanen?"),
        ("Vad gäller för stöden i Nora?", "Jämfört med Kumla?", "Vad gäller för stöden i Nora och Kumla?"),
        ("När söks startpengen i Nora?", "Finns det andra bidrag?", "Vilka bidrag kan vi söka i Nora?"),
        ("Vad är Degerfors startpeng?", "Och i Hällefors kommun?", "Vad är Hällefors startpeng?"),
        (
            "Vad gäller enligt den nya planen?",
            "Hur var det i den gamla från 2010?",
            "Vad gäller enligt planen i den gamla versionen från 2010?",
        ),
        ("Vad säger reglerna om båtar i Nora?", "men om flottar", "Vad säger reglerna om flottar i Nora?"),
        ("Gäller handlingsplanen ännu?", "Vad har ersatt den?", "Finns det en efterföljare till handlingsplanen?"),
        (
            "Gäller kulturplanen för fjorden?",
            "Finns det någon efterföljare?",
            "Finns det en efterföljare till kulturplanen för fjorden?",
        ),
        (
            "Vilka är delmålen i handlingsplanen?",
            "Vad står under det andra?",
            "Vad står under delmål 2 i handlingsplanen?",
        ),
        ("Vilka områden har fjorden?", "och vilka båtar finns i det tredje", "vilka båtar finns i område 3?"),
    ],
)
def test_a_follow_up_is_the_question_before_it_asked_again(before: str, text: str, meant: str) -> None:
    completed = asked_again.completed(said("Hej!", before, text))
    assert completed.text == meant
    assert [turn.text for turn in completed.history] == ["Hej!"]


@pytest.mark.parametrize(
    ("before", "text"),
    [
        ("Vad är planen?", "Vilka mål har den förra planen?"),
        ("Vad är planen?", "Och den nya?"),
        ("Vad säger reglerna om bidrag i Nora?", "Och om vi är nystartade?"),  # a condition
        ("Vad säger reglerna om bidrag i Nora?", "och om anläggningen hyrs?"),
        ("Vilka bidrag finns i Örebro län?", "Och Örebro kommun?"),  # a county is no municipality
        ("Vad ger Region Örebro län i stöd?", "Och Kumla?"),
        ("När söks projektpeng i Nora?", "och projektpengen?"),  # the same again
        ("Skiljer sig startstödet från grundstödet?", "Och lägerstödet?"),  # in whose place?
        ("När söker man paddelpeng?", "Och om vi är sena?"),  # it was not about anything
        ("Vad är planen?", "Vad kostar det?"),
        ("När söker man paddelpeng?", "Vad kommer i stället?"),  # after no plan
        ("Gällde handlingsplanen 2018–2021?", "Vad har ersatt den?"),  # its version is known
        ("Vilka är reglerna?", "Vad står under det andra?"),  # of no run
        ("Skiljer sig Kumla från Nora?", "Och Hallsberg?"),  # in whose place?
        ("Vilka bidrag finns?", "Och i Kumla?"),  # it named none
        ("Vilka mål har föreningen?", "Har de ändrats?"),  # of no plan
        ("När söker man paddelpeng?", "Finns det något annat vi kan söka?"),  # where?
        ("Vem är ordförande i Kumla?", "Vilka andra?"),  # of no grant
        ("Finns bidrag till fotbollsplanen i Nora?", "och handlingsplanen?"),  # no such plan
        (
            "Vad vill handlingsplanen för civilsamhälle och social ekonomi?",
            "och kulturplanen?",
        ),  # where does its name end?
    ],
)
def test_other_follow_ups_stay_as_they_are(before: str, text: str) -> None:
    question = said(before, text)
    assert asked_again.completed(question) is question


def test_what_it_follows_may_be_asked_again_itself() -> None:
    chain = said("När söks startpengen i Kumla?", "och paddelpengen?", "Och i Nora?", "och lägerpengen då?")
    assert asked_again.completed(chain).text == "När söks lägerpengen i Nora?"


def test_a_first_question_has_nothing_before_it() -> None:
    question = said("Och den förra?")
    assert asked_again.completed(question) is question


@pytest.mark.parametrize(
    ("text", "is_it"),
    [
        ("Hur många mål är det, och hur många var det förut?", True),
        ("Hur många mål har planen, och hur många hade den från 2018?", True),
        ("Hur många mål har planen, och när antogs den från 2018?", False),
        ("Hur många mål hade planen 2015, och hur många hade den från 2018?", False),
        ("Hur många mål hade den gamla planen, och vilka?", False),
        ("Hur var det förut, och hur var det tidigare?", False),
        ("Hur många mål var det förut?", False),
        ("Hur många mål är det, och hur många år innan planen går ut?", False),
    ],
)
def test_what_is_and_what_was_are_asked_for_together(text: str, is_it: bool) -> None:
    assert asked_again.is_of_both(text) is is_it


def test_the_version_before_is_answered_from_the_version_before(real_assistant: Assistant) -> None:
    first = "Vilka är målen i handlingsplanen 2022–2025 för civilsamhället?"
    assert sources(ask(real_assistant, first, "Och den förra?")) == {"handlingsplan-civilsamhalle-2018-2021"}
    agreement = ask(real_assistant, "Vilka åtaganden finns i överenskommelsen i Örebro?", "Hur var det i den förra?")
    assert sources(agreement) == {"orebro-overenskommelse-2010"}
    assert any("ersatt av en nyare version" in notice for notice in agreement.notices)


def test_now_and_before_are_both_told_and_told_apart(real_assistant: Assistant) -> None:
    answer = ask(real_assistant, "Hur många effektmål har RUS idag och hur många hade den tidigare?")
    told = [one.text for one in answer.statements]
    assert any(text.startswith("Effektmål – Den äldre: 18") for text in told)
    assert any(text.startswith("Effektmål – Den nyare: Målen bryts ned i 20") for text in told)


@pytest.mark.parametrize(
    ("turns", "plan"),
    [
        (("Vad säger RUS om socialt företagande?",), "rus-2022-2030"),
        (("Vad säger civsamplanen om statistik?",), "handlingsplan-civilsamhalle-2022-2025"),
        (
            ("Vad säger handlingsplanen om statistik?", "Och om internationell samverkan?"),
            "handlingsplan-civilsamhalle-2022-2025",
        ),
    ],
)
def test_what_a_plan_says_is_told_in_its_own_words(
    real_assistant: Assistant, turns: tuple[str, ...], plan: str
) -> None:
    answer = ask(real_assistant, *turns)
    assert answer.outcome is Outcome.ANSWERED
    assert sources(answer) == {plan}


@pytest.mark.parametrize(
    "text",
    [
        "Vad säger uppföljningen av RUS om indikatorer?",
        "Vad säger projektfinansieringen i RUS om ansökan?",
        "Vilka planer under RUS lyfter social ekonomi?",
        "Vad säger Sveriges Föreningar om registret?",
    ],
)
def test_what_tells_about_a_plan_is_not_the_plan(real_assistant: Assistant, text: str) -> None:
    assert plan_sources.asked_for(text, real_assistant.generation) == frozenset()


def test_the_version_that_is_meant_is_the_plan_whose_words_are_asked_for(real_assistant: Assistant) -> None:
    generation = real_assistant.generation
    assert plan_sources.asked_for("Vad säger RUS om skog i den förra versionen?", generation) == {"rus-2018-2030"}
    assert plan_sources.asked_for("Vad står det om skog i handlingsplanen 2018–2021?", generation) == {
        "handlingsplan-civilsamhalle-2018-2021"
    }


def test_what_a_plan_does_not_say_is_not_told_from_others_as_if_it_did() -> None:
    query = understand(Question("Vad säger planen om båtar?", TODAY), Vocabulary())
    part, told = Found(Asked(query, Matcher(query.weights, {})), ()), Draft(Outcome.ANSWERED)
    assert parts.strayed(part, told) is told
    of_another = parts.strayed(part, told, frozenset({"planen"}))
    assert (of_another.outcome, of_another.is_doubtful) == (Outcome.PARTIAL, True)


def test_a_plan_that_has_ended_is_followed_by_what_its_source_says_of_that(real_assistant: Assistant) -> None:
    asked = said("Gäller handlingsplanen för civilsamhället än?", "Vad har ersatt den?")
    assert sources(real_assistant.ask(asked)) == {"handlingsplan-civilsamhalle-2022-2025"}


def test_one_of_a_run_is_told_of_by_its_number(real_assistant: Assistant) -> None:
    asked = said("Vilka är insatsområdena i handlingsplanen?", "Vad ingår i det fjärde?")
    headings = {citation.passage.headings[-1] for citation in real_assistant.ask(asked).citations}
    assert headings == {"Insatsområde 4 – Internationell samverkan"}


@pytest.mark.parametrize(
    ("before", "text"),
    [
        ("Vad är LONA?", "och sista dag?"),
        ("Vad är Arvsfonden?", "men kommuner då?"),
        ("Vad är kulturplanen?", "och målen?"),
        ("Vad är RUS?", "och vem beslutade?"),
        ("Vad är social ekonomi?", "och i Örebro?"),
        ("Vad är en överenskommelse?", "men pengar då?"),
        ("startbidrag i Kumla", "Leader Mellansjölandet"),
        ("handlingsplanen", "LONA"),
        ("startbidrag Kumla", "länk"),
        ("RUS", "social ekonomi"),
        ("Vad är LOK?", "Finns det i Nora?"),
    ],
)
def test_another_matter_is_not_the_question_before_asked_again(before: str, text: str) -> None:
    question = said(before, text)
    assert asked_again.completed(question) is question
