"""How often a comparison alarms by chance, and how often it finds what is true: ``python -m evals.bench_null``.

Pairs of runs are drawn of which the truth is known: in the null pairs a question gets better as easily as it gets worse.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from evals.compare import difference
from evals.intervals import Interval, wilson
from evals.score import MEASURES
from evals.table import aligned

PAIRS = 4_000  # of runs; with 1,000 the shares themselves are only sure to ± 1.4 points
QUESTIONS = 200
DISCORDANT = 0.15  # the share of questions whose value differs between two runs
SEED = 1
FACTS = next(measure for measure in MEASURES if measure.name == "nugget_recall")
WHOLE = (1.0,)  # a question is right or wrong
GRADED = (0.25, 1 / 3, 0.5, 0.5, 1.0, 1.0)  # some of its facts come or go


class Rates(NamedTuple):
    """Of simulated pairs, the shares with an interval that leaves zero out, with p < 0.05, and that fail the gate."""

    outside: float
    small_p: float
    gate: float


def simulate(shift: float, steps: Sequence[float] = WHOLE, pairs: int = PAIRS, seed: int = SEED) -> Rates:
    """Pairs of runs where the second is truly worse by ``shift`` (0–0.15 times the mean step); 0 is the null."""
    chance = np.random.default_rng(seed)
    found = [_one(chance, shift, steps) for _ in tqdm(range(pairs), disable=not sys.stderr.isatty())]
    outside = sum(not line["low"] <= 0 <= line["high"] for line in found)
    small_p = sum(line["p"] < 0.05 for line in found)
    return Rates(outside / pairs, small_p / pairs, sum(line["surely_worse"] for line in found) / pairs)


def _one(chance: np.random.Generator, shift: float, steps: Sequence[float]) -> dict[str, float]:
    share = shift / float(np.mean(steps))
    better = (DISCORDANT - share) / 2
    sides = chance.choice([1.0, -1.0, 0.0], size=QUESTIONS, p=[better, DISCORDANT - better, 1 - DISCORDANT])
    changes: NDArray[np.float64] = sides * chance.choice(steps, size=QUESTIONS)
    return difference(FACTS, [(0.0, float(change)) for change in changes])


def main() -> int:
    """Print the table."""
    rows = [("Sant", "Mått", "intervallet utan noll", "95 %", "p < 0,05", "grinden larmar", "95 %")]
    for name, shift, steps in (
        ("ingen skillnad", 0.0, WHOLE),
        ("ingen skillnad", 0.0, GRADED),
        ("8 punkter sämre", 0.08, WHOLE),
    ):
        rates = simulate(shift, steps)
        kind = "rätt eller fel" if steps is WHOLE else "andel fakta"
        percents = (_percent(rates.outside), _span(rates.outside), _percent(rates.small_p))
        rows.append((name, kind, *percents, _percent(rates.gate), _span(rates.gate)))
    sys.stdout.write(f"{PAIRS} par, {QUESTIONS} frågor, {DISCORDANT:.0%} av dem ändrade\n{aligned(rows)}\n")
    return 0


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %".replace(".", ",")


def _span(share: float) -> str:
    found = wilson(share * PAIRS, PAIRS) or Interval(0, 0)
    return f"{_percent(found.low)} till {_percent(found.high)}"


if __name__ == "__main__":
    sys.exit(main())
