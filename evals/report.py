"""The run as one web page: figures first, then every question with its answer, its sources and what was missing.

Built from the stored rows, so a page can be made again from a folder. No script, no outside file, every text escaped.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from evals.compare import Comparison
from evals.page_parts import bullets, grid, safe
from evals.record import Row
from evals.report_question import question
from evals.score import MEASURES
from evals.summary import Summary
from evals.table import SHOWN, interval, number

_STYLE = """
body{font:1rem/1.5 system-ui,sans-serif;max-width:72rem;margin:auto;padding:1rem;color:#1a1a1a;background:#fff;
overflow-wrap:anywhere}
table{border-collapse:collapse;margin:1rem 0}caption{text-align:left;font-weight:bold;padding:.25rem 0}
th,td{border:1px solid #767676;padding:.25rem .5rem;text-align:right}
th:first-child{text-align:left}th,td{overflow-wrap:normal}
.wide{overflow-x:auto}article{border-top:2px solid #767676;margin-top:2rem}
blockquote{margin:.25rem 0 .75rem;padding-left:1rem;border-left:4px solid #767676;white-space:pre-wrap}
.fault{color:#8f0000;font-weight:bold}
"""


def render(about: dict[str, Any], rows: Sequence[Row], summary: Summary, comparison: Comparison | None) -> str:
    """The whole page."""
    parts = [
        "<h1>Utvärdering av Civsam</h1>",
        _about(about),
        _broken(summary),
        _figures(summary),
        _tags(summary),
        _comparison(comparison) if comparison else "",
        _meanings(),
        "<h2>Frågorna</h2>",
        *(question(row) for row in rows),
    ]
    return (
        '<!doctype html>\n<html lang="sv">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>Utvärdering av Civsam {safe(about['today'])}</title>\n<style>{_STYLE}</style>\n</head>\n"
        f"<body>\n<main>\n{chr(10).join(filter(None, parts))}\n</main>\n</body>\n</html>\n"
    )


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


def _broken(summary: Summary) -> str:
    faults = [
        f'<p class="fault">Fel: {what} i {safe(", ".join(ids))}.</p>'
        for what, ids in (
            ("källnummer utan källa", summary["broken"]["dangling"]),
            ("citat som inte är ordagranna", summary["broken"]["not_verbatim"]),
        )
        if ids
    ]
    return "\n".join(faults) or "<p>Alla källnummer leder till en källa och alla citat är ordagranna.</p>"


def _figures(summary: Summary) -> str:
    body = []
    for measure in SHOWN:
        overall, yes, no = (
            summary[name]["measures"][measure.name] for name in ("overall", "answerable", "unanswerable")
        )
        cells = (number(overall["value"]), interval(overall), overall["n"], number(yes["value"]), number(no["value"]))
        body.append((measure.label + (" *" if measure.headline else ""), *cells))
    return grid("Alla frågor (* huvudmått)", ("Mått", "Alla", "95 %", "Antal", "Besvarbara", "Obesvarbara"), body)


def _tags(summary: Summary) -> str:
    tags = summary["tags"]
    body: list[tuple[Any, ...]] = [("Antal frågor", *(part["questions"] for part in tags.values()))]
    for measure in SHOWN:
        body.append((measure.label, *(number(part["measures"][measure.name]["value"]) for part in tags.values())))
    return grid("Per tagg", ("Mått", *tags), body)


def _comparison(comparison: Comparison) -> str:
    body = []
    for measure in MEASURES:
        found = comparison["measures"][measure.name]
        numbers = (number(found[name]) for name in ("before", "after", "difference"))
        counts = (found[name] for name in ("wins", "ties", "losses"))
        verdict = "säkert sämre" if found["surely_worse"] else ""
        body.append((measure.label, *numbers, interval(found), *counts, verdict))
    head = ("Mått", "Förut", "Nu", "Skillnad", "95 %", "Bättre", "Lika", "Sämre", "Bedömning")
    changed = [f"{line['id']}: {_change(line['scores'])}" for line in comparison["changed"]]
    listed = bullets("Frågor som ändrats", changed) or "<p>Ingen fråga har ändrats.</p>"
    return grid("Jämfört med tidigare körning", head, body) + listed


def _change(scores: dict[str, tuple[float, float]]) -> str:
    labels = {measure.name: measure.label for measure in MEASURES}
    return "; ".join(f"{labels[name]} {number(before)} → {number(after)}" for name, (before, after) in scores.items())


def _meanings() -> str:
    items = "".join(f"<dt>{safe(measure.label)}</dt><dd>{safe(measure.meaning)}</dd>" for measure in SHOWN)
    return f"<details><summary>Vad måtten betyder</summary><dl>{items}</dl></details>"
