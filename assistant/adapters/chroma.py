"""The dense leg in Chroma, embedded: one collection per generation directory, cosine, our own vectors."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from assistant.errors import IndexBroken
from assistant.ports import Matrix

COLLECTION = "passages"
BATCH = 5000  # Chroma's own limit is 5,461


class ChromaVectorIndex:
    """Nearest neighbours by cosine among the vectors of one generation."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        try:
            self._client = _client(folder)
        except Exception as error:
            raise self._broken("öppna") from error
        try:
            self._collection = self._client.get_collection(COLLECTION, embedding_function=None)
            self._count = int(self._collection.count())
        except Exception as error:
            self._client.close()
            raise self._broken("öppna") from error

    @classmethod
    def build(cls, folder: Path, vectors: Matrix, advance: Callable[[int], object] = lambda _: None) -> None:
        """Write vectors into a new folder; passage number n has id str(n). ``advance`` is told how many were added."""
        folder.mkdir(parents=True)
        client = _client(folder)
        try:
            collection = client.create_collection(
                COLLECTION, embedding_function=None, configuration={"hnsw": {"space": "cosine"}}
            )
            for start in range(0, len(vectors), BATCH):
                batch = np.asarray(vectors[start : start + BATCH], dtype=np.float32)
                collection.add(ids=[str(start + i) for i in range(len(batch))], embeddings=batch)
                advance(len(batch))
        finally:
            client.close()

    def query(self, vector: Matrix, k: int) -> list[tuple[int, float]]:
        """At most k (passage number, cosine similarity), best first."""
        wanted = min(k, self._count)
        if wanted < 1:
            return []
        try:
            found = self._collection.query(query_embeddings=[vector], n_results=wanted, include=["distances"])
        except Exception as error:
            raise self._broken("söka i") from error
        distances = found["distances"]
        assert distances is not None
        return [
            (int(number), 1.0 - float(distance)) for number, distance in zip(found["ids"][0], distances[0], strict=True)
        ]

    def holds(self, number: int, vector: Matrix) -> bool:
        """True when this vector is stored for a passage, whether or not a search finds its way to it."""
        try:
            stored = self._collection.get(ids=[str(number)], include=["embeddings"])["embeddings"]
        except Exception as error:
            raise self._broken("läsa") from error
        return stored is not None and len(stored) == 1 and bool(np.allclose(stored[0], vector, atol=1e-5))

    def count(self) -> int:
        """How many vectors there are."""
        return self._count

    def close(self) -> None:
        """Let go of the files and the memory."""
        self._client.close()

    def _broken(self, what: str) -> IndexBroken:
        return IndexBroken(
            f"Vektorindexet går inte att {what}", where=str(self._folder), next_step="Kör: civsam ingest --rebuild"
        )


def _client(folder: Path) -> Any:
    os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")
    import chromadb
    from chromadb.config import Settings

    return chromadb.PersistentClient(path=str(folder), settings=Settings(anonymized_telemetry=False))
