"""Documents that are zip files (Word, OpenDocument): checked by their directory before anything is unpacked."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from lxml import etree

from assistant.errors import Unreadable

LARGEST_PART = 60_000_000  # bytes of XML unpacked; a plan of 1,000 pages has about 10 million
LARGEST_TOTAL = 500_000_000  # bytes of everything unpacked, pictures included
LARGEST_RATIO = 200  # unpacked to packed; ordinary XML of documents packs 10 to 40 times
SMALL_PART = 1_000_000  # bytes: below this the ratio does not matter
MOST_PARTS = 5_000  # files inside; a document with 1,000 pictures has some 1,100

_BROKEN = (
    zipfile.BadZipFile, zlib.error, struct.error, etree.XMLSyntaxError,
    EOFError, NotImplementedError, RuntimeError, OSError, ValueError,
)  # fmt: skip
_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_REMOTE = re.compile(r"(?:https?|ftp|file):|\\\\", re.IGNORECASE)
_HARMLESS = ("/hyperlink", "/attachedTemplate")  # shown to readers, or set by every office template; none is followed


class Archive:
    """The parts of a checked zip file."""

    def __init__(self, file: zipfile.ZipFile) -> None:
        self._file = file
        self.names = frozenset(file.namelist())

    def part(self, name: str) -> etree._Element | None:
        """The XML of a part, None where there is none. Entities are never expanded and nothing is fetched."""
        if name not in self.names:
            return None
        with self._file.open(name) as file:
            data = file.read(LARGEST_PART + 1)
        if len(data) > LARGEST_PART:
            raise zipfile.BadZipFile(name)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        root = etree.fromstring(data, parser)
        if root.getroottree().docinfo.internalDTD is not None:  # no office program writes one; it can only be an attack
            raise zipfile.BadZipFile(name)
        return root

    def warnings(self) -> tuple[str, ...]:
        """What the document wants to fetch from elsewhere; it is never done."""
        outside = 0
        for name in sorted(self.names):
            root = self.part(name) if name.endswith(".rels") else None
            for relation in () if root is None else root.iter(_RELATIONS):
                is_harmless = (relation.get("Type") or "").endswith(_HARMLESS)
                is_remote = _REMOTE.match(relation.get("Target") or "")
                outside += relation.get("TargetMode") == "External" and bool(is_remote) and not is_harmless
        return (f"{outside} delar ligger utanför filen; de hämtades inte",) if outside else ()


@contextmanager
def opened(data: bytes, *, where: str, damaged: Unreadable) -> Iterator[Archive]:
    """The zip file opened. Raises ``damaged``, also for what goes wrong inside, or Unreadable for one that is too large."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            _check(file, where)
            yield Archive(file)
    except _BROKEN as error:
        raise damaged from error


def _check(file: zipfile.ZipFile, where: str) -> None:
    parts = file.infolist()
    inflated = [part for part in parts if part.file_size > max(SMALL_PART, LARGEST_RATIO * part.compress_size)]
    if inflated or sum(part.file_size for part in parts) > LARGEST_TOTAL:
        raise Unreadable(
            "Dokumentet packar upp till orimligt mycket data",
            where=where,
            next_step="Spara det på nytt i sitt program, utan bilder",
        )
    if len(parts) > MOST_PARTS:
        raise Unreadable(
            f"Dokumentet består av {len(parts)} delar, fler än något riktigt dokument",
            where=where,
            next_step="Spara det på nytt i sitt program",
        )
    if any(part.flag_bits & 1 for part in parts):
        raise Unreadable("Dokumentet är lösenordsskyddat", where=where, next_step="Spara en kopia utan lösenord")
