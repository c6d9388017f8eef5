"""Is a paired difference more than chance? Seeded, so that the same pairs always give the same figure. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

SEED = 1
FLIPS = 9_999  # random sign patterns; with the observed one that makes 10,000
EXACT = 12  # up to so many changed pairs every pattern is tried: at most 4,096
SAME = 1e-9


def randomisation_p(changes: Sequence[float]) -> float | None:
    """Two-sided p-value of the paired randomisation test on the mean; None without pairs.

    Under the null hypothesis each difference could as well have had the other sign (Fisher 1935; Smucker, Allan and
    Carterette 2007). All sign patterns are tried for few changed pairs, else ``FLIPS`` random ones and the observed one.
    """
    if not changes:
        return None
    moved = np.asarray([change for change in changes if abs(change) > SAME], dtype=float)
    if not moved.size:
        return 1.0
    observed = abs(moved.sum()) - SAME
    if moved.size <= EXACT:
        patterns = (np.arange(2**moved.size)[:, None] >> np.arange(moved.size)) & 1
        return float(np.mean(np.abs((2 * patterns - 1) @ moved) >= observed))
    signs = np.random.default_rng(SEED).integers(0, 2, size=(FLIPS, moved.size), dtype=np.int8) * 2 - 1
    as_far = int(np.count_nonzero(np.abs(signs @ moved) >= observed))
    return (as_far + 1) / (FLIPS + 1)


def holm(p_values: Mapping[str, float]) -> dict[str, float]:
    """The p-values adjusted for being many (Holm 1979): below 0.05 means sure, also when all are looked at."""
    adjusted: dict[str, float] = {}
    highest = 0.0
    for place, (name, value) in enumerate(sorted(p_values.items(), key=lambda item: item[1])):
        highest = max(highest, min(1.0, value * (len(p_values) - place)))
        adjusted[name] = highest
    return {name: adjusted[name] for name in p_values}
