"""Which files there are, and reading them: what has not changed is taken over, what is refused is reported."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from assistant.domain import Document, Health, Passage
from assistant.errors import DocumentError, PathMissing, Unreadable
from assistant.retrieval.storage import Generation
from ingest.documents import read_document, relative_path
from ingest.guard import GuardedReader
from ingest.progress import Progress
from ingest.quarantine import LARGEST, Quarantine
from ingest.readers import MARKDOWN_SUFFIXES, SUPPORTED_SUFFIXES


class Source(NamedTuple):
    """A file, and the folder its id is relative to. ``stated`` are fields that are known from elsewhere, with ``name``."""

    path: Path
    root: Path
    name: str = ""
    stated: Mapping[str, Any] = MappingProxyType({})

    @property
    def file(self) -> str:
        """How the file is called in the knowledge base."""
        return self.name or relative_path(self.path, self.root)


class Failure(NamedTuple):
    """A file that could not be used, and the error that says why."""

    path: str
    error: DocumentError


class ReadFile(NamedTuple):
    """A document that was read, now or before."""

    document: Document
    passages: tuple[Passage, ...]
    warnings: tuple[str, ...] = ()
    health: Health | None = None

    def having(self, **fields: Any) -> ReadFile:
        """The same with other fields of its document."""
        if all(getattr(self.document, name) == value for name, value in fields.items()):
            return self
        document = replace(self.document, **fields)
        return self._replace(
            document=document, passages=tuple(replace(passage, document=document) for passage in self.passages)
        )


def find_sources(paths: Sequence[Path]) -> Iterator[Source]:
    """Every file that a reader exists for, in order; hidden files and README files are passed over."""
    for path in paths:
        if path.is_file():
            yield Source(path, path)
        elif path.is_dir():
            for file in sorted(path.rglob("*")):
                if (
                    file.is_file()
                    and not is_hidden(file, path)
                    and file.stem != "README"
                    and file.suffix.lower() in SUPPORTED_SUFFIXES
                ):
                    yield Source(file, path)
        else:
            raise PathMissing(f"{path} finns inte", where="sökvägen du angav", next_step="Kontrollera stavningen")


def is_hidden(file: Path, folder: Path) -> bool:
    """True when the file, or a folder between the two, has a name that begins with a dot."""
    return any(part.startswith(".") for part in file.relative_to(folder).parts)


def read_all(
    sources: Sequence[Source],
    known: Mapping[tuple[str, str], ReadFile],
    progress: Progress,
    unnamed: Collection[str] = (),
) -> tuple[list[tuple[Source, ReadFile]], list[Failure]]:
    """Every source that can be read, and every one that cannot. What is ``known`` unchanged is not read again.

    ``unnamed`` are ids that no fact sheet may say that it replaces.
    """
    reads: list[tuple[Source, ReadFile]] = []
    failed: list[Failure] = []
    with progress.stage("Läser dokument", len(sources)) as advance, GuardedReader() as guarded:
        for source in sources:
            try:
                read = _reuse(source, known) or ReadFile(
                    *read_document(source.path, source.file, guarded.read, source.stated, unnamed)
                )
                reads.append((source, read))
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


def by_path(previous: Generation | None) -> dict[tuple[str, str], ReadFile]:
    """What a generation holds, by file and hash."""
    if not previous:
        return {}
    passages: dict[str, list[Passage]] = defaultdict(list)
    for passage in previous.passages():
        passages[passage.document.id].append(passage)
    health = previous.health()
    return {(d.path, d.sha256): ReadFile(d, tuple(passages[d.id]), (), health.get(d.id)) for d in previous.documents()}


def set_aside(failed: Iterable[Failure], data_dir: Path, today: date) -> None:
    """Put what was refused in quarantine, and take out what no longer is."""
    quarantine = Quarantine(data_dir)
    refused = list(failed)
    quarantine.keep_only((failure.path for failure in refused), web=False)
    for path, error in refused:
        quarantine.add(path, bytes_of(Path(path)), error.what, error.next_step, today.isoformat())


def bytes_of(path: Path) -> bytes:
    """What a file holds; nothing when it cannot be read or is too large to be kept."""
    try:
        return path.read_bytes() if path.stat().st_size <= LARGEST else b""
    except OSError:
        return b""


def _reuse(source: Source, known: Mapping[tuple[str, str], ReadFile]) -> ReadFile | None:
    if not known:
        return None
    data = source.path.read_bytes()
    found = known.get((source.file, hashlib.sha256(data).hexdigest()))
    if found and found.document.is_fact_sheet and (found.document.supersedes or b"ersatter" in data):
        return None  # which of them it may name can have changed
    if found and not found.document.is_fact_sheet and source.path.suffix.lower() in MARKDOWN_SUFFIXES:
        return None  # it may have been read before a sheet without its first --- was refused
    if found is None or not source.stated:
        return found
    return found.having(**{name: value for name, value in source.stated.items() if name != "title"})
