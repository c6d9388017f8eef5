"""Vectors by content hash, so that unchanged text is never embedded again and an interrupted run loses little."""

from __future__ import annotations

import hashlib
import os
import shutil
import zlib
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from assistant.ports import Embedder, Matrix

BATCH = 256
KEY = 64  # hex digits of a SHA-256


class VectorCache:
    """Append-only files under cache/vectors/, one folder per embedder: a row of numbers, and a line with the hash of its
    text and a checksum of the row. Only rows with a line that fits count; whatever else is there is computed again.
    """

    def __init__(self, data_dir: Path, embedder: Embedder, beside: Path | None = None) -> None:
        """``beside`` is another data directory, whose vectors are read and never written."""
        self._beside = VectorCache(beside, embedder) if beside else None
        self._root = data_dir / "cache" / "vectors"
        self._embedder = embedder
        self._folder = self._root / hashlib.sha256(embedder.name.encode("utf-8")).hexdigest()[:16]
        self.embedded = 0

    def vectors(self, texts: Sequence[str], advance: Callable[[int], object]) -> Matrix:
        """The vectors of all texts, shape (len(texts), dimension); only texts never seen before are embedded."""
        keys = [hashlib.sha256(text.encode("utf-8")).hexdigest() for text in texts]
        known, stored = self._load()
        if self._beside and not known.keys() >= set(keys):
            known, stored = _joined((known, stored), self._beside._load())
        missing = list({key: text for key, text in zip(keys, texts, strict=True) if key not in known}.items())
        advance(len(texts) - len(missing))
        self._folder.mkdir(parents=True, exist_ok=True)
        vectors = np.empty((len(keys), self._embedder.dimension), dtype=np.float32)
        found = [(place, known[key]) for place, key in enumerate(keys) if key in known]
        if found:
            places, rows = np.array(found).T
            vectors[places] = stored[rows]
        del stored
        places_of: dict[str, list[int]] = defaultdict(list)
        for place, key in enumerate(keys):
            if key not in known:
                places_of[key].append(place)
        for start in range(0, len(missing), BATCH):
            batch = missing[start : start + BATCH]
            made = self._embedder.embed_passages([text for _, text in batch])
            self._append([key for key, _ in batch], made)
            for (key, _), row in zip(batch, made, strict=True):
                vectors[places_of[key]] = row
            self.embedded += len(batch)
            advance(len(batch))
        return vectors

    def forget(self) -> None:
        """Remove everything that is cached for this embedder."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def prune(self, texts: Sequence[str], vectors: Matrix) -> None:
        """Keep only these texts, and only this embedder."""
        for other in self._root.glob("*"):
            shutil.rmtree(other, ignore_errors=True)
        self._folder.mkdir(parents=True, exist_ok=True)
        self._append([hashlib.sha256(text.encode("utf-8")).hexdigest() for text in texts], vectors)

    def _load(self) -> tuple[dict[str, int], Matrix]:
        """Hash → the number of its row, and the rows."""
        size = self._embedder.dimension
        try:
            lines = (self._folder / "keys.txt").read_text(encoding="ascii", errors="replace").split("\n")
            flat = np.fromfile(self._folder / "vectors.f32", dtype=np.float32)
        except OSError:
            return {}, np.zeros((0, size), dtype=np.float32)
        rows = flat[: len(flat) // size * size].reshape(-1, size)
        numbered = enumerate(zip(lines, rows, strict=False))
        return {line[:KEY]: number for number, (line, row) in numbered if line[KEY:] == _checksum(row)}, rows

    def _append(self, keys: Sequence[str], rows: Matrix) -> None:
        # rows first: one that has no line yet is cut off here the next time
        with (self._folder / "vectors.f32").open("ab") as file:
            file.truncate(self._key_count() * self._embedder.dimension * 4)
            file.seek(0, os.SEEK_END)
            file.write(np.ascontiguousarray(rows, dtype=np.float32).tobytes())
        with (self._folder / "keys.txt").open("a", encoding="ascii") as file:
            file.write("".join(f"{key}{_checksum(row)}\n" for key, row in zip(keys, rows, strict=True)))

    def _key_count(self) -> int:
        try:
            return (self._folder / "keys.txt").read_bytes().count(b"\n")
        except OSError:
            return 0


def _joined(own: tuple[dict[str, int], Matrix], other: tuple[dict[str, int], Matrix]) -> tuple[dict[str, int], Matrix]:
    """Both as one; where both know a text, our own counts."""
    first = len(own[1])
    return {key: first + row for key, row in other[0].items()} | own[0], np.concatenate([own[1], other[1]])


def _checksum(row: Matrix) -> str:
    return f"{zlib.crc32(np.asarray(row, dtype=np.float32).tobytes()):08x}"
