"""Questions over sets of grants, over the real corpus: complete, counted, in order, every word of them quoted."""

from __future__ import annotations

import re
from datetime import date

import pytest

from assistant.answer import Assistant
from assistant.domain import Answer, Filters, Outcome, Question, Turn
from assistant.grants.cards import GrantStatus, status_on
from assistant.structured.grant_answers import cards_of
from assistant.verification.citing import is_verbatim

TODAY = date(2026, 11, 25)


def ask(assistant: Assistant, text: str, today: date = TODAY, **fields: object) -> Answer:
    return assistant.ask(Question(text, today, **fields))  # type: ignore[arg-type]


def from_cards(answer: Answer) -> bool:
    """Answers from the cards begin with their count."""
    return answer.lead.split()[0].isdigit()


def test_the_grants_of_a_municipality_are_all_there_in_order_with_their_count(real_assistant: Assistant) -> None:
    answer = ask(real_assistant, "Vilka bidrag har Kumla kommun?")
    told = [statement.text.split(" – ")[0] for statement in answer.statements]
    assert told == [
        "Aktivitetsbidrag barn/unga/funktionsvariation",
        "Aktivitetsbidrag seniorer",
        "Lokal- och anläggningsbidrag (nyare namn på lokalkostnadsbidrag)",
        "Projektbidrag",
        "Kumla, Hallsbergs, Askersunds och Laxå kommuner: Sydnärkebidraget",
        "Evenemangsbidrag",
        "Grundbidrag",
        "Startbidrag",
        "Utbildningsbidrag",
    ]
    assert answer.lead.startswith("9 bidrag i Kumla, ordnade efter nästa sista dag.")
    assert "senast kända uppgifter (från 2019)" in answer.lead
    assert answer.outcome is Outcome.ANSWERED


@pytest.mark.parametrize(
    "text",
    [
        "Vilka bidrag finns i Kumla?",
        "Vilka bidrag kan vi söka före 30 april?",
        "Vilka stoppdatum finns i mars?",
        "Vad kan en pensionärsförening i Kumla söka?",
        "Vilket bidrag betalar material?",
        "Vilka kommuner har investeringsbidrag och hur stor andel täcks?",
        "Vilka bidrag har 31 mars som stoppdatum i Örebro?",
        "Vilka bidrag kan sökas löpande i Lindesberg?",
        "Vilka bidrag i Nora kan vi söka just nu?",
        "Finns det några bidrag till evenemang i Örebro?",
        "Hur många bidrag finns det i Nora?",
        "Vilka stöd ger regionen?",
        "Vilka av regionens stöd är pausade?",
        "Vad finns det för pengar att söka i Degerfors?",
        "vilka bidrag fins i lindesbärg",
        "Räkna upp de stödformer som Hällefors kommun har för föreningslivet.",
        "När är sista dagen i Nora?",
        "när ska vi skicka in ansökan i ljusnarsberg",
        "Vilka statliga bidrag kan en lokal förening söka?",
        "Vilka stiftelser kan en förening i Hallsberg söka hos?",
        "Vad kan vi söka i Hällefors och när?",
        "Vilka bidrag finns i Nora och när ska man söka dem?",
    ],
)
def test_questions_over_sets_are_answered_from_the_cards(real_assistant: Assistant, text: str) -> None:
    answer = ask(real_assistant, text)
    assert from_cards(answer), answer.lead
    assert answer.outcome is Outcome.ANSWERED
    assert all(is_verbatim(citation) for citation in answer.citations)
    assert all(statement.citations and statement.verified for statement in answer.statements)
    said = int(answer.lead.split()[0]) + (int(found) if (found := _older(answer)) else 0)
    said += sum(int(count) for count in re.findall(r"(\d+) (?:som söks löpande|med en ansökningstid)", answer.lead))
    assert said == len(answer.statements)


def _older(answer: Answer) -> str:
    before, found, _ = answer.lead.partition(" till har bara ett äldre datum")
    return before.rsplit(" ", 1)[-1] if found else ""


@pytest.mark.parametrize(
    "text",
    [
        "Vilka krav har startbidraget i Kumla?",
        "Hur stort är grundbidraget i Kumla?",
        "När söker man aktivitetsstöd i Nora?",
        "Vilka ordinarie föreningsbidrag finns i Laxå?",
        "Vilka bidrag fanns i Örebro 2018?",
        "Vilka bidrag har bytt stoppdatum i Örebro?",
        "Vi har flyttat till Linköping. Finns det något lovbidrag där?",
        "Vilka bidrag finns i Ludvika?",
        "Vilka bidrag finns det?",
        "Vilka mål har handlingsplanen?",
        "Vilka bidrag kan man inte söka i Nora?",
        "Jämför bidragen i Kumla och Nora",
        "När är sista dag för projektbidraget i Kumla?",
        "När är kulturnämndens möte i Nora?",
    ],
)
def test_other_questions_go_on_to_be_composed(real_assistant: Assistant, text: str) -> None:
    assert not from_cards(ask(real_assistant, text))


def test_a_month_holds_exactly_the_days_that_close_in_it(real_assistant: Assistant) -> None:
    answer = ask(real_assistant, "Vilka bidrag har sista dag i augusti i Askersund?")
    first, *others = [statement.text for statement in answer.statements]
    assert first.startswith("Aktivitetsbidrag – 25 augusti (jan–jun), 25 februari (jul–dec) – belopp per aktivitet")
    assert all(text.startswith("Äldre datum: LEADER Mellansjölandet") for text in others)


def test_old_days_are_said_to_be_old_and_are_no_answer_alone(real_assistant: Assistant) -> None:
    answer = ask(real_assistant, "Vilka stoppdatum finns i maj?")
    old = [statement.text for statement in answer.statements if statement.text.startswith("Äldre datum: ")]
    assert any("Lovbidrag – Ansökan senast 24 maj 2024" in text for text in old)
    assert f"{len(old)} till har bara ett äldre datum" in answer.lead
    assert not from_cards(ask(real_assistant, "Vilka stoppdatum finns i maj i Lekeberg?"))


@pytest.mark.parametrize("text", ["Finns det musikbidrag i Degerfors?", "Hur stort är jubileumsbidraget i Degerfors?"])
def test_a_grant_that_is_not_there_is_not_found_and_what_there_is_is_shown(
    real_assistant: Assistant, text: str
) -> None:
    answer = ask(real_assistant, text)
    assert answer.outcome is Outcome.PARTIAL
    assert answer.lead.startswith("Jag hittar inget bidrag som nämner just det")
    assert {citation.passage.document.id for citation in answer.citations} == {"degerfors-foreningsstod"}


@pytest.mark.parametrize("text", ["Kan vi få startbidrag i Nora?", "När söker man startbidrag i Nora?"])
def test_what_is_called_so_for_others_in_the_county_is_not_there(real_assistant: Assistant, text: str) -> None:
    answer = ask(real_assistant, text)
    assert answer.outcome is Outcome.PARTIAL
    assert answer.lead.startswith(
        "I Nora hittar jag inget bidrag som heter ”startbidrag”. Det här finns: 8 bidrag i Nora"
    )
    assert {citation.passage.document.id for citation in answer.citations} == {"nora-foreningsbidrag"}


def test_what_is_called_so_for_the_whole_country_is_told_before_what_there_is_in_the_place(
    real_assistant: Assistant,
) -> None:
    answer = ask(real_assistant, "När söker man lokalstöd i Nora?")
    first, second, *_ = [statement.text for statement in answer.statements]
    assert answer.outcome is Outcome.PARTIAL
    assert first.startswith("Arvsfonden: Lokalstöd")
    assert "Arvsfonden" not in second


def test_what_is_not_told_of_a_grant_that_is_there_is_not_made_up_for_by_others(real_assistant: Assistant) -> None:
    answer = ask(real_assistant, "Hur många kronor är skötselbidraget i Örebro?")
    assert answer.outcome is Outcome.NOT_FOUND
    assert not answer.statements


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Vilka stöd kan vår handbollsklubb i Karlskoga få?", "Extra föreningsstöd"),
        ("Vilka bidrag kan en teaterförening i Hallsberg söka?", "Kulturföreningsbidrag"),
        (
            "Vilka bidrag kan en ridklubb i Nora söka?",
            "Kommunalt aktivitetsstöd",
        ),  # it is for the young, whom it may have
    ],
)
def test_an_association_may_be_called_by_what_it_does(real_assistant: Assistant, text: str, named: str) -> None:
    answer = ask(real_assistant, text)
    assert from_cards(answer), answer.lead
    assert any(statement.text.startswith(named) for statement in answer.statements)


def test_two_days_of_one_row_are_told_with_their_columns(real_assistant: Assistant) -> None:
    answer = ask(real_assistant, "Vilka bidrag kan en pensionärsförening i Kumla söka?")
    told = [statement.text for statement in answer.statements if "12 augusti" in statement.text]
    assert told
    assert all("Projekt: 8 augusti; Småprojekt: 12 augusti" in text for text in told)


def test_a_cell_that_tells_that_nothing_is_known_is_told_with_its_column(real_assistant: Assistant) -> None:
    answer = ask(real_assistant, "Vilka bidrag finns i Ljusnarsberg?")
    assert any("Sista dag: framgår inte" in statement.text for statement in answer.statements)


def test_a_long_rule_for_several_grants_is_told_once_after_the_last_of_them(real_assistant: Assistant) -> None:
    told = [
        one.text for one in ask(real_assistant, "Vilka bidrag kan en hembygdsförening i Lindesberg söka?").statements
    ]
    with_rule = [number for number, text in enumerate(told) if "minst 20 betalande medlemmar" in text]
    assert len(with_rule) == 1
    rule = told[with_rule[0]]
    assert rule.startswith("Gäller ”Driftbidrag”, ”Investeringsbidrag”, ”Utvecklingsbidrag” och ”Arrangemang”: Ideell")
    assert told[with_rule[0] - 1].startswith("Arrangemang")


def test_each_grant_that_may_be_gone_is_marked(real_assistant: Assistant) -> None:
    answer = ask(real_assistant, "Vilka bidrag finns i Lindesberg?")
    unsure = {grant.name for grant in cards_of(real_assistant.generation) if grant.status is GrantStatus.UNKNOWN}
    marked = [one.text for one in answer.statements if one.text.endswith("osäkert om det finns kvar")]
    assert f"För {len(marked)} av dem är det osäkert" in answer.lead
    assert {text.split(" – ")[0] for text in marked if not text.startswith("Leader")} <= unsure


def test_of_what_is_open_what_says_so_itself_comes_first_and_is_counted(real_assistant: Assistant) -> None:
    answer = ask(real_assistant, "Vilka bidrag är öppna nu?")
    told = [one.text for one in answer.statements]
    count = int(answer.lead.split(" är öppna enligt källan")[0].split()[-1])
    assert 0 < count < len(told)
    assert not any(text.endswith("osäkert om det finns kvar") for text in told[:count])
    assert "senast 1 december" not in "\n".join(told[:count])
    assert "senast 1 december" in told[count + 1]


@pytest.mark.parametrize(
    "text",
    [
        "Jag är privatperson i Hallsberg, kan jag få pengar till en ny cykel?",
        "Kan vi få stöd av polisen i Hällefors?",  # another giver
    ],
)
def test_what_there_is_is_not_shown_to_who_cannot_have_it(real_assistant: Assistant, text: str) -> None:
    answer = ask(real_assistant, text)
    assert answer.outcome is Outcome.NOT_FOUND
    assert not answer.statements


@pytest.mark.parametrize("kinds", ["slags bidrag", "olika typer av bidrag", "sorters stöd"])
def test_kinds_of_grants_are_the_grants(real_assistant: Assistant, kinds: str) -> None:
    asked = ask(real_assistant, f"Vilka {kinds} finns i Kumla?")
    assert asked.text == ask(real_assistant, "Vilka bidrag finns i Kumla?").text


def test_what_has_ended_or_is_paused_is_not_something_to_apply_for(real_assistant: Assistant) -> None:
    told = ask(real_assistant, "Vilka bidrag kan vi söka i Örebro?").text
    assert "25 augusti" not in told
    assert "lokala utvecklingsgrupper" not in told
    listed = ask(real_assistant, "Vilka bidrag finns i Örebro?").text
    assert "bidraget går inte att söka just nu" in listed


def test_every_grant_that_has_not_ended_is_told_of_where_it_can_be_had(real_assistant: Assistant) -> None:
    """Recall and precision of the lists per municipality: exactly its cards, each once."""
    cards = [card for card in cards_of(real_assistant.generation) if status_on(card, TODAY) is not GrantStatus.ENDED]
    for area in ("Askersund", "Degerfors", "Hällefors", "Karlskoga", "Laxå", "Lekeberg", "Ljusnarsberg", "Nora"):
        answer = ask(real_assistant, f"Vilka bidrag finns i {area}?")
        here = [card for card in cards if area in card.areas]
        told = [one for one in answer.statements if "hittades inte" not in one.text]
        assert len(told) == len(here), area
        quoted = {(citation.passage.document.id, citation.start) for citation in answer.citations}
        assert {(card.document.id, card.quote.start) for card in here} <= quoted, area


def test_what_the_municipality_itself_gives_is_not_what_others_give_there(real_assistant: Assistant) -> None:
    for text in ("Vilka bidrag ger Hällefors kommun?", "Räkna upp de stödformer som Hällefors kommun har."):
        documents = {citation.passage.document.id for citation in ask(real_assistant, text).citations}
        assert documents == {"hallefors-foreningsstod"}


def test_what_a_private_person_can_apply_for_is_not_what_any_association_can(real_assistant: Assistant) -> None:
    answer = ask(real_assistant, "Vilka bidrag kan privatpersoner söka i Kumla?")
    assert [statement.text.split(" – ")[0] for statement in answer.statements] == [
        "Region Örebro län och kommuner: Ung peng"
    ]


def test_what_is_paused(real_assistant: Assistant) -> None:
    answer = ask(real_assistant, "Vilka av regionens stöd är pausade?")
    assert [statement.text.split(" – ")[0] for statement in answer.statements] == [
        "Region Örebro län: Utvecklingsmedel kultur",
        "Region Örebro län: Utvecklingsmedel social innovation",
    ]


def test_before_a_day_counts_from_today_and_over_the_new_year(real_assistant: Assistant) -> None:
    answer = ask(real_assistant, "Vilka bidrag i Örebro kan vi söka före 31 januari?", date(2026, 12, 1))
    told = answer.text
    assert "parasport" in told
    assert "Skötselbidrag" not in told  # 30 november has passed
    assert "28 februari" not in told


def test_filters_of_the_page_hold(real_assistant: Assistant) -> None:
    answer = ask(real_assistant, "Vilka stoppdatum finns i mars?", filters=Filters(areas=("Nora",)))
    assert {citation.passage.document.id for citation in answer.citations} == {"nora-foreningsbidrag"}


def test_the_place_of_the_talk_is_kept(real_assistant: Assistant) -> None:
    history = (Turn("user", "När söker man aktivitetsstöd i Nora?"),)
    answer = ask(real_assistant, "Vilka bidrag finns där?", history=history)
    assert "nora-foreningsbidrag" in {citation.passage.document.id for citation in answer.citations}


def test_when_to_apply_in_a_place_is_told_of_each_grant_with_a_time(real_assistant: Assistant) -> None:
    answer = ask(real_assistant, "När är sista dagen i Hällefors?")
    assert answer.lead.startswith("2 bidrag i Hällefors")
    assert not any("datum saknas" in statement.text for statement in answer.statements)


def test_who_gives_can_be_the_state_or_foundations(real_assistant: Assistant) -> None:
    foundations = ask(real_assistant, "Vilka stiftelser kan en förening i Hallsberg söka hos?")
    givers = {statement.text.split(" – ")[0].split(":")[0] for statement in foundations.statements}
    assert givers == {"Postkodlotteriets Stiftelse", "Adolf Lindgrens stiftelse", "Benny Frengens stiftelse"}
    assert "Utöver dem" not in foundations.lead
    state = ask(real_assistant, "Vilka statliga bidrag kan en förening söka?")
    named = [statement.text.split(" – ")[0] for statement in state.statements]
    assert not [name for name in named if "Stiftelse" in name or "Region Örebro län:" in name]
    assert len(state.statements) > 10


def test_who_asks_for_an_association_of_its_own_gets_what_any_association_can_have(real_assistant: Assistant) -> None:
    told = ask(real_assistant, "Vad finns det för bidrag för en hembygdsförening i Kumla?")
    assert "Evenemangsbidrag" in told.text  # an association for culture too
    assert "Utöver dem finns 2 bidrag i Kumla för andra slags föreningar" in told.lead
    assert "andra slags föreningar" not in ask(real_assistant, "Vilka bidrag finns i Kumla?").lead
    unsure = ask(real_assistant, "Finns det några bidrag för ett byalag i Lindesberg?")
    assert "Investeringsbidrag" in unsure.text  # the source names no kind, and may be out of date
    assert "osäkert om de finns kvar" in unsure.lead


@pytest.mark.parametrize(
    ("text", "notice"),
    [
        ("När ansöker man om skötselbidrag i Örebro?", "Obs! Det är osäkert om ”Skötselbidrag” går att söka nu."),
        ("Vad är utvecklingsmedel kultur?", "Obs! ”Utvecklingsmedel kultur” är pausat"),
        ("När är sista dagen för driftbidraget i Lindesberg?", "Obs! Det är osäkert om ”Driftbidrag” går att söka nu."),
    ],
)
def test_a_grant_that_may_be_gone_is_said_to_be_so(real_assistant: Assistant, text: str, notice: str) -> None:
    answer = ask(real_assistant, text)
    assert answer.statements
    assert [one for one in answer.notices if one.startswith(notice)], answer.notices


@pytest.mark.parametrize(
    "text",
    [
        "När söker man aktivitetsstöd i Nora?",  # it is open
        "Vilka krav hade skötselbidraget i Örebro tidigare?",  # of another time
        "Vilka bidrag finns i Lindesberg?",  # the lead of the set says it
        "Går det att söka utvecklingsmedel kultur?",  # the answer says it
    ],
)
def test_what_is_open_or_said_already_needs_no_notice(real_assistant: Assistant, text: str) -> None:
    answer = ask(real_assistant, text)
    assert answer.statements
    assert not [one for one in answer.notices if "osäkert" in one or "pausat" in one]


def test_a_place_is_looked_for_in_its_municipality(real_assistant: Assistant) -> None:
    answer = ask(real_assistant, "Vilka bidrag finns i Fjugesta?")
    assert answer.notices == ("”Fjugesta” läste jag som Lekeberg, kommunen där orten ligger.",)
    assert [one.text for one in answer.statements] == [
        one.text for one in ask(real_assistant, "Vilka bidrag finns i Lekeberg?").statements
    ]
    school = ask(real_assistant, "Vem är huvudman för Fellingsbro folkhögskola?")
    assert "Fellingsbro" in school.text and not [one for one in school.notices if "läste jag" in one]


def test_who_missed_the_day_is_told_what_comes_of_it(real_assistant: Assistant) -> None:
    for text in (
        "Vi missade sista dagen för bidraget i Karlskoga, vad händer?",
        "Kan man söka efter sista dagen i Karlskoga?",
    ):
        told = [one.text for one in ask(real_assistant, text).statements]
        assert told and "avdrag 10 %" in told[0], text


def test_many_uncertain_grants_of_one_source_are_called_by_the_source(real_assistant: Assistant) -> None:
    answer = ask(real_assistant, "Hur mycket är startbidraget för en ny förening på landsbygden i Örebro?")
    assert [one for one in answer.notices if "osäkert" in one] == [
        "Obs! Det är osäkert om ”Startbidrag för föreningar på landsbygden” går att söka nu. Fråga den som ger bidraget."
    ]


def test_who_is_late_is_told_of_lateness_however_it_is_said(real_assistant: Assistant) -> None:
    told = [one.text for one in ask(real_assistant, "Vad händer om vi är sena med ansökan till Karlskoga?").statements]
    assert len(told) == 1 and "avdrag 10 %" in told[0]


def test_each_of_another_place_is_asked_of_the_cards_too(real_assistant: Assistant) -> None:
    again = ask(real_assistant, "Och Hallsberg då?", history=(Turn("user", "Vilka bidrag finns i Lekeberg?"),))
    assert again.statements == ask(real_assistant, "Vilka bidrag finns i Hallsberg?").statements


def test_what_is_just_for_the_kind_that_asks_comes_first(real_assistant: Assistant) -> None:
    answer = ask(real_assistant, "Vilka bidrag kan en kulturförening i Örebro söka?")
    assert "Det som gäller just det slaget av förening står först." in answer.lead
    first = [one.text for one in answer.statements[:3]]
    assert all("kultur" in text.casefold() for text in first)
    assert any("alla ideella föreningar" in one.text for one in answer.statements[3:])


def test_where_hardly_any_grant_is_known_it_is_told_that_the_ordinary_were_not_found(real_assistant: Assistant) -> None:
    told = [one.text for one in ask(real_assistant, "Vilka bidrag finns i Laxå?").statements]
    assert told[-1] == "Laxås ordinarie föreningsbidrag hittades inte."
    assert not any("hittades inte" in one.text for one in ask(real_assistant, "Vilka bidrag finns i Kumla?").statements)


def test_two_purposes_are_asked_for_with_or(real_assistant: Assistant) -> None:
    assert from_cards(ask(real_assistant, "Finns det bidrag för integration eller nyanlända i länet?"))


def test_what_one_must_have_is_not_told_by_other_grants(real_assistant: Assistant) -> None:
    answer = ask(real_assistant, "Måste vi ha bankgiro för att få bidrag i Hällefors?")
    assert answer.lead.startswith("Källan nämner inte ”bankgiro”.")


def test_what_is_called_so_is_said_not_to_be_there_before_what_pays_the_same(real_assistant: Assistant) -> None:
    answer = ask(real_assistant, "Finns det evenemangsbidrag i Nora för en musikfestival?")
    assert answer.outcome is Outcome.PARTIAL
    assert answer.lead.startswith("Jag hittar inget bidrag i Nora som heter ”evenemangsbidrag”.")
    assert from_cards(ask(real_assistant, "Finns det evenemangsbidrag i Kumla?"))


def test_a_rule_of_a_grant_that_is_named_is_not_told_by_a_list_of_others(real_assistant: Assistant) -> None:
    answer = ask(real_assistant, "Får vi lön till projektledaren betald genom landsbygdsprojektbidraget i Örebro?")
    assert "Det här finns" not in answer.lead


def test_how_many_have_a_day_and_how_many_are_open_always(real_assistant: Assistant) -> None:
    lead = ask(real_assistant, "Vilka bidrag går att söka i december?").lead
    open_then = "1 med en ansökningstid som når dit"  # 1 december–31 januari
    assert lead.startswith(f"1 bidrag med sista dag 1–31 december 2026, {open_then} och 20 som söks löpande")
    june = ask(real_assistant, "Vilka bidrag kan vi söka i juni i Karlskoga?").lead
    assert june.startswith(
        "3 bidrag i Karlskoga kan sökas 1–30 juni 2027: 2 med en ansökningstid som når dit och 1 som"
    )


def test_what_is_for_students_is_no_answer_to_a_sports_club(real_assistant: Assistant) -> None:
    history = (Turn("user", "När söker man verksamhetsbidrag som idrottsförening i Örebro?"),)
    answer = ask(real_assistant, "Vi är en kulturförening, gäller samma datum för oss?", history=history)
    assert answer.statements
    assert not any("student" in one.text or "idrottsförening" in one.text for one in answer.statements)


@pytest.mark.parametrize(
    "text",
    [
        "Vi är en pensionärsförening i Karlskoga, kan vi få bidrag från kommunen?",
        "Vilka bidrag kan en pensionärsförening i Karlskoga söka?",
    ],
)
def test_a_kind_that_the_rules_leave_out_is_told_so_before_what_there_is(real_assistant: Assistant, text: str) -> None:
    first, second, *others = [statement.text for statement in ask(real_assistant, text).statements]
    assert first.startswith("Ej bidrag (äldre sida): ") and "pensionärs-" in first
    assert "framgår inte" in second  # whether another kind covers them now
    assert any(text.startswith("Extra föreningsstöd") for text in others)


@pytest.mark.parametrize("text", ["Vilka bidrag kan en ridklubb i Karlskoga söka?", "Vilka bidrag finns i Karlskoga?"])
def test_what_is_left_out_is_told_only_to_the_kind_that_is(real_assistant: Assistant, text: str) -> None:
    assert not any("Ej bidrag" in statement.text for statement in ask(real_assistant, text).statements)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Vilka bidrag finns i Kumla?", "12 bidrag i Kumla, ordnade efter nästa sista dag. 2 av dem ges av andra än "),
        ("Vilka bidrag ger Kumla kommun?", None),
        ("Vilka statliga bidrag finns?", None),
    ],
)
def test_how_many_the_municipality_does_not_give_itself_is_said(
    real_assistant: Assistant, text: str, told: str | None
) -> None:
    lead = ask(real_assistant, text).lead
    assert lead.startswith(told) if told else "än kommunen" not in lead
