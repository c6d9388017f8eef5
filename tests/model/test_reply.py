"""A reply in pieces becomes whole sentences with their sources, however it is cut."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.language_model.reply import LONGEST, is_ended, parse, ready

REPLY = "Bidraget är högst 8 000 kr [1]. Ansök senast den 31 mars. [2] Det gäller t.ex. Kumla [1, 2].\n- Resor ersätts inte [3]\n"
WHOLE = [
    "Bidraget är högst 8 000 kr [1].",
    "Ansök senast den 31 mars [2].",
    "Det gäller t.ex. Kumla [1, 2].",
    "- Resor ersätts inte [3]",
]


@given(st.lists(st.integers(0, len(REPLY)), max_size=12))
def test_however_it_is_cut_the_sentences_are_the_same(cuts: list[int]) -> None:
    places = [0, *sorted(cuts), len(REPLY)]
    rest, found = "", []
    for start, end in pairwise(places):
        sentences, rest = ready(rest + REPLY[start:end])
        found += sentences
    assert found == WHOLE
    assert rest == ""


@pytest.mark.parametrize(
    ("text", "shown", "sources"),
    [
        ("Bidraget är 8 000 kr [1].", "Bidraget är 8 000 kr.", (1,)),
        ("- **Bidraget** är 8 000 kr [2][1]", "Bidraget är 8 000 kr", (2, 1)),
        ("1. Bidraget [1, 3] är `8 000` kr.", "Bidraget är 8 000 kr.", (1, 3)),
        ("## Bidraget är 8 000 kr [1; 2].", "Bidraget är 8 000 kr.", (1, 2)),
    ],
)
def test_marks_and_markup_are_taken_out(text: str, shown: str, sources: tuple[int, ...]) -> None:
    assert parse(text, 3) == (shown, sources)


@pytest.mark.parametrize(
    "text",
    [
        "Utan källa.", "Fel källa [4].", "Noll [0].", "Rätt och fel [1][4].", "Konstig [1a].", "[1]", "…[1].", "",
        "En <b>tagg</b> [1].", "En [länk](http://x) [1].", "![bild](x) [1].", "https://x.se [1].", "www.x.se [1].",
        "javascript:alert(1) [1].", "&lt;b&gt; [1].", "Dold\u200b text [1].", "Vänd\u202e text [1].", "Noll\x00 [1].",
        f"{'lång ' * LONGEST} [1].", "a | b [1].", "{x} [1].",
    ],
)  # fmt: skip
def test_what_may_not_be_shown_is_dropped(text: str) -> None:
    assert parse(text, 3) is None


@given(st.text(max_size=300))
def test_any_text_can_be_read(text: str) -> None:
    sentences, rest = ready(text)
    for sentence in (*sentences, rest):
        found = parse(sentence, 3)
        assert found is None or (found.text and not set("<>[]{}") & set(found.text))


@pytest.mark.parametrize(
    ("text", "ended"), [("Klart.", True), ("Klart [1]", True), ("Klart.”", True), ("Inte kl", False)]
)
def test_a_sentence_that_was_cut_off(text: str, ended: bool) -> None:
    assert is_ended(text) is ended
