"""Small stand-ins that keep the ports' promises: for tests, demonstrations and small collections."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from assistant.errors import CivsamError
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


class WordReranker:
    """The share of the question's words that a text has."""

    def relevances(self, question: str, texts: Sequence[str]) -> Matrix:
        """Shape (len(texts),), each 0–1."""
        asked = set(question.casefold().split())
        shares = [len(asked & set(text.casefold().split())) / max(1, len(asked)) for text in texts]
        return np.asarray(shares, dtype=np.float32)


class ScriptedChatModel:
    """Says what it was given, a few characters at a time; an error among the lines is raised. The last reply repeats."""

    name = "manus"

    def __init__(self, *replies: str | CivsamError | Sequence[str | CivsamError], piece: int = 7) -> None:
        self._replies = replies or ("",)
        self._piece = piece
        self.asked: list[tuple[str, str]] = []

    def stream(self, system: str, user: str) -> Iterator[str]:
        """The next reply, piece by piece."""
        reply = self._replies[min(len(self.asked), len(self._replies) - 1)]
        self.asked.append((system, user))
        for line in [reply] if isinstance(reply, (str, CivsamError)) else reply:
            if isinstance(line, CivsamError):
                raise line
            yield from (line[start : start + self._piece] for start in range(0, len(line), self._piece))
