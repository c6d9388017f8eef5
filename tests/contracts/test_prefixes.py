"""Prefixes by model name or by setting, in front of what is embedded and in the index's stamp."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from assistant.adapters.embedding import SentenceTransformerEmbedder, embedder_name, load_embedder
from assistant.adapters.prefixes import Prefixes, preset_for
from assistant.settings import Settings, load_settings


@pytest.mark.parametrize(
    ("model", "query", "passage"),
    [
        ("intfloat/multilingual-e5-large", "query: ", "passage: "),
        ("intfloat/e5-base-v2", "query: ", "passage: "),
        ("/srv/modeller/multilingual-e5-small/", "query: ", "passage: "),
        ("/x/models--intfloat--multilingual-e5-base/snapshots/0a1b", "query: ", "passage: "),
        ("Snowflake/snowflake-arctic-embed-l-v2.0", "query: ", ""),
        ("BAAI/bge-m3", "", ""),
        ("KBLab/sentence-bert-swedish-cased", "", ""),
        ("sentence-transformers/all-MiniLM-L6-v2", "", ""),
        ("min-egen-modell", "", ""),
    ],
)
def test_what_a_model_wants(model: str, query: str, passage: str) -> None:
    assert preset_for(model) == Prefixes(query, passage)


def test_models_that_want_an_instruction() -> None:
    assert preset_for("intfloat/multilingual-e5-large-instruct").query.startswith("Instruct: ")
    assert preset_for("Snowflake/snowflake-arctic-embed-m").query.startswith("Represent this sentence")


def test_the_prefix_is_embedded_with_the_text(tiny_model: Path) -> None:
    plain = SentenceTransformerEmbedder(str(tiny_model))
    prefixed = SentenceTransformerEmbedder(str(tiny_model), Prefixes("mål ", "plan "))
    np.testing.assert_allclose(prefixed.embed_query("bidrag"), plain.embed_query("mål bidrag"), atol=1e-6)
    texts = ["bidrag", "kumla"]
    expected = plain.embed_passages([f"plan {text}" for text in texts])
    np.testing.assert_allclose(prefixed.embed_passages(texts), expected, atol=1e-6)


def test_what_is_set_wins_and_is_in_the_stamp(tiny_model: Path) -> None:
    name = "intfloat/multilingual-e5-large"
    preset = embedder_name(Settings(embedder=name))
    assert "query: " in preset
    assert "passage: " in preset
    own = load_settings({"CIVSAM_EMBEDDER": name, "CIVSAM_QUERY_PREFIX": "fråga: ", "CIVSAM_PASSAGE_PREFIX": ""})
    assert "fråga: " in embedder_name(own)
    assert "passage: " not in embedder_name(own)
    none = load_settings({"CIVSAM_EMBEDDER": name, "CIVSAM_QUERY_PREFIX": "", "CIVSAM_PASSAGE_PREFIX": ""})
    assert embedder_name(none) == f"sentence-transformers:{name}"
    set_here = Settings(embedder=str(tiny_model), query_prefix="mål ")
    assert load_embedder(set_here).name == embedder_name(set_here) != embedder_name(Settings(embedder=str(tiny_model)))


@pytest.mark.parametrize("batch", [1, 3])
def test_the_batch_size_changes_nothing_but_memory(tiny_model: Path, batch: int) -> None:
    texts = [f"bidrag {'mål ' * number}" for number in range(7)]
    alone = load_embedder(Settings(embedder=str(tiny_model), embedder_batch=batch))
    usual = load_embedder(Settings(embedder=str(tiny_model)))
    np.testing.assert_allclose(alone.embed_passages(texts), usual.embed_passages(texts), atol=1e-6)
    assert alone.name == usual.name, "another batch size makes no other index"
