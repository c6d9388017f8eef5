"""How sure a figure is: Wilson for rates, bootstrap for means, Student for paired differences. Always the same interval."""

from __future__ import annotations

import math
import warnings
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from scipy import stats

SEED = 1  # fixed, so that two runs with the same answers get the same intervals
RESAMPLES = 9_999
Z_95 = 1.959963984540054


class Interval(NamedTuple):
    """A 95 % interval."""

    low: float
    high: float


def wilson(successes: float, total: int) -> Interval | None:
    """The Wilson interval of a rate; None when nothing was counted."""
    if total == 0:
        return None
    rate, square = successes / total, Z_95**2
    centre = (rate + square / (2 * total)) / (1 + square / total)
    half = Z_95 / (1 + square / total) * math.sqrt(rate * (1 - rate) / total + square / (4 * total**2))
    return Interval(max(0.0, centre - half), min(1.0, centre + half))


def bootstrap_mean(values: Sequence[float]) -> Interval | None:
    """The BCa bootstrap interval of a mean; None for fewer than two values, a point when all are equal."""
    if len(values) < 2:
        return None
    if min(values) == max(values):
        return Interval(values[0], values[0])
    found = _bootstrap(values, "BCa")
    # BCa has no answer for a few very lopsided samples; the percentile interval always has one.
    return found if all(map(math.isfinite, found)) else _bootstrap(values, "percentile")


def student_mean(changes: Sequence[float]) -> Interval | None:
    """Student's interval of a mean paired difference; None for fewer than two values, a point when all are equal.

    Between two runs most questions do not change at all. On such values the BCa bootstrap leaves out the true zero too
    often (evals/bench_null.py), while Student keeps its 5 % (Smucker, Allan and Carterette 2007).
    """
    count = len(changes)
    if count < 2:
        return None
    values = np.asarray(changes, dtype=float)
    half = float(stats.t.ppf(0.975, count - 1) * values.std(ddof=1) / math.sqrt(count))
    return Interval(float(values.mean()) - half, float(values.mean()) + half)


def _bootstrap(values: Sequence[float], method: str) -> Interval:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        result = stats.bootstrap(
            (np.asarray(values, dtype=float),),
            np.mean,
            n_resamples=RESAMPLES,
            method=method,
            rng=np.random.default_rng(SEED),
        )
    return Interval(float(result.confidence_interval.low), float(result.confidence_interval.high))
