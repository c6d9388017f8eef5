"""The nouns, frozen. Everything else in the house speaks in these."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Literal

MUNICIPALITIES = (
    "Askersund", "Degerfors", "Hallsberg", "Hällefors", "Karlskoga", "Kumla",
    "Laxå", "Lekeberg", "Lindesberg", "Ljusnarsberg", "Nora", "Örebro",
)  # fmt: skip
REGION = "regionen"
NATIONAL = "nationellt"
AREAS = (*MUNICIPALITIES, REGION, NATIONAL)

_PARTIAL_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A date known to the year, the month or the day. ``first`` and ``last`` are the days it spans."""

    first: date
    last: date

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Read ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``; anything else is a ValueError."""
        found = _PARTIAL_DATE.fullmatch(text.strip())
        if not found:
            raise ValueError(f"not an ISO date: {text!r}")
        year, month, day = (int(part) if part else None for part in found.groups())
        assert year is not None
        if year < 1000:
            raise ValueError(f"not a year of ours: {text!r}")
        if month is None:
            return cls(date(year, 1, 1), date(year, 12, 31))
        if day is None:
            return cls(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]))
        return cls(date(year, month, day), date(year, month, day))

    def __str__(self) -> str:
        if self.first == self.last:
            return self.first.isoformat()
        if self.first.month == self.last.month:
            return f"{self.first:%Y-%m}"
        return f"{self.first:%Y}"


class Status(StrEnum):
    """Whether a source is in force on a given day."""

    IN_FORCE = "in_force"
    NOT_YET = "not_yet"
    EXPIRED = "expired"
    SUPERSEDED = "superseded"
    UNKNOWN = "unknown"


class Outcome(StrEnum):
    """How far the documents answered the question."""

    ANSWERED = "answered"
    PARTIAL = "partial"
    NOT_FOUND = "not_found"


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Document:
    """One source, with its cleaned text. Passages and quotes are slices of ``text``."""

    id: str
    title: str
    text: str
    sha256: str
    path: str
    publisher: str | None = None
    kind: str | None = None
    municipalities: tuple[str, ...] = ()
    decided: PartialDate | None = None
    valid_from: PartialDate | None = None
    valid_to: PartialDate | None = None
    supersedes: tuple[str, ...] = ()
    superseded_by: tuple[str, ...] = ()
    source_url: str | None = None
    source_date: PartialDate | None = None
    retrieved: PartialDate | None = None
    completeness: str | None = None
    is_fact_sheet: bool = False
    original_of: str | None = None  # the fact sheet that sums this document up
    source_changed: PartialDate | None = None  # when the source of a fact sheet was seen to differ from what was read
    source_gone: PartialDate | None = None  # since when the source is known to be gone
    also_at: tuple[str, ...] = ()  # other files with the same content
    similar_to: tuple[str, ...] = ()  # documents that are nearly the same: other versions, as far as can be seen
    staff_only: bool = False  # never in what the public reads


@dataclass(frozen=True, slots=True)
class Health:
    """How a document was read: pages (0 where there are none), those without text, tables, characters, warnings."""

    pages: int
    pages_without_text: tuple[int, ...]
    tables: int
    characters: int
    warnings: tuple[str, ...] = ()

    @property
    def characters_per_page(self) -> int:
        """The mean; of the whole document where there are no pages."""
        return round(self.characters / max(1, self.pages))


@dataclass(frozen=True, slots=True)
class Page:
    """One page as read: ``number`` is the page as printed, ``physical`` its place in the file from 1; None without pages.

    ``label`` is what is printed where that is no plain number (iv, A-3); ``number`` is then its place.
    """

    number: int | None
    text: str
    physical: int | None = None
    label: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a document: ``text == document.text[start:end]``.

    ``lead`` is what a reader needs before the text when a table or list was split (the header row). ``first_page`` and
    ``last_page`` are as printed, for people; ``physical_page`` is the place of the first in the file, for links.
    ``page_label`` is what is printed on the first where that is no plain number (iv, A-3).
    """

    id: str
    document: Document
    text: str
    headings: tuple[str, ...]
    start: int
    end: int
    first_page: int | None = None
    last_page: int | None = None
    lead: str = ""
    physical_page: int | None = None
    page_label: str = ""

    @property
    def printed_page(self) -> str:
        """What is printed on its first page, as text; empty where there are no pages."""
        return self.page_label or str(self.first_page or "")


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage with the score one search gave it, and which legs found it."""

    passage: Passage
    score: float
    found_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Turn:
    """One earlier line of the conversation."""

    role: Literal["user", "assistant"]
    text: str


@dataclass(frozen=True, slots=True)
class Filters:
    """Hard limits on what may be searched. Empty means no limit."""

    areas: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    in_force_only: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, in which conversation, under which limits, on which day."""

    text: str
    today: date
    history: tuple[Turn, ...] = ()
    filters: Filters = field(default_factory=Filters)


@dataclass(frozen=True, slots=True)
class Citation:
    """A numbered reference: ``quote == passage.document.text[start:end]``, checked before it is shown."""

    number: int
    passage: Passage
    quote: str
    start: int
    end: int
    status: Status


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing the answer says, with the numbers of the citations it rests on.

    ``focus`` is the piece of the text that answers, where it says more than that; nothing when that is not known.
    """

    text: str
    citations: tuple[int, ...]
    verified: bool
    focus: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """The whole answer. ``lead`` and ``notices`` are our own words and claim nothing about the matter."""

    question: Question
    outcome: Outcome
    lead: str
    statements: tuple[Statement, ...] = ()
    citations: tuple[Citation, ...] = ()
    near_misses: tuple[Hit, ...] = ()
    notices: tuple[str, ...] = ()
    generation: str = ""
    model: str | None = None
    seconds: float = 0.0

    @property
    def ai_generated(self) -> bool:
        """True when a language model wrote any of the statements."""
        return self.model is not None

    @property
    def text(self) -> str:
        """The answer as plain text: lead, then one statement a line with its [n]."""
        lines = [self.lead] if self.lead else []
        for statement in self.statements:
            marks = "".join(f"[{number}]" for number in statement.citations)
            lines.append(f"– {statement.text} {marks}".rstrip())
        return "\n".join([*lines, *self.notices])


@dataclass(frozen=True, slots=True)
class Delta:
    """A piece of the answer as it becomes ready: append ``text`` to what is already shown."""

    text: str


@dataclass(frozen=True, slots=True)
class Done:
    """The end of a stream: the complete, checked answer."""

    answer: Answer


@dataclass(frozen=True, slots=True)
class IndexStamp:
    """How an index was made. An index with another stamp is not opened."""

    format: str
    embedder: str
    splitter: str
    analyser: str
