"""The noise is the same every time, and is the kind of noise its name says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.noise import NOISES, misspelt, spoken, without_dots

QUESTIONS = (
    "Vilka föreningar kan söka verksamhetsbidrag i Hällefors?",
    "När är sista dagen att söka bidrag till ett läger?",
    "Hur mycket pengar får vi per deltagare och aktivitet år 2024?",
)


@pytest.mark.parametrize("kind", NOISES)
@given(text=st.text(max_size=80))
def test_any_text_the_same_every_time(kind: str, text: str) -> None:
    assert NOISES[kind](text) == NOISES[kind](text)


@pytest.mark.parametrize("kind", NOISES)
def test_something_changes_in_questions(kind: str) -> None:
    assert any(NOISES[kind](question) != question for question in QUESTIONS)


def test_a_misspelling_touches_long_words_once_and_leaves_numbers_and_short_words() -> None:
    for question in QUESTIONS:
        for before, after in zip(question.split(), misspelt(question).split(), strict=True):
            assert abs(len(before) - len(after)) <= 1
            assert before[0] == after[0]
            if len(before.strip("?")) < 5 or before.isdigit():
                assert before == after
    words = " ".join(QUESTIONS * 50).split()
    changed = sum(a != b for a, b in zip(words, misspelt(" ".join(words)).split(), strict=True))
    assert 0.05 < changed / len(words) < 0.35


def test_without_dots_and_spoken_read_as_expected() -> None:
    assert without_dots("Örebro län, få, ÄR, idé") == "Orebro lan, fa, AR, ide"
    assert spoken("När är sista dagen att söka?") == "nä e sista dan å söka"
    assert (
        spoken("De ansökte och beviljade medel till civilsamhället.") == "dom ansökte å bevilja medel te sivilsamhället"
    )
