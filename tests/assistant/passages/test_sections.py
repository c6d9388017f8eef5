"""What sections are for, by their headings, and that a question is answered from the section it asks for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from sheets import TODAY, indexed, sheet

from assistant.answer import Assistant
from assistant.answerability.sufficiency import covers
from assistant.domain import Answer, Document, Passage, Question
from assistant.language.matching import Matcher
from assistant.language.places import is_from_a_place, municipality_of
from assistant.language.swedish import fold
from assistant.language.vocabulary import build
from assistant.passages.sections import asked_for, is_asked_for, kinds_of
from assistant.question.query import Query, understand
from assistant.retrieval.relevance import Asked
from assistant.retrieval.retrieve import Retriever
from assistant.wiring import load

SHEETS = {
    "kanotplan.md": sheet(
        "kanotplan",
        """
## Syfte

- Kanotplanen är till för alla som vill paddla i länet. Planen ska öka paddlingen.

## Mål

- Fler leder för nybörjare, och säkrare bryggor.

## Väg dit

- Remiss hösten 2019; nämnden i mars 2020; fullmäktige den 14 april 2020.

## Uppmärksamhet

- Lyftes fram som förebild av det nordiska paddelnätet.
""",
        titel="Kanotplan 2020–2030",
        dokumenttyp="handlingsplan",
    ),
    "farledsstod.md": sheet(
        "farledsstod",
        """
## Bidrag till farleder (Vattenverket)

- Söks av paddelklubbar som är juridiska personer. Bilagor: stadgar och budget.

## Länets bidrag till bryggor

- Söks av ägare. Bilagor: karta och foton. Ansökan senast den 10 januari.

## Regler

| Vad | Före 1 juli 2023 | Från 1 juli 2023 |
|---|---|---|
| Bryggans längd | minst 6 meter | minst 9 meter |
| Bryggans bredd | minst 1 meter | minst 2 meter |

## Status

- Bidraget till farleder är pausat sedan 2024.
""",
        titel="Farledsstöd från Vattenverket och länet",
    ),
}

SHEETS |= {
    f"{fold(place.casefold())}-paddelpeng.md": sheet(
        f"{fold(place.casefold())}-paddelpeng",
        f"""
## Tider

- Paddelpengen i {place} söks senast den {day}. Besked ges inom fyra veckor.

## Belopp

- Pengen är högst {amount} kr per förening.
""",
        titel=f"Paddelpeng – {place} kommun",
        kommun=place,
        utgivare=f"{place} kommun",
    )
    for place, day, amount in (("Nora", "3 mars", "4 000"), ("Laxå", "9 april", "7 000"))
}
SHEETS["laxa-grillstod.md"] = sheet(
    "laxa-grillstod",
    """
## Belopp

- Grillstödet är högst 900 kr per förening.

## Registrering

- Krävs i Kolboken för den som vill söka.

## Krav

- Den som söker ska ha grillat i Laxå i minst tre år.
""",
    titel="Grillstöd – Laxå kommun",
    kommun="Laxå",
    utgivare="Laxå kommun",
)


@pytest.fixture(scope="module")
def canoes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    assistant = load(indexed(tmp_path_factory.mktemp("canoes"), SHEETS))
    yield assistant
    assistant.close()


def _answer(assistant: Assistant, text: str) -> Answer:
    return assistant.ask(Question(text, TODAY))


def _headings(answer: Answer) -> set[str]:
    return {citation.passage.headings[-1] for citation in answer.citations}


@pytest.mark.parametrize(
    ("question", "heading"),
    [
        ("Vilka steg gick planen igenom?", "Beslutsgång"),
        ("När antogs strategin?", "Datum och källa"),
        ("Vad ska rådet göra?", "Uppdrag"),
        ("Räcker det att förbundet är med?", "Krav"),
        ("Går det att söka stödet?", "Status"),
        ("Är uppgifterna inaktuella?", "Versionskonflikt"),
        ("Vad händer om vi är två veckor sena?", "Försening"),
        ("Vilka sorters bidrag finns?", "Bidragsformer"),
        ("Är det lättare att få pengar nu?", "Konkurrens"),
        ("Hur följs planen upp?", "Mål och mätning"),
        ("Vilka papper ska med?", "Bilagor"),
    ],
)
def test_a_question_asks_for_a_kind_of_section(question: str, heading: str) -> None:
    assert is_asked_for((heading,), question)


def test_a_question_that_names_no_kind_asks_for_no_section() -> None:
    assert asked_for("Hur många paddlar?") == frozenset()
    assert kinds_of("Paddling i Kumla") == frozenset()
    assert not is_asked_for((), "Vad är målen?")


@pytest.mark.parametrize(
    ("question", "heading"),
    [
        ("När antogs kanotplanen av fullmäktige?", "Väg dit"),
        ("Har kanotplanen uppmärksammats någonstans?", "Uppmärksamhet"),
        ("Går det att söka bidrag till farleder?", "Status"),
    ],
)
def test_the_section_asked_for_answers(canoes: Assistant, question: str, heading: str) -> None:
    assert heading in _headings(_answer(canoes, question))


def test_the_section_of_the_one_that_is_named_answers(canoes: Assistant) -> None:
    answer = _answer(canoes, "Vilka bilagor vill Vattenverket ha?")
    assert _headings(answer) == {"Bidrag till farleder (Vattenverket)"}


def test_numbers_of_column_names_are_cited_once_for_all_rows(canoes: Assistant) -> None:
    answer = _answer(canoes, "Vilka regler gäller för bryggans längd och bredd?")
    rows = [one for one in answer.statements if "Från 1 juli 2023" in one.text]
    assert len(rows) == 2
    (shared,) = set(rows[0].citations) & set(rows[1].citations)
    header = next(citation for citation in answer.citations if citation.number == shared)
    assert header.quote == "| Vad | Före 1 juli 2023 | Från 1 juli 2023 |"
    assert header.passage.document.text[header.start : header.end] == header.quote
    assert [citation.number for citation in answer.citations] == list(range(1, len(answer.citations) + 1))


def _asked_in_parts(
    assistant: Assistant, text: str, monkeypatch: pytest.MonkeyPatch
) -> list[tuple[str, frozenset[str]]]:
    """Which documents each part of a question is about, and which it leaves to other parts."""
    seen: list[tuple[str, frozenset[str]]] = []
    search = Retriever.search

    def watched(self: Retriever, query: Query, *rest: Any, avoided: frozenset[str] = frozenset(), **named: Any) -> Any:
        seen.append((query.text, avoided))
        return search(self, query, *rest, avoided=avoided, **named)

    monkeypatch.setattr(Retriever, "search", watched)
    _answer(assistant, text)
    return seen


def test_what_is_compared_leaves_the_source_of_the_other_side_alone_unless_places_tell_them_apart(
    canoes: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    things = _asked_in_parts(canoes, "Vad är skillnaden mellan kanotplanen och farledsstödet?", monkeypatch)
    assert any(avoided for _, avoided in things)
    places = _asked_in_parts(canoes, "Vad skiljer paddelpengen i Nora från paddelpengen i Laxå?", monkeypatch)
    assert len(places) > 1 and not any(avoided for _, avoided in places)


def test_the_second_half_of_a_question_goes_on_about_the_same(canoes: Assistant) -> None:
    answer = _answer(canoes, "När ska paddelpengen i Nora sökas om vi vill ha besked i tid, och hur mycket kan vi få?")
    assert [citation.passage.headings[-1] for citation in answer.citations] == ["Tider", "Belopp"]
    assert {citation.passage.document.id for citation in answer.citations} == {"nora-paddelpeng"}


def test_less_needs_to_be_said_of_what_the_talk_is_about() -> None:
    document = Document("paddel", "Paddelpeng", "Pengen är högst 4 000 kr.", "", "paddel.md")
    passage = Passage("paddel-1", document, document.text, ("Belopp",), 0, len(document.text))
    query = replace(understand(Question("Hur stor är pengen om stormen drar in?", TODAY), build({})), intents=())
    weights = {"pengen": 1.0, "storm": 2.0, "drar": 2.0}
    asked = Asked(query, Matcher(weights, {}))
    assert not covers(asked, [passage])
    assert covers(asked._replace(query=replace(query, talked_of=frozenset({"paddel"}))), [passage])
    assert not covers(asked._replace(query=replace(query, talked_of=frozenset({"annat"}))), [passage])


def test_each_side_of_a_comparison_is_asked_of_its_own_grant(canoes: Assistant) -> None:
    answer = _answer(canoes, "Hur mycket ger Noras paddelpeng jämfört med Laxås grillstöd?")
    assert {citation.passage.document.id for citation in answer.citations} == {"nora-paddelpeng", "laxa-grillstod"}


def test_a_heading_that_is_asked_for_is_the_place(canoes: Assistant) -> None:
    assert _headings(_answer(canoes, "Var registrerar man föreningen för grillstödet i Laxå?")) == {"Registrering"}


def test_who_is_from_a_place_asks_about_that_place(canoes: Assistant) -> None:
    answer = _answer(canoes, "Hur mycket paddelpeng kan en Noraförening få?")
    assert {citation.passage.document.id for citation in answer.citations} == {"nora-paddelpeng"}


@pytest.mark.parametrize("word", ["noraförening", "hallsbergsklubben", "laxåbo", "kumlabor"])
def test_words_for_who_is_from_a_place(word: str) -> None:
    assert is_from_a_place(word) and municipality_of(word)
    assert not is_from_a_place("nora") and not is_from_a_place("laxådalen")
