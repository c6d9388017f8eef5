"""From files to a served generation: read, split, embed, write, verify, swap. One bad file never stops the others."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from assistant import lexical, storage
from assistant.domain import Document, IndexStamp, Passage
from assistant.errors import DocumentError, DuplicateId, KnowledgeBaseError, PathMissing, Unreadable
from assistant.grants import KIND
from assistant.ports import Embedder
from assistant.storage import Generation
from ingest import generations
from ingest.documents import build_document, relative_path
from ingest.guard import GuardedReader
from ingest.kinds import read_structures
from ingest.lock import writer_lock
from ingest.progress import Progress
from ingest.readers import READERS_VERSION, SUPPORTED_SUFFIXES
from ingest.split import SPLITTER_VERSION
from ingest.structures import Read
from ingest.vector_cache import VectorCache


class Source(NamedTuple):
    """A file, and the folder its id is relative to."""

    path: Path
    root: Path


class Failure(NamedTuple):
    """A file that could not be used, and the error that says why."""

    path: str
    error: DocumentError


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What an ingest did. The four first are document ids."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: tuple[str, ...]
    removed: tuple[str, ...]
    failed: tuple[Failure, ...]
    warnings: tuple[str, ...]
    generation: str
    passages: int
    embedded: int
    grants: int = 0


class _Read(NamedTuple):
    document: Document
    passages: tuple[Passage, ...]
    warnings: tuple[str, ...]


def stamp_for(embedder: Embedder) -> IndexStamp:
    """How an index made now, with this embedder, is stamped."""
    splitter = f"{SPLITTER_VERSION}/{READERS_VERSION}"
    return IndexStamp(storage.FORMAT, embedder.name, splitter, lexical.ANALYSER)


def ingest(
    paths: Sequence[Path],
    data_dir: Path,
    embedder: Embedder,
    *,
    rebuild: bool = False,
    progress: Progress | None = None,
) -> IngestReport:
    """Make the knowledge base exactly what lies in ``paths`` (files or folders).

    A file that cannot be read is reported, and the version read before, if there is one, is kept. Raises PathMissing,
    WriterBusy, DataDirUnusable, and Unreadable when nothing at all could be read.
    """
    progress = progress or Progress()
    sources = list(find_sources(paths))
    with writer_lock(data_dir):
        previous = None if rebuild else _previous(data_dir)
        try:
            return _ingest(sources, data_dir, embedder, previous, rebuild, progress)
        finally:
            if previous:
                previous.close()


def find_sources(paths: Sequence[Path]) -> Iterator[Source]:
    """Every file that a reader exists for, in order; hidden files and README files are passed over."""
    for path in paths:
        if path.is_file():
            yield Source(path, path)
        elif path.is_dir():
            for file in sorted(path.rglob("*")):
                hidden = any(part.startswith(".") for part in file.relative_to(path).parts)
                if (
                    file.is_file()
                    and not hidden
                    and file.stem != "README"
                    and file.suffix.lower() in SUPPORTED_SUFFIXES
                ):
                    yield Source(file, path)
        else:
            raise PathMissing(f"{path} finns inte", where="sökvägen du angav", next_step="Kontrollera stavningen")


def _ingest(
    sources: Sequence[Source],
    data_dir: Path,
    embedder: Embedder,
    previous: Generation | None,
    rebuild: bool,
    progress: Progress,
) -> IngestReport:
    stamp = stamp_for(embedder)
    reusable = previous if previous and previous.stamp.splitter == stamp.splitter else None
    found, failed = _read_all(sources, reusable, progress)
    reads, duplicates = _refuse_duplicates(found)
    failed += duplicates
    if not reads:
        raise _nothing_read(sources, failed)
    old = generations.contents(previous.documents()) if previous else {}
    reads, warnings = _link_versions(_keep_failed(reads, sources, failed, previous))
    structures, refused = read_structures(
        (source.root for source in sources), [Read(read.document, read.passages) for read in reads]
    )
    failed += [Failure(str(path), error) for path, error in refused]
    new = generations.contents(read.document for read in reads)
    embedded = 0
    unchanged = previous and previous.stamp == stamp and old == new and previous.structures == structures
    if previous and unchanged and _serves(previous, data_dir):
        name, count = previous.name, previous.size
    else:
        name, count, embedded = _build(data_dir, reads, structures, embedder, stamp, rebuild, progress)
    generations.prune(data_dir, name)
    return IngestReport(
        added=tuple(sorted(set(new) - set(old))),
        changed=tuple(sorted(key for key in set(new) & set(old) if new[key] != old[key])),
        unchanged=tuple(sorted(key for key in set(new) & set(old) if new[key] == old[key])),
        removed=tuple(sorted(set(old) - set(new))),
        failed=tuple(failed),
        warnings=tuple(warnings),
        generation=name,
        passages=count,
        embedded=embedded,
        grants=_size(structures.get(KIND)),
    )


def _size(records: object) -> int:
    return len(records) if isinstance(records, list) else 0


def _build(
    data_dir: Path,
    reads: Sequence[_Read],
    structures: Mapping[str, object],
    embedder: Embedder,
    stamp: IndexStamp,
    rebuild: bool,
    progress: Progress,
) -> tuple[str, int, int]:
    documents = [read.document for read in reads]
    passages = [passage for read in reads for passage in read.passages]
    texts = [storage.embedding_text(passage) for passage in passages]
    cache = VectorCache(data_dir, embedder)
    if rebuild:
        cache.forget()
    with progress.stage("Beräknar vektorer", len(texts)) as advance:
        vectors = cache.vectors(texts, advance)
    with progress.stage("Skriver index", len(texts)) as advance:
        name = generations.write_generation(data_dir, documents, passages, vectors, stamp, advance, structures)
    cache.prune(texts, vectors)
    return name, len(passages), cache.embedded


def _read_all(
    sources: Sequence[Source], previous: Generation | None, progress: Progress
) -> tuple[list[tuple[Source, _Read]], list[Failure]]:
    known = _by_path(previous)
    reads: list[tuple[Source, _Read]] = []
    failed: list[Failure] = []
    with progress.stage("Läser dokument", len(sources)) as advance, GuardedReader() as guarded:
        for source in sources:
            try:
                reads.append(
                    (source, _reuse(source, known) or _Read(*build_document(source.path, source.root, guarded.read)))
                )
            except DocumentError as error:
                failed.append(Failure(str(source.path), error))
            except OSError as error:
                fault = Unreadable(
                    "Filen går inte att läsa", where=str(source.path), next_step="Kontrollera rättigheterna"
                )
                fault.__cause__ = error
                failed.append(Failure(str(source.path), fault))
            advance(1)
    return reads, failed


def _by_path(previous: Generation | None) -> dict[tuple[str, str], _Read]:
    if not previous:
        return {}
    passages: dict[str, list[Passage]] = defaultdict(list)
    for passage in previous.passages():
        passages[passage.document.id].append(passage)
    return {(d.path, d.sha256): _Read(d, tuple(passages[d.id]), ()) for d in previous.documents()}


def _reuse(source: Source, known: dict[tuple[str, str], _Read]) -> _Read | None:
    if not known:
        return None
    name = relative_path(source.path, source.root)
    return known.get((name, hashlib.sha256(source.path.read_bytes()).hexdigest()))


def _refuse_duplicates(reads: Sequence[tuple[Source, _Read]]) -> tuple[list[_Read], list[Failure]]:
    groups: dict[str, list[tuple[Source, _Read]]] = defaultdict(list)
    for source, read in reads:
        groups[read.document.id].append((source, read))
    kept: list[_Read] = []
    failed: list[Failure] = []
    for identifier, members in groups.items():
        if len(members) == 1:
            kept.append(members[0][1])
            continue
        files = " och ".join(str(source.path) for source, _ in members)
        for source, _ in members:
            error = DuplicateId(
                f"Id {identifier!r} används av flera dokument: {files}",
                where=str(source.path),
                next_step="Ge det ena dokumentet ett annat id",
            )
            failed.append(Failure(str(source.path), error))
    return kept, failed


def _keep_failed(
    reads: Sequence[_Read], sources: Sequence[Source], failed: Sequence[Failure], previous: Generation | None
) -> list[_Read]:
    """What was read, and the earlier version of every document whose file could not be read this time."""
    if not previous or not failed:
        return list(reads)
    present = {read.document.id for read in reads}
    unread = {failure.path for failure in failed}
    lost = {relative_path(source.path, source.root) for source in sources if str(source.path) in unread}
    earlier = _by_path(previous).items()
    return [*reads, *(read for (path, _), read in earlier if path in lost and read.document.id not in present)]


def _link_versions(reads: Sequence[_Read]) -> tuple[list[_Read], list[str]]:
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
    return [_with_newer(read, tuple(sorted(newer[read.document.id]))) for read in reads], warnings


def _with_newer(read: _Read, superseded_by: tuple[str, ...]) -> _Read:
    if read.document.superseded_by == superseded_by:
        return read
    document = replace(read.document, superseded_by=superseded_by)
    return _Read(document, tuple(replace(passage, document=document) for passage in read.passages), read.warnings)


def _previous(data_dir: Path) -> Generation | None:
    try:
        return storage.open_current(data_dir)
    except KnowledgeBaseError:
        return None


def _serves(generation: Generation, data_dir: Path) -> bool:
    """True when CURRENT names it and its vector index is as it was written."""
    try:
        storage.check_vector_index(generation)
        return generation.name == storage.current_name(data_dir)
    except KnowledgeBaseError:
        return False


def _nothing_read(sources: Sequence[Source], failed: Sequence[Failure]) -> DocumentError:
    if len(failed) == 1:
        return failed[0].error
    reason = f" Första felet: {failed[0].error}" if failed else ""
    endings = ", ".join(sorted(SUPPORTED_SUFFIXES))
    return Unreadable(
        f"Inget dokument gick att läsa ({len(sources)} filer).{reason}",
        next_step=f"Ange en mapp med filer som slutar på {endings}",
    )
