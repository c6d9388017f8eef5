from __future__ import annotations

import re
import sys
import unicodedata

import pytest
from hostile import HOSTILE, Page, assert_harmless
from hypothesis import given, settings
from hypothesis import strategies as st
from page_fakes import TABLE, document, passage

from ui.blocks import Kind, Span, blocks, quoted
from ui.markup import escape, visible
from ui.passages import render, sentence


def marked(text: str, start: int, end: int) -> list[str]:
    return Page(render(blocks(passage(document(text))), Span(start, end))).marks


def solid(text: str) -> str:
    return re.sub(r"\s+", "", text)


@given(st.text(alphabet="abc åäö.<>&*_[]`$\n", min_size=1, max_size=80), st.data())
@settings(max_examples=200, deadline=None)
def test_the_mark_covers_exactly_the_quoted_words(text: str, data: st.DataObject) -> None:
    text = "x" + text.replace("\n*", "\nx").replace("\n-", "\nx")  # prose: no lists
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    assert solid("".join(marked(text, start, end))) == solid(text[start:end])


@given(st.text(max_size=200))
@settings(max_examples=200, deadline=None)
def test_any_passage_is_harmless_and_renders(text: str) -> None:
    assert_harmless(render(blocks(passage(document(text))), Span(0, len(text))))


def test_offsets_are_those_of_the_document_and_not_of_the_passage() -> None:
    whole = document("Första stycket.\n\nAndra stycket har ett citat.\n")
    part = passage(whole, start=17)
    start = whole.text.index("ett citat")
    assert Page(render(blocks(part), Span(start, start + 9))).marks == ["ett citat"]


def test_a_quote_outside_the_passage_marks_nothing() -> None:
    assert marked("Kort text.", 400, 420) == []


def test_a_table_becomes_a_table_with_its_header() -> None:
    html = render(blocks(passage(TABLE)))
    assert "|" not in Page(html).text
    assert html.count("<th ") == 3
    assert html.count("<tr>") == 3
    assert '<td><span class="kolumn">Belopp: </span>1 000 kr</td>' in html
    assert html.count("<li>") == 2


def test_a_quoted_row_is_marked_cell_by_cell() -> None:
    row = "| Startbidrag | löpande | 1 000 kr |"
    start = TABLE.text.index(row)
    assert marked(TABLE.text, start, start + len(row)) == ["Startbidrag", "löpande", "1 000 kr"]


def test_the_quoted_part_of_a_table_keeps_its_header() -> None:
    start = TABLE.text.index("| Aktivitetsbidrag")
    kept = quoted(blocks(passage(TABLE)), Span(start, start + 20))
    assert [block.kind for block in kept] == [Kind.HEADER, Kind.ROW]


@pytest.mark.parametrize("lead", ["| Bidrag | När |", "| Bidrag | När |\n|---|---|\n"])
def test_the_lead_of_a_split_table_is_its_header_and_is_never_marked(lead: str) -> None:
    rows = document("| Startbidrag | löpande |\n")
    html = render(blocks(passage(rows, lead=lead)), Span(0, 100))
    assert Page(html).marks == ["Startbidrag", "löpande"]
    assert html.count("<table>") == 1
    assert html.count("<th ") == 2


def test_empty_and_escaped_cells_keep_their_columns() -> None:
    html = render(blocks(passage(document("| a |  | b\\|c |\n|---|---|---|\n| 1 | 2 |"))))
    assert html.count("<th ") == 3
    assert html.count("<td>") == 3


def test_numbered_lists_keep_their_numbers() -> None:
    assert '<ol start="3"><li>tre</li><li>fyra</li></ol>' in render(blocks(passage(document("3. tre\n4. fyra"))))


def test_wrapped_lines_join_and_blank_lines_part() -> None:
    assert render(blocks(passage(document("ett\ntvå\n\ntre")))) == "<p>ett två</p><p>tre</p>"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("- Styrelsen skriver under.", "Styrelsen skriver under."),
        ("| Startbidrag | löpande |", "Startbidrag – löpande"),
        ("Vanlig mening.", "Vanlig mening."),
    ],
)
def test_a_statement_reads_as_running_text(text: str, shown: str) -> None:
    assert sentence(text) == shown


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(text: str) -> None:
    page = assert_harmless(render(blocks(passage(document(f"Före {text} efter"))), Span(0, 40)))
    assert "Före" in page.text
    assert "efter" in page.text


def test_every_character_is_shown_dropped_or_becomes_a_blank() -> None:
    def shown(character: str) -> str:
        if character.isspace():
            return " "
        return "" if unicodedata.category(character) in {"Cc", "Cf", "Cs", "Cn"} else character

    for step in (range(0x3400), range(0x3400, sys.maxunicode, 97)):
        text = "".join(map(chr, step))
        assert visible(text) == visible(text) == "".join(map(shown, text))
        assert escape(text) == "".join(
            f"&#{ord(character)};" if character in "&<>\"'`*_[]!$\\|~" else shown(character) for character in text
        )
