"""A comparison as plain Swedish text for the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from evals.compare import HEADLINES, Comparison
from evals.differences import LABELS, difference_lines
from evals.score import MEASURES
from evals.table import aligned, number

HEAD = ("förut", "nu", "skillnad", "95 %", "p", "bättre", "lika", "sämre")
SLICES_SHOWN = 20  # the surest ones; the report has them all


def comparison_table(comparison: Comparison) -> str:
    """The measures, the slices that changed, the ids of changed questions, and what surely fell."""
    rows: list[tuple[str, ...]] = [("Jämfört med tidigare körning", *HEAD)]
    for measure in MEASURES:
        name = f"{measure.label} *" if measure.headline else measure.label
        rows.append((name, *_figures(comparison["measures"][measure.name], "p")))
    changed = ", ".join(entry["id"] for entry in comparison["changed"]) or "inga"
    lines = [aligned(rows), *slice_table(comparison["slices"]), "", f"Ändrade frågor: {changed}."]
    lines += [] if comparison["same_day"] else ["Obs: körningarna räknar med olika dagar, så giltigheten kan skilja."]
    labels = [measure.label for measure in HEADLINES if measure.name in comparison["worse"]]
    lines += [f"FEL: säkert sämre än tidigare: {', '.join(labels)}."] if labels else []
    return "\n".join(lines)


def differences_text(comparison: Comparison) -> str:
    """Every changed question: answer, sources and ranks before and after."""
    return "\n\n".join("\n".join(difference_lines(entry)) for entry in comparison["changed"])


def slice_table(slices: Sequence[dict[str, Any]]) -> list[str]:
    """The slices that changed, the surest first; p is adjusted for being many (Holm)."""
    if not slices:
        return []
    surest = sorted(slices, key=lambda line: (line["p_holm"], line["p"], line["name"]))
    rows: list[tuple[str, ...]] = [("Delar som ändrats (p enligt Holm)", *HEAD)]
    rows += [
        (f"{line['name']}: {LABELS[line['measure']]}", *_figures(line, "p_holm")) for line in surest[:SLICES_SHOWN]
    ]
    left = len(slices) - SLICES_SHOWN
    return ["", aligned(rows), *([f"… och {left} till i rapporten."] if left > 0 else [])]


def _figures(found: dict[str, Any], p_name: str) -> tuple[str, ...]:
    span = "" if found["low"] is None else f"{number(found['low'])} till {number(found['high'])}"
    figures = (number(found[name]) for name in ("before", "after", "difference"))
    return (*figures, span, p_text(found[p_name]), *(str(found[name]) for name in ("wins", "ties", "losses")))


def p_text(value: float | None) -> str:
    """A p-value in Swedish: three decimals, and never a bare zero."""
    if value is None:
        return "–"
    return "< 0,001" if value < 0.001 else f"{value:.3f}".replace(".", ",")
