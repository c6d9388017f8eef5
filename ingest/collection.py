"""What the public collection and the one for staff are made of, and how a generation of either is written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.domain import Document, IndexStamp
from assistant.errors import KnowledgeBaseError
from assistant.ports import Embedder
from assistant.retrieval import expected, storage
from assistant.retrieval.storage import Generation
from ingest import generations
from ingest.access import Apart
from ingest.duplicates import similar
from ingest.lock import writer_lock
from ingest.originals import Marks, Originals
from ingest.progress import Progress
from ingest.publishing import Publishing
from ingest.reading import ReadFile, Source
from ingest.vector_cache import VectorCache


@dataclass(frozen=True, slots=True)
class FileCollection:
    """What one of the two collections is made of, and where it lies."""

    data_dir: Path
    sources: Sequence[Source]
    marks: Mapping[str, Marks]
    hidden: Apart  # what nothing in it may tell
    publishing: Publishing  # of what is for staff only, nothing leaves this machine
    beside: Path | None = None  # the data directory of the public one, for the whole one
    only: frozenset[str] = frozenset()  # the files that are for staff only
    apart: Sequence[Source] = ()  # those files, for the public one: something to read in, though not there
    skipped: Sequence[str] = ()
    addresses: Collection[str] | None = None  # of the originals to keep; None when those are left alone

    @property
    def for_staff(self) -> bool:
        return self.beside is not None


def previous_of(data_dir: Path) -> Generation | None:
    """The generation that serves; None when there is none that can be opened."""
    try:
        return storage.open_current(data_dir)
    except KnowledgeBaseError:
        return None


def forget_originals(data_dir: Path, addresses: Collection[str]) -> None:
    """Leave nothing of what was fetched from elsewhere: a source that no sheet names any more leaves nothing behind."""
    originals = Originals(data_dir)
    if set(originals.sources) - set(addresses):
        with writer_lock(originals.folder, "hämtning"):  # a fetch that is going on does this itself when it begins
            originals.forget(set(addresses))


def build(
    collection: FileCollection,
    reads: Sequence[ReadFile],
    structures: Mapping[str, object],
    embedder: Embedder,
    stamp: IndexStamp,
    rebuild: bool,
    progress: Progress,
) -> tuple[str, int, int]:
    """Write and serve a generation; its name, its passages, and how many vectors had to be made."""
    documents = [read.document for read in reads]
    health = {read.document.id: read.health for read in reads if read.health}
    passages = [passage for read in reads for passage in read.passages]
    texts = [storage.embedding_text(passage) for passage in passages]
    texts += [one.question for one in expected.expected_from(structures.get(expected.KIND))]
    cache = VectorCache(collection.data_dir, embedder, None if rebuild else collection.beside)
    if rebuild:
        cache.forget()
    with progress.stage("Beräknar vektorer", len(texts)) as advance:
        vectors = cache.vectors(texts, advance)
    with progress.stage("Skriver index", len(texts)) as advance:
        name = generations.write_generation(
            collection.data_dir, documents, passages, vectors[: len(passages)], stamp, advance, structures, health,
            collection.publishing.publish, for_staff=collection.for_staff, of_questions=vectors[len(passages) :],
        )  # fmt: skip
    cache.prune(texts, vectors)
    return name, len(passages), cache.embedded


def link_versions(reads: Sequence[ReadFile]) -> tuple[list[ReadFile], list[str]]:
    """Tell every document what supersedes it."""
    known = {read.document.id for read in reads}
    newer: dict[str, list[str]] = defaultdict(list)
    warnings = [warning for read in reads for warning in read.warnings]
    for read in reads:
        for identifier in read.document.supersedes:
            newer[identifier].append(read.document.id)
            if identifier not in known:
                warnings.append(
                    f"{read.document.path}: ersatter nämner {identifier!r}, som inte finns bland dokumenten"
                )

    def newer_than(document: Document) -> tuple[str, ...]:
        return tuple(sorted(newer[document.original_of or document.id]))

    alike = similar(read.document for read in reads)
    linked = [
        read.having(superseded_by=newer_than(read.document), similar_to=alike.get(read.document.id, ()))
        for read in reads
    ]
    return linked, warnings
