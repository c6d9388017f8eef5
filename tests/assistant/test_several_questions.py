"""Several questions in one: cut one by one, each answered, and what is left without an answer told in the asker's words."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sheets import TODAY, indexed, sheet

from assistant.answer import Assistant
from assistant.domain import Answer, Outcome, Question
from assistant.several import one_by_one
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
""",
        titel="Lindansbidrag i Kumla",
    ),
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
    ("text", "parts"),
    [
        ("När söker vi och vem beslutar?", ["När söker vi", "vem beslutar?"]),
        ("Hur mycket får vi, och måste vi ha bankgiro?", ["Hur mycket får vi", "måste vi ha bankgiro?"]),
        ("Vilka får söka, hur mycket får man och när?", ["Vilka får söka", "hur mycket får man", "när?"]),
        ("Har reglerna ändrats? Gäller det alla?", ["Har reglerna ändrats", "Gäller det alla?"]),
        ("Which clubs can apply and until when?", ["Which clubs can apply", "until when?"]),
        ("Till vem skickar vi den och till vilken dag?", ["Till vem skickar vi den", "till vilken dag?"]),
    ],
)
def test_each_question_by_itself(text: str, parts: list[str]) -> None:
    assert one_by_one(text) == parts


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
    answer = ask(world, "Hur mycket är lindansbidraget i Kumla, och vilket telefonnummer har de?")
    assert answer.outcome is Outcome.PARTIAL
    assert answer.lead.startswith("Jag hittar inget svar på ”vilket telefonnummer har de”. Det här hittar jag, i")
    assert "700 kr per termin" in answer.text


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


def test_a_part_is_asked_of_the_place_it_names(world: Assistant) -> None:
    answer = ask(world, "Hur mycket är lindansbidraget i Kumla, och när söker man lindansbidrag i Nora?")
    assert answer.outcome is Outcome.ANSWERED
    assert "700 kr" in answer.text
    assert "2 februari" in answer.text


def test_when_all_parts_are_answered_nothing_is_told_as_missing(world: Assistant) -> None:
    answer = ask(world, "När söks lindansbidraget i Kumla och hur mycket är det?")
    assert answer.outcome is Outcome.ANSWERED
    assert answer.lead.startswith("Så här står det i")


def test_the_rest_of_a_question_is_not_answered_by_something_else(world: Assistant) -> None:
    answer = ask(world, "När söks lindansbidraget i Kumla, och vem betalar ut i förskott?")
    assert {citation.passage.document.id for citation in answer.citations} == {"kumla-lindansbidrag"}
    assert "vem betalar ut i förskott" in answer.lead or "förskott" in answer.lead
