"""What can be compared: a file, a document of the knowledge base, or a stored version of a fetched original."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.domain import Passage
from assistant.errors import KnowledgeBaseError, PathMissing
from assistant.retrieval import storage
from ingest.catalogue import read_catalogue
from ingest.documents import read_document
from ingest.guard import GuardedReader
from ingest.originals import ORIGINAL, Originals, Version

_HASH = re.compile(r"[0-9a-f]{8,64}")


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a comparison: what it is called, and its passages."""

    name: str
    title: str
    passages: tuple[Passage, ...]


class Sides:
    """Finds what a name on the command line means."""

    def __init__(self, data_dir: Path, corpus_dir: Path) -> None:
        self._data_dir = data_dir
        self._corpus_dir = corpus_dir

    def find(self, name: str) -> Side:
        """A file, ``ID``, ``ID@2`` or ``ID@2026-12-01``, or the beginning of a version's hash. Raises PathMissing."""
        if Path(name).is_file():
            return self._read(name, Path(name), Path(name).name)
        if "@" in name:
            return self._stored(name)
        document = self._document(name)
        if document:
            return document
        if _HASH.fullmatch(name):
            found = sorted((self._data_dir / "originals").glob(f"{name}*"))
            if len(found) == 1:
                return self._read(name, found[0], name)
        raise PathMissing(
            f"{name!r} är varken en fil, ett dokument eller en hämtad version",
            where=str(self._data_dir),
            next_step="Ange en fil, ett dokuments id, eller en hämtad version som ID@1",
        )

    def _document(self, identifier: str) -> Side | None:
        try:
            generation = storage.open_current(self._data_dir)
        except KnowledgeBaseError:
            return None
        try:
            found = generation.document_called(identifier)
            return Side(identifier, found.title, generation.passages_of(found)) if found else None
        finally:
            generation.close()

    def _stored(self, name: str) -> Side:
        identifier, _, wanted = name.rpartition("@")
        sheet = identifier.removesuffix(f"/{ORIGINAL}")
        in_staff = self._data_dir.name == storage.STAFF  # only there can what is for staff only be told of
        catalogue = read_catalogue(self._corpus_dir, staff=in_staff)
        of = [entry for entry in catalogue if sheet in {one.id for one in entry.sheets}]
        is_above = in_staff and bool(of) and not of[0].for_staff
        originals = Originals(self._data_dir.parent if is_above else self._data_dir)
        versions = originals.of(of[0].url).versions if of else []
        version = _chosen(versions, wanted)
        if version is None:
            there = ", ".join(f"{sheet}@{n} ({v.retrieved})" for n, v in enumerate(versions, 1)) or "ingen"
            raise PathMissing(
                f"Det finns ingen hämtad version {name!r}",
                where=str(originals.folder),
                next_step=f"Versioner som finns: {there}",
            )
        return self._read(name, originals.path(version), name)

    def _read(self, name: str, path: Path, file: str) -> Side:
        with GuardedReader() as reader:
            built = read_document(path, file, reader.read)
        return Side(name, built.document.title, built.passages)


def _chosen(versions: Sequence[Version], wanted: str) -> Version | None:
    """By number from 1, or the newest on a day."""
    if wanted.isdecimal() and len(wanted) < 4:
        return versions[int(wanted) - 1] if 0 < int(wanted) <= len(versions) else None
    return next((version for version in reversed(versions) if wanted and version.retrieved <= wanted), None)
