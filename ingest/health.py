"""How each document was read and how its source stands: what an operator looks at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from assistant.domain import Document, Health, PartialDate
from ingest.originals import Originals, SourceState
from ingest.quarantine import Quarantine, Refusal

_MOST_PAGES = 12  # page numbers in one remark


@dataclass(frozen=True, slots=True)
class HealthRow:
    """One document. ``remarks`` are Swedish sentences about what needs a look; ``checked`` is when the source was asked for."""

    document: Document
    health: Health | None
    remarks: tuple[str, ...]
    checked: str
    source: str  # new, changed, unchanged, gone or failed; empty when it has not been asked for

    @property
    def source_date(self) -> PartialDate | None:
        """When the source was written or decided, as far as it is known."""
        return self.document.source_date or self.document.decided


@dataclass(frozen=True, slots=True)
class HealthReport:
    """Every document, every refused file, and how many sources stand how."""

    rows: tuple[HealthRow, ...]
    refused: tuple[Refusal, ...]
    sources: Mapping[str, int]

    @property
    def with_remarks(self) -> int:
        """How many documents need a look."""
        return sum(bool(row.remarks) for row in self.rows)


def health_report(
    documents: Iterable[Document], health: Mapping[str, Health], originals: Originals, quarantine: Quarantine
) -> HealthReport:
    """What is known of every document, in order of id."""
    ordered = sorted(documents, key=lambda document: document.id)
    rows = tuple(_row(document, health.get(document.id), originals) for document in ordered)
    sources = Counter(state.outcome for state in originals.sources.values() if state.outcome)
    return HealthReport(rows, quarantine.refusals(), dict(sources))


def _row(document: Document, health: Health | None, originals: Originals) -> HealthRow:
    state = originals.sources.get(document.source_url or "")
    remarks = [*_on_reading(health), *(_on_source(document, state) if state else ()), *_on_others(document)]
    return HealthRow(document, health, tuple(remarks), state.checked if state else "", state.outcome if state else "")


def _on_reading(health: Health | None) -> Iterable[str]:
    if health is None:
        return
    if health.pages_without_text and not any("saknar text" in warning for warning in health.warnings):
        pages = ", ".join(map(str, health.pages_without_text[:_MOST_PAGES]))
        more = " med flera" if len(health.pages_without_text) > _MOST_PAGES else ""
        yield f"Sidor utan text: {pages}{more}."
    yield from (warning if warning.endswith(".") else f"{warning}." for warning in health.warnings)


def _on_source(document: Document, state: SourceState) -> Iterable[str]:
    if document.is_fact_sheet and state.outdated.get(document.id) == str(document.retrieved):
        yield f"Källan har ändrats sedan faktabladet skrevs (sågs {state.changed}). Läs källan och uppdatera faktabladet."
    if state.gone:
        yield f"Källan finns inte längre på sin adress (sågs {state.gone})."
    elif state.reason:
        yield f"Källan gick inte att hämta: {state.reason}."
    latest = state.latest
    if document.original_of and latest and latest.sha256 != document.sha256:
        yield "En nyare version är hämtad men inte inläst. Kör: civsam ingest."


def _on_others(document: Document) -> Iterable[str]:
    if document.also_at:
        yield f"Samma innehåll finns också i {', '.join(document.also_at)}."
    for other in document.similar_to:
        yield f"Nästan samma som {other}. Jämför med: civsam diff {document.id} {other}."
