"""Small stand-ins that keep the ports' promises: for tests, demonstrations and small collections."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from assistant.ports import Matrix


class LetterEmbedder:
    """Counts letters a–z, å, ä, ö: vectors that a person can check by eye."""

    name = "letters"
    letters = "abcdefghijklmnopqrstuvwxyzåäö"
    dimension = len(letters)

    def embed_passages(self, texts: Sequence[str]) -> Matrix:
        """Shape (len(texts), 29), rows of length 1; a text without letters counts as one a."""
        rows = [[text.casefold().count(letter) for letter in self.letters] for text in texts]
        matrix = np.asarray(rows, dtype=np.float32).reshape(len(texts), self.dimension)
        matrix[matrix.sum(axis=1) == 0, 0] = 1.0
        return np.asarray(matrix / np.linalg.norm(matrix, axis=1, keepdims=True), dtype=np.float32)

    def embed_query(self, text: str) -> Matrix:
        """Shape (29,), length 1."""
        return np.asarray(self.embed_passages([text])[0], dtype=np.float32)


class ExactVectorIndex:
    """Every vector compared with the question: exact, in memory."""

    def __init__(self, vectors: Matrix) -> None:
        self._vectors = vectors

    def query(self, vector: Matrix, k: int) -> list[tuple[int, float]]:
        """At most k (passage number, cosine similarity), best first."""
        similarities = self._vectors @ vector
        best = np.argsort(-similarities, kind="stable")[:k]
        return [(int(number), float(similarities[number])) for number in best]

    def count(self) -> int:
        """How many vectors there are."""
        return len(self._vectors)

    def close(self) -> None:
        """Nothing to let go of."""
