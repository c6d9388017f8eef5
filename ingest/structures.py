"""What the readers of editors' data share: the documents they hold quotes against, and what becomes of their files.

A file with anything wrong in it is refused whole, with file, line, field and what is allowed; the documents and the other
files go on.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from assistant.domain import Document, Passage
from assistant.errors import DocumentError


class Refused(NamedTuple):
    """A file that cannot be used, and why."""

    path: Path
    error: DocumentError


class Structure(NamedTuple):
    """What one kind of data became: JSON values, one per file that is right, and the files that are not."""

    records: list[dict[str, Any]]
    refused: list[Refused]


class Read(NamedTuple):
    """A document that was read in, with its passages."""

    document: Document
    passages: tuple[Passage, ...]


Reader = Callable[[Sequence[Path], Sequence[Read]], Structure]


class Place(NamedTuple):
    """Where some words stand: ``document.text[start:end]``, inside one passage."""

    document: str
    start: int
    end: int


def locate(read: Read, quote: str, section: str | None = None) -> Place:
    """Where a quote stands in a document, word for word, under a heading when one is given.

    Raises ValueError, in Swedish, when it does not, or stands in several places and no heading says which.
    """
    stretches = [passage for passage in read.passages if section is None or section in passage.headings[-1:]]
    if not stretches:
        raise ValueError(f"pekar på avsnittet {section!r}, som inte finns i {read.document.id}")
    found = [
        Place(read.document.id, passage.start + at, passage.start + at + len(quote))
        for passage in stretches
        for at in occurrences(passage.text, quote)
    ]
    if not found:
        where = f"under {section!r} " if section else ""
        raise ValueError(f"står inte ordagrant {where}i {read.document.id}")
    if len(found) > 1 and section is None:
        raise ValueError(f"står på {len(found)} ställen i {read.document.id}; skriv i vilket avsnitt")
    return found[0]


def occurrences(text: str, quote: str) -> list[int]:
    """Where a quote begins in a text; never in the middle of a word or a number."""
    pattern = rf"(?<!\w){re.escape(quote)}(?!\w)"
    return [found.start() for found in re.finditer(pattern, text)]
