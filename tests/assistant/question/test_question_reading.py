"""How a question is read: the part that asks, misspelt places, spans of time, names, what a seeker is told first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sheets import TODAY, indexed, sheet

from assistant.answer import Assistant
from assistant.composition.compose import Draft, placed
from assistant.domain import Answer, Outcome, Question, Turn
from assistant.language import calling, swedish, values
from assistant.language.vocabulary import Vocabulary, load_vocabulary
from assistant.question.intents import Intent, intents_of
from assistant.question.query import BACKGROUND_WEIGHT, understand
from assistant.settings import Settings
from assistant.wiring import load

SHEETS = {
    "clownpeng.md": sheet(
        "clownpeng",
        """
## Vem

- Söks av clowner mellan 9 och 19 år.

## Ansökan

- Ansökan är öppen 3 februari–7 mars. Ansökan gäller ett år i taget.
- Redovisning senast två månader efter föreställningen.
- Särskild hänsyn tas till skratt på sjukhus och vård av näsor.
""",
        titel="Clownpeng – för unga clowner i länet",
        kommun="[Nora, Kumla]",
    ),
    "lindansarstod.md": sheet(
        "lindansarstod",
        """
## Vad

- Lindansarstödet ges till lina och nät. Vilka som kan söka framgår inte av underlaget.
- Stödet är 700 kr.
""",
        titel="Lindansarstöd – Laxå kommun",
        kommun="Laxå",
    ),
    "lindansarna.md": sheet(
        "lindansarna",
        """
## Vad de gör

- Lindansarna är elva föreningar. Lindansarna möttes den 12 maj 2021.

## Huset

- Lindansarnas hus: Manegevägen 3, med café.

## Nät med stöd

| Nät | Belopp |
|---|---|
| Grovt nät | 400 kr |
| Fint nät | framgår inte |
| Mellannät | 300 kr |
""",
        titel="Lindansarna i Laxå",
        kommun="Laxå",
    ),
    **{
        f"{place.casefold()}-cirkusord.md": sheet(
            f"{place.casefold()}-cirkusord",
            f"""
## Fakta

- Överenskommelsen om cirkus undertecknades den {day} maj 2016.
""",
            titel=f"Överenskommelse om cirkus i {place}",
            kommun=place,
            dokumenttyp="overenskommelse",
        )
        for place, day in (("Kumla", 3), ("Nora", 9))
    },
    "cirkusbegrepp.md": sheet(
        "cirkusbegrepp",
        """
## Begreppslista

| Begrepp | Innebörd |
|---|---|
| TRP (artist i hög ring) | en artist som gungar över ringen |
| Artist i ring | en artist som står i ringen |
| Manege | ringen som artisterna står i |
| Sufflett | taket över manegen |
""",
        titel="Begrepp om cirkus",
    ),
    "cirkuspriset.md": sheet(
        "cirkuspriset",
        """
## Pristagare

| År | Kommun |
|---|---|
| 2011 | Degerfors |
| 2014 | Askersund (tolv nominerade) |
| 2016 | Degerfors, för andra gången |
| 2019 | Borås |
""",
        titel="Cirkuspriset till bästa kommun",
        kommun="[Degerfors, Askersund]",
    ),
    "laxa-cirkusplan.md": sheet(
        "laxa-cirkusplan",
        """
## Mål

- Fler ska se cirkus, och det ska finnas finare nät i hela kommunen.
""",
        titel="Cirkusplan för Laxå",
        kommun="Laxå",
        dokumenttyp="strategi",
    ),
}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    made = indexed(tmp_path_factory.mktemp("reading"), SHEETS)
    assistant = load(Settings(data_dir=made.data_dir))  # with the project's own word list
    yield assistant
    assistant.close()


def ask(world: Assistant, text: str) -> Answer:
    return world.ask(Question(text, TODAY))


def understood(text: str) -> dict[str, float]:
    return dict(understand(Question(text, TODAY), Vocabulary({})).weights)


def test_the_part_that_asks() -> None:
    assert swedish.asking_part("Vi är en klubb i Nora. När söker vi? Tack på förhand.") == "När söker vi?"
    assert swedish.asking_part("nä e sista dan å söka") == "nä e sista dan å söka"


def test_what_somebody_wonders_is_the_part_that_asks_where_nothing_ends_with_a_question_mark() -> None:
    text = "Vi sköter en gammal smedja. Styrelsen undrar när kulturbidraget ska sökas. Vi har ingen dator."
    assert swedish.asking_part(text) == "när kulturbidraget ska sökas."
    assert swedish.asking_part("Jag kommer från Syrien. Finns startbidrag i Kumla") == "Finns startbidrag i Kumla"
    assert swedish.asking_part("Vi är en klubb. Vi vill söka bidrag.") == "Vi är en klubb. Vi vill söka bidrag."
    assert calling.givers("Jag kommer från Syrien. Finns startbidrag i Kumla") == ()
    assert calling.givers("Kan vi få pengar från Boverket?") == ("boverket",)


def test_the_kind_of_answer_is_read_from_what_asks() -> None:
    assert Intent.WHEN in intents_of("Jag är kassör i en klubb. När ska det vara inne?")
    assert Intent.WHEN not in intents_of("När vi var små fick alla pengar. Kan vi få det?")
    assert Intent.AMOUNT not in intents_of("Hur räknas det ut hur mycket vi får?")
    assert Intent.OFFER in intents_of("Vilka slags bidrag finns i Nora?")
    assert Intent.VALIDITY in intents_of("Till vilket år sträcker sig planen?")


def test_the_story_before_a_question_counts_less_than_the_question() -> None:
    weights = understood("Vi dansar på lina varje tisdag. Får vi stöd till nät?")
    assert weights["lina"] == BACKGROUND_WEIGHT * weights["nät"]


def test_a_misspelt_place_is_that_place_and_no_word_of_its_own() -> None:
    weights = understood("stöd i degefors")
    assert "degerfors" in weights
    assert "degefors" not in weights
    assert {"noras", "nora"} <= set(understood("Noras stöd"))


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("Vilka papper ska vi skicka med?", True),
        ("Vad ska en ansökan till fonden innehålla?", True),
        ("Vilka dokument krävs för att söka?", True),
        ("Vilka dokument styr regionens politik?", False),
        ("Vad för dokument är RUS?", False),
    ],
)
def test_papers_to_send_in_are_asked_for(text: str, asks: bool) -> None:
    assert (Intent.ENCLOSURES in intents_of(text)) is asks


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (
            "vilka bilagor till lokalbidrag för idrottsföreningar i Örebro?",
            "Bilagor för lokalbidrag: årsmötesprotokoll",
        ),
        ("Hur snart ska vi redovisa investeringsbidraget i Lindesberg?", "redovisas inom en månad"),
        ("Hur mycket delade regionen ut i föreningsstöd 2019 jämfört med 2022?", "2019 – Totalt: nästan 46 mnkr"),
        ("Hur mycket får man i startbidrag i Hallsberg?", "Belopp och datum för de flesta saknas"),
        ("Vilka bidrag kan en kvinnojour söka?", "kvinno- och tjejjourer"),
        ("Vad kan man få från Kumla för att skicka en ledare på kurs?", "Utbildningsbidrag"),
        ("Varför minskade stödet till föreningar 2024?", "Regionens underskott"),
        ("Vem klubbade civilsamhällesplanen 2022-2025, regionstyrelsen eller fullmäktige?", "fullmäktiges 7 december"),
        ("När reviderades Örebros överenskommelse?", "beslutades den 28 januari 2020"),
        ("vilka kriterier finns för iop i örebro?", "Kommunens måluppfyllelse stärks"),
        ("Vart skickar vi ansökan om Sydnärkebidraget?", "till kultur- och fritidsförvaltningen i Kumla"),
        (
            "Vilka krav ställs på klubben för att kunna ta emot Fritidskortet?",
            "finnas i Fritidskortets utförarregister",
        ),
        ("Vilken andel av kostnaden kan Lindesberg ge till en investering?", "max 75 % av kostnaden"),
        ("Kan en förening i Laxå få Sydnärkebidraget?", "Söks av föreningar för personer med funktionsnedsättning"),
        ("När får vi börja bygga om lokalen med pengar från Boverket?", "Påbörja inte projektet före beslutet"),
        ("När kan man börja söka LOK-stöd?", "senast 25 augusti"),
        ("När får vi pengarna från Karlskoga kommun?", "Utbetalning av årligt bidrag"),
        ("ung peng hur myke får man", "Upp till 6 000 kr"),
        ("Hur mycket fick Kyrkbergets vänner 2023?", "Kyrkbergets vänner 100 000 kr"),
        ("Hur mycket fick studieförbunden totalt i Lindesberg år 2020?", "525 000 kr till nio förbund"),
        ("Vad är skillnaden mellan ASF och socialt företag?", "ASF (arbetsintegrerande socialt företag)"),
        ("Hur stor andel av kostnaden täcker bidraget i Lindesberg?", "max 75 % av kostnaden"),
        ("Hur stort är kulturstipendiet?", "Totalt 30 000 kr per år"),
        ("Hur mycket kan man få för en lovaktivitet i Örebro?", "högst ett halvt prisbasbelopp"),
        ("Vad handlar de fyra delarna i civilsamhällesplanen om?", "Förståelse"),
    ],
)
def test_the_part_that_has_what_is_asked_for_comes_first(real_assistant: Assistant, text: str, shown: str) -> None:
    assert shown in real_assistant.ask(Question(text, TODAY)).statements[0].text


def test_the_newest_agreements_are_compared(real_assistant: Assistant) -> None:
    answer = real_assistant.ask(Question("Jämför Laxås och Örebros överenskommelser", TODAY))
    sources = {citation.passage.document.id for citation in answer.citations}
    assert sources == {"laxa-overenskommelse-2012", "orebro-overenskommelse-2020"}


@pytest.mark.parametrize(
    ("text", "is_date", "is_span"),
    [
        ("Ansökan gäller ett år i taget.", False, True),
        ("Handläggningen tar fyra veckor.", False, True),
        ("Senast två veckor före lovet.", True, True),
        ("Senast 3 maj.", True, False),
    ],
)
def test_how_long_is_not_when(text: str, is_date: bool, is_span: bool) -> None:
    assert values.has_date_in_year(text) is is_date
    assert values.has_span(text) is is_span


def test_when_to_apply_is_not_answered_by_how_long_at_a_time(world: Assistant) -> None:
    answer = ask(world, "När ansöker man om clownpeng?")
    assert "3 februari–7 mars" in answer.text
    assert "två månader" not in answer.text


def test_a_grant_that_is_called_by_its_name_answers_for_a_place_it_does_not_have(world: Assistant) -> None:
    answer = ask(world, "Jag bor i Laxå. Vem kan söka clownpeng?")
    assert [citation.passage.document.id for citation in answer.citations][:1] == ["clownpeng"]


def test_who_asks_what_there_is_to_get_is_told_the_name_of_the_grant(world: Assistant) -> None:
    answer = ask(world, "Vilket bidrag kan en ung clown på nio år få?")
    assert answer.statements[0].text.startswith("Clownpeng: ")
    assert not answer.statements[0].text.startswith("Clownpeng: Clownpeng")


def test_a_section_answers_whole_when_no_part_of_it_says_it_in_the_askers_words(world: Assistant) -> None:
    answer = ask(world, "Vad ska vi trycka på i ansökan om clownpeng?")
    assert "skratt på sjukhus" in answer.text


def test_what_the_nearest_line_says_is_missing_is_not_answered_as_if_it_were_there(world: Assistant) -> None:
    answer = ask(world, "Vilka kan söka lindansarstödet?")
    assert answer.outcome != "answered"
    assert "framgår inte" in answer.text


@pytest.mark.parametrize(
    ("text", "is_individual"),
    [
        ("Har vår redovisning kommit fram till kommunen?", True),
        ("Varför fick just vi avslag?", True),
        ("Vem handlägger just vår ansökan?", True),
        ("Vad händer om vår ansökan kommer in för sent?", False),
        ("När ska vår redovisning vara inne?", False),
        ("Hur ska vi överklaga ett beslut?", False),
        ("Varför får vi inte söka till resor?", False),
    ],
)
def test_how_it_goes_for_one_asker_is_no_question_for_documents(text: str, is_individual: bool) -> None:
    assert understand(Question(text, TODAY), Vocabulary({})).is_individual is is_individual


def test_places_outside_the_county_are_names_also_without_a_capital() -> None:
    assert understand(Question("stöd till klubben i borlänges utkant", TODAY), Vocabulary({})).names == ("borlänge",)


def test_another_town_is_not_answered_from_this_one(world: Assistant) -> None:
    assert ask(world, "borlänge clownpeng vem kan söka").outcome == "not_found"


def test_what_is_to_come_is_not_answered_by_a_day_that_has_been(world: Assistant) -> None:
    assert "12 maj 2021" in ask(world, "När möttes lindansarna?").text
    assert ask(world, "När möts lindansarna nästa gång?").outcome != "answered"


def test_a_plan_of_one_place_is_not_answered_from_another(world: Assistant) -> None:
    assert ask(world, "Vad säger Kumlas cirkusplan om nät?").outcome == "not_found"
    assert "finare nät" in ask(world, "Vad säger Laxås cirkusplan om nät?").text


def test_who_asks_where_is_told_the_place(world: Assistant) -> None:
    assert "Manegevägen 3" in ask(world, "Var ligger lindansarnas hus?").text


def test_rows_with_an_empty_cell_stay_in_their_table(world: Assistant) -> None:
    text = ask(world, "Vilka nät finns det stöd till i Laxå?").text
    assert "Grovt nät" in text
    assert "Fint nät" in text


def test_a_matter_outside_is_answered_only_by_a_source_that_has_the_word(tmp_path: Path) -> None:
    (tmp_path / "ordlista.yaml").write_text("utanför:\n  - [trapetslicens, nät]\n", encoding="utf-8")
    words = load_vocabulary(tmp_path / "ordlista.yaml")
    assert words.outside_words("Får vi trapetslicens för vårt nät?") == ("trapetslicens", "nät")
    assert words.outside_words("Får vi en riktrapetslicens till fisknätet?") == ("riktrapetslicens",)


def test_a_matter_outside_is_not_found(world: Assistant) -> None:
    assert ask(world, "Hur söker vi bygglov för clownpeng i Nora?").outcome == "not_found"


def test_who_asks_how_to_get_in_touch_is_told_nothing_else(world: Assistant) -> None:
    assert ask(world, "Vilket telefonnummer har lindansarna?").outcome == "not_found"


def test_in_a_conversation_a_question_that_names_nothing_of_its_own_goes_on(world: Assistant) -> None:
    asked = Question(
        "Vad händer om vi blir försenade med redovisningen?", TODAY, (Turn("user", "Vem söker clownpeng?"),)
    )
    assert understand(asked, Vocabulary({})).follows_up
    new = Question(
        "Vad händer om vi blir försenade med lindansarstödet?", TODAY, (Turn("user", "Vem söker clownpeng?"),)
    )
    assert not understand(new, Vocabulary({})).follows_up


def test_what_steps_a_matter_goes_through() -> None:
    assert Intent.PROCESS in intents_of("Vilka steg gick planen igenom?")


def test_whether_ones_own_case_is_good_enough_is_answered_in_part(world: Assistant) -> None:
    answer = ask(world, "Räcker min sons ålder, tio år, för att söka clownpeng?")
    assert answer.outcome == "partial"
    assert "mellan 9 och 19 år" in answer.text


def test_names_asked_for_are_not_answered_without_names(world: Assistant) -> None:
    assert ask(world, "Vilka föreningar fick clownpeng?").outcome == "not_found"


def test_the_plan_of_a_place_must_be_there() -> None:
    plans = understand(Question("Vad säger Noras idrottspolitiska program?", TODAY), Vocabulary({})).plans
    assert plans == ("program",)


def test_what_is_asked_of_two_places_is_told_with_their_names(world: Assistant) -> None:
    answer = ask(world, "Var ligger lindansarnas hus?")
    draft = Draft(answer.outcome, answer.statements, answer.citations)
    assert placed(draft, "Laxå").statements[0].text == f"Laxå: {answer.statements[0].text}"
    assert placed(draft, "Nora") == draft  # what is not about a place does not get its name


def test_a_name_with_a_small_word_in_it_is_met_whole() -> None:
    query = understand(Question("Vem leder klubben Nora IF i år?", TODAY), Vocabulary({}))
    assert query.full_names == (("nora", "if"),)


def test_which_places_have_a_plan_is_asked_of_each_that_has_one(world: Assistant) -> None:
    answer = ask(world, "Vilka kommuner har skrivit en överenskommelse?")
    assert {citation.passage.document.id for citation in answer.citations} == {"kumla-cirkusord", "nora-cirkusord"}
    assert any("Kumla" in statement.text for statement in answer.statements)
    assert any("Nora" in statement.text for statement in answer.statements)


def test_the_row_that_is_named_answers_who_seeks_it(world: Assistant) -> None:
    answer = ask(world, "Hur mycket kan vi få till fint nät eller mellannät i Laxå?")
    assert [statement.text for statement in answer.statements if "Grovt" in statement.text] == []
    assert "300 kr" in answer.text


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("Vad betyder sufflett?", ["Sufflett"]),
        ("Vad betyder manege och TRP?", ["Manege", "TRP"]),
        ("Vad är en TRP (artist i hög ring)?", ["TRP"]),
    ],
)
def test_every_term_that_is_asked_for_is_defined_and_none_that_is_a_part_of_it(
    world: Assistant, text: str, terms: list[str]
) -> None:
    assert sorted(one.text.split()[0] for one in ask(world, text).statements) == terms


def test_of_a_table_by_place_the_rows_of_the_place_answer(world: Assistant) -> None:
    assert [one.text[:4] for one in ask(world, "Vilket år fick Askersund cirkuspriset?").statements] == ["2014"]
    assert [one.text[:4] for one in ask(world, "När fick Degerfors cirkuspriset?").statements] == ["2011", "2016"]


@pytest.mark.parametrize(
    "text",
    [
        "Hur lång handläggningstid har lindansarstödet?",
        "Vad står det i Laxå kommuns idrottspolitiska program?",
        "Finns det en överenskommelse mellan Laxå kommun och cirkusen?",
        "Hur mycket var lindansarstödet 2019?",
    ],
)
def test_what_no_source_tells_is_not_answered_from_what_stands_near(world: Assistant, text: str) -> None:
    assert ask(world, text).outcome == "not_found"


def test_the_day_to_apply_is_not_when_the_money_comes(real_assistant: Assistant) -> None:
    assert real_assistant.ask(Question("När får vi pengarna från Kumla kommun?", TODAY)).outcome is Outcome.NOT_FOUND


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("Bara femton har betalat i år. Uppfyller vi kraven?", ()),
        ("Vilka datum gäller i år?", (2026,)),
        ("Vi fick nej 2023. Får vi söka igen?", (2023,)),
    ],
)
def test_years_told_from_now_are_asked_about_where_the_question_itself_tells_them(
    text: str, years: tuple[int, ...]
) -> None:
    assert understand(Question(text, date(2026, 11, 28)), Vocabulary()).years == years
