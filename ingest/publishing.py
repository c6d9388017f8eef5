"""The vectors of a generation put on the Chroma server, when there is one by setting, and the older ones taken away.

Only vectors and their numbers are sent. A server that is down stops nothing: every reader has a copy, and the next ingest
tries again.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from assistant.errors import KnowledgeBaseError, ServerUnavailable
from assistant.retrieval import storage
from ingest.progress import Progress

if TYPE_CHECKING:
    from assistant.adapters.chroma_server import ChromaServer


class Publishing:
    """What an ingest does on the server; without a server nothing. ``warnings`` says what could not be done."""

    def __init__(self, server: ChromaServer | None, progress: Progress | None = None) -> None:
        self._server = server
        self._progress = progress or Progress()
        self.warnings: list[str] = []

    def publish(self, folder: Path) -> None:
        """The vectors of the complete generation in this folder; nothing is sent when they are there, or for staff only."""
        if not self._server:
            return
        manifest = storage.read_manifest(folder)
        if manifest.get(storage.FOR_STAFF):
            return
        digest = storage.vectors_digest(manifest)
        vectors = np.load(folder / storage.VECTORS, mmap_mode="r")
        try:
            with self._progress.stage("Lägger vektorerna på Chroma-servern", len(vectors)) as advance:
                self._server.publish(digest, vectors, advance)
        except ServerUnavailable as fault:
            self.warnings.append(
                f"vektorerna ligger inte på Chroma-servern. {fault} Civsam söker i sin egen kopia. Kör civsam ingest igen"
            )

    def prune(self, data_dir: Path) -> None:
        """Leave nothing of ours on the server but the vectors of the generations that are kept here."""
        if not self._server:
            return
        kept = [data_dir / name for name in storage.generation_names(data_dir)]
        try:
            self._server.keep_only([digest for folder in kept if (digest := _digest(folder))])
        except ServerUnavailable as fault:
            self.warnings.append(
                f"äldre vektorer kan ligga kvar på Chroma-servern, också av det som är borttaget. {fault} Kör civsam ingest igen"
            )


def _digest(folder: Path) -> str:
    try:
        return storage.vectors_digest(storage.read_manifest(folder))
    except KnowledgeBaseError:
        return ""
