"""Several questions in one: cut one by one, each answered, and what is left without an answer told in the asker's words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from sheets import TODAY, document, indexed, passage, sheet

from assistant import parts
from assistant.answer import Assistant
from assistant.compose import Draft
from assistant.domain import Answer, Citation, Outcome, Question, Statement, Status, Turn
from assistant.inquiry import Found
from assistant.matching import Matcher
from assistant.query import understand
from assistant.relevance import Asked
from assistant.several import one_by_one
from assistant.vocabulary import Vocabulary
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
        ("Which clubs can apply and until when?", ["Which clubs can apply", "until when?"]),
        ("Till vem skickar vi den och till vilken dag?", ["Till vem skickar vi den", "till vilken dag?"]),
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


def test_a_part_is_looked_for_in_its_own_words_in_what_answers_the_others(world: Assistant) -> None:
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
        real_assistant, "Kan vi söka Ung peng i Nora?", "Hur gammal måste man vara?", "När får vi pengarna?"
    )
    assert sources(answer) == {"region-ung-peng"}


def test_a_follow_up_that_only_another_source_answers_is_in_doubt(real_assistant: Assistant) -> None:
    answer = asked_last(real_assistant, "Vad är PSI?", "Hur blir man medlem?")
    assert answer.outcome is not Outcome.ANSWERED


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
