"""The JSON shapes of the command line: a contract that others script against (ARCHITECTURE.md)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from assistant.domain import Answer, Citation, Document, Hit, PartialDate
from assistant.grants.cards import Grant, is_open, known_since, standing_of, status_on
from assistant.validity import status_of
from ui import grant_words

if TYPE_CHECKING:
    from ingest.pipeline import IngestReport  # what is asked needs nothing of what reads documents in

Json = dict[str, object]


def search_json(question: str, hits: Sequence[Hit]) -> Json:
    """``search --json``."""
    return {"question": question, "hits": [hit_json(rank, hit) for rank, hit in enumerate(hits, 1)]}


def hit_json(rank: int, hit: Hit) -> Json:
    """One hit, as in ``search --json`` and in ``near_misses``."""
    passage = hit.passage
    return {
        "rank": rank,
        "document_id": passage.document.id,
        "path": passage.document.path,
        "title": passage.document.title,
        "headings": list(passage.headings),
        "page": passage.first_page,
        "page_label": passage.printed_page or None,
        "score": round(hit.score, 6),
        "text": passage.text,
    }


def answer_json(answer: Answer) -> Json:
    """``ask --json``."""
    return {
        "question": answer.question.text,
        "outcome": answer.outcome.value,
        "text": answer.text,
        "statements": [{"text": s.text, "citations": list(s.citations)} for s in answer.statements],
        "citations": [citation_json(citation) for citation in answer.citations],
        "near_misses": [hit_json(rank, hit) for rank, hit in enumerate(answer.near_misses, 1)],
        "notices": list(answer.notices),
        "ai_generated": answer.ai_generated,
        "generation": answer.generation,
        "seconds": round(answer.seconds, 4),
    }


def citation_json(citation: Citation) -> Json:
    """One citation of ``ask --json``."""
    document = citation.passage.document
    return {
        "number": citation.number,
        "document_id": document.id,
        "title": document.title,
        "publisher": document.publisher,
        "headings": list(citation.passage.headings),
        "page": citation.passage.first_page,
        "page_label": citation.passage.printed_page or None,
        "quote": citation.quote,
        "url": document.source_url,
        "status": citation.status.value,
        "valid_from": str(document.valid_from) if document.valid_from else None,
        "valid_to": str(document.valid_to) if document.valid_to else None,
    }


def documents_json(documents: Sequence[Document], today: date) -> Json:
    """``GET /api/v1/documents``."""
    return {"documents": [document_json(document, today) for document in documents]}


def document_json(document: Document, today: date) -> Json:
    """One document, without its text."""
    return {
        "document_id": document.id,
        "path": document.path,
        "title": document.title,
        "publisher": document.publisher,
        "kind": document.kind,
        "areas": list(document.municipalities),
        "status": status_of(document, today).value,
        "decided": _partial(document.decided),
        "valid_from": _partial(document.valid_from),
        "valid_to": _partial(document.valid_to),
        "supersedes": list(document.supersedes),
        "superseded_by": list(document.superseded_by),
        "url": document.source_url,
        "source_date": _partial(document.source_date),
        "retrieved": _partial(document.retrieved),
        "completeness": document.completeness,
        "fact_sheet": document.is_fact_sheet,
    }


def grants_json(grants: Sequence[Grant], today: date) -> Json:
    """``grants --json`` and ``GET /api/v1/grants``."""
    return {"today": today.isoformat(), "count": len(grants), "grants": [grant_json(grant, today) for grant in grants]}


def grant_json(grant: Grant, today: date) -> Json:
    """One grant, every part of it in the source's words."""
    standing = standing_of(grant, today)
    window = standing.window
    return {
        "id": grant.id,
        "name": grant.name,
        "giver": grant.giver,
        "areas": list(grant.areas),
        "status": status_on(grant, today).value,
        "is_open": is_open(grant, today),
        "state": standing.state.value,
        "opens": window.opens.isoformat() if window and window.opens else None,
        "closes": window.closes.isoformat() if window else None,
        "days": standing.days,
        "told": grant_words.when(grant, today),
        "caveat": grant_words.caveat(grant, today),
        "kinds": [kind.value for kind in grant.kinds],
        "purposes": [purpose.value for purpose in grant.purposes],
        "ages": list(grant.ages) if grant.ages else None,
        "members": grant.members,
        "times": [{"words": time.words, "concerns": time.concerns, "quote": time.quote.text} for time in grant.times],
        "fields": {field.value: [quote.text for quote in quotes] for field, quotes in grant.fields.items()},
        "quote": grant.quote.text,
        "document_id": grant.document.id,
        "title": grant.document.title,
        "url": grant.document.source_url,
        "source_date": _partial(known_since(grant)),
    }


def _partial(day: PartialDate | None) -> str | None:
    return str(day) if day else None


def report_json(report: IngestReport, seconds: float) -> Json:
    """``ingest --json``; ``staff`` is there when a collection for staff is."""
    staff = report.staff and {
        "generation": report.staff.generation,
        "passages": report.staff.passages,
        "documents": list(report.staff.documents),
    }
    return {
        "generation": report.generation,
        "added": list(report.added),
        "changed": list(report.changed),
        "unchanged": list(report.unchanged),
        "removed": list(report.removed),
        "failed": [{"path": failure.path, "reason": str(failure.error)} for failure in report.failed],
        "warnings": list(report.warnings),
        "passages": report.passages,
        "grants": report.grants,
        "embedded": report.embedded,
        "seconds": round(seconds, 2),
        "duplicates": [{"path": path, "same_as": kept} for path, kept in report.duplicates],
        "skipped": list(report.skipped),
    } | ({"staff": staff} if staff else {})
