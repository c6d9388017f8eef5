"""A sentence-transformers model small enough to make in a test. Its library takes seconds to import: once is enough."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

MakeModel = Callable[[Path, int], Path]
WORDS = ["[UNK]", "bidrag", "förening", "kumla", "nora", "ansökan", "senast", "mars", "plan", "mål", "stadgar"]


@pytest.fixture(scope="session")
def make_model() -> MakeModel:
    """Writes a model of random word vectors with the wanted dimension; returns its folder."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding
    from tokenizers import Tokenizer, models, pre_tokenizers

    def make(folder: Path, dimension: int) -> Path:
        torch.manual_seed(dimension)
        tokenizer = Tokenizer(models.WordLevel({word: number for number, word in enumerate(WORDS)}, unk_token="[UNK]"))
        tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
        SentenceTransformer(modules=[StaticEmbedding(tokenizer, embedding_dim=dimension)]).save(str(folder))
        return folder

    return make


@pytest.fixture(scope="session")
def tiny_model(make_model: MakeModel, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model with 24 dimensions."""
    return make_model(tmp_path_factory.mktemp("modell") / "liten", 24)
