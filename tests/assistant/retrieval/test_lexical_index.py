"""The lexical index against BM25F computed the slow way, from the definition."""

from __future__ import annotations

import math
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.language import swedish
from assistant.retrieval import lexical, postings
from assistant.retrieval.lexical import Fields, LexicalIndex

PASSAGES = [
    Fields(
        "Föreningsbidrag i Kumla", "Vem kan söka", "Föreningar med säte i Kumla. Föreningen har minst 12 medlemmar."
    ),
    Fields("Föreningsbidrag i Kumla", "Ansökan", "Ansök senast 31 mars. Bidraget är 2 000 kr."),
    Fields("Samverkansplan", "Mål – Mötesplatser", "Fler mötesplatser för unga och gamla."),
    Fields("Kulturplan", "", ""),
    Fields("", "", "bidrag bidrag bidrag bidrag"),
]
VOCABULARY = ["bidrag", "bidraget", "föreningsbidrag", "förening", "kumla", "plan", "mål", "2024", "12", "unga", "å"]
TEXT = st.lists(st.sampled_from(VOCABULARY), max_size=8).map(" ".join)
FIELDS = st.builds(Fields, TEXT, TEXT, TEXT)
QUESTION = st.dictionaries(st.sampled_from([*VOCABULARY, "okänt"]), st.floats(0.1, 1.0), min_size=1, max_size=4)


def oracle(passages: list[Fields], question: dict[int, float]) -> list[float]:
    """BM25F by the book: a weighted, length-normalised frequency over the fields, saturated, times idf."""
    kinds = (lexical.gram_keys, lambda word: (lexical.stem_key(swedish.stem(word)),))
    counts = [
        [
            [Counter(key for word in swedish.content_words(text) for key in units(word)) for text in fields]
            for units in kinds
        ]
        for fields in passages
    ]
    scores = []
    for own in counts:
        score = 0.0
        for key, weight in question.items():
            holders = sum(any(key in field for kind in other for field in kind) for other in counts)
            frequency = 0.0
            for number, kind in enumerate(own):
                for place, field in enumerate(kind):
                    mean = max(1.0, sum(other[number][place].total() for other in counts) / len(counts))
                    b = lexical.FIELD_B[place]
                    frequency += lexical.FIELD_WEIGHTS[place] * field[key] / (1 - b + b * field.total() / mean)
            idf = math.log(1 + (len(counts) - holders + 0.5) / (holders + 0.5))
            score += weight * idf * frequency * (lexical.K1 + 1) / (frequency + lexical.K1)
        scores.append(score)
    return scores


@pytest.mark.parametrize("words", [["bidrag"], ["föreningsbidragen"], ["mål", "mars"], ["2000"], ["kumla", "unga"]])
def test_scores_are_bm25f(words: list[str]) -> None:
    question = lexical.weighted_units(dict.fromkeys(words, 1.0))
    scores = postings.build(PASSAGES).scores(question)
    np.testing.assert_allclose(scores, oracle(PASSAGES, question), rtol=3e-3, atol=1e-3)


@settings(max_examples=60, deadline=None)
@given(st.lists(FIELDS, min_size=1, max_size=6), QUESTION)
def test_scores_are_bm25f_whatever_is_indexed(passages: list[Fields], words: dict[str, float]) -> None:
    question = lexical.weighted_units(words)
    scores = postings.build(passages).scores(question)
    np.testing.assert_allclose(scores, oracle(passages, question), rtol=3e-3, atol=2e-3)


@settings(max_examples=60, deadline=None)
@given(st.lists(FIELDS, min_size=1, max_size=6), QUESTION, st.integers(0, 8))
def test_search_gives_the_best_scores_in_order(passages: list[Fields], words: dict[str, float], k: int) -> None:
    index = postings.build(passages)
    question = lexical.weighted_units(words)
    scores = index.scores(question)
    order = sorted((n for n in range(len(passages)) if scores[n] > 0), key=lambda n: (-scores[n], n))
    assert [score for _, score in index.search(question, k)] == [float(scores[n]) for n in order[:k]]
    assert all(score == float(scores[number]) for number, score in index.search(question, k))
    assert index.search(question, len(passages)) == [(n, float(scores[n])) for n in order]


def test_saved_and_opened_it_is_the_same_index(tmp_path: Path) -> None:
    built = postings.build(PASSAGES)
    built.save(tmp_path)
    opened = LexicalIndex.open(tmp_path, len(PASSAGES))
    for word in (*VOCABULARY, "mötesplatsernas", "okänt"):
        question = lexical.weighted_units({word: 1.0})
        np.testing.assert_array_equal(opened.scores(question), built.scores(question))
        assert opened.search(question, 3) == built.search(question, 3)
        assert opened.rarity(word) == built.rarity(word)


def test_the_same_passages_give_the_same_files(tmp_path: Path) -> None:
    for name in ("ett", "två"):
        (tmp_path / name).mkdir()
        postings.build(PASSAGES).save(tmp_path / name)
    files = sorted(path.name for path in (tmp_path / "ett").iterdir())
    assert files
    for name in files:
        assert (tmp_path / "ett" / name).read_bytes() == (tmp_path / "två" / name).read_bytes()


def test_how_many_passages_are_put_in_order_together_makes_no_difference(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = postings.build(PASSAGES)
    monkeypatch.setattr(postings, "BATCH", 2)
    parted = postings.build(PASSAGES)
    for name in ("keys", "offsets", "passages", "impacts", "word_counts"):
        np.testing.assert_array_equal(getattr(parted, name), getattr(whole, name))
    assert parted.words == whole.words
    standing = dict(zip(whole.words, whole.word_counts.tolist(), strict=True))
    assert standing["föreningsbidrag"] == 2
    assert standing["bidrag"] == 1


def test_an_empty_index_finds_nothing(tmp_path: Path) -> None:
    empty = postings.build([])
    assert empty.search(lexical.weighted_units({"bidrag": 1.0}), 5) == []
    assert empty.scores({}).shape == (0,)
    assert empty.frequency(lexical.stem_key("bidrag")) == 0
    empty.save(tmp_path)
    assert LexicalIndex.open(tmp_path, 0).search(lexical.weighted_units({"bidrag": 1.0}), 5) == []


def test_passages_without_words_are_never_found() -> None:
    index = postings.build([Fields("", "", ""), Fields("–", "!", "…"), Fields("", "", "bidrag")])
    assert [number for number, _ in index.search(lexical.weighted_units({"bidrag": 1.0}), 5)] == [2]


def test_unknown_words_and_no_words_give_nothing() -> None:
    index = postings.build(PASSAGES)
    assert index.search(lexical.weighted_units({"xyzzy": 1.0}), 5) == []
    assert index.search({}, 5) == []
    assert index.search(lexical.weighted_units({"bidrag": 1.0}), 0) == []


def test_a_rarer_word_is_rarer_and_an_unknown_one_rarest() -> None:
    index = postings.build(PASSAGES)
    assert index.rarity("okänt") > index.rarity("mötesplatser") > index.rarity("kumla") > 0


def test_it_sees_inside_words_and_puts_the_whole_word_first() -> None:
    index = postings.build([Fields("", "", text) for text in ("bidrag", "föreningsbidragets", "samverkan", "hemsida")])
    assert [number for number, _ in index.search(lexical.weighted_units({"bidrag": 1.0}), 5)] == [0, 1]


def test_files_that_do_not_fit_together_are_refused(tmp_path: Path) -> None:
    postings.build(PASSAGES).save(tmp_path)
    np.save(tmp_path / "offsets.npy", np.arange(3))
    with pytest.raises(ValueError):
        LexicalIndex.open(tmp_path, len(PASSAGES))
