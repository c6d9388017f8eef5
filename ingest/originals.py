"""The originals that have been fetched: bytes by hash, and for every address what has been seen there.

``data/originals/<sha256><suffix>`` are the bytes, ``sources.json`` the versions of each address, oldest first. Nothing that
was stored is changed; an address that no sheet names any more is forgotten with its bytes.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from assistant.domain import PartialDate
from assistant.errors import IndexBroken
from ingest.catalogue import Entry
from ingest.front_matter import STAFF, FrontMatter
from ingest.reading import Source

FOLDER = "originals"
STATE = "sources.json"
ORIGINAL = "original"  # the id of an original is that of its sheet, a slash and this

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Version:
    """One wording of an original. ``text`` is a hash of what can be read in it; ``dated`` what it says about itself."""

    sha256: str
    suffix: str
    size: int
    retrieved: str
    text: str
    dated: str | None = None


@dataclass
class SourceState:
    """What is known of one address. ``outcome`` and ``reason`` are of the last time that it was asked for."""

    outcome: str = ""
    reason: str = ""
    checked: str = ""
    final_url: str = ""
    etag: str = ""
    last_modified: str = ""
    gone: str = ""  # since when it is known to be gone
    changed: str = ""  # when the last change was seen
    outdated: dict[str, str] = field(default_factory=dict)  # sheet → its ``hamtad`` when the original had changed
    versions: list[Version] = field(default_factory=list)

    @property
    def latest(self) -> Version | None:
        return self.versions[-1] if self.versions else None


class Originals:
    """The store in a data directory. Reading needs no lock: bytes never change and the list is replaced whole."""

    def __init__(self, data_dir: Path) -> None:
        self.folder = data_dir / FOLDER
        self.sources = self._load()

    def of(self, url: str) -> SourceState:
        """The state of an address; a new one when it has not been asked for."""
        return self.sources.setdefault(url, SourceState())

    def path(self, version: Version) -> Path:
        """Where the bytes of a version lie."""
        return self.folder / f"{version.sha256}{version.suffix}"

    def keep(self, data: bytes, suffix: str, text: str, today: date, dated: str | None) -> Version:
        """Store bytes; the same bytes are stored once."""
        version = Version(hashlib.sha256(data).hexdigest(), suffix, len(data), today.isoformat(), text, dated)
        if not self._is_whole(version):
            self.folder.mkdir(parents=True, exist_ok=True)
            _write_durably(self.path(version), data)
        return version

    def save(self) -> None:
        """Write the list durably; the one before it is kept beside it."""
        self.folder.mkdir(parents=True, exist_ok=True)
        sources = {url: asdict(state) for url, state in self.sources.items()}
        body = json.dumps(sources, ensure_ascii=False, indent=1, sort_keys=True)
        record = json.dumps({"checksum": _digest(body), "sources": sources}, ensure_ascii=False, indent=1)
        path = self.folder / STATE
        if path.exists():
            _write_durably(path.with_suffix(".bak"), path.read_bytes())
        _write_durably(path, record.encode("utf-8"))

    def forget(self, urls: Collection[str]) -> tuple[str, ...]:
        """Forget every address but these, and remove bytes that no version needs. Returns what was forgotten."""
        gone = tuple(url for url in self.sources if url not in urls)
        for url in gone:
            del self.sources[url]
        if gone:
            self.save()
            (self.folder / STATE).with_suffix(".bak").unlink(missing_ok=True)
        needed = {self.path(version).name for state in self.sources.values() for version in state.versions}
        for path in self.folder.glob("*"):
            if len(path.stem) == 64 and path.name not in needed:
                path.unlink(missing_ok=True)
        return gone

    def _is_whole(self, version: Version) -> bool:
        try:
            return hashlib.sha256(self.path(version).read_bytes()).hexdigest() == version.sha256
        except OSError:
            return False

    def _load(self) -> dict[str, SourceState]:
        path = self.folder / STATE
        if not path.exists() and not path.with_suffix(".bak").exists():
            return {}
        for candidate in (path, path.with_suffix(".bak")):
            try:
                record = json.loads(candidate.read_text(encoding="utf-8"))
                body = json.dumps(record["sources"], ensure_ascii=False, indent=1, sort_keys=True)
                if record["checksum"] == _digest(body):
                    return {url: _state(values) for url, values in record["sources"].items()}
            except (OSError, ValueError, KeyError, TypeError):
                pass
            log.warning("Förteckningen %s är skadad. Den som sparades före den används.", candidate)
        raise IndexBroken(
            "Förteckningen över hämtade källor är skadad",
            where=str(path),
            next_step=f"Ta bort mappen {self.folder} och kör: civsam fetch",
        )


@dataclass(frozen=True, slots=True)
class Marks:
    """What fetching has shown about the source of a sheet."""

    changed: PartialDate | None = None
    gone: PartialDate | None = None
    checked: str = ""


def marks_for(catalogue: Iterable[Entry], originals: Originals) -> Mapping[str, Marks]:
    """The marks of every sheet whose source has been asked for. One that has been read anew loses its mark."""
    marks: dict[str, Marks] = {}
    for entry in catalogue:
        state = originals.sources.get(entry.url)
        if state is None or not state.checked:
            continue
        for sheet in entry.sheets:
            is_outdated = state.outdated.get(sheet.id) == str(sheet.hamtad)
            marks[sheet.id] = Marks(
                PartialDate.parse(state.changed) if is_outdated else None,
                PartialDate.parse(state.gone) if state.gone else None,
                state.checked,
            )
    return marks


def stated_fields(sheet: FrontMatter, entry: Entry, version: Version) -> dict[str, Any]:
    """The fields of an original that are known from its sheet and from the fetch."""
    return {
        "id": f"{sheet.id}/{ORIGINAL}",
        "title": sheet.titel,
        "publisher": sheet.utgivare,
        "kind": sheet.dokumenttyp,
        "municipalities": sheet.kommun,
        "decided": sheet.beslutad,
        "valid_from": sheet.giltig_fran,
        "valid_to": sheet.giltig_till,
        "source_url": entry.url,
        "retrieved": PartialDate.parse(version.retrieved),
        "original_of": sheet.id,
        "staff_only": sheet.atkomst == STAFF,
    }


def sources_of(catalogue: Iterable[Entry], originals: Originals) -> list[Source]:
    """The newest version of every original that has been fetched and whose bytes are there."""
    found = []
    for entry in catalogue:
        state = originals.sources.get(entry.url)
        if state and state.latest and (path := originals.path(state.latest)).is_file():
            stated = stated_fields(entry.sheet, entry, state.latest)
            found.append(Source(path, path, f"{ORIGINAL}/{entry.sheet.id}{state.latest.suffix}", stated))
    return found


def now_text(now: datetime) -> str:
    """When something was checked, to the second."""
    return now.isoformat(timespec="seconds")


def _state(values: dict[str, Any]) -> SourceState:
    return SourceState(**values | {"versions": [Version(**version) for version in values["versions"]]})


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _write_durably(path: Path, data: bytes) -> None:
    temporary = path.with_name(f"{path.name}.tmp")
    with temporary.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
    descriptor = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
