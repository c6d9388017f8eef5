"""From files to a served generation: read, split, embed, write, verify, swap. One bad file never stops the others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from assistant import lexical, storage
from assistant.domain import Document, IndexStamp
from assistant.errors import DocumentError, DuplicateId, KnowledgeBaseError, Unreadable
from assistant.grants import KIND
from assistant.ports import Embedder
from assistant.storage import Generation
from ingest import generations, kept
from ingest.catalogue import Entry, read_catalogue
from ingest.duplicates import Duplicate, same_content, similar
from ingest.kinds import read_structures
from ingest.lock import writer_lock
from ingest.originals import Marks, Originals, marks_for, sources_of
from ingest.progress import Progress
from ingest.readers import READERS_VERSION, SUPPORTED_SUFFIXES
from ingest.reading import Failure, ReadFile, Source, by_path, find_sources, read_all, set_aside
from ingest.split import SPLITTER_VERSION
from ingest.structures import Read
from ingest.vector_cache import VectorCache


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
    duplicates: tuple[Duplicate, ...] = ()


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
    catalogue_dir: Path | None = None,
) -> IngestReport:
    """Make the knowledge base exactly what lies in ``paths`` (files or folders).

    With ``catalogue_dir``, the folder of the fact sheets, also their originals that have been fetched.
    A file that cannot be read is reported, and the version read before, if there is one, is kept.
    Raises PathMissing, WriterBusy, DataDirUnusable, and Unreadable when nothing at all could be read.
    """
    progress = progress or Progress()
    sources = list(find_sources(paths))
    with writer_lock(data_dir):
        previous = None if rebuild else _previous(data_dir)
        marks: Mapping[str, Marks] = {}
        if catalogue_dir:
            catalogue = read_catalogue(catalogue_dir)
            originals = _originals(data_dir, catalogue)
            sources += sources_of(catalogue, originals)
            marks = marks_for(catalogue, originals)
        try:
            report = _ingest(sources, marks, data_dir, embedder, previous, rebuild, progress)
            kept.keep(data_dir, (source.path for source in sources))
            return report
        finally:
            if previous:
                previous.close()


def _ingest(
    sources: Sequence[Source],
    marks: Mapping[str, Marks],
    data_dir: Path,
    embedder: Embedder,
    previous: Generation | None,
    rebuild: bool,
    progress: Progress,
) -> IngestReport:
    stamp = stamp_for(embedder)
    reusable = previous if previous and previous.stamp.splitter == stamp.splitter else None
    found, failed = read_all(sources, reusable, progress)
    reads, duplicates = _refuse_duplicates(found)
    failed += duplicates
    set_aside(failed, data_dir, date.today())
    if not reads:
        raise _nothing_read(sources, failed)
    before = {document.id: document for document in previous.documents()} if previous else {}
    reads, same = _merge_same(_keep_failed(reads, sources, failed, previous), before)
    reads, warnings = _link_versions([_marked(read, marks) for read in reads])
    structures, refused = read_structures(
        (source.root for source in sources), [Read(read.document, read.passages) for read in reads]
    )
    failed += [Failure(str(path), error) for path, error in refused]
    now = {read.document.id: read.document for read in reads}
    old, new = generations.contents(before.values()), generations.contents(now.values())
    embedded = 0
    unchanged = previous and previous.stamp == stamp and before == now and previous.structures == structures
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
        duplicates=tuple(same),
    )


def _size(records: object) -> int:
    return len(records) if isinstance(records, list) else 0


def _build(
    data_dir: Path,
    reads: Sequence[ReadFile],
    structures: Mapping[str, object],
    embedder: Embedder,
    stamp: IndexStamp,
    rebuild: bool,
    progress: Progress,
) -> tuple[str, int, int]:
    documents = [read.document for read in reads]
    health = {read.document.id: read.health for read in reads if read.health}
    passages = [passage for read in reads for passage in read.passages]
    texts = [storage.embedding_text(passage) for passage in passages]
    cache = VectorCache(data_dir, embedder)
    if rebuild:
        cache.forget()
    with progress.stage("Beräknar vektorer", len(texts)) as advance:
        vectors = cache.vectors(texts, advance)
    with progress.stage("Skriver index", len(texts)) as advance:
        name = generations.write_generation(data_dir, documents, passages, vectors, stamp, advance, structures, health)
    cache.prune(texts, vectors)
    return name, len(passages), cache.embedded


def _refuse_duplicates(reads: Sequence[tuple[Source, ReadFile]]) -> tuple[list[ReadFile], list[Failure]]:
    groups: dict[str, list[tuple[Source, ReadFile]]] = defaultdict(list)
    for source, read in reads:
        groups[read.document.id].append((source, read))
    kept: list[ReadFile] = []
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
    reads: Sequence[ReadFile], sources: Sequence[Source], failed: Sequence[Failure], previous: Generation | None
) -> list[ReadFile]:
    """What was read, and the earlier version of every document whose file could not be read this time."""
    if not previous or not failed:
        return list(reads)
    present = {read.document.id for read in reads}
    unread = {failure.path for failure in failed}
    lost = {source.file for source in sources if str(source.path) in unread}
    earlier = by_path(previous).items()
    return [*reads, *(read for (path, _), read in earlier if path in lost and read.document.id not in present)]


def _merge_same(
    reads: Sequence[ReadFile], before: Mapping[str, Document]
) -> tuple[list[ReadFile], Sequence[Duplicate]]:
    """One document of each content, which names the other files that have it."""
    others, duplicates = same_content(
        [read.document for read in reads],
        lambda document: document.id in before and before[document.id].sha256 == document.sha256,
    )
    left_out = {duplicate.path for duplicate in duplicates}
    kept = [read for read in reads if read.document.path not in left_out or read.document.id in others]
    return [read.having(also_at=others.get(read.document.id, ())) for read in kept], duplicates


def _marked(read: ReadFile, marks: Mapping[str, Marks]) -> ReadFile:
    """A sheet with what fetching has shown about its source; an original knows only that it is gone."""
    mark = marks.get(read.document.original_of or read.document.id, Marks())
    is_sheet = read.document.is_fact_sheet
    return read.having(source_changed=mark.changed if is_sheet else None, source_gone=mark.gone)


def _link_versions(reads: Sequence[ReadFile]) -> tuple[list[ReadFile], list[str]]:
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


def _originals(data_dir: Path, catalogue: Sequence[Entry]) -> Originals:
    """What has been fetched, without what no sheet names any more: a removed source leaves nothing behind."""
    originals = Originals(data_dir)
    urls = {entry.url for entry in catalogue}
    if set(originals.sources) - urls:
        with writer_lock(originals.folder, "hämtning"):  # a fetch that is going on does this itself when it begins
            originals.forget(urls)
    return originals


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
