"""What of a thing is asked for must be told by what is cited: hours, a price, kronor, who gives; opinions and tasks are none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from sheets import TODAY, document, indexed, passage, sheet

from assistant.answer import Assistant
from assistant.answerability import attributes
from assistant.domain import REGION, Answer, Outcome, Question
from assistant.language import calling, matching
from assistant.language.events import Event, events
from assistant.language.vocabulary import Vocabulary
from assistant.passages.units import Unit, units_of
from assistant.question import beyond
from assistant.question.intents import Intent, intents_of
from assistant.question.query import understand
from assistant.retrieval import relevance
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
    "vattenstiftelsen.md": sheet(
        "vattenstiftelsen",
        """
## Vem

- Söks av föreningar. Inte bolag, inte privatpersoner.

## Små båtar

- Stödet är 4 000–9 000 kr.

## Historia

- Stiftelsen hade 1 000 kr när den började.
""",
        titel="Vattenlotteriets stiftelse",
        utgivare="Sjöfolket",
        kommun="nationellt",
    ),
    "ung-vind.md": sheet(
        "ung-vind",
        """
## Vem

- Söks av unga seglare i Kumla. Högst 800 kr.
""",
        titel="Ung vind – seglarpengar för unga",
        utgivare="Region Örebro län",
        kommun="[Kumla, Laxå]",
    ),
    "kumla-ungdomsvind.md": sheet(
        "kumla-ungdomsvind",
        """
## Redovisning

- Pengar till unga i vind redovisas senast den 9 maj.
""",
        titel="Bidrag till aktiviteter för unga",
        utgivare="Kumla kommun",
        kommun="Kumla",
    ),
    "laxa-paddelspel.md": sheet(
        "laxa-paddelspel",
        """
## Regler

- Minst fem deltagare per paddling. En för sen ansökan om paddelspel avslås.
- Till paddelspelet kom 14 svar.
""",
        titel="Paddelspel i Laxå",
        utgivare="Laxå kommun",
        kommun="Laxå",
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
        "Vad händer om ansökan om paddelspel i Laxå kommer in för sent?",
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
        "Vad händer om vi söker kanotpengen för sent?",
        "Hur många barn fick vara med på paddlingen i Laxå?",
        "Hur många fick avslag på paddelspelet i Laxå?",
        "Hur många sökte paddelstödet?",
    ],
)
def test_what_is_beside_the_point_is_not_called_a_whole_answer_nor_a_part_of_one(canoe: Assistant, text: str) -> None:
    answer = told(canoe, text)
    assert answer.outcome is not Outcome.ANSWERED
    assert "en del av svaret" not in answer.lead


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


def test_what_there_was_is_not_told_to_who_asks_how_much_there_is(canoe: Assistant) -> None:
    answer = told(canoe, "Hur mycket ger Vattenlotteriets stiftelse?")
    assert [one.text for one in answer.statements] == ["Stödet är 4 000–9 000 kr."]


@pytest.mark.parametrize(
    ("text", "is_named"),
    [
        ("Hur mycket kan vi få från Vattenstiftelsen?", True),
        ("Hur mycket kan vi få från Småbåtsstiftelsen?", False),
        ("Hur mycket vatten finns det?", False),
    ],
)
def test_a_source_is_called_by_its_title_or_by_how_its_id_begins(text: str, is_named: bool) -> None:
    fund = document("Stödet är 4 000 kr.", id="vattenstiftelsen", title="Vattenlotteriets stiftelse")
    assert relevance.is_named(fund, understand(Question(text, TODAY), Vocabulary())) is is_named


@pytest.mark.parametrize(
    ("asked", "said", "is_told"),
    [
        ("Hur många barn måste vara med?", "Minst fem deltagare.", True),
        ("Hur många barn var med 2019?", "Minst fem deltagare.", False),
        ("Hur många remissvar kom in?", "Det kom 14 svar.", True),
        ("Hur många remissvar kom in?", "Det kom 14 brev.", False),
        ("Hur många invånare har länet?", "Länet har 14 000 invånare.", True),
        ("Hur många invånare har länet?", "Målet är fler företag per 1 000 invånare.", False),
    ],
)
def test_a_number_tells_what_it_stands_before(asked: str, said: str, is_told: bool) -> None:
    query = understand(Question(asked, TODAY), Vocabulary())
    assert attributes.tells_count(query, units_of(passage(document(said)))) is is_told


@pytest.mark.parametrize(
    ("said", "is_told"),
    [
        ("Dialog med roddklubbarna; delårsrapport (överskott 4,8 mnkr).", False),
        ("Dialog med styrelsen; roddklubbarna fick 4,8 mnkr.", True),
        ("Överskottet är 4,8 mnkr.", True),  # in one piece with what it stands under
    ],
)
def test_an_amount_in_a_clause_about_something_else_tells_no_sum(said: str, is_told: bool) -> None:
    query = understand(Question("Hur mycket fick roddklubbarna?", TODAY), Vocabulary())
    assert attributes.tells_sum(query, units_of(passage(document(said)))) is is_told


@pytest.mark.parametrize("text", ["När ska vi redovisa Ung vind?", "När redovisas ung vind i Kumla?"])
def test_what_is_called_by_its_name_is_not_answered_with_the_day_of_something_else(canoe: Assistant, text: str) -> None:
    assert "9 maj" not in told(canoe, text).text
    assert "800 kr" in told(canoe, "Hur mycket ger Ung vind?").text


def test_how_much_one_can_get_asks_for_a_sum_and_no_rule() -> None:
    assert intents_of("Hur mycket kan vi få?") == (Intent.SEEK, Intent.AMOUNT)
    assert Intent.CONDITION in intents_of("Får vi använda hela beloppet?")


def test_who_has_a_say_is_asked_for_as_who_decides() -> None:
    assert Event.DECIDE in events("Vem bestämmer om vi får pengar?")
    assert Event.DECIDE in events("Fullmäktige bestämde det.")


def only_unit(text: str, heading: str = "Bidrag") -> Unit:
    (unit,) = units_of(passage(document(text), headings=(heading,)))
    return unit


def test_a_clause_that_dates_something_else_does_not_date_the_application() -> None:
    asked = understand(Question("När söks paddelstödet?", TODAY), Vocabulary())
    other = "- Paddelstöd: gemensamma ansökningar går före; redovisning senast en månad efter turen."
    assert not relevance.has_value(asked, only_unit(other))
    assert relevance.has_value(asked, only_unit(other.replace("; ", "; sista ansökningsdag är den 4 mars; ")))


def test_what_an_amount_is_for_each_of_may_stand_in_the_heading() -> None:
    asked = understand(Question("Hur mycket är kanotstödet per tillfälle?", TODAY), Vocabulary())
    assert attributes.tells_each(asked, [only_unit("- Ledare: 24 kr.", heading="Belopp per tillfälle")])
    assert not attributes.tells_each(asked, [only_unit("- Ledare: 24 kr.", heading="Belopp")])


def test_a_name_that_begins_with_a_place_counts_nothing_of_the_place() -> None:
    text = "Orsa: tolv roddklubbar. Nora Kanotråd: sju roddklubbar."
    whole = replace(document(text, id="roddare", title="Roddare i länet"), municipalities=(REGION,))
    units = units_of(passage(whole))
    asked = understand(Question("Hur många roddklubbar finns i Nora?", TODAY), Vocabulary())
    assert not attributes.tells_count(asked, units)


def test_how_to_write_something_well_is_no_question_for_a_fact() -> None:
    assert understand(Question("Hur skriver man en bra verksamhetsplan?", TODAY), Vocabulary()).is_beyond
    assert not understand(Question("Hur skriver man en ansökan i Nora?", TODAY), Vocabulary()).is_beyond
