"""What ``civsam eval`` does once the command line has found an assistant."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from evals.cases import CaseError, load_cases
from evals.compare import Comparison, compare, comparison_table, refuse_unlike
from evals.provenance import about_run
from evals.record import pretty_json, read_run, row, write_files
from evals.report import render
from evals.run import Answering, RunResult, run
from evals.summary import Summary, summarise
from evals.table import table

RUNS = Path("evals") / "runs"


def main_eval(
    cases_paths: Sequence[Path],
    out: Path | None,
    baseline: Path | None,
    as_json: bool,
    assistant: Answering,
    today: date,
    fingerprint: str,
) -> int:
    """Run the cases, write the folder and print the figures. 1 when an invariant broke or a headline measure fell."""
    folder = out or RUNS / f"{datetime.now():%Y-%m-%d-%H%M%S}"
    if baseline is not None and folder.resolve() == baseline.resolve():
        raise CaseError(
            "Körningen skulle skriva över den som den jämförs med",
            where=str(folder),
            next_step="Ange en annan mapp med --out",
        )
    cases = load_cases(cases_paths)
    stored = read_run(baseline) if baseline is not None else None
    if stored is not None:
        refuse_unlike(stored, cases, fingerprint=fingerprint)
    result = run(assistant, cases, today=today)
    summary = summarise(result)
    comparison = compare(stored, result) if stored is not None else None
    write_run(folder, result, summary=summary, comparison=comparison, fingerprint=fingerprint)
    sys.stdout.write(_output(folder, summary, comparison, as_json=as_json) + "\n")
    return int(has_failed(summary, comparison))


def write_run(
    folder: Path, result: RunResult, *, summary: Summary, comparison: Comparison | None = None, fingerprint: str
) -> None:
    """Write run.json, results.jsonl, summary.json and report.html."""
    about = about_run(result, fingerprint=fingerprint)
    rows = [row(item) for item in result.results]
    whole: dict[str, Any] = {**summary, "comparison": comparison}
    write_files(folder, about=about, rows=rows, summary=whole, report=render(about, rows, summary, comparison))


def has_failed(summary: Summary, comparison: Comparison | None) -> bool:
    """True when a citation dangles, a quote is not verbatim or a headline measure surely fell."""
    return any(summary["broken"].values()) or bool(comparison and comparison["worse"])


def _output(folder: Path, summary: Summary, comparison: Comparison | None, *, as_json: bool) -> str:
    if as_json:
        return pretty_json({**summary, "comparison": comparison, "folder": str(folder)}).rstrip("\n")
    parts = [table(summary), comparison_table(comparison) if comparison else "", f"Rapport: {folder / 'report.html'}"]
    return "\n\n".join(filter(None, parts))
