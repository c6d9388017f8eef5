"""From values per question to figures with intervals, for all questions and per tag."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from evals.attribution import Failure
from evals.intervals import bootstrap_mean, wilson
from evals.measures import balanced_accuracy
from evals.record import Row
from evals.risk import risk_coverage
from evals.score import BALANCED_ACCURACY, MEASURES, Measure

Summary = dict[str, Any]


def summarise(rows: Sequence[Row]) -> Summary:
    """The figures of a run: overall, by split, answerable or not, tag and kind, each with its number of questions."""
    return {
        "overall": _slice(rows),
        "answerable": _slice([row for row in rows if row["answerable"]]),
        "unanswerable": _slice([row for row in rows if not row["answerable"]]),
        **{name: _slices(rows, part_of) for name, part_of in PARTS.items()},
        "broken": {
            "dangling": [row["id"] for row in rows if row["scores"]["dangling"]],
            "not_verbatim": [row["id"] for row in rows if row["scores"]["verbatim"] not in (None, 1.0)],
            "forbidden_in_test": [row["id"] for row in rows if row["side"] == "test" and row["forbidden_found"]],
        },
        "stale": [row["id"] for row in rows if row["stale"]],
        "failures": {failure.value: [row["id"] for row in rows if row["failure"] == failure] for failure in Failure},
        "risk_coverage": risk_coverage(rows),
        "seconds": {stage: _percentiles([row["seconds"][stage] for row in rows]) for stage in ("ask", "search")},
    }


PARTS: dict[str, Callable[[Row], Sequence[str]]] = {
    "splits": lambda row: (row["side"],),
    "tags": lambda row: row["tags"],
    "kinds": lambda row: (row["kind"],) if row["kind"] else (),
}


def _slices(rows: Sequence[Row], parts_of: Callable[[Row], Sequence[str]]) -> dict[str, Any]:
    names = sorted({name for row in rows for name in parts_of(row)})
    return {name: _slice([row for row in rows if name in parts_of(row)]) for name in names}


def _slice(rows: Sequence[Row]) -> dict[str, Any]:
    figures = {measure.name: _figure(measure, _values(rows, measure.name)) for measure in MEASURES}
    accuracy = balanced_accuracy(_values(rows, "false_refusal"), _values(rows, "false_answer"))
    figures[BALANCED_ACCURACY.name] = {"value": accuracy, "n": len(rows), "low": None, "high": None}
    return {
        "questions": len(rows),
        "answerable": sum(row["answerable"] for row in rows),
        "measures": figures,
    }


def _values(rows: Sequence[Row], name: str) -> list[float]:
    return [value for row in rows if (value := row["scores"][name]) is not None]


def _figure(measure: Measure, values: Sequence[float]) -> dict[str, float | int | None]:
    if not values:
        return {"value": None, "n": 0, "low": None, "high": None}
    interval = wilson(sum(values), len(values)) if measure.kind == "rate" else bootstrap_mean(values)
    # When every value is the same, resampling has nothing to say: better no interval than one without width.
    low, high = interval if interval and interval.low < interval.high else (None, None)
    return {"value": sum(values) / len(values), "n": len(values), "low": low, "high": high}


def _percentiles(seconds: Sequence[float]) -> dict[str, float | None]:
    if not seconds:
        return {"p50": None, "p95": None}
    return {"p50": float(np.percentile(seconds, 50)), "p95": float(np.percentile(seconds, 95))}
