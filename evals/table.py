"""The figures as a plain Swedish table for the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from evals.attribution import LABELS, Failure
from evals.score import BALANCED_ACCURACY, MEASURES

Summary = dict[str, Any]
SHOWN = (*MEASURES, BALANCED_ACCURACY)
HEADLINES = tuple(measure for measure in MEASURES if measure.headline)
SHORT = {
    "nugget_recall": "fakta", "crag_score": "betyg", "forbidden": "förbjudet", "false_refusal": "uteblivet",
    "false_answer": "felsvar", "citation_precision_section": "källor", "numbers_supported": "siffror",
    "section_hit@5": "avsnitt@5",
}  # fmt: skip
BROKEN = {
    "dangling": "Källnummer utan källa",
    "not_verbatim": "Citat som inte är ordagranna",
    "forbidden_in_test": "Något förbjudet visas",
}


def number(value: float | None) -> str:
    """A figure in Swedish: two decimals with a comma, or a dash when there is none."""
    return "–" if value is None else f"{round(value, 2) + 0.0:.2f}".replace(".", ",").replace("-", "−")


def interval(figure: dict[str, Any]) -> str:
    """The 95 % interval of a figure, or nothing."""
    return "" if figure["low"] is None else f"{number(figure['low'])} till {number(figure['high'])}"


def table(summary: Summary) -> str:
    """Every measure for all questions, then the headline measures per split, tag and kind, and why questions failed."""
    return "\n\n".join((_overall(summary), _parts(summary), _failures(summary), _footer(summary)))


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


def _parts(summary: Summary) -> str:
    rows = [("Per del, tagg och slag", "frågor", *(SHORT[measure.name] for measure in HEADLINES))]
    for part in ("splits", "tags", "kinds"):
        for name, found in summary[part].items():
            figures = (number(found["measures"][measure.name]["value"]) for measure in HEADLINES)
            rows.append((name, str(found["questions"]), *figures))
    return aligned(rows)


def _failures(summary: Summary) -> str:
    rows = [("Varför frågor inte gick bra", "frågor")]
    rows += [(LABELS[Failure(name)], str(len(ids))) for name, ids in summary["failures"].items() if ids]
    return aligned(rows)


def _footer(summary: Summary) -> str:
    seconds, searching = summary["seconds"]["ask"], summary["seconds"]["search"]
    lines = [
        f"Svarstid: hälften inom {number(seconds['p50'])} s, 95 % inom {number(seconds['p95'])} s. "
        f"Varav sökning {number(searching['p50'])} och {number(searching['p95'])} s."
    ]
    stale = ", ".join(summary["stale"])
    lines += [f"Inaktuellt: texten är ändrad sedan fallet skrevs i {stale}. Läs om och stämpla."] if stale else []
    lines += [f"FEL: {what} i {', '.join(ids)}." for what, ids in broken_lines(summary)]
    return "\n".join(lines)


def broken_lines(summary: Summary) -> list[tuple[str, list[str]]]:
    """Each invariant that does not hold, in Swedish, and the questions where it does not."""
    found = ((what, summary["broken"][name]) for name, what in BROKEN.items())
    return [(what, ids) for what, ids in found if ids]


def judge_line(judge: dict[str, Any]) -> str:
    """What the language model thought, and how often it said the same as the measures."""
    parts = [f"Språkmodellen bedömde {judge['asked'] - judge['unscored']} av {judge['asked']} svar."]
    for name, label in (("support", "Stöd"), ("completeness", "Fullständighet")):
        found = judge[name]
        parts.append(
            f"{label}: {number(found['mean'])}, samma som måtten i {number(found['same'])} av {found['n']} svar "
            f"(kappa {number(found['kappa'])})."
        )
    return " ".join(parts)


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
