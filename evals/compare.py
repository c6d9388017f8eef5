"""Two runs side by side, question by question. Only runs of the same cases on the same documents can be compared."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from evals.cases import Case, CaseError
from evals.intervals import bootstrap_mean
from evals.record import StoredRun
from evals.run import RunResult
from evals.score import MEASURES, Measure
from evals.table import aligned, number

Comparison = dict[str, Any]
SAME = 1e-9


class _Pair(NamedTuple):
    """One question's value before and after."""

    id: str
    before: float
    after: float


def refuse_unlike(baseline: StoredRun, cases: Sequence[Case], *, fingerprint: str) -> None:
    """Raises CaseError when ``baseline`` was not run with these cases on these documents."""
    before = {line["id"]: line["case_sha256"] for line in baseline.rows}
    after = {case.id: case.digest for case in cases}
    differing = sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))
    if differing:
        shown = ", ".join(differing[:10]) + (f" och {len(differing) - 10} till" if len(differing) > 10 else "")
        raise CaseError(
            f"Körningarna har inte samma fall: {shown} saknas eller är ändrade i den ena",
            next_step="Kör om den tidigare körningen med samma fall, eller kör utan --baseline",
        )
    if baseline.about["corpus_fingerprint"] != fingerprint:
        raise CaseError(
            "Körningarna bygger på olika dokument",
            next_step="Kör om den tidigare körningen på samma dokument, eller kör utan --baseline",
        )


def compare(baseline: StoredRun, result: RunResult) -> Comparison:
    """Paired differences per measure, which questions changed, and which headline measures surely fell.

    Call ``refuse_unlike`` first: the runs must have the same cases and documents.
    """
    before = {line["id"]: line["scores"] for line in baseline.rows}
    after = {item.case.id: item.scores for item in result.results}
    pairs = {measure.name: _pairs(measure.name, before, after) for measure in MEASURES}
    differences = {measure.name: _difference(measure, pairs[measure.name]) for measure in MEASURES}
    return {
        "baseline": {name: baseline.about.get(name) for name in ("commit", "dirty", "today", "generation")},
        "measures": differences,
        "changed": _changed(pairs),
        "same_day": baseline.about.get("today") == result.today.isoformat(),
        "worse": [
            measure.name for measure in MEASURES if measure.headline and differences[measure.name]["surely_worse"]
        ],
    }


def comparison_table(comparison: Comparison) -> str:
    """The comparison as plain Swedish text."""
    rows: list[tuple[str, ...]] = [
        ("Jämfört med tidigare körning", "förut", "nu", "skillnad", "95 %", "bättre", "lika", "sämre")
    ]
    for measure in MEASURES:
        found = comparison["measures"][measure.name]
        span = "" if found["low"] is None else f"{number(found['low'])} till {number(found['high'])}"
        figures = (number(found[name]) for name in ("before", "after", "difference"))
        counts = (str(found[name]) for name in ("wins", "ties", "losses"))
        rows.append((f"{measure.label} *" if measure.headline else measure.label, *figures, span, *counts))
    lines = [aligned(rows), "", f"Ändrade frågor: {', '.join(line['id'] for line in comparison['changed']) or 'inga'}."]
    lines += [] if comparison["same_day"] else ["Obs: körningarna räknar med olika dagar, så giltigheten kan skilja."]
    labels = [measure.label for measure in MEASURES if measure.name in comparison["worse"]]
    lines += [f"FEL: säkert sämre än tidigare: {', '.join(labels)}."] if labels else []
    return "\n".join(lines)


def _pairs(name: str, before: dict[str, Any], after: dict[str, Any]) -> list[_Pair]:
    pairs = [(case_id, before[case_id].get(name), scores.get(name)) for case_id, scores in after.items()]
    return [_Pair(case_id, old, new) for case_id, old, new in pairs if old is not None and new is not None]


def _difference(measure: Measure, pairs: list[_Pair]) -> dict[str, Any]:
    changes = [pair.after - pair.before for pair in pairs]
    sign = -1 if measure.better == "lower" else 1
    low, high = bootstrap_mean(changes) or (None, None)
    surely_worse = low is not None and high is not None and (low > 0 if sign < 0 else high < 0)
    return {
        "before": _mean([pair.before for pair in pairs]),
        "after": _mean([pair.after for pair in pairs]),
        "difference": _mean(changes),
        "low": low,
        "high": high,
        "n": len(pairs),
        "wins": sum(sign * change > SAME for change in changes),
        "ties": sum(abs(change) <= SAME for change in changes),
        "losses": sum(sign * change < -SAME for change in changes),
        "surely_worse": surely_worse and measure.better != "neither",
    }


def _mean(values: list[float]) -> float | None:
    return sum(values) / len(values) if values else None


def _changed(pairs: dict[str, list[_Pair]]) -> list[dict[str, Any]]:
    changed: dict[str, dict[str, list[float]]] = {}
    for name, found in pairs.items():
        for pair in found:
            if abs(pair.after - pair.before) > SAME:
                changed.setdefault(pair.id, {})[name] = [pair.before, pair.after]
    return [{"id": case_id, "scores": changed[case_id]} for case_id in sorted(changed)]
