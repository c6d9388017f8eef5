"""Vectors by content. A cache may lose everything, but never give a vector that is not the text's own."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.adapters.fakes import LetterEmbedder
from ingest.vector_cache import VectorCache

TEXTS = [f"text nummer {number} {'abcdefghij'[number % 10] * (number % 7)}" for number in range(40)]
TRUTH = LetterEmbedder().embed_passages(TEXTS)


def ask(data_dir: Path, texts: list[str] = TEXTS) -> tuple[np.ndarray, int]:
    """The vectors from a cache that has just been opened, and how many it had to compute."""
    cache = VectorCache(data_dir, LetterEmbedder())
    vectors = cache.vectors(texts, lambda _: None)
    return vectors, cache.embedded


def files(data_dir: Path) -> tuple[Path, Path]:
    (folder,) = (data_dir / "cache" / "vectors").iterdir()
    return folder / "keys.txt", folder / "vectors.f32"


def test_what_was_embedded_once_is_not_embedded_again(tmp_path: Path) -> None:
    first, computed = ask(tmp_path)
    np.testing.assert_array_equal(first, TRUTH)
    assert computed == len(TEXTS)
    again, computed = ask(tmp_path)
    np.testing.assert_array_equal(again, TRUTH)
    assert computed == 0


def test_only_new_texts_are_embedded_in_any_order_and_any_number(tmp_path: Path) -> None:
    ask(tmp_path, TEXTS[:10])
    mixed = [*TEXTS[5:15], *TEXTS[:3], TEXTS[12]]
    vectors, computed = ask(tmp_path, mixed)
    np.testing.assert_array_equal(vectors, LetterEmbedder().embed_passages(mixed))
    assert computed == 5


def test_no_texts_give_no_vectors(tmp_path: Path) -> None:
    vectors, computed = ask(tmp_path, [])
    assert vectors.shape == (0, LetterEmbedder.dimension)
    assert computed == 0


def test_progress_counts_cached_and_computed(tmp_path: Path) -> None:
    ask(tmp_path, TEXTS[:10])
    steps: list[int] = []
    VectorCache(tmp_path, LetterEmbedder()).vectors(TEXTS, steps.append)
    assert sum(steps) == len(TEXTS)


def test_batches_are_kept_as_they_are_done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.vector_cache.BATCH", 8)

    def stop_in_the_third(self: LetterEmbedder, texts: list[str]) -> np.ndarray:
        if TEXTS[16] in texts:
            raise KeyboardInterrupt
        return original(self, texts)

    original = LetterEmbedder.embed_passages
    with monkeypatch.context() as patch:
        patch.setattr(LetterEmbedder, "embed_passages", stop_in_the_third)
        with pytest.raises(KeyboardInterrupt):
            ask(tmp_path)
    vectors, computed = ask(tmp_path)
    np.testing.assert_array_equal(vectors, TRUTH)
    assert computed == len(TEXTS) - 16


@settings(max_examples=80, deadline=None)
@given(st.integers(0, len(TEXTS) * 65), st.integers(0, TRUTH.nbytes))
def test_files_that_end_anywhere_never_give_a_wrong_vector(
    tmp_path_factory: pytest.TempPathFactory, keys_end: int, vectors_end: int
) -> None:
    data_dir = tmp_path_factory.mktemp("avbruten")
    ask(data_dir)
    keys, vectors = files(data_dir)
    keys.write_bytes(keys.read_bytes()[:keys_end])
    vectors.write_bytes(vectors.read_bytes()[:vectors_end])
    for _ in range(3):  # also what is written after the damage
        found, _computed = ask(data_dir)
        np.testing.assert_array_equal(found, TRUTH)
    assert ask(data_dir)[1] == 0, "what was computed again is kept"


@settings(max_examples=80, deadline=None)
@given(st.integers(0, TRUTH.nbytes - 1), st.integers(0, 7))
def test_a_flipped_bit_never_gives_a_vector_that_points_elsewhere(
    tmp_path_factory: pytest.TempPathFactory, place: int, bit: int
) -> None:
    data_dir = tmp_path_factory.mktemp("vänd")
    ask(data_dir)
    _, vectors = files(data_dir)
    content = bytearray(vectors.read_bytes())
    content[place] ^= 1 << bit
    vectors.write_bytes(content)
    found, _ = ask(data_dir)
    np.testing.assert_allclose(found, TRUTH, atol=0.1)


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"inte nycklar\n", b"a" * 64 + b"\n"])
def test_keys_that_make_no_sense_are_no_keys(tmp_path: Path, content: bytes) -> None:
    ask(tmp_path)
    keys, _ = files(tmp_path)
    keys.write_bytes(content)
    for _ in range(2):
        np.testing.assert_array_equal(ask(tmp_path)[0], TRUTH)
    assert ask(tmp_path)[1] == 0


def test_a_missing_file_is_an_empty_cache(tmp_path: Path) -> None:
    for number in (0, 1):
        ask(tmp_path)
        files(tmp_path)[number].unlink()
        np.testing.assert_array_equal(ask(tmp_path)[0], TRUTH)
        assert ask(tmp_path)[1] == 0


def test_another_embedder_has_its_own_vectors(tmp_path: Path) -> None:
    class Other(LetterEmbedder):
        name = "backwards"

        def embed_passages(self, texts: list[str]) -> np.ndarray:  # type: ignore[override]
            return super().embed_passages(texts)[:, ::-1]

    ask(tmp_path)
    other = VectorCache(tmp_path, Other())
    np.testing.assert_array_equal(other.vectors(TEXTS, lambda _: None), TRUTH[:, ::-1])
    assert other.embedded == len(TEXTS)
    assert ask(tmp_path)[1] == 0


def test_a_model_that_was_replaced_under_its_name_is_not_mixed_with_the_old_one(tmp_path: Path) -> None:
    class Smaller(LetterEmbedder):
        letters = "abcdef"
        dimension = 6

    ask(tmp_path)
    for _ in range(2):
        vectors = VectorCache(tmp_path, Smaller()).vectors(TEXTS, lambda _: None)
        np.testing.assert_array_equal(vectors, Smaller().embed_passages(TEXTS))


def test_pruning_keeps_these_texts_and_this_embedder_only(tmp_path: Path) -> None:
    class Other(LetterEmbedder):
        name = "another"

    VectorCache(tmp_path, Other()).vectors(TEXTS, lambda _: None)
    ask(tmp_path)
    VectorCache(tmp_path, LetterEmbedder()).prune(TEXTS[:5], TRUTH[:5])
    keys, _ = files(tmp_path)  # one folder is left
    assert keys.read_bytes().count(b"\n") == 5
    assert ask(tmp_path)[1] == len(TEXTS) - 5


def test_forgetting_forgets_this_embedder(tmp_path: Path) -> None:
    ask(tmp_path)
    VectorCache(tmp_path, LetterEmbedder()).forget()
    assert ask(tmp_path)[1] == len(TEXTS)
