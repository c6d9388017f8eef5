"""What has become for staff only leaves the public collection at once, also when nothing new could be read in."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import NamedTuple

from assistant.domain import IndexStamp
from assistant.ports import Embedder
from assistant.retrieval import storage
from assistant.retrieval.storage import Generation
from ingest import generations, kept
from ingest.access import Apart
from ingest.collection import FileCollection, build, forget_originals, link_versions, previous_of
from ingest.lock import writer_lock
from ingest.originals import Originals
from ingest.progress import Progress
from ingest.publishing import Publishing
from ingest.quarantine import Quarantine
from ingest.reading import Failure, ReadFile, Source, by_path, bytes_of, set_aside


class Parted(NamedTuple):
    """A generation taken apart: the ids that the public must no longer see, all documents with those marked, and the rest."""

    gone: tuple[str, ...]
    every: tuple[ReadFile, ...]
    left: tuple[ReadFile, ...]
    structures: Mapping[str, object]


def withdraw(
    public: FileCollection, refused: Sequence[Failure], embedder: Embedder, stamp: IndexStamp, progress: Progress
) -> tuple[str, ...]:
    """Take out of the public collection what is for staff only now, and keep it where staff can see it. Returns its ids.

    ``refused`` are faults of files for staff only; they are set aside there too.
    """
    if not public.apart:
        return ()
    inner = storage.staff_dir(public.data_dir)
    if refused:
        with _own_folder(inner):
            set_aside(refused, inner, date.today())
    previous = previous_of(public.data_dir)
    if previous is None:
        return ()
    try:
        parted = part(previous, public)
        if parted.gone:
            _write_public(public, parted, _split_as(previous, stamp), embedder, progress)
            with _own_folder(inner):
                _write_whole(public, previous, parted, stamp, embedder, progress)
        return parted.gone
    finally:
        previous.close()


def part(served: Generation, public: FileCollection) -> Parted:
    """What comes from a hidden file, or is called as one, goes; so does what is in one now and in no open file."""
    ids, hashes = public.hidden.ids, _hashes(public.apart)
    files, still_open = {source.file for source in public.apart}, {source.file for source in public.sources}
    gone = {
        document.id
        for document in served.catalogue
        if document.path in files
        or ids & {document.id, document.original_of}
        or (document.sha256 in hashes and document.path not in still_open)
    }
    every = [_marked(read, gone) for read in by_path(served).values()]
    left = [_silent_about(read, gone, files) for read in every if read.document.id not in gone]
    return Parted(tuple(sorted(gone)), tuple(every), tuple(left), _without(served.structures, gone))


@contextmanager
def _own_folder(inner: Path) -> Iterator[None]:
    inner.mkdir(mode=0o700, exist_ok=True)
    with writer_lock(inner):
        yield


def _split_as(generation: Generation, stamp: IndexStamp) -> IndexStamp:
    """The stamp of a generation written now of passages that were made before."""
    return replace(stamp, splitter=generation.stamp.splitter)


def _write_public(
    public: FileCollection, parted: Parted, stamp: IndexStamp, embedder: Embedder, progress: Progress
) -> None:
    _write(public, parted.left, parted.structures, stamp, embedder, progress)
    known = {read.document.source_url for read in parted.left}
    gone = {read.document.source_url for read in parted.every if read.document.id in parted.gone} - known
    forget_originals(public.data_dir, Originals(public.data_dir).sources.keys() - gone)
    Quarantine(public.data_dir).clear(str(source.path) for source in public.apart)


def _write_whole(
    public: FileCollection,
    served: Generation,
    parted: Parted,
    stamp: IndexStamp,
    embedder: Embedder,
    progress: Progress,
) -> None:
    """What staff see: as it was, or when there was no such collection all that was public, with what is gone marked."""
    inner = storage.staff_dir(public.data_dir)
    whole = FileCollection(inner, public.apart, {}, Apart(), Publishing(None), beside=public.data_dir)
    before = previous_of(inner)
    if before is None:
        _write(whole, parted.every, served.structures, _split_as(served, stamp), embedder, progress)
        return
    try:
        every = [_marked(read, parted.gone) for read in by_path(before).values()]
        _write(whole, every, before.structures, _split_as(before, stamp), embedder, progress)
    finally:
        before.close()


def _hashes(sources: Sequence[Source]) -> set[str]:
    """Of a file that has moved, what it holds is all that tells which one it was."""
    return {hashlib.sha256(data).hexdigest() for source in sources if (data := bytes_of(source.path))}


def _marked(read: ReadFile, gone: Collection[str]) -> ReadFile:
    return read.having(staff_only=True) if read.document.id in gone else read


def _write(
    collection: FileCollection,
    reads: Sequence[ReadFile],
    structures: Mapping[str, object],
    stamp: IndexStamp,
    embedder: Embedder,
    progress: Progress,
) -> None:
    linked, _ = link_versions(reads)
    name, _, _ = build(collection, linked, structures, embedder, stamp, False, progress)
    generations.prune(collection.data_dir, name)
    collection.publishing.prune(collection.data_dir)
    kept.keep(collection.data_dir, (source.path for source in collection.sources))


def _silent_about(read: ReadFile, gone: Collection[str], files: Collection[str]) -> ReadFile:
    return read.having(
        supersedes=tuple(name for name in read.document.supersedes if name not in gone),
        also_at=tuple(name for name in read.document.also_at if name not in files),
    )


def _without(structures: Mapping[str, object], gone: Collection[str]) -> dict[str, object]:
    """The editors' data without every record that concerns one of the documents."""
    kept = {
        name: [record for record in records if not _names(record, gone)]
        for name, records in structures.items()
        if isinstance(records, list)
    }
    return {name: records for name, records in kept.items() if records}


def _names(value: object, gone: Collection[str]) -> bool:
    if isinstance(value, dict):
        return any(_names(one, gone) for pair in value.items() for one in pair)
    if isinstance(value, list):
        return any(_names(one, gone) for one in value)
    return isinstance(value, str) and value in gone
