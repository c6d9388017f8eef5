"""Embedders: the built-in one that needs no download, and any sentence-transformers model by name or path."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from assistant.adapters.static_embedding import StaticEmbedder
from assistant.errors import ModelUnavailable
from assistant.ports import Embedder, Matrix
from assistant.settings import BUILTIN_EMBEDDER

BATCH = 64
WHERE = "inställningen CIVSAM_EMBEDDER"


class SentenceTransformerEmbedder:
    """A sentence-transformers model, by name in the local cache or by folder. Nothing is downloaded."""

    def __init__(self, model: str) -> None:
        self._model: Any = _load_sentence_transformer(model)
        self.dimension = int(self._model.get_embedding_dimension())
        self.name = embedder_name(model)

    def embed_passages(self, texts: Sequence[str]) -> Matrix:
        """Shape (len(texts), dimension), rows of length 1."""
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        vectors = self._model.encode(list(texts), batch_size=BATCH, show_progress_bar=False, convert_to_numpy=True)
        return _unit_rows(np.asarray(vectors, dtype=np.float32))

    def embed_query(self, text: str) -> Matrix:
        """Shape (dimension,), length 1."""
        return np.asarray(self.embed_passages([text])[0], dtype=np.float32)


def embedder_name(setting: str) -> str:
    """The name that goes into the IndexStamp, known without loading anything."""
    return StaticEmbedder().name if setting == BUILTIN_EMBEDDER else f"sentence-transformers:{setting}"


def load_embedder(name: str) -> Embedder:
    """The embedder that a setting names. Raises ModelUnavailable."""
    return StaticEmbedder() if name == BUILTIN_EMBEDDER else SentenceTransformerEmbedder(name)


def _load_sentence_transformer(model: str) -> Any:
    looks_like_path = model.startswith((".", "/", "~")) or Path(model).expanduser().exists()
    if looks_like_path and not (Path(model).expanduser() / "modules.json").is_file():
        raise ModelUnavailable(
            f"Mappen {model} innehåller ingen sentence-transformers-modell",
            where=WHERE,
            next_step=f"Ange en mapp med filen modules.json, eller {BUILTIN_EMBEDDER!r} för den inbyggda",
        )
    _stay_offline()
    from sentence_transformers import SentenceTransformer

    try:
        return SentenceTransformer(
            str(Path(model).expanduser()) if looks_like_path else model, device="cpu", local_files_only=True
        )
    except Exception as error:
        if looks_like_path:
            raise ModelUnavailable(
                f"Modellen i mappen {model} går inte att läsa",
                where=WHERE,
                next_step=f"Spara modellen på nytt eller sätt CIVSAM_EMBEDDER={BUILTIN_EMBEDDER}",
            ) from error
        raise ModelUnavailable(
            f"Språkmodellen {model} finns inte på den här datorn",
            where=WHERE,
            next_step=f"Hämta den först (hf download {model}) eller sätt CIVSAM_EMBEDDER={BUILTIN_EMBEDDER}",
        ) from error


def _stay_offline() -> None:
    """``local_files_only`` is not enough: the hub's client still calls home to ask who is using it."""
    os.environ.update(HF_HUB_OFFLINE="1", HF_HUB_DISABLE_TELEMETRY="1")
    from huggingface_hub import constants

    # another library may have imported it before, and then it has read the environment already
    constants.HF_HUB_OFFLINE = constants.HF_HUB_DISABLE_TELEMETRY = True


def _unit_rows(matrix: Matrix) -> Matrix:
    lengths = np.linalg.norm(matrix, axis=1, keepdims=True)
    matrix[lengths[:, 0] == 0, 0] = 1.0
    return np.asarray(matrix / np.where(lengths == 0, 1.0, lengths), dtype=np.float32)
