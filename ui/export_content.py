"""Answers → what a saved file holds, piece by piece, whatever the format. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto

from assistant.domain import Answer, Citation, Document, Hit
from assistant.validity import status_of
from ui import staff_texts, texts
from ui.as_text import limits_line
from ui.blocks import Block, Kind, Span, blocks, quoted
from ui.markup import visible, web_address
from ui.passages import plain_sentence
from ui.sources import place_words, validity_words


class Role(Enum):
    """What a piece is in the file."""

    TITLE = auto()
    QUESTION = auto()
    HEADING = auto()
    SOURCE = auto()
    PARAGRAPH = auto()
    BULLET = auto()
    QUOTE = auto()
    NOTE = auto()
    LINK = auto()


@dataclass(frozen=True, slots=True)
class Piece:
    """One paragraph of the file: one line of text without markup. A link's text is followed by its address."""

    role: Role
    text: str
    url: str = ""


def outline(answers: Sequence[Answer], today: date) -> tuple[Piece, ...]:
    """The whole file: title, day, and every question with its answer, notices and sources."""
    head = [(Role.TITLE, texts.EXPORT_TITLE), (Role.PARAGRAPH, texts.export_day(today))]
    pieces = [Piece(role, text) for role, text in (*head, (Role.PARAGRAPH, texts.INFORMS))]
    for answer in answers:
        pieces += _answer(answer, today)
    return tuple(Piece(piece.role, visible(piece.text), piece.url) for piece in pieces if piece.text.strip())


def _answer(answer: Answer, today: date) -> Iterator[Piece]:
    yield Piece(Role.QUESTION, f"{texts.EXPORT_QUESTION} {answer.question.text}")
    yield from (Piece(Role.PARAGRAPH, line) for line in answer.lead.splitlines())
    for statement in answer.statements:
        marks = " ".join(f"[{number}]" for number in statement.citations)
        doubt = "" if statement.verified else f" ({texts.UNVERIFIED})"
        yield Piece(Role.BULLET, f"{plain_sentence(statement.text)} {marks}{doubt}".strip())
    outcome = texts.OUTCOMES[answer.outcome]
    mark = texts.AI_GENERATED if answer.ai_generated else texts.EXTRACTS
    limits = limits_line(answer, None if answer.question.today == today else answer.question.today)
    for notice in dict.fromkeys((outcome if not answer.lead else "", *answer.notices, limits, mark)):
        yield Piece(Role.NOTE, notice)
    titles = {document.id: document.title for document in _documents(answer)}
    if answer.citations:
        yield Piece(Role.HEADING, texts.SOURCES_HEADING)
    for citation in answer.citations:
        yield from _source(citation, titles)
    yield from _near_misses(answer.near_misses, answer.question.today, titles)


def _source(citation: Citation, titles: dict[str, str]) -> Iterator[Piece]:
    document = citation.passage.document
    yield Piece(Role.SOURCE, f"[{citation.number}] {document.title}")
    yield Piece(Role.PARAGRAPH, _origin(document))
    yield Piece(Role.PARAGRAPH, validity_words(document, citation.status, titles))
    yield Piece(Role.PARAGRAPH, place_words(citation.passage))
    yield Piece(Role.PARAGRAPH, texts.QUOTED_FACT_SHEET if document.is_fact_sheet else texts.QUOTED_ORIGINAL)
    yield from (Piece(Role.QUOTE, line) for line in quote_lines(citation))
    yield _link(document)


def _near_misses(hits: Sequence[Hit], today: date, titles: dict[str, str]) -> Iterator[Piece]:
    if hits:
        yield Piece(Role.HEADING, texts.NEAR_MISSES_HEADING)
        yield Piece(Role.PARAGRAPH, texts.NEAR_MISSES_INTRO)
    for hit in hits:
        document = hit.passage.document
        where = " › ".join((document.title, *hit.passage.headings))
        yield Piece(Role.BULLET, f"{where}. {validity_words(document, status_of(document, today), titles)}")
        yield _link(document)


def quote_lines(citation: Citation) -> list[str]:
    """The quoted words, a line for each paragraph, list item or table row; above a row, the heads of its columns."""
    span = Span(citation.start, citation.end)
    return [line for block in quoted(blocks(citation.passage), span) if (line := _line(block, span))]


def _line(block: Block, span: Span) -> str:
    """The part of the block that is quoted; the whole of a header row, which only explains."""
    parts = []
    for chunk in block.chunks:
        inside = chunk.overlap(span)
        if block.kind is Kind.HEADER:
            parts.append(chunk.text)
        elif inside is not None:
            parts.append(chunk.text[inside.start : inside.end])
    return _joint(block).join(part.strip() for part in parts if part.strip())


def _joint(block: Block) -> str:
    return " – " if block.kind in {Kind.ROW, Kind.HEADER} else " "


def _origin(document: Document) -> str:
    kind = texts.kind(document.kind) if document.kind else ""
    decided = texts.decided(document.decided) if document.decided else ""
    sheet = texts.FACT_SHEET if document.is_fact_sheet else ""
    staff = staff_texts.MARK if document.staff_only else ""
    facts = (staff, sheet, document.publisher or texts.PUBLISHER_UNKNOWN, kind, decided)
    explained = f". {texts.FACT_SHEET_EXPLAINED}" if sheet else ""
    return " · ".join(fact for fact in facts if fact) + explained


def _link(document: Document) -> Piece:
    url = web_address(document.source_url)
    return Piece(Role.LINK, texts.EXPORT_SOURCE_LINK, url) if url else Piece(Role.PARAGRAPH, texts.NO_SOURCE)


def _documents(answer: Answer) -> list[Document]:
    passages = [citation.passage for citation in answer.citations] + [hit.passage for hit in answer.near_misses]
    return [passage.document for passage in passages]
