"""What is different in one question's answer between two runs: its scores, text, sources, and the ranks of the gold places."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from typing import Any

from evals.record import Row
from evals.score import MEASURES
from evals.significance import SAME
from evals.table import number

LABELS = {measure.name: measure.label for measure in MEASURES}


def changed_questions(before: Sequence[Row], after: Sequence[Row]) -> list[dict[str, Any]]:
    """One entry for each question of which anything changed, in the order of ids. Pairs are [before, after]."""
    old = {row["id"]: row for row in before}
    entries = (_changes(old[row["id"]], row) for row in sorted(after, key=lambda row: str(row["id"])))
    return [entry for entry in entries if len(entry) > 2]


def _changes(before: Row, after: Row) -> dict[str, Any]:
    entry: dict[str, Any] = {"id": after["id"], "question": after["turns"][-1]}
    scores = {
        name: [old, new]
        for name, new in after["scores"].items()
        if not _same(old := before["scores"].get(name), new) and name in LABELS
    }
    if scores:
        entry["scores"] = scores
    for name, of in (("text", _text), ("citations", _citations), ("gold_ranks", _gold_ranks)):
        pair = [of(before), of(after)]
        if pair[0] != pair[1]:
            entry[name] = pair
    return entry


def _same(old: float | None, new: float | None) -> bool:
    if old is None or new is None:
        return old is new
    return abs(old - new) <= SAME


def _text(row: Row) -> str:
    return str(row["text"])


def _citations(row: Row) -> list[str]:
    return [" › ".join((part["document_id"], *part["headings"])) for part in row["citations"]]


def _gold_ranks(row: Row) -> list[str]:
    return [
        f"{gold['document']} › {gold['section'] or gold['page'] or ''}: {gold['rank'] or '–'}" for gold in row["gold"]
    ]


def difference_lines(entry: dict[str, Any]) -> list[str]:
    """One changed question as lines of plain text: - what it was, + what it is."""
    lines = [f"{entry['id']}: {entry['question']}"]
    for name, (old, new) in entry.get("scores", {}).items():
        lines.append(f"  {LABELS[name]}: {number(old)} → {number(new)}")
    text = [side.split("\n") for side in entry.get("text", ("", ""))]
    for what, (old, new) in (
        ("Svar", text),
        ("Källor", entry.get("citations", ([], []))),
        ("Rätta avsnitts plats", entry.get("gold_ranks", ([], []))),
    ):
        found = [line for line in difflib.ndiff(old, new) if line[0] in "+-"]
        lines += [f"  {what}:", *(f"    {line}" for line in found)] if found else []
    return lines
