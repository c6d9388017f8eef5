"""Names, quotations, addresses and matters that a source does not have."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.verification.inventions import inventions

SOURCE = (
    "Idrottspeng i Kumla\nBelopp\nFöreningen ansöker hos Kultur- och fritidsnämnden senast 31 mars i e-tjänsten på"
    " etjanst.kumla.se. Frågor: bidrag@kumla.se. RF delar ut LOK-stöd. Nämnden skriver att alla ska få vara med."
)


@pytest.mark.parametrize(
    "text",
    [
        "Föreningen ansöker hos Kultur- och fritidsnämnden.",
        "Du ansöker hos nämnden i Kumla senast 31 mars.",
        "Kumlas föreningar ansöker i e-tjänsten.",
        "Ansökan lämnas i e-tjänsten på etjanst.kumla.se.",
        "Nämnden skriver att ”alla ska få vara med”.",
        "Frågor ställs till bidrag@kumla.se.",
        "LOK-stöd delas ut av RF, m.fl. föreningar, t.ex. i Kumla.",
    ],
)
def test_what_the_source_has_is_not_invented(text: str) -> None:
    assert inventions(text, SOURCE) == frozenset()


@pytest.mark.parametrize(
    "text",
    [
        "Föreningen ansöker hos Anna Svensson.",
        "Nora har samma bidrag, föreningen ansöker hos nämnden.",
        "Föreningen ansöker hos SISU.",
        "Zebrastiftelsen delar ut stöd till föreningen.",
        "Nämnden skriver att ”ingen får vara med”.",
        'Nämnden skriver: "alla får pengar".',
        "Föreningen ansöker på ond.example.",
        "Föreningen ansöker på etjanst.kumla.se.ond.example.",
        "Föreningen skriver till bidrag@ond.example.",
        "Lösenordet skickas i brev till huvudkontoret.",
    ],
)
def test_what_the_source_does_not_have_is_caught(text: str) -> None:
    assert inventions(text, SOURCE)


@given(st.text(max_size=200), st.text(max_size=200))
def test_any_text_can_be_held_against_any_source(text: str, source: str) -> None:
    assert all(isinstance(found, str) for found in inventions(text, source))
