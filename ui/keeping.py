"""What ``fetch``, ``diff`` and ``status`` say, as lines of plain Swedish and as JSON. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from ingest.diff import Change, Difference, Kind, Part, marked_words
from ingest.fetch import Fetched, FetchReport, Outcome
from ingest.health import HealthReport, HealthRow
from ui.as_json import Json

OUTCOMES: Final[Mapping[Outcome, str]] = {
    Outcome.NEW: "nya",
    Outcome.CHANGED: "ändrade",
    Outcome.UNCHANGED: "oförändrade",
    Outcome.GONE: "borta",
    Outcome.FAILED: "misslyckade",
}
_ONE: Final[Mapping[Outcome, str]] = {
    Outcome.NEW: "ny",
    Outcome.CHANGED: "ändrad",
    Outcome.UNCHANGED: "oförändrad",
    Outcome.GONE: "borta",
    Outcome.FAILED: "misslyckad",
}


def fetch_lines(report: FetchReport) -> Iterator[str]:
    """The sums, then every source that is not as it was."""
    parts = [f"{report.count(outcome)} {words}" for outcome, words in OUTCOMES.items()]
    yield f"Källor: {', '.join(parts)}."
    for source in report.sources:
        if source.outcome is not Outcome.UNCHANGED or source.outdated_sheets:
            yield from _source_lines(source)
    for url in report.forgotten:
        yield f"  glömd: {url} (inget faktablad nämner den längre)"
    if report.count(Outcome.NEW) or report.count(Outcome.CHANGED):
        yield "Läs in det som är nytt: civsam ingest"


def _source_lines(source: Fetched) -> Iterator[str]:
    yield f"  {_ONE[source.outcome]}: {', '.join(source.sheets)}  {source.url}"
    if source.reason:
        yield f"    {source.reason}. {source.next_step}."
    if source.moved_to:
        yield f"    Adressen leder vidare till {source.moved_to}"
    for sheet in source.outdated_sheets:
        yield f"    Faktabladet {sheet} är skrivet efter en äldre version. Läs källan och uppdatera det och hamtad."


def fetch_json(report: FetchReport, seconds: float) -> Json:
    """``fetch --json``."""
    return {
        **{outcome.value: report.count(outcome) for outcome in Outcome},
        "sources": [_fetched_json(source) for source in report.sources],
        "forgotten": list(report.forgotten),
        "seconds": round(seconds, 2),
    }


def _fetched_json(source: Fetched) -> Json:
    version = source.version
    return {
        "url": source.url,
        "sheets": list(source.sheets),
        "outcome": source.outcome.value,
        "reason": source.reason,
        "next_step": source.next_step,
        "moved_to": source.moved_to or None,
        "outdated_sheets": list(source.outdated_sheets),
        "versions": source.versions,
        "sha256": version.sha256 if version else None,
        "retrieved": version.retrieved if version else None,
        "size": version.size if version else None,
    }


# --- diff -------------------------------------------------------------------------------------------------------


def diff_lines(before: str, after: str, difference: Difference) -> Iterator[str]:
    """The sums, then every change with its place."""
    count = difference.count
    yield f"Från {before} till {after}:"
    moved = f", varav {difference.moved} har flyttats" if difference.moved else ""
    yield (
        f"{count(Kind.ADDED)} tillagda, {count(Kind.REMOVED)} borttagna, {count(Kind.CHANGED)} ändrade, "
        f"{difference.unchanged} oförändrade{moved}."
    )
    for change in difference.changes:
        yield ""
        yield from _change_lines(change)


def _change_lines(change: Change) -> Iterator[str]:
    if change.before and change.after:
        old, new = _place(change.before), _place(change.after)
        yield f"~ {new}" if old == new else f"~ {old} → {new}"
        yield f"  {marked_words(change.before.text, change.after.text)}"
    elif change.after:
        yield f"+ {_place(change.after)}"
        yield f"  {change.after.text}"
    elif change.before:
        yield f"- {_place(change.before)}"
        yield f"  {change.before.text}"


def _place(part: Part) -> str:
    return (" › ".join(part.headings) or "utan rubrik") + (f", sidan {part.page_label}" if part.page_label else "")


def diff_json(before: str, after: str, difference: Difference) -> Json:
    """``diff --json``."""
    return {
        "before": before,
        "after": after,
        **{kind.value: difference.count(kind) for kind in Kind},
        "unchanged": difference.unchanged,
        "moved": difference.moved,
        "changes": [
            {"kind": change.kind.value, "before": _part_json(change.before), "after": _part_json(change.after)}
            for change in difference.changes
        ],
    }


def _part_json(part: Part | None) -> Json | None:
    return (
        {"text": part.text, "headings": list(part.headings), "page": part.page, "page_label": part.page_label or None}
        if part
        else None
    )


# --- status -----------------------------------------------------------------------------------------------------


_SEE: Final = " (se obs nedan)"


def health_lines(report: HealthReport) -> Iterator[str]:
    """Sources and quarantine, then one line a document and its remarks."""
    if report.sources:
        parts = (f"{report.sources[o.value]} {w}" for o, w in OUTCOMES.items() if report.sources.get(o.value))
        yield f"Källor vid senaste hämtning: {', '.join(parts)}."
    if report.refused:
        files = "1 fil" if len(report.refused) == 1 else f"{len(report.refused)} filer"
        yield f"{files} gick inte att läsa:"
    for refusal in report.refused:
        yield f"  I karantän sedan {refusal.since}: {refusal.source}"
        yield f"    {_sentence(refusal.reason)} {_sentence(refusal.next_step)}".rstrip()
    yield from _document_lines(report)


def _document_lines(report: HealthReport) -> Iterator[str]:
    if not report.rows:
        return
    yield f"Av de inlästa dokumenten behöver {report.with_remarks or 'inget'} ses över{_SEE if report.with_remarks else ''}."
    yield "Dokument:"
    for row in report.rows:
        yield f"  {row.document.id}: {', '.join(_figures(row))}"
        yield from (f"    obs: {remark}" for remark in row.remarks)


def _figures(row: HealthRow) -> Iterator[str]:
    health = row.health
    if health is not None:
        if health.pages:
            yield f"{health.pages} sidor, {health.characters_per_page} tecken per sida"
        else:
            yield f"{health.characters} tecken"
        if health.tables:
            yield f"{health.tables} {'tabell' if health.tables == 1 else 'tabeller'}"
    if row.source_date:
        yield f"källan från {row.source_date}"
    if row.document.retrieved:
        yield f"hämtad {row.document.retrieved}"
    if row.checked:
        yield f"källan kontrollerad {row.checked[:10]}"


def _sentence(words: str) -> str:
    return words if not words or words.endswith(".") else f"{words}."


def health_json(report: HealthReport) -> Json:
    """What ``status --json`` says beside the sums."""
    return {
        "health": [_row_json(row) for row in report.rows],
        "sources": {outcome.value: report.sources.get(outcome.value, 0) for outcome in Outcome},
        "quarantine": [
            {
                "source": refusal.source,
                "reason": refusal.reason,
                "next_step": refusal.next_step,
                "since": refusal.since,
                "size": refusal.size,
                "copied": refusal.copied,
            }
            for refusal in report.refused
        ],
    }


def _row_json(row: HealthRow) -> Json:
    health = row.health
    figures: dict[str, Any] = {
        "pages": health.pages if health else None,
        "pages_without_text": list(health.pages_without_text) if health else [],
        "tables": health.tables if health else None,
        "characters": health.characters if health else None,
        "characters_per_page": health.characters_per_page if health else None,
    }
    return {
        "document_id": row.document.id,
        "title": row.document.title,
        **figures,
        "warnings": list(row.remarks),
        "source_date": str(row.source_date) if row.source_date else None,
        "retrieved": str(row.document.retrieved) if row.document.retrieved else None,
        "last_check": row.checked or None,
        "source_status": row.source or None,
    }
