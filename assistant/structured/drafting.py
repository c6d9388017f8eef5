"""Questions answered from data that editors keep beside the documents: tried in order before the ordinary composing. Pure.

What text search cannot give, whole sets with their count and links that a source states, stands in the generation as data
whose every quote was checked against its document when it was read in. An answerer takes a question only when it can
account for all of it; for anything else it says None, and the question goes on to be searched for and composed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple, Protocol, TypeAlias, TypeVar

from assistant.composition.compose import Draft
from assistant.domain import Citation, Document, Outcome, Passage, Question, Statement
from assistant.passages.orders import is_order
from assistant.passages.units import Unit, units_of
from assistant.question.query import Query
from assistant.retrieval.retrieve import allowed
from assistant.validity import status_of
from assistant.verification.citing import is_verbatim, unsupported

T = TypeVar("T")


class Knowledge(Protocol):
    """One version of the knowledge base: its documents, and the data kept beside them."""

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
        """What ``build`` makes of one kind of data; made once and kept."""
        ...


class Asking(NamedTuple):
    """A question, as it was put and as it was understood, and what can answer it."""

    question: Question
    query: Query
    knowledge: Knowledge


Answerer: TypeAlias = Callable[[Asking], Draft | None]


def answered(asking: Asking, answerers: Sequence[Answerer]) -> Draft | None:
    """The first answer that keeps within the question's filters."""
    for answerer in answerers:
        draft = answerer(asking)
        if draft and (draft.citations or draft.lead) and _within_filters(asking.question, draft):
            return draft
    return None


def _within_filters(question: Question, draft: Draft) -> bool:
    documents = (citation.passage.document for citation in draft.citations)
    return all(allowed(document, question.filters, question.today) for document in documents)


class Quote(NamedTuple):
    """Words of a source and the passage they stand in; ``start`` and ``end`` are places in the document's text."""

    passage: Passage
    start: int
    end: int

    @property
    def words(self) -> str:
        """The words, as the document has them."""
        return self.passage.document.text[self.start : self.end]

    @property
    def shown(self) -> str:
        """The words as a reader should see them: a whole table row with the names of its columns."""
        return self.row.text if self.row else self.words.replace(" | ", " – ")

    @property
    def row(self) -> Unit | None:
        """The table row that the words are, when they are a whole one."""
        rows = (
            unit for unit in units_of(self.passage) if unit.cells and unit.start <= self.start < self.end <= unit.end
        )
        return next((unit for unit in rows if unit.quote.strip("| ") == self.words.strip("| ")), None)

    @property
    def around(self) -> tuple[str, ...]:
        """What the source itself puts around the words: title, headings and column names."""
        return (self.passage.document.title, *self.passage.headings, *(self.row.columns if self.row else ()))


def quote_at(knowledge: Knowledge, document_id: str, start: int, end: int) -> Quote | None:
    """The stored place of some words, as a quote; None when the document is not there or no passage holds them."""
    document = knowledge.document_called(document_id)
    passages = knowledge.passages_of(document) if document else ()
    holding = (one for one in passages if one.start <= start < end <= one.end)
    return next((Quote(passage, start, end) for passage in holding), None)


class Said(NamedTuple):
    """A statement on its way, and the quotes that it rests on; ``counts`` when its number is how many they are."""

    text: str
    quotes: tuple[Quote, ...]
    counts: bool = False

    @property
    def is_supported(self) -> bool:
        """True when every value of the text stands in its quotes, or in what its sources put around them."""
        words = [quote.words for quote in self.quotes]
        if self.counts and str(len(self.quotes)) in self.text.split():
            words.append(self.text)
        around = (line for quote in self.quotes for line in quote.around)
        if any(map(is_order, words)):
            return False
        return bool(self.quotes) and not unsupported(self.text, tuple(words), "\n".join(around))


def draft(said: Iterable[Said], today: date, outcome: Outcome = Outcome.ANSWERED, lead: str = "") -> Draft:
    """Statements with the quotes that each rests on, through the same gate as what is composed; NOT_FOUND without any."""
    statements: list[Statement] = []
    citations: list[Citation] = []
    numbers: dict[Quote, int] = {}
    for one in said:
        if not one.is_supported:
            continue
        for quote in one.quotes:
            if quote not in numbers:
                numbers[quote] = len(citations) + 1
                status = status_of(quote.passage.document, today)
                citations.append(Citation(numbers[quote], quote.passage, quote.words, quote.start, quote.end, status))
        statements.append(Statement(one.text, tuple(numbers[quote] for quote in one.quotes), verified=True))
    if not statements or not all(map(is_verbatim, citations)):
        return Draft(Outcome.NOT_FOUND)
    return Draft(outcome, tuple(statements), tuple(citations), lead)
