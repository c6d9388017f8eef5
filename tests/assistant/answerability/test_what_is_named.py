"""What is asked for by its name is answered with its own day and sum, and what became of it only by what is known."""

from __future__ import annotations

from datetime import date

import pytest
from sheets import document, passage

from assistant.answer import Assistant
from assistant.answerability.subject import is_of_the_kind, role_found
from assistant.domain import Answer, Outcome, Passage, Question, Turn
from assistant.language.vocabulary import Vocabulary
from assistant.question.query import understand

TODAY = date(2026, 11, 25)


def ask(assistant: Assistant, text: str) -> Answer:
    return assistant.ask(Question(text, TODAY))


def told_of(answer: Answer) -> str:
    return "\n".join(statement.text for statement in answer.statements)


def test_the_day_of_the_grant_beside_it_is_no_answer(real_assistant: Assistant) -> None:
    answer = ask(real_assistant, "När är sista dag för aktivitetsstödet i Hallsberg?")
    assert "1 maj" not in told_of(answer)
    assert answer.outcome is Outcome.NOT_FOUND


def test_the_row_that_lacks_the_sum_is_told_and_not_the_sums_of_the_others(real_assistant: Assistant) -> None:
    answer = ask(real_assistant, "Hur stort är aktivitetsbidraget för seniorer i Kumla?")
    assert all(statement.text.startswith("Aktivitetsbidrag") for statement in answer.statements)
    assert answer.outcome is not Outcome.ANSWERED


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("När söker en simklubb i Hallsberg LOK-stöd?", "lok-stod"),
        ("Vad är sista dagen för Boverkets bidrag i Nora?", "boverket-samlingslokaler"),
        ("Kan vi i Degerfors få LONA-bidrag?", "lona-bidrag"),
    ],
)
def test_what_the_country_gives_is_given_in_the_municipality_too(
    real_assistant: Assistant, text: str, source: str
) -> None:
    answer = ask(real_assistant, text)
    assert {citation.passage.document.id for citation in answer.citations} == {source}


def test_a_municipalitys_own_source_is_not_left_for_a_national_one_about_the_same(real_assistant: Assistant) -> None:
    answer = ask(real_assistant, "Vad gör Karlskogas IOP med Möckelnföreningarna?")
    assert "karlskoga-iop-mockelnforeningarna" in {citation.passage.document.id for citation in answer.citations}


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        ("Röstade riksdagen ja till demokrativillkoren?", "biföll förslaget står inte"),
        ("Har stödet till lokala utvecklingsgrupper i Örebro öppnat igen?", "vi vet inte om pausen"),
        ("Fick Ung Företagsamhet pengarna de sökte?", "Utfallen framgår inte"),
    ],
)
def test_how_it_ended_is_not_taken_from_what_was_planned(real_assistant: Assistant, text: str, unknown: str) -> None:
    answer = ask(real_assistant, text)
    assert unknown in told_of(answer)
    assert answer.outcome is Outcome.PARTIAL


def test_how_many_there_are_in_the_country_is_not_how_many_there_are_here(real_assistant: Assistant) -> None:
    assert ask(real_assistant, "Hur många IOP-avtal har Örebro kommun?").outcome is not Outcome.ANSWERED


def test_what_a_membership_costs_is_told(real_assistant: Assistant) -> None:
    answer = ask(real_assistant, "Vad kostar det att vara medlem i Leader Mellansjölandet?")
    assert "100 kr per år" in told_of(answer)


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("Gäller Lindesbergs regler för driftbidrag fortfarande?", "Reglerna är troligen inaktuella"),
        ("Är stiftelsernas datum fortfarande aktuella?", "kan inte tas som besked"),
    ],
)
def test_whether_it_still_holds_is_told_by_what_the_source_says_of_its_age(
    real_assistant: Assistant, text: str, age: str
) -> None:
    answer = ask(real_assistant, text)
    assert age in answer.statements[0].text
    assert answer.outcome is Outcome.PARTIAL


def test_sums_of_a_table_are_told_whole_when_most_of_them_are(real_assistant: Assistant) -> None:
    told = [one.text.split(" – ")[0] for one in ask(real_assistant, "Hur mycket fick studieförbunden 2020?").statements]
    assert len(told) == 10
    assert told[0] == "ABF" and told[-1] == "Kulturens"


def test_what_a_grant_goes_to_is_not_the_share_of_who_gives_it(real_assistant: Assistant) -> None:
    answer = ask(real_assistant, "Vad går Boverkets bidrag till?")
    assert answer.statements[0].text.startswith("Bidraget går till: ny-, om- och tillbyggnad")


def test_a_grant_is_found_by_what_may_stand_for_its_name(real_assistant: Assistant) -> None:
    assert "Föreningslokalbidrag" in told_of(ask(real_assistant, "Hur stort är lokalhyresbidraget i Ljusnarsberg?"))


def test_what_a_source_for_all_gives_is_told_by_that_and_not_by_who_passed_it_on(real_assistant: Assistant) -> None:
    answer = ask(real_assistant, "Vad är högsta beloppet i Grannskapsinitiativet för en klubb i Hällefors?")
    assert {one.passage.document.id for one in answer.citations} == {"postkodstiftelsen"}


def test_a_kind_of_grant_that_a_source_for_all_has_in_its_title_is_not_taken_from_the_municipality(
    real_assistant: Assistant,
) -> None:
    answer = ask(real_assistant, "När är sista dagen för investeringsbidrag under ett prisbasbelopp i Örebro?")
    assert "boverket-samlingslokaler" not in {one.passage.document.id for one in answer.citations}


def test_a_grant_called_after_another_holiday_is_no_answer() -> None:
    summer = passage(document("Sommarpengen söks före 1 maj.", title="Sommarbidrag i Nora"))
    both = passage(document("Sommarpengen räcker också till höstlovet.", title="Sommarbidrag i Nora"))

    def fits(text: str, one: Passage) -> bool:
        return is_of_the_kind(understand(Question(text, TODAY), Vocabulary()), one)

    assert not fits("När söker man för höstlovet?", summer)
    assert fits("När söker man för höstlovet?", both)
    assert fits("När söker man för sommarlovet?", summer)
    assert fits("Räcker sommarpengen till höstlovet?", summer), "it is called by its name"
    assert fits("När söker man?", summer)


def test_the_agreement_of_the_country_is_not_that_of_a_municipality(real_assistant: Assistant) -> None:
    answer = ask(real_assistant, "Vad är tanken med den nationella överenskommelsen?")
    assert {one.passage.document.id for one in answer.citations} == {"nationell-overenskommelse-2008"}


def test_who_has_a_role_is_told_by_the_role_and_not_by_a_word_like_it() -> None:
    asked = understand(Question("Vad heter strategen?", TODAY), Vocabulary())
    assert not role_found(asked, [passage(document("Tre strategiska inriktningar i strategin."))])
    assert role_found(asked, [passage(document("Frågor svarar kommunstrategen på."))])


def test_a_row_whose_name_is_cut_off_is_not_called_by_what_is_left_of_it(real_assistant: Assistant) -> None:
    answer = ask(real_assistant, "Vi är en idéburen förening i Örebro, vad är sista dag för verksamhetsbidraget?")
    assert "31 mars" in answer.statements[0].text


def test_when_a_source_was_written_is_not_when_to_report(real_assistant: Assistant) -> None:
    answer = ask(real_assistant, "När återrapporterar man extra föreningsstöd i Karlskoga?")
    assert "Återrapport året efter" in answer.statements[0].text


def test_what_is_paid_afterwards_is_paid_some_time(real_assistant: Assistant) -> None:
    assert "i efterskott" in told_of(ask(real_assistant, "När betalas pengarna ut från Leader Bergslagen?"))


def test_a_follow_up_that_only_asks_when_is_about_what_was_talked_of(real_assistant: Assistant) -> None:
    history = (Turn("user", "Vem kan söka regionens föreningsstöd?"),)
    answer = real_assistant.ask(Question("När söker man?", TODAY, history=history))
    assert answer.outcome is Outcome.ANSWERED
    assert {one.passage.document.id for one in answer.citations} == {"region-foreningsstod-2025"}


def test_a_sum_is_not_taken_back_by_what_is_added_of_another_year(real_assistant: Assistant) -> None:
    history = (Turn("user", "Vad är regionens kulturstipendium?"),)
    answer = real_assistant.ask(Question("Vad är beloppet?", TODAY, history=history))
    assert "30 000 kr" in told_of(answer)
    assert answer.outcome is Outcome.ANSWERED


def test_a_source_that_is_named_is_told_of_though_it_has_not_the_word(real_assistant: Assistant) -> None:
    answer = ask(real_assistant, "Vad granskar Arvsfonden?")
    assert answer.outcome is Outcome.PARTIAL
    assert answer.lead.startswith("Källan nämner inte ”granskar”.")


def test_what_another_matter_is_not_known_to_have_become_is_not_told(real_assistant: Assistant) -> None:
    answer = ask(real_assistant, "Fick föreningslivet mindre pengar 2024?")
    assert "Utvecklingsmedel" not in answer.statements[0].text
    assert "1 825 000 kr" in told_of(answer)


def test_how_many_there_were_is_only_a_part_of_how_many_there_are(real_assistant: Assistant) -> None:
    answer = ask(real_assistant, "Hur många föreningar är med i Örebro Föreningsråd just nu?")
    assert answer.outcome is not Outcome.ANSWERED
    assert ask(real_assistant, "Hur många föreningar var med i Örebro Föreningsråd 2017?").outcome is Outcome.ANSWERED


def test_what_has_few_words_of_the_question_but_comes_near_is_told_as_unsure(real_assistant: Assistant) -> None:
    answer = ask(real_assistant, "May our federation join the register for each local association?")
    assert answer.outcome is Outcome.PARTIAL
    assert answer.lead.startswith(("Jag är inte säker på att det här svarar på din fråga.", "Källan nämner inte"))
    assert (
        ask(real_assistant, "Hur mycket betalade Nora kommun till simklubben förra året?").outcome is Outcome.NOT_FOUND
    )


def test_a_clause_in_doubt_is_told_by_the_source_of_the_other_clause(real_assistant: Assistant) -> None:
    text = "Vem prövar demokrativillkoret för folkhögskolor, och vilket datum var tänkt som start för reglerna?"
    answer = ask(real_assistant, text)
    assert {one.passage.document.id for one in answer.citations} == {"nationell-demokrativillkor"}


def test_the_rule_of_the_grant_that_is_named_decides_also_in_its_row(real_assistant: Assistant) -> None:
    answer = ask(real_assistant, "Vi startade i fjol, kan vi få lokalstöd av Arvsfonden?")
    assert "funnits minst två år" in answer.statements[0].text


def test_a_row_of_a_year_may_name_more_than_the_year(real_assistant: Assistant) -> None:
    text = told_of(ask(real_assistant, "Hur skilde sig LOK-stödets belopp mellan 2021 och hösten 2023?"))
    assert "Ledarstöd: 21 kr" in text and "Ledarstöd: 24 kr" in text
