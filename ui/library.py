"""What the pages need to know about the documents of the serving generation. Pure but for the asking.

The generation may be swapped while the page runs, and the old one closed: everything is read when it is asked for, and
read again from the new one when the old was closed in between. Nothing is held afterwards.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final, Protocol, TypeVar
from urllib.parse import quote
from weakref import WeakKeyDictionary

from assistant.domain import AREAS, Citation, Document, PartialDate, Passage
from assistant.language.swedish import fold
from assistant.validity import is_outdated, status_of

T = TypeVar("T")
OLD_SOURCE: Final = timedelta(days=2 * 365)  # a source this old may have been changed since
QUOTE_ANCHOR: Final = "citat"
PICTURE_ANCHOR: Final = "bild"
_TRIES: Final = 3
_ALPHABET: Final = str.maketrans("åäö", "{|}")  # the three letters that follow z


class Library(Protocol):
    """One version of the knowledge base."""

    def documents(self) -> Iterable[Document]:
        """Every document."""
        ...

    @property
    def catalogue(self) -> Sequence[Document]:
        """Every document, without its text."""
        ...

    def document_called(self, identifier: str) -> Document | None:
        """One document, with its text; None when there is none."""
        ...

    def passages_of(self, document: Document) -> tuple[Passage, ...]:
        """Every passage of one document, in order."""
        ...

    def structure(self, kind: str, build: Callable[[Any], T]) -> T:
        """What ``build`` makes of one kind of the editors' data; made once and kept."""
        ...


def read(library: Callable[[], Library], do: Callable[[Library], T]) -> T:
    """What ``do`` gets out of the serving version, also when that is swapped meanwhile."""
    for _ in range(_TRIES - 1):
        try:
            return do(library())
        except (OSError, ValueError):  # its files were closed: another version serves now
            continue
    return do(library())


_SAID: Final[WeakKeyDictionary[Library, Mapping[str, str]]] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class Wish:
    """Which documents someone wants to see. Empty means all."""

    text: str = ""
    kind: str = ""
    area: str = ""
    in_force_only: bool = False

    def admits(self, document: Document, today: date) -> bool:
        """Whether the document is one of them, whatever is searched for."""
        return (
            (not self.kind or document.kind == self.kind)
            and (not self.area or self.area in document.municipalities)
            and not (self.in_force_only and is_outdated(status_of(document, today)))
        )

    def names(self, document: Document) -> bool:
        """Whether every word of ``text`` stands in the document's title or publisher."""
        named = _folded(f"{document.title} {document.publisher or ''}")
        return all(word in named for word in _folded(self.text).split())


def with_words(library: Library, text: str) -> frozenset[str]:
    """The ids of the documents in whose text every word of ``text`` begins a word."""
    if not (wanted := [f" {word}" for word in _words(text)]):
        return frozenset()
    return frozenset(name for name, said in _said(library).items() if all(word in said for word in wanted))


def _said(library: Library) -> Mapping[str, str]:
    """The different words of every text, by the document's id: made once for a version, and gone with it."""
    if library not in _SAID:
        _SAID[library] = {
            document.id: " ".join(["", *dict.fromkeys(_words(document.text))]) for document in library.documents()
        }
    return _SAID[library]


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", _folded(text))


def in_order(documents: Iterable[Document]) -> list[Document]:
    """By title, in Swedish order."""
    return sorted(documents, key=lambda document: (document.title.casefold().translate(_ALPHABET), document.id))


def written(document: Document) -> PartialDate | None:
    """When the source was written or last changed, as far as it is known."""
    return document.source_date or document.decided


def is_old(document: Document, today: date) -> bool:
    """Whether the source is so old that it may have been changed since."""
    day = written(document)
    return day is not None and day.last < today - OLD_SOURCE


def is_pdf(document: Document) -> bool:
    """Whether the document was read from a PDF file."""
    return document.path.lower().endswith(".pdf")


def titles_of(documents: Iterable[Document]) -> Mapping[str, str]:
    """The title of every document, by its id."""
    return {document.id: document.title for document in documents}


def address(document_id: str) -> str:
    """Where the document is read on this site."""
    return f"/dokument/{quote(document_id, safe='/')}"


def quote_address(citation: Citation) -> str:
    """Where the quoted words are read in their document. The digest tells whether they still stand there."""
    return place_address(citation.passage.document.id, citation.start, citation.end, citation.quote)


def place_address(document_id: str, start: int, end: int, words: str) -> str:
    """Where some words are read in a document; the digest tells whether they still stand there."""
    return f"{address(document_id)}?fran={start}&till={end}&citat={digest(words)}#{QUOTE_ANCHOR}"


def passage_address(passage: Passage) -> str:
    """Where the passage's section begins in its document."""
    return address(passage.document.id) + (f"#{anchor(passage.headings)}" if passage.headings else "")


def anchor(path: Sequence[str]) -> str:
    """The name of a section in its document: letters a–z, digits and dashes."""
    return "-".join(["avsnitt", *re.findall(r"[a-z0-9]+", _folded(" ".join(path)))])


def digest(text: str) -> str:
    """A short fingerprint of some words."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:12]


def known_areas(documents: Sequence[Document]) -> list[str]:
    """The areas that some document is about: municipalities in order, then the region and the country."""
    used = {area for document in documents for area in document.municipalities}
    return [area for area in AREAS if area in used] + sorted(used - set(AREAS))


def _folded(text: str) -> str:
    return fold(text.casefold())
