"""The part of the report that sets two runs side by side, down to the words of every changed answer."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from typing import Any

from evals.compare import Comparison
from evals.compare_table import p_text
from evals.differences import LABELS
from evals.page_parts import grid, page, safe
from evals.score import MEASURES
from evals.table import interval, number

HEAD = ("Förut", "Nu", "Skillnad", "95 %", "p", "Bättre", "Lika", "Sämre", "Bedömning")


def comparison_page(comparison: Comparison) -> str:
    """A page of its own for two stored runs."""
    return page("Jämförelse av två körningar", ["<h1>Jämförelse av två körningar</h1>", comparison_part(comparison)])


def comparison_part(comparison: Comparison) -> str:
    """The measures, the slices that changed, and every changed question."""
    measures = [(measure.label, *_cells(comparison["measures"][measure.name], "p")) for measure in MEASURES]
    slices = [(f"{line['name']}: {LABELS[line['measure']]}", *_cells(line, "p_holm")) for line in comparison["slices"]]
    changed = "".join(_question(entry) for entry in comparison["changed"])
    parts = [
        "<h2>Jämfört med tidigare körning</h2>",
        grid("Skillnad per mått", ("Mått", *HEAD), measures),
        grid("Delar som ändrats (p räknat enligt Holm)", ("Del", *HEAD), slices, kind="sortable") if slices else "",
        f"<h3>Frågor som ändrats</h3>{changed}" if changed else "<p>Ingen fråga har ändrats.</p>",
    ]
    return "\n".join(filter(None, parts))


def _cells(found: dict[str, Any], p_name: str) -> tuple[Any, ...]:
    numbers = (number(found[name]) for name in ("before", "after", "difference"))
    counts = (found[name] for name in ("wins", "ties", "losses"))
    verdict = "säkert sämre" if found["surely_worse"] else ""
    return (*numbers, interval(found), p_text(found[p_name]), *counts, verdict)


def _question(entry: dict[str, Any]) -> str:
    scores = "; ".join(
        f"{LABELS[name]} {number(old)} → {number(new)}" for name, (old, new) in entry.get("scores", {}).items()
    )
    parts = [f"<p>{safe(scores)}</p>" if scores else ""]
    for what, name in (("Källor", "citations"), ("Rätta avsnitts plats", "gold_ranks")):
        if name in entry:
            parts.append(f"<p>{what}:</p>{_marked(*entry[name])}")
    if "text" in entry:
        old, new = (side.split("\n") for side in entry["text"])
        parts.append(f"<p>Svar:</p>{_marked(old, new)}")
    return f"<details><summary>{safe(entry['id'])}: {safe(entry['question'])}</summary>{''.join(parts)}</details>"


def _marked(old: Sequence[str], new: Sequence[str]) -> str:
    """The lines of both, what is gone and what is new marked in words and colour."""
    lines = []
    for line in difflib.ndiff(old, new):
        mark, text = line[:1], safe(line[2:])
        if mark == "-":
            lines.append(f"<del>Förut: {text}</del>")
        elif mark == "+":
            lines.append(f"<ins>Nu: {text}</ins>")
        elif mark == " ":
            lines.append(text)
    return f"<pre>{chr(10).join(lines)}</pre>"
