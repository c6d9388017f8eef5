"""The promises of ports.Embedder, kept by every embedder."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.adapters.embedding import SentenceTransformerEmbedder, load_embedder
from assistant.adapters.fakes import LetterEmbedder
from assistant.adapters.static_embedding import StaticEmbedder
from assistant.ports import Embedder
from assistant.settings import BUILTIN_EMBEDDER, Settings

TEXTS = [
    "Föreningsbidrag i Kumla söks senast 10 mars.",
    "Planen har två mål.",
    "x" * 20_000,
    "",
    " \n\t ",
    "!?–…",
    "Föreningsbidrag i Kumla söks senast 10 mars.",
    "År 2024\u00a0beviljades 1\u202f500\u00a0kr 😀",
]
SWEDISH = st.text(st.sampled_from("abcdefghijklmnopqrstuvwxyzåäö ÅÄÖ0123456789.,-–\n"), max_size=200)
KINDS = ("letters", "built-in", "sentence-transformers")


@pytest.fixture(scope="module", params=KINDS)
def make(request: pytest.FixtureRequest) -> Callable[[], Embedder]:
    """Makes a new embedder of the kind: two of them must agree."""
    if request.param == "letters":
        return LetterEmbedder
    if request.param == "built-in":
        return StaticEmbedder
    folder: Path = request.getfixturevalue("tiny_model")
    return lambda: SentenceTransformerEmbedder(str(folder))


@pytest.fixture(scope="module")
def embedder(make: Callable[[], Embedder]) -> Embedder:
    return make()


def test_it_says_what_it_is(embedder: Embedder) -> None:
    assert embedder.name.strip()
    assert embedder.dimension > 0


def test_one_row_of_length_one_for_each_text(embedder: Embedder) -> None:
    matrix = embedder.embed_passages(TEXTS)
    assert matrix.shape == (len(TEXTS), embedder.dimension)
    assert matrix.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(matrix, axis=1), 1.0, atol=1e-5)


def test_no_texts_give_no_rows(embedder: Embedder) -> None:
    matrix = embedder.embed_passages([])
    assert matrix.shape == (0, embedder.dimension)
    assert matrix.dtype == np.float32


@pytest.mark.parametrize("text", TEXTS[:6])
def test_a_question_is_one_vector_of_length_one(embedder: Embedder, text: str) -> None:
    vector = embedder.embed_query(text)
    assert vector.shape == (embedder.dimension,)
    assert vector.dtype == np.float32
    assert np.linalg.norm(vector) == pytest.approx(1.0, abs=1e-5)


def test_the_same_text_always_gives_the_same_vector(make: Callable[[], Embedder]) -> None:
    first, second = make(), make()
    np.testing.assert_array_equal(first.embed_passages(TEXTS), second.embed_passages(TEXTS))
    np.testing.assert_array_equal(first.embed_query(TEXTS[0]), first.embed_query(TEXTS[0]))
    assert first.name == second.name


def test_rows_come_in_the_order_of_the_texts_and_do_not_depend_on_their_company(embedder: Embedder) -> None:
    together = embedder.embed_passages(TEXTS)
    np.testing.assert_allclose(embedder.embed_passages(TEXTS[::-1]), together[::-1], atol=1e-6)
    for text, row in zip(TEXTS, together, strict=True):
        np.testing.assert_allclose(embedder.embed_passages([text])[0], row, atol=1e-6)
    np.testing.assert_array_equal(together[0], together[6])


def test_other_words_give_another_vector(embedder: Embedder) -> None:
    one, other = embedder.embed_passages(["bidrag förening", "mål plan"])
    assert float(one @ other) < 0.99


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(SWEDISH, max_size=5))
def test_any_texts(embedder: Embedder, texts: list[str]) -> None:
    matrix = embedder.embed_passages(texts)
    assert matrix.shape == (len(texts), embedder.dimension)
    assert np.isfinite(matrix).all()
    np.testing.assert_allclose(np.linalg.norm(matrix, axis=1), np.ones(len(texts)), atol=1e-5)


def test_the_built_in_embedder_gives_the_same_vectors_in_another_process() -> None:
    program = (
        "import sys; from assistant.adapters.static_embedding import StaticEmbedder as E;"
        f"sys.stdout.buffer.write(E().embed_query({TEXTS[0]!r}).tobytes())"
    )
    for seed in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-c", program], capture_output=True, check=True, env={"PYTHONHASHSEED": seed}
        )
        assert done.stdout == StaticEmbedder().embed_query(TEXTS[0]).tobytes()


def test_the_built_in_embedder_sees_inside_words_and_keeps_swedish_letters() -> None:
    embedder = StaticEmbedder()
    question = embedder.embed_query("lokal")
    inside, other, marks = embedder.embed_passages(["samlingslokalens", "hemsidan", "lakel"])
    assert float(question @ inside) > float(question @ other) + 0.1
    assert float(question @ inside) > float(question @ marks) + 0.1


def test_the_setting_chooses_the_embedder() -> None:
    assert isinstance(load_embedder(Settings(embedder=BUILTIN_EMBEDDER)), StaticEmbedder)
