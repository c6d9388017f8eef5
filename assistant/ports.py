"""What the core needs from the outside, in our own words. Adapters keep these promises; tests/contracts/ checks them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float32]


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


class VectorIndex(Protocol):
    """Nearest neighbours by cosine."""

    def query(self, vector: Matrix, k: int) -> list[tuple[int, float]]:
        """At most k (passage number, cosine similarity), best first; k may exceed the size."""
        ...

    def count(self) -> int: ...

    def close(self) -> None: ...
