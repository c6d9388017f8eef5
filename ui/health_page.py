"""The page for whoever looks after the documents: how each was read, how its source stands, what was refused. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ingest.fetch import Outcome
from ingest.health import HealthReport, HealthRow
from ingest.quarantine import Refusal, is_web
from ui.library import address
from ui.markup import element, escape, under
from ui.passages import frame_css
from ui.shell import whole_page

TITLE: Final = "Så mår dokumenten"
INTRO: Final = (
    "Här ser du hur varje dokument gick att läsa och hur dess källa står. Sidan är till för dig som sköter dokumenten."
)
COLUMNS: Final = ("Dokument", "Sidor", "Utan text", "Tabeller", "Tecken per sida", "Källans datum", "Kontrollerad")
NEEDS_A_LOOK: Final = "Att se över"
NOTHING: Final = "Inget dokument behöver ses över."
QUARANTINE: Final = "Filer som inte gick att läsa"
EVERY: Final = "Alla dokument"
ORIGINAL: Final = "originalet"
SOURCES: Final[Mapping[Outcome, str]] = {
    Outcome.NEW: "nya",
    Outcome.CHANGED: "ändrade",
    Outcome.UNCHANGED: "oförändrade",
    Outcome.GONE: "borta",
    Outcome.FAILED: "gick inte att hämta",
}
NEVER_FETCHED: Final = "Källorna är inte hämtade än. Det gör du med civsam fetch."


def health_page(report: HealthReport) -> str:
    """A whole HTML document."""
    return whole_page(TITLE, element("h1", TITLE), *health_parts(report))


def health_parts(report: HealthReport) -> tuple[str, ...]:
    """What the page says, below its heading."""
    return (
        element("p", INTRO),
        element("p", escape(_sources(report)), attributes='role="status"'),
        element("h2", NEEDS_A_LOOK),
        _remarks(report) or element("p", NOTHING),
        _quarantine(report),
        element("h2", EVERY),
        _table(report),
    )


def _sources(report: HealthReport) -> str:
    parts = [f"{report.sources[o.value]} {words}" for o, words in SOURCES.items() if report.sources.get(o.value)]
    return f"Källor vid senaste hämtningen: {', '.join(parts)}." if parts else NEVER_FETCHED


def _remarks(report: HealthReport) -> str:
    rows = [row for row in report.rows if row.remarks]
    return element("ul", *(_remark(row) for row in rows), css="lista") if rows else ""


def _remark(row: HealthRow) -> str:
    return element("li", element("h3", _link(row)), *(element("p", escape(words)) for words in row.remarks))


def _link(row: HealthRow) -> str:
    name = f"{row.document.title} ({ORIGINAL})" if row.document.original_of else row.document.title
    return element("a", escape(name), attributes=f'href="{address(row.document.id)}"')


def _quarantine(report: HealthReport) -> str:
    if not report.refused:
        return ""
    return element("h2", QUARANTINE) + element("ul", *map(_refusal, report.refused), css="lista")


def _refusal(refusal: Refusal) -> str:
    """Where a file lies on the server is nobody's business: its name is enough."""
    name = refusal.source if is_web(refusal.source) else refusal.source.rsplit("/", 1)[-1]
    why = f"{refusal.reason.rstrip('.')}. {refusal.next_step.rstrip('.')}." if refusal.next_step else refusal.reason
    return element("li", element("h3", escape(name)), element("p", escape(f"Sedan {refusal.since}. {why}")))


def _table(report: HealthReport) -> str:
    head = element("tr", *(element("th", words, attributes='scope="col"') for words in COLUMNS))
    rows = (_row(row) for row in report.rows)
    table = element("table", element("thead", head), element("tbody", *rows))
    return element(
        "div",
        table,
        css=f"{frame_css(len(COLUMNS))} siffror",
        attributes=f'tabindex="0" role="region" aria-label="{EVERY}"',
    )


def _row(row: HealthRow) -> str:
    health = row.health
    figures = (
        str(health.pages or "–") if health else "",
        ", ".join(map(str, health.pages_without_text)) or "–" if health else "",
        str(health.tables) if health else "",
        str(health.characters_per_page) if health else "",
        str(row.source_date or "–"),
        row.checked[:10] or "–",
    )
    named = zip(COLUMNS[1:], figures, strict=True)
    cells = (under(column, words) for column, words in named)
    return element("tr", element("th", _link(row), attributes='scope="row"'), *cells)
