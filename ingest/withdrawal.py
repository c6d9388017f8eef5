"""What has become for staff only leaves the public collection, also when nothing new could be read in. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final, NamedTuple

from assistant.retrieval.storage import Generation
from ingest.access import Apart
from ingest.reading import ReadFile, by_path


class Parted(NamedTuple):
    """A generation taken apart: the ids that the public must no longer see, all documents with those marked, and the rest."""

    gone: tuple[str, ...]
    every: tuple[ReadFile, ...]
    left: tuple[ReadFile, ...]
    structures: Mapping[str, object]


NOTHING: Final = Parted((), (), (), {})


def part(public: Generation, hidden: Apart, files: Collection[str]) -> Parted:
    """``files`` are the names of the hidden files in the knowledge base. What comes from one, or is called so, goes."""
    gone = {
        document.id
        for document in public.catalogue
        if document.path in files or hidden.ids & {document.id, document.original_of}
    }
    every = [read.having(staff_only=True) if read.document.id in gone else read for read in by_path(public).values()]
    left = [_silent_about(read, gone, files) for read in every if read.document.id not in gone]
    return Parted(tuple(sorted(gone)), tuple(every), tuple(left), _without(public.structures, gone))


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
