"""Questions about plans and versions, answered from the editors' data over the real corpus; everything else is left alone."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.answer import Assistant
from assistant.composition.compose import Draft
from assistant.domain import Answer, Filters, Outcome, Question, Status, Turn
from assistant.language.vocabulary import Vocabulary
from assistant.question.query import understand
from assistant.structured import changes, differences, plan_answers, plans
from assistant.structured.drafting import Asking, answered
from assistant.structured.plan_words import take_apart
from assistant.verification.citing import is_verbatim

TODAY = date(2026, 11, 25)
OURS = (differences.answer, plan_answers.answer)
CIVIL = "handlingsplan-civilsamhalle-2022-2025"
ACTIVITIES = {
    1: [
        "Öka kunskapen om egenvärdet",
        "Arbeta för tillgång till statistik",
        "Löpande testa och använda metoder för att värdera samhällsnytta",
    ],
    2: [
        "Utveckla offentliga föreningsstöd, finansieringsformer och andra stödfunktioner",
        "De sociala företagen ska bli starkare och utvecklas",
        "Mer kunskap om samverkan, bland annat upphandling",
        "Upphandlingen från civilsamhälle och social ekonomi ska öka: varor, tjänster och service",
    ],
    3: [
        "Öka erfarenhetsutbytet inom civilsamhälle och social ekonomi",
        "Öka erfarenhetsutbytet mellan offentliga aktörer",
        "Stärka sektorsövergripande nätverk och mötesplatser",
    ],
    4: [
        "Utveckla det internationella deltagandet från länet",
        "Öka erfarenhetsutbytet i länet av internationellt deltagande",
    ],
}
REMARK = "I den första webbversionen är föreningsstöd respektive finansieringsformer två skilda aktivitetsområden."


def draft(assistant: Assistant, text: str, today: date = TODAY) -> Draft | None:
    """The answer from data, or None."""
    question = Question(text, today)
    return answered(Asking(question, understand(question, Vocabulary()), assistant.generation), OURS)


def ask(assistant: Assistant, text: str, today: date = TODAY) -> Answer:
    """The whole answer to a question that must be answered from data."""
    assert draft(assistant, text, today) is not None, text
    answer = assistant.ask(Question(text, today))
    assert all(map(is_verbatim, answer.citations))
    numbers = [citation.number for citation in answer.citations]
    assert numbers == list(range(1, len(numbers) + 1))
    assert {number for statement in answer.statements for number in statement.citations} == set(numbers)
    return answer


def said(answer: Answer) -> list[str]:
    return [statement.text for statement in answer.statements]


def quotes(answer: Answer) -> list[str]:
    return [citation.quote for citation in answer.citations]


# --- whole sets -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("vilka aktiviteter finns under det tredje insatsområdet?", 3),
        ("Vilka aktiviteter har insatsområde 3 i handlingsplanen?", 3),
        ("Vad ingår i insatsområde två?", 2),
        ("Lista aktiviteterna under insatsområdet Internationell samverkan", 4),
        ("Vilka aktiviteter finns i 1:a insatsområdet?", 1),
        ("Vad innehåller insatsområdet om nätverk och mötesplatser?", 3),
    ],
)
def test_the_activities_of_an_area_come_whole_with_their_count(
    real_assistant: Assistant, text: str, number: int
) -> None:
    answer = ask(real_assistant, text)
    assert answer.outcome is Outcome.ANSWERED
    assert [quote for quote in quotes(answer) if quote != REMARK] == ACTIVITIES[number]
    assert answer.lead.startswith(f"{len(ACTIVITIES[number])} aktiviteter under ”")
    assert answer.citations[0].status is Status.EXPIRED
    assert "har löpt ut" in answer.notices[0]


@pytest.mark.parametrize(
    "text",
    [
        "hur många aktiviteter har planen?",
        "Hur många aktiviteter finns i handlingsplanen för civilsamhälle och social ekonomi 2022–2025?",
        "hur många aktivitetr har handlinsplanen",
        "Vilket antal aktiviteter innehåller handlingsplanen?",
    ],
)
def test_counting_gives_the_count_and_all_that_is_counted(real_assistant: Assistant, text: str) -> None:
    answer = ask(real_assistant, text)
    everything = [one for activities in ACTIVITIES.values() for one in activities]
    assert said(answer)[0] == "Sammanlagt 12 aktiviteter."
    assert len(answer.statements[0].citations) == 12
    assert [quote for quote in quotes(answer) if quote != REMARK] == everything


@pytest.mark.parametrize(
    ("text", "outcome", "found"),
    [
        ("Vilka övergripande mål har RUS?", Outcome.ANSWERED,
         ["Stark konkurrenskraft", "Hög och jämlik livskvalitet", "God resurseffektivitet"]),
        ("Vilka insatsområden har handlingsplanen?", Outcome.ANSWERED,
         ["Förståelse", "Långsiktiga förutsättningar", "Nätverk och mötesplatser", "Internationell samverkan"]),
        ("Vilka är de tre önskvärda lägena 2030?", Outcome.ANSWERED,
         ["Alla har möjlighet att forma sina liv", "Ökad delaktighet i samhället",
          "Socialt företagande och innovation möter samhällsutmaningar"]),
        ("Vilka mål har kulturplanen?", Outcome.ANSWERED,
         ["Utveckla den kulturella infrastrukturen i länet",
          "Öka delaktigheten, med fokus på barn, unga och personer med sämre socioekonomiska villkor",
          "Stärka kulturens kraft genom samverkan"]),
        ("Vad är RUS vision?", Outcome.ANSWERED, ["Sveriges hjärta, en attraktiv och pulserande region för alla"]),
        ("Vilka delmål hade handlingsplanen 2018–2021?", Outcome.ANSWERED,
         ["Ökad förståelse för civilsamhällets och den sociala ekonomins betydelse för regionalt utvecklings- och "
          "tillväxtarbete",
          "Långsiktiga förutsättningar genom tydligare och starkare stöd i hela länet",
          "Skapa, stärka och samordna nätverk och mötesplatser i hela länet",
          "Ökad internationalisering av regionens insatser"]),
        ("Hur många insatsområden har handlingsplanen?", Outcome.ANSWERED,
         ["Resultat: fyra insatsområden med prioriterade aktiviteter.",
          "Förståelse", "Långsiktiga förutsättningar", "Nätverk och mötesplatser", "Internationell samverkan"]),
        ("Hur många effektmål har RUS?", Outcome.ANSWERED,
         ["Målen bryts ned i 20 effektmål, vart och ett med två målsatta indikatorer (uppgift från nyhet 2022-02-02)."]),
        ("Hur många effektmål hade RUS 2018?", Outcome.ANSWERED, ["18 effektmål"]),
        ("Hur många aktiviteter hade handlingsplanen 2018–2021?", Outcome.ANSWERED,
         ["18 aktiviteter (uppgift från Tillväxtverket), bl.a. för att främja arbetsintegrerande sociala företag."]),
        ("Vilka aktiviteter hade handlingsplanen 2018–2021?", Outcome.PARTIAL,
         ["18 aktiviteter (uppgift från Tillväxtverket), bl.a. för att främja arbetsintegrerande sociala företag.",
          "Aktivitetsplan 2018–2021 med aktiviteter och indikatorer per delmål."]),
    ],
)  # fmt: skip
def test_a_kind_comes_whole(real_assistant: Assistant, text: str, outcome: Outcome, found: list[str]) -> None:
    answer = ask(real_assistant, text)
    assert answer.outcome is outcome
    assert said(answer) == found


def test_what_is_only_partly_named_says_how_many_there_are_and_that_the_rest_is_missing(
    real_assistant: Assistant,
) -> None:
    answer = ask(real_assistant, "vilka prioriterade områden har RUS?")
    assert answer.outcome is Outcome.PARTIAL
    assert said(answer)[0].startswith("Strategin har tio prioriterade områden")
    assert said(answer)[1:3] == ["Social sammanhållning och demokrati", "näringslivsområdet"]
    assert said(answer)[3].endswith("Namnet är inte bekräftat.")
    assert said(answer)[-1] == "Namnen på övriga områden och deras inriktningar saknas i underlaget."


def test_a_plan_that_has_ended_says_so_when_its_source_is_about_more(real_assistant: Assistant) -> None:
    answer = ask(real_assistant, "Vilka inriktningar har näringslivsplanen?")
    assert len(answer.statements) == 4
    assert "efter 2022" in said(answer)[-1]


@pytest.mark.parametrize(
    ("before", "text", "found"),
    [
        ("Vilka aktiviteter finns under det tredje insatsområdet?", "Och under det fjärde?", ACTIVITIES[4]),
        ("Vilka mål har RUS?", "Och kulturplanen?",
         ["Utveckla den kulturella infrastrukturen i länet",
          "Öka delaktigheten, med fokus på barn, unga och personer med sämre socioekonomiska villkor",
          "Stärka kulturens kraft genom samverkan"]),
        ("Hur många effektmål har RUS?", "Och RUS 2018?", ["18 effektmål"]),
        ("Vilken biblioteksplan gäller?", "Vilka mål har den?",
         ["Kvalitet | så hög tjänstekvalitet som medlen medger",
          "Tillgänglighet | särskild hänsyn till funktionsnedsättning; undanröj fysiska hinder; tillgängliga digitala tjänster",
          "Samverkan | hitta samverkansområden och partner så utbudet blir mer tillgängligt och effektivt"]),
    ],
)  # fmt: skip
def test_a_follow_up_takes_over_what_it_leaves_out(
    real_assistant: Assistant, before: str, text: str, found: list[str]
) -> None:
    answer = real_assistant.ask(Question(text, TODAY, (Turn("user", before), Turn("assistant", "…"))))
    assert quotes(answer) == found


# --- in force, and what is not told -----------------------------------------------------------------------------


def test_which_plan_is_in_force_when_none_is(real_assistant: Assistant) -> None:
    answer = ask(real_assistant, "vilken handlingsplan gäller nu?")
    assert answer.outcome is Outcome.ANSWERED
    assert answer.lead.startswith("Ingen version i dokumenten gäller i dag, 25 november 2026.")
    assert said(answer) == [
        "Civilsamhälle och social ekonomi – Regional handlingsplan 2022–2025: "
        "Giltig från 1 januari 2022 till och med 31 december 2025.",
        "Ingen efterföljare för 2026 och framåt har hittats.",
    ]
    before = ask(real_assistant, "vilken handlingsplan gäller nu?", date(2025, 12, 31))
    assert not before.lead.startswith("Ingen version")
    assert before.notices == ()


def test_which_version_is_in_force_when_one_is(real_assistant: Assistant) -> None:
    assert said(ask(real_assistant, "Vilken RUS gäller?"))[0].endswith(": Giltig från 2022 till och med 2030.")
    answer = ask(real_assistant, "Vilka planer gäller nu?")
    assert answer.lead == "3 planer i dokumenten gäller i dag:"
    assert len(answer.statements) == 3
    assert {citation.status for citation in answer.citations} == {Status.IN_FORCE}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Vilken handlingsplan gällde 2023?", "till och med 31 december 2025"),
        ("Vilken handlingsplan arbetade regionen efter 2019?", "från 2018 till och med 2021"),
        ("Vilken RUS gällde 2020?", "från 2018 till och med 2022"),
    ],
)
def test_which_version_was_in_force_in_a_year(real_assistant: Assistant, text: str, words: str) -> None:
    assert words in said(ask(real_assistant, text))[0]


@pytest.mark.parametrize(
    "text",
    [
        "Vem ansvarar för aktiviteten öka kunskapen om egenvärdet?",
        "Vilka indikatorer har handlingsplanen?",
        "Vilken tidplan har aktiviteterna i handlingsplanen?",
        "Vilken budget har handlingsplanen?",
    ],
)
def test_what_a_plan_does_not_tell_is_said_in_its_own_words(real_assistant: Assistant, text: str) -> None:
    answer = ask(real_assistant, text)
    assert answer.outcome is Outcome.NOT_FOUND
    assert said(answer) == [
        "Kortversionen anger inga indikatorer, ingen budget, ingen ansvarsfördelning och inga årtal per aktivitet."
    ]


def test_who_is_responsible_where_it_is_stated(real_assistant: Assistant) -> None:
    answer = ask(real_assistant, "Vem ansvarar för handlingsområdet regler och villkor i livsmedelsplanen?")
    assert said(answer) == [
        "regler och villkor",
        "Länsstyrelsen ansvarar för de två första, Region Örebro län för de två sista.",
    ]


# --- traces -----------------------------------------------------------------------------------------------------


def test_an_activity_without_a_stated_link_says_so_and_what_is_stated_of_its_plan(real_assistant: Assistant) -> None:
    answer = ask(real_assistant, "vilket RUS-mål hör aktiviteten Arbeta för tillgång till statistik till?")
    assert answer.outcome is Outcome.PARTIAL
    assert answer.lead.startswith("Ingen uttrycklig koppling mellan ”Arbeta för tillgång till statistik” och mål i RUS")
    assert said(answer)[0] == "Förståelse: Arbeta för tillgång till statistik"
    assert any("RUS-området Social sammanhållning och demokrati" in text for text in said(answer))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Vilket RUS-område hör handlingsplanen till?", "gäller RUS-området Social sammanhållning och demokrati"),
        ("Hur hänger kulturplanen ihop med RUS?", "en handlingsplan till RUS"),
        ("Vilket insatsområde hör aktiviteten öka kunskapen om egenvärdet till?", "Förståelse: Öka kunskapen"),
        ("Vilka bidrag är kopplade till RUS?", "bidrar till att RUS genomförs"),
    ],
)
def test_stated_links_come_with_their_quote(real_assistant: Assistant, text: str, words: str) -> None:
    answer = ask(real_assistant, text)
    assert answer.outcome is Outcome.ANSWERED
    assert any(words in one for one in said(answer))


def test_the_plans_that_a_source_links_to_a_plan(real_assistant: Assistant) -> None:
    answer = ask(real_assistant, "Vilka planer är kopplade till RUS?")
    sources = {"rus-planer-under-rus", CIVIL, "rus-2022-2030", "region-kulturplan-2024-2027"}
    assert {citation.passage.document.id for citation in answer.citations} == sources
    answer = ask(real_assistant, "Vilka aktiviteter bidrar till RUS-området Social sammanhållning och demokrati?")
    assert answer.outcome is Outcome.PARTIAL
    assert "Ingen uttrycklig koppling mellan ”Social sammanhållning och demokrati” och aktiviteter i" in answer.lead


def test_no_stated_link_is_an_answer(real_assistant: Assistant) -> None:
    answer = ask(real_assistant, "Vilka överenskommelser nämns i handlingsplanen?")
    assert (answer.outcome, answer.lead) == (Outcome.NOT_FOUND, "Ingen uttrycklig koppling i dokumenten.")
    assert answer.statements == ()


# --- versions ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "documents", "words"),
    [
        ("vad är skillnaden mellan RUS 2018 och 2022?", {"rus-2018-2030", "rus-2022-2030"}, ["18 effektmål", "20 effektmål"]),
        ("vad ändrades i föreningsstödet?",
         {"region-foreningsstod-2020", "region-foreningsstod-2021-2023", "region-foreningsstod-2025"},
         ["1 april–31 augusti", "1 mars–30 juni 2023", "1 maj–30 juni 2024", "Ny syftesformulering"]),
        ("Hur skiljer sig handlingsplanen 2018–2021 från 2022–2025?",
         {"handlingsplan-civilsamhalle-2018-2021", CIVIL}, ["internationalisering", "Upphandlingen", "insatsområden"]),
        ("Vad har ändrats i Örebros föreningsbidrag?",
         {"orebro-idrott-verksamhetsbidrag", "orebro-foreningsbidrag-oversikt"}, ["25 augusti", "30 april", "15 oktober"]),
    ],
)  # fmt: skip
def test_versions_side_by_side_quote_both(
    real_assistant: Assistant, text: str, documents: set[str], words: list[str]
) -> None:
    answer = ask(real_assistant, text)
    assert answer.outcome is Outcome.ANSWERED
    assert documents <= {citation.passage.document.id for citation in answer.citations}
    assert all(any(word in one for one in said(answer)) for word in words)
    outdated = {one.passage.document.title for one in answer.citations if one.status is Status.SUPERSEDED}
    assert outdated
    assert all(any(title in notice for notice in answer.notices) for title in outdated)


def test_a_whole_comparison_says_first_what_kind_of_change_each_is(real_assistant: Assistant) -> None:
    lead = ask(real_assistant, "Hur skiljer sig handlingsplanen 2018–2021 från 2022–2025?").lead
    assert lead.startswith("Ändrat: mål, delmål eller insatsområden, ")
    assert "Nytt: upphandling." in lead
    assert "I sak oförändrat: förståelse." in lead
    assert "oförändrat" not in ask(real_assistant, "Har visionen i RUS ändrats?").lead


def test_only_the_aspect_that_is_asked_about(real_assistant: Assistant) -> None:
    answer = ask(real_assistant, "Hur har ansökningsperioden för regionens föreningsstöd ändrats?")
    assert {text.split(" – ")[0] for text in said(answer)} == {"Ansökningsperiod"}
    assert said(ask(real_assistant, "Har visionen i RUS ändrats?"))[0].startswith(
        "Vision (i sak oförändrat) – Den äldre: "
    )


# --- everything in the data can be said, and everything else is left to the ordinary composing ---------------------


def test_every_node_and_aspect_passes_the_gate(real_assistant: Assistant) -> None:
    generation = real_assistant.generation
    for plan in plans.plans(generation):
        for node in plan.nodes:
            assert all(one.is_supported for one in plan_answers.node_said(generation, plan, node, grouped=True)), (
                node.name
            )
    for comparison in changes.comparisons(generation):
        names = frozenset(version.name for version in comparison.versions)
        for aspect in comparison.aspects:
            told = differences.aspect_said(aspect, names, generation)
            assert len(told) == len(aspect.said)
            assert all(one.is_supported for one in told), (comparison.id, aspect.name)


@pytest.mark.parametrize(
    "text",
    [
        "När antog fullmäktige handlingsplanen 2022–2025?",
        "Vad står i handlingsplanen för civilsamhälle 2026–2029?",
        "Vilka tre handlingsplaner styr kultur och civilsamhälle?",
        "Vilka aktiviteter ger LOK-stöd?",
        "Vilka aktiviteter kan vi få bidrag för?",
        "Vilka mål har överenskommelsen i Laxå?",
        "Hur skiljer sig överenskommelsen i Örebro från den i Laxå?",
        "Vad är skillnaden mellan regionens föreningsstöd till kulturföreningar och utvecklingsmedel kultur?",
        "Vad är skillnaden mellan RUS 2018 och handlingsplanen?",
        "När ändrades ansökningsperioden för föreningsstödet?",
        "Jämför Kumla och Askersund på aktivitetsbidrag: åldrar och datum.",
        "Vem ansvarar för handlingsplanen?",
        "Hur många föreningar har skrivit under Örebros överenskommelse?",
        "Vad är målet med Leader Bergslagen?",
        "Vilka områden prioriterar Arvsfonden?",
        "Vilka insatser gör kommunen för unga?",
        "Vilket läge är det med coronastödet?",
        "Vilka delmål finns?",
        "Hej",
        "planen",
        "RUS?",
    ],
)
def test_other_questions_are_left_alone(real_assistant: Assistant, text: str) -> None:
    assert draft(real_assistant, text) is None


def test_a_filter_that_shuts_the_source_out_shuts_the_answer_out(real_assistant: Assistant) -> None:
    question = Question("hur många aktiviteter har planen?", TODAY, filters=Filters(in_force_only=True))
    asking = Asking(question, understand(question, Vocabulary()), real_assistant.generation)
    assert answered(asking, OURS) is None


def test_a_question_is_taken_apart(real_assistant: Assistant) -> None:
    wording = take_apart(
        "Hur många aktiviteter finns under det tredje insatsområdet i handlingsplanen 2022–2025, Arne?",
        plan_answers.in_order(real_assistant.generation),
    )
    assert [(kind.word, kind.ordinal) for kind in wording.kinds] == [("aktivitet", None), ("insatsområde", 3)]
    assert (wording.families, wording.years, wording.counts) == (("handlingsplan",), (2022, 2025), True)
    assert wording.rest == ("arne",)


def test_without_data_every_question_is_left_alone(assistant: Assistant) -> None:
    assert draft(assistant, "hur många aktiviteter har planen?") is None
    assert draft(assistant, "vad är skillnaden mellan RUS 2018 och 2022?") is None


@pytest.mark.parametrize(
    "text",
    ["Vilka planer har löpt ut?", "Vilka regionala planer gäller inte längre?", "Vilka planer under RUS har ersatts?"],
)
def test_plans_that_no_longer_hold_are_told_with_their_dates_and_without_those_that_do(
    real_assistant: Assistant, text: str
) -> None:
    answer = real_assistant.ask(Question(text, TODAY))
    catalogued = [one for one in answer.statements if "Giltig från" in one.text]
    assert answer.lead == f"{len(catalogued)} planer med eget faktablad har löpt ut eller ersatts:"
    cited = {
        citation.passage.document.id: citation.status for citation in answer.citations if "Giltig" in citation.quote
    }
    assert set(cited.values()) == {Status.EXPIRED, Status.SUPERSEDED}
    assert CIVIL in cited and "rus-2018-2030" in cited
    assert not [notice for notice in answer.notices if "löpt ut" in notice]  # the lead has said so


@pytest.mark.parametrize(
    ("text", "plan"),
    [
        ("Gäller handlingsplanen 2022–2025 fortfarande?", CIVIL),
        ("Gäller RUS 2018 fortfarande?", "rus-2018-2030"),
        ("Gäller biblioteksplanen 2020–2024 än?", "region-biblioteksplan-2020-2024"),
    ],
)
def test_whether_what_has_ended_still_holds_is_answered_no(real_assistant: Assistant, text: str, plan: str) -> None:
    answer = real_assistant.ask(Question(text, TODAY))
    assert answer.lead == "Nej, enligt dokumenten gäller den inte i dag, 25 november 2026:"
    assert "Giltig från" in answer.statements[0].text
    assert {citation.passage.document.id for citation in answer.citations} == {plan}
    assert not [notice for notice in answer.notices if "löpt ut" in notice or "ersatt" in notice]  # it is said
    texts = [one.text for one in answer.statements]
    assert not [one for one in texts if any(one in other for other in texts if other != one)]


def test_what_holds_is_not_answered_no(real_assistant: Assistant) -> None:
    assert not real_assistant.ask(Question("Gäller kulturplanen 2024–2027 fortfarande?", TODAY)).lead.startswith("Nej")


def test_the_goal_of_the_national_policy_is_one(real_assistant: Assistant) -> None:
    told = real_assistant.ask(Question("Vad är målet för den nationella civilsamhällespolitiken?", TODAY)).statements
    assert [one.text for one in told] == [
        "förbättra villkoren för det civila samhället som en central del av demokratin"
    ]


@pytest.mark.parametrize("text", ["Vilka planer har inte löpt ut?", "Vilka planer har ännu inte upphört?"])
def test_plans_that_have_not_ended_are_those_that_hold(real_assistant: Assistant, text: str) -> None:
    answer = real_assistant.ask(Question(text, TODAY))
    assert answer.lead.endswith("planer i dokumenten gäller i dag:")
    assert CIVIL not in {citation.passage.document.id for citation in answer.citations}


def test_a_year_that_is_asked_about_is_not_today(real_assistant: Assistant) -> None:
    assert not real_assistant.ask(Question("Gäller handlingsplanen fortfarande 2024?", TODAY)).lead.startswith("Nej")
    assert (
        "har löpt ut eller ersatts" not in real_assistant.ask(Question("Vilka planer hade löpt ut 2021?", TODAY)).lead
    )
