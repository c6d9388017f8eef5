"""The figures as a plain Swedish table for the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from evals.score import BALANCED_ACCURACY, MEASURES
from evals.summary import Summary

SHOWN = (*MEASURES, BALANCED_ACCURACY)


def number(value: float | None) -> str:
    """A figure in Swedish: two decimals with a comma, or a dash when there is none."""
    return "–" if value is None else f"{value:.2f}".replace(".", ",").replace("-", "−")


def interval(figure: dict[str, Any]) -> str:
    """The 95 % interval of a figure, or nothing."""
    return "" if figure["low"] is None else f"{number(figure['low'])} till {number(figure['high'])}"


def table(summary: Summary) -> str:
    """Every measure for all questions, then the headline measures per tag."""
    return f"{_overall(summary)}\n\n{_per_tag(summary)}\n\n{_footer(summary)}"


def _overall(summary: Summary) -> str:
    rows = [("Mått (* huvudmått)", "alla", "95 %", "n", "besvarbara", "obesvarbara")]
    for measure in SHOWN:
        figure, answerable, unanswerable = (
            summary[part]["measures"][measure.name] for part in ("overall", "answerable", "unanswerable")
        )
        label = f"{measure.label} *" if measure.headline else measure.label
        rows.append(
            (
                label,
                number(figure["value"]),
                interval(figure),
                str(figure["n"]),
                number(answerable["value"]),
                number(unanswerable["value"]),
            )
        )
    return aligned(rows)


def _per_tag(summary: Summary) -> str:
    headlines = [measure for measure in MEASURES if measure.headline]
    rows = [
        ("Per tagg", *summary["tags"]),
        ("Antal frågor", *(str(part["questions"]) for part in summary["tags"].values())),
    ]
    for measure in headlines:
        figures = (part["measures"][measure.name] for part in summary["tags"].values())
        rows.append((measure.label, *(number(figure["value"]) for figure in figures)))
    return aligned(rows)


def _footer(summary: Summary) -> str:
    seconds = summary["seconds"]["ask"]
    lines = [f"Svarstid: hälften inom {number(seconds['p50'])} s, 95 % inom {number(seconds['p95'])} s."]
    for what, ids in (
        ("Källnummer utan källa", summary["broken"]["dangling"]),
        ("Citat som inte är ordagranna", summary["broken"]["not_verbatim"]),
    ):
        lines += [f"FEL: {what} i {', '.join(ids)}."] if ids else []
    return "\n".join(lines)


def aligned(rows: Sequence[Sequence[str]]) -> str:
    """Rows as columns: the first to the left, the others to the right, a rule under the head."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [
        "  ".join(
            [row[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))]
        )
        for row in rows
    ]
    return "\n".join(line.rstrip() for line in [lines[0], "-" * len(lines[0]), *lines[1:]])
