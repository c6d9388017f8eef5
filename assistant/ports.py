"""What the core needs from the outside, in our own words. Adapters keep these promises; tests/contracts/ checks them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float32]


def products(rows: Matrix, vector: Matrix) -> Matrix:
    """The product of each row with a vector; shape (len(rows),).

    Not ``rows @ vector``: that wakes a thread on every core for a millisecond's work, which costs a busy service more than
    the work itself, and its last bits depend on where the arrays lie in memory.
    """
    return np.asarray(np.einsum("ij,j->i", rows, vector), dtype=np.float32)


class Embedder(Protocol):
    """Text to vectors. Rows have length 1; the same text always gives the same vector."""

    @property
    def name(self) -> str:
        """Names the model and its version: part of the IndexStamp."""
        ...

    @property
    def dimension(self) -> int: ...

    def embed_passages(self, texts: Sequence[str]) -> Matrix:
        """Shape (len(texts), dimension); no texts give shape (0, dimension)."""
        ...

    def embed_query(self, text: str) -> Matrix:
        """Shape (dimension,)."""
        ...


class Reranker(Protocol):
    """Reads a question and a text together and says how well the one answers the other."""

    def relevances(self, question: str, texts: Sequence[str]) -> Matrix:
        """Shape (len(texts),), each 0–1, higher is better; a text's figure does not depend on the others."""
        ...


class VectorIndex(Protocol):
    """Nearest neighbours by cosine."""

    def query(self, vector: Matrix, k: int) -> list[tuple[int, float]]:
        """At most k (passage number, cosine similarity), best first; k may exceed the size."""
        ...

    def count(self) -> int: ...

    def close(self) -> None: ...


class ChatModel(Protocol):
    """A language model that writes text and can do nothing else: it has no tools."""

    @property
    def name(self) -> str:
        """Names the model in the answer: provider and model."""
        ...

    def stream(self, system: str, user: str) -> Iterator[str]:
        """The pieces of one reply as they come, none of them empty.

        Raises ModelUnavailable, and no other error, when there is no reply or it breaks off; the pieces before that
        stand. A reader may stop at any piece.
        """
        ...
