"""Several questions in one: cut one by one, each answered, and what is left without an answer told in the asker's words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from sheets import TODAY, document, indexed, passage, sheet

from assistant import parts
from assistant.answer import Assistant
from assistant.composition.compose import Draft
from assistant.domain import Answer, Citation, Outcome, Question, Statement, Status, Turn
from assistant.inquiry import Found, question_before
from assistant.language.matching import Matcher
from assistant.language.vocabulary import Vocabulary
from assistant.passages.units import units_of
from assistant.question.query import Query, understand
from assistant.question.several import one_by_one
from assistant.retrieval.relevance import Asked, has_wanted
from assistant.wiring import load

SHEETS = {
    "kumla-lindansbidrag.md": sheet(
        "kumla-lindansbidrag",
        """
## Bidrag

| Bidrag | Sista dag | Belopp |
|---|---|---|
| Lindansbidrag | 4 april | 700 kr per termin |
| Nätbidrag | 9 maj | högst 2 500 kr |

## Krav

- Lindansande föreningar ska ha skyddsnät och egna stadgar.

## Kontakt

- Manegeservice, 019-555 01 00.
""",
        titel="Lindansbidrag i Kumla",
    ),
    "fragor/kumla-lindansbidrag.yaml": """\
Kontakt:
  hela:
    - Vilket telefonnummer har kommunen?
    - Vem ringer vi?
Bidrag:
  Lindansbidrag:
    - Hur mycket är lindansbidraget?
    - När söks lindansbidraget?
""",
    "nora-lindansbidrag.md": sheet(
        "nora-lindansbidrag",
        """
## Bidrag

- Lindansbidrag söks senast den 2 februari.
""",
        titel="Lindansbidrag i Nora",
        utgivare="Nora kommun",
        kommun="Nora",
    ),
    "riks-trapetsstod.md": sheet(
        "riks-trapetsstod",
        """
## Villkor

- Trapetsstödet söks av klubbar med minst nio artister. Klubbchefen beslutar om stödet.
- Ett pass ska vara minst tre kvart; minst en ledare, fyllda 14 år.

| Krav | Från 1 juli 2023 |
|---|---|
| Passets längd | minst 40 minuter |
| Ledare | fyllda 14 år |

## Utbetalning

- Pengarna betalas ut den 7 mars varje år.
""",
        titel="Trapetsstödet",
        utgivare="Trapetsförbundet",
        kommun="[Kumla, Nora, Laxå]",
    ),
    "riks-cirkusfond.md": sheet(
        "riks-cirkusfond",
        """
## Utbetalning

- Cirkusfondens medel betalas ut i förskott av styrelsen.
""",
        titel="Cirkusfonden",
        utgivare="Cirkusfonden",
        kommun="Laxå",
    ),
}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    assistant = load(indexed(tmp_path_factory.mktemp("several"), SHEETS))
    yield assistant
    assistant.close()


def ask(world: Assistant, text: str) -> Answer:
    return world.ask(Question(text, TODAY))


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("När söker vi och vem beslutar?", ["När söker vi", "vem beslutar?"]),
        ("Hur mycket får vi, och måste vi ha bankgiro?", ["Hur mycket får vi", "måste vi ha bankgiro?"]),
        ("Vilka får söka, hur mycket får man och när?", ["Vilka får söka", "hur mycket får man", "när?"]),
        ("Har reglerna ändrats? Gäller det alla?", ["Har reglerna ändrats", "Gäller det alla?"]),
        ("Kan en lindansklubb söka, och när är sista dag?", ["Kan en lindansklubb söka", "när är sista dag?"]),
        ("Vem antog den, och gäller den alla klubbar?", ["Vem antog den", "gäller den alla klubbar?"]),
        ("När antogs linplanen, och gäller nätens regler än?", ["När antogs linplanen", "gäller nätens regler än?"]),
        (
            "Hur mycket får vi, och ungefär hur lång tid tar det?",
            ["Hur mycket får vi", "ungefär hur lång tid tar det?"],
        ),
        ("Hur många gånger övar ni, och över hur lång tid?", ["Hur många gånger övar ni", "över hur lång tid?"]),
        ("Hur mycket får vi, och ingår resan?", ["Hur mycket får vi", "ingår resan?"]),
        ("Which clubs can apply and until when?", ["Which clubs can apply", "until when?"]),
        ("Till vem skickar vi den och till vilken dag?", ["Till vem skickar vi den", "till vilken dag?"]),
        ("Vi undrar vem som får söka och när man söker", ["Vi undrar vem som får söka", "när man söker"]),
        (
            "Vad är skillnaden mellan lina och nät, och när söker vi?",
            ["Vad är skillnaden mellan lina och nät", "när söker vi?"],
        ),
    ],
)
def test_each_question_by_itself(text: str, asked: list[str]) -> None:
    assert one_by_one(text) == asked


@pytest.mark.parametrize(
    "text",
    [
        "När söker vi lindansbidrag?",
        "Vi är en lindansklubb i Nora, kan vi få stöd?",
        "Vi har ett nät och kan vi få stöd för det?",
        "Hur mycket får vi, när vi är nystartade?",
        "Om man har ett nät, hur söker man då?",
        "Skiljer sig reglerna mellan 2017 och nu när det gäller beloppen?",
        "Vem ansvarar för lek, idrott och kultur?",
        "När klubben är nybildad, kan den få stöd?",
        "När bidraget betalas ut, måste vi redovisa det?",
        "Vad betyder ”vem får söka, och när” i riktlinjerna?",
        "Vilka mål och vilka åtgärder finns i planen?",
        "När och hur söker man?",
        "Vad är skillnaden på när man söker och när pengarna betalas ut?",
        "Hej, vad roligt, vilka bidrag finns det?",
        "Vad ingår i lindans och nät?",
        "Vi övar i Nora, och har ett nät, kan vi få stöd?",
    ],
)
def test_what_tells_or_only_limits_is_no_question_of_its_own(text: str) -> None:
    assert len(one_by_one(text)) == 1


def test_a_part_that_asks_for_what_nothing_shown_has_is_told_in_its_own_words(world: Assistant) -> None:
    answer = ask(world, "När söker man lindansbidrag i Nora, och vilket telefonnummer har de?")
    assert answer.outcome is Outcome.PARTIAL
    assert answer.lead.startswith("Jag hittar inget svar på ”vilket telefonnummer har de”. Det här hittar jag, i")
    assert "2 februari" in answer.text


def test_a_long_part_is_called_by_its_beginning(world: Assistant) -> None:
    long = "vilket telefonnummer har " + "de som bor granne med den som brukar veta allt om saken " * 3
    lead = ask(world, f"När söker man lindansbidrag i Nora, och {long}?").lead
    called = lead.split("”")[1]
    assert called.startswith("vilket telefonnummer har de som bor granne")
    assert called.endswith(" …")
    assert len(called) <= parts.MOST_QUOTED


def test_a_part_is_looked_for_in_what_answers_the_others(world: Assistant) -> None:
    answer = ask(world, "Hur mycket är lindansbidraget i Kumla, och vilket telefonnummer har kommunen?")
    assert answer.outcome is Outcome.ANSWERED
    assert [statement.text.split()[0] for statement in answer.statements] == ["Lindansbidrag", "Manegeservice,"]


def test_a_part_that_what_is_shown_may_answer_is_told_as_unsure_not_as_missing(world: Assistant) -> None:
    answer = ask(world, "Hur mycket är lindansbidraget i Kumla, och hur många lindansare åt gången?")
    assert answer.outcome is Outcome.PARTIAL
    assert "inte säker på att det här svarar på ”hur många lindansare åt gången”" in answer.lead
    assert "700 kr per termin" in answer.text


def test_a_place_without_an_answer_is_told_by_its_name(world: Assistant) -> None:
    answer = ask(world, "Hur mycket är lindansbidraget i Kumla och Nora?")
    assert answer.outcome is Outcome.PARTIAL
    assert answer.lead.startswith("Jag hittar inget svar för Nora.")
    assert "700 kr" in answer.text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (
            "Hur mycket är lindansbidraget i Kumla, och när betalas trapetsstödet ut?",
            ["700 kr per termin", "7 mars"],
        ),
        ("När söks lindansbidraget i Kumla och när söker man lindansbidrag i Nora?", ["4 april", "2 februari"]),
        (
            "Hur mycket är lindansbidraget i Kumla, och när söker man lindansbidrag i Nora?",
            ["700 kr per termin", "2 februari"],
        ),
        ("När söks lindansbidraget i Kumla och hur mycket är det?", ["4 april", "700 kr per termin"]),
    ],
)
def test_when_all_parts_are_answered_nothing_is_told_as_missing(world: Assistant, text: str, shown: list[str]) -> None:
    answer = ask(world, text)
    assert answer.outcome is Outcome.ANSWERED
    assert answer.lead.startswith("Så här står det i")
    assert all(one in answer.text for one in shown)


@pytest.mark.parametrize(
    ("text", "part", "shown"),
    [
        (
            "Vilka bidrag finns i Uppsala, och när söks lindansbidraget i Kumla?",
            "Vilka bidrag finns i Uppsala",
            "4 april",
        ),
        (
            "Hur mycket är lindansbidraget i Kumla, och vad heter Bagdads borgmästare?",
            "vad heter Bagdads borgmästare",
            "700 kr",
        ),
        ("När söks lindansbidraget i Kumla, och när betalas den ut?", "när betalas den ut", "4 april"),
    ],
)
def test_a_part_about_something_else_is_told_beside_the_answer_to_the_other(
    world: Assistant, text: str, part: str, shown: str
) -> None:
    answer = ask(world, text)
    assert answer.outcome is Outcome.PARTIAL
    assert f"”{part}”" in answer.lead
    assert "Det här hittar jag, i" in answer.lead
    assert shown in answer.text


def test_where_no_part_is_sure_nothing_is_called_found(world: Assistant) -> None:
    lead = ask(world, "Hur många lindansare får vara på nätet i Kumla, och vilken hatt har direktören?").lead
    assert "Det här hittar jag" not in lead


def test_a_place_that_has_no_answer_is_told_by_its_name_also_when_it_is_the_region(world: Assistant) -> None:
    lead = ask(world, "Hur mycket är lindansbidraget i Kumla och i regionen?").lead
    assert lead.startswith("Jag hittar inget svar för regionen.")


def test_the_rest_of_a_question_is_not_answered_by_something_else(world: Assistant) -> None:
    answer = ask(world, "När söks lindansbidraget i Kumla, och vem betalar ut i förskott?")
    assert {citation.passage.document.id for citation in answer.citations} == {"kumla-lindansbidrag"}
    assert "”vem betalar ut i förskott”" in answer.lead


def asked_last(world: Assistant, *turns: str) -> Answer:
    history = tuple(Turn("user", turn) for turn in turns[:-1])
    return world.ask(Question(turns[-1], TODAY, history))


def sources(answer: Answer) -> set[str]:
    return {citation.passage.document.id for citation in answer.citations}


def test_what_was_talked_of_is_kept_over_a_question_that_names_nothing(real_assistant: Assistant) -> None:
    answer = asked_last(
        real_assistant, "Kan vi söka Ung peng i Nora?", "Hur gammal måste man vara?", "När ska man söka?"
    )
    assert sources(answer) == {"region-ung-peng"}


def test_a_follow_up_that_only_another_source_answers_is_in_doubt(real_assistant: Assistant) -> None:
    answer = asked_last(real_assistant, "Vad är PSI?", "Hur blir man medlem?")
    assert answer.outcome is not Outcome.ANSWERED


def test_a_clause_goes_on_about_the_one_before_it_and_not_about_what_was_talked_of(world: Assistant) -> None:
    answer = asked_last(
        world,
        "När söks lindansbidraget i Kumla?",
        "Hur långt är ett pass för trapetsstödet, och när betalas pengarna ut?",
    )
    assert sources(answer) == {"riks-trapetsstod"}
    assert "7 mars" in answer.text


def test_a_question_that_was_asked_before_takes_its_own_place_in_the_talk() -> None:
    first, between = "Hur mycket är lindansbidraget i Kumla?", "Vem får söka trapetsstödet?"
    talk = tuple(Turn("user", text) for text in (first, between, first))
    before = question_before(Question("När söks det?", TODAY, talk))
    assert before is not None
    assert (before.text, before.history) == (first, talk[:2])
    assert question_before(Question(first, TODAY)) is None


@pytest.mark.parametrize(
    ("turns", "lead", "cited"),
    [
        (
            ("Vilka bidrag finns i Uppsala, och vilka finns i Kumla?",),
            "Jag hittar inget svar på ”Vilka bidrag finns i Uppsala”.",
            {"kumla-foreningsbidrag"},
        ),
        (
            ("Kan ni säga vem som får söka Ung peng och när den ska redovisas?",),
            "Jag är inte säker på att det här svarar på ”när den ska redovisas”.",
            {"region-ung-peng"},
        ),
        (
            ("När är sista dagen för LOK-stöd och vad är klockan?",),
            "Jag är inte säker på att det här svarar på ”vad är klockan”.",
            {"lok-stod"},
        ),
        (
            ("När söks startbidrag i Kumla?", "Vem får söka Ung peng, och när?"),
            "Så här står det i",
            {"region-ung-peng"},
        ),
        (("Vad kostar bygglov och vilka bidrag finns i Kumla?",), "", {"kumla-foreningsbidrag"}),
        (("Vem handlägger just vår ansökan i Karlskoga, och när blir den klar?",), "Jag hittar inget svar i", set()),
    ],
)
def test_parts_about_several_matters_are_told_apart(
    real_assistant: Assistant, turns: tuple[str, ...], lead: str, cited: set[str]
) -> None:
    answer = asked_last(real_assistant, *turns)
    assert answer.lead.startswith(lead)
    assert sources(answer) == cited


def part(text: str, *, leans: bool = True) -> Found:
    query = replace(understood(text), leans=leans)
    return Found(Asked(query, Matcher(query.weights, {})), ())


def test_only_a_clause_that_leans_on_the_others_is_sought_in_what_answers_them() -> None:
    sure, astray, new = draft_from("riks-trapetsstod"), Draft(Outcome.NOT_FOUND), draft_from("riks-cirkusfond")
    for leans, settled in ((True, new), (False, astray)):
        parts_of_it = [part("Vem får söka?"), part("När söker man?", leans=leans)]
        assert parts.from_the_same(parts_of_it, [sure, astray], lambda *_: new) == [sure, settled]


def test_a_clause_in_doubt_beside_a_sure_one_is_not_called_by_the_words_it_lacks() -> None:
    lacking = Draft(Outcome.PARTIAL, unmentioned=("hatt",), is_doubtful=True)
    clauses = [part("Vem får söka?"), part("Vilken hatt krävs?")]
    assert [one.unmentioned for one in parts.beside_sure(clauses, [draft_from("riks-cirkusfond"), lacking])] == [(), ()]
    half = Draft(Outcome.PARTIAL)
    assert [one.unmentioned for one in parts.beside_sure(clauses, [half, lacking])] == [(), ("hatt",)]


def test_what_lists_places_by_their_documents_carries_nothing_of_the_talk(real_assistant: Assistant) -> None:
    text = "Vilka kommuner har en överenskommelse?"
    alone, after = asked_last(real_assistant, text), asked_last(real_assistant, "Vad är LOK-stöd?", text)
    assert (after.lead, after.statements) == (alone.lead, alone.statements)


def test_sides_of_a_comparison_are_not_called_by_the_words_of_the_whole() -> None:
    sides = [part("Jämför lindans och trapets"), part("Jämför lindans och trapets")]
    assert parts.silence(sides, [draft_from("riks-trapetsstod"), Draft(Outcome.NOT_FOUND)]) == parts.Silence()


def test_which_body_is_told_by_a_body_whatever_it_does() -> None:
    told = units_of(passage(document("Pengarna betalas ut av kulturnämnden.")))[0]
    assert has_wanted(understood("Vilken nämnd betalar ut?"), told)
    assert not has_wanted(understood("Vem betalar ut?"), told)


def understood(text: str, *before: str) -> Query:
    return understand(Question(text, TODAY, tuple(Turn("user", one) for one in before)), Vocabulary())


def test_a_place_is_carried_on_and_back_only_to_what_names_nothing_of_its_own() -> None:
    def places(text: str) -> list[tuple[str, ...]]:
        return [clause.areas for clause in understood(text).clauses]

    assert places("Hur mycket får vi, och när söker man i Nora?") == [("Nora",), ("Nora",)]
    assert places("När söker man nätbidrag i Nora, och hur mycket är lindansbidraget?") == [("Nora",), ("Nora",)]
    assert places("Vem får söka Cirkusfonden, och när söks nätbidraget i Nora?") == [(), ("Nora",)]
    assert places("Hur mycket är nätbidraget i Kumla, och när söks det i Nora?") == [("Kumla",), ("Nora",)]


def test_a_clause_that_names_its_matter_carries_nothing_and_another_goes_on_about_it() -> None:
    own, leaning = understood("Hur mycket ger Cirkusfonden, och när söker man?").clauses
    assert (own.leans, leaning.leans, leaning.names) == (False, True, ("cirkusfonden",))
    first, second = understood("Hur mycket ger Cirkusfonden, och när söks trapetsstödet?").clauses
    assert (first.names, second.names, second.leans) == (("cirkusfonden",), (), False)
    assert "cirkusfonden" not in second.weights
    assert [clause.leans for clause in understood("Vad ger Cirkusfonden, och när söks lovbidraget?").clauses] == [
        False,
        False,
    ]
    ours, then = understood("Hur går det för vår ansökan, och när blir den klar?").clauses
    assert (ours.is_individual, then.is_individual) == (True, True)
    far, near = understood("Vilka bidrag finns i Uppsala, och vilka finns i Kumla?").clauses
    assert (far.elsewhere, near.elsewhere) == (("uppsala",), ())
    talked = understood("Hur mycket ger Cirkusfonden, och när söker man?", "Vem får söka nätbidrag i Nora?")
    assert [clause.follows_up for clause in talked.clauses] == [False, False]
    private, other = understood("Vad har ordföranden för mobilnummer, och när söks trapetsstödet?").clauses
    assert (private.is_private, other.is_private) == (True, False)
    assert all(
        clause.is_private for clause in understood("Vad är ordförandens mobilnummer, och när ringer vi?").clauses
    )


@pytest.mark.parametrize(
    ("text", "follows"),
    [
        ("vad är social ekonomi?", False),
        ("Vad betyder IOP?", False),
        ("Vad är syftet?", True),
        ("Vad är det för något?", True),
        ("Vad är sista dag?", True),
    ],
)
def test_what_is_to_be_explained_by_its_name_is_no_part_of_what_was_talked_of(text: str, *, follows: bool) -> None:
    assert understood(text, "Hur mycket är lindansbidraget i Kumla?").follows_up is follows


def follow_up(text: str) -> Found:
    turns = (Turn("user", "Vem får söka trapetsstödet?"),)
    query = replace(understand(Question(text, TODAY, turns), Vocabulary()), talked_of=frozenset({"riks-trapetsstod"}))
    return Found(Asked(query, Matcher(query.weights, {})), ())


def draft_from(identifier: str) -> Draft:
    source = passage(document("Pengarna betalas ut den 7 mars.", id=identifier))
    citation = Citation(1, source, source.text, source.start, source.end, Status.UNKNOWN)
    return Draft(Outcome.ANSWERED, (Statement(source.text, (1,), verified=True),), (citation,))


def test_only_what_names_nothing_of_its_own_goes_on() -> None:
    own, other = draft_from("riks-trapetsstod"), draft_from("riks-cirkusfond")
    assert parts.gone_on(follow_up("När betalas pengarna ut?"), lambda *_: own) is own
    assert parts.gone_on(follow_up("När betalas pengarna ut?"), lambda *_: Draft(Outcome.NOT_FOUND)) is None
    assert parts.gone_on(follow_up("Och hur är det i Nora?"), lambda *_: own) is None
    assert parts.strayed(follow_up("När betalas pengarna ut?"), own) is own
    assert parts.strayed(follow_up("Och hur är det i Nora?"), other) is other
    astray = parts.strayed(follow_up("När betalas pengarna ut?"), other)
    assert (astray.outcome, astray.is_doubtful, astray.statements) == (Outcome.PARTIAL, True, other.statements)


def test_who_is_head_of_something_may_decide(world: Assistant) -> None:
    answer = ask(world, "Vem beslutar om trapetsstödet?")
    assert answer.outcome is Outcome.ANSWERED
    assert "Klubbchefen beslutar" in answer.text


@pytest.mark.parametrize(
    "turns",
    [
        ("Hur långt måste ett pass vara för trapetsstödet?",),
        ("Vilka krav ställs på ledare för trapetsstödet?", "Och hur långt måste passet vara?"),
    ],
)
def test_how_long_is_told_by_no_day_and_no_age_nor_by_a_row_that_only_was_talked_of(
    world: Assistant, turns: tuple[str, ...]
) -> None:
    answer = asked_last(world, *turns)
    assert "40 minuter" in answer.text
    assert not any(statement.text.startswith("Ledare") for statement in answer.statements)


def test_a_year_in_a_later_clause_is_not_asked_of_the_one_before() -> None:
    query = understand(Question("Hur många ledamöter har nämnden, och vem var ordförande 2019?", TODAY), Vocabulary())
    first, second = query.clauses
    assert (first.years, second.years) == ((), (2019,))
    assert (first.focus, second.focus) == ("ledamöter", "ordförande")
    carried = understand(Question("Hur stor var potten 2019 och vem beslutade?", TODAY), Vocabulary())
    assert [clause.years for clause in carried.clauses] == [(2019,), (2019,)]


def test_what_holds_now_is_asked_by_the_clause_that_says_so() -> None:
    text = "Hur många mål hade planen, och vilken plan gäller nu?"
    query = understand(Question(text, TODAY), Vocabulary())
    assert [clause.wants_current for clause in query.clauses] == [False, True]


def test_a_follow_up_that_calls_another_source_by_its_title_is_about_that(real_assistant: Assistant) -> None:
    def cited(text: str) -> set[str]:
        before = Turn("user", "Vad gör Föreningsrådet i Örebro?")
        answer = real_assistant.ask(Question(text, TODAY, history=(before,)))
        return {citation.passage.document.id for citation in answer.citations}

    assert cited("Vilka sitter i samverkansrådet?") == {"orebro-samverkansradet"}
    assert cited("Vilka platser har det i samverkansrådet?") == {"orebro-foreningsradet"}  # "det" is what was talked of


def test_a_part_that_goes_on_is_answered_from_what_the_other_part_is_about(real_assistant: Assistant) -> None:
    asked = Question("När tecknades folkhälsoöverenskommelserna och vilka är parter?", TODAY)
    answer = real_assistant.ask(asked)
    assert {citation.passage.document.id for citation in answer.citations} == {"folkhalsooverenskommelser-2018-2023"}
    assert "länets tolv kommuner" in answer.text


def test_how_much_after_whether_is_a_question_of_its_own() -> None:
    asked = one_by_one("Vi är en finsk klubb i Laxå, kan vi få stöd och hur mycket?")
    assert asked == ["Vi är en finsk klubb i Laxå, kan vi få stöd", "hur mycket?"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Sydnärkebidraget: sista dag och vilka kan söka?", ("senast 1 maj", "Söks av föreningar")),
        ("Vilka bilagor och när är sista dag för startbidrag i Kumla?", ("Skatteverkets beslut", "löpande")),
        ("Hur mycket ger Grannskapsinitiativet och krävs egen finansiering?", ("20 000–60 000", "ingen egen")),
    ],
)
def test_each_half_is_asked_also_when_one_has_no_verb_of_its_own(
    real_assistant: Assistant, text: str, told: tuple[str, str]
) -> None:
    answer = real_assistant.ask(Question(text, TODAY))
    assert [words in answer.text for words in told] == [True, True]


def test_what_is_not_known_of_later_years_takes_nothing_from_a_year_that_has_been(real_assistant: Assistant) -> None:
    answer = real_assistant.ask(Question("Hur mycket fick strokeföreningen i projektstöd 2016?", TODAY))
    assert answer.outcome is Outcome.ANSWERED and "13 000 kr" in answer.statements[0].text
    row = real_assistant.ask(Question("När söker man aktivitetsstöd för äldre i Örebro?", TODAY))
    assert not any("inte komplett" in one.text for one in row.statements)
