"""From values per question to figures with intervals, for all questions and per tag."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from evals.intervals import bootstrap_mean, wilson
from evals.measures import balanced_accuracy
from evals.run import CaseResult, RunResult
from evals.score import BALANCED_ACCURACY, MEASURES, Measure

Summary = dict[str, Any]


def summarise(result: RunResult) -> Summary:
    """The figures of a run: overall, answerable, unanswerable and per tag, each with its number of questions."""
    results = result.results
    tags = sorted({tag for item in results for tag in item.case.tags})
    return {
        "overall": _slice(results),
        "answerable": _slice([item for item in results if item.case.answerable]),
        "unanswerable": _slice([item for item in results if not item.case.answerable]),
        "tags": {tag: _slice([item for item in results if tag in item.case.tags]) for tag in tags},
        "broken": {
            "dangling": [item.case.id for item in results if item.scores["dangling"]],
            "not_verbatim": [item.case.id for item in results if item.scores["verbatim"] not in (None, 1.0)],
        },
        "seconds": {
            "ask": _percentiles([item.ask_seconds for item in results]),
            "search": _percentiles([item.search_seconds for item in results]),
        },
    }


def _slice(results: Sequence[CaseResult]) -> dict[str, Any]:
    figures = {measure.name: _figure(measure, _values(results, measure.name)) for measure in MEASURES}
    accuracy = balanced_accuracy(_values(results, "false_refusal"), _values(results, "false_answer"))
    figures[BALANCED_ACCURACY.name] = {"value": accuracy, "n": len(results), "low": None, "high": None}
    return {
        "questions": len(results),
        "answerable": sum(item.case.answerable for item in results),
        "measures": figures,
    }


def _values(results: Sequence[CaseResult], name: str) -> list[float]:
    return [value for item in results if (value := item.scores[name]) is not None]


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
