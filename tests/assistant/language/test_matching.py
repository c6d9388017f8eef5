"""How far a text covers a question's words: the properties that ranking rests on."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.language import matching
from assistant.language.matching import Matcher

WORDS = ["bidrag", "föreningsbidrag", "förening", "föreningen", "ansökan", "kumla", "mars", "2024", "belopp", "lok"]
WEIGHTS = st.dictionaries(st.sampled_from(WORDS), st.floats(0.1, 5.0), min_size=1, max_size=5)
TEXTS = st.lists(st.frozensets(st.sampled_from(WORDS), max_size=6), min_size=1, max_size=5)


@pytest.mark.parametrize(
    ("asked", "found", "least"),
    [
        ("föreningen", "föreningar", 1.0),  # inflected
        ("bidrag", "föreningsbidrag", matching.INSIDE),  # in a compound
        ("föreningsbidrag", "bidragen", matching.INSIDE),  # and the other way
        ("ansökningsdag", "ansöknigsdag", matching.MISSPELT),
        ("2024", "2024", 1.0),
        ("syftet", "syfte", 1.0),  # definite
        ("ansvar", "ansvaret", 1.0),
        ("arenan", "arena", 1.0),
    ],
)
def test_words_that_stand_for_each_other(asked: str, found: str, least: float) -> None:
    assert matching.similarity(asked, found) >= least
    assert Matcher({asked: 1.0}, {}).credits([found]) == [matching.similarity(asked, found)]


@pytest.mark.parametrize(
    ("asked", "found"),
    [("2024", "2023"), ("bidrag", "kumla"), ("mars", "mars2"), ("intern", "internt")],
)
def test_words_that_do_not(asked: str, found: str) -> None:
    assert matching.similarity(asked, found) < 1.0


@given(WEIGHTS, TEXTS)
def test_texts_met_before_do_not_change_what_a_text_is_worth(
    weights: dict[str, float], texts: list[frozenset[str]]
) -> None:
    used = Matcher(weights, {})
    for words in texts:
        assert used.credits(words) == Matcher(weights, {}).credits(words)


@pytest.mark.parametrize(
    ("text", "asked", "credit"),
    [
        ("Kvinno- och tjejjourer", "kvinnojour", 1.0),
        ("förenings-, kultur- och idrottsliv", "kulturliv", 1.0),
        ("lokal- och anläggningsbidrag", "lokalbidraget", 1.0),
        ("lokal- och anläggningsbidrag", "lokal", 1.0),  # as before
        ("kvinno- och tjejjourer", "kvinnoförening", matching.INSIDE),  # another last part
        ("kvinnor och tjejjourer", "kvinnojour", matching.INSIDE),  # nothing is left out
    ],
)
def test_a_compound_whose_last_part_comes_later_is_whole(text: str, asked: str, credit: float) -> None:
    best = matching.best_match(asked, matching.words_of(text))
    assert best == 1.0 if credit == 1.0 else best <= credit
    assert Matcher({asked: 1.0}, {}).credits(matching.words_of(text)) == [best]


@given(WEIGHTS, TEXTS)
def test_more_text_never_covers_less(weights: dict[str, float], texts: list[frozenset[str]]) -> None:
    matcher = Matcher(weights, {})
    own = [matcher.credits(words) for words in texts]
    together = matching.best_of(own)
    assert together == matcher.credits(frozenset().union(*texts))
    assert matcher.share(together) >= max(map(matcher.share, own)) - 1e-9
    assert 0.0 <= matcher.told(together, (), weights) <= 1.0 + 1e-9


def test_what_stands_around_counts_in_part() -> None:
    matcher = Matcher({"bidrag": 1.0, "kumla": 3.0}, {})
    around = [(matcher.credits(["kumla"]), 0.5)]
    assert matcher.coverage(["bidrag"]) == pytest.approx(0.25)
    assert matcher.coverage(["bidrag"], around) == pytest.approx((1.0 + 1.5) / 4)


def test_what_a_passage_tells_is_weighed_by_full_rarity_and_only_of_the_words_asked_for() -> None:
    matcher = Matcher({"bidrag": 1.0, "kumla": 1.0}, {}, {"bidrag": 1.0, "kumla": 9.0})
    own = matcher.credits(["kumla"])
    assert matcher.share(own) == pytest.approx(0.5)
    assert matcher.told(own, (), ["bidrag", "kumla"]) == pytest.approx(0.9)
    assert matcher.told(own, (), ["bidrag"]) == 0.0
    assert matcher.told(own, (), []) == 0.0
