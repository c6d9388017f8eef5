"""Ids of other fact sheets are not read aloud: a pointer is left out, elsewhere the title stands for the id."""

from __future__ import annotations

import pytest

from assistant.language.naming import without_ids

TITLES = {"kumla-lek": "Lek i Kumla", "nora-lek-2024": "Lek i Nora 2024"}


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Nu 30 april, se kumla-lek.", "Nu 30 april."),
        ("Egna datum, se till exempel kumla-lek, nora-lek-2024. Annat gäller.", "Egna datum. Annat gäller."),
        ("Leken sänktes (se kumla-lek) och pausades (nora-lek-2024).", "Leken sänktes och pausades."),
        ("Leken (egen väg, se kumla-lek), bollar", "Leken (egen väg), bollar"),
        ("Leken är äldre. Se kumla-lek och nora-lek-2024. Annat gäller.", "Leken är äldre. Annat gäller."),
        ("Ersätter: nora-lek-2024.", "Ersätter: ”Lek i Nora 2024”."),
        ("LOK-stöd: se okand-lek.", "LOK-stöd: se okand-lek."),
        ("Via kumla-lek.se eller foo@kumla-lek.se, barn- och ungdomslek", None),
        ("Ansökan 2026-03-31, fritids-, kultur- och e-tjänst", None),
    ],
)
def test_what_is_read_of_a_text_with_ids(text: str, read: str | None) -> None:
    assert without_ids(text, TITLES.get) == (text if read is None else read)
