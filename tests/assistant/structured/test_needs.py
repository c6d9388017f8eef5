"""A need told in everyday words: the grants that are for it, of the municipality and of the county and country."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.answer import Assistant
from assistant.domain import Answer, Outcome, Question
from assistant.grants.cards import Kind, Purpose
from assistant.grants.questions import kinds_of, purposes_of
from assistant.language.vocabulary import load_vocabulary
from assistant.question.query import understand
from assistant.settings import PROJECT
from assistant.structured.needs import Need, fits, need_of
from assistant.verification.citing import is_verbatim

TODAY = date(2026, 11, 25)
WORDS = load_vocabulary(PROJECT / "corpus" / "ordlista.yaml")


def ask(assistant: Assistant, text: str) -> Answer:
    return assistant.ask(Question(text, TODAY))


def told_of(answer: Answer) -> str:
    return "\n".join(statement.text for statement in answer.statements)


@pytest.mark.parametrize(
    ("text", "kinds", "purposes"),
    [
        ("Vår kör i Laxå vill söka pengar", {Kind.CULTURE}, set()),
        ("Bygdegården i Nora behöver nytt tak, vart vänder vi oss?", {Kind.MEETING_PLACE}, {Purpose.INVESTMENT}),
        ("Vi vill ordna en julmarknad i Kumla, finns det bidrag?", set(), {Purpose.EVENT}),
        ("Vår simklubb i Askersund vill utbilda ledare, finns det stöd?", {Kind.SPORT}, {Purpose.EDUCATION}),
        ("Vi vill ha solceller på klubbstugan i Hällefors", set(), {Purpose.INVESTMENT}),
        ("Taket läcker i vår bygdegård i Laxå, vem kan bidra?", {Kind.MEETING_PLACE}, {Purpose.INVESTMENT}),
        ("studentförening vill göra en bygdefest, pengar?", {Kind.STUDENT}, {Purpose.EVENT}),
    ],
)
def test_who_needs_money_and_for_what_is_understood(text: str, kinds: set[Kind], purposes: set[Purpose]) -> None:
    need = need_of(understand(Question(text, TODAY), WORDS))
    assert need
    assert kinds <= need.kinds
    assert purposes <= need.purposes


@pytest.mark.parametrize(
    "text",
    [
        "När ska vår kör söka bidrag i Laxå?",
        "Hur mycket kan vi få för ett nytt tak i Nora?",
        "Hur söker vi projektbidraget i Kumla?",
        "Kan vi få bidraget för en julmarknad i Kumla?",
        "Har regionen något stöd för vår kör?",
        "Vad gäller om vi vill ha en hund i klubbstugan?",
        "Vi vill ordna en resa till Umeå, finns det pengar?",
        "Vilka mål har handlingsplanen?",
        "Vi behöver hjälp att förstå vad en stadga är",
        "Vad kan vår förening göra om den blir nekad?",
        "Jag vill bli medlem i en kör i Laxå",
        "Vad kunde vår kör söka 2019?",
    ],
)
def test_other_questions_tell_no_need(text: str) -> None:
    assert need_of(understand(Question(text, TODAY), WORDS)) is None


def test_what_an_old_house_needs_is_not_for_who_is_old() -> None:
    need = need_of(understand(Question("Vi vill rusta upp gamla hus i Nora, finns det bidrag?", TODAY), WORDS))
    assert need
    assert Kind.SENIOR not in need.kinds


def test_a_roof_is_no_limit_to_a_sum() -> None:
    assert need_of(understand(Question("Vi i Nora ska lägga nytt tak, finns det pengar?", TODAY), WORDS))
    assert not need_of(
        understand(Question("Vi i Nora undrar vilket tak bidraget har, finns det pengar?", TODAY), WORDS)
    )


def test_words_name_kinds_and_what_is_paid() -> None:
    assert kinds_of(["scoutkår"]) == {Kind.YOUTH}
    assert purposes_of(["kulturevenemang", "kaffe"]) == {Purpose.EVENT}
    assert purposes_of(["renovering"]) == {Purpose.PREMISES, Purpose.INVESTMENT}


def test_what_only_the_county_or_the_country_gives_is_found_though_a_municipality_is_named(
    real_assistant: Assistant,
) -> None:
    answer = ask(real_assistant, "Kan vi i Laxå få pengar för att anlägga en våtmark?")
    assert answer.lead.startswith("I Laxå hittar jag inget bidrag för just det, men ")
    assert "1 bidrag för hela länet eller landet kan gälla det du beskriver" in answer.lead
    assert "LONA" in told_of(answer)
    assert "Bara kommunen kan ansöka" in told_of(answer)
    assert answer.outcome is Outcome.PARTIAL
    assert all(map(is_verbatim, answer.citations))


def test_the_municipalitys_own_come_first(real_assistant: Assistant) -> None:
    answer = ask(real_assistant, "Vår ridklubb i Lindesberg vill bygga om ridhuset, finns det bidrag?")
    assert answer.lead.startswith("1 bidrag i Lindesberg och ")
    assert answer.statements[0].text.startswith("Investeringsbidrag")
    assert all("parasport" not in statement.text.casefold() for statement in answer.statements)


@pytest.mark.parametrize(
    ("purpose", "is_for"), [(Purpose.HOLIDAY, True), (Purpose.PREMISES, False), (Purpose.MATERIAL, False)]
)
def test_a_grant_for_holidays_pays_rent_and_things_for_those_alone(
    real_assistant: Assistant, purpose: Purpose, is_for: bool
) -> None:
    cards = real_assistant.generation.grants
    (card,) = [card for card in cards if card.id == "lekeberg-lovbidrag"]
    assert purpose in card.purposes
    need = Need(("Lekeberg",), frozenset(), frozenset({purpose}), ())
    assert (card in [fit.grant for fit in fits(need, cards)]) is is_for


def told_for(assistant: Assistant, place: str, kind: Kind, *purposes: Purpose) -> set[str]:
    need = Need((place,), frozenset({kind}), frozenset(purposes), ())
    return {fit.grant.id for fit in fits(need, assistant.generation.grants)}


def test_rent_is_no_building(real_assistant: Assistant) -> None:
    rent = told_for(real_assistant, "Askersund", Kind.MEETING_PLACE, Purpose.PREMISES)
    roof = told_for(real_assistant, "Askersund", Kind.MEETING_PLACE, Purpose.PREMISES, Purpose.INVESTMENT)
    assert "askersund-lokalhyra" in rent - roof
    assert "boverket-samlingslokaler" in roof - rent


def test_what_is_for_sport_is_not_for_every_youth_association(real_assistant: Assistant) -> None:
    assert "lok-stod" in told_for(real_assistant, "Laxå", Kind.SPORT)
    assert "lok-stod" not in told_for(real_assistant, "Laxå", Kind.YOUTH)


def test_without_a_municipality_it_is_asked_for(real_assistant: Assistant) -> None:
    answer = ask(real_assistant, "Vår förening vill lägga om taket på ordenshuset, vad kan vi söka?")
    assert " i olika kommuner och " in answer.lead
    assert answer.lead.endswith("Skriv vilken kommun ni finns i, så visar jag vad som finns där.")
    assert {"Ljusnarsberg", "Örebro", "Boverket"} <= {text.split(":")[0] for text in told_of(answer).splitlines()}


def test_where_no_grant_is_for_the_need_the_municipalitys_are_told(real_assistant: Assistant) -> None:
    answer = ask(real_assistant, "Vi vill ordna en julmarknad i Degerfors. Kan vi få stöd?")
    assert answer.lead.startswith("Jag hittar inget bidrag som nämner just det du beskriver. Det här finns: 1 bidrag")
    assert answer.statements[0].text.startswith("Föreningsstöd")


def test_who_gives_is_asked_for_by_name(real_assistant: Assistant) -> None:
    """The source of the one that is named answers, not a set of grants."""
    answer = ask(real_assistant, "Kan vi i Nora få pengar från boverket till bygdegårdens tak?")
    assert {citation.passage.document.id for citation in answer.citations} == {"boverket-samlingslokaler"}


def test_who_starts_something_may_have_more_than_what_a_new_association_has(real_assistant: Assistant) -> None:
    told = told_of(ask(real_assistant, "Vi vill starta teater för unga i Hallsberg, finns det pengar?"))
    assert "Startbidrag" in told
    assert "Kulturföreningsbidrag" in told


def test_whoever_can_help_to_pay_is_asked_for_though_one_source_answers(real_assistant: Assistant) -> None:
    answer = ask(real_assistant, "Taket på vår bygdegård läcker, vem kan hjälpa till att betala?")
    assert len({citation.passage.document.id for citation in answer.citations}) > 3
    assert "Boverket" in told_of(answer)


@pytest.mark.parametrize("fest", ["sommarfest", "höstfest", "hamnfest"])
def test_a_feast_of_any_kind_is_an_event(real_assistant: Assistant, fest: str) -> None:
    answer = ask(real_assistant, f"Finns det pengar till en {fest} i Lindesberg?")
    assert answer.statements[0].text.startswith("Arrangemang")
