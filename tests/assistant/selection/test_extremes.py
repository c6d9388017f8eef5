"""The most and the least of a table: the row that has it, where every row can be held against it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sheets import TODAY, indexed, sheet

from assistant.answer import Assistant
from assistant.domain import Document, Outcome, Passage, Question
from assistant.passages.units import Unit, UnitKind
from assistant.selection import extremes
from assistant.wiring import load

SHEETS = {
    "roddpeng.md": sheet(
        "roddpeng",
        """
## Roddpeng per klubb

| Klubb | Roddpeng | Roddare |
|---|---|---|
| Åran | drygt 2 mnkr | 14 |
| Tullen | 1 850 000 kr (cirka 9 %) | 120 |
| Kölen | 90 000 kr – indragen | 31 |
| Totalt | 4 miljoner kronor | 165 |

## Kajakpeng per klubb

| Klubb | Kajakpeng |
|---|---|
| Vass | 7 000 kr |
| Säv | framgår inte |
| Starr | 12 000 kr |

## Båthus

| Båthus | Byggt |
|---|---|
| Norra | 12 maj |
| Södra | 3 juni |
| Västra | 1 april |
""",
        titel="Roddpeng och kajakpeng i Nora",
        kommun="Nora",
    ),
}


@pytest.fixture(scope="module")
def rowing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    assistant = load(indexed(tmp_path_factory.mktemp("rowing"), SHEETS))
    yield assistant
    assistant.close()


def rows(assistant: Assistant, text: str) -> list[str]:
    answer = assistant.ask(Question(text, TODAY))
    assert answer.outcome is not Outcome.NOT_FOUND
    return [statement.text.split(" – ")[0] for statement in answer.statements]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Vilken klubb fick mest roddpeng?", ["Åran"]),  # 2 mnkr is more than 1 850 000 kr
        ("Vilken klubb fick minst roddpeng?", ["Kölen"]),
        ("Vilka två klubbar fick störst roddpeng?", ["Åran", "Tullen"]),
        ("Vilken klubb har flest roddare?", ["Tullen"]),
    ],
)
def test_the_row_with_the_most_or_the_least(rowing: Assistant, text: str, told: list[str]) -> None:
    assert rows(rowing, text) == told


@pytest.mark.parametrize(
    "text",
    [
        "Vilken klubb fick mest kajakpeng?",  # one is not known: it could be that
        "Vilken klubb fick mest roddpeng, Tullen eller Kölen?",  # of two by name
        "Vilka klubbar fick mest och minst roddpeng?",
        "Vilket båthus är störst?",  # days are no sizes
        "Vilken klubb fick inte mest roddpeng?",
        "Vilken kommun fick mest roddpeng?",  # no row is one
    ],
)
def test_where_the_table_cannot_tell_no_row_is_picked(rowing: Assistant, text: str) -> None:
    assert len(rows(rowing, text)) > 1


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Vilken post minskade mest i besparingarna 2024?", ["Verksamhetsmedel – Minskning: drygt 3 mnkr"]),
        ("Vem fick minst kulturmedel 2023?", ["Loka Brunns kurortsmuseum – tkr: 100"]),
    ],
)
def test_in_the_real_corpus(real_assistant: Assistant, text: str, told: list[str]) -> None:
    answer = real_assistant.ask(Question(text, TODAY))
    assert answer.outcome is Outcome.ANSWERED
    assert [statement.text for statement in answer.statements] == told


@pytest.mark.parametrize(
    "text",
    [
        "Vilket museum fick mest kulturmedel 2023?",  # some rows are museums
        "Vem fick mest kulturmedel i Nora 2023?",
        "Vilken kommun fick mest av de regionala kulturmedlen?",
        "Vilken förening fick mest i föreningsstöd 2022 av regionen?",  # the rows are years
        "Vilken förening drabbades mest av besparingarna 2024?",
    ],
)
def test_what_only_some_rows_are_is_not_told_of_all(real_assistant: Assistant, text: str) -> None:
    answer = real_assistant.ask(Question(text, TODAY))
    assert answer.outcome is Outcome.PARTIAL
    assert answer.lead.startswith("Jag är inte säker")


@pytest.mark.parametrize(
    ("cell", "figure"),
    [
        ("7.000 kr", (7000.0, "money")),
        ("cirka 1,5 mnkr", (1_500_000.0, "money")),
        ("2 miljoner kronor", (2_000_000.0, "money")),
        ("2 miljoner besökare", (2_000_000.0, "number besök")),
        ("11 %", (11.0, "share")),
        ("9 400 studietimmar", (9400.0, "number studietimm")),
        ("14", (14.0, "number ")),
        ("68 mnkr nationellt", None),  # of another scope than the other rows
        ("3,4 mnkr, sedan 2 154 100 kr till", None),
        ("20 kr per deltagare", None),
        ("20 000–50 000 kr", None),
        ("12 maj", None),
        ("2024", None),
        ("framgår inte", None),
        ("", None),
    ],
)
def test_one_figure_of_a_cell(cell: str, figure: tuple[float, str] | None) -> None:
    passage = Passage("p", Document("d", "Titel", "text", "", "d.md"), "text", (), 0, 4)
    row = Unit(passage, UnitKind.ROW, "", 0, 0, 0, columns=("Vem", "Hur"), cells=("X", cell))
    assert extremes._figure(row, 1) == figure
