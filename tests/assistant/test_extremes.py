"""The most and the least of a table: the row that has it, where every row can be held against it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sheets import TODAY, indexed, sheet

from assistant.answer import Assistant
from assistant.domain import Outcome, Question
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
    ],
)
def test_where_the_table_cannot_tell_no_row_is_picked(rowing: Assistant, text: str) -> None:
    assert len(rows(rowing, text)) > 1


def test_in_the_real_corpus(real_assistant: Assistant) -> None:
    answer = real_assistant.ask(Question("Vilken post minskade mest i besparingarna 2024?", TODAY))
    assert [statement.text for statement in answer.statements] == ["Verksamhetsmedel – Minskning: drygt 3 mnkr"]
