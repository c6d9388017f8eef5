"""Versions side by side, aspect by aspect, each with the places of its quotes: what an editor found that changed. Pure.

The records are made and checked by ``ingest.comparisons``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.structured.drafting import Knowledge
from assistant.structured.plans import Place

KIND = "comparisons"  # the name of this data in a generation
CHANGED, UNCHANGED, NEW, GONE = "ändrat", "oförändrat", "nytt", "borttaget"
SHOWN = {UNCHANGED: "i sak oförändrat"}  # the words may differ
VERSION_NAMES = ("Den äldsta", "Den äldre", "Den mellersta", "Den nyare", "Den nyaste")  # oldest first


@dataclass(frozen=True, slots=True)
class Version:
    """One version: its name, without figures, and its documents."""

    name: str
    documents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """What a source says of an aspect, and of which version; None when it speaks of the change itself."""

    version: str | None
    place: Place


@dataclass(frozen=True, slots=True)
class Aspect:
    """One thing that is compared."""

    name: str
    called: tuple[str, ...]
    change: str
    said: tuple[Said, ...]

    @property
    def shown_change(self) -> str:
        """What kind of change it is, in words for a reader."""
        return SHOWN.get(self.change, self.change)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Versions of one thing, oldest first, and the aspects they are compared in."""

    id: str
    name: str
    called: tuple[str, ...]
    versions: tuple[Version, ...]
    aspects: tuple[Aspect, ...]

    @property
    def documents(self) -> tuple[str, ...]:
        """The ids of the documents of every version, oldest first."""
        return tuple(document for version in self.versions for document in version.documents)


def comparisons(knowledge: Knowledge) -> tuple[Comparison, ...]:
    """Every comparison in a version of the knowledge base."""
    return knowledge.structure(KIND, read)


def read(records: Sequence[Mapping[str, Any]]) -> tuple[Comparison, ...]:
    """Comparisons from their stored records."""
    return tuple(map(_comparison, records))


def _comparison(record: Mapping[str, Any]) -> Comparison:
    return Comparison(
        id=record["id"],
        name=record["name"],
        called=tuple(record["called"]),
        versions=tuple(Version(one["name"], tuple(one["documents"])) for one in record["versions"]),
        aspects=tuple(map(_aspect, record["aspects"])),
    )


def _aspect(record: Mapping[str, Any]) -> Aspect:
    said = tuple(Said(one["version"], Place(*one["place"])) for one in record["said"])
    return Aspect(record["name"], tuple(record["called"]), record["change"], said)
