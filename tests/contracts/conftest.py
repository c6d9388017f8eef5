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


@pytest.fixture(scope="session")
def make_cross_encoder() -> MakeModel:
    """Writes a cross-encoder of random numbers that gives the wanted number of values; returns its folder."""
    import torch
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizerFast

    def make(folder: Path, labels: int) -> Path:
        torch.manual_seed(labels)
        pieces = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *WORDS[1:]]
        config = BertConfig(
            vocab_size=len(pieces),
            hidden_size=16,
            num_hidden_layers=2,
            num_attention_heads=2,
            intermediate_size=32,
            max_position_embeddings=64,
            initializer_range=1.0,
            num_labels=labels,
        )
        BertForSequenceClassification(config).save_pretrained(folder)
        BertTokenizerFast(vocab={piece: number for number, piece in enumerate(pieces)}).save_pretrained(folder)
        return folder

    return make


@pytest.fixture(scope="session")
def tiny_cross_encoder(make_cross_encoder: MakeModel, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cross-encoder with one value, as a reranker has."""
    return make_cross_encoder(tmp_path_factory.mktemp("ordnare") / "liten", 1)
