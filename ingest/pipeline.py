"""From files to a served generation: read, split, embed, write, verify, swap. One bad file never stops the others."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.domain import Document, IndexStamp
from assistant.errors import DuplicateId, KnowledgeBaseError, SettingsError
from assistant.grants.cards import KIND
from assistant.language import vocabulary
from assistant.ports import Embedder
from assistant.retrieval import lexical, storage
from assistant.retrieval.storage import Generation
from ingest import generations, kept
from ingest.access import Apart, apart, refuse_staff_dir
from ingest.catalogue import read_catalogue
from ingest.collection import FileCollection, build, forget_originals, link_versions, previous_of
from ingest.duplicates import Duplicate, same_content
from ingest.kinds import read_structures
from ingest.lock import writer_lock
from ingest.originals import Marks, Originals, marks_for, sources_of
from ingest.progress import Progress
from ingest.publishing import Publishing
from ingest.readers import READERS_VERSION
from ingest.reading import Failure, ReadFile, Source, by_path, find_sources, read_all, set_aside
from ingest.skipped import find_skipped
from ingest.split import SPLITTER_VERSION
from ingest.stopped import Stopped, nothing_read, what_serves
from ingest.structures import Read
from ingest.waiting import tell_apart
from ingest.withdrawal import withdraw

if TYPE_CHECKING:
    from assistant.adapters.chroma_server import ChromaServer

log = logging.getLogger(__name__)


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
    staff: StaffReport | None = None
    skipped: tuple[str, ...] = ()  # files of a type that cannot be read


@dataclass(frozen=True, slots=True)
class StaffReport:
    """The whole collection beside the public one: its generation, its passages, and which of its documents only staff see."""

    generation: str
    passages: int
    documents: tuple[str, ...]


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
    server: ChromaServer | None = None,
    word_list: Path | None = None,
) -> IngestReport:
    """Make the knowledge base exactly what lies in ``paths`` (files or folders).

    With ``catalogue_dir``, the folder of the fact sheets, also their originals that have been fetched. With ``server`` the
    vectors are put there too. ``word_list`` is the one that questions are read with, when it lies in none of the folders.
    A file that cannot be read is reported, and the version read before, if there is one, is kept.
    What is for staff only goes, with everything else, into a collection of its own in ``staff/``, and nowhere else.
    Raises PathMissing, WriterBusy, DataDirUnusable, SettingsError for a word list with a fault, and a DocumentError when
    nothing at all could be read: then all stays as it was, but that what is now for staff only leaves the public one.
    """
    progress = progress or Progress()
    sources = list(find_sources(paths))
    with writer_lock(data_dir):
        refuse_staff_dir(data_dir)
        inner = storage.staff_dir(data_dir)
        hidden = apart(((source.path, source.file) for source in sources), _known_for_staff(inner))
        public = replace(
            _public(data_dir, sources, hidden, catalogue_dir, Publishing(server, progress)),
            skipped=tuple(find_skipped(paths)),
        )
        try:
            _check_word_lists([*(folder / vocabulary.FILE for folder in paths if folder.is_dir()), word_list])
            with _warning_of_what_is_shown(public):
                report = replace(_read_in(public, embedder, rebuild, progress), skipped=tuple(public.skipped))
            if not hidden.files and not inner.is_dir():
                return report
            whole = _whole(data_dir, sources, hidden, catalogue_dir)
            return _read_in_whole(report, whole, hidden, embedder, rebuild, progress)
        except Stopped as stopped:
            with _warning_of_what_is_shown(public):
                withdrawn = withdraw(public, stopped.apart, embedder, stamp_for(embedder), progress)
            raise stopped.told(what_serves(_has_base(data_dir), withdrawn)) from stopped.__cause__


def _check_word_lists(files: Iterable[Path | None]) -> None:
    """Raise Stopped for one that the assistant could not read: with it, nothing would be answered any more."""
    for file in filter(None, files):
        try:
            vocabulary.load_vocabulary(file)
        except SettingsError as error:
            what = f"Ordlistan går inte att använda. {error.what}"
            raise Stopped(SettingsError(what, where=error.where, next_step="Rätta den och läs in igen")) from error


def _read_in_whole(
    report: IngestReport, whole: FileCollection, hidden: Apart, embedder: Embedder, rebuild: bool, progress: Progress
) -> IngestReport:
    """The collection that staff see, and one report of it and the public one."""
    inner, public = whole.data_dir, whole.data_dir.parent
    inner.mkdir(mode=0o700, exist_ok=True)
    with writer_lock(inner):
        of_whole = _read_in(whole, embedder, rebuild, progress)
        return _with_staff(report, of_whole, _for_staff_only(inner), [*_mentions(public, hidden)])


def _has_base(data_dir: Path) -> bool:
    previous = previous_of(data_dir)
    if previous:
        previous.close()
    return previous is not None


@contextmanager
def _warning_of_what_is_shown(public: FileCollection) -> Iterator[None]:
    """When what is done fails, say so if what is now for staff only is still shown."""
    try:
        yield
    except Stopped:  # it is taken out at once
        raise
    except Exception:
        withdrawn = {source.file for source in public.apart}
        serving = previous_of(public.data_dir)
        if serving:
            shown = [document.id for document in serving.catalogue if document.path in withdrawn]
            serving.close()
            if shown:
                log.warning(
                    "Det här är bara för personal men visas för alla tills inläsningen lyckas: %s", ", ".join(shown)
                )
        raise


def _known_for_staff(inner: Path) -> set[str]:
    """The names of the files that were for staff only at the ingest before."""
    previous = previous_of(inner)
    if previous is None:
        return set()
    try:
        return {document.path for document in previous.catalogue if document.staff_only}
    finally:
        previous.close()


def _public(
    data_dir: Path, sources: Sequence[Source], hidden: Apart, catalogue_dir: Path | None, publishing: Publishing
) -> FileCollection:
    """What anyone may read."""
    shown = [source for source in sources if source.path not in hidden.files]
    marks: Mapping[str, Marks] = {}
    addresses = None
    if catalogue_dir:
        catalogue = read_catalogue(catalogue_dir, staff=False)
        addresses = [entry.url for entry in catalogue]
        originals = Originals(data_dir)
        shown += sources_of(catalogue, originals)
        marks = marks_for(catalogue, originals)
    return FileCollection(
        data_dir, shown, marks, hidden, publishing, addresses=addresses,
        apart=[source for source in sources if source.path in hidden.files],
    )  # fmt: skip


def _whole(data_dir: Path, sources: Sequence[Source], hidden: Apart, catalogue_dir: Path | None) -> FileCollection:
    """Everything: what anyone may read, and what is for staff only, with originals that are kept beside it."""
    inner = storage.staff_dir(data_dir)
    every, only = list(sources), frozenset(source.file for source in sources if source.path in hidden.files)
    marks: dict[str, Marks] = {}
    addresses = None
    if catalogue_dir:
        catalogue = read_catalogue(catalogue_dir)
        addresses = [entry.url for entry in catalogue if entry.for_staff]
        for folder, entries in (
            (data_dir, [entry for entry in catalogue if not entry.for_staff]),
            (inner, [entry for entry in catalogue if entry.for_staff]),
        ):
            originals = Originals(folder)
            every += sources_of(entries, originals)
            marks |= marks_for(entries, originals)
    return FileCollection(
        inner, every, marks, Apart(), Publishing(None), beside=data_dir, only=only, addresses=addresses
    )


def _read_in(collection: FileCollection, embedder: Embedder, rebuild: bool, progress: Progress) -> IngestReport:
    previous = None if rebuild else previous_of(collection.data_dir)
    try:
        report = _ingest(collection, embedder, previous, rebuild, progress)
        if collection.addresses is not None:
            forget_originals(collection.data_dir, collection.addresses)
        kept.keep(collection.data_dir, (source.path for source in collection.sources))
        return report
    finally:
        if previous:
            previous.close()


def _ingest(
    collection: FileCollection, embedder: Embedder, previous: Generation | None, rebuild: bool, progress: Progress
) -> IngestReport:
    data_dir, sources, hidden = collection.data_dir, collection.sources, collection.hidden
    stamp = stamp_for(embedder)
    found, failed = read_all(sources, _reusable(collection, previous, stamp, rebuild), progress, hidden.ids)
    if not collection.for_staff:  # one may have become so since we looked
        found = [(source, read) for source, read in found if not read.document.staff_only]
    reads, duplicates = _refuse_duplicates(found)
    failed += duplicates
    set_aside(failed, data_dir, date.today())
    if not reads:
        _stop_when_nothing(collection, failed, progress)
    before = {document.id: document for document in previous.documents()} if previous else {}
    reads, same = _merge_same(_keep_failed(reads, sources, failed, previous), before)
    reads = [read.having(staff_only=True) if read.document.path in collection.only else read for read in reads]
    reads, warnings = link_versions([_marked(read, collection.marks) for read in reads])
    structures, refused = read_structures(
        (source.root for source in sources), [Read(read.document, read.passages) for read in reads], hidden.has_data
    )
    wrong, waiting = tell_apart(refused, failed)
    failed += wrong
    now = {read.document.id: read.document for read in reads}
    old, new = generations.contents(before.values()), generations.contents(now.values())
    embedded = 0
    unchanged = previous and previous.stamp == stamp and before == now and previous.structures == structures
    if previous and unchanged and _serves(previous, data_dir):
        name, count = previous.name, previous.size
        collection.publishing.publish(data_dir / name)
    else:
        name, count, embedded = build(collection, reads, structures, embedder, stamp, rebuild, progress)
    generations.prune(data_dir, name)
    collection.publishing.prune(data_dir)
    return IngestReport(
        added=tuple(sorted(set(new) - set(old))),
        changed=tuple(sorted(key for key in set(new) & set(old) if new[key] != old[key])),
        unchanged=tuple(sorted(key for key in set(new) & set(old) if new[key] == old[key])),
        removed=tuple(sorted(set(old) - set(new))),
        failed=tuple(failed),
        warnings=(*warnings, *waiting, *collection.publishing.warnings),
        generation=name,
        passages=count,
        embedded=embedded,
        grants=_size(structures.get(KIND)),
        duplicates=tuple(same),
    )


def _stop_when_nothing(collection: FileCollection, failed: Sequence[Failure], progress: Progress) -> None:
    """Raise Stopped, unless there is something to read in that is for staff only."""
    found: list[tuple[Source, ReadFile]] = []
    unread: list[Failure] = []
    if collection.apart:
        before = previous_of(storage.staff_dir(collection.data_dir))
        found, unread = read_all(collection.apart, by_path(before), progress)
        if before:
            before.close()
    readable, twice = _refuse_duplicates(found)
    if not readable:
        raise nothing_read(failed, [*unread, *twice], collection.skipped)


def _reusable(
    collection: FileCollection, previous: Generation | None, stamp: IndexStamp, rebuild: bool
) -> dict[tuple[str, str], ReadFile]:
    """What need not be read again: what was read before, and for the whole collection what was read for the public one."""
    known: dict[tuple[str, str], ReadFile] = {}
    public = previous_of(collection.beside) if collection.beside and not rebuild else None
    for generation in (public, previous):
        if generation and generation.stamp.splitter == stamp.splitter:
            known |= by_path(generation)
    if public:
        public.close()
    return known


def _for_staff_only(inner: Path) -> tuple[str, ...]:
    generation = previous_of(inner)
    if generation is None:
        return ()
    try:
        return tuple(sorted(document.id for document in generation.catalogue if document.staff_only))
    finally:
        generation.close()


def _with_staff(
    report: IngestReport, whole: IngestReport, only: tuple[str, ...], mentions: Sequence[str]
) -> IngestReport:
    """One report of both: what went wrong in either is told once."""
    failed = {(failure.path, str(failure.error)): failure for failure in (*report.failed, *whole.failed)}
    known = set(report.warnings)
    warnings = [*report.warnings, *(one for one in whole.warnings if one not in known), *mentions]
    return replace(
        report,
        failed=tuple(failed.values()),
        warnings=tuple(warnings),
        embedded=report.embedded + whole.embedded,
        staff=StaffReport(whole.generation, whole.passages, only),
    )


def _mentions(data_dir: Path, hidden: Apart) -> Iterator[str]:
    """Where a document that anyone may read tells of one that is for staff only."""
    public = previous_of(data_dir) if hidden.ids else None
    if public is None:
        return
    try:
        for document in public.documents():
            for name in hidden.named_in(document.text):
                yield f"{document.path}: texten nämner {name!r}, som är bara för personal. Alla kan läsa det"
    finally:
        public.close()


def _size(records: object) -> int:
    return len(records) if isinstance(records, list) else 0


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


def _serves(generation: Generation, data_dir: Path) -> bool:
    """True when CURRENT names it and its vector index is as it was written."""
    try:
        storage.check_vector_index(generation)
        return generation.name == storage.current_name(data_dir)
    except KnowledgeBaseError:
        return False
