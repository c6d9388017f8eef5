"""The dense leg in Chroma, embedded: one collection per generation directory, cosine, our own vectors.

Chroma writes to its files also when it only reads. It is therefore given a copy of its own in the system's folder for
temporary files: what a generation holds stays as it was written, byte for byte, can be checked against its manifest before
Chroma sees it, and can lie where nobody may write. Nothing that a reader does, or how it ends, can damage it.

A graph that was never saved is made anew, and saved, by whoever opens it, with whatever lay in that process's memory in its
unused places: a reader's memory holds questions. So every batch is saved when it is built, and what was not is told by
``is_saved``: then a reader has no business with it.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from assistant.errors import IndexBroken
from assistant.ports import Matrix

COLLECTION = "passages"
BATCH = 5000  # Chroma's own limit is 5,461
# Up to so many vectors every one is looked at. No two graphs of the same vectors are alike: a search that only follows the
# graph would find other neighbours after the next ingest.
ALL_UP_TO = 5000
SAVE_EVERY = 2  # vectors; Chroma takes no less, and saves at most once a batch
SAVED = "index_metadata.pickle"  # what Chroma writes last of a graph
COPIES = "civsam-vektorer-"
YOUNG = 60  # seconds: a copy so new may not be locked yet by the process that makes it


class ChromaVectorIndex:
    """Nearest neighbours by cosine among the vectors of one generation."""

    def __init__(self, folder: Path) -> None:
        """Open a copy. Raises IndexBroken, and OSError when there is no room for the copy."""
        self._folder = folder
        if not folder.is_dir():
            raise self._broken("öppna")
        self._copy = _WorkingCopy(folder)
        try:
            self._client = _client(self._copy.folder)
        except Exception as error:
            self._copy.remove()
            raise self._broken("öppna") from error
        try:
            self._collection = self._client.get_collection(COLLECTION, embedding_function=None)
            self._count = int(self._collection.count())
        except Exception as error:
            self.close()
            raise self._broken("öppna") from error

    @classmethod
    def build(cls, folder: Path, vectors: Matrix, advance: Callable[[int], object] = lambda _: None) -> None:
        """Write vectors into a new folder; passage number n has id str(n). ``advance`` is told how many were added.

        Raises IndexBroken when Chroma cannot, OSError when the system refuses the folder.
        """
        folder.mkdir(parents=True)
        try:
            cls._write(folder, vectors, advance)
        except Exception as error:  # its own errors, which say only in English that the disk is full
            raise not_written(folder.parent) from error

    @staticmethod
    def _write(folder: Path, vectors: Matrix, advance: Callable[[int], object]) -> None:
        client = _client(folder)
        try:
            graph: dict[str, Any] = {"space": "cosine", "sync_threshold": SAVE_EVERY}
            if len(vectors) <= ALL_UP_TO:
                graph["ef_search"] = max(len(vectors), 100)
            collection = client.create_collection(COLLECTION, embedding_function=None, configuration={"hnsw": graph})
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
        self._copy.remove()

    def _broken(self, what: str) -> IndexBroken:
        return IndexBroken(
            f"Vektorindexet går inte att {what}", where=str(self._folder), next_step="Kör: civsam ingest --rebuild"
        )


def not_written(folder: Path) -> IndexBroken:
    """That the vector index of a generation's folder could not be written."""
    return IndexBroken(
        "Vektorindexet gick inte att skriva. Det gamla indexet ligger kvar",
        where=str(folder),
        next_step="Kontrollera att disken inte är full och försök igen",
    )


def is_saved(folder: Path) -> bool:
    """True when Chroma only reads the graph of this folder, and does not make and save it anew when it is opened.

    False for a single vector, and for fewer than 1,000 that were written before every batch was saved.
    """
    return any(folder.glob(f"*/{SAVED}"))


class _WorkingCopy:
    """A copy of a folder, locked while it is in use; copies that a killed process left behind are removed."""

    def __init__(self, original: Path) -> None:
        _remove_left_behind()
        self.folder = Path(tempfile.mkdtemp(prefix=COPIES))
        self._lock = os.open(self.folder, os.O_RDONLY)
        fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        try:
            shutil.copytree(original, self.folder, dirs_exist_ok=True, copy_function=shutil.copyfile)
            for path in (self.folder, *self.folder.rglob("*")):  # the original may be read-only
                path.chmod(0o700 if path.is_dir() else 0o600)
        except OSError:
            self.remove()
            raise

    def remove(self) -> None:
        """Remove it; once more does nothing."""
        if self._lock >= 0:
            shutil.rmtree(self.folder, ignore_errors=True)
            os.close(self._lock)
            self._lock = -1


def _remove_left_behind() -> None:
    for folder in Path(tempfile.gettempdir()).glob(f"{COPIES}*"):
        try:
            if folder.stat().st_uid != os.getuid() or time.time() - folder.stat().st_mtime < YOUNG:
                continue
            descriptor = os.open(folder, os.O_RDONLY)
        except OSError:  # another process was quicker
            continue
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(folder, ignore_errors=True)
        except OSError:  # somebody uses it
            continue
        finally:
            os.close(descriptor)


def _client(folder: Path) -> Any:
    os.environ["ANONYMIZED_TELEMETRY"] = "False"
    import chromadb
    from chromadb.config import Settings

    return chromadb.PersistentClient(path=str(folder), settings=Settings(anonymized_telemetry=False, _env_file=None))
