"""The run as one web page: verdict and pictures first, then the figures, then every question.

Built from the stored rows, so a page can be made again from a folder. No outside file, every text escaped.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from evals.attribution import LABELS, Failure
from evals.page_parts import Cell, grid, page, safe
from evals.record import Row
from evals.report_comparison import comparison_part
from evals.report_pictures import all_pictures
from evals.report_question import OUTCOMES, question
from evals.robust import MEASURED
from evals.score import MEASURES
from evals.summary import Summary
from evals.table import HEADLINES, SHOWN, broken_lines, interval, judge_line, number


def render(about: dict[str, Any], rows: Sequence[Row], summary: Summary) -> str:
    """The whole page."""
    comparison = summary.get("comparison")
    return page(
        f"Utvärdering av Civsam {about['today']}",
        [
            "<h1>Utvärdering av Civsam</h1>",
            _verdict(summary),
            _about(about),
            "<h2>I bild</h2>",
            f'<div class="pictures">{all_pictures(rows, summary)}</div>',
            "<h2>I siffror</h2>",
            _figures(summary),
            _parts(summary),
            _failures(summary),
            _robustness(summary.get("robustness")),
            f"<p>{safe(judge_line(summary['judge']))}</p>" if summary.get("judge") else "",
            comparison_part(comparison) if comparison else "",
            _meanings(),
            "<h2>Frågorna</h2>",
            _index(rows),
            *(question(row) for row in rows),
        ],
    )


def _verdict(summary: Summary) -> str:
    faults = [f"{what} i {', '.join(ids)}" for what, ids in broken_lines(summary)]
    worse = (summary.get("comparison") or {}).get("worse", [])
    faults += [f"Säkert sämre än tidigare: {measure.label}" for measure in MEASURES if measure.name in worse]
    lines = [f'<p class="fault">Fel: {safe(fault)}.</p>' for fault in faults]
    lines = lines or ['<p class="good">Alla källnummer leder till en källa och alla citat är ordagranna.</p>']
    if summary["stale"]:
        lines.append(f"<p>Inaktuella fall, där texten är ändrad: {safe(', '.join(summary['stale']))}.</p>")
    return "\n".join(lines)


def _about(about: dict[str, Any]) -> str:
    commit = f"{about['commit']}{' med ändringar' if about['dirty'] else ''}" if about["commit"] else "okänd"
    facts = {
        "Svarsdag": about["today"],
        "Kodversion": commit,
        "Index": about["generation"],
        "Dokumentens kontrollsumma": about["corpus_fingerprint"],
        "Språkmodell": ", ".join(about["models"]) or "ingen (utdrag ur dokumenten)",
        "Antal frågor": about["cases"],
    }
    return "<ul>" + "".join(f"<li>{name}: {safe(value)}</li>" for name, value in facts.items()) + "</ul>"


def _figures(summary: Summary) -> str:
    splits = summary["splits"]
    body = []
    for measure in SHOWN:
        overall, yes, no = (
            summary[name]["measures"][measure.name] for name in ("overall", "answerable", "unanswerable")
        )
        own = (part["measures"][measure.name] for part in splits.values())
        cells = (number(overall["value"]), interval(overall), overall["n"], number(yes["value"]), number(no["value"]))
        label = measure.label + (" *" if measure.headline else "")
        body.append((label, *cells, *(f"{number(part['value'])} ({interval(part) or '–'})" for part in own)))
    head = ("Mått", "Alla", "95 %", "Antal", "Besvarbara", "Obesvarbara", *splits)
    return grid("Alla frågor (* huvudmått)", head, body)


def _parts(summary: Summary) -> str:
    parts = [(name, part) for kind in ("splits", "tags", "kinds") for name, part in summary[kind].items()]
    body = [
        (name, part["questions"], *(number(part["measures"][measure.name]["value"]) for measure in HEADLINES))
        for name, part in parts
    ]
    head = ("Del", "Frågor", *(measure.label for measure in HEADLINES))
    return grid("Per del, tagg och slag av obesvarbar fråga", head, body, kind="sortable")


def _failures(summary: Summary) -> str:
    found = [(LABELS[Failure(name)], ids) for name, ids in summary["failures"].items() if ids]
    body = [(label, len(ids), ", ".join(ids)) for label, ids in found]
    return grid("Varför frågor inte gick bra", ("Orsak", "Antal", "Frågor"), body, kind="left") if body else ""


def _robustness(found: list[dict[str, Any]] | None) -> str:
    if not found:
        return ""
    measures = [measure for measure in MEASURES if measure.name in MEASURED]
    body = [
        (
            line["variant"], line["n"], number(line["same_answer"]),
            *(f"{number(part['difference'])} ({interval(part) or '–'})" for part in map(line["measures"].get, MEASURED)),
        )
        for line in found
    ]  # fmt: skip
    labels = {measure.name: measure.label for measure in measures}
    head = ("Ändring", "Antal", "Samma svar", *(labels[name] for name in MEASURED))
    return grid("Tålighet: skillnad mot frågan som den är skriven", head, body)


def _index(rows: Sequence[Row]) -> str:
    body = []
    for row in rows:
        ranks = [gold["rank"] for gold in row["gold"] if gold["rank"]]
        scores = row["scores"]
        body.append(
            (
                Cell(row["id"], target=row["id"]),
                row["turns"][-1],
                row["side"],
                OUTCOMES[row["outcome"]],
                Cell(number(scores["crag_score"]), value=str(round(2 + 2 * (scores["crag_score"] or 0)))),
                number(scores["nugget_recall"]),
                min(ranks) if ranks else "–",
                LABELS[Failure(row["failure"])] if row["failure"] else "",
                f"{row['seconds']['ask']:.3f}".replace(".", ","),
            )
        )
    head = ("Fall", "Fråga", "Del", "Utfall", "Betyg", "Fakta", "Rätt avsnitt på plats", "Vad som gick fel", "Sekunder")
    return grid("Alla frågor, en rad var", head, body, kind="sortable left")


def _meanings() -> str:
    items = "".join(f"<dt>{safe(measure.label)}</dt><dd>{safe(measure.meaning)}</dd>" for measure in SHOWN)
    return f"<details><summary>Vad måtten betyder</summary><dl>{items}</dl></details>"
