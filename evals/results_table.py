"""The figures of a run as Markdown, written into evals/README.md: ``python -m evals.results_table KÖRNING``."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from assistant.errors import CivsamError
from evals.attribution import LABELS, Failure
from evals.cases import CaseError
from evals.record import SUMMARY, read_run
from evals.robust import MEASURED
from evals.score import MEASURES
from evals.table import SHOWN, interval, number

README = Path(__file__).parent / "README.md"
START, END = "<!-- resultat: början -->", "<!-- resultat: slut -->"
DECIDING = {measure.name: measure for measure in MEASURES}


def results_text(about: dict[str, Any], summary: dict[str, Any]) -> str:
    """Everything between the two marks of the README."""
    commit = f"{(about['commit'] or 'okänd')[:7]}{' med ändringar' if about['dirty'] else ''}"
    model = ", ".join(about["models"]) or "utan språkmodell"
    overall = summary["overall"]
    opening = (
        f"{overall['questions']} fall, varav {overall['answerable']} besvarbara, räknade med {about['today']} som i dag, "
        f"kodversion {commit}, {model}. Inom parentes står 95-procentsintervallet."
    )
    parts = [opening, _measures(summary), _kinds(summary), _failures(summary), _robustness(summary.get("robustness"))]
    return "\n\n".join(filter(None, parts))


def _measures(summary: dict[str, Any]) -> str:
    splits = summary["splits"]
    head = ("Mått", "Alla", "Antal", *(f"{name} ({part['questions']} fall)" for name, part in splits.items()))
    rows = [
        (
            f"{measure.label}{' *' if measure.headline else ''}",
            _cell(summary["overall"]["measures"][measure.name]),
            str(summary["overall"]["measures"][measure.name]["n"]),
            *(_cell(part["measures"][measure.name]) for part in splits.values()),
        )
        for measure in SHOWN
    ]
    return _markdown(head, rows)


def _kinds(summary: dict[str, Any]) -> str:
    rows = [
        (f"`{name}`", str(part["questions"]), _cell(part["measures"]["false_answer"]))
        for name, part in summary["kinds"].items()
    ]
    return _markdown(("Obesvarbar fråga", "Antal", "Felaktigt svar"), rows) if rows else ""


def _failures(summary: dict[str, Any]) -> str:
    rows = [(LABELS[Failure(name)], str(len(ids))) for name, ids in summary["failures"].items() if ids]
    return _markdown(("Varför frågor inte gick bra", "Antal"), rows) if rows else ""


def _robustness(found: Sequence[dict[str, Any]] | None) -> str:
    if not found:
        return ""
    head = ("Tålighet: skillnad", "Antal", "Samma svar", *(DECIDING[name].label for name in MEASURED))
    rows = [(line["variant"], str(line["n"]), number(line["same_answer"]), *_falls(line)) for line in found]
    return _markdown(head, rows)


def _falls(line: dict[str, Any]) -> list[str]:
    return [number(line["measures"][name]["difference"]) for name in MEASURED]


def _cell(figure: dict[str, Any]) -> str:
    span = interval(figure)
    return f"{number(figure['value'])} ({span})" if span else number(figure["value"])


def _markdown(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def put_in(page: str, text: str) -> str:
    """``page`` with ``text`` between the marks. Raises CaseError when they are missing."""
    before, start, rest = page.partition(START)
    _, end, after = rest.partition(END)
    if not (start and end):
        raise CaseError("Märkena för resultatet saknas", where=str(README), next_step=f"Skriv {START} och {END}")
    return f"{before}{START}\n\n{text}\n\n{END}{after}"


def main(arguments: Sequence[str]) -> int:
    """Write the figures of a run into the README."""
    if len(arguments) != 1:
        sys.stderr.write("Skriv: python -m evals.results_table KÖRNING\n")
        return 2
    try:
        folder = Path(arguments[0])
        summary = json.loads((folder / SUMMARY).read_text(encoding="utf-8"))
        text = results_text(read_run(folder).about, summary)
        README.write_text(put_in(README.read_text(encoding="utf-8"), text), encoding="utf-8")
    except (CivsamError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
