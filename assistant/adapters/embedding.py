"""Embedders: the built-in one that needs no download, and any sentence-transformers model by name or path."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from assistant.adapters.local_models import load_local
from assistant.adapters.prefixes import Prefixes, preset_for
from assistant.adapters.static_embedding import StaticEmbedder
from assistant.ports import Embedder, Matrix
from assistant.settings import BUILTIN_EMBEDDER, PREFIX, Settings

BATCH = 64


class SentenceTransformerEmbedder:
    """A sentence-transformers model, by name in the local cache or by folder. Nothing is downloaded."""

    def __init__(self, model: str, prefixes: Prefixes | None = None, batch: int = BATCH) -> None:
        self._prefixes = preset_for(model) if prefixes is None else prefixes
        self._batch = batch
        self._model: Any = load_local(
            model,
            kind="SentenceTransformer",
            marker="modules.json",
            setting=f"{PREFIX}EMBEDDER",
            otherwise=f"{PREFIX}EMBEDDER={BUILTIN_EMBEDDER}",
        )
        self.dimension = int(self._model.get_embedding_dimension())
        self.name = _name(model, self._prefixes)

    def embed_passages(self, texts: Sequence[str]) -> Matrix:
        """Shape (len(texts), dimension), rows of length 1."""
        return self._embed([self._prefixes.passage + text for text in texts])

    def embed_query(self, text: str) -> Matrix:
        """Shape (dimension,), length 1."""
        return np.asarray(self._embed([self._prefixes.query + text])[0], dtype=np.float32)

    def _embed(self, texts: list[str]) -> Matrix:
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        vectors = self._model.encode(texts, batch_size=self._batch, show_progress_bar=False, convert_to_numpy=True)
        return _unit_rows(np.asarray(vectors, dtype=np.float32))


def embedder_name(settings: Settings) -> str:
    """The name that goes into the IndexStamp, known without loading anything."""
    if settings.embedder == BUILTIN_EMBEDDER:
        return StaticEmbedder().name
    return _name(settings.embedder, _prefixes(settings))


def load_embedder(settings: Settings) -> Embedder:
    """The embedder that the settings name. Raises ModelUnavailable."""
    if settings.embedder == BUILTIN_EMBEDDER:
        return StaticEmbedder()
    return SentenceTransformerEmbedder(settings.embedder, _prefixes(settings), settings.embedder_batch)


def _prefixes(settings: Settings) -> Prefixes:
    """What is set wins over what the model's name says."""
    preset = preset_for(settings.embedder)
    return Prefixes(
        preset.query if settings.query_prefix is None else settings.query_prefix,
        preset.passage if settings.passage_prefix is None else settings.passage_prefix,
    )


def _name(model: str, prefixes: Prefixes) -> str:
    name = f"sentence-transformers:{model}"
    return f"{name} (fråga {prefixes.query!r}, text {prefixes.passage!r})" if any(prefixes) else name


def _unit_rows(matrix: Matrix) -> Matrix:
    lengths = np.linalg.norm(matrix, axis=1, keepdims=True)
    matrix[lengths[:, 0] == 0, 0] = 1.0
    return np.asarray(matrix / np.where(lengths == 0, 1.0, lengths), dtype=np.float32)
