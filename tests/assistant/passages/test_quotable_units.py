"""What can be quoted: every sentence, item and row is a slice of its document, and a row knows its columns."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from sheets import document, passage

from assistant.domain import Passage
from assistant.passages.units import UnitKind, units_of
from assistant.retrieval import storage
from assistant.settings import Settings

TABLE = "| Bidrag | När | Belopp |\n|---|:---:|---|\n| Startpeng | löpande | 1 500 kr |\n| Lägerpeng | – | 8 000 kr |\n"
LINES = st.lists(
    st.sampled_from(
        ["## Rubrik", "- en punkt", "  - en till. Och mer.", "1. först", "| a | b |", "|---|---|", "| c | d |", "",
         "En mening. En till m.m. i raden.", "   ", "text\u2028rad", "sista\r", "å\x0bä", "| ojämn |", "- "]
    ),
    max_size=15,
).map("\n".join)  # fmt: skip


def check_slices(of: Passage) -> None:
    position = of.start
    for unit in units_of(of):
        assert unit.quote == of.document.text[unit.start : unit.end]
        assert position <= unit.start <= unit.end <= of.end, "units lie in order inside their passage"
        assert unit.quote == unit.quote.rstrip()
        assert unit.passage == of
        position = unit.end


@given(LINES | st.text(max_size=200), st.integers(0, 10), st.integers(0, 10))
def test_units_of_any_text_slice_back(text: str, before: int, after: int) -> None:
    whole = document("x" * before + text + "y" * after)
    check_slices(passage(whole, before, before + len(text)))


def test_units_of_the_real_corpus_slice_back(real_settings: Settings) -> None:
    generation = storage.open_current(real_settings.data_dir)
    kinds = set()
    for stored in generation.passages():
        assert stored.text == stored.document.text[stored.start : stored.end]
        check_slices(stored)
        kinds |= {unit.kind for unit in units_of(stored)}
    assert kinds == set(UnitKind)
    generation.close()


def test_a_row_carries_the_names_of_its_columns() -> None:
    rows = units_of(passage(document(TABLE)))
    assert [row.kind for row in rows] == [UnitKind.ROW] * 2
    assert rows[0].columns == ("Bidrag", "När", "Belopp")
    assert rows[0].cells == ("Startpeng", "löpande", "1 500 kr")
    assert rows[0].quote == "| Startpeng | löpande | 1 500 kr |"
    assert rows[0].text == "Startpeng – När: löpande; Belopp: 1 500 kr"
    assert rows[1].text == "Lägerpeng – Belopp: 8 000 kr", "an empty cell is not shown"
    assert rows[0].block == rows[1].block


def test_a_table_that_was_split_gets_its_columns_from_the_lead() -> None:
    whole = document(TABLE)
    second = whole.text.index("| Lägerpeng")
    (row,) = units_of(passage(whole, second, len(whole.text), lead="| Bidrag | När | Belopp |"))
    assert row.columns == ("Bidrag", "När", "Belopp")
    assert "Belopp: 8 000 kr" in row.text


def test_items_lose_their_bullet_and_sentences_are_told_apart() -> None:
    text = "Två krav gäller. Se nedan.\n\n- Minst 12 medlemmar.\n- Säte i kommunen.\n"
    units = units_of(passage(document(text)))
    assert [(unit.kind, unit.text) for unit in units] == [
        (UnitKind.SENTENCE, "Två krav gäller."),
        (UnitKind.SENTENCE, "Se nedan."),
        (UnitKind.ITEM, "Minst 12 medlemmar."),
        (UnitKind.ITEM, "Säte i kommunen."),
    ]
    assert units[2].block == units[3].block != units[0].block


def test_an_item_without_text_is_nothing_to_quote() -> None:
    assert all(unit.quote for unit in units_of(passage(document("- \n- Säte i kommunen.\n"))))


def test_nothing_to_quote_in_an_empty_text() -> None:
    assert units_of(passage(document(" \n\n "))) == ()
