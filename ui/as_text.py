"""An answer as plain text with its sources, to paste into a letter or a memo. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from assistant.domain import Answer, Citation
from ui import staff_texts, texts
from ui.markup import web_address
from ui.passages import plain_sentence


def answer_text(answer: Answer, day: date | None = None) -> str:
    """Question, answer with [n], who wrote the words, and one line for each source."""
    mark = texts.AI_GENERATED if answer.ai_generated else texts.EXTRACTS
    limits = limits_line(answer, day)
    return "\n".join([
        *_paragraph(answer.question.text),
        *_paragraph(answer.lead or texts.OUTCOMES[answer.outcome]),
        *_paragraph(*_statements(answer)),
        *_paragraph(*answer.notices, limits),
        *_paragraph(*_sources(answer)),
        f"{mark}. {texts.TITLE}, {texts.swedish_date(answer.question.today)}. {texts.INFORMS}",
    ])  # fmt: skip


def limits_line(answer: Answer, day: date | None = None) -> str:
    """What the search was limited to, in one sentence; empty when it was not."""
    filters = answer.question.filters
    return texts.limited_to(filters.areas, filters.kinds, in_force_only=filters.in_force_only, day=day)


def _paragraph(*lines: str) -> list[str]:
    shown = [line for line in lines if line.strip()]
    return [*shown, ""] if shown else []


def _statements(answer: Answer) -> Iterator[str]:
    for statement in answer.statements:
        marks = "".join(f"[{number}]" for number in statement.citations)
        yield f"– {plain_sentence(statement.text)} {marks}".rstrip()


def _sources(answer: Answer) -> Iterator[str]:
    if answer.citations:
        yield f"{texts.SOURCES_HEADING}:"
    for citation in answer.citations:
        url = web_address(citation.passage.document.source_url)
        yield ". ".join(_facts(citation)) + (f": {url}" if url else "")


def _facts(citation: Citation) -> Iterator[str]:
    document, passage = citation.passage.document, citation.passage
    fact_sheet = f" ({texts.FACT_SHEET.lower()})" if document.is_fact_sheet else ""
    staff = f" ({staff_texts.MARK.lower()})" if document.staff_only else ""
    yield f"[{citation.number}] {document.title}{fact_sheet}{staff}, {document.publisher or texts.PUBLISHER_UNKNOWN}"
    page = f", sidan {passage.printed_page}" if passage.printed_page else ""
    if passage.headings:
        yield f"{texts.SECTION} {' › '.join(passage.headings)}{page}"
    yield texts.STATUSES[citation.status]
