"""The embedded default, read without sentence-transformers, gives what sentence-transformers gives."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from assistant.adapters.embedding import SentenceTransformerEmbedder
from assistant.adapters.static_embedding import EMBEDDED, StaticEmbedder
from assistant.errors import ModelUnavailable

TEXTS = (
    "Vilka bidrag kan en förening i Örebro söka?",
    "Föreningsbidragets sista ansökningsdag är den 31 mars.",
    "20 000 kr – högst 75 % av kostnaden, §§ 3 och 25 a",
    "æ ø ß 漢字 emoji 😀",
    "ord " * 700,
)


def test_the_same_vectors_as_sentence_transformers() -> None:
    ours, theirs = StaticEmbedder(), SentenceTransformerEmbedder(str(EMBEDDED))
    assert ours.dimension == theirs.dimension
    np.testing.assert_allclose(ours.embed_passages(TEXTS), theirs.embed_passages(TEXTS), atol=1e-6)
    np.testing.assert_allclose(ours.embed_query(TEXTS[0]), theirs.embed_query(TEXTS[0]), atol=1e-6)


def test_the_model_is_small_enough_to_lie_in_the_repository() -> None:
    assert sum(path.stat().st_size for path in EMBEDDED.iterdir()) < 30_000_000


def test_a_question_is_nearer_its_answer_than_another_text() -> None:
    embedder = StaticEmbedder()
    question = embedder.embed_query("När ska ansökan om aktivitetsstöd vara inne?")
    answer, other = embedder.embed_passages(
        ["Sista ansökningsdag för aktivitetsbidraget är 25 augusti.", "Samverkansrådet har tio platser."]
    )
    assert float(question @ answer) > float(question @ other) + 0.1


def test_a_folder_without_a_model_is_told_in_swedish(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable) as told:
        StaticEmbedder(tmp_path).embed_query("bidrag")
    assert "går inte att läsa" in str(told.value)
    assert str(tmp_path) in str(told.value)
