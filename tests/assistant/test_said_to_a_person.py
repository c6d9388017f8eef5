"""What a person would say first, leave out and add: the answer before its surroundings, one row instead of the table."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sheets import TODAY, indexed, sheet

from assistant.answer import Assistant
from assistant.answerability.sufficiency import judge
from assistant.domain import Answer, Document, Outcome, Passage, Question, Turn
from assistant.language.matching import Matcher
from assistant.language.vocabulary import build
from assistant.passages.units import Unit, units_of
from assistant.question.query import understand
from assistant.retrieval.relevance import Asked
from assistant.retrieval.weighing import Ranked
from assistant.selection.absence import is_absence
from assistant.selection.choosing import _of_wanted_kind
from assistant.wiring import load

SHEETS = {
    "seglarstod.md": sheet(
        "seglarstod",
        """
## Regler

- Minst fyra seglare i åldern 6–19 år och minst 50 minuter på sjön; loggbok sparas tre år.
- Skeppare i åldern får räknas. Inte motorbåt.

## Tider

- Regattabidrag är en garanti vid förlust. Flaggbidrag fanns före 2019 (ansökan fem månader före).
- Ansökningsperioder: 1 februari–20 mars, 1 augusti–20 september.
""",
        titel="Seglarstöd i Kumla",
    ),
    "hamnpeng.md": sheet(
        "hamnpeng",
        """
## Lokala varianter

| Kommun | Skillnad |
|---|---|
| Nora | kopia av ansökan om hamnpeng inom fyra dagar; betalas ut före |
| Laxå | egen blankett |

## Belopp och tid

- Ansök när som helst, senast sju veckor före.

## Vem

- Unga i Kumla, Nora och Laxå. Degerfors är inte med.
""",
        titel="Hamnpeng för unga",
        kommun="[Kumla, Nora, Laxå]",
    ),
    "nora-hamnbidrag.md": sheet(
        "nora-hamnbidrag",
        """
## Bidrag

| Bidrag | Sista dag |
|---|---|
| Hamnstöd (4–19 år) | 7 mars |
| Styrmansutbildning | senast en vecka före utbildning |
| Kajaktivitet | tre veckor före |
""",
        titel="Föreningsbidrag i Nora",
        utgivare="Nora kommun",
        kommun="Nora",
    ),
    "degerfors-hamnstod.md": sheet(
        "degerfors-hamnstod",
        """
## Ej stöd (äldre sida)

- Ekonomiska, politiska och seniorföreningar.
- Versionsfråga: om seniorföreningar nu kan få stöd framgår inte.
""",
        titel="Hamnstöd i Degerfors",
        utgivare="Degerfors kommun",
        kommun="Degerfors",
    ),
    "ankarpeng.md": sheet(
        "ankarpeng",
        """
## Status

- Stödet var pausat under 2024.

## Vem

- Söks av seglarklubbar i länet.

## Belopp

- Ankarpengen är 6 500–9 000 kr.
- Räkneexempel: 7 000 kr i ankarpeng kräver 21 timmars eget arbete.

## Tid

- Ansökan är öppen hela året. Kontakt: regionens föreningsrådgivare.

## Historia

| År | Innehåll |
|---|---|
| 2017 | ankarpeng upp till 14 000 kr |
| senare | ankarpeng 6 500–9 000 kr |
""",
        titel="Ankarpeng",
        utgivare="Region Örebro län",
        kommun="regionen",
    ),
    "fyrfonden.md": sheet(
        "fyrfonden",
        """
## Målgrupper (minst en ska ingå)

- Fyrvaktare till och med 18 år.

## Tre kriterier

- Nytt ljus, deltagande och hållbarhet.

## Fyrkvällen

- Fyrkvällen pågår en till fyra månader.

## Skillnad mot andra stöd

- Fyrfonden ger inte löpande stöd.
""",
        titel="Fyrfonden",
        utgivare="Fyrfonden",
        kommun="nationellt",
    ),
    "hamnavtalet.md": sheet(
        "hamnavtalet",
        """
## Fyra grundsatser

1. Lugn
2. Ordning
3. Öppenhet i hamnavtalet
4. Fart

## Koppling till lokala hamnavtal

- Hamnavtalet bygger på grundsatser, och grundsatserna återkommer i de flesta lokala hamnavtal som bygger på det.
""",
        titel="Hamnavtalet mellan staten och seglarna",
        utgivare="Regeringen",
        dokumenttyp="overenskommelse",
        kommun="nationellt",
    ),
    "sjoord.md": sheet(
        "sjoord",
        """
## Ord

| Ord | Innebörd |
|---|---|
| Brygga | plats där båtar läggs |
| Kaj | mur där fartyg läggs |

## Skillnader som ofta blandas ihop

- Brygga: föreningen bygger själv. Kaj: kommunen bygger. Pir: staten bygger.
""",
        titel="Ord om hamnar",
        utgivare="Region Örebro län",
        dokumenttyp="uppdrag",
        kommun="regionen",
    ),
    "ror-stod.md": sheet(
        "ror-stod",
        """
## Vem

- Söks av roddklubbar anslutna till ett förbund. Annan förening söker inte ROR.

## Belopp per tillfälle

| Källa | Ledarstöd |
|---|---|
| 2021 | 27 kr |
| hösten 2023 | 31 kr |

## Datum

- ROR-stöd söks senast 9 augusti (januari–juni), i RorOnline-formuläret.

## Skillnad mot kommunala stöd

- Kommunernas egna stöd har egna åldrar. ROR-stöd söks först.
""",
        titel="Statligt roddstöd (ROR-stöd)",
        utgivare="Roddförbundet",
        kommun="nationellt",
    ),
    "flottbidrag.md": sheet(
        "flottbidrag",
        """
## Flottbidrag sommaren

- Bidraget är 2 100 kr. Ansökan 2 april–14 maj 2024; handläggning upp till en månad.
""",
        titel="Flottbidrag i Laxå",
        utgivare="Laxå kommun",
        kommun="Laxå",
    ),
    "bojbidrag.md": sheet(
        "bojbidrag",
        """
## Vem

- Söks av båtklubbar. Bidraget minskade genom beslut 3 mars 2023.
""",
        titel="Bojbidrag i Hallsberg",
        utgivare="Hallsbergs kommun",
        kommun="Hallsberg",
    ),
    "kajminskning.md": sheet(
        "kajminskning",
        """
## Beslutade minskningar

| Post | Minskning |
|---|---|
| Kajplatser | 310 000 kr |
| Bryggor | 95 000 kr (2 %) |

- Det här är en slutsats ur procenttalen: stödet till bryggor var cirka 4,7 mnkr. Siffrorna står inte i källan.
""",
        titel="Minskningar av stödet till kajer och bryggor",
    ),
}

SHEETS |= {
    "sjoplan.md": sheet(
        "sjoplan",
        """
## Steg

| Steg | Datum |
|---|---|
| Remiss | 3 februari 2021 |
| Hamnrådet behandlade planen | 8 mars 2021 |
| Sjöfullmäktige antog | 19 maj 2021 |
""",
        titel="Sjöplan 2021–2030",
        dokumenttyp="handlingsplan",
        utgivare="Region Örebro län",
        kommun="regionen",
    ),
    "hallefors-sjobidrag.md": sheet(
        "hallefors-sjobidrag",
        """
## Stoppdatum

| Stoppdatum | Bidrag | Vem |
|---|---|---|
| 12 januari | Fyrbidrag | fyrvaktare |
| 14 februari | Stöd till ljusverksamhet | alla föreningar |
| 14 februari | Lyktbidrag | alla föreningar |

## Krav

- Föreningen ska ha ansökt om ljusverksamhet hos hamnen senast ett år före ansökan.
""",
        titel="Sjöbidrag i Hällefors",
        utgivare="Hällefors kommun",
        kommun="Hällefors",
    ),
    "hamnsparande.md": sheet(
        "hamnsparande",
        """
## Minskade stöd

| Stöd | Minskning |
|---|---|
| Stöd till bojar | 41 000 kr |
| Fyrmedel | 52 000 kr – fryst |
| Kajmedel | 63 000 kr – fryst |
| Brygghyra | 8 000 kr |
| Resor | 7 000 kr |
| Möten | 6 000 kr |
""",
        titel="Hamnens sparande 2024",
        dokumenttyp="nyhet",
        utgivare="Region Örebro län",
        kommun="regionen",
    ),
    "ljusnarsberg-flotte.md": sheet(
        "ljusnarsberg-flotte",
        """
## Tider

- Ansökan 3 maj–9 juni.

## Försening

- 1–5 dagar: avdrag 15 %. Mer än 11 dagar: ansökan tas inte upp.
""",
        titel="Bidrag till flottar i Ljusnarsberg",
        utgivare="Ljusnarsbergs kommun",
        kommun="Ljusnarsberg",
    ),
    "vassplan.md": sheet(
        "vassplan",
        """
## Status

- Vassplanen gällde från den 3 maj 2016 och löpte ut den 30 november 2021.

## Efterföljare

- Vi sökte efter en vassplan med budget för 2027–2031: ingen remiss eller plan hittades.

## Bakgrund

- Vassavtal finns sedan 2004; förlängt 2012–2016 i väntan på utredning.
""",
        titel="Vassplan för länet",
        dokumenttyp="handlingsplan",
        utgivare="Region Örebro län",
        kommun="regionen",
        giltig_fran="2016-05-03",
        giltig_till="2021-11-30",
    ),
    "vassbegrepp.md": sheet(
        "vassbegrepp",
        """
## Läge 2031

- Önskat läge 2031 enligt vassplanen: vassen mår bra.

## Vassråd

- Ett vassråd är ett råd av grannar.
- 17 vassråd år 2015, 44 år 2022.
""",
        titel="Ord om vassar",
        dokumenttyp="uppdrag",
        utgivare="Region Örebro län",
        kommun="regionen",
    ),
    "motorstod.md": sheet(
        "motorstod",
        """
## Omgångar

- Söks av motorklubbar. Start 1 maj; högst sju månader.

| År | Ansökan |
|---|---|
| 2021 | 4 januari–9 februari |
| 2022 | 5 januari–10 februari |
| 2023 | 6 januari–11 februari |
| 2024 | 7 januari–12 februari |
""",
        titel="Motorstöd",
        utgivare="Motorförbundet",
        kommun="nationellt",
    ),
}


@pytest.fixture(scope="module")
def harbour(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    opened = load(indexed(tmp_path_factory.mktemp("hamn"), SHEETS))
    yield opened
    opened.close()


def told(assistant: Assistant, *turns: str) -> tuple[Answer, list[str]]:
    """The answer to the last of some questions in a row, and what it says."""
    history: tuple[Turn, ...] = ()
    answer = None
    for text in turns:
        answer = assistant.ask(Question(text, TODAY, history))
        history += (Turn("user", text), Turn("assistant", answer.text))
    assert answer is not None
    return answer, [statement.text for statement in answer.statements]


def test_the_rule_that_answers_comes_before_the_rule_beside_it(harbour: Assistant) -> None:
    _, said = told(harbour, "Får en 15-årig skeppare räknas i seglarstödet i Kumla?")
    assert said[0].startswith("Skeppare i åldern får räknas")


def test_what_there_was_comes_after_what_there_is(harbour: Assistant) -> None:
    _, said = told(harbour, "när söker vi seglarstöd i kumla")
    assert said[0].startswith("Ansökningsperioder")


def test_how_one_place_differs_is_no_answer_when_no_place_is_asked_about(harbour: Assistant) -> None:
    _, said = told(harbour, "När ska hamnpengen sökas?")
    assert said[0].startswith("Ansök när som helst")
    assert not any(text.startswith("Nora") for text in said)


def test_how_a_place_differs_is_told_to_who_asks_about_it(harbour: Assistant) -> None:
    _, said = told(harbour, "När ska hamnpengen sökas i Nora?")
    assert any(text.startswith("Nora") for text in said)


def test_a_remark_that_something_is_concluded_does_not_make_the_answer_partial(harbour: Assistant) -> None:
    answer, said = told(harbour, "Hur mycket minskade stödet till bryggor?")
    assert answer.outcome is Outcome.ANSWERED
    assert "95 000 kr" in said[0]


@pytest.mark.parametrize(
    ("text", "absent"),
    [
        ("Det här är en slutsats, det står inte uttryckligen i källan.", False),
        ("Summan är 183 612 kr (summan står inte i källan).", False),
        ("Hur avtalet slutade står inte i källan.", True),
        ("Det här är en slutsats. Beloppet framgår inte.", True),
    ],
)
def test_what_counts_as_said_to_be_missing(text: str, absent: bool) -> None:
    assert is_absence(text) is absent


@pytest.mark.parametrize(
    "text", ["Och när är sista dagen?", "hur mycket får vi?", "hur söker man pengar", "Kan vi söka?", "Vad krävs?"]
)
def test_a_question_that_names_nothing_is_asked_back(harbour: Assistant, text: str) -> None:
    answer, said = told(harbour, text)
    assert answer.outcome is Outcome.NOT_FOUND
    assert answer.lead.startswith("Vilket bidrag, vilken kommun eller vilken plan menar du?")
    assert not said
    assert not answer.near_misses


def test_a_reply_to_what_was_asked_back_completes_the_question(harbour: Assistant) -> None:
    _, said = told(harbour, "När ska man söka?", "seglarstöd i Kumla")
    assert said[0].startswith("Ansökningsperioder")


def test_a_follow_up_is_not_asked_back(harbour: Assistant) -> None:
    answer, said = told(harbour, "Hur många seglare krävs för seglarstödet i Kumla?", "Och när söker man?")
    assert "menar du" not in answer.lead
    assert any("20 mars" in text for text in said)


@pytest.mark.parametrize(
    "text", ["hej", "Hej hej!", "Vem är du?", "hjälp", "Vad kan man fråga om här?", "hur funkar det här"]
)
def test_who_greets_or_asks_what_this_is_is_told(harbour: Assistant, text: str) -> None:
    answer, said = told(harbour, text)
    assert answer.outcome is Outcome.NOT_FOUND
    assert answer.lead.startswith("Hej! Jag svarar på frågor om bidrag")
    assert not said
    assert not answer.near_misses


@pytest.mark.parametrize("text", ["tack", "Tack så mycket!", "Okej, tack för hjälpen"])
def test_thanks_are_answered_and_nothing_is_looked_for(harbour: Assistant, text: str) -> None:
    answer, said = told(harbour, "När ska hamnpengen sökas i Kumla?", text)
    assert answer.lead.startswith("Varsågod!")
    assert not said


@pytest.mark.parametrize(
    "text", ["Tack, och när ska hamnpengen sökas i Kumla?", "Hej! När ska hamnpengen sökas i Kumla?"]
)
def test_a_question_after_a_greeting_is_answered(harbour: Assistant, text: str) -> None:
    _, said = told(harbour, text)
    assert said


def test_a_place_alone_asks_the_question_before_it_again(harbour: Assistant) -> None:
    _, said = told(harbour, "När ska hamnpengen sökas i Kumla?", "och i Nora?")
    assert any(text.startswith("Nora") and "fyra dagar" in text for text in said)


def test_a_row_is_called_by_how_the_grants_name_begins(harbour: Assistant) -> None:
    _, said = told(harbour, "När är sista dagen för kajbidrag i Nora?")
    assert said == ["Kajaktivitet – Sista dag: tre veckor före"]


def test_what_a_grant_is_is_who_may_have_it_how_much_and_when(harbour: Assistant) -> None:
    _, said = told(harbour, "Vad är ROR-stöd?")
    assert [text.split()[0] for text in said] == ["Söks", "hösten", "ROR-stöd"]
    assert "31 kr" in said[1], "of rows with years, the newest"


@pytest.mark.parametrize(
    ("first", "apart", "source", "row_answers"),
    [
        ("Minst fyra tuffa på däck.", 3.0, "tuff", True),
        ("Minst fyra tuffa på däck.", 1.0, "tuff", False),  # says nothing of what is asked
        ("Minst fyra tuffa på däck.", 3.0, "annan", False),
        ("Tuffbidragets sista dag framgår inte.", 3.0, "tuff", False),
    ],
)
def test_a_row_of_another_section_has_the_day_that_the_section_of_the_grant_lacks(
    first: str, apart: float, source: str, *, row_answers: bool
) -> None:
    asked = Asked(understand(Question("När söks tuffbidraget?", TODAY), build({})), Matcher({"tuffbidraget": 3.0}, {}))
    rule = Ranked(_unit("tuff", first), score=2.0, own=3.0, apart=3.0, covered=1.0, hit_rank=0)
    row = Ranked(_unit(source, "Tufft stöd söks senast 8 augusti."), 0.9, own=3.0, apart=apart, covered=0.6, hit_rank=1)
    assert _of_wanted_kind(asked, [rule, row]) == ([row] if row_answers else [rule, row])


def test_how_to_apply_begins_with_the_way_and_the_time(harbour: Assistant) -> None:
    answer, said = told(harbour, "Hur söker man ROR-stöd?")
    assert "i RorOnline-formuläret" in said[0]
    assert any(text.startswith("Söks av") for text in said)
    assert not any("passerat" in notice for notice in answer.notices), "the day comes back every year"


@pytest.mark.parametrize("text", ["När ska man söka flottbidrag?", "Kan vi få flottbidrag?", "flottbidrag"])
def test_a_last_day_that_has_been_is_told_as_such(harbour: Assistant, text: str) -> None:
    answer, said = told(harbour, text)
    assert any("14 maj 2024" in line for line in said)
    assert [notice for notice in answer.notices if "14 maj 2024, har passerat" in notice]


def test_the_day_of_a_decision_is_no_last_day(harbour: Assistant) -> None:
    answer, said = told(harbour, "Kan vi få bojbidrag?")
    assert any("3 mars 2023" in text for text in said)
    assert not any("passerat" in notice for notice in answer.notices)


def test_what_gets_no_grant_is_said_under_its_heading(harbour: Assistant) -> None:
    _, said = told(harbour, "Kan seniorföreningar få hamnstöd i Degerfors?")
    assert said[0].startswith("Ej stöd (äldre sida): Ekonomiska, politiska")
    assert sum("Ej stöd (äldre sida)" in text for text in said) == 1


def test_what_was_and_examples_are_left_out_where_something_else_answers(harbour: Assistant) -> None:
    _, said = told(harbour, "Hur stor är ankarpengen?")
    assert said[0] == "Ankarpengen är 6 500–9 000 kr."
    assert not any("14 000" in text or text.startswith(("Räkneexempel", "senare")) for text in said)


def test_what_was_is_told_to_who_asks_for_it(harbour: Assistant) -> None:
    _, said = told(harbour, "Hur stor var ankarpengen 2017?")
    assert any("14 000 kr" in text for text in said)


def test_that_a_grant_is_paused_comes_first_to_who_wants_it(harbour: Assistant) -> None:
    _, said = told(harbour, "Kan vi få pengar från ankarpengen?")
    assert said[0] == "Ankarpeng: Stödet var pausat under 2024."
    _, said = told(harbour, "Hur stor är ankarpengen?")
    assert said[0] != "Stödet var pausat under 2024."


def test_whom_to_turn_to_is_a_question_for_a_contact(harbour: Assistant) -> None:
    _, said = told(harbour, "Vem vänder vi oss till om ankarpengen?")
    assert "föreningsrådgivare" in said[0]


def test_what_a_source_itself_says_of_both_is_the_difference(harbour: Assistant) -> None:
    _, said = told(harbour, "Vad är skillnaden mellan brygga och kaj?")
    assert said == ["Brygga: föreningen bygger själv. Kaj: kommunen bygger. Pir: staten bygger."]


def test_a_word_inside_another_is_not_spoken_of(harbour: Assistant) -> None:
    _, said = told(harbour, "Vad är skillnaden mellan en pir och en bryggans kajplats?")
    assert said != ["Brygga: föreningen bygger själv. Kaj: kommunen bygger. Pir: staten bygger."]


def test_what_a_grant_requires_is_whom_it_is_for_and_its_criteria(harbour: Assistant) -> None:
    _, said = told(harbour, "Vad krävs för fyrfonden?")
    assert said == ["Fyrvaktare till och med 18 år.", "Nytt ljus, deltagande och hållbarhet."]


def test_the_list_that_is_asked_for_by_name_is_the_answer_and_keeps_its_order(harbour: Assistant) -> None:
    _, said = told(harbour, "Vilka grundsatser bygger hamnavtalet på?")
    assert said == ["Lugn", "Ordning", "Öppenhet i hamnavtalet", "Fart"]


def test_a_place_that_a_grant_is_not_for_is_told_of_first(harbour: Assistant) -> None:
    _, said = told(harbour, "hamnpeng i Degerfors?")
    assert "Degerfors är inte med" in said[0]


def test_a_table_that_goes_by_dates_names_its_rows_in_the_next_cell(harbour: Assistant) -> None:
    _, said = told(harbour, "vi är fyrvaktare i Hällefors, när söker vi stöd till ljusverksamhet")
    assert said == ["14 februari – Bidrag: Stöd till ljusverksamhet; Vem: alla föreningar"]


def test_only_the_rows_that_say_what_is_asked(harbour: Assistant) -> None:
    _, said = told(harbour, "Vilka stöd frystes i hamnens sparande 2024?")
    assert [text.split(" – ")[0] for text in said] == ["Fyrmedel", "Kajmedel"]


def test_how_long_is_not_when_to_apply(harbour: Assistant) -> None:
    _, said = told(harbour, "När söker man motorstöd?", "Hur länge får man hålla på?")
    assert said == ["Söks av motorklubbar. Start 1 maj; högst sju månader."]


def _unit(name: str, text: str) -> Unit:
    document = Document(name, "Vassplan", text, "", f"{name}.md")
    return units_of(Passage(name, document, text, ("Läget",), 0, len(text)))[0]


def test_where_the_matter_is_said_to_be_missing_other_sources_are_no_answer() -> None:
    asked = Asked(
        understand(Question("Vilken budget har vassplanen?", TODAY), build({})),
        Matcher({"budget": 3.0, "vassplanen": 2.0}, {}),
    )
    missing = _unit("vassplan", "Vassplanens budget framgår inte.")
    neighbour = _unit("annan", "Grannens vassplan har en budget på 20 kr.")
    assert judge(asked, [missing, neighbour], TODAY)[:2] == (Outcome.NOT_FOUND, [missing])
    assert judge(asked, [neighbour, missing], TODAY)[0] is not Outcome.NOT_FOUND


@pytest.mark.parametrize(("asked_about", "is_shown"), [("Karlskoga", False), ("Degerfors", True)])
def test_silence_about_another_municipality_is_no_answer(asked_about: str, is_shown: bool) -> None:
    text = "Om Degerfors har en ankarpeng framgår inte."
    document = Document(
        "hamn", "Hamnar i Karlskoga och Degerfors", text, "", "hamn.md", municipalities=("Karlskoga", "Degerfors")
    )
    missing = units_of(Passage("hamn:1", document, text, ("Gräns",), 0, len(text)))[0]
    query = understand(Question(f"Finns det en ankarpeng i {asked_about}?", TODAY), build({}))
    judged = judge(Asked(query, Matcher(query.weights, {})), [missing], TODAY)
    assert judged[:2] == (Outcome.NOT_FOUND, [missing] if is_shown else [])


def test_what_is_missing_is_not_answered_with_a_neighbour(harbour: Assistant) -> None:
    answer, said = told(harbour, "Vilken budget har vassplanen 2027–2031?")
    assert answer.outcome is Outcome.NOT_FOUND
    assert not any("Önskat läge" in text for text in said)


def test_whether_it_still_holds_leaves_the_background_out(harbour: Assistant) -> None:
    _, said = told(harbour, "Gäller vassplanen fortfarande?")
    assert said[0].startswith("Vassplanen gällde från")
    assert not any("2004" in text for text in said)


def test_how_many_there_are_is_asked_of_what_was_just_explained(harbour: Assistant) -> None:
    _, said = told(harbour, "Vad är ett vassråd?", "Hur många finns det?")
    assert said == ["17 vassråd år 2015, 44 år 2022."]


STORY = (
    "Vår kapten ramlade, bröt benet, låg nedsövd, fick gips, kryckor, feber, hosta så hon glömde bort allt och vi blev "
    "tre veckor sena med bidraget i ljusnarsberg, är det kört?"
)


def test_a_section_for_what_is_asked_answers_a_story_in_words_that_no_source_has(harbour: Assistant) -> None:
    _, said = told(harbour, STORY)
    assert said == ["1–5 dagar: avdrag 15 %. Mer än 11 dagar: ansökan tas inte upp."]
