"""The promises of ports.VectorIndex, kept by every index. The exact one is what the others are measured against."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from assistant.adapters.chroma import ChromaVectorIndex
from assistant.adapters.fakes import ExactVectorIndex
from assistant.errors import IndexBroken
from assistant.ports import Matrix, VectorIndex

SIZE, DIMENSION = 60, 16
Make = Callable[[Matrix], VectorIndex]


def unit_rows(size: int = SIZE, seed: int = 7) -> Matrix:
    rows = np.random.default_rng(seed).normal(size=(size, DIMENSION)).astype(np.float32)
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


VECTORS = unit_rows()
QUESTIONS = unit_rows(12, seed=8)


@pytest.fixture(params=["exact", "chroma"])
def make(request: pytest.FixtureRequest, tmp_path: Path) -> Make:
    """Makes an index over the rows of a matrix."""
    if request.param == "exact":
        return ExactVectorIndex

    def chroma(vectors: Matrix) -> VectorIndex:
        ChromaVectorIndex.build(tmp_path / "chroma", vectors)
        return ChromaVectorIndex(tmp_path / "chroma")

    return chroma


def test_as_good_as_comparing_with_every_vector(make: Make) -> None:
    index = make(VECTORS)
    assert index.count() == SIZE
    for question in QUESTIONS:
        found = index.query(question, 10)
        cosines = VECTORS @ question
        best = np.argsort(-cosines, kind="stable")[:10]
        assert [number for number, _ in found] == best.tolist()
        np.testing.assert_allclose([score for _, score in found], cosines[best], atol=1e-5)
    index.close()


def test_every_vector_finds_itself(make: Make) -> None:
    index = make(VECTORS)
    for number in range(0, SIZE, 7):
        (found, score), *_ = index.query(VECTORS[number], 3)
        assert found == number
        assert score == pytest.approx(1.0, abs=1e-5)
    index.close()


def test_best_first_and_each_at_most_once(make: Make) -> None:
    index = make(VECTORS)
    found = index.query(QUESTIONS[0], SIZE)
    scores = [score for _, score in found]
    assert scores == sorted(scores, reverse=True)
    assert sorted(number for number, _ in found) == list(range(SIZE))
    index.close()


def test_more_wanted_than_there_are(make: Make) -> None:
    index = make(VECTORS[:3])
    assert {number for number, _ in index.query(QUESTIONS[0], 100)} == {0, 1, 2}
    index.close()


def test_none_wanted_gives_none(make: Make) -> None:
    index = make(VECTORS[:3])
    assert index.query(QUESTIONS[0], 0) == []
    index.close()


def test_nothing_in_it(make: Make) -> None:
    index = make(np.zeros((0, DIMENSION), dtype=np.float32))
    assert index.count() == 0
    assert index.query(QUESTIONS[0], 5) == []
    index.close()


def test_it_does_not_matter_which_question_came_before(make: Make) -> None:
    index = make(VECTORS)
    first = index.query(QUESTIONS[0], 5)
    index.query(QUESTIONS[1], 9)
    assert index.query(QUESTIONS[0], 5) == first
    index.close()


def test_many_threads_may_ask_at_once(make: Make) -> None:
    index = make(VECTORS)
    alone = [index.query(question, 5) for question in QUESTIONS]
    together: dict[int, list[list[tuple[int, float]]]] = {}

    def ask(thread: int) -> None:
        together[thread] = [index.query(question, 5) for question in QUESTIONS]

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [together[number] for number in range(6)] == [alone] * 6
    index.close()


def test_closing_one_leaves_another_over_the_same_vectors_open(make: Make, tmp_path: Path) -> None:
    one = make(VECTORS)
    other = ChromaVectorIndex(tmp_path / "chroma") if isinstance(one, ChromaVectorIndex) else ExactVectorIndex(VECTORS)
    expected = one.query(QUESTIONS[0], 5)
    one.close()
    assert other.query(QUESTIONS[0], 5) == expected
    other.close()


# --- what only an index on disk can promise -----------------------------------------------------------------------


def test_chroma_keeps_more_vectors_than_one_batch_and_tells_how_far_it_has_come(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.adapters.chroma.BATCH", 25)
    steps: list[int] = []
    ChromaVectorIndex.build(tmp_path / "chroma", VECTORS, steps.append)
    assert steps == [25, 25, 10]
    index = ChromaVectorIndex(tmp_path / "chroma")
    assert index.count() == SIZE
    assert [index.query(VECTORS[number], 1)[0][0] for number in (0, 24, 25, 59)] == [0, 24, 25, 59]
    index.close()


def test_a_small_chroma_index_finds_the_true_neighbours_every_time_it_is_opened(tmp_path: Path) -> None:
    many, asked = unit_rows(700, seed=3), unit_rows(40, seed=4)
    ChromaVectorIndex.build(tmp_path / "chroma", many)
    exact = ExactVectorIndex(many)
    expected = [[number for number, _ in exact.query(question, 30)] for question in asked]
    for _ in range(2):
        index = ChromaVectorIndex(tmp_path / "chroma")
        assert [[number for number, _ in index.query(question, 30)] for question in asked] == expected
        index.close()


def test_an_open_chroma_index_whose_folder_is_removed_is_right_or_broken_never_wrong(tmp_path: Path) -> None:
    """Chroma may need to open its database again (one time in five on an idle machine), and then it cannot."""
    ChromaVectorIndex.build(tmp_path / "chroma", VECTORS)
    index = ChromaVectorIndex(tmp_path / "chroma")
    shutil.rmtree(tmp_path / "chroma")
    for number in range(10):
        try:
            assert index.query(VECTORS[number], 1)[0][0] == number
        except IndexBroken as error:
            assert "civsam ingest --rebuild" in error.next_step
    index.close()


def test_a_folder_without_an_index_is_a_broken_index(tmp_path: Path) -> None:
    (tmp_path / "chroma").mkdir()
    with pytest.raises(IndexBroken, match="civsam ingest --rebuild"):
        ChromaVectorIndex(tmp_path / "chroma")


@pytest.mark.parametrize("place", [0, 20])
def test_a_damaged_database_is_a_broken_index(tmp_path: Path, place: int) -> None:
    ChromaVectorIndex.build(tmp_path / "chroma", VECTORS)
    database = tmp_path / "chroma" / "chroma.sqlite3"
    data = bytearray(database.read_bytes())
    data[place] ^= 0xFF
    database.write_bytes(data)
    with pytest.raises(IndexBroken, match="civsam ingest --rebuild"):
        ChromaVectorIndex(tmp_path / "chroma")
