"""A sentence-transformers StaticEmbedding read with tokenizers, safetensors and numpy alone.

The same folder opens with SentenceTransformer(folder) and gives the same vectors (a contract test holds them together),
but that takes seconds to import; this takes milliseconds.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.errors import ModelUnavailable
from assistant.ports import Matrix

EMBEDDED = Path(__file__).resolve().parent.parent / "models" / "civsam-sv"
WEIGHTS, TOKENIZER = "model.safetensors", "tokenizer.json"
BATCH = 1024  # texts tokenised at a time


class StaticEmbedder:
    """The mean of a text's piece vectors, times a weight for each piece. Reads its files when first used."""

    def __init__(self, folder: Path = EMBEDDED) -> None:
        self._folder = folder

    @cached_property
    def name(self) -> str:
        """The folder's name and a hash of its weights: other weights are another embedder."""
        return f"static:{self._folder.name}:{model_digest(self._folder)}"

    @property
    def dimension(self) -> int:
        """How many numbers a vector has."""
        return int(self._rows.shape[1])

    def embed_passages(self, texts: Sequence[str]) -> Matrix:
        """Shape (len(texts), dimension), rows of length 1; a text without a known piece gives the first unit vector."""
        matrix = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for start in range(0, len(texts), BATCH):
            for number, encoding in enumerate(self._tokenizer.encode_batch(list(texts[start : start + BATCH]))):
                if encoding.ids:
                    matrix[start + number] = self._mean(np.asarray(encoding.ids))
        lengths = np.linalg.norm(matrix, axis=1)
        matrix[lengths == 0, 0] = 1.0
        matrix /= np.where(lengths == 0, np.float32(1.0), lengths)[:, None]
        return matrix

    def embed_query(self, text: str) -> Matrix:
        """Shape (dimension,), length 1."""
        return np.asarray(self.embed_passages([text])[0], dtype=np.float32)

    def _mean(self, pieces: NDArray[np.int64]) -> NDArray[np.float32]:
        # not a matrix product: its last bits depend on where the arrays happen to lie in memory
        weighted = self._rows[pieces].astype(np.float32) * self._weights[pieces][:, None]
        return np.asarray(weighted.sum(axis=0) / np.float32(len(pieces)), dtype=np.float32)

    @property
    def _rows(self) -> NDArray[Any]:
        return self._tensors[0]

    @property
    def _weights(self) -> NDArray[np.float32]:
        return self._tensors[1]

    @cached_property
    def _tensors(self) -> tuple[NDArray[Any], NDArray[np.float32]]:
        from safetensors.numpy import load_file

        try:
            tensors = load_file(self._folder / WEIGHTS)
            rows = tensors["embeddings"] if "embeddings" in tensors else tensors["embedding.weight"]
        except (OSError, ValueError, KeyError, ImportError) as error:
            raise _unreadable(self._folder) from error
        return rows, np.asarray(tensors.get("weights", np.ones(len(rows), np.float32)), dtype=np.float32)

    @cached_property
    def _tokenizer(self) -> Any:
        from tokenizers import Tokenizer

        try:
            tokenizer = Tokenizer.from_file(str(self._folder / TOKENIZER))
        except Exception as error:  # tokenizers raises bare Exception
            raise _unreadable(self._folder) from error
        tokenizer.no_padding()
        return tokenizer


def model_digest(folder: Path) -> str:
    """The first half of the SHA-256 of a model's weights. Raises ModelUnavailable."""
    try:
        with (folder / WEIGHTS).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()[:16]
    except OSError as error:
        raise _unreadable(folder) from error


def _unreadable(folder: Path) -> ModelUnavailable:
    return ModelUnavailable(
        "Den inbyggda sökmodellen går inte att läsa",
        where=str(folder),
        next_step="Hämta projektet på nytt, eller träna om modellen med python -m evals.train_embedder",
    )
