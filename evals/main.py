"""What ``civsam eval`` does once the command line has found an assistant."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Literal

from tqdm import tqdm

from evals.cases import Case, CaseError, load_cases
from evals.compare import Comparison, compare, refuse_unlike
from evals.compare_table import comparison_table
from evals.judge import Judge, agreement
from evals.junit import junit
from evals.provenance import about_run, code_hash
from evals.record import Row, StoredRun, pretty_json, read_run, row, write_files
from evals.report import render
from evals.robust import robustness, robustness_table
from evals.run import Answering, run_case
from evals.sources import ByDocument
from evals.summary import Summary, summarise
from evals.table import judge_line, table
from evals.unfinished import Unfinished, forget

RUNS = Path("evals") / "runs"


@dataclass(frozen=True, slots=True)
class Subject:
    """What is measured: an assistant, everything it has indexed, and how to open it with its documents in another order."""

    assistant: Answering
    fingerprint: str
    passages: ByDocument
    settings: Mapping[str, str] = field(default_factory=dict)
    shuffled: Callable[[], AbstractContextManager[Answering]] | None = None


@dataclass(frozen=True, slots=True)
class Options:
    """What the user asked for. Without a day: that of the run that is compared with, else today."""

    cases: Sequence[Path] = ()
    out: Path | None = None
    baseline: Path | None = None
    split: Literal["alla", "dev", "test"] = "alla"
    today: date | None = None
    as_json: bool = False
    robust: bool = False
    judge: Judge | None = None


def main_eval(options: Options, subject: Subject, imported: Sequence[Case] | None = None) -> int:
    """Run the cases, write the folder and print the figures. 1 when an invariant broke or a headline measure fell.

    ``imported`` cases are asked instead of those in ``options.cases``.
    """
    folder = options.out or RUNS / f"{datetime.now():%Y-%m-%d-%H%M%S}"
    _refuse_overwriting(folder, options.baseline)
    cases = _chosen(load_cases(options.cases) if imported is None else imported, options.split)
    baseline = _baseline(options, cases, subject.fingerprint)
    today = options.today or _day_of(baseline) or date.today()
    rows = _ask_all(cases, subject, today, folder, options.judge)
    about = about_run(rows, today=today, fingerprint=subject.fingerprint, settings=subject.settings, code=code_hash())
    comparison = compare(baseline, StoredRun(about, tuple(rows))) if baseline else None
    summary = {
        **summarise(rows),
        "comparison": comparison,
        "judge": agreement(rows) if options.judge else None,
        "robustness": robustness(cases, rows, subject.assistant, subject.shuffled, today) if options.robust else None,
    }
    write_files(folder, about=about, rows=rows, summary=summary, report=render(about, rows, summary), junit=junit(rows))
    forget(folder)
    sys.stdout.write(_output(folder, summary, as_json=options.as_json) + "\n")
    return int(has_failed(summary, comparison))


def has_failed(summary: Summary, comparison: Comparison | None) -> bool:
    """The gate: a citation dangles, a quote is not verbatim, a test case shows what is forbidden, or a headline fell."""
    return any(summary["broken"].values()) or bool(comparison and comparison["worse"])


def _ask_all(cases: Sequence[Case], subject: Subject, today: date, folder: Path, judge: Judge | None) -> list[Row]:
    """A row for every case; those that an interrupted run in the same folder answered are not asked again."""
    circumstances = {
        "code_sha256": code_hash(),
        "corpus_fingerprint": subject.fingerprint,
        "today": today.isoformat(),
        "settings": dict(subject.settings),
        "judge": judge and judge.name,
    }
    unfinished = Unfinished(folder, circumstances)
    rows: list[Row] = []
    try:
        for case in tqdm(cases, desc="Frågor", unit="fråga", disable=not sys.stderr.isatty()):
            found = unfinished.row_of(case)
            if found is None:
                found = row(run_case(subject.assistant, case, today), subject.passages)
                found |= {"judge": judge.verdict(case, found)} if judge else {}
                unfinished.add(found)
            rows.append(found)
    except KeyboardInterrupt:
        sys.stderr.write(f"{len(rows)} av {len(cases)} frågor är klara. Fortsätt med: --out {folder}\n")
        raise
    finally:
        unfinished.close()
    return rows


def _chosen(cases: Sequence[Case], split: str) -> tuple[Case, ...]:
    chosen = tuple(case for case in cases if split in ("alla", case.side))
    if not chosen:
        raise CaseError(
            f"Inget av fallen hör till {split}", next_step="Välj en annan del med --split, eller andra fall"
        )
    return chosen


def _baseline(options: Options, cases: Sequence[Case], fingerprint: str) -> StoredRun | None:
    if options.baseline is None:
        return None
    stored = read_run(options.baseline)
    if options.split != "alla":
        stored = stored.only({line["id"] for line in stored.rows if line.get("side") == options.split})
    refuse_unlike(stored, {case.id: case.digest for case in cases}, fingerprint=fingerprint)
    return stored


def _day_of(stored: StoredRun | None) -> date | None:
    return date.fromisoformat(stored.about["today"]) if stored else None


def _refuse_overwriting(folder: Path, baseline: Path | None) -> None:
    if baseline is not None and folder.resolve() == baseline.resolve():
        raise CaseError(
            "Körningen skulle skriva över den som den jämförs med",
            where=str(folder),
            next_step="Ange en annan mapp med --out",
        )


def _output(folder: Path, summary: Summary, *, as_json: bool) -> str:
    if as_json:
        return pretty_json({**summary, "folder": str(folder)}).rstrip("\n")
    parts = (
        table(summary),
        robustness_table(summary["robustness"]) if summary["robustness"] else "",
        judge_line(summary["judge"]) if summary["judge"] else "",
        comparison_table(summary["comparison"]) if summary["comparison"] else "",
        f"Rapport: {folder / 'report.html'}",
    )
    return "\n\n".join(filter(None, parts))
