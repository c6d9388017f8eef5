"""What an asker tells of itself meets the rule that sets a limit for it, first in the answer."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sheets import TODAY, indexed, sheet

from assistant.answer import Assistant
from assistant.composition.thresholds import Measure, measures
from assistant.domain import Outcome, Question
from assistant.language.vocabulary import Vocabulary
from assistant.question.intents import Intent, intents_of
from assistant.question.query import understand
from assistant.wiring import load

SHEETS = {
    "kanotpeng.md": sheet(
        "kanotpeng",
        """
## Vem

- Söks av paddelklubbar med säte i Nora.
- Klubben ska ha varit registrerad i minst två år och ha ett bokslut.
- Klubben ska ha medlemmar i minst tre av länets kommuner.
- Minst tolv medlemmar. Paddlarna ska vara 9–17 år.

## Belopp

- Kanotpengen är 4 000 kr.
- Kanoten ska ägas av klubben i tre år.
""",
        titel="Kanotpeng i Nora",
        kommun="Nora",
    ),
}


@pytest.fixture(scope="module")
def paddling(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    assistant = load(indexed(tmp_path_factory.mktemp("paddling"), SHEETS))
    yield assistant
    assistant.close()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Vi bildades i våras, kan vi söka?", {Measure.SINCE}),
        ("Kan en nystartad klubb söka?", {Measure.SINCE}),
        ("Jag är 19 år, kan jag söka?", {Measure.AGE}),
        ("Får vi räkna en 7-åring?", {Measure.AGE}),
        ("Vi är sju medlemmar, räcker det?", {Measure.MEMBERS}),
        ("Vi har 30 medlemmar och har bara funnits ett halvår, går det?", {Measure.MEMBERS, Measure.SINCE}),
        ("Vi har bara medlemmar i två kommuner, kan vi söka?", {Measure.PLACES}),
        ("Kan vi söka om vi bara finns i en kommun?", {Measure.PLACES}),
        ("Kan vi som bara finns i Lekeberg söka?", {Measure.PLACES}),
        ("Kan vi söka 5 000 kr på 3 kommuner?", set()),
        ("Kan vi söka på 2 timmar?", set()),
        ("Gäller det vuxna också?", {Measure.AGE}),
        ("Är 50 procent taket?", set()),
        ("Vi är 3 föreningar som samarbetar, kan vi söka?", set()),
        ("Kan vi söka om klubben redan har en kanot?", set()),
        ("Huset är 90 år, kan vi söka?", set()),
        ("Får vi ta med ungdomar på 16?", {Measure.AGE}),
        ("Jag är 14 år gammal, får jag söka?", {Measure.AGE}),
        ("Vi är bara fyra månader gamla, går det?", {Measure.SINCE}),
        ("Vi har 1 200 betalande medlemmar, räcker det?", {Measure.MEMBERS}),
        ("Får vi sätta igång direkt?", {Measure.BEGIN}),
        ("Kan man söka i efterhand?", {Measure.BEGIN}),
        ("Vi har redan köpt kanoten, går det ändå?", {Measure.BEGIN}),
        ("Hur länge måste vi vänta på besked?", set()),
        ("Hur ska vi börja när vi söker?", set()),
    ],
)
def test_what_an_asker_tells_of_itself(text: str, told: set[Measure]) -> None:
    assert measures(text) == told


@pytest.mark.parametrize(
    ("text", "first", "focus"),
    [
        (
            "Vi startade vår paddelklubb förra året, kan vi få kanotpeng i Nora?",
            "minst två år",
            "",
        ),  # it is in one piece
        ("Vår klubb i Nora har sju medlemmar, kan vi söka kanotpeng?", "Minst tolv medlemmar", "Minst tolv medlemmar"),
        ("Jag är 19 år, kan jag få kanotpeng i Nora?", "9–17 år", "Paddlarna ska vara 9–17 år"),
        ("Vår klubb har bara medlemmar i två kommuner, kan vi få kanotpeng i Nora?", "minst tre av länets", ""),
    ],
)
def test_the_rule_that_sets_the_limit_comes_first(paddling: Assistant, text: str, first: str, focus: str) -> None:
    answer = paddling.ask(Question(text, TODAY))
    assert answer.outcome is Outcome.ANSWERED
    assert first in answer.statements[0].text
    assert [one.focus for one in answer.statements] == [focus, *[""] * (len(answer.statements) - 1)]


def test_a_rule_for_every_grant_decides_for_each_but_is_no_answer_about_one_that_is_not_there(
    real_assistant: Assistant,
) -> None:
    rule = "minst 20 betalande medlemmar"
    answer = real_assistant.ask(Question("Vi är åtta medlemmar i Lindesberg, kan vi få driftbidrag?", TODAY))
    assert rule in answer.statements[0].text
    other = real_assistant.ask(Question("Vi är åtta medlemmar i Lindesberg, kan vi få kanotbidrag?", TODAY))
    assert other.outcome is not Outcome.ANSWERED


def test_what_is_asked_for_is_told_where_no_limit_is_asked_about(paddling: Assistant) -> None:
    answer = paddling.ask(Question("Hur mycket är kanotpengen i Nora för en nystartad klubb?", TODAY))
    assert "4 000 kr" in answer.statements[0].text


def test_that_a_club_began_last_year_asks_for_no_year_and_no_date() -> None:
    text = "Vi startade klubben förra året, kan vi söka?"
    assert understand(Question(text, TODAY), Vocabulary()).years == ()
    assert understand(Question("Vad gällde förra året?", TODAY), Vocabulary()).years == (TODAY.year - 1,)
    assert Intent.WHEN not in intents_of("Vi startade för fyra månader sen, går det bra?")
    assert Intent.WHEN in intents_of("Vilket år startade klubben?")
