"""What is chosen of a source: the row that is named, what holds now, how long a plan holds, the kind of value asked for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from sheets import TODAY, document, indexed, passage, sheet

from assistant.answer import Assistant
from assistant.composition.compose import Draft, placed
from assistant.domain import Answer, Citation, Document, Outcome, Passage, Question, Statement, Status
from assistant.language import values
from assistant.language.vocabulary import build
from assistant.passages.units import units_of
from assistant.question.intents import Intent, intents_of
from assistant.question.query import understand
from assistant.question.windows import Window, window
from assistant.retrieval.relevance import has_value
from assistant.selection import headed
from assistant.wiring import load

GRANTS = {
    "cirkuspeng.md": sheet(
        "cirkuspeng",
        """
## Bidrag

| Bidrag | Sista dag | Belopp |
|---|---|---|
| Manegebidrag | 30 april | 1 200 kr |
| Trapetsbidrag | 15 maj | 3 400 kr |
| Jongleringsbidrag | löpande | 500 kr |

## Handläggning

- Ett projekt pågår i högst tre år.
- Handläggningen tar i snitt sex veckor. Nämnden beslutar senast den 20 juni.
- Pengarna får inte gå till resor eller lokalhyra.
""",
        titel="Cirkuspeng i Kumla",
    ),
    "maskpeng.md": sheet(
        "maskpeng",
        """
## Allmänna villkor

- Ideell och demokratisk, säte i kommunen.

## Bidrag

| Bidrag | Datum | Villkor |
|---|---|---|
| Maskbidrag | 31 mars | egen verkstad; upp till 70 000 kr |
| Sminkbidrag | löpande | högst hälften av tiden; minst ett syfte |
| Perukbidrag | framgår inte | högst 900 kr |
""",
        titel="Maskpengen i Nora",
        kommun="Nora",
    ),
    "veteranstod.md": sheet(
        "veteranstod",
        """
## Äldre version

- Sista dag för veteranstödet är den 12 november. Högst 9 000 kr.

## Versionskonflikt

- Nuvarande översikt: stoppdatum 7 februari.
""",
        titel="Veteranstöd i Kumla",
    ),
    "cirkusplan.md": sheet(
        "cirkusplan",
        """
## Mål

- Fler ska kunna se cirkus.

## Status

- Planen löpte ut 2024. Vi har inte hittat någon ny plan.
""",
        titel="Cirkusplan 2020–2024",
        dokumenttyp="handlingsplan",
        giltig_fran="2020",
        giltig_till="2024",
    ),
    "clownavtal.md": sheet(
        "clownavtal",
        """
## Bakgrund

- Clownavtalet är förlängt två gånger.

## Gräns

- Vad som gäller efter 31 mars 2023 hittades inte.

## Läget

- Clownavtalet gällde från den 1 maj 2018 och löpte ut den 31 mars 2023.
""",
        titel="Clownavtal i länet",
        dokumenttyp="overenskommelse",
        giltig_fran="2018-05-01",
        giltig_till="2023-03-31",
    ),
    "clowner.md": sheet(
        "clowner",
        """
## Vad en besökare är

- Sociala clowner går mellan husen. En clown arbetar oftast två och två.
""",
        titel="Besök hos äldre",
    ),
    "ordbok.md": sheet(
        "ordbok",
        """
## Begreppslista

| Begrepp | Innebörd |
|---|---|
| Cirkuskonst | konstform där akrobatik, jonglering och clowneri möts |
| Manege | den runda scen som cirkuskonst visas på |
| Samverkan | att flera parter gör något ihop |
| Social clown | clown som besöker den som inte kan komma till manegen |
""",
        titel="Ord om cirkus",
    ),
}


@pytest.fixture(scope="module")
def circus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    opened = load(indexed(tmp_path_factory.mktemp("cirkus"), GRANTS))
    yield opened
    opened.close()


def told(assistant: Assistant, text: str) -> tuple[Answer, list[str]]:
    answer = assistant.ask(Question(text, TODAY))
    return answer, [statement.text for statement in answer.statements]


def test_a_question_that_names_a_row_is_answered_by_that_row_alone(circus: Assistant) -> None:
    _, said = told(circus, "När är sista dag för trapetsbidraget i Kumla?")
    assert len(said) == 1
    assert "15 maj" in said[0]


def test_another_rows_amount_is_no_answer_to_a_question_that_names_its_own(circus: Assistant) -> None:
    answer, _ = told(circus, "Hur många kronor är sminkbidraget i Nora?")
    assert "70 000" not in answer.text
    _, said = told(circus, "Hur många kronor är maskbidraget i Nora?")
    assert len(said) == 1 and "70 000 kr" in said[0]


def test_an_empty_cell_of_another_row_takes_nothing_from_the_answer(circus: Assistant) -> None:
    answer, said = told(circus, "När ska vi söka maskbidraget i Nora?")
    assert answer.outcome is Outcome.ANSWERED
    assert not any("Perukbidrag" in one for one in said)


def test_a_statement_that_names_another_place_is_not_put_under_the_one_asked_for() -> None:
    source = document("Nora fick priset. Alla får.", municipalities=("Kumla", "Nora"))
    whole = passage(source)
    citations = tuple(
        Citation(number, whole, quote, source.text.index(quote), source.text.index(quote) + len(quote), Status.UNKNOWN)
        for number, quote in enumerate(("Nora fick priset.", "Alla får."), 1)
    )
    statements = tuple(Statement(one.quote, (one.number,), verified=True) for one in citations)
    draft = placed(Draft(Outcome.ANSWERED, statements, citations), "Kumla")
    assert [one.text for one in draft.statements] == ["Nora fick priset.", "Kumla: Alla får."]


def test_what_is_required_of_a_grant_begins_with_its_own_row(circus: Assistant) -> None:
    answer, said = told(circus, "Vilka krav gäller för maskbidraget i Nora?")
    assert answer.outcome is Outcome.ANSWERED
    assert said[0].startswith("Maskbidrag – ")
    assert not any("Sminkbidrag" in one for one in said)


def test_a_definition_is_one_row_of_the_glossary(circus: Assistant) -> None:
    _, said = told(circus, "Vad menas med cirkuskonst?")
    assert len(said) == 1
    assert said[0].startswith("Cirkuskonst – ")


def test_what_holds_now_comes_before_an_older_wording_of_the_same_source(circus: Assistant) -> None:
    _, said = told(circus, "När är sista dag för veteranstödet?")
    assert "7 februari" in said[0]
    assert any("12 november" in text for text in said[1:]), "the conflict is shown, not hidden"


def test_who_asks_for_the_older_wording_gets_it(circus: Assistant) -> None:
    _, said = told(circus, "När var sista dag för veteranstödet enligt den äldre versionen?")
    assert "12 november" in said[0]


@pytest.mark.parametrize("text", ["Gäller cirkusplanen fortfarande?", "Hur länge gäller cirkusplanen?"])
def test_how_long_a_plan_holds_is_answered_by_its_own_dates(circus: Assistant, text: str) -> None:
    answer, said = told(circus, text)
    assert said[0] == "Giltig från 2020 till och med 2024."
    assert any("löpte ut" in line for line in said)
    assert answer.notices, "an outdated source is named as outdated"


def test_how_long_it_holds_is_told_by_the_sentence_with_its_last_day_and_then_by_what_follows(
    circus: Assistant,
) -> None:
    _, said = told(circus, "Gäller clownavtalet fortfarande?")
    assert said[0].startswith("Clownavtalet gällde från")
    assert said[1].startswith("Vad som gäller efter")


@pytest.mark.parametrize("text", ["Vad menas med en social clown?", "Hur definieras social clown?"])
def test_the_row_that_bears_the_very_name_defines_it(circus: Assistant, text: str) -> None:
    _, said = told(circus, text)
    assert said[0].startswith("Social clown – ")


@pytest.mark.parametrize(
    "text",
    ["Hur många år kan ett cirkusprojekt pågå med cirkuspengen?", "Hur länge får ett projekt med cirkuspengen pågå?"],
)
def test_how_long_something_goes_on_is_not_how_long_an_answer_takes(circus: Assistant, text: str) -> None:
    _, said = told(circus, text)
    assert "tre år" in said[0] and not any("sex veckor" in line for line in said)


def test_how_long_something_goes_on_is_not_told_by_when_it_begins(circus: Assistant) -> None:
    answer, _ = told(circus, "Hur länge får jongleringsbidraget pågå?")
    assert answer.outcome is not Outcome.ANSWERED


def test_amounts_are_no_telephone_number_and_how_often_a_board_meets_is_when(circus: Assistant) -> None:
    query = replace(understand(Question("Vem kan jag ringa?", TODAY), build({})), intents=(Intent.CONTACT,))
    (amounts,), (number,) = (units_of(_passage(text)) for text in ("Högst 20 000–50 000 kr.", "Ring 019-602 10 00."))
    assert not has_value(query, amounts) and has_value(query, number)
    meets = understand(Question("När träffas nämnden?", TODAY), build({}))
    assert has_value(meets, units_of(_passage("Nämnden möts fyra gånger per år."))[0])


def _passage(text: str) -> Passage:
    return Passage("en", Document("en", "En", text, "", "en.md"), text, ("Så",), 0, len(text))


def test_how_long_it_takes_is_a_question_for_a_time(circus: Assistant) -> None:
    _, said = told(circus, "Hur lång tid tar handläggningen av cirkuspengen?")
    assert "sex veckor" in said[0]


def test_what_money_may_not_be_used_for_is_answered_by_what_is_left_out(circus: Assistant) -> None:
    _, said = told(circus, "Vad får cirkuspengen inte gå till?")
    assert any("får inte gå till resor" in text for text in said)


def test_an_amount_asked_for_is_not_answered_by_a_rule(circus: Assistant) -> None:
    answer, _ = told(circus, "Hur mycket kan vi få för att bygga en cirkusplan?")
    assert answer.outcome is not Outcome.ANSWERED


@pytest.mark.parametrize(
    ("text", "told_of", "left_out"),
    [
        ("Vilka bidrag kan vi söka i maj i Kumla?", "15 maj", "30 april"),
        ("Vilka bidrag kan vi söka före 5 maj i Kumla?", "30 april", "15 maj"),
        ("Vilka bidrag kan vi söka efter 1 maj i Kumla?", "15 maj", "30 april"),
    ],
)
def test_a_list_keeps_to_the_part_of_the_year_that_is_asked_for(
    circus: Assistant, text: str, told_of: str, left_out: str
) -> None:
    whole = "\n".join(told(circus, text)[1])
    assert told_of in whole
    assert "Jongleringsbidrag – Sista dag: löpande" in whole, "what can be applied for any day fits every part"
    assert f"Sista dag: {left_out}" not in whole


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("i mars", (3, 1), (3, 31)),
        ("före mars", (1, 1), (2, 31)),
        ("senast den 30 april", (1, 1), (4, 30)),
        ("mellan 2 maj och 3 juni", (5, 2), (6, 3)),
        ("från och med augusti", (8, 1), (12, 31)),
    ],
)
def test_parts_of_the_year(text: str, first: tuple[int, int], last: tuple[int, int]) -> None:
    assert window(f"Vilka bidrag kan vi söka {text}?") == Window(first, last)


@pytest.mark.parametrize("text", ["Vilka bidrag finns?", "När i Kumla?", "mellan 3 juni och 2 maj", "Vad hände 2018?"])
def test_no_part_of_the_year(text: str) -> None:
    assert window(text) is None


def test_who_has_a_role_that_no_source_names_is_not_answered(circus: Assistant) -> None:
    answer, _ = told(circus, "Vem är ordförande för cirkuspengen i Kumla?")
    assert answer.outcome is Outcome.NOT_FOUND


def test_what_is_asked_for_by_name_is_found_under_its_heading(circus: Assistant) -> None:
    _, said = told(circus, "Vad är planens mål för cirkusen?")
    assert said[0] == "Fler ska kunna se cirkus."


@pytest.mark.parametrize(
    ("text", "kind", "is_it"),
    [
        ("Gäller överenskommelsen fortfarande?", Intent.VALIDITY, True),
        ("Gäller det idrottsföreningar också?", Intent.VALIDITY, False),
        ("Vilken handlingsplan gäller nu?", Intent.VALIDITY, True),
        ("Vilka åldrar gäller nu?", Intent.VALIDITY, False),
        ("Vad får man inte köpa för pengarna?", Intent.EXCLUSION, True),
        ("Vad får man inte använda pengarna till?", Intent.AMOUNT, False),
        ("Vad får vi per medlem?", Intent.AMOUNT, True),
        ("Hur lång tid tar det?", Intent.WHEN, True),
        ("Hur många år kan ett projekt pågå?", Intent.WHEN, True),
        ("Hur många år kan ett projekt pågå?", Intent.COUNT, False),
        ("Hur många medlemmar måste vi vara?", Intent.COUNT, True),
        ("Hur lång måste en träning vara?", Intent.WHEN, True),
        ("Hur gamla ska medlemmarna vara?", Intent.AGE, True),
        ("Hur gamla är kommunens regler?", Intent.AGE, False),
        ("Vem på kommunen ska man ringa om registret?", Intent.CONTACT, True),
    ],
)
def test_kinds_of_answer(text: str, kind: Intent, is_it: bool) -> None:
    assert (kind in intents_of(text)) is is_it


VERSIONS = {
    "dansplan-2015.md": sheet(
        "dansplan-2015",
        """
## Två mål

1. Fler dansgolv i bygden
2. Dans i skolan

## Uppföljning

- Planen följs upp vart tredje år.
""",
        titel="Dansplan 2015–2019",
        dokumenttyp="handlingsplan",
        giltig_fran="2015",
        giltig_till="2019",
    ),
    "dansplan-2020.md": sheet(
        "dansplan-2020",
        """
## Mål

1. Fler unga dansar
2. Dans på äldreboenden

## Nytt i den här versionen

- Skolorna har fått en egen plan.

## Uppföljning

- Planen följs upp varje år.

## Tack

- Nätverket för folkdans läste utkastet.
""",
        titel="Dansplan 2020–2030",
        dokumenttyp="handlingsplan",
        giltig_fran="2020",
        giltig_till="2030",
        ersatter="dansplan-2015",
    ),
}


@pytest.fixture(scope="module")
def dance(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    opened = load(indexed(tmp_path_factory.mktemp("dans"), VERSIONS | GRANTS))
    yield opened
    opened.close()


@pytest.mark.parametrize(
    "text",
    [
        "Hur skiljer sig dansplanen 2015–2019 från 2020–2030?",
        "Vad är skillnaden mellan den nya dansplanen och den gamla?",
    ],
)
def test_two_versions_are_compared_in_what_both_have(dance: Assistant, text: str) -> None:
    answer, said = told(dance, text)
    whole = "\n".join(said)
    for line in ("Den äldre: Dans i skolan", "Den nyare – Mål: Dans på äldreboenden"):
        assert line in whole
    assert "vart tredje år" in whole
    assert "följs upp varje år" in whole
    assert "egen plan" in said[0], "what the source says of the difference itself comes first"
    assert "folkdans" not in whole, "what only one of them has is left out"
    assert {citation.passage.document.id for citation in answer.citations} == {"dansplan-2015", "dansplan-2020"}
    assert not any(values.has_number(text) for text in said), "no number that is not in a quote, not even of a heading"


def test_a_comparison_of_one_thing_is_not_a_comparison_of_wholes(dance: Assistant) -> None:
    _, said = told(dance, "Hur skiljer sig uppföljningen i dansplanen 2015–2019 från den 2020–2030?")
    assert any("vart tredje år" in text for text in said)
    assert not any("Dans i skolan" in text for text in said)


def test_a_text_without_headings_has_none_to_name(circus: Assistant) -> None:
    passage = next(circus.generation.passages())
    assert headed.bare_heading(replace(passage, headings=())) == ""
    assert headed.bare_heading(replace(passage, headings=("Insatsområde 1 – Samspel",))) == "Samspel"


@pytest.mark.parametrize(
    "text",
    ["Vilken instans fattade beslut?", "När antogs den, och vilket organ tog beslutet?", "Vilken myndighet ger det?"],
)
def test_a_body_by_any_name_is_asked_for_as_who(text: str) -> None:
    assert Intent.WHO in intents_of(text)
    assert Intent.WHO not in intents_of("Får en myndighet söka?")


def test_each_year_by_itself_is_every_row_of_those_years(real_assistant: Assistant) -> None:
    def years(text: str) -> list[str]:
        answer = real_assistant.ask(Question(text, TODAY))
        return [one.text.split(" – ")[0] for one in answer.statements]

    every = [str(year) for year in range(2016, 2023)]
    assert years("Hur stort var regionens föreningsstöd varje år 2016–2022?") == every
    assert years("Hur har regionens föreningsstöd utvecklats?") == every
    assert years("Hur mycket föreningsstöd har regionen gett per år sedan 2020?") == ["2020", "2021", "2022"]
    assert years("Hur stort var regionens föreningsstöd åren 2018–2020?") == ["2018", "2019", "2020"]
    assert years("Hur stort var regionens föreningsstöd 2019?") == ["2019"]


def test_who_may_apply_is_told_with_every_rule_of_it(real_assistant: Assistant) -> None:
    told = [
        one.text for one in real_assistant.ask(Question("Vem kan söka föreningsstöd hos regionen?", TODAY)).statements
    ]
    assert "minst fyra av länets kommuner" in told[0]
    assert any("RF-SISU kan inte" in text for text in told)


def test_the_list_that_is_headed_as_asked_goes_before_a_sentence_elsewhere(real_assistant: Assistant) -> None:
    asked = Question("Vilka principer bygger den nationella överenskommelsen från 2008 på?", TODAY)
    told = [one.text for one in real_assistant.ask(asked).statements]
    assert len(told) == 6 and "Dialog" in told


def test_who_seeks_for_a_place_gets_what_the_county_and_the_state_give_there(real_assistant: Assistant) -> None:
    asked = Question("Min systerdotter är 17 och vill arrangera en spelning i Hallsberg, kan hon få pengar?", TODAY)
    assert "region-ung-peng" in {one.passage.document.id for one in real_assistant.ask(asked).citations}


def test_values_from_several_grants_are_told_with_their_names(real_assistant: Assistant) -> None:
    asked = Question("Hur mycket är ideell tid värd per timme när vi medfinansierar?", TODAY)
    told = [one.text for one in real_assistant.ask(asked).statements]
    assert len(told) > 1 and all(": " in text.split(" kr")[0] for text in told)


def test_what_the_documents_lack_is_the_answer_to_what_they_lack(real_assistant: Assistant) -> None:
    answer = real_assistant.ask(Question("Vad saknas i underlaget om hur RUS genomförs?", TODAY))
    assert answer.outcome is Outcome.ANSWERED
    assert "saknas i underlaget" in answer.statements[0].text


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("Hur många arbetsintegrerande sociala företag finns det?", "företag"),
        ("Hur många föreningar deltog?", "föreningar"),
        ("Hur många unga får söka?", "unga"),
        ("Hur många unga deltar?", "unga"),
        ("Hur många sökande beviljades?", "sökande"),
        ("Hur många olika lokala klubbar är med?", "klubbar"),
    ],
)
def test_what_is_counted_is_the_thing_and_not_what_is_said_of_it(text: str, counted: str) -> None:
    assert understand(Question(text, TODAY), build({})).counted == counted


def test_what_money_is_for_is_not_how_much() -> None:
    assert Intent.AMOUNT not in intents_of("Vad får man pengar för ur stiftelsen?")
    assert Intent.AMOUNT in intents_of("Vad får man i startbidrag?")


def test_how_something_went_is_told_from_beginning_to_end(real_assistant: Assistant) -> None:
    told = real_assistant.ask(Question("Hur gick det till när kulturplanen togs fram?", TODAY)).statements
    assert told[0].text.startswith("Start – Tid: hösten 2021")
    assert len([one for one in told if " – Tid: " in one.text]) == 8


def test_how_money_was_shared_out_is_every_row(real_assistant: Assistant) -> None:
    told = real_assistant.ask(Question("Hur fördelades de regionala kulturmedlen 2023?", TODAY)).statements
    assert len([one for one in told if " – tkr: " in one.text]) == 18


def test_what_is_not_known_here_goes_before_what_is_known_elsewhere(real_assistant: Assistant) -> None:
    told = [
        one.text
        for one in real_assistant.ask(Question("Hur många föreningar finns det i Örebro län?", TODAY)).statements
    ]
    assert told[0].startswith("Ingen siffra för hela Örebro län")
    assert "Värmland" in told[1]


def test_a_refusal_shows_no_silence_about_something_else(real_assistant: Assistant) -> None:
    answer = real_assistant.ask(Question("När söker man skötselbidrag i Kumla?", TODAY))
    assert answer.lead.startswith("Jag hittar inget bidrag som nämner just det")
    assert "hittades inte" not in answer.text  # "IOP hittades inte" is about something else
    told = real_assistant.ask(Question("Har Hallsberg någon överenskommelse?", TODAY))
    assert told.outcome is Outcome.PARTIAL and "inte hittat någon överenskommelse" in told.text


def test_which_municipalities_a_source_is_about_is_told_by_their_names(real_assistant: Assistant) -> None:
    told = real_assistant.ask(Question("Vilka kommuner ingår i Leader Mellansjölandet?", TODAY)).statements
    assert told[0].text == "Gäller: Askersund, Degerfors, Hallsberg, Karlskoga, Kumla, Laxå, Lekeberg, Örebro."
    named = real_assistant.ask(Question("Vilka kommuner gäller Ung peng i?", TODAY)).statements
    assert not [one for one in named if one.text.startswith("Gäller: ")]  # its own words name them


def test_what_an_application_lacks_is_not_what_the_documents_lack(real_assistant: Assistant) -> None:
    assert real_assistant.ask(Question("Vad saknas i ansökan?", TODAY)).outcome is not Outcome.ANSWERED


def test_the_rules_of_a_grant_are_told_by_its_own_source(real_assistant: Assistant) -> None:
    """A municipality that says something of it beside its own rules is not asked about."""
    answer = real_assistant.ask(Question("Vilka krav finns för att få LOK-stöd?", TODAY))
    assert {one.passage.document.id for one in answer.citations} == {"lok-stod"}
