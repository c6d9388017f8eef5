"""What of a thing is asked for must be told by what is cited: hours, a price, kronor, who gives; opinions and tasks are none."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sheets import TODAY, indexed, sheet

from assistant import beyond, calling, matching
from assistant.answer import Assistant
from assistant.domain import Answer, Outcome, Question
from assistant.intents import Intent, intents_of
from assistant.wiring import load

SHEETS = {
    "kanotpeng.md": sheet(
        "kanotpeng",
        """
## Belopp

- Kanotpengen täcker högst 75 % av kostnaden för en kanot.
- Paddelstödet är 300 kr per deltagare. Föreningar inom Friluftsfrämjandet kan söka.

## Tider

- Kanotpengen söks senast den 4 mars.

## Båthuset

- Båthuset i Nora har 12 kanoter. Båthuset ligger på Sjögatan 3.
""",
        titel="Kanotpeng – Nora kommun",
        kommun="Nora",
    ),
    "paddelplan.md": sheet(
        "paddelplan",
        """
## Möten

| Möte | När |
|---|---|
| LPS-dag | 3 juni |
| LPS:ens möte | 4 maj |

## Om strategin

- Strategin kallas LPS. Den är länets karta över vattenleder.
""",
        titel="Länets paddelstrategi",
    ),
}


@pytest.fixture(scope="module")
def canoe(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    opened = load(indexed(tmp_path_factory.mktemp("kanot"), SHEETS))
    yield opened
    opened.close()


def told(assistant: Assistant, text: str) -> Answer:
    return assistant.ask(Question(text, TODAY))


@pytest.mark.parametrize(
    "text",
    [
        "Hur stor del av kostnaden täcker kanotpengen?",
        "Hur mycket är paddelstödet per deltagare?",
        "När ska kanotpengen sökas?",
        "Vad är adressen till båthuset i Nora?",
        "Kan ni ge kanotpeng till oss i Nora?",
        "Kan föreningar från Friluftsfrämjandet söka paddelstödet?",
        "Hur många kanoter har båthuset i Nora?",
    ],
)
def test_what_is_told_is_answered(canoe: Assistant, text: str) -> None:
    assert told(canoe, text).outcome is Outcome.ANSWERED


@pytest.mark.parametrize(
    "text",
    [
        "Hur mycket är kanotpengen per paddlare?",
        "Hur högt är taket för kanotpengen i kronor?",
        "Hur mycket ger kanotpengen från Svenska kyrkan?",
        "Vad tycker du om kanotpengen?",
        "Kan du skriva en ansökan om kanotpengen?",
        "Vem fattade beslutet om vår kanotpeng?",
        "Ligger vi före eller efter i kön för kanotpengen?",
    ],
)
def test_what_is_not_told_is_not_answered(canoe: Assistant, text: str) -> None:
    assert told(canoe, text).outcome is Outcome.NOT_FOUND


@pytest.mark.parametrize(
    "text",
    [
        "När har båthuset i Nora öppet?",
        "Varför täcker kanotpengen kostnaden?",
        "Tänker kommunen höja kanotpengen?",
        "Hur många deltagare fick paddelstödet?",
        "Hur snabbt får vi kanotpengen?",
    ],
)
def test_what_is_beside_the_point_is_not_called_a_whole_answer(canoe: Assistant, text: str) -> None:
    assert told(canoe, text).outcome is not Outcome.ANSWERED


@pytest.mark.parametrize(
    "text",
    [
        "kan du kolla när sista dagen är",
        "kan du lista alla bidrag",
        "kan ni betala ut bidrag i förskott",
        "vill du berätta om reglerna",
        "skriv upp vilka som kan söka",
        "tänker vi ansöka i år, vad gäller då",
        "kan du skriva när sista dagen är",
        "kan ni kolla vilka som kan söka",
        "skicka in ansökan, hur gör man",
        "registrera en förening, vart vänder vi oss",
        "lämna in redovisningen senast när",
    ],
)
def test_a_polite_question_is_no_task(text: str) -> None:
    assert not beyond.is_opinion_or_task(text)
    assert not beyond.wants_future(text)


@pytest.mark.parametrize(
    "text", ["kan du skriva ett mejl åt oss", "översätt reglerna till finska", "boka lokalen åt oss"]
)
def test_something_to_be_done_is_a_task(text: str) -> None:
    assert beyond.is_opinion_or_task(text)


def test_the_years_after_a_year_are_asked_for() -> None:
    assert beyond.years_after("vad gäller efter 2027 och bortom år 2030") == (2027, 2030)
    assert beyond.years_after("vad gällde 2027") == ()


def test_a_giver_is_a_name_after_from_and_no_place() -> None:
    assert calling.givers("Vad får vi från Svenska kyrkan?") == ("svenska", "kyrkan")
    assert calling.givers("Vad får vi från Kumla?") == ()


def test_a_shorter_word_does_not_stand_for_a_longer_one() -> None:
    assert matching.similarity("kulturrådet", "kultur") > 0.7
    assert matching.stands_for("kulturrådet", "kultur") == 0.0
    assert matching.stands_for("rådet", "kulturrådet") == matching.similarity("rådet", "kulturrådet")


def test_what_something_is_worth_is_an_amount() -> None:
    for text in (
        "Vad är hyran för salen?",
        "Vad är timpriset?",
        "Vad är medlemsavgiften?",
        "Vad är det mesta man kan få?",
    ):
        assert Intent.AMOUNT in intents_of(text)
    assert Intent.AMOUNT not in intents_of("Vad är ett IOP?")


@pytest.mark.parametrize("text", ["Vad är LPS?", "Vad betyder LPS?"])
def test_what_is_called_so_is_told_and_not_a_day_named_after_it(canoe: Assistant, text: str) -> None:
    answer = told(canoe, text)
    assert answer.statements[0].text.startswith("Strategin kallas LPS.")
    assert not [one for one in answer.statements if "juni" in one.text or "maj" in one.text]
