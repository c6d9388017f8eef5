"""Which originals there are: the ``kalla_url`` of the fact sheets. One address may be the source of several sheets."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from assistant.domain import PartialDate
from assistant.errors import DocumentError
from ingest.access import is_for_staff
from ingest.front_matter import STAFF, FrontMatter, parse_front_matter, split_front_matter
from ingest.readers import MARKDOWN_SUFFIXES

HTTPS_PORT = 443


@dataclass(frozen=True, slots=True)
class Entry:
    """One original: its address, and the sheets that sum it up, the one in force first."""

    url: str
    sheets: tuple[FrontMatter, ...]

    @property
    def sheet(self) -> FrontMatter:
        """The sheet whose text the original takes over from."""
        return self.sheets[0]

    @property
    def for_staff(self) -> bool:
        """True when one of its sheets is for staff only: nothing about it is then kept where the public reads."""
        return any(sheet.atkomst == STAFF for sheet in self.sheets)

    @property
    def read(self) -> PartialDate:
        """When the sheets were last read against the original."""
        return max((sheet.hamtad for sheet in self.sheets), key=lambda when: when.last)


def read_catalogue(corpus_dir: Path, *, staff: bool = True) -> tuple[Entry, ...]:
    """Every original that a fact sheet names, in the order of its first sheet. Sheets with faults are passed over here.

    Without ``staff``, as if there were no sheets for staff only.
    """
    every = [sheet for path in sorted(corpus_dir.rglob("*")) if (sheet := _sheet(path))]
    sheets = [sheet for sheet in every if staff or sheet.atkomst != STAFF]
    superseded = {identifier for sheet in sheets for identifier in sheet.ersatter}
    of: dict[str, list[FrontMatter]] = {}
    for sheet in sheets:
        if sheet.kalla_url:
            of.setdefault(sheet.kalla_url, []).append(sheet)
    return tuple(Entry(url, tuple(_in_force_first(found, superseded))) for url, found in of.items())


def host_and_port(url: str) -> tuple[str, int]:
    """Where an address leads, the name in small letters. A port that is none raises ValueError."""
    parts = urlsplit(url)
    return (parts.hostname or "").rstrip(".").lower(), parts.port or HTTPS_PORT


def _sheet(path: Path) -> FrontMatter | None:
    if path.suffix.lower() not in MARKDOWN_SUFFIXES or path.stem == "README" or not path.is_file():
        return None
    try:
        source, _ = split_front_matter(path.read_text(encoding="utf-8-sig").replace("\r\n", "\n"))
        sheet = parse_front_matter(source, file=str(path)) if source is not None else None
    except (DocumentError, OSError, UnicodeDecodeError):
        return None
    return sheet.model_copy(update={"atkomst": STAFF}) if sheet and is_for_staff(path) else sheet


def _in_force_first(sheets: Iterable[FrontMatter], superseded: set[str]) -> list[FrontMatter]:
    def rank(sheet: FrontMatter) -> tuple[bool, int]:
        started = sheet.giltig_fran or sheet.beslutad
        return sheet.id in superseded, -(started.first.toordinal() if started else 0)

    return sorted(sheets, key=rank)
