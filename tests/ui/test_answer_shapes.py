"""How an answer's statements are read: rows as a table, sources side by side, the rest as a list."""

from __future__ import annotations

from dataclasses import replace

import pytest
from page_fakes import PLAN, TABLE, TODAY, answered, cite, document, passage

from assistant.domain import Answer, Citation, Question, Statement, Status
from ui import texts
from ui.arranging import Listed, Sides, Table, Versions, arranged
from ui.markup import escape
from ui.messages import answer_html

ROWS = (
    "| Startbidrag | löpande | 1 000 kr |",
    "| Aktivitetsbidrag | 25 februari och 25 augusti | per deltagare |",
    "| Lovbidrag | – | 500 kr |",
)
GRANTS = replace(
    TABLE, text="## Bidrag\n\n| Bidrag | När | Belopp |\n|---|---|---|\n" + "\n".join(ROWS) + "\n\nMer text.\n"
)
TOLD = (
    "Startbidrag – När: löpande; Belopp: 1 000 kr",
    "Aktivitetsbidrag – När: 25 februari och 25 augusti; Belopp: per deltagare",
    "Lovbidrag – Belopp: 500 kr",
)


def answer(*said: tuple[str, Citation], question: str = "Vilka bidrag finns?") -> Answer:
    statements = tuple(Statement(text, (place,), verified=True) for place, (text, _) in enumerate(said, 1))
    citations = tuple(replace(citation, number=place) for place, (_, citation) in enumerate(said, 1))
    return answered(Question(question, TODAY), statements=statements, citations=citations, notices=())


def rows(count: int = 3) -> list[tuple[str, Citation]]:
    whole = passage(GRANTS, headings=("Bidrag",))
    return [(text, cite(whole, quote)) for text, quote in list(zip(TOLD, ROWS, strict=True))[:count]]


def test_rows_of_one_table_are_read_as_a_table_under_its_own_columns() -> None:
    more = ("Mer text.", cite(passage(GRANTS), "Mer text."))
    table, rest = arranged(answer(*rows(), more))
    assert isinstance(table, Table)
    assert (table.caption, table.columns) == ("Bidrag", ("Bidrag", "När", "Belopp"))
    assert [row.cells for row in table.rows][2] == ("Lovbidrag", "", "500 kr")
    assert isinstance(rest, Listed)
    html = answer_html(answer(*rows(), more))
    assert "Bidrag: 3 rader ur källans tabell" in html
    assert '<th scope="col">Belopp</th>' in html
    assert '<th scope="row">Startbidrag <a class="cite" href="#kalla-1">' in html
    assert '<div class="ensam">Mer text.' in html


@pytest.mark.parametrize(
    "said",
    [
        rows(2),
        [
            ("Startbidrag – När: löpande", rows()[0][1]),
            *rows()[1:],
        ],  # a statement that leaves a cell out is no whole row
        [("Startbidrag – När: löpande; Belopp: 9 000 kr", rows()[0][1]), *rows()[1:]],
    ],
)
def test_what_is_not_whole_rows_stays_a_list(said: list[tuple[str, Citation]]) -> None:
    assert all(isinstance(part, Listed) for part in arranged(answer(*said)))


def side_of(name: str, words: str, status: Status = Status.IN_FORCE) -> tuple[str, Citation]:
    of = document(id=name.lower(), title=f"Bidrag – {name}", text=f"{words}\n", municipalities=(name,))
    return f"{name} – Belopp: {words}", cite(passage(of, headings=("Belopp",)), words, status=status)


def test_places_side_by_side_get_a_row_each_and_a_gap_is_said() -> None:
    asked = answer(
        side_of("Kumla", "1 000 kr"), side_of("Nora", "500 kr"), side_of("Kumla", "2 000 kr"),
        question="Jämför bidrag i Kumla, Nora och Askersunds kommun",
    )  # fmt: skip
    (sides,) = arranged(asked)
    assert isinstance(sides, Sides)
    assert [(one.name, len(one.told)) for one in sides.sides] == [("Kumla", 2), ("Nora", 1), ("Askersund", 0)]
    html = answer_html(asked)
    assert html.count("<tr>") == 4
    assert html.count("Belopp:") == 2  # once for each side that tells
    assert f'<th scope="row">Askersund</th><td><span class="lucka">{texts.SIDE_GAP}</span></td>' in html


def test_versions_side_by_side_begin_with_the_older_and_say_once_that_it_is_replaced() -> None:
    old, new = passage(PLAN), side_of("Nora", "Fler mål")[1]
    first, second = "Fullmäktige antog den i december.", "Den följs upp varje år."
    said = [("Den nyare – Mål: Fler mål", new)]
    said += [(f"Den äldre – Mål: {first}", cite(old, first, status=Status.SUPERSEDED))]
    said += [(f"Den äldre: {second}", cite(old, second, status=Status.SUPERSEDED))]
    html = answer_html(answer(*said))
    assert html.index("Den äldre") < html.index("Den nyare")
    assert html.count(texts.OUTDATED[Status.SUPERSEDED]) == 1


def test_one_side_alone_or_a_statement_without_a_side_is_no_comparison() -> None:
    assert not isinstance(arranged(answer(side_of("Kumla", "1 000 kr"), side_of("Kumla", "2 000 kr")))[0], Sides)
    free = (
        "Ansökan: senast i mars.",
        cite(passage(document(text="Ansökan: senast i mars.\n")), "Ansökan: senast i mars."),
    )
    assert not isinstance(arranged(answer(side_of("Kumla", "1 kr"), side_of("Nora", "2 kr"), free))[0], Sides)


def version(aspect: str, side: str, words: str, status: Status = Status.IN_FORCE) -> tuple[str, Citation]:
    _, citation = side_of("Nora", words, status)
    return f"{aspect} – {side}: {words}" if side else f"{aspect}: {words}", citation


def test_versions_aspect_by_aspect_are_a_row_each_with_a_column_for_each_version() -> None:
    said = [
        version("Mål", "Den nyare", "Mål: fler ska med"),
        version("Mål", "Den äldre", "Ökat deltagande", Status.SUPERSEDED),
        version("Upphandling", "Den nyare", "Upphandlingen ska öka"),
        version("Mål", "", "Samma mål som i planen före"),
    ]
    (versions,) = arranged(answer(*said))
    assert isinstance(versions, Versions)
    assert [aspect.name for aspect in versions.aspects] == ["Mål", "Upphandling"]
    html = answer_html(answer(*said))
    assert f'<th scope="col">Den äldre <span class="utgatt">({texts.OUTDATED[Status.SUPERSEDED]})</span></th>' in html
    named = f'<span class="kolumn">Den äldre ({texts.OUTDATED[Status.SUPERSEDED]}): </span>'
    assert f'<th scope="row" rowspan="2">Mål</th><td>{named}<p>Ökat deltagande' in html
    assert '<td colspan="2"><p>Samma mål som i planen före' in html
    assert html.count(texts.SIDE_GAP) == 1
    assert not isinstance(arranged(answer(*said[::2]))[0], Versions)  # one version alone is no comparison


def test_three_versions_stand_from_the_oldest_to_the_newest() -> None:
    names = ("Den nyaste", "Den äldsta", "Den mellersta")
    (versions,) = arranged(answer(*(version("Period", name, f"Ord om {name.lower()}") for name in names)))
    assert isinstance(versions, Versions)
    assert versions.names == ("Den äldsta", "Den mellersta", "Den nyaste")


def test_a_long_list_shows_its_beginning_and_folds_the_rest() -> None:
    whole = passage(GRANTS, headings=("Bidrag",))
    html = answer_html(answer(*[(f"Punkt {number}", cite(whole, "Mer text.")) for number in range(30)]))
    assert "Visa 18 till" in html
    assert html.count("<li>") == 30
    assert "<details" not in answer_html(answer(*[("Punkt", cite(whole, "Mer text."))] * 20))


def test_what_is_true_of_every_source_of_a_list_is_said_once() -> None:
    gone = [(f"Punkt {number}", cite(passage(PLAN), "Fullmäktige", status=Status.EXPIRED)) for number in range(3)]
    html = answer_html(answer(*gone))
    assert html.count(texts.OUTDATED[Status.EXPIRED]) == 1
    assert texts.of_all(texts.OUTDATED[Status.EXPIRED]) in html
    mixed = answer_html(answer(*gone, ("Punkt", cite(passage(GRANTS), "Mer text."))))
    assert mixed.count(texts.OUTDATED[Status.EXPIRED]) == 3


def test_the_words_that_answer_are_emphasised_once_and_safely() -> None:
    about = Question("Hur länge sparas korten?", TODAY)
    told = Statement("Minst <b>tolv</b>; sparas fyra år; sparas fyra år.", (1,), verified=True, focus="sparas fyra år")
    html = answer_html(answered(about, statements=(told,), notices=()))
    assert f'{escape("<b>tolv</b>; ")}<strong class="karna">sparas fyra år</strong>; sparas fyra år.' in html
    hostile = replace(told, focus="<b>tolv</b>")
    html = answer_html(answered(about, statements=(hostile,), notices=()))
    assert f'<strong class="karna">{escape("<b>tolv</b>")}</strong>' in html
    number = Statement("<60 år>; 60 år räcker.", (1,), verified=True, focus="60")
    html = answer_html(answered(about, statements=(number,), notices=()))
    assert f'{escape("<")}<strong class="karna">60</strong> år' in html
    assert "karna" not in answer_html(answered(about, statements=(replace(told, focus=""),), notices=()))
